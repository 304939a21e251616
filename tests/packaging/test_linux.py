"""The folder for Linux: which libraries it ships, how it is packed, and what its entry in the menu starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from bundling.linux import bundle  # noqa: E402
from bundling.linux.libraries import drop_system_libraries, missing_libraries  # noqa: E402

HERE = ROOT / "packaging" / "bundling" / "linux"
AWKWARD = '前 台 "1" $HOME `x` 100% \\n'
"""A folder's name with everything that means something to a menu entry, a shell or sed."""

PROGRAM = '#!/bin/sh\nprintf "%s\\n" "$0" "$@"\n'


def command_of(entry: Path, *opened: str) -> list[str]:
    """Return what a desktop starts for an entry, as the Desktop Entry Specification says; %k is the entry itself."""
    line = next(line for line in entry.read_text("utf-8").splitlines() if line.startswith("Exec="))
    unescaped = line.removeprefix("Exec=").replace("\\\\", "\\")
    words: list[str] = []
    for quoted, plain in re.findall(r'"((?:[^"\\$`]|\\.)*)"|(\S+)', unescaped):
        word = re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        words += opened if word == "%u" else [str(entry) if word == "%k" else re.sub("%(.)", _of_code, word)]
    return words


def _of_code(code: re.Match[str]) -> str:
    return "%" if code[1] == "%" else ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an unpacked folder, with a program that tells how it was started."""
    place = tmp_path / AWKWARD
    place.mkdir()
    for name in bundle.BESIDE:
        (place / name).write_bytes((HERE / name).read_bytes())
    (place / "touchpoint").write_text(PROGRAM, "utf-8")
    (place / "touchpoint").chmod(0o755)
    return place


def put_in_menu(folder: Path, *options: str) -> Path:
    """Run install.sh as a person would, and return the entry in the menu of that person."""
    data = folder.parent / "menu"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder.parent), "XDG_DATA_HOME": str(data)}
    subprocess.run(["/bin/sh", str(folder / "install.sh"), *options], env=environment, check=True)
    return data / "applications" / "touchpoint.desktop"


def started(command: list[str]) -> list[str]:
    """Return how the program was started: its own path, and what it was handed."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_that_the_entry_beside_the_program_starts_it_wherever_it_was_unpacked(folder: Path) -> None:
    assert started(command_of(folder / "touchpoint.desktop")) == [str(folder / "touchpoint")]


def test_that_the_menu_starts_the_program_with_what_is_opened_and_forgets_it_when_told(folder: Path) -> None:
    entry = put_in_menu(folder)
    assert started(command_of(entry, "tel:13800138000")) == [str(folder / "touchpoint"), "tel:13800138000"]
    assert "Name[zh_TW]=觸點前台" in entry.read_text("utf-8")
    assert "*.tpbackup" in (entry.parents[1] / "mime" / "packages" / "touchpoint.xml").read_text("utf-8")
    put_in_menu(folder, "--remove")
    assert not list(entry.parents[1].rglob("touchpoint.*"))
    assert (folder / "touchpoint").exists()


def test_that_the_system_keeps_its_own_libraries(tmp_path: Path) -> None:
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL" / "libjpeg-1.so").touch()
    for name in ("libxcb-cursor.so.0", "libstdc++.so.6", "libgtk-3.so.0"):
        (tmp_path / name).touch()
    for name, at in (("libjpeg-1.so", "PIL/libjpeg-1.so"), ("libgone.so", "PIL/libgone.so")):
        (tmp_path / name).symlink_to(at)
    drop_system_libraries(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["PIL", "libjpeg-1.so", "libxcb-cursor.so.0"]


def test_that_a_library_nobody_ships_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "bin" / "objdump"
    tool.parent.mkdir()
    tool.write_text(
        '#!/bin/sh\nshift\nfor file; do printf "  NEEDED               %s\\n" $(tail -n +2 "$file"); done\n', "utf-8"
    )
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=":")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, needed in (("a.so", "libc.so.6 libb.so.1 libgone.so.2"), ("libb.so.1", ""), ("libqgtk3.so", "libgtk.so")):
        (folder / name).write_bytes(b"\x7fELF\n" + needed.encode())
    (folder / "notes.txt").write_text("\nlibnever.so", "utf-8")
    assert missing_libraries(folder) == ["libgone.so.2"]


def test_that_what_is_packed_does_not_depend_on_who_packs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    packed = []
    for mode in (0o600, 0o664):
        folder = tmp_path / f"{mode}"
        for name in ("b", "a"):
            (folder / name).mkdir(parents=True, mode=mode | 0o100)
            (folder / name / "触点.txt").write_text(name, "utf-8")
            (folder / name / "触点.txt").chmod(mode)
        bundle._pack(folder, tmp_path / f"{mode}.xz", quick=True)
        packed.append((tmp_path / f"{mode}.xz").read_bytes())
    assert packed[0] == packed[1]


def test_that_a_program_started_from_the_folder_finds_the_systems_libraries(tmp_path: Path) -> None:
    (tmp_path / "desktop").mkdir()
    told = "import os, sys\ndef main():\n    print(os.environ.get('LD_LIBRARY_PATH'), *sys.argv[1:], sep='|')\n"
    (tmp_path / "desktop" / "__main__.py").write_text(told, "utf-8")
    for before, after in (({}, "None"), ({"LD_LIBRARY_PATH_ORIG": "/opt/own"}, "/opt/own")):
        around = {**os.environ, "PYTHONPATH": str(tmp_path), "LD_LIBRARY_PATH": "/folder/_internal", **before}
        given = ["file:///a%20b/%E5%A4%87.tpbackup", "tel:1"]
        ran = subprocess.run(
            [sys.executable, str(HERE / "start.py"), *given], env=around, capture_output=True, text=True, check=True
        )
        assert ran.stdout.strip() == f"{after}|/a b/备.tpbackup|tel:1"


def test_that_the_builders_lock_pins_what_the_project_names_for_it_by_hash() -> None:
    lock = (ROOT / "packaging" / "requirements-build.txt").read_text("utf-8")
    (wanted,) = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["build"]
    pieces = re.split(r"(?m)^(?=[a-z])", lock)[1:]
    assert any(piece.startswith(f"{wanted} ") for piece in pieces)
    assert all("--hash=sha256:" in piece for piece in pieces)
    assert "://" not in lock
