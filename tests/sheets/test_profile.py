from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import language
from desktop.sheets.profile import Profile, load_profile, save_profile

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = frozenset({"room", "owner"})


def refusal_of(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        load_profile(path, FIELDS)
    return language("en").message(caught.value.problems[0].message)


def test_that_a_profile_is_remembered(tmp_path: Path) -> None:
    profile = Profile("旧系统", {"内部编码": "room", "户主": "owner", "备用": None})
    save_profile(profile, tmp_path / "old.json")
    assert load_profile(tmp_path / "old.json", FIELDS) == profile


def test_that_a_profile_written_by_hand_needs_no_name(tmp_path: Path) -> None:
    (tmp_path / "hand.json").write_text('\ufeff{"columns": {"户主": "owner"}}', encoding="utf-8")
    assert load_profile(tmp_path / "hand.json", FIELDS) == Profile("hand", {"户主": "owner"})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"name": "x"}',
        b'{"columns": []}',
        b"\xff\xfe",
        b'{"columns": {"x": 3}}',
        b'{"columns": {"x": ["owner"]}}',
        b"[" * 100_000,
        b'{"columns": {}} ' + b" " * 1_000_000,
    ],
)
def test_that_anything_else_is_no_profile(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    assert "“bad.json” is not a profile" in refusal_of(tmp_path / "bad.json")


def test_that_an_unknown_field_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"columns": {"阳台": "balcony"}}', encoding="utf-8")
    assert "“bad” maps “阳台” to the unknown “balcony”; write one of: owner, room." in refusal_of(tmp_path / "bad.json")
    assert load_profile(tmp_path / "bad.json").columns == {"阳台": "balcony"}


def test_that_a_missing_profile_is_said(tmp_path: Path) -> None:
    assert "no profile “gone.json”" in refusal_of(tmp_path / "gone.json")


def test_that_an_unreadable_profile_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(WorldError):
        load_profile(tmp_path, FIELDS)
