from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from desktop.contacts.presenter import RuleCounter, rows_of, rule_of
from desktop.contacts.rule import (
    EVERYONE,
    Group,
    InBuilding,
    InZone,
    LegacyIssue,
    Match,
    Other,
    Person,
    SeveralRooms,
    Tagged,
    WithPhone,
)

if TYPE_CHECKING:
    from tests.contacts.screens import Screens

CONDITIONS = st.sampled_from(
    [
        Tagged("vip"),
        Tagged("ill"),
        InZone(1, "A"),
        InBuilding(1, "1"),
        InBuilding(2, "2"),
        Person(age_from=60),
        LegacyIssue("水"),
        WithPhone(),
        SeveralRooms(),
        Other("event", {"id": 1}),
        Other("event", {"id": 2}),
        Other("other", {}),
    ]
)
PARTS = st.recursive(
    CONDITIONS, lambda inner: st.builds(Group, st.sampled_from(Match), st.lists(inner, max_size=3).map(tuple))
)


@given(st.builds(Group, st.sampled_from(Match), st.lists(PARTS, max_size=4).map(tuple)))
def test_that_the_lines_of_the_editor_make_the_same_rule_again(rule: Group) -> None:
    assert rule_of(rule.match, rows_of(rule)) == rule


def test_that_conditions_of_one_kind_stand_in_one_line() -> None:
    either = Group(Match.ANY, (InBuilding(1), InBuilding(2)))
    assert rows_of(Group(Match.ALL, (Tagged("vip"), either))) == [(Tagged("vip"),), (InBuilding(1), InBuilding(2))]


def test_that_only_the_latest_rule_is_counted(screens: Screens) -> None:
    counter = RuleCounter(screens.desk(), screens.shell.tasks, ())
    told: list[int] = []
    counter.counted.connect(lambda count, _words: told.append(count))
    counter.count(Group(Match.ALL, (InBuilding(1, "1"),)))
    with screens.qtbot.waitSignal(counter.counted):
        counter.count(EVERYONE)
    screens.settle()
    assert told == [7]


def test_that_nothing_is_counted_once_nobody_looks(screens: Screens) -> None:
    counter = RuleCounter(screens.desk(), screens.shell.tasks, ())
    told: list[int] = []
    counter.counted.connect(lambda count, _words: told.append(count))
    counter.count(EVERYONE)
    counter.stop()
    assert not counter._soon.isActive()
    screens.settle()
    assert told == []


def test_that_the_community_tells_what_conditions_can_be_made_of(screens: Screens) -> None:
    screens.neighbours.village.tag("1-1-101", "爱钓鱼")
    counter = RuleCounter(screens.desk(), screens.shell.tasks, ())
    with screens.qtbot.waitSignal(counter.offered) as offered:
        counter.read_kinds()
    (kinds,) = offered.args
    assert [tag.name for tag in kinds.tags] == ["爱钓鱼"]
    assert [place.name for place in kinds.buildings] == ["1", "2"]
    assert len(kinds.zones) == 2
