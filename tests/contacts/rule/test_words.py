"""Rules in words, in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.contacts.rule import (
    CONDITION_LABELS,
    EVERYONE,
    Condition,
    ConditionKind,
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
    rule_from_json,
    rule_words,
)
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.households.model import OccupancyRole, RoomStateKind
from tests.contacts.rule.strategies import anything, rules

OPEN = ConditionKind("open_request", msg("Requests"), lambda _data: msg("with a phone"), lambda *_: None)  # type: ignore[arg-type]


def english(*parts: Condition | Group, match: Match = Match.ALL) -> str:
    return language("en").message(rule_words(Group(match, parts), {"open_request": OPEN}))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((), "All households"),
        ((Tagged("vip"),), "VIP households"),
        ((InZone(1, "Lake Villas"),), "Households in zone Lake Villas"),
        (
            (Tagged("vip"), InZone(1, "Lake Villas"), Person(OccupancyRole.OWNER, 60)),
            "VIP households in zone Lake Villas, with owners aged 60 or over",
        ),
        ((Person(None, None, 3),), "Households with residents aged 3 or under"),
        (
            (Person(OccupancyRole.TENANT, 60, 80, birthday_this_month=True),),
            "Households with tenants aged 60 to 80 with a birthday this month",
        ),
        ((InZone(1, "A"), InBuilding(2, "3")), "Households in zone A, in building 3"),
        ((InEntrance(2, "3-1"), WithPhone(present=False)), "Households in entrance 3-1, without any phone"),
        (
            (Tagged("vip"), Tagged(tag_id=2, name="Dogs")),
            "VIP and “Dogs” households",
        ),
        ((Tagged("ill"), SeveralRooms()), "Households with someone ill, with someone who has several rooms"),
        ((LegacyIssue(), MovedIn(1)), "Households with a legacy issue, moved in within the last 1 day"),
        (
            (LegacyIssue("school"), MovedIn(30)),
            "Households with a legacy issue (school), moved in within the last 30 days",
        ),
        ((InState(RoomStateKind.LET), Other("open_request")), "Households let to tenants, with a phone"),
        ((Other("moon", {"x": 1}),), "Households with something this version of the program does not know"),
        ((InZone(7, ""),), "Households in zone 7"),
    ],
)
def test_that_parts_that_must_all_hold_are_one_sentence(parts: tuple[Condition, ...], words: str) -> None:
    assert english(*parts) == words


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((Tagged("vip"), Tagged("committee")), "VIP or owners' committee households"),
        ((InZone(1, "A"), InZone(2, "B")), "Households in zone A or zone B"),
        ((Tagged("vip"), Person(OccupancyRole.OWNER, 60)), "Households tagged VIP or with owners aged 60 or over"),
        ((WithPhone(),), "Households with a phone"),
        (
            (Group(Match.ALL, (InZone(1, "A"), WithPhone())), Tagged("ill")),
            "Households in zone A and with a phone or with someone ill",
        ),
    ],
)
def test_that_parts_any_of_which_will_do_are_one_sentence(parts: tuple[Condition | Group, ...], words: str) -> None:
    assert english(*parts, match=Match.ANY) == words


def test_that_a_choice_within_a_rule_stands_where_it_belongs() -> None:
    either = Group(Match.ANY, (Tagged("vip"), Tagged("committee")))
    where = Group(Match.ANY, (InBuilding(1, "1"), InBuilding(2, "2")))
    nothing = Group(Match.ANY, (Group(),))
    assert english(either, where, nothing) == "VIP or owners' committee households in building 1 or building 2"


@given(rules | anything.map(rule_from_json), st.sampled_from(sorted(LANGUAGES)))
def test_that_every_rule_can_be_said_in_every_language(rule: Group, code: str) -> None:
    assert language(code).message(rule_words(rule)).strip()


def test_that_every_kind_of_condition_has_a_name_to_choose_it_by() -> None:
    kinds = set(Condition.__args__) - {Other}
    assert set(CONDITION_LABELS) == kinds
    assert language("en").message(rule_words(EVERYONE)) == "All households"
