#!/usr/bin/env python3
"""Try out what was built, without Windows: the installer under Debian's wine, the Linux bundle beside the source.

  python3 packaging/check.py [SETUP.exe] [--only TEXT]

Takes dist/touchpoint-VERSION-setup.exe and makes a Windows of its own in build/wine. Pictures, papers and the table
stay in build/check. What cannot be run on this machine is named, and never counts as passed; ends with 1 if anything
failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import dev  # noqa: E402 - lies in the project's folder


def main(arguments: list[str]) -> int:
    """Set up .venv where it is missing, and check in it."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__.strip())
        return 0
    python = dev.set_up("test")
    return subprocess.call(
        [python, "-m", "checking", *arguments], cwd=str(ROOT), env={**os.environ, "PYTHONPATH": str(ROOT / "packaging")}
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
