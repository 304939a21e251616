"""Rules as JSON and back, whatever stands in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from desktop.contacts.rule import (
    EVERYONE,
    Group,
    InBuilding,
    InEntrance,
    InState,
    InZone,
    LegacyIssue,
    Match,
    MovedIn,
    Other,
    Person,
    SeveralRooms,
    Tagged,
    WithPhone,
    conditions_of,
    rule_from_json,
    rule_to_json,
    unknown_conditions,
)
from desktop.households.model import OccupancyRole, RoomStateKind
from tests.contacts.rule.strategies import anything, rules


@given(rules)
def test_that_a_rule_comes_back_as_it_was_written(rule: Group) -> None:
    assert rule_from_json(json.loads(json.dumps(rule_to_json(rule)))) == rule


@given(anything)
def test_that_whatever_is_read_is_kept_and_written_again(data: Any) -> None:
    again = rule_to_json(rule_from_json(data))
    if isinstance(data, dict) and set(data) in ({"all"}, {"any"}) and isinstance(next(iter(data.values())), list):
        assert again == data
    elif data is not None:
        assert again == {"all": [data]}


@pytest.mark.parametrize(
    "data",
    [
        {"is": "tag", "tag_id": 3, "shade": "dark"},
        {"is": "tag", "tag_id": True},
        {"is": "person", "role": "butler"},
        {"is": "person", "age_from": "60"},
        {"is": "person", "age_from": -1},
        {"is": "state"},
        {"is": "state", "state": ["let"]},
        {"is": "zone", "zone_id": 2**70},
        {"is": "moved_in"},
        {"is": "moon_phase", "phase": "full"},
    ],
)
def test_that_what_a_newer_version_says_is_kept_as_unknown(data: dict[str, Any]) -> None:
    rule = rule_from_json({"all": [data, {"is": "several_rooms"}]})
    (unknown,) = unknown_conditions(rule, {})
    assert unknown.kind == data["is"]
    assert rule_to_json(rule)["all"][0] == data


def test_that_no_rule_at_all_names_everyone() -> None:
    assert rule_from_json(None) == EVERYONE


def test_that_groups_too_deep_are_kept_and_unknown() -> None:
    data: dict[str, Any] = {"all": []}
    for _ in range(50):
        data = {"any": [data]}
    rule = rule_from_json(data)
    assert rule_to_json(rule) == data
    assert unknown_conditions(rule, {})


def test_that_every_kind_of_condition_has_its_own_words_in_json() -> None:
    conditions = (
        Tagged("vip"),
        Tagged(tag_id=3, name="养犬"),
        LegacyIssue("学位"),
        InZone(1, "别墅区"),
        InBuilding(2, "3"),
        InEntrance(4, "3-1"),
        Person(OccupancyRole.OWNER, 60, 80, birthday_this_month=True),
        InState(RoomStateKind.LET),
        WithPhone(present=False),
        SeveralRooms(),
        MovedIn(30),
        Other("open_request", {}),
    )
    rule = Group(Match.ANY, conditions)
    assert tuple(conditions_of(rule)) == conditions
    assert rule_to_json(rule) == {
        "any": [
            {"is": "tag", "meaning": "vip"},
            {"is": "tag", "tag_id": 3, "name": "养犬"},
            {"is": "legacy_issue", "cause": "学位"},
            {"is": "zone", "zone_id": 1, "name": "别墅区"},
            {"is": "building", "building_id": 2, "name": "3"},
            {"is": "entrance", "entrance_id": 4, "name": "3-1"},
            {"is": "person", "role": "owner", "age_from": 60, "age_to": 80, "birthday": True},
            {"is": "state", "state": "let"},
            {"is": "phone", "present": False},
            {"is": "several_rooms"},
            {"is": "moved_in", "days": 30},
            {"is": "open_request"},
        ]
    }
    assert rule_from_json(rule_to_json(rule)) == rule
