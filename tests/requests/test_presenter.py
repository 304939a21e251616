from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.errors import Problem, UserError, WorldError
from desktop.core.i18n import Message, language, msg
from desktop.core.permissions import Role
from desktop.households.rows import RoomChoice
from desktop.requests.model import HoldReason, Move, RequestKind, RequestState, StepKind
from desktop.requests.presenter import (
    DetailPresenter,
    Directory,
    IntakePresenter,
    ListPresenter,
    Moments,
    RoomFinder,
    load_directory,
)
from desktop.requests.presenter.directory import Assignee
from desktop.requests.presenter.drafting import Drafting
from desktop.requests.presenter.intake import Saving, Then, due_by
from desktop.requests.presenter.moves import AT_ONCE, TAKEN_BACK_BY, done_words, foot_moves, perform
from desktop.requests.presenter.rooms import meant
from desktop.requests.presenter.story import step_words
from desktop.requests.rows import NewRequest, RequestFilter, StateGroup, StepRow
from desktop.requests.table import Seen
from desktop.ui.table import Sort
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW, Screens, opened
from tests.ui.shells import KeptDrafts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.requests.presenter.detail import Attempt

MOMENTS = Moments(Seen(FixedClock(NOW), SHANGHAI))
ENGLISH = language("en")


@pytest.fixture
def screens(empty_file: Path, tmp_path: Path, clock: FixedClock, qtbot: QtBot, qapp: QApplication) -> Iterator[Screens]:
    with opened(empty_file, tmp_path, clock, qtbot, qapp) as made:
        yield made


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


# --- times ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", at(11, 22, 14, 30)),
        ("１４：３０", at(11, 22, 14, 30)),
        ("昨天 15:30", at(11, 21, 15, 30)),
        ("昨天15:30", at(11, 21, 15, 30)),
        ("昨晚8点", at(11, 21, 20)),
        ("前天 9点半", at(11, 20, 9, 30)),
        ("今天上午9点", at(11, 22, 9)),
        ("下午2点一刻", at(11, 22, 14, 15)),
        ("11-20 9:00", at(11, 20, 9)),
        ("11月20日 9:00", at(11, 20, 9)),
        ("11.20 09:00", at(11, 20, 9)),
        ("2026-03-01 14:05", at(3, 1, 14, 5)),
        ("12-31 23:00", at(12, 31, 23, year=2025)),
        ("yesterday 15:30", at(11, 21, 15, 30)),
        ("Today 9:05", at(11, 22, 9, 5)),
        ("20分钟前", at(11, 22, 13, 45)),
        ("2 小时前", at(11, 22, 12, 5)),
        ("3 hours ago", at(11, 22, 11, 5)),
    ],
)
def test_that_a_past_time_is_understood_as_it_is_typed(text: str, expected: datetime) -> None:
    assert MOMENTS.read(text, past=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("明天 9点", at(11, 23, 9)),
        ("后天下午3点", at(11, 24, 15)),
        ("tomorrow 9:00", at(11, 23, 9)),
        ("12-31 23:00", at(12, 31, 23)),
        ("1-3 10:00", at(1, 3, 10, year=2027)),
        ("今晚7点", at(11, 22, 19)),
    ],
)
def test_that_a_coming_time_is_understood_as_it_is_typed(text: str, expected: datetime) -> None:
    assert MOMENTS.read(text, past=False) == expected


@pytest.mark.parametrize("text", ["", "  ", "now", "现在", "刚才"])
def test_that_nothing_typed_and_now_mean_now(text: str) -> None:
    assert MOMENTS.read(text, past=True) is None


@pytest.mark.parametrize(
    "text", ["abc", "25:00", "昨天 9:99", "13-45 9:00", "3/1/2026", "9", "昨天 昨天", "x" * 10_000]
)
def test_that_what_is_no_time_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UserError, match="is not a time"):
        MOMENTS.read(text, past=True)


@pytest.mark.parametrize("text", ["昨天", "11-20", "2026-11-20", "tomorrow"])
def test_that_a_day_alone_is_asked_for_its_time(text: str) -> None:
    with pytest.raises(UserError, match="Add the time of day"):
        MOMENTS.read(text, past=True)


@given(st.dates(at(1, 1, 0, year=2020).date(), at(12, 31, 0, year=2030).date()), st.times())
def test_that_a_full_date_and_time_are_read_exactly(day: Any, clock_time: time) -> None:
    expected = datetime.combine(day, clock_time.replace(second=0, microsecond=0), SHANGHAI)
    assert MOMENTS.read(f"{expected:%Y-%m-%d %H:%M}", past=True) == expected


def test_that_a_field_says_how_it_understood_the_time() -> None:
    moment, words = MOMENTS.field(past=True)("昨天 15:30")
    assert moment == at(11, 21, 15, 30)
    assert words(ENGLISH) == "yesterday 15:30"
    assert MOMENTS.field(past=True)("now")[1](ENGLISH) == "today 14:05"


def test_that_the_due_time_follows_from_kind_and_time() -> None:
    assert due_by("repair", NOW) == NOW + timedelta(hours=48)
    assert due_by("complaint", NOW) == NOW + timedelta(hours=24)
    assert due_by("praise", NOW) is None
    assert due_by("", NOW) is None


# --- names ----------------------------------------------------------------------------------------------------------


def test_that_the_directory_names_departments_workers_and_finds_them_by_pinyin(screens: Screens) -> None:
    directory = load_directory(screens.desk)
    engineering, worker = screens.place.departments["engineering"], screens.place.workers["何志强"]
    assert directory.named(engineering, worker) == "工程 · 何志强"
    assert directory.named(engineering, None) == "工程"
    assert directory.named(None, 10_000) == ""
    assert "hezhiqiang" in directory.finds["何志强"]
    keys = [who.key for who, _ in directory.assignees()]
    assert keys.index(f"department:{engineering}") < keys.index(f"worker:{worker}")
    assert dict(directory.assignees())[Assignee(worker_id=worker)] == "工程 · 何志强"


@pytest.mark.parametrize("who", [Assignee(), Assignee(department_id=3), Assignee(worker_id=7)])
def test_that_an_assignee_survives_being_kept_in_a_form(who: Assignee) -> None:
    assert Assignee.parse(who.key) == who


def test_that_a_room_is_meant_only_where_there_is_no_doubt() -> None:
    rooms = [RoomChoice(1, "3-1-502", 1, ()), RoomChoice(2, "3-2-502", 1, ())]
    assert meant("3栋1单元502室", rooms) is rooms[0]
    assert meant("502", rooms) is None
    assert meant("陈", rooms[:1]) is rooms[0]
    assert meant("9-9-999", []) is None


def test_that_rooms_are_found_settled_and_looked_up_in_the_background(screens: Screens) -> None:
    screens.people()
    finder = RoomFinder(screens.desk, screens.shell.tasks)
    found: list[Sequence[RoomChoice]] = []
    settled: list[RoomChoice | None] = []
    finder.found.connect(found.append)
    finder.settled.connect(settled.append)
    finder.find("2046")
    screens.settle()
    finder.settle("3#1-502")
    screens.settle()
    finder.look_up(screens.place.rooms["1-1-101"])
    screens.settle()
    finder.settle("9-9-999")
    screens.settle()
    assert [[choice.label for choice in choices] for choices in found] == [["3-1-502"]]
    assert [choice and choice.label for choice in settled] == ["3-1-502", "1-1-101", None]


# --- the list -------------------------------------------------------------------------------------------------------


@pytest.fixture
def listing(screens: Screens) -> Iterator[ListPresenter]:
    made = ListPresenter(screens.desk, screens.shell.tasks, screens.shell.bus)
    yield made
    made.rest()


def test_that_the_list_begins_with_what_is_open_and_counts_every_chip(screens: Screens, listing: ListPresenter) -> None:
    screens.report(occurred_at=NOW - timedelta(days=3))
    held = screens.report("等配件")
    screens.service.hold(held.line.id, HoldReason.PARTS, version=held.line.version)
    done = screens.report("灯不亮")
    screens.service.complete(done.line.id, version=done.line.version)
    counts: list[tuple[Any, int]] = []
    listing.counts_changed.connect(lambda found, total: counts.append((found, total)))
    listing.start()
    screens.settle()
    assert counts[-1] == (
        {"open": 2, "overdue": 1, "due-today": 0, "to-dispatch": 1, "worked-on": 0, "on-hold": 1, "follow-up": 1},
        3,
    )
    assert listing.model.rowCount() == 2
    assert listing.model.sort_now == Sort("due")


def test_that_choosing_a_preset_again_shows_requests_of_every_state(screens: Screens, listing: ListPresenter) -> None:
    done = screens.report()
    screens.service.complete(done.line.id, version=done.line.version)
    listing.start()
    screens.settle()
    assert listing.model.rowCount() == 0
    listing.choose("open")
    screens.settle()
    assert listing.model.rowCount() == 1
    listing.choose("done")
    screens.settle()
    assert listing.model.rowCount() == 1
    listing.choose("overdue")
    screens.settle()
    assert listing.model.rowCount() == 0


def test_that_conditions_combine_and_are_cleared_together(screens: Screens, listing: ListPresenter) -> None:
    screens.report()
    screens.report("太吵", kind=RequestKind.COMPLAINT, department_id=screens.place.departments["order"])
    listing.start()
    listing.narrow("kinds", frozenset({RequestKind.COMPLAINT}))
    listing.narrow("department_ids", frozenset({screens.place.departments["order"]}))
    screens.settle()
    assert listing.model.rowCount() == 1
    listing.search("漏水")
    screens.settle()
    assert (listing.model.rowCount(), listing.is_narrowed) == (0, True)
    listing.clear()
    screens.settle()
    assert (listing.model.rowCount(), listing.is_narrowed) == (2, False)
    listing.narrow("kinds", frozenset())
    assert not listing.shown.narrow


def test_that_a_list_handed_in_is_shown_exactly_and_can_be_dropped(screens: Screens, listing: ListPresenter) -> None:
    screens.report()
    screens.report("上个月的", occurred_at=NOW - timedelta(days=30))
    listing.start()
    wanted = RequestFilter(occurred_until=NOW - timedelta(days=10))
    listing.show(wanted, msg("October"))
    screens.settle()
    assert listing.model.rowCount() == 1
    assert listing.shown.filter() == wanted
    listing.choose("overdue")
    assert listing.shown.filter() == replace(wanted, overdue=True)
    listing.drop_base()
    screens.settle()
    assert listing.model.rowCount() == 2


def test_that_a_tile_of_the_day_opens_its_chip(listing: ListPresenter) -> None:
    listing.show(RequestFilter(overdue=True))
    assert (listing.shown.preset, listing.shown.base) == ("overdue", None)
    listing.show(RequestFilter(group=StateGroup.OPEN))
    assert listing.shown.preset == "open"


def test_that_a_sort_chosen_by_hand_survives_another_list(screens: Screens, listing: ListPresenter) -> None:
    first = screens.report(occurred_at=NOW - timedelta(hours=9))
    last = screens.report("第二件")
    listing.start()
    screens.settle()
    listing.model.set_sort(Sort("received", descending=True))
    screens.settle()
    rows = [listing.model.row_at(place) for place in range(2)]
    assert [row and row.id for row in rows] == [last.line.id, first.line.id]
    listing.choose("to-dispatch")
    screens.settle()
    assert listing.model.sort_now == Sort("received", descending=True)


def test_that_the_list_follows_what_others_write(screens: Screens, listing: ListPresenter) -> None:
    listing.start()
    screens.settle()
    changes = screens.service.report(NewRequest(kind=RequestKind.REPAIR, words="新的", room_text="1-1-101"))
    screens.shell.bus.announce(changes)
    screens.settle()
    assert listing.model.rowCount() == 1


# --- one request ----------------------------------------------------------------------------------------------------


@pytest.fixture
def presenter(screens: Screens) -> DetailPresenter:
    return DetailPresenter(screens.desk, screens.shell.tasks, screens.shell.bus)


def tried(attempt: Attempt) -> tuple[list[bool], list[Sequence[Problem]], list[WorldError]]:
    done: list[bool] = []
    refused: list[Sequence[Problem]] = []
    failed: list[WorldError] = []
    attempt.done.connect(lambda: done.append(True))
    attempt.refused.connect(refused.append)
    attempt.failed.connect(failed.append)
    return done, refused, failed


def test_that_a_move_is_made_on_what_was_seen(screens: Screens, presenter: DetailPresenter) -> None:
    line = screens.report().line
    presenter.show(line.id)
    screens.settle()
    attempt = presenter.attempt(Move.START)
    done, refused, failed = tried(attempt)
    attempt.make({})
    screens.settle()
    assert (done, refused, failed) == ([True], [], [])
    assert presenter.detail is not None
    assert presenter.detail.line.state is RequestState.IN_PROGRESS


def test_that_a_conflict_is_told_and_the_next_try_is_made_on_what_is_now(
    screens: Screens, presenter: DetailPresenter
) -> None:
    line = screens.report().line
    presenter.show(line.id)
    screens.settle()
    attempt = presenter.attempt(Move.COMPLETE)
    done, refused, _ = tried(attempt)
    screens.service.urge(line.id, version=line.version)
    attempt.make({"result": "换了角阀", "at": None})
    screens.settle()
    assert not done
    assert "Someone else changed" in refused[0][0].message.msgid
    assert presenter.detail is not None
    assert presenter.detail.line.urged_count == 1
    attempt.make()
    screens.settle()
    assert done == [True]
    assert screens.detail(line.number).result == "换了角阀"


def test_that_an_unchanged_try_is_repeated_without_being_made_twice(
    screens: Screens, presenter: DetailPresenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = screens.report().line
    presenter.show(line.id)
    screens.settle()
    attempt = presenter.attempt(Move.URGE)
    done, _, failed = tried(attempt)

    def lost(*arguments: Any) -> Any:
        perform(*arguments)
        raise WorldError(msg("The server is away."))

    monkeypatch.setattr("desktop.requests.presenter.detail.perform", lost)
    attempt.make({"words": "又打来了"})
    screens.settle()
    assert len(failed) == 1
    monkeypatch.undo()
    attempt.make()
    screens.settle()
    assert done == [True]
    assert screens.detail(line.number).line.urged_count == 1


def test_that_merging_and_holding_can_be_taken_back(screens: Screens, presenter: DetailPresenter) -> None:
    main, other = screens.report().line, screens.report("还是漏").line
    presenter.show(other.id)
    screens.settle()
    attempt = presenter.attempt(Move.MERGE)
    attempt.make({"main_id": main.id})
    screens.settle()
    assert screens.detail(other.number).line.state is RequestState.DUPLICATE
    presenter.take_back(attempt)
    screens.settle()
    assert screens.detail(other.number).line.state is RequestState.RECEIVED
    assert set(TAKEN_BACK_BY) == {Move.MERGE, Move.HOLD}


def test_that_a_request_gone_leaves_nothing_and_says_so(screens: Screens, presenter: DetailPresenter) -> None:
    shown: list[object] = []
    failed: list[UserError] = []
    presenter.shown.connect(shown.append)
    screens.shell.tasks.failed.connect(failed.append)
    presenter.show(10_000)
    screens.settle()
    assert shown == [None]
    assert "no such request" in str(failed[0])
    assert presenter.request_id == 0


def test_that_candidates_for_merging_are_the_others_of_the_room_or_what_is_typed(
    screens: Screens, presenter: DetailPresenter
) -> None:
    line = screens.report().line
    same = screens.report("同一件事").line
    far = screens.report("电梯异响", room_id=screens.place.rooms["1-1-101"]).line
    offered: list[list[int]] = []
    presenter.candidates.connect(lambda lines: offered.append([each.id for each in lines]))
    presenter.show(line.id)
    screens.settle()
    presenter.find_candidates("")
    screens.settle()
    presenter.find_candidates("电梯")
    screens.settle()
    assert offered == [[same.id], [far.id]]


def test_that_every_move_can_be_performed_and_is_told_in_words(screens: Screens) -> None:
    detail = screens.report()
    for move in Move:
        words = ENGLISH.message(done_words(move, "BX-1", {"department_id": 1}, Directory()))
        assert "BX-1" in words
    assert perform(screens.service, Move.START, detail.line.id, {}, detail.line.version, "op-1").result
    assert Move.MERGE not in AT_ONCE


def test_that_the_likeliest_move_comes_first_and_only_possible_ones_come(screens: Screens) -> None:
    detail = screens.report()
    likely, others = foot_moves(detail)
    assert likely[0] is Move.ASSIGN
    assert {*likely, *others} == set(detail.moves) - {Move.PRINT}
    screens.service.complete(detail.line.id, version=detail.line.version)
    likely, _ = foot_moves(screens.service.detail(detail.line.id))
    assert likely[0] is Move.FOLLOW_UP
    read_only = screens.place.acting_as(Role.ADMINISTRATOR).detail(detail.line.id)
    assert foot_moves(read_only) == ([], [])


# --- the story ------------------------------------------------------------------------------------------------------


def told(kind: StepKind, why: str = "", **details: Any) -> str:
    step = StepRow(NOW, kind, "张敏", None, RequestState.RECEIVED, why, details)
    return step_words(step, Directory(), MOMENTS.seen, ENGLISH)


def test_that_a_history_is_told_in_sentences() -> None:
    assert told(StepKind.REPORTED, channel="phone") == "Taken in (Phone)"
    assert told(StepKind.REPORTED, channel="counter", back_dated=True) == "Taken in (Counter), entered later"
    assert told(StepKind.HELD, "订货三天", reason="parts") == "On hold: Waiting for parts: 订货三天"
    assert told(StepKind.URGED, times=2) == "Urged for the 2. time"
    assert told(StepKind.EXTENDED, "缺件", due_at=NOW.isoformat(), approver="李经理") == (
        "Extended until today 14:05, agreed by 李经理: 缺件"
    )
    assert told(StepKind.COMPLETED, result="换了角阀") == "Completed: 换了角阀"
    assert told(StepKind.FOLLOWED_UP, outcome="reached", satisfaction="fair") == "Followed up, Reached, Fair"
    assert told(StepKind.MERGED, main_number="BX-2611-0001") == "Merged into BX-2611-0001"
    assert told(StepKind.AMENDED, before={"words": "a", "phone": "b", "version": 1}) == "Amended: About, Phone"


@pytest.mark.parametrize("kind", list(StepKind))
def test_that_every_step_has_words_even_without_details(kind: StepKind) -> None:
    assert told(kind)


# --- taking in ------------------------------------------------------------------------------------------------------


def new_request(screens: Screens, **changes: Any) -> NewRequest:
    given: dict[str, Any] = {
        "kind": RequestKind.REPAIR,
        "words": "厨房水槽下软管接头滴水",
        "room_id": screens.place.rooms["3-1-502"],
    }
    return NewRequest(**(given | changes))


def test_that_saving_twice_saves_once_and_one_more_caller_is_merged(screens: Screens) -> None:
    presenter = IntakePresenter(screens.desk, screens.shell.tasks, screens.shell.bus)
    main = screens.report().line
    saved: list[Saving] = []
    presenter.saved.connect(saved.append)
    saving = Saving(new_request(screens), "operation-1", merge_into=main, then=Then.NEXT)
    presenter.save(saving)
    screens.settle()
    presenter.save(saving)
    screens.settle()
    assert saved == [saving, saving]
    assert screens.service.count() == 2
    assert len(screens.detail(main.number).duplicates) == 1


def test_that_what_is_beside_the_form_is_read_as_it_is_asked_for(screens: Screens) -> None:
    presenter = IntakePresenter(screens.desk, screens.shell.tasks, screens.shell.bus)
    detail = screens.report()
    glances: list[Any] = []
    similar: list[Any] = []
    suggestions: list[Any] = []
    presenter.glanced.connect(glances.append)
    presenter.similar.connect(similar.append)
    presenter.suggested.connect(suggestions.append)
    presenter.glance(screens.place.rooms["3-1-502"])
    presenter.look_for_similar(screens.place.categories["给排水"], screens.place.buildings["3"])
    presenter.suggest("卫生间灯不亮")
    screens.settle()
    assert [line.id for line in glances[0].open] == [detail.line.id]
    assert [line.id for line in similar[0]] == [detail.line.id]
    assert suggestions[0].name == "电气照明"
    presenter.look_for_similar(0, 1)
    assert similar[-1] == ()


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_that_drafts_are_kept_turned_over_and_thrown_away() -> None:
    kept = KeptDrafts()
    drafting = Drafting(kept, MOMENTS.seen)
    assert [card.saved_at for card in drafting.cards()] == [None]
    drafting.keep({"room_id": "3-1-502\t7", "reporter": "黄丽娟", "kind": "repair"})
    first = drafting.key
    drafting.begin()
    drafting.keep({"words": "电梯里有人被困，请马上派人去看一看"})
    second = drafting.key
    assert [card.title for card in drafting.cards()] == ["3-1-502 黄丽娟", "电梯里有人被困，请马上派人去"]
    assert drafting.next_key() == first
    assert drafting.choose(first)["reporter"] == "黄丽娟"
    assert drafting.next_key() == second
    assert drafting.forget(second) is not None
    assert drafting.next_key() == ""
    with pytest.raises(KeyError):
        drafting.choose(second)


def test_that_drafts_of_another_day_are_there_again() -> None:
    kept = KeptDrafts()
    before = Drafting(kept, MOMENTS.seen)
    before.keep({"room_id": "3-1-502", "kind": "complaint"})
    after = Drafting(kept, MOMENTS.seen)
    cards = after.cards()
    assert [(card.key, card.title, card.kind) for card in cards[:-1]] == [(before.key, "3-1-502", "complaint")]
    assert cards[0].saved_at == NOW
    assert after.key not in {before.key, ""}


def test_that_a_message_of_a_move_carries_no_leftover_placeholder() -> None:
    for move in Move:
        assert isinstance(done_words(move, "BX-1", {}, Directory()), Message)
        assert "%(" not in ENGLISH.message(done_words(move, "BX-1", {}, Directory()))
