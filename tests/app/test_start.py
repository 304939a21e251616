"""Starting the program as a process: without a screen, and with nonsense."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.app.arguments import COMMANDS

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


def test_that_what_is_handed_over_is_no_command() -> None:
    handed = ("tel:13800138000", "touchpoint:find/3-502", "半 份.tpbackup")
    assert start("--data", "x", *handed, "--language", "en").returncode == 2


@pytest.mark.parametrize(
    ("argument", "hint"), [("tel:anonymous", "tel:13800138000"), ("touchpoint:delete/all", "touchpoint:find/")]
)
def test_that_what_is_not_understood_is_refused_in_one_sentence(argument: str, hint: str) -> None:
    told = start("--language", "zh_CN", argument)
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    assert hint in told.stderr
