from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.permissions import Operation
from desktop.storage.search import ALL_FIELDS, GROUPS, PUBLIC_FIELDS, SearchFields, find, normal, put_many

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.core.permissions import Actor
    from desktop.storage.database import Database

# Few characters, so that random texts overlap: Chinese, characters beyond the first plane, digits, letters, separators.
CHARACTERS = "王芳𬭚𪨊138ab-"
FIELD = st.text(alphabet=CHARACTERS, min_size=1, max_size=12)
FIELDS = st.builds(
    SearchFields,
    public=st.lists(FIELD, max_size=2),
    phone=st.lists(st.text(alphabet="138", min_size=4, max_size=11), max_size=2),
    text=st.lists(FIELD, max_size=2),
)
QUERY = st.text(alphabet=CHARACTERS + " ", min_size=1, max_size=11)

Ask = Callable[..., list[int]]
Fill = Callable[[Sequence[SearchFields]], None]


@pytest.fixture
def fill(database: Database, actor: Actor, clock: FixedClock) -> Fill:
    def fill(documents: Sequence[SearchFields]) -> None:
        with database.write(actor, Operation.EDIT_HOUSEHOLD, clock) as work:
            put_many(work.session, 1, "place", enumerate(documents, 1))

    return fill


@pytest.fixture
def ask(database: Database) -> Ask:
    def ask(typed: str, columns: Sequence[str] = ALL_FIELDS, limit: int = 100, group: str = "place") -> list[int]:
        with database.read() as session:
            return find(session, 1, group, typed, columns=columns, limit=limit)

    return ask


def brute_force(documents: Sequence[SearchFields], typed: str, columns: Sequence[str]) -> list[int]:
    """Compare every word with every field, as the module promises: a field is wrapped in "-"."""
    words = [word for word in map(normal, typed.split()) if word.strip("-")]
    if not words:
        return []
    found = []
    for number, document in enumerate(documents, 1):
        fields = [f"-{normal(field).strip('-')}-" for name in columns for field in getattr(document, name)]
        if all(any(word in field for field in fields) for word in words):
            found.append(number)
    return found[::-1]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    documents=st.lists(FIELDS, min_size=12, max_size=12),
    queries=st.lists(QUERY, min_size=8, max_size=8),
    columns=st.sampled_from([ALL_FIELDS, PUBLIC_FIELDS, ("public", "phone")]),
)
def test_that_every_substring_is_found_and_nothing_else(
    fill: Fill, ask: Ask, documents: list[SearchFields], queries: list[str], columns: Sequence[str]
) -> None:
    fill(documents)
    pieces = [field[at : at + 3] for at, document in enumerate(documents) for field in document.text]
    for typed in queries + pieces:
        assert ask(typed, columns) == brute_force(documents, typed, columns), typed


CHUNXIAO = SearchFields(public=["3-1-502", "3-502"], phone=["13800138000"], text=["王芳", "wangfang", "wf", "水管漏水"])


@pytest.mark.parametrize(
    "typed",
    [
        "3", "3-", "3-1", "3-502", "502", "1-502", "5", "8000", "8000-", "-138", "13800138000", "王", "芳", "王芳",
        "wf", "WF", "ｗｆ", "WangFang", "水管", "漏水", "水管漏水", "-王芳-", "３-５０２", "漏水 502", "8000 王 wf",
        "\u3000漏水", "138 001", "wángfāng".replace("á", "a").replace("ā", "a"),
    ],
)  # fmt: skip
def test_that_a_clerk_finds_it_by_any_piece(fill: Fill, ask: Ask, typed: str) -> None:
    fill([CHUNXIAO])
    assert ask(typed) == [1]


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "--", "*", '"', "'", "%", "_", "芳王", "502-3", "-8000", "wf-x", "80001", "漏 王3", "OR"]
)
def test_that_what_is_not_there_or_means_nothing_finds_nothing(fill: Fill, ask: Ask, typed: str) -> None:
    fill([CHUNXIAO])
    assert ask(typed) == []


@pytest.mark.parametrize(
    "typed", ['王"芳', "王*芳", "王'芳", "王:芳", "王\\芳", "王&芳", "王|芳", "王!芳", "王(芳)", "{王}芳", "王^芳"]
)
def test_that_nothing_typed_is_a_pattern(fill: Fill, ask: Ask, typed: str) -> None:
    fill([CHUNXIAO, SearchFields(text=["王小芳"])])
    assert ask(typed) == [1]


@pytest.mark.parametrize("name", ["𬭚", "㛃𬭚䶮㙓堃喆犇𠅤𪨊", "\U00031350", "𰻝"])
def test_that_the_rarest_characters_are_found(fill: Fill, ask: Ask, name: str) -> None:
    fill([SearchFields(text=[f"王{name}"]), SearchFields(text=["王芳"])])
    assert ask(name) == [1]
    assert ask(name[-1]) == [1]


def test_that_a_guards_search_never_touches_phones_or_text(fill: Fill, ask: Ask) -> None:
    fill([CHUNXIAO])
    assert ask("502", PUBLIC_FIELDS) == [1]
    assert ask("138", PUBLIC_FIELDS) == ask("8000-", PUBLIC_FIELDS) == ask("漏水", PUBLIC_FIELDS) == []
    assert ask("502 漏水", PUBLIC_FIELDS) == []


def test_that_the_newest_come_first_and_no_more_than_asked(fill: Fill, ask: Ask) -> None:
    fill([SearchFields(text=[f"漏水{number}"]) for number in range(1, 51)])
    assert ask("漏水", limit=3) == [50, 49, 48]
    assert ask("漏水7") == [7]


def test_that_a_changed_row_is_found_by_its_new_words_only(fill: Fill, ask: Ask) -> None:
    fill([CHUNXIAO, CHUNXIAO])
    fill([SearchFields(public=["9-101"])])
    assert ask("王芳") == [2]
    assert ask("9-101") == [1]
    fill([SearchFields()])
    assert ask("9-101") == []


def test_that_groups_are_apart_and_closed(fill: Fill, ask: Ask) -> None:
    fill([CHUNXIAO])
    assert {group: ask("王芳", group=group) for group in GROUPS} == {group: [] for group in GROUPS} | {"place": [1]}
    with pytest.raises(KeyError):
        ask("王芳", group="place; DROP TABLE search_place")


def test_that_what_was_rolled_back_is_not_found(database: Database, ask: Ask, actor: Actor, clock: FixedClock) -> None:
    def broken() -> None:
        with database.write(actor, Operation.EDIT_HOUSEHOLD, clock) as work:
            work.index("place", 1, CHUNXIAO)
            raise RuntimeError("planted")

    with pytest.raises(RuntimeError):
        broken()
    assert ask("王芳") == []


def test_that_communities_of_one_server_do_not_see_each_other(
    server_db: Database, actor: Actor, clock: FixedClock
) -> None:
    with server_db.write(actor, Operation.EDIT_HOUSEHOLD, clock) as work:
        put_many(work.session, 1, "place", [(1, CHUNXIAO)])
    with server_db.read() as session:
        assert find(session, 1, "place", "王芳", columns=ALL_FIELDS) == [1]
        assert find(session, 2, "place", "王芳", columns=ALL_FIELDS) == []


def test_that_a_rare_word_is_found_far_from_the_newest(fill: Fill, ask: Ask) -> None:
    numbers = count(1)
    documents = [SearchFields(text=[f"灯{next(numbers)}不亮"]) for _ in range(3000)]
    documents[4] = SearchFields(text=["水管"])
    fill(documents)
    assert ask("水管") == [5]
    assert ask("水") == [5]
    assert len(ask("灯", limit=20)) == 20


def test_that_a_very_long_text_is_found_by_its_beginning(fill: Fill, ask: Ask) -> None:
    fill([SearchFields(text=["漏水" + "甲乙丙丁" * 5000])])
    assert ask("漏水甲") == [1]
    assert ask("丁甲乙") == [1]
