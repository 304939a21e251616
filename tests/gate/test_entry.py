"""What is typed at the gate: plates without their province, and drafts that give back what they kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.settings import GATE, Settings
from desktop.gate.presenter.entry import PROVINCES, Entry, in_province, of_texts, with_province
from desktop.gate.presenter.entry_drafts import EntryDrafts
from desktop.gate.view.provinces import LETTERS
from desktop.visits.model import VisitKind
from desktop.visits.rows import KindKey
from tests.ui.shells import KeptDrafts

if TYPE_CHECKING:
    from pathlib import Path

words = st.text(max_size=12)
numbers = st.none() | st.integers(1, 10**9)
entries = st.builds(
    Entry,
    who=words,
    vehicle=st.sampled_from([None, True, False]),
    name=words,
    place=words,
    room_id=numbers,
    kind=st.builds(KindKey, st.sampled_from(VisitKind), st.integers(0, 9)),
    company=words,
    reason=words,
    people=words,
    badge=words,
    id_seen=st.booleans(),
    id_tail=words,
    remark=words,
    pass_id=numbers,
    expected_id=numbers,
    resident=st.booleans(),
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("6P80T", "浙A·6P80T"),
        ("b6p80t", "浙B·6P80T"),
        ("AD12345", "浙A·D12345"),
        ("沪a12345", "沪A·12345"),
        ("刘先生", "刘先生"),
        ("Smith", "Smith"),
        ("James", "James"),
        ("Martha", "Martha"),
        ("2802", "2802"),
    ],
)
def test_that_a_plate_without_its_province_gets_the_remembered_one(typed: str, shown: str) -> None:
    assert with_province(typed, "浙A") == shown
    assert with_province(typed, "") == (shown if typed[0] in PROVINCES else typed)


def test_that_another_province_takes_the_place_of_the_one_there() -> None:
    assert in_province("浙A·12345", "沪") == "沪A·12345"
    assert in_province("a12345", "沪") == "沪A·12345"


def test_that_every_province_has_its_letter() -> None:
    assert len(LETTERS) == len(PROVINCES) == 31


@given(entries)
@settings(max_examples=60)
def test_that_a_draft_gives_back_what_it_kept(entry: Entry) -> None:
    assert of_texts(entry.texts()) == entry


def test_that_gates_that_share_an_account_keep_their_own_drafts(tmp_path: Path) -> None:
    drafts = KeptDrafts()
    east, west = (Settings(tmp_path / f"{gate}.json") for gate in (1, 2))
    for gate, settings_ in enumerate((east, west), 1):
        settings_.set(GATE, gate)
        EntryDrafts(drafts, settings_).keep(Entry(who=f"刘{gate}"), f"write {gate}")
    typed = EntryDrafts(drafts, west)
    assert typed.typed == (Entry(who="刘2"), "write 2")
    typed.keep(Entry(), "")
    assert EntryDrafts(drafts, east).typed == (Entry(who="刘1"), "write 1")
    moved = EntryDrafts(drafts, east)
    east.set(GATE, 3)
    moved.keep(Entry(who="刘3"), "")
    assert [draft.title for draft in drafts.kept.values()] == ["刘3"]
