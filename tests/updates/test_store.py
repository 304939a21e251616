from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import desktop
from desktop.core.errors import WorldError
from desktop.storage import durable
from desktop.updates import store
from desktop.updates.rows import AboutProgram, Licence, Returned
from desktop.updates.store import Installation, about_program, licences, start_detached
from tests.installers import COMMIT, NAME, OURS, THEIRS, install, public, snapshot

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

OLD, NEW = NAME, "0.2.0-1a2b3c4d"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of an installed program, below a name that no code page holds."""
    folder = tmp_path / "张 三" / "Touchpoint"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def updated(root: Path) -> Installation:
    """Return a new version over an old one, not proved yet."""
    return install(root, NEW, previous=OLD)


def notes(installation: Installation) -> set[str]:
    return {path.name for path in installation.root.glob("*.txt")}


def versions(installation: Installation) -> set[str]:
    return {path.name for path in (installation.root / "versions").iterdir()}


# --- where it runs from ---------------------------------------------------------------------------------------------


def test_that_the_installation_is_known_by_where_the_program_lies(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = install(root)
    program = root / "versions" / NAME / "program"
    assert Installation.around(program) == installed
    assert (installed.version, installed.launcher) == ("0.1.0", root / "Touchpoint.exe")
    monkeypatch.setattr(desktop, "__file__", str(program / "desktop" / "__init__.py"))
    assert Installation.current() is None
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert Installation.current() == installed


def test_that_elsewhere_nothing_is_installed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(root)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert Installation.current() is None
    assert Installation.around(root / "versions" / NAME / "runtime") is None
    (root / "current.txt").unlink()
    assert Installation.around(root / "versions" / NAME / "program") is None


def test_that_asking_for_the_installation_loads_neither_database_nor_cryptography() -> None:
    code = "import sys, desktop.updates.store; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"sqlalchemy", "cryptography", "alembic", "PySide6"} == set()


# --- a new version proves itself, or not ----------------------------------------------------------------------------


def test_that_a_new_version_stands_begins_and_is_proved(updated: Installation) -> None:
    (updated.root / "starting.txt").touch()  # by the launcher
    updated.stands()
    assert notes(updated) == {"current.txt", "previous.txt"}
    updated.begins()
    assert notes(updated) == {"current.txt", "previous.txt", "starting.txt"}
    updated.proved()
    assert notes(updated) == {"current.txt"}
    assert updated.previous() == ""


def test_that_a_proved_version_leaves_no_marks(root: Path) -> None:
    installed = install(root)
    before = snapshot(root)
    for step in (installed.begins, installed.stands, installed.proved, installed.forget_returned, installed.sweep):
        step()
    assert snapshot(root) == before


def test_that_a_new_version_goes_back_and_the_old_one_tells_why(updated: Installation) -> None:
    updated.begins()
    updated.go_back("data")
    old = Installation(updated.root, OLD)
    assert (updated.root / "current.txt").read_bytes() == f"{OLD}\n".encode()
    assert notes(old) == {"current.txt", "returned.txt"}
    assert old.returned() == Returned("0.2.0", "data")
    old.forget_returned()
    assert old.returned() is None


@pytest.mark.parametrize("kept", ["current.txt", "returned.txt"])
def test_that_a_going_back_that_breaks_off_can_be_made_again(
    updated: Installation, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    def replace(source: Path, target: Path) -> None:
        if target.name == kept:
            raise OSError(5, "broken")
        source.replace(target)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "replace", replace)
        with pytest.raises(WorldError):
            updated.go_back("data")
    assert (updated.previous(), updated.returned()) == (OLD, None)
    updated.go_back("data")
    assert Installation(updated.root, OLD).returned() == Returned("0.2.0", "data")


def broken(_source: Path, _target: Path) -> None:
    raise OSError(5, "broken")


@pytest.mark.parametrize("named", ["", "../..", "0.0.1-notthere", NEW, "..\\..\\0.1.0"])
def test_that_there_is_no_way_back_to_what_is_not_there(updated: Installation, named: str) -> None:
    (updated.root / "previous.txt").write_text(named, "utf-8")
    before = snapshot(updated.root)
    updated.begins()
    with pytest.raises(WorldError, match="no earlier version"):
        updated.go_back("data")
    assert snapshot(updated.root) == before


def test_that_a_version_no_longer_current_changes_nothing(updated: Installation) -> None:
    before = snapshot(updated.root)
    for name in (OLD, "0.0.9-ffffffff"):
        still_open = Installation(updated.root, name)
        still_open.begins()
        still_open.proved()
    assert snapshot(updated.root) == before


@pytest.mark.parametrize(
    ("said", "returned"),
    [
        (b"0.2.0\nstart\n", Returned("0.2.0", "start")),
        (b"\xef\xbb\xbf0.2.0\r\n4\r\n", Returned("0.2.0", "4")),
        (b"0.1.0\nstart\n", None),
        (b"0.2.0\n", None),
        (b"0.2.0\nbecause\n", None),
        (b"<b>\nstart\n", None),
        (b"\xff\xfe\x00", None),
    ],
)
def test_that_only_what_can_be_told_is_told(root: Path, said: bytes, returned: Returned | None) -> None:
    installed = install(root)
    (root / "returned.txt").write_bytes(said)
    assert installed.returned() == returned


def test_that_a_note_that_is_held_is_tried_again(updated: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    held = OSError(13, "held")
    held.winerror = 32  # type: ignore[attr-defined]
    unlink, calls = Path.unlink, iter([held, held, None])

    def sometimes(path: Path, missing_ok: bool = False) -> None:  # noqa: FBT001, FBT002 - as Path has it
        if error := next(calls):
            raise error
        unlink(path, missing_ok=missing_ok)

    (updated.root / "starting.txt").touch()
    monkeypatch.setattr(durable, "PAUSES", (0, 0))
    monkeypatch.setattr(Path, "unlink", sometimes)
    updated.stands()
    assert notes(updated) == {"current.txt", "previous.txt"}


# --- sweeping -------------------------------------------------------------------------------------------------------


def test_that_sweeping_keeps_the_way_back_until_the_new_version_is_proved(updated: Installation) -> None:
    (updated.root / "versions" / "0.0.1-ffffffff").mkdir()
    (updated.root / "update").mkdir()
    updated.sweep()
    assert versions(updated) == {OLD, NEW}
    assert not (updated.root / "update").exists()
    updated.proved()
    updated.sweep()
    assert versions(updated) == {NEW}


def test_that_sweeping_takes_nothing_of_others_and_nothing_in_use(
    updated: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    updated.proved()
    (updated.root / "versions" / "notes").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", broken)
        updated.sweep()
    assert versions(updated) == {OLD, NEW, "notes"}
    (updated.root / "versions" / OLD).rename(updated.root / "versions" / f".{OLD[-8:]}")  # and then it was killed
    updated.sweep()
    assert versions(updated) == {NEW, "notes"}


def test_that_nothing_is_swept_while_it_is_unknown_what_is_current(updated: Installation) -> None:
    updated.proved()
    (updated.root / "current.txt").write_bytes(b"")
    updated.sweep()
    assert versions(updated) == {OLD, NEW}


# --- what it says of itself -----------------------------------------------------------------------------------------


def manifest(installed: Installation, signature: bytes) -> None:
    path = installed.root / "versions" / installed.name / "manifest.json"
    path.write_bytes(json.dumps({"commit": COMMIT, "files": {}}).encode() + b"\n" + signature + b"\n")


@pytest.mark.parametrize(("shipped", "signed"), [(OURS, True), (THEIRS, False), (None, None)])
def test_that_a_version_is_signed_when_the_key_it_came_with_says_so(
    root: Path,
    shipped: Ed25519PrivateKey | None,
    signed: bool | None,  # noqa: FBT001
) -> None:
    installed = install(root, key=public(shipped) if shipped else None)
    manifest(installed, base64.b64encode(OURS.sign(json.dumps({"commit": COMMIT, "files": {}}).encode())))
    assert installed.about() == AboutProgram("0.1.0", COMMIT, signed)
    manifest(installed, b"unsigned")
    assert installed.about() == AboutProgram("0.1.0", COMMIT, signed=False)


def test_that_a_version_without_manifest_is_known_by_its_folder(root: Path) -> None:
    assert install(root).about() == AboutProgram("0.1.0", "00aa11bb", signed=False)


def test_that_a_program_that_was_only_unpacked_says_what_its_manifest_says(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert about_program() == AboutProgram(desktop.__version__, "", None)
    (root / "manifest.json").write_bytes(json.dumps({"commit": COMMIT}).encode() + b"\nunsigned\n")
    monkeypatch.setattr(store, "_program_folder", lambda: root / "_internal")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert about_program() == AboutProgram(desktop.__version__, COMMIT, signed=False)


def test_that_a_key_that_cannot_be_read_is_not_taken_for_none(root: Path) -> None:
    installed = install(root)
    assert installed.key() is None
    path = root / "versions" / NAME / "program" / "update-key.txt"
    path.write_bytes(base64.b64encode(public(OURS)))
    assert installed.key() == public(OURS)
    path.write_bytes(b"")
    with pytest.raises(WorldError, match="key that proves updates"):
        installed.key()


def test_that_the_licences_are_those_it_was_shipped_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_program_folder", lambda: tmp_path)
    page = tmp_path / "licences.json"
    entry = {"name": "Babel", "version": "2.18.0", "licence": "BSD-3-Clause", "text": "Copyright …"}
    page.write_text(json.dumps([entry]), "utf-8")
    assert licences() == (Licence("Babel", "2.18.0", "BSD-3-Clause", "Copyright …"),)
    page.write_text('[{"name": "Babel"}]', "utf-8")
    with pytest.raises(WorldError, match="page of licences"):
        licences()


def test_that_from_source_the_licences_are_those_of_this_environment() -> None:
    parts = {part.name.casefold(): part for part in licences()}
    assert "Permission is hereby granted" in parts["sqlalchemy"].text
    assert all((part.name, part.version) for part in parts.values())
    assert parts["sqlalchemy"].licence == "MIT"


# --- starting -------------------------------------------------------------------------------------------------------


def test_that_what_is_started_lives_apart() -> None:
    code = (
        "import os, socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1]))).send(os.getcwd().encode())"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        start_detached([sys.executable, "-I", "-S", "-c", code, str(server.getsockname()[1])])
        connection, _address = server.accept()
        with connection:
            assert connection.recv(1000).decode() == os.path.abspath(os.sep)  # noqa: PTH100 - of this drive


def test_that_what_cannot_be_started_is_told(root: Path) -> None:
    with pytest.raises(WorldError, match="could not be started"):
        start_detached([str(root / "nothing.exe")])
