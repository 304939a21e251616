"""The parts of dev.py that can be looked at without setting anything up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dev

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "{}.{}".format(*sys.version_info[:2])


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a made-up project folder whose .venv is set up for running."""
    root = tmp_path / "project"
    venv = root / ".venv"
    python = venv / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    (venv / "pyvenv.cfg").write_text(f"home = {tmp_path}\nversion = 3.11.9\n", "utf-8")
    for name in ("requirements.txt", "requirements-test.txt", "debian-packages.txt"):
        (root / name).write_text(name, "utf-8")
    monkeypatch.setattr(dev, "ROOT", root)
    monkeypatch.setattr(dev, "VENV", venv)
    monkeypatch.setattr(dev, "VENV_PYTHON", python)
    monkeypatch.setattr(dev, "STAMP", venv / "set-up.json")
    monkeypatch.setattr(dev, "DEBIAN_PACKAGES", root / "debian-packages.txt")
    monkeypatch.setattr(dev, "LOCKS", {"run": root / "requirements.txt", "test": root / "requirements-test.txt"})
    stamp("run")
    return root


def stamp(kind: str) -> None:
    dev.STAMP.write_text(json.dumps(dev.describe_set_up(kind, "3.11")), "utf-8")


def ready(kind: str, version: str | None = "3.11") -> bool:
    return dev.is_set_up(kind, dev.read_stamp(), version)


def test_that_a_finished_set_up_is_not_repeated(tree: Path) -> None:
    assert tree.is_dir()
    assert ready("run")
    assert ready("run", None)


def test_that_what_tests_need_includes_what_running_needs_but_not_the_reverse(tree: Path) -> None:
    assert not ready("test")
    stamp("test")
    assert ready("test")
    assert ready("run")
    (tree / "requirements-test.txt").write_text("changed", "utf-8")
    assert not ready("run")


@pytest.mark.parametrize("name", ["requirements.txt", "debian-packages.txt"])
def test_that_a_changed_list_is_installed_again(tree: Path, name: str) -> None:
    (tree / name).write_text("changed", "utf-8")
    assert not ready("run")


def test_that_another_python_means_another_environment(tree: Path) -> None:
    assert tree.is_dir()
    assert not ready("run", "3.12")


def test_that_a_moved_environment_is_made_anew(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = tree.with_name("moved")
    tree.rename(moved)
    monkeypatch.setattr(dev, "ROOT", moved)
    monkeypatch.setattr(dev, "VENV", moved / ".venv")
    monkeypatch.setattr(dev, "VENV_PYTHON", moved / ".venv" / "bin" / "python")
    monkeypatch.setattr(dev, "STAMP", moved / ".venv" / "set-up.json")
    assert dev.STAMP.is_file()
    assert dev.read_stamp() == {}


@pytest.mark.parametrize("lost", ["set-up.json", "pyvenv.cfg", "bin/python"])
def test_that_an_interrupted_or_broken_environment_is_made_anew(tree: Path, lost: str) -> None:
    (tree / ".venv" / lost).unlink()
    assert not ready("run")


@pytest.mark.parametrize("content", ["", "[]", "{", '"run"', "{}"])
def test_that_a_damaged_stamp_counts_as_none(tree: Path, content: str) -> None:
    (tree / ".venv" / "set-up.json").write_text(content, "utf-8")
    assert dev.read_stamp() == {}


def test_that_an_environment_whose_python_was_removed_is_made_anew(tree: Path) -> None:
    (tree / ".venv" / "pyvenv.cfg").write_text(f"home = {tree / 'gone'}\n", "utf-8")
    assert not ready("run")


@pytest.mark.parametrize(
    ("version", "is_64_bit", "suitable"),
    [
        ("3.10", True, False),
        ("3.11", True, True),
        ("3.12", True, True),
        ("3.13", True, True),
        ("3.14", True, False),
        ("3.11", False, False),
    ],
)
def test_that_only_a_64_bit_python_3_11_to_3_13_suits(version: str, is_64_bit: bool, suitable: bool) -> None:  # noqa: FBT001
    assert dev.is_suitable(version, is_64_bit) is suitable


def test_that_a_python_is_asked_for_its_version_and_place() -> None:
    found = dev.probe([sys.executable])
    assert found
    assert found.version == VERSION
    assert Path(found.path).samefile(sys.executable)


def test_that_a_command_that_is_no_python_is_passed_over() -> None:
    assert dev.probe(["python-that-is-not-there"]) is None
    assert dev.probe(["git"]) is None


def test_that_another_python_is_looked_for_when_this_one_does_not_suit(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def probe(command: Sequence[str]) -> dev.Python | None:
        asked.append(list(command))
        return dev.Python("3.12", "python") if command[-1] == "python3.12" else None

    monkeypatch.setattr(dev, "this_python", lambda: None)
    monkeypatch.setattr(dev, "probe", probe)
    monkeypatch.setattr(dev, "WINDOWS", True)
    assert dev.find_python() == dev.Python("3.12", "python")
    assert asked == [["py", "-3.11"], ["py", "-3.12"], ["py", "-3.13"], ["python3.11"], ["python3.12"]]


def test_that_without_a_suitable_python_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "this_python", lambda: None)
    monkeypatch.setattr(dev, "probe", lambda _command: None)
    monkeypatch.setattr(dev, "is_debian", lambda: False)
    with pytest.raises(dev.StopError, match=r"needs a 64-bit Python 3\.11, 3\.12 or 3\.13"):
        dev.find_python()


def test_that_the_package_list_is_read_by_section() -> None:
    text = "# head\n[runtime]\n# why\nlibgl1\nlibegl1 # drawing\n\n[test]\ngit\n"
    assert dev.parse_packages(text) == {"runtime": ["libgl1", "libegl1"], "test": ["git"]}


def test_that_the_committed_package_list_has_the_sections_the_set_up_asks_for() -> None:
    sections = dev.parse_packages(dev.DEBIAN_PACKAGES.read_text("utf-8"))
    assert set(sections) == {"runtime", "window", "test"}
    assert all(sections.values())


def test_that_a_package_counts_as_installed_under_the_names_it_provides() -> None:
    listing = (
        "installed|libglib2.0-0t64|libglib2.0-0 (= 2.80), gobject:amd64\n"
        "config-files|libgl1|\n"
        "installed|git|git-completion\n"
    )
    assert dev.installed_packages(listing) == {
        "libglib2.0-0t64",
        "libglib2.0-0",
        "gobject",
        "git",
        "git-completion",
    }


def test_that_only_catalogues_newer_than_their_compiled_form_are_stale(tmp_path: Path) -> None:
    sources = []
    for place, code in enumerate(("en", "zh_CN", "zh_TW")):
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        source = folder / "desktop.po"
        source.touch()
        os.utime(source, (1_000, 1_000))
        if place:
            source.with_suffix(".mo").touch()
            os.utime(source.with_suffix(".mo"), (1_000 if place == 1 else 999,) * 2)
        sources.append(source)
    assert dev.stale_catalogues(tmp_path) == [sources[0], sources[2]]


def test_that_nothing_is_installed_without_root_and_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(dev.StopError, match="apt-get install libgl1 libegl1"):
        dev.as_root(["libgl1", "libegl1"])


def test_that_sudo_never_asks_where_nobody_can_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("shutil.which", lambda _name: "sudo")
    monkeypatch.setattr(sys, "stdin", None)
    assert dev.as_root(["libgl1"]) == ["sudo", "-n"]


def test_that_every_check_runs_although_one_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[list[str]] = []

    def call(command: list[str], **_options: object) -> int:
        calls.append(command)
        return int("mypy" in command)

    monkeypatch.setattr(dev, "set_up", lambda _kind: "python")
    monkeypatch.setattr("subprocess.call", call)
    assert dev.test(["-k", "rooms"]) == 1
    assert calls[-1] == ["python", "-m", "pytest", *dev.PARALLEL, "-k", "rooms"]
    assert len(calls) == 5
    assert capsys.readouterr().err.splitlines()[-1] == "== FAILED: types"


def test_that_benchmarks_run_with_bytecode_caching(monkeypatch: pytest.MonkeyPatch) -> None:
    environments: list[dict[str, str]] = []

    def call(_command: list[str], env: dict[str, str], **_options: object) -> int:
        environments.append(env)
        return 0

    monkeypatch.setattr(dev, "set_up", lambda _kind: "python")
    monkeypatch.setattr("subprocess.call", call)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert dev.bench([]) == 0
    assert "PYTHONDONTWRITEBYTECODE" not in environments[0]
    assert environments[0]["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        ([], 0, "python3 dev.py run"),
        (["test", "--help"], 0, "python3 dev.py test"),
        (["dance"], 2, "There is no command “dance”"),
        (["migration", " "], 1, "Say in a few words"),
    ],
)
def test_that_dev_answers_in_utf_8_wherever_it_is_started(arguments: list[str], status: int, text: str) -> None:
    answer = subprocess.run(
        [sys.executable, str(dev.ROOT / "dev.py"), *arguments],
        env={**os.environ, "PYTHONIOENCODING": "cp936", "PYTHONUTF8": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert answer.returncode == status
    assert text in answer.stdout.decode("utf-8")
