"""Starting the program as a process: without a screen, and with nonsense."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desktop.app.arguments import COMMANDS
from desktop.app.start import _options

ROOT = Path(__file__).resolve().parents[2]


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    gone = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in gone} | environment
    return subprocess.run(
        [sys.executable, "-m", "desktop", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def test_that_without_a_screen_one_sentence_names_the_headless_commands() -> None:
    told = start("--language", "en")
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    assert all(command in told.stderr for command in COMMANDS)


def test_that_a_display_that_is_not_there_counts_as_no_screen() -> None:
    assert start("--language", "en", DISPLAY=":4242").returncode == 2


def test_that_an_unknown_command_is_no_window() -> None:
    told = start("nonsense", "--language", "en")
    assert told.returncode == 1
    assert "nonsense" in told.stderr


def test_that_options_of_the_window_are_read_in_both_spellings() -> None:
    assert _options(["--data", "a b", "--language=en", "--user"]) == {
        "--data": "a b",
        "--language": "en",
        "--user": "",
    }


def test_that_a_call_is_no_option_and_no_command() -> None:
    assert _options(["tel:13800138000", "--data", "x"]) == {"--data": "x"}
    assert start("tel:13800138000", "--language", "en").returncode == 2


def test_that_a_call_that_is_none_is_refused_in_one_sentence() -> None:
    told = start("--language", "zh_CN", "tel:anonymous")
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    assert "tel:13800138000" in told.stderr
