"""Copies for other programs: nobody else can look at them, and none stays behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop.core.errors import WorldError
from desktop.ui.private_files import PREFIX, PrivateFiles

LEAVER = """
import os, signal
from desktop.ui.private_files import PrivateFiles
files = PrivateFiles()
print(files.put("a.txt", b"left behind"), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_that_a_copy_is_there_until_it_is_removed(own_folder: Path) -> None:
    files = PrivateFiles()
    first, second = files.put("厨房.jpg", b"one"), files.put("厨房.jpg", b"two")
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")
    assert first.name == "厨房.jpg"
    if os.name == "posix":
        assert stat.S_IMODE(first.parent.parent.stat().st_mode) == 0o700
    files.remove()
    assert list(own_folder.iterdir()) == []
    files.remove()
    assert files.put("again.txt", b"three").read_bytes() == b"three"
    files.remove()


def test_that_what_a_killed_program_left_is_removed_and_what_is_in_use_is_not(own_folder: Path) -> None:
    command = [sys.executable, "-c", LEAVER]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    left = Path(done.stdout.decode().strip())
    assert left.read_bytes() == b"left behind"
    other = PrivateFiles()
    in_use = other.put("b.txt", b"in use")
    files = PrivateFiles()
    files.put("c.txt", b"new")
    assert not left.exists()
    assert in_use.exists()
    assert len(list(own_folder.glob(f"{PREFIX}*"))) == 2
    files.remove()
    other.remove()


def test_that_what_another_program_still_held_at_the_end_is_removed_by_the_next(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = PrivateFiles()
    held = files.put("a.pdf", b"open in a reader")
    alive: list[tempfile.TemporaryDirectory[str]] = []
    with monkeypatch.context() as patch:
        patch.setattr(tempfile.TemporaryDirectory, "cleanup", lambda folder: alive.append(folder))  # noqa: PLW0108 - a method
        files.remove()
    assert held.exists()
    after = PrivateFiles()
    after.put("b.txt", b"new")
    assert not held.parent.parent.exists()
    after.remove()
    alive[0].cleanup()
    assert list(own_folder.iterdir()) == []


def test_that_no_room_is_told_in_words(own_folder: Path) -> None:
    files = PrivateFiles()
    own_folder.rmdir()
    with pytest.raises(WorldError):
        files.put("a.txt", b"x")
