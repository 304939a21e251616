"""How the checks under wine count: what failed or could not be run never passes."""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from checking import __main__, outcome, papers, prefix, units  # noqa: E402
from checking.outcome import CannotRunError, CheckFailedError, Outcome, expect, is_good, run, table  # noqa: E402
from checking.screen import Screen  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable


def passing() -> str:
    return "3 papers"


def failing() -> str:
    expect(holds=False, sentence="Page 2 is another one.")
    return ""


def absent() -> str:
    raise CannotRunError("There is no wine.")


def broken() -> str:
    raise OSError(5, "the disk")


def ran(*checks: Callable[[], str]) -> list[Outcome]:
    return run([(check.__name__, check) for check in checks], lambda _line: None, [OSError])


def test_that_each_check_has_one_outcome_and_the_rest_still_run() -> None:
    outcomes = ran(failing, absent, broken, passing)
    assert [each.state for each in outcomes] == [outcome.FAILED, outcome.NOT_RUN, outcome.FAILED, outcome.PASSED]
    assert [each.told for each in outcomes[:2]] == ["Page 2 is another one.", "There is no wine."]
    assert table(outcomes).splitlines()[-1].startswith("1 passed, 2 FAILED, 1 not run")


def test_that_only_what_ran_and_held_is_good() -> None:
    assert is_good(ran(passing, absent))
    assert not is_good(ran(passing, failing))
    assert not is_good(ran(passing, broken))
    assert not is_good(ran(absent))
    assert not is_good([])


def test_that_a_mistake_in_a_check_itself_is_not_taken_for_an_outcome() -> None:
    def mistaken() -> str:
        raise TypeError

    with pytest.raises(TypeError):
        ran(mistaken)


def test_that_a_missing_setup_ends_with_one_and_says_what_makes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.main([str(tmp_path / "setup.exe")]) == 1
    assert "build.py windows" in capsys.readouterr().err


def test_that_a_machine_without_wine_says_what_it_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda _tool: None)
    kept = tmp_path / "kept"
    kept.mkdir()
    with pytest.raises(CannotRunError, match=r"wine.*xdotool.*xvfb"):
        prefix.Prefix(tmp_path / "wine").make()
    assert not (tmp_path / "wine").exists()


def test_that_what_a_program_never_ends_with_is_told(tmp_path: Path) -> None:
    running = prefix.Running(["sh", "-c", "echo begun; exec sleep 60"], {"PATH": "/usr/bin:/bin"}, tmp_path)
    while not running.said():
        pass
    with pytest.raises(CheckFailedError, match="begun"):
        running.ended(0.1)
    assert running.process.wait() != 0


def test_that_a_process_left_behind_does_not_hold_up_the_end_of_its_parent(tmp_path: Path) -> None:
    running = prefix.Running(["sh", "-c", "sleep 2 & echo done; exit 4"], {"PATH": "/usr/bin:/bin"}, tmp_path)
    assert running.ended(1.5) == prefix.Ran(4, "done")


def test_that_a_screen_is_read_as_it_is_drawn(tmp_path: Path) -> None:
    header = [0] * 25
    header[0], header[4], header[5], header[12], header[19] = 104, 2, 1, 8, 1
    pixels = bytes((30, 20, 10, 0)) + bytes((1, 2, 3, 0))
    screen = Screen.__new__(Screen)
    screen._memory = tmp_path / "memory"
    screen._memory.write_bytes(struct.pack(">25I", *header) + b"name" + bytes(12) + pixels)
    picture = screen.picture()
    assert [picture.getpixel((across, 0)) for across in range(2)] == [(10, 20, 30), (3, 2, 1)]


def test_that_two_minutes_of_printing_are_no_difference_and_two_people_are() -> None:
    texts = [
        f"打印：{who} 11月23日 {time}\n报事 12" for who, time in (("王", "11:59"), ("王", "12:00"), ("李", "12:00"))
    ]
    one, later, other = (papers._PRINTED.sub(r"打印：\g<who>", text) for text in texts)
    assert one == later
    assert one != other


def test_that_what_is_left_out_under_windows_is_there_to_be_left_out() -> None:
    for name in (*units.NOT_ON_WINDOWS, *units.NOT_UNDER_WINE):
        path, _, function = name.partition("::")
        text = (ROOT / path).read_text("utf-8")
        assert not function or f"def {function}(" in text, name
