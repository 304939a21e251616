from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.months import Month
from desktop.core.permissions import Actor, Operation, Role
from desktop.handover import store
from desktop.handover.rows import LONGEST_WORDS, Counted, Paragraph, Subject
from desktop.handover.service import HandoverService
from desktop.issues.rows import NewAction, NewIssue
from desktop.issues.service import IssueService
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService, default_rules
from desktop.staff.model import Department, Worker
from desktop.storage.audit import Audit
from tests.handover.conftest import PASSWORD, prove, serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.core.clock import FixedClock
    from desktop.handover.rows import NewHandover
    from tests.care.villages import Village

EN = language("en")


def filled(service: HandoverService, **words: str) -> NewHandover:
    """Return the proposal with everything counted as it ought to be and every reason given."""
    proposal = service.propose(EN)
    return replace(
        proposal,
        paragraphs=tuple(Paragraph(each.key, words.get(each.key, each.words)) for each in proposal.paragraphs),
        left_over=tuple(replace(left, reason="waits for parts") for left in proposal.left_over),
        counted=tuple(replace(thing, counted=thing.expected) for thing in proposal.counted),
    )


def fields(error: UserError) -> set[str]:
    return {problem.field for problem in error.problems}


def test_that_a_shift_begins_at_midnight_and_then_where_the_last_one_ended(village: Village, clock: FixedClock) -> None:
    service = serve(village.desk)
    shift = service.shift()
    assert shift.since == clock.now().astimezone(village.desk.zone).replace(hour=0, minute=0)
    assert shift.until == clock.now()
    given_at = clock.now()
    service.give(filled(service), PASSWORD)
    clock.set(given_at + timedelta(hours=8))
    assert service.shift().since == given_at
    clock.set(given_at + timedelta(days=3))
    assert service.shift().since == clock.now() - timedelta(hours=24)


def test_that_what_hangs_needs_a_reason_and_is_carried_into_the_handover(village: Village) -> None:
    service = serve(village.desk, {"late": 3})
    proposal = service.propose(EN)
    assert [(left.key, left.count) for left in proposal.left_over] == [("late", 3)]
    with pytest.raises(UserError) as refused:
        service.give(proposal, PASSWORD)
    assert fields(refused.value) == {"reason-late"}
    row = service.handover(service.give(filled(service), PASSWORD).result)
    assert [(left.key, left.count, left.reason) for left in row.left_over] == [("late", 3, "waits for parts")]
    assert row.paragraphs[0].words == "since 00:00"


def test_that_everything_wrong_is_named_at_once_and_nothing_is_kept(village: Village) -> None:
    manager = serve(village.desk_of(Role.MANAGER))
    manager.add_thing("Radio", 4)
    manager.add_thing("Key to the pump room", 1)
    service = serve(village.desk, {"drafts": 1})
    proposal = service.propose(EN)
    wrong = replace(
        proposal,
        paragraphs=(Paragraph("requests", "x" * (LONGEST_WORDS + 1)), Paragraph("other", "")),
        counted=(Counted("Radio", 4, 3), Counted("Key to the pump room", 1, None)),
    )
    with pytest.raises(UserError) as refused:
        service.give(wrong, PASSWORD)
    assert fields(refused.value) == {
        "words-requests",
        "reason-drafts",
        "remark-Radio",
        "counted-Key to the pump room",
    }
    assert service.newest() == []


def test_that_a_wrong_password_signs_nothing(village: Village) -> None:
    service = serve(village.desk)
    with pytest.raises(UserError) as refused:
        service.give(filled(service), "guessed")
    assert fields(refused.value) == {"password"}
    assert service.newest() == []


def test_that_signing_twice_with_one_operation_hands_over_once(village: Village) -> None:
    service = serve(village.desk)
    content = filled(service)
    first = service.give(content, PASSWORD, operation_id="once")
    assert service.give(content, PASSWORD, operation_id="once").result == first.result
    assert len(service.newest()) == 1


def test_that_two_clerks_do_not_hand_over_the_same_shift(village: Village, clock: FixedClock) -> None:
    mine, theirs = serve(village.desk), serve(village.desk_of(Role.CLERK, 2))
    content = filled(mine)
    clock.set(clock.now() + timedelta(minutes=1))
    theirs.give(filled(theirs), PASSWORD)
    with pytest.raises(ConflictError, match="handed over meanwhile"):
        mine.give(content, PASSWORD)
    assert [row.given_by for row in mine.newest()] == ["李婷"]


def test_that_two_clerks_who_sign_at_the_same_moment_do_not_both_hand_over(
    village: Village, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerks = (serve(village.desk), serve(village.desk_of(Role.CLERK, 2)))
    clerks[0].give(filled(clerks[0]), PASSWORD)
    clock.set(clock.now() + timedelta(hours=8))
    proposals = [filled(clerk) for clerk in clerks]
    asked, both, look = Barrier(2), Barrier(2), store.last

    def slowly(session: Session, community_id: int) -> tuple[int, datetime] | None:
        found = look(session, community_id)
        with suppress(BrokenBarrierError):
            asked.wait(0.5)
        return found

    def sign(clerk: HandoverService, proposal: NewHandover) -> bool:
        both.wait(10)
        try:
            clerk.give(proposal, PASSWORD)
        except ConflictError:
            return False
        return True

    monkeypatch.setattr(store, "last", slowly)
    with ThreadPoolExecutor(2) as threads:
        signed = list(threads.map(sign, clerks, proposals))
    assert sorted(signed) == [False, True]


def test_that_a_handover_signed_with_a_wrong_clock_stops_nobody(village: Village, clock: FixedClock) -> None:
    service, now = serve(village.desk), clock.now()
    clock.set(now + timedelta(days=3000))
    service.give(filled(service), PASSWORD)
    clock.set(now)
    assert service.shift().since == now.astimezone(village.desk.zone).replace(hour=0, minute=0)
    service.give(filled(service), PASSWORD)
    clock.set(now + timedelta(hours=2))
    assert service.shift().since == now


def test_that_a_clock_that_is_a_little_behind_begins_the_shift_at_once(village: Village, clock: FixedClock) -> None:
    service, now = serve(village.desk), clock.now()
    service.give(filled(service), PASSWORD)
    clock.set(now - timedelta(minutes=3))
    assert service.shift().since == clock.now()


def test_that_the_next_shift_signs_with_its_own_account_once(village: Village, clock: FixedClock) -> None:
    service = serve(village.desk)
    row = service.handover(service.give(filled(service), PASSWORD).result)
    assert [each.id for each in service.unread()] == [row.id]
    with pytest.raises(UserError, match="cannot take over") as own:
        service.take(row.id, "张敏", PASSWORD, version=row.version)
    assert fields(own.value) == {"name"}
    with pytest.raises(UserError) as wrong:
        service.take(row.id, "李婷", "guessed", version=row.version)
    assert fields(wrong.value) == {"password"}
    clock.set(clock.now() + timedelta(minutes=5))
    service.take(row.id, "李婷", PASSWORD, "钥匙少一把", version=row.version)
    taken = service.handover(row.id)
    assert (taken.taken_by, taken.taken_at, taken.remark) == ("李婷", clock.now(), "钥匙少一把")
    assert service.unread() == []
    with pytest.raises(ConflictError, match="took this over already"):
        service.take(row.id, "李婷", PASSWORD, version=taken.version)


def test_that_an_account_of_no_one_at_the_desk_cannot_take_over(village: Village) -> None:
    service = serve(village.desk)
    row = service.handover(service.give(filled(service), PASSWORD).result)
    with pytest.raises(UserError, match="does not work at the desk"):
        service.take(row.id, "nobody", PASSWORD, version=row.version)
    assert service.handover(row.id).taken_at is None


def test_that_every_signature_is_in_the_audit(village: Village) -> None:
    service = serve(village.desk)
    row = service.handover(service.give(filled(service), PASSWORD).result)
    service.take(row.id, "李婷", PASSWORD, version=row.version)
    service.note_print(row.id)
    with village.desk.read() as session:
        actions = list(session.scalars(select(Audit.action).where(Audit.topic == "handover").order_by(Audit.id)))
    assert actions == ["given", "taken", "printed"]


def test_that_things_are_counted_until_they_are_retired_and_may_come_back(village: Village) -> None:
    manager = serve(village.desk_of(Role.MANAGER))
    thing_id = manager.add_thing("  Radio ", 4).result
    with pytest.raises(UserError, match="is counted already"):
        manager.add_thing("Radio", 1)
    with pytest.raises(UserError) as refused:
        manager.add_thing("", 0)
    assert fields(refused.value) == {"name", "expected"}
    (thing,) = manager.things()
    assert (thing.name, thing.expected) == ("Radio", 4)
    manager.change_thing(thing_id, 0, version=thing.version)
    assert manager.things() == []
    assert manager.add_thing("Radio", 2).result == thing_id
    (again,) = manager.things()
    assert again.expected == 2
    with pytest.raises(ConflictError):
        manager.change_thing(thing_id, 3, version=thing.version)


def test_that_a_guard_reads_no_handover_and_a_clerk_changes_no_list(village: Village) -> None:
    with pytest.raises(RefusedError):
        serve(village.desk_of(Role.GUARD)).newest()
    with pytest.raises(RefusedError):
        serve(village.desk).add_thing("Radio", 1)


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_words_are_made_from_the_days_data(
    village: Village, clock: FixedClock, whole: Callable[[Village], HandoverService], code: str
) -> None:
    requests = RequestService(village.desk)
    room = village.rooms["1-1-101"]
    requests.report(NewRequest(kind=RequestKind.REPAIR, room_id=room, words="厨房漏水"))
    requests.report(NewRequest(kind=RequestKind.COMPLAINT, room_id=room, words="楼上太吵"))
    clock.set(clock.now() + timedelta(minutes=1))
    service = whole(village)
    words = {each.key: each.words for each in service.propose(language(code)).paragraphs}
    assert set(words) == {"requests", "urgent", "complaints", "visits", "calls", "outages", "gate", "other"}
    assert "2" in words["requests"]
    assert "楼上太吵" in words["complaints"]
    assert "厨房漏水" not in words["complaints"]
    assert words["other"] == words["visits"] == ""


def test_that_a_fault_many_call_about_is_received_once_and_what_was_withdrawn_not_at_all(
    village: Village, clock: FixedClock, whole: Callable[[Village], HandoverService]
) -> None:
    requests, room = RequestService(village.desk), village.rooms["1-1-101"]
    given = NewRequest(kind=RequestKind.REPAIR, room_id=room, words="停水")
    main, caller, mistake = (requests.report(given).result for _ in range(3))
    requests.merge(caller, main, version=1)
    requests.cancel(mistake, "误报", version=1)
    clock.set(clock.now() + timedelta(minutes=1))
    words = {each.key: each.words for each in whole(village).propose(EN).paragraphs}
    assert words["requests"].startswith("1 request received")


def test_that_a_work_order_that_came_back_is_out_only_when_printed_again(
    village: Village, whole: Callable[[Village], HandoverService]
) -> None:
    requests, room = RequestService(village.desk), village.rooms["1-1-101"]
    with village.desk.write(Operation.EDIT_COMMUNITY) as work:
        worker = Worker(community_id=work.community_id, name="何志强", department_id=None)
        work.session.add(worker)
        work.session.flush()
        worker_id = worker.id
    id_ = requests.report(NewRequest(kind=RequestKind.REPAIR, room_id=room, words="漏水", worker_id=worker_id)).result

    def out() -> int:
        return next(each.count for each in whole(village).check_day() if each.check.key == "slips")

    def version() -> int:
        return requests.detail(id_).line.version

    requests.print_work_order(id_, version=version())
    assert out() == 1
    requests.hand_back(id_, "缺工具", version=version())
    requests.assign(id_, worker_id=worker_id, version=version())
    assert out() == 0
    requests.print_work_order(id_, version=version())
    requests.complete(id_, version=version())
    requests.reopen(id_, "还在滴水", version=version())
    requests.assign(id_, worker_id=worker_id, version=version())
    assert out() == 0
    requests.print_work_order(id_, version=version())
    assert out() == 1


def test_that_every_check_finds_what_it_says_and_its_list_holds_as_many(
    village: Village, clock: FixedClock, whole: Callable[[Village], HandoverService]
) -> None:
    with village.desk.write(Operation.EDIT_COMMUNITY) as work:
        default_rules(work)
    requests = RequestService(village.desk)
    room = village.rooms["1-1-101"]
    late = requests.report(NewRequest(kind=RequestKind.REPAIR, room_id=room, words="漏水")).result
    clock.set(clock.now() + timedelta(days=4))
    done = requests.report(NewRequest(kind=RequestKind.COMPLAINT, room_id=room, words="太吵")).result
    requests.complete(done, version=requests.detail(done).line.version)
    clock.set(clock.now() + timedelta(days=4))
    found = {each.check.key: each for each in whole(village).check_day()}
    assert {key: each.count for key, each in found.items() if each.count} == {
        "incomplete": 1,
        "unexplained": 1,
        "follow_ups": 1,
    }
    for key, each in found.items():
        if each.check.page == "requests":
            wanted = each.check.where(village.desk)["wanted"]
            assert requests.count(wanted) == each.count, key  # type: ignore[arg-type]  # a filter by contract
    assert requests.detail(late).line.late is not None


def test_that_overdue_rectification_actions_hang_at_the_end_of_the_day(
    village: Village, clock: FixedClock, whole: Callable[[Village], HandoverService]
) -> None:
    with village.desk.write(Operation.EDIT_STAFF) as work:
        department = Department(community_id=work.community_id, code="engineering", name="工程", position=1)
        work.session.add(department)
        work.session.flush()
        department_id = department.id
    today = clock.now().astimezone(village.desk.zone).date()
    action = NewAction("更换软管", due_on=today)
    month = Month.containing(clock.now(), village.desk.zone)
    IssueService(village.desk).raise_issue(NewIssue(month, department_id, "厨房漏水", actions=(action,)))

    def found() -> tuple[int, str, object]:
        checked = next(each for each in whole(village).check_day() if each.check.key == "actions")
        return checked.count, checked.check.page, checked.check.where(village.desk)

    assert found() == (0, "issues", {"overdue": True})
    clock.advance(days=1)
    assert found() == (1, "issues", {"overdue": True})


def test_that_another_community_is_neither_read_nor_changed(village: Village) -> None:
    service = serve(village.desk)
    row = service.handover(service.give(filled(service), PASSWORD).result)
    elsewhere = serve(replace(village.desk, actor=Actor(1, "张敏", Role.CLERK, 2)))
    assert elsewhere.newest() == []
    with pytest.raises(UserError, match="no such handover"):
        elsewhere.handover(row.id)


def test_that_a_missing_password_is_told_with_all_else_that_is_wrong(village: Village) -> None:
    service = serve(village.desk, {"late": 1})
    for password in ("", "guessed"):
        with pytest.raises(UserError) as refused:
            service.give(service.propose(EN), password)
        assert fields(refused.value) == {"reason-late", "password"}


def test_that_words_made_from_the_data_are_cut_between_lines(village: Village) -> None:
    lines = "\n".join(f"3-1-50{number} kitchen sink drips, waiting for a part, Mr He" for number in range(9))
    subjects = (Subject("urgent", msg("Urgent"), lambda *_: lines),)
    (paragraph,) = HandoverService(village.desk, prove, subjects=subjects).propose(EN).paragraphs
    assert lines.startswith(paragraph.words.removesuffix("…"))
    assert paragraph.words.removesuffix("…").endswith("Mr He")
    assert len(paragraph.words) <= LONGEST_WORDS


def test_that_a_call_entered_from_the_paper_log_is_told_of_in_the_shift_that_entered_it(
    on_file: Village, clock: FixedClock, whole: Callable[[Village], HandoverService]
) -> None:
    requests, room = RequestService(on_file.desk), on_file.rooms["1-1-101"]
    yesterday = clock.now() - timedelta(days=1)
    requests.report(NewRequest(kind=RequestKind.REPAIR, room_id=room, words="漏水", occurred_at=yesterday))
    clock.set(clock.now() + timedelta(minutes=1))
    words = {each.key: each.words for each in whole(on_file).propose(EN).paragraphs}["requests"]
    assert words.startswith("0 requests received; 1 entered later; ")
