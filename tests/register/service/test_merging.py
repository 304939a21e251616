from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.households.model import Occupancy, OccupancyRole, Phone, Resident, ResidentPhoto
from desktop.households.rows import NewPerson
from desktop.register.model import ResidentMerge
from desktop.register.rows import BOTH_FIELDS, FIELD_LABELS, MergeDecision, Side
from desktop.register.service import RegisterService
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.households.service import HouseholdService
    from desktop.storage.desk import Desk
    from tests.register.people import Village

CARD = "11010519491231002X"
TABLES = (Resident, Phone, Occupancy, ResidentPhoto)


def decided(register: RegisterService, kept: int, other: int, /, **choices: Side) -> MergeDecision:
    compared = register.compare(kept, other)
    return MergeDecision(kept, other, compared.kept.version, compared.other.version, choices)


def everything(village: Village) -> dict[str, list[dict[str, Any]]]:
    return {kind.__tablename__: village.rows(kind) for kind in TABLES}


def test_that_a_comparison_shows_both_sides_with_documents_and_phones_masked(
    register: RegisterService, village: Village
) -> None:
    room = village.room("1-101")
    kept = village.person("王芳", [room], ["13800000001"], id_number=CARD, note="猫")
    other = village.person("王方", [room], ["13900000002"], id_number="110105194912310038", note="猫")
    compared = register.compare(other, kept)
    assert (compared.kept.id, compared.other.id) == (kept, other)
    assert compared.differing == {"name", "id_number"}
    assert CARD not in str(compared)
    assert "13800000001" not in str(compared)
    assert [stay.room for stay in compared.kept.stays] == ["1-101"]


def test_that_a_merge_takes_the_values_chosen_and_unites_phones_and_stays(
    register: RegisterService, village: Village
) -> None:
    first, second = village.room("1-101"), village.room("1-102")
    kept = village.person("王芳", [first], ["13800000001"], sex="female", note="老住户")
    other = village.person("王方", [first, second], ["13900000002", "13800000001"], note="养猫", language="粤语")
    merge = register.merge(decided(register, kept, other, name=Side.OTHER, note=Side.BOTH)).result
    row = next(row for row in village.rows(Resident) if row["id"] == kept)
    assert (row["name"], row["note"], row["sex"], row["language"]) == ("王方", "老住户\n养猫", "female", "粤语")
    assert [row["digits"] for row in village.of(Phone, kept)] == ["13800000001", "13900000002"]
    assert sorted(row["room_id"] for row in village.of(Occupancy, kept)) == [first, second]
    assert merge


def test_that_the_merged_one_leaves_search_lists_and_forms(
    register: RegisterService, village: Village, households: HouseholdService
) -> None:
    room = village.room("1-101")
    kept = village.person("王芳", [room], ["13800000001"])
    other = village.person("王方", [room], ["13900000002"])
    register.merge(decided(register, kept, other))
    assert [hit.id for hit in households.find("13900000002") if hit.kind == "resident"] == [kept]
    assert not [hit for hit in households.find("王方") if hit.kind == "resident"]
    assert [person.name for person in households.household(room).people] == ["王芳"]
    assert [line.people for line in households.households()] == [("王芳",)]
    assert {person.resident_id for choice in households.rooms_for("1-101") for person in choice.people} == {kept}
    assert register.duplicates() == []
    with pytest.raises(UserError):
        households.edit_resident(other, NewPerson("王方"), version=2)


def test_that_a_merge_is_audited_listed_and_announced(register: RegisterService, village: Village) -> None:
    room = village.room("1-101")
    kept, other = village.person("王芳", [room]), village.person("王芳", [room], id_number=CARD)
    changes = register.merge(decided(register, kept, other))
    assert changes.ids["room"] == {room}
    assert changes.touches("resident", "resident_merge")
    (line,) = register.merges()
    assert (line.kept, line.merged, line.by, line.room, line.undone_at) == ("王芳", "王芳", "小林", "1-101", None)
    with village.desk.read() as session:
        audited = session.execute(
            select(Audit.subject_id, Audit.after).where(Audit.action == "merged").order_by(Audit.id)
        ).all()
    assert {row[0] for row in audited} == {kept, other}
    assert CARD not in str(audited)


def test_that_one_stay_of_both_is_united_over_the_days_of_both(register: RegisterService, village: Village) -> None:
    room = village.room("1-101")
    kept = village.person("王芳", [room], since=date(2024, 5, 1))
    other = village.person("王芳", [room], since=date(2021, 3, 1))
    left = village.person("王芳", [room], since=date(2015, 1, 1), until=date(2018, 1, 1))
    register.merge(decided(register, kept, other))
    register.merge(decided(register, kept, left))
    stays = [(row["since"], row["until"]) for row in village.of(Occupancy, kept)]
    assert stays == [(date(2021, 3, 1), None), (date(2015, 1, 1), date(2018, 1, 1))]


def test_that_taking_back_leaves_what_was_entered_since_to_the_kept_one(
    register: RegisterService, village: Village, households: HouseholdService
) -> None:
    room = village.room("1-101")
    kept = village.person("王芳", [room], ["13800000001"])
    other = village.person("王方", [room], ["13900000002"])
    merge = register.merge(decided(register, kept, other)).result
    households.add_phone(kept, "13700000003")
    register.undo_merge(merge)
    assert [row["digits"] for row in village.of(Phone, kept)] == ["13800000001", "13700000003"]
    assert [row["digits"] for row in village.of(Phone, other)] == ["13900000002"]
    assert [hit.id for hit in households.find("王方") if hit.kind == "resident"] == [other]
    assert register.merges()[0].undone_at is not None
    with pytest.raises(UserError, match="already"):
        register.undo_merge(merge)


def test_that_a_field_changed_since_refuses_to_be_taken_back_and_says_which(
    register: RegisterService, village: Village, households: HouseholdService
) -> None:
    kept, other = village.person("王芳"), village.person("王方")
    merge = register.merge(decided(register, kept, other, name=Side.OTHER)).result
    with village.desk.read() as session:
        version = session.scalars(select(Resident.version).where(Resident.id == kept)).one()
    households.edit_resident(kept, NewPerson("王芳芳"), version=version)
    with pytest.raises(UserError) as refused:
        register.undo_merge(merge)
    assert [problem.field for problem in refused.value.problems] == ["name"]
    assert "王芳芳" in str(refused.value.problems[0].message)


def test_that_merges_are_taken_back_in_the_reverse_order(register: RegisterService, village: Village) -> None:
    first, second, third, fourth = (village.person("王芳") for _ in range(4))
    before = everything(village)
    one = register.merge(decided(register, second, third)).result
    two = register.merge(decided(register, second, fourth)).result
    three = register.merge(decided(register, first, second)).result
    for early in (one, two):
        with pytest.raises(UserError):
            register.undo_merge(early)
    for merge in (three, two, one):
        register.undo_merge(merge)
    assert everything(village) == before


def test_that_stays_which_become_one_are_each_as_before_once_taken_back(
    register: RegisterService, village: Village
) -> None:
    room = village.room("1-101")
    kept, other = village.person("王芳"), village.person("王方")
    village.settle(other, [(room, OccupancyRole.OWNER, None, None, words) for words in ("", "猫", "狗")])
    before = everything(village)
    register.undo_merge(register.merge(decided(register, kept, other)).result)
    assert everything(village) == before


def test_that_what_was_looked_at_must_still_be_so(register: RegisterService, village: Village) -> None:
    kept, other = village.person("王芳"), village.person("王方")
    decision = decided(register, kept, other)
    register.undo_merge(register.merge(decision).result)
    with pytest.raises(ConflictError):
        register.merge(decision)
    with pytest.raises(UserError):
        register.merge(MergeDecision(kept, kept, 1, 1))
    with pytest.raises(UserError):
        register.merge(decided(register, kept, other, name=Side.BOTH))
    with pytest.raises(UserError):
        register.compare(kept, 987_654)


def test_that_only_the_desk_merges(desk_of: Callable[[Role], Desk]) -> None:
    for role in (Role.ADMINISTRATOR, Role.GUARD):
        with pytest.raises(RefusedError):
            RegisterService(desk_of(role)).duplicates()


# --- anything at all ------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["", "猫", "狗", "=1+1"])
PHONES = st.lists(st.sampled_from(["13800000001", "13800000002", "13800000003"]), max_size=3, unique=True)
DAYS = st.none() | st.dates(date(2015, 1, 1), date(2020, 1, 1))
STAYS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(OccupancyRole), DAYS, st.none() | st.just(date(2021, 1, 1)), WORDS),
    max_size=3,
)
PERSON = st.fixed_dictionaries(
    {key: WORDS for key in FIELD_LABELS if key != "name"} | {"source_number": WORDS, "birthday_calendar": WORDS}
)
CHOICES = st.dictionaries(st.sampled_from(sorted(FIELD_LABELS)), st.sampled_from(Side), max_size=len(FIELD_LABELS))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.tuples(PERSON, PERSON), phones=st.tuples(PHONES, PHONES), stays=st.tuples(STAYS, STAYS), choices=CHOICES
)
def test_that_a_merge_loses_no_phone_and_no_day_and_its_undo_loses_nothing(
    village: Village,
    register: RegisterService,
    facts: tuple[dict[str, Any], dict[str, Any]],
    phones: tuple[list[str], list[str]],
    stays: tuple[list[Any], list[Any]],
    choices: dict[str, Side],
) -> None:
    rooms = village.rooms_once("1-101", "1-102")
    people = [village.person("王芳", [], phones[side], **facts[side]) for side in (0, 1)]
    for side in (0, 1):
        village.settle(people[side], [(rooms[place], *rest) for place, *rest in stays[side]])
    before = everything(village)
    allowed = {key: side for key, side in choices.items() if side is not Side.BOTH or key in BOTH_FIELDS}
    merge = register.merge(decided(register, people[0], people[1], **allowed)).result
    after = everything(village)
    for table, rows in before.items():
        assert {row["id"] for row in rows} == {row["id"] for row in after[table]}
    assert {row["digits"] for row in village.of(Phone, people[0])} == set(phones[0]) | set(phones[1])
    days = {row[key] for row in before["occupancy"] for key in ("since", "until") if row[key]}
    days |= {date(2014, 1, 1), date(2022, 1, 1)}
    assert _days(after, people[:1], days) == _days(before, people, days)
    register.undo_merge(merge)
    assert everything(village) == before


def _days(rows: dict[str, list[dict[str, Any]]], people: list[int], days: set[date]) -> set[tuple[int, str, date]]:
    """Return on which of `days` they were in which room in which role."""
    return {
        (row["room_id"], row["role"], day)
        for row in rows["occupancy"]
        if row["resident_id"] in people
        for day in days
        if (row["since"] is None or row["since"] <= day) and (row["until"] is None or day < row["until"])
    }


def test_that_a_record_of_a_merge_holds_what_it_changed_by_table_and_row(
    register: RegisterService, village: Village
) -> None:
    kept, other = village.person("王芳", [], ["13800000001"]), village.person("王方", [], ["13900000002"])
    register.merge(decided(register, kept, other, name=Side.OTHER))
    (record,) = village.rows(ResidentMerge)
    assert record["before"]["resident"] == {
        str(kept): {"name": ["王芳", "王方"]},
        str(other): {"merged_into_id": [None, kept]},
    }
    assert list(record["before"]) == ["phone", "resident"]


def test_that_taking_back_leaves_a_phone_alone_that_only_got_the_number_of_one_removed_since(
    register: RegisterService, village: Village, households: HouseholdService
) -> None:
    room = village.room("1-101")
    kept = village.person("王芳", [room], ["13800000001"])
    third = village.person("李强", [room])
    other = village.person("王方", [room], ["13900000002"])
    merge = register.merge(decided(register, kept, other)).result
    (moved,) = (row for row in village.of(Phone, kept) if row["digits"] == "13900000002")
    households.remove_phone(moved["id"], version=2)
    households.add_phone(third, "13700000003")
    register.undo_merge(merge)
    assert [row["digits"] for row in village.of(Phone, third)] == ["13700000003"]
    assert village.of(Phone, other) == []


def test_that_taking_back_leaves_the_kept_one_a_phone_added_since_with_the_number_of_one_removed(
    register: RegisterService, village: Village, households: HouseholdService
) -> None:
    room = village.room("1-101")
    kept = village.person("王芳", [room], ["13800000001"])
    other = village.person("王方", [room], ["13900000002"])
    merge = register.merge(decided(register, kept, other)).result
    (moved,) = (row for row in village.of(Phone, kept) if row["digits"] == "13900000002")
    households.remove_phone(moved["id"], version=2)
    households.add_phone(kept, "13700000003")
    register.undo_merge(merge)
    assert [row["digits"] for row in village.of(Phone, kept)] == ["13800000001", "13700000003"]
    assert village.of(Phone, other) == []
