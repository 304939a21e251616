from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import WorldError
from desktop.storage.keys import KeyFile, new_data_key
from desktop.storage.locks import lock

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock

ROOT = Path(__file__).resolve().parents[2]

HOLDER = """
import sys
from pathlib import Path
from desktop.storage.locks import lock

with lock(Path(sys.argv[1]), shared=sys.argv[2] == "shared"):
    print("held", flush=True)
    sys.stdin.read()
"""

ADDER = """
import sys
from pathlib import Path
from desktop.storage import slots
from desktop.storage.keys import KeyFile

slots.COST = slots.Cost(memory=64, passes=1, lanes=1)
for number in range(15):
    KeyFile(Path(sys.argv[1])).put_slot(bytes.fromhex(sys.argv[3]), f"{sys.argv[2]}{number}", "open sesame")
"""


def held_elsewhere(path: Path, manner: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLDER, str(path), manner]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize(
    ("there", "here", "allowed"),
    [("shared", True, True), ("shared", False, False), ("all", True, False), ("all", False, False)],
)
def test_that_sharers_exclude_only_who_wants_all(tmp_path: Path, there: str, here: bool, allowed: bool) -> None:  # noqa: FBT001 - a table of cases
    with held_elsewhere(tmp_path / "lock", there) as other:
        if allowed:
            lock(tmp_path / "lock", shared=here, patience=0.05).close()
        else:
            with pytest.raises(WorldError, match="open in another window"):
                lock(tmp_path / "lock", shared=here, patience=0.05)
        other.kill()
    with lock(tmp_path / "lock", patience=1.0):
        assert (tmp_path / "lock").exists()


def test_that_a_lock_excludes_within_one_program_too(tmp_path: Path) -> None:
    with lock(tmp_path / "lock", shared=True) as first:
        with pytest.raises(WorldError):
            lock(tmp_path / "lock", patience=0.05)
        first.close()
        lock(tmp_path / "lock", patience=0.05).close()


def test_that_accounts_added_by_two_programs_at_once_are_all_kept(tmp_path: Path, clock: FixedClock) -> None:
    keys, key = KeyFile(tmp_path / "keys.json"), new_data_key()
    keys.create(key, "admin", "open sesame")
    adders = [
        subprocess.Popen([sys.executable, "-c", ADDER, str(keys.path), name, key.hex()], cwd=ROOT) for name in "ab"
    ]
    assert [adder.wait() for adder in adders] == [0, 0]
    assert len(keys.names()) == 31
    assert keys.unlock("b14", "open sesame", clock).key == key
