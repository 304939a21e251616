"""The installer for Windows: what stands at its end, what it says, and that it takes away what it leaves."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.app import NO_WINDOW
from desktop.core.errors import UserError
from desktop.updates.rule import LONGEST_TAIL, Vouching, is_name, judge, read_block, require_content

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from bundling.fetching import sha256  # noqa: E402
from bundling.trailer import Release, append  # noqa: E402
from bundling.windows import trial  # noqa: E402

HERE = ROOT / "packaging" / "bundling" / "windows"
COMMIT = "3bba385a" * 5
BODY = b"MZ" + bytes(range(256)) * 400
SCRIPTS = ("installer.nsi", "asking.nsh", "running.nsh")
LANGUAGES = {"SIMPCHINESE", "TRADCHINESE", "ENGLISH"}


def setup(tmp_path: Path, key: Ed25519PrivateKey | None = None, **said: str) -> Path:
    """Return an installer of version 0.2.0 as it leaves the builder."""
    made = tmp_path / "setup.exe"
    made.write_bytes(BODY)
    append(made, Release(version="0.2.0", commit=COMMIT, **said), 250_000_000, key)
    return made


def script(name: str) -> str:
    """Return a part of the installer's script without its comments."""
    return re.sub(r"(?m)^\s*;.*$", "", (HERE / name).read_text("utf-8"))


# --- the end of the file --------------------------------------------------------------------------------------------


def test_that_the_program_reads_at_the_end_of_the_file_what_the_builder_put_there(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    made = setup(tmp_path, key).read_bytes()
    block = read_block(made[-LONGEST_TAIL:])
    assert (block.version, block.commit, block.installed, block.size) == ("0.2.0", COMMIT, 250_000_000, len(BODY))
    require_content(block, sha256(BODY))
    public = key.public_key().public_bytes_raw()
    assert judge(block, file_size=len(made), version="0.1.0", key=public) is Vouching.SIGNED


def test_that_an_unsigned_one_says_so_and_one_of_another_product_is_refused(tmp_path: Path) -> None:
    made = setup(tmp_path).read_bytes()
    assert judge(read_block(made), file_size=len(made), version="0.1.0", key=None) is Vouching.UNSIGNED
    other = setup(tmp_path, product="other").read_bytes()
    with pytest.raises(UserError):
        judge(read_block(other), file_size=len(other), version="0.1.0", key=None)


def test_that_what_is_made_to_be_refused_is_refused(tmp_path: Path) -> None:
    made = setup(tmp_path)
    with pytest.raises(UserError):
        read_block(trial.cut(made, tmp_path / "half.exe").read_bytes())
    changed = trial.changed(made, tmp_path / "changed.exe").read_bytes()
    block = read_block(changed)
    with pytest.raises(UserError):
        require_content(block, sha256(changed[: block.size]))


def test_that_a_version_lies_in_a_folder_the_launcher_and_the_program_take() -> None:
    name = Release("0.2.0", COMMIT).name
    assert name == "0.2.0-3bba385a"
    assert is_name(name)
    assert re.fullmatch(r"[0-9a-z-][0-9a-z.-]*", name)


def test_that_a_revision_made_to_fail_follows_the_newest(tmp_path: Path) -> None:
    (tmp_path / "0006_the_gate.py").write_text("", "utf-8")
    trial._add_revision(tmp_path, fails=True)
    text = (tmp_path / "0007_tried_out.py").read_text("utf-8")
    assert 'revision = "0007"\ndown_revision = "0006"' in text
    assert text.index("create_table") < text.index("raise RuntimeError")
    compile(text, "0007_tried_out.py", "exec")


# --- the script -----------------------------------------------------------------------------------------------------


def test_that_every_sentence_is_said_in_three_languages() -> None:
    said: dict[str, set[str]] = {}
    for name, language, text in re.findall(r'(?m)^LangString (\w+) \$\{LANG_(\w+)\} "(.+)"$', script("sentences.nsh")):
        assert text.strip()
        said.setdefault(name, set()).add(language)
    assert said
    assert {name for name, languages in said.items() if languages != LANGUAGES} == set()
    used = set(re.findall(r"\$\((\w+)\)", "".join(script(name) for name in SCRIPTS)))
    assert used == set(said)


def test_that_every_registry_key_that_is_written_is_taken_away_again() -> None:
    removal = script("installer.nsi").partition('Section "Uninstall"')[2]
    keys = set(re.findall(r'DeleteRegKey HKCU "([^"]+)"', removal))
    values = set(re.findall(r'DeleteRegValue HKCU "([^"]+)" "([^"]+)"', removal))
    left = {
        (key, name)
        for key, name in re.findall(r'WriteReg\w+ HKCU "([^"]+)" "([^"]*)"', script("installer.nsi"))
        if (key, name) not in values and not any(key == gone or key.startswith(f"{gone}\\") for gone in keys)
    }
    assert left == set()


def test_that_every_file_beside_the_versions_is_taken_away_again() -> None:
    removal = script("installer.nsi").partition('Section "Uninstall"')[2]
    everything = script("installer.nsi") + script("asking.nsh") + (HERE / "launcher.c").read_text("utf-8")
    beside = set(
        re.findall(
            r'(?:!insertmacro Put |WriteUninstaller |L|\$INSTDIR\\)"?(?:\$INSTDIR\\)?([a-zA-Z-]+\.(?:txt|exe))"',
            everything,
        )
    )
    assert {"Touchpoint.exe", "uninstall.exe", "current.txt", "previous.txt", "starting.txt", "returned.txt"} <= beside
    assert {name for name in beside if f'Delete "$INSTDIR\\{name}"' not in removal} == set()


def test_that_installer_and_launcher_call_the_open_program_by_the_same_name() -> None:
    launcher, installer = (HERE / "launcher.c").read_text("utf-8"), script("running.nsh")
    for number in (0x811C9DC5, 0x01000193):
        stated = [int(text, 0) for text in re.findall(r"0x[0-9a-f]{8}", installer)]
        assert number in stated
        assert f"{number}u" in launcher
    assert 'L"Local\\\\Touchpoint-%08x"' in launcher
    assert '"Local\\Touchpoint-$4"' in installer
    assert '"%08x"' in installer
    # Before it looks for open programs: a start that it does not see then sees it.
    main = script("installer.nsi").partition('Section "$(Program)" Main')[2]
    assert 'L"-installing"' in launcher
    assert '"$Place-installing"' in script("asking.nsh")
    assert main.index("Call HoldStarts") < main.index("Call AskToClose") < main.index("File /r")


def test_that_a_version_that_can_make_no_window_is_given_up_for_its_exit_code() -> None:
    assert f"#define NO_WINDOW {NO_WINDOW} " in (HERE / "launcher.c").read_text("utf-8")
