"""Made-up rules for the tests of properties."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from desktop.contacts.rule import (
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
)
from desktop.households.model import OccupancyRole, RoomStateKind

__all__ = ["anything", "conditions", "rules"]

words = st.text(max_size=8)
ids = st.integers(1, 9)
ages = st.none() | st.integers(0, 120)

own = st.one_of(
    st.builds(
        Tagged, st.sampled_from(["", "vip", "committee", "ill", "legacy_issue", "later"]), st.integers(0, 5), words
    ),
    st.builds(LegacyIssue, words),
    st.builds(InZone, ids, words),
    st.builds(InBuilding, ids, words),
    st.builds(InEntrance, ids, words),
    st.builds(Person, st.none() | st.sampled_from(OccupancyRole), ages, ages, st.booleans()),
    st.builds(InState, st.sampled_from(RoomStateKind)),
    st.builds(WithPhone, st.booleans()),
    st.just(SeveralRooms()),
    st.builds(MovedIn, st.integers(0, 10**12)),
)

json: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)

others = st.builds(
    lambda kind, data: Other(f"later {kind}", {key: value for key, value in data.items() if key != "is"}),
    words,
    st.dictionaries(st.text(max_size=6), json, max_size=3),
)

conditions = own | others

rules: st.SearchStrategy[Group] = st.recursive(
    st.builds(Group, st.sampled_from(Match), st.lists(conditions, max_size=3).map(tuple)),
    lambda inner: st.builds(Group, st.sampled_from(Match), st.lists(conditions | inner, max_size=3).map(tuple)),
    max_leaves=5,
)

shaped = st.fixed_dictionaries(
    {"is": st.sampled_from(["tag", "zone", "person", "state", "phone", "moved_in", "several_rooms", "x"])},
    optional={
        "name": json,
        "tag_id": json,
        "zone_id": json,
        "role": json | st.just("owner"),
        "age_from": json,
        "state": json | st.just("let"),
        "present": json,
        "days": json,
    },
)

anything = (
    json
    | shaped
    | st.fixed_dictionaries({"all": st.lists(shaped | json, max_size=3)})
    | st.fixed_dictionaries({"any": st.lists(shaped | json, max_size=3) | json})
)
