"""What of the lock, the packages and the commit gets into what is installed."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from bundling import assembling  # noqa: E402
from bundling.assembling import compile_tree, copy_program, require_committed, set_times  # noqa: E402
from bundling.fetching import FetchError, fetch_wheels, locked_for, sha256  # noqa: E402
from bundling.log import write_log  # noqa: E402
from bundling.manifest import describe, licences_beside, signed, write_licences  # noqa: E402
from bundling.pruning import is_needed  # noqa: E402
from bundling.signing import KEY, signing_key, write_public_key  # noqa: E402
from bundling.windows.installer import ENVIRONMENT  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCK = ROOT / "packaging" / "requirements.txt"
CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Print"\nmsgstr "打印"\n'


@pytest.fixture
def unsigned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a key of their own."""
    monkeypatch.delenv(KEY, raising=False)


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ed25519PrivateKey:
    """Return the key that is signed with."""
    made = Ed25519PrivateKey.generate()
    kept = tmp_path / "key.pem"
    kept.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    monkeypatch.setenv(KEY, str(kept))
    return made


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small project with one commit, in the place of this one."""
    place = tmp_path / "project"
    for name in ("desktop/__init__.py", "resources/touchpoint.svg", "resources/screenshots/today.png"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(f"# {name}\n", "utf-8")
    for name in ("i18n/desktop.pot", "i18n/zh_CN/LC_MESSAGES/desktop.po"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(CATALOGUE, "utf-8")
    (place / "alembic").mkdir()
    (place / "alembic" / "env.py").write_text("", "utf-8")
    (place / "pyproject.toml").write_text('version = "0.3.0"\n', "utf-8")
    git(place, "init", "-q")
    git(place, "add", "-A")
    git(place, "-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false", "commit", "-qm", "One")
    monkeypatch.setattr(assembling, "ROOT", place)
    return place


def git(place: Path, *command: str) -> None:
    """Run git in the folder `place`."""
    subprocess.run(["git", "-C", str(place), *command], check=True)  # noqa: S607 - whatever git this machine has


def names(lock: str) -> set[str]:
    """Return the packages that a lock names."""
    return {line.partition("==")[0] for line in lock.splitlines() if "==" in line}


# --- the lock and the packages --------------------------------------------------------------------------------------


def test_that_windows_gets_what_the_lock_names_for_it_and_nothing_else(tmp_path: Path) -> None:
    made = tmp_path / "lock.txt"
    made.write_text(
        "one==1.0 \\\n    --hash=sha256:aa\ntwo==2.0 ; sys_platform == 'linux' \\\n    --hash=sha256:bb\n"
        "three==3.0 ; sys_platform == 'win32' and python_version < '3.12' \\\n    --hash=sha256:cc\n",
        "utf-8",
    )
    assert locked_for(made, ENVIRONMENT) == "one==1.0 \\\n    --hash=sha256:aa\nthree==3.0 \\\n    --hash=sha256:cc\n"


def test_that_every_package_of_the_program_is_for_windows_too() -> None:
    assert names(locked_for(LOCK, ENVIRONMENT)) == names(LOCK.read_text("utf-8"))


def test_that_a_wheel_is_taken_by_its_hash_and_asked_for_only_while_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = f"one==1.0 \\\n    --hash=sha256:{sha256(b'one')}\n"
    monkeypatch.setattr("bundling.fetching.subprocess.call", lambda *_command, **_told: 1)
    (tmp_path / "one-1.0-py3-none-any.whl").write_bytes(b"another")
    with pytest.raises(FetchError, match="could not be downloaded"):
        fetch_wheels(lock, "win_amd64", "3.11", tmp_path)
    (tmp_path / "one-1.0-py3-none-any.whl").write_bytes(b"one")
    assert [wheel.name for wheel in fetch_wheels(lock, "win_amd64", "3.11", tmp_path)] == ["one-1.0-py3-none-any.whl"]


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("PySide6/QtWidgets.pyd", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/translations/qtbase_zh_TW.qm", True),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/translations/qtbase_de.qm", False),
        ("babel/locale-data/zh_Hant_TW.dat", True),
        ("babel/locale-data/de.dat", False),
        ("sqlalchemy/dialects/postgresql/base.py", True),
        ("sqlalchemy/dialects/oracle/base.py", False),
        ("tzdata/zoneinfo/Asia/Shanghai", True),
    ],
)
def test_that_only_what_the_program_needs_of_a_package_is_shipped(path: str, needed: bool) -> None:  # noqa: FBT001 - a case
    assert is_needed(path) is needed


# --- the commit -----------------------------------------------------------------------------------------------------


def test_that_what_is_shipped_is_the_commit_and_not_what_lies_about(project: Path, tmp_path: Path) -> None:
    (project / "desktop" / "__init__.py").write_text("changed\n", "utf-8")
    (project / "desktop" / "new.py").write_text("new\n", "utf-8")
    made = tmp_path / "made"
    copy_program(made)
    shipped = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    assert shipped == {
        "desktop/__init__.py",
        "resources/touchpoint.svg",
        "i18n/zh_CN/LC_MESSAGES/desktop.mo",
        "alembic/env.py",
    }
    assert (made / "desktop" / "__init__.py").read_text("utf-8") == "# desktop/__init__.py\n"
    assert "打印".encode() in (made / "i18n/zh_CN/LC_MESSAGES/desktop.mo").read_bytes()
    assert assembling.version() == "0.3.0"
    set_times(made, 1_700_000_000)
    assert {path.stat().st_mtime for path in made.rglob("*")} == {1_700_000_000}


def test_that_nothing_is_built_by_what_was_not_committed(project: Path) -> None:
    (project / "desktop" / "new.py").write_text("new\n", "utf-8")
    require_committed()
    (project / "packaging").mkdir()
    (project / "packaging" / "build.py").write_text("new\n", "utf-8")
    with pytest.raises(FetchError, match=r"packaging/build\.py"):
        require_committed()


def test_that_modules_are_compiled_to_the_same_bytes_in_any_folder(tmp_path: Path) -> None:
    found = []
    for place in (tmp_path / "one", tmp_path / "另一个"):
        (place / "program").mkdir(parents=True)
        for number in range(9):
            text = f'NAMES = {{"a", "b", "c{number}"}}\n\n\ndef f() -> set[str]:\n    return NAMES\n'
            (place / "program" / f"m{number}.py").write_text(text, "utf-8")
        compile_tree(place)
        found.append({path.name: path.read_bytes() for path in place.rglob("*.pyc")})
    assert len(found[0]) == 9
    assert found[0] == found[1]
    assert str(tmp_path).encode() not in b"".join(found[0].values())


# --- what is told of it ---------------------------------------------------------------------------------------------


def manifest(tmp_path: Path) -> Mapping[str, object]:
    """Return the manifest of a tree of one file."""
    tree = tmp_path / "tree"
    (tree / "触点").mkdir(parents=True)
    (tree / "触点" / "a.txt").write_bytes(b"abc")
    packages = [{"name": "one", "version": "1.0", "licence": "MIT", "text": "…"}]
    return describe(tree, packages, version="0.1.0", commit="c0ffee", system="windows")


def test_that_a_manifest_names_every_file_with_its_hash(tmp_path: Path) -> None:
    found = manifest(tmp_path)
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert found["files"] == {"触点/a.txt": {"sha256": digest, "size": 3}}
    assert found["packages"] == [{"name": "one", "version": "1.0", "licence": "MIT"}]


@pytest.mark.usefixtures("unsigned")
def test_that_a_build_without_a_key_is_marked_unsigned_and_ships_none(tmp_path: Path) -> None:
    (tmp_path / "update-key.txt").write_bytes(b"an older one")
    assert signed(manifest(tmp_path)).endswith(b"\nunsigned\n")
    write_public_key(tmp_path, signing_key())
    assert not (tmp_path / "update-key.txt").exists()


def test_that_a_manifest_is_signed_by_the_key_whose_public_half_is_shipped(
    tmp_path: Path, key: Ed25519PrivateKey
) -> None:
    about = manifest(tmp_path)
    line, signature = signed(about).splitlines()
    key.public_key().verify(base64.b64decode(signature), line)
    assert json.loads(line) == about
    write_public_key(tmp_path, signing_key())
    assert base64.b64decode((tmp_path / "update-key.txt").read_bytes()) == key.public_key().public_bytes_raw()


@pytest.mark.parametrize("content", [None, b"no key at all"])
def test_that_a_file_that_holds_no_key_is_told_by_its_name(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "no-key.pem"
    if content is not None:
        named.write_bytes(content)
    monkeypatch.setenv(KEY, str(named))
    with pytest.raises(FetchError, match=r"no-key\.pem"):
        signing_key()


def test_that_the_fonts_and_icons_and_what_lies_within_a_package_have_their_licences(tmp_path: Path) -> None:
    beside = licences_beside(ROOT / "resources")
    assert {"HanaMinB", "NotoSansSC", "Icons", "SQLCipher"} <= set(beside)
    qt = {"name": "PySide6_Essentials", "version": "6", "licence": "LGPL-3.0-only", "text": "GNU"}
    write_licences([qt], beside, tmp_path / "licences.json")
    shown = {each["name"]: each["licence"] for each in json.loads((tmp_path / "licences.json").read_bytes())}
    assert shown["Qt, PySide6 Essentials"] == "LGPL-3.0-only"
    assert shown["Noto Sans SC"] == "OFL-1.1"
    assert all(shown.values())


@pytest.mark.usefixtures("unsigned")
def test_that_the_log_counts_every_byte_once(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    for name, size in {"runtime/site/qt/a.dll": 2_000_000, "runtime/b.dll": 1_500_000, "program/c.py": 10}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x" * size)
    out = tmp_path / "setup.exe"
    out.write_bytes(b"abc")
    log = write_log(out, folder, "c0ffee", parts=("runtime/site", "runtime", "program"), tools={}).read_text("utf-8")
    assert log.startswith("setup.exe  3 bytes  sha256 ba7816bf")
    assert [" ".join(line.split()) for line in log.splitlines()[4:] if line] == [
        "3,500,010 in all, in 3 files",
        "2,000,000 runtime/site",
        "2,000,000 qt",
        "0 what is smaller than a megabyte",
        "1,500,000 runtime",
        "1,500,000 b.dll",
        "0 what is smaller than a megabyte",
        "10 program",
        "10 what is smaller than a megabyte",
    ]
