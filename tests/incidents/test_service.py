from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.incidents.model import EntryKind, IncidentKind, IncidentMove, IncidentState
from desktop.incidents.rows import IncidentCounts, IncidentFilter, NewEntry, NewIncident, PlaceRoom
from desktop.incidents.rule import digest_of, split_time
from desktop.incidents.service import IncidentService, month_lines
from desktop.storage.audit import Audit
from desktop.storage.timeline import TimelineEntry
from tests.incidents.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.incidents.conftest import Watch

EVERY = IncidentFilter()


def refused(caught: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.field for problem in caught.value.problems]


def test_that_an_incident_exists_with_its_time_once_kind_and_place_are_said(both: Watch) -> None:
    file = both.reported(IncidentKind.FIRE, "3栋1单元502室")
    line = file.line
    assert (line.number, line.kind, line.state, line.place) == (
        "SJ-2611-001",
        IncidentKind.FIRE,
        IncidentState.OPEN,
        "3-1-502",
    )
    assert (line.occurred_at, file.recorded_at, file.recorded_by) == (both.now, both.now, "王建军")
    assert (line.room_id, line.department) == (both.place.rooms["3-1-502"], "秩序")
    assert line.is_going_on
    assert both.reported(place="西门道闸旁").line.number == "SJ-2611-002"
    assert both.guard.counts() == IncidentCounts(going_on=2)


def test_that_words_are_a_place_too_and_a_room_in_several_entrances_is_none(watch: Watch) -> None:
    service = watch.guard
    assert service.room_at("3-502") == PlaceRoom(watch.place.rooms["3-1-502"], "3-1-502")
    assert service.room_at("地下车库B区") is None
    assert service.room_at("101") is None
    assert watch.reported(place="地下车库B区").line.room_id is None
    with pytest.raises(UserError) as caught:
        service.report(NewIncident(IncidentKind.FIRE, " ", hurt=-1, damage_fen=-1))
    assert refused(caught) == ["hurt", "damage_fen", "place"]


def test_that_minutes_stand_in_their_order_and_what_was_mistaken_is_taken_out_and_back(both: Watch) -> None:
    file = both.reported()
    both.clock.advance(minutes=2)
    second = both.measure(file, "疏散三楼以上住户")
    told = NewEntry("", EntryKind.TOLD, "119", at=both.now - timedelta(minutes=1))
    first = both.guard.add_entry(file.line.id, told).result
    assert [(entry.id, entry.by) for entry in both.file(file).entries] == [(first, "王建军"), (second, "王建军")]
    assert (both.file(file).line.measures, both.file(file).line.told) == (1, 1)
    both.clerk.remove_entry(second)
    assert [entry.id for entry in both.file(file).entries] == [first]
    both.clerk.restore_entry(second)
    assert [entry.id for entry in both.file(file).entries] == [first, second]
    assert both.file(file).line.version > file.line.version


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (NewEntry(" "), ["words"]),
        (NewEntry("到场", EntryKind.TOLD), ["who"]),
        (NewEntry("字" * 2001), ["words"]),
    ],
)
def test_that_an_entry_without_its_words_is_refused(watch: Watch, entry: NewEntry, fields: list[str]) -> None:
    file = watch.reported()
    with pytest.raises(UserError) as caught:
        watch.guard.add_entry(file.line.id, entry)
    assert refused(caught) == fields


def test_that_no_time_lies_ahead_or_before_the_incident(watch: Watch) -> None:
    file = watch.reported()
    early, late = watch.now - timedelta(minutes=1), watch.now + timedelta(minutes=1)
    for at in (early, late):
        with pytest.raises(UserError) as caught:
            watch.guard.add_entry(file.line.id, NewEntry("到场", at=at))
        assert refused(caught) == ["at"]
        with pytest.raises(UserError) as caught:
            watch.guard.end(file.line.id, at, version=file.line.version)
        assert refused(caught) == ["at"]
    with pytest.raises(UserError) as caught:
        watch.reported(occurred_at=late)
    assert refused(caught) == ["occurred_at"]


def test_that_a_clock_set_back_stamps_no_minute_before_the_incident(watch: Watch) -> None:
    file = watch.reported()
    watch.clock.advance(hours=-1)
    watch.measure(file, "到场")
    watch.guard.end(file.line.id, version=watch.file(file).line.version)
    after = watch.file(file)
    assert after.entries[0].at == after.line.ended_at == file.line.occurred_at


def test_that_the_minute_of_the_report_itself_is_not_before_it(watch: Watch) -> None:
    minute = watch.now
    watch.clock.advance(seconds=30)
    file = watch.reported()
    watch.guard.add_entry(file.line.id, NewEntry("到场", at=minute))
    watch.guard.end(file.line.id, minute, version=watch.file(file).line.version)
    after = watch.file(file)
    assert after.entries[0].at == after.line.ended_at == file.line.occurred_at


def test_that_it_happened_no_later_than_what_was_done_about_it(watch: Watch) -> None:
    file = watch.reported(occurred_at=watch.now - timedelta(hours=1))
    watch.guard.add_entry(file.line.id, NewEntry("到场", at=watch.now - timedelta(minutes=50)))
    given = NewIncident(IncidentKind.FIRE, "3-1-502", occurred_at=watch.now - timedelta(minutes=10))
    with pytest.raises(UserError) as caught:
        watch.guard.amend(file.line.id, given, version=watch.file(file).line.version)
    assert refused(caught) == ["occurred_at"]


def test_that_someone_elses_amendment_is_not_overwritten(watch: Watch) -> None:
    file = watch.reported()
    watch.clerk.amend(file.line.id, NewIncident(IncidentKind.FIRE, "3-1-502", "厨房起火"), version=file.line.version)
    with pytest.raises(ConflictError):
        watch.guard.amend(file.line.id, NewIncident(IncidentKind.THEFT, "3-1-502"), version=file.line.version)
    assert watch.file(file).line.words == "厨房起火"


def test_that_it_is_handed_in_only_over_and_with_something_written(watch: Watch) -> None:
    file = watch.reported()
    with pytest.raises(UserError):
        watch.guard.hand_in(file.line.id, version=file.line.version)
    watch.guard.end(file.line.id, version=file.line.version)
    with pytest.raises(UserError):
        watch.guard.hand_in(file.line.id, version=watch.file(file).line.version)
    watch.measure(file, "用灭火器扑灭")
    watch.guard.hand_in(file.line.id, version=watch.file(file).line.version)
    assert watch.file(file).line.state is IncidentState.REPORTED
    assert watch.manager.counts() == IncidentCounts(to_sign=1)


def test_that_a_manager_signs_with_the_password_and_the_digest_holds(both: Watch) -> None:
    file = both.handed_in()
    for password in ("", "wrong"):
        with pytest.raises(UserError) as caught:
            both.manager.sign_off(file.line.id, "好", password, version=file.line.version)
        assert refused(caught) == ["password"]
    both.manager.sign_off(file.line.id, "处置得当", PASSWORD, version=file.line.version)
    signature = both.file(file).signature
    assert signature is not None
    assert (signature.by, signature.words, signature.holds) == ("周经理", "处置得当", True)
    assert both.file(file).line.state is IncidentState.SIGNED_OFF


def test_that_an_amendment_lets_the_signature_fall_and_taking_it_back_lets_it_hold_again(both: Watch) -> None:
    file = both.signed()
    entry = both.clerk.add_entry(file.line.id, NewEntry("清点损失")).result
    fallen = both.file(file)
    assert fallen.line.state is IncidentState.REPORTED
    assert fallen.signature is not None
    assert not fallen.signature.holds
    both.clerk.remove_entry(entry)
    again = both.file(file)
    assert again.line.state is IncidentState.SIGNED_OFF
    assert again.signature is not None
    assert again.signature.holds


def test_that_each_thing_written_is_under_the_signature(watch: Watch) -> None:
    file = watch.signed()
    line = file.line
    same = NewIncident(line.kind, line.place, line.words, line.occurred_at, department_id=file.department_id)
    changed = [
        replace(same, kind=IncidentKind.OTHER),
        replace(same, place="门口"),
        replace(same, words="再写"),
        replace(same, occurred_at=line.occurred_at - timedelta(minutes=3)),
        replace(same, people="一人"),
        replace(same, hurt=1),
        replace(same, damage="门"),
        replace(same, damage_fen=100),
        replace(same, department_id=None),
    ]
    for given_ in [same, *changed]:
        watch.clerk.amend(line.id, given_, version=watch.file(file).line.version)
        signature = watch.file(file).signature
        assert signature is not None
        assert signature.holds is (given_ is same), given_
        watch.clerk.amend(line.id, same, version=watch.file(file).line.version)


def test_that_a_guard_changes_nothing_that_was_handed_in_until_it_is_taken_back(watch: Watch) -> None:
    file = watch.handed_in()
    line = file.line
    writes: tuple[Callable[[], object], ...] = (
        lambda: watch.guard.add_entry(line.id, NewEntry("补充")),
        lambda: watch.guard.remove_entry(file.entries[0].id),
        lambda: watch.guard.amend(line.id, NewIncident(IncidentKind.OTHER, "门口"), version=line.version),
        lambda: watch.guard.go_on(line.id, version=line.version),
    )
    for write in writes:
        with pytest.raises(UserError):
            write()
    assert watch.guard.incident(line.id).moves == {IncidentMove.REOPEN}
    watch.guard.reopen(line.id, version=line.version)
    watch.measure(file, "补充")
    assert watch.file(file).line.state is IncidentState.OPEN


def test_that_what_was_signed_off_only_its_manager_opens_again(watch: Watch) -> None:
    file = watch.signed()
    for name in ("王建军", "张敏", "何主管"):
        with pytest.raises(UserError):
            watch.of(name).reopen(file.line.id, version=file.line.version)
    watch.of("丁主管").reopen(file.line.id, version=file.line.version)
    assert watch.file(file).signature is None


def test_that_the_head_of_another_department_does_not_sign(watch: Watch) -> None:
    file = watch.handed_in()
    with pytest.raises(RefusedError):
        watch.of("何主管").sign_off(file.line.id, "", PASSWORD, version=file.line.version)
    for name in ("张敏", "王建军"):
        with pytest.raises(RefusedError):
            watch.of(name).sign_off(file.line.id, "", PASSWORD, version=file.line.version)
    watch.of("丁主管").sign_off(file.line.id, "", PASSWORD, version=file.line.version)
    assert watch.file(file).line.state is IncidentState.SIGNED_OFF


def test_that_an_administrator_and_another_community_see_none(watch: Watch) -> None:
    file = watch.reported()
    with pytest.raises(RefusedError):
        watch.of("管理员").incidents(EVERY)
    away = replace(watch.guard.desk, actor=replace(watch.guard.actor, community_id=99))
    other = IncidentService(away)
    assert other.incidents(EVERY) == ()
    with pytest.raises(UserError):
        other.incident(file.line.id)
    with pytest.raises(UserError):
        other.add_entry(file.line.id, NewEntry("到场"))


def test_that_one_reported_by_mistake_is_nowhere_until_it_is_brought_back(watch: Watch) -> None:
    file = watch.reported()
    watch.guard.drop(file.line.id, version=file.line.version)
    assert watch.guard.incidents(EVERY) == ()
    assert watch.guard.counts() == IncidentCounts()
    dropped = watch.file(file).line
    assert not dropped.is_going_on
    assert watch.guard.incidents(IncidentFilter(states=frozenset({IncidentState.DROPPED}))) == (dropped,)
    watch.guard.reopen(file.line.id, version=dropped.version)
    assert [line.id for line in watch.guard.incidents(EVERY)] == [file.line.id]


def test_that_the_household_of_the_room_has_it_on_its_timeline_once(both: Watch) -> None:
    file = both.reported()

    def told() -> list[tuple[int, str]]:
        with both.guard.desk.read() as session:
            rows = session.execute(select(TimelineEntry.room_id, TimelineEntry.parameters)).all()
            return [(row.room_id, row.parameters["incident"]) for row in rows]

    assert told() == [(both.place.rooms["3-1-502"], "fire")]
    given_ = NewIncident(IncidentKind.GAS_LEAK, "1-1-101")
    changes = both.guard.amend(file.line.id, given_, version=file.line.version)
    assert told() == [(both.place.rooms["1-1-101"], "gas_leak")]
    assert changes.ids["room"] == {both.place.rooms["3-1-502"], both.place.rooms["1-1-101"]}
    both.guard.amend(file.line.id, NewIncident(IncidentKind.GAS_LEAK, "大门口"), version=both.file(file).line.version)
    assert told() == []


def test_that_the_list_pages_and_narrows(both: Watch) -> None:
    for number in range(5):
        both.clock.advance(minutes=1)
        both.reported(place=f"{number}号岗亭")
    pages = [both.guard.incidents(EVERY, limit=2)]
    while pages[-1]:
        pages.append(both.guard.incidents(EVERY, pages[-1][-1], limit=2))
    assert [line.place for page in pages for line in page] == [f"{number}号岗亭" for number in (4, 3, 2, 1, 0)]
    assert both.guard.count(EVERY) == 5
    both.measure(both.file(pages[0][0].id), "调取监控100%")
    assert [line.place for line in both.guard.incidents(IncidentFilter(words="监控100%"))] == ["4号岗亭"]
    assert both.guard.incidents(IncidentFilter(words="%")) == both.guard.incidents(IncidentFilter(words="100%"))
    both.guard.end(pages[0][0].id, version=both.file(pages[0][0].id).line.version)
    assert both.guard.count(IncidentFilter(going_on=True)) == 4


def test_that_a_month_tells_what_happened_in_it(both: Watch) -> None:
    signed = both.signed()
    dropped = both.reported()
    both.guard.drop(dropped.line.id, version=dropped.line.version)
    since, until = both.now - timedelta(days=1), both.now + timedelta(days=1)
    with both.guard.desk.read() as session:
        (line,) = month_lines(session, both.guard.actor.community_id, since, until)
        assert month_lines(session, both.guard.actor.community_id, since, signed.line.occurred_at) == ()
    assert (line.number, line.measures, line.signed, line.kind) == (signed.line.number, 1, True, IncidentKind.FIRE)


def test_that_every_change_is_in_the_audit_and_a_repeated_write_is_made_once(both: Watch) -> None:
    file = both.signed()
    first = both.clerk.add_entry(file.line.id, NewEntry("清点损失"), operation_id="once")
    assert both.clerk.add_entry(file.line.id, NewEntry("清点损失"), operation_id="once").result == first.result
    with both.guard.desk.read() as session:
        actions = session.scalars(select(Audit.action).where(Audit.topic == "incident").order_by(Audit.id)).all()
    assert actions == ["reported", "note", "end", "hand_in", "sign_off", "note"]


def test_that_a_guard_keeps_photos_of_incidents_until_they_are_handed_in(watch: Watch) -> None:
    file = watch.reported()
    files = watch.files("王建军")
    kept = files.attach("现场.txt", b"seen", owner_id=file.line.id).result
    assert [each.name for each in files.attachments(file.line.id)] == ["现场.txt"]
    assert files.attachment_content(kept) == b"seen"
    files.attach("draft.txt", b"typed", draft_key="key")
    made = watch.guard.report(NewIncident(IncidentKind.THEFT, "车棚"), operation_id="key").result
    assert [each.name for each in files.attachments(made)] == ["draft.txt"]
    watch.guard.end(file.line.id, version=watch.file(file).line.version)
    watch.measure(file, "到场")
    watch.guard.hand_in(file.line.id, version=watch.file(file).line.version)
    with pytest.raises(RefusedError):
        files.take_away(kept, files.attachments(file.line.id)[0].version)
    watch.files("张敏").take_away(kept, files.attachments(file.line.id)[0].version)
    with pytest.raises(RefusedError):
        watch.files("管理员").attachments(file.line.id)


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["words", "place"]), st.text(max_size=5), min_size=1),
    st.lists(st.tuples(*[st.text(max_size=4)] * 4), max_size=4),
)
def test_that_no_two_different_reports_have_one_digest(
    facts: dict[str, str], entries: list[tuple[str, str, str, str]]
) -> None:
    whole = digest_of(facts, entries)
    assert digest_of(facts, reversed(entries)) == whole
    assert digest_of({**facts, "words": facts.get("words", "") + "!"}, entries) != whole
    assert digest_of(facts, [*entries, ("measure", "", "", "")]) != whole


@pytest.mark.parametrize(
    ("typed", "time", "rest"),
    [
        ("14:05 打119", (14, 5), "打119"),
        ("9：30  疏散", (9, 30), "疏散"),
        ("打119", None, "打119"),
        ("14:05", None, "14:05"),
        ("25:05 打119", None, "25:05 打119"),
    ],
)
def test_that_a_line_may_begin_with_its_time(typed: str, time: tuple[int, int] | None, rest: str) -> None:
    assert split_time(typed) == (time, rest)
