from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def confined(code: str) -> subprocess.CompletedProcess[str]:
    code = f"from desktop.sheets.confine import confine; confine(500_000_000, 60); {code}"
    return subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)


def test_that_a_confined_process_has_its_memory_and_no_more() -> None:
    assert confined("print(len(bytearray(100_000_000)))").stdout == "100000000\n"
    assert "MemoryError" in confined("bytearray(600_000_000)").stderr


def test_that_a_confined_process_writes_no_file_or_at_least_starts_no_program(tmp_path: Path) -> None:
    file = str(tmp_path / "written")
    write = f"import subprocess, sys; open({file!r}, 'wb', 0).write(b'x')"
    assert confined(f"{write}; subprocess.run([sys.executable, '-c', ''], check=True)").returncode != 0
