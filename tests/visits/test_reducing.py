"""The nightly reduction: what becomes counts, what stays, what it refuses, and that a month says the same after it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from desktop.attachments.model import Attachment, AttachmentContent
from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Operation, Role
from desktop.staff.model import Community
from desktop.storage import search
from desktop.storage.audit import OperationRow
from desktop.storage.search import PUBLIC_FIELDS, SearchDocument, SearchFields
from desktop.visits.model import CallReason, GateCall, Visit, VisitCount, VisitKind, Visitor, VisitState
from desktop.visits.rows import KindKey, NewCall, NewExpected, RulesRow, VisitMonthLine
from desktop.visits.service import VisitService, month_lines, reducing
from desktop.visits.store import reducing as store
from tests.visits.arrivals import came, visit_values, visitor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.clock import FixedClock
    from tests.care.villages import Village

BERLIN = ZoneInfo("Europe/Berlin")
OLD, YOUNG = timedelta(days=40), timedelta(days=2)
LEFT = {"state": VisitState.LEFT}


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let slices follow each other at once."""
    monkeypatch.setattr(reducing, "PAUSE_SECONDS", 0)


def visits(village: Village, count: int, ago: timedelta, **given: Any) -> None:
    at = village.desk.clock.now() - ago
    came(village, [visit_values(village, in_at=at, out_at=at + timedelta(hours=1), **LEFT | given)] * count)


def kept(village: Village) -> int:
    with village.desk.read() as session:
        return session.scalar(select(func.count()).select_from(Visit)) or 0


def last(village: Village) -> Any:
    return VisitService(village.desk).last_reductions(1)[0]


def test_that_old_visits_become_counts_and_nobody_they_name_is_left(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "SLICE", 3)
    gone, comes_again = visitor(village, "浙A00001"), visitor(village, "浙A00002")
    visits(village, 3, OLD, visitor_id=gone, plate="浙A00001", vehicle=True, people=2)
    visits(village, 2, OLD, visitor_id=comes_again, held_words="")
    visits(village, 1, OLD, held_words="公安机关调取")
    visits(village, 1, OLD, state=VisitState.INSIDE)
    visits(village, 30, YOUNG, visitor_id=comes_again)
    with village.desk.write(Operation.LOG_VISIT) as work:
        for each in (gone, comes_again):
            work.index("visitor", each, SearchFields(public=(f"浙A0000{each}",)))
    heard: list[tuple[int, int]] = []
    VisitService(village.desk).reduce(lambda done, due: heard.append((done, due)))
    assert heard == [(3, 5), (5, 5)]
    assert kept(village) == 32
    row = last(village)
    assert (row.due, row.reduced, row.held, row.refused) == (5, 5, 1, None)
    with village.desk.read() as session:
        assert list(session.scalars(select(Visitor.id))) == [comes_again]
        assert search.find(session, 1, "visitor", "浙A0000", columns=PUBLIC_FIELDS) == [comes_again]
        assert session.scalar(select(func.count()).where(SearchDocument.source_id == gone)) == 0
        [counts] = session.execute(
            select(VisitCount.visits, VisitCount.people, VisitCount.vehicles, VisitCount.state)
        ).all()
    assert tuple(counts) == (5, 8, 3, "left")


def test_that_photos_calls_and_expected_visitors_go_with_the_visits(on_file: Village, clock: FixedClock) -> None:
    service, guard = VisitService(on_file.desk), VisitService(on_file.desk_of(Role.GUARD))
    clock.advance(days=-40)
    expected = service.expect(NewExpected(on_file.rooms["1-1-101"], name="王芳", plate="浙A12345")).result
    answered = guard.call_desk(NewCall(CallReason.OTHER, "陈先生找不到人")).result
    service.answer(answered, "已联系", version=1)
    guard.call_desk(NewCall(CallReason.OTHER, "没有人接"))
    with on_file.desk.write(Operation.LOG_VISIT) as work:
        visit = Visit(**visit_values(on_file, **LEFT))
        work.session.add(visit)
        work.session.flush()
        photo = Attachment(
            community_id=1, topic="visit", owner_id=visit.id, name="a.jpg", media_type="image/jpeg", size=1,
            sha256="", added_at=work.now, account_id=1,
        )  # fmt: skip
        work.session.add(photo)
        work.session.flush()
        work.session.add(AttachmentContent(attachment_id=photo.id, community_id=1, content=b"x"))
    clock.advance(days=40)
    visits(on_file, 10, YOUNG)
    _lived_on(on_file, clock)
    service.reduce()
    with on_file.desk.read() as session:
        tables: tuple[Any, ...] = (Attachment.id, AttachmentContent.attachment_id)
        assert [session.scalar(select(func.count(column))) for column in tables] == [0, 0]
        assert list(session.scalars(select(GateCall.words))) == ["没有人接"]
    assert service.expected(first_day=(clock.now() - OLD).date()) == ()
    with pytest.raises(UserError, match="no longer there"):
        service.amend_expected(expected, NewExpected(1, name="王芳"), version=2)


def _lived_on(village: Village, clock: FixedClock) -> None:
    """Let something have been saved on each of the last days."""
    clock.advance(days=-3)
    for _ in range(3):
        with village.desk.write(Operation.KEEP_DRAFTS):
            clock.advance(days=1)


def test_that_a_clock_that_jumped_is_not_believed(on_file: Village, clock: FixedClock) -> None:
    visits(on_file, 1, OLD)
    visits(on_file, 10, YOUNG)
    with on_file.desk.write(Operation.KEEP_DRAFTS):
        clock.advance(days=0)
    service = VisitService(on_file.desk)
    now = clock.now()
    for jump, refused in (
        (timedelta(minutes=-6), "stands before"),
        (timedelta(days=3, minutes=1), "three days ahead"),
        (timedelta(days=-400), "stands before"),
    ):
        clock.set(now + jump)
        service.reduce()
        assert refused in last(on_file).refused.msgid
        assert kept(on_file) == 11
        clock.set(now)
        _forget_what_was_saved_at_the_wrong_time(on_file, now)
    clock.set(now - timedelta(minutes=4))
    assert service.due_reduction().refused is None
    clock.set(now + timedelta(days=2, hours=23))
    service.reduce()
    assert kept(on_file) == 10


def _forget_what_was_saved_at_the_wrong_time(village: Village, now: datetime) -> None:
    with village.desk.database.connect(writing=True) as connection:
        connection.execute(delete(OperationRow).where(OperationRow.at != now))


def test_that_a_clock_that_jumped_ahead_is_not_believed_after_it_was_used(on_file: Village, clock: FixedClock) -> None:
    """What was saved since the jump says nothing: it is what the wrong clock said."""
    visits(on_file, 1, OLD)
    visits(on_file, 20, YOUNG)
    with on_file.desk.write(Operation.KEEP_DRAFTS):
        clock.advance(days=5)
    with on_file.desk.write(Operation.KEEP_DRAFTS):
        clock.advance(minutes=1)
    assert "three days ahead" in VisitService(on_file.desk).due_reduction().refused.msgid  # type: ignore[union-attr]


def test_that_more_than_a_fifth_goes_only_on_a_managers_word(on_file: Village) -> None:
    visits(on_file, 21, OLD)
    visits(on_file, 83, YOUNG)
    clerk, manager = VisitService(on_file.desk), VisitService(on_file.desk_of(Role.MANAGER))
    clerk.reduce()
    row = last(on_file)
    assert "More than a fifth" in row.refused.msgid
    assert (row.due, row.reduced, kept(on_file)) == (21, 0, 104)
    with pytest.raises(RefusedError):
        clerk.reduce(even_if_many=True)
    manager.reduce(even_if_many=True)
    assert kept(on_file) == 83
    visits(on_file, 20, OLD)
    clerk.reduce()
    assert kept(on_file) == 83


def test_that_a_stop_in_between_leaves_whole_counts(on_file: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SLICE", 2)
    visits(on_file, 6, OLD)
    visits(on_file, 40, YOUNG)

    def stop(_done: int, _due: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        VisitService(on_file.desk).reduce(stop)
    with on_file.desk.read() as session:
        assert session.scalar(select(func.sum(VisitCount.visits))) == 2
    assert (last(on_file).reduced, kept(on_file)) == (2, 44)


def test_that_a_visit_is_held_with_a_reason_until_it_is_released(on_file: Village) -> None:
    visits(on_file, 1, OLD)
    visits(on_file, 10, YOUNG)
    manager = VisitService(on_file.desk_of(Role.MANAGER))
    with pytest.raises(UserError, match="who asked"):
        manager.hold(1, " ", version=1)
    manager.hold(1, "派出所来函", version=1)
    manager.reduce()
    assert kept(on_file) == 11
    manager.release_hold(1, version=2)
    manager.reduce()
    assert kept(on_file) == 10


# --- a month, before and after --------------------------------------------------------------------------------------

KINDS = [VisitKind.GUEST, VisitKind.CONTRACTOR, VisitKind.DELIVERY]
MINUTES = st.integers(0, 40 * 24 * 60)


@st.composite
def a_visit(draw: st.DrawFn) -> dict[str, Any]:
    """Return a visit between 70 and 30 days ago, over the change of the clock."""
    state = draw(st.sampled_from([VisitState.LEFT, VisitState.LEFT, VisitState.REFUSED, VisitState.DROPPED]))
    stayed = draw(st.integers(0, 30 * 60)) if state is VisitState.LEFT else None
    return {
        "minute": draw(MINUTES),
        "state": state,
        "stayed": stayed,
        "kind": draw(st.sampled_from(KINDS)),
        "people": draw(st.integers(1, 5)),
        "vehicle": draw(st.booleans()),
        "override_words": draw(st.sampled_from(["", "业主同意"])),
    }


def by_hand(drawn: Sequence[dict[str, Any]], begins: datetime, rules: RulesRow) -> list[VisitMonthLine]:
    """Return the lines of the month that holds everything, counted one visit after the other."""
    told: dict[VisitKind, Counter[str]] = {kind: Counter() for kind in KINDS}
    for each in drawn:
        counts = told[each["kind"]]
        counts["refused"] += each["state"] is VisitState.REFUSED
        if each["state"] is VisitState.LEFT:
            in_at = begins + timedelta(minutes=each["minute"])
            out_at = in_at + timedelta(minutes=each["stayed"])
            closing = datetime.combine(in_at.astimezone(BERLIN).date(), rules.contractors_until, BERLIN)
            late = each["kind"] is VisitKind.CONTRACTOR and out_at >= closing.astimezone(UTC)
            counts["overstayed"] += late or each["stayed"] >= rules.overstay_hours * 60
            counts["visits"] += 1
            counts["people"] += each["people"]
            counts["vehicles"] += each["vehicle"]
            counts["overridden"] += bool(each["override_words"])
    names = ("visits", "people", "vehicles", "refused", "overridden", "overstayed")
    return [
        VisitMonthLine(KindKey(kind), "", **{name: counts[name] for name in names})
        for kind, counts in told.items()
        if counts["visits"] or counts["refused"]
    ]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(a_visit(), max_size=30))
def test_that_a_month_says_the_same_before_and_after(
    on_file: Village, clock: FixedClock, drawn: list[dict[str, Any]]
) -> None:
    """As does plain Python, in a zone whose clock changes, of whatever days are reduced."""
    clock.set(datetime(2026, 12, 1, 3, tzinfo=BERLIN))
    village = replace(on_file, desk=replace(on_file.desk_of(Role.MANAGER), zone=BERLIN))
    begins = datetime.combine(clock.now().astimezone(BERLIN).date() - timedelta(days=70), time(), BERLIN).astimezone(
        UTC
    )
    with village.desk.database.connect(writing=True) as connection:
        connection.execute(delete(Visit))
        connection.execute(delete(VisitCount))
    rows = []
    for each in drawn:
        in_at = begins + timedelta(minutes=each["minute"])
        out_at = None if each["stayed"] is None else in_at + timedelta(minutes=each["stayed"])
        columns = {key: each[key] for key in ("state", "kind", "people", "vehicle", "override_words")}
        rows.append(visit_values(village, in_at=in_at, out_at=out_at, **columns))
    if rows:
        came(village, rows)
    wanted = sorted(by_hand(drawn, begins, RulesRow()), key=lambda line: list(VisitKind).index(line.kind.kind))
    for keep_days in (45, 7):
        assert lines(village, begins, clock.now()) == wanted
        service = VisitService(village.desk)
        service.set_rules(replace(service.rules(), keep_days=keep_days), version=service.rules().version)
        service.reduce(even_if_many=True)
    assert kept(village) == 0
    assert lines(village, begins, clock.now()) == wanted


def lines(village: Village, since: datetime, until: datetime) -> list[VisitMonthLine]:
    with village.desk.read() as session:
        found = month_lines(session, 1, since, until, BERLIN)
    return [replace(line, name="") for line in found]


@pytest.mark.postgresql
def test_that_of_several_communities_on_one_server_each_is_reduced_by_itself(on_server: Village) -> None:
    with on_server.desk.database.connect(writing=True) as connection:
        made = {"id": 2, "name": "别处", "time_zone": "Europe/Berlin", "created_at": on_server.desk.clock.now()}
        connection.execute(insert(Community).values(**made, version=1))
    visits(on_server, 5, OLD)
    visits(on_server, 30, YOUNG)
    visits(on_server, 7, OLD, community_id=2, visitor_id=visitor(on_server, "浙A00003"))
    desk = on_server.desk
    other = VisitService(replace(desk, actor=replace(desk.actor, community_id=2)))
    VisitService(desk).reduce()
    assert (last(on_server).reduced, other.last_reductions(), kept(on_server)) == (5, (), 37)
    other.reduce()
    assert other.last_reductions(1)[0].refused is not None
    assert kept(on_server) == 37


@pytest.mark.postgresql
def test_that_two_who_reduce_at_once_count_nothing_twice(on_server: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SLICE", 2)
    visits(on_server, 40, OLD)
    visits(on_server, 200, YOUNG)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(VisitService(on_server.desk).reduce) for _ in range(2)]
        assert all(each.result().result for each in both)
    assert kept(on_server) == 200
    with on_server.desk.read() as session:
        assert session.scalar(select(func.sum(VisitCount.visits))) == 40
