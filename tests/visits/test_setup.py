"""How the gates work: gates, kinds, shifts over midnight and over the change of the clock, rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Operation, Role
from desktop.visits.model import GuardShift, VisitKind
from desktop.visits.rows import KindKey, RulesRow
from desktop.visits.service import VisitService, first_gate, shift_at, shifts_on
from desktop.visits.store import setup as store

if TYPE_CHECKING:
    from tests.care.villages import Village

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY = date(2026, 11, 22)


def managed(village: Village) -> VisitService:
    return VisitService(village.desk_of(Role.MANAGER))


def test_that_gates_are_added_and_the_last_one_stays(on_file: Village) -> None:
    service = managed(on_file)
    assert service.gates() == ()
    south = service.add_gate(" 南门 ").result
    north = service.add_gate("北门").result
    assert [gate.name for gate in service.gates()] == ["南门", "北门"]
    service.archive_gate(south, version=1)
    assert [gate.id for gate in service.gates()] == [north]
    with pytest.raises(UserError, match="only gate"):
        service.archive_gate(north, version=1)
    assert service.add_gate("南门").result == south
    with pytest.raises(UserError, match="there already"):
        service.rename_gate(north, "南门 ", version=1)
    with pytest.raises(ConflictError):
        service.rename_gate(south, "东门", version=1)


def test_that_a_community_begins_with_one_gate(on_file: Village) -> None:
    for _ in range(2):
        with on_file.desk.write(Operation.EDIT_COMMUNITY) as work:
            first_gate(work)
    assert [gate.name for gate in managed(on_file).gates()] == ["大门"]


def test_that_only_a_manager_sets_the_gate_up(on_file: Village) -> None:
    for role in (Role.GUARD, Role.CLERK):
        with pytest.raises(RefusedError):
            VisitService(on_file.desk_of(role)).add_gate("南门")
    assert VisitService(on_file.desk_of(Role.GUARD)).rules() == RulesRow()


def test_that_own_kinds_come_after_the_built_in_ones_and_are_asked_the_same(on_file: Village) -> None:
    service = managed(on_file)
    own = service.add_kind("收废品", VisitKind.HOUSEKEEPING).result
    kinds = service.kinds()
    assert [kind.key for kind in kinds] == [*(KindKey(kind) for kind in VisitKind), KindKey(VisitKind.OTHER, own)]
    assert kinds[-1].fields == next(kind.fields for kind in kinds if kind.key == KindKey(VisitKind.HOUSEKEEPING))
    with pytest.raises(UserError, match="there already"):
        service.add_kind("访友", VisitKind.GUEST)
    with pytest.raises(UserError, match="asked its questions"):
        service.add_kind("消防", VisitKind.EMERGENCY)
    service.archive_kind(own, version=kinds[-1].version)
    assert len(service.kinds()) == len(VisitKind)
    assert service.kinds(archived=True)[-1].name == "收废品"


def test_that_rules_are_kept_and_guarded(on_file: Village) -> None:
    service = managed(on_file)
    wanted = RulesRow(
        peaks=((time(17), time(19, 30)), (time(7), time(9))),
        keep_days=90,
        province="浙a",
        photos=True,
        night_at=time(22),
    )
    service.set_rules(wanted, version=0)
    kept = service.rules()
    assert kept == replace(wanted, peaks=((time(7), time(9)), (time(17), time(19, 30))), province="浙A", version=1)
    with pytest.raises(ConflictError):
        service.set_rules(wanted, version=0)
    wrong = RulesRow(peaks=((time(7), time(9)), (time(8), time(10))), keep_days=6, overstay_hours=0, province="浙江省")
    with pytest.raises(UserError) as caught:
        service.set_rules(wrong, version=1)
    assert {problem.field for problem in caught.value.problems} == {"peaks", "keep_days", "overstay_hours", "province"}


def test_that_a_night_shift_belongs_to_the_day_it_began_on(on_file: Village) -> None:
    service = managed(on_file)
    service.add_shift("白班", time(7), time(19))
    night = service.add_shift("夜班", time(19), time(7)).result
    early = datetime(2026, 11, 22, 3, tzinfo=SHANGHAI)
    on_duty = service.shift_at(early)
    assert on_duty is not None
    assert (on_duty.shift.id, on_duty.day) == (night, SUNDAY - timedelta(days=1))
    assert [shift.shift.name for shift in service.shifts_on(SUNDAY)] == ["白班", "夜班"]
    service.archive_shift(night, version=1)
    assert service.shift_at(datetime(2026, 11, 22, 23, tzinfo=SHANGHAI)) is None
    still_due = service.shifts_on(SUNDAY - timedelta(days=1))
    assert [shift.shift.name for shift in still_due] == ["白班", "夜班"]


@settings(max_examples=60, deadline=None)
@given(
    day=st.sampled_from([date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]),
    minutes=st.integers(0, 26 * 60),
    starts=st.lists(st.integers(0, 1439), min_size=1, max_size=4, unique=True),
)
def test_that_every_moment_has_one_shift_where_shifts_follow_one_another(
    day: date, minutes: int, starts: list[int]
) -> None:
    """Over the change of the clock too: shifts that meet leave no gap and no overlap."""
    starts.sort()
    rows = [
        GuardShift(id=place, community_id=1, name=str(place), starts=begin, ends=end, version=1)
        for place, (begin, end) in enumerate(zip(starts, [*starts[1:], starts[0]], strict=True), start=1)
    ]
    session = _Holding(rows)
    moment = datetime(day.year, day.month, day.day, tzinfo=BERLIN).astimezone(UTC) + timedelta(minutes=minutes)
    today = moment.astimezone(BERLIN).date()
    near = [
        shift
        for back in (2, 1, 0)
        for shift in shifts_on(session, 1, today - timedelta(days=back), BERLIN)  # type: ignore[arg-type]
    ]
    on_duty = [shift for shift in near if shift.since <= moment < shift.until]
    assert len(on_duty) == 1
    assert shift_at(session, 1, moment, BERLIN) == on_duty[0]  # type: ignore[arg-type]


def test_that_peaks_are_read_as_they_are_written() -> None:
    peaks = ((time(7, 30), time(10)), (time(16, 30), time(20)))
    assert store.peaks_of(store.written_peaks(peaks)) == peaks
    assert store.peaks_of("") == ()


class _Holding:
    """A session that holds these shifts."""

    def __init__(self, rows: list[GuardShift]) -> None:
        self._rows = rows

    def scalars(self, _query: object) -> list[GuardShift]:
        return self._rows
