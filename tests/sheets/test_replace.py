from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import WorldError
from desktop.sheets import replace
from desktop.sheets.replace import replace_file

if TYPE_CHECKING:
    from pathlib import Path


def test_that_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_bytes(b"old")
    replace_file(tmp_path / "out.txt", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.txt", b"new")]


def test_that_a_failure_keeps_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.txt").write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorldError):
        replace_file(tmp_path / "out.txt", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.txt", b"old")]


def test_that_a_missing_folder_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(WorldError):
        replace_file(tmp_path / "gone" / "out.txt", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("refusals", "written"), [(3, b"new"), (99, b"old")])
def test_that_a_file_held_for_a_moment_is_tried_again(
    refusals: int, written: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.txt").write_bytes(b"old")
    really = os.replace
    tries: list[str] = []

    def held(source: str, target: Path) -> None:
        tries.append(source)
        if len(tries) <= refusals:
            raise PermissionError(32, "in use")
        really(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(replace, "PAUSE_SECONDS", 0)
    if written == b"new":
        replace_file(tmp_path / "out.txt", b"new")
    else:
        with pytest.raises(WorldError):
            replace_file(tmp_path / "out.txt", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.txt", written)]
