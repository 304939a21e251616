#!/usr/bin/env python3
"""Build what people install.

  python3 packaging/build.py windows   dist/touchpoint-VERSION-setup.exe, the installer for Windows, made on Linux
  python3 packaging/build.py linux     dist/touchpoint-VERSION-linux.tar.xz, one folder that starts by itself
  python3 packaging/build.py all       both

  --sign FILE  sign with the Ed25519 private key in FILE (PEM); also TOUCHPOINT_SIGNING_KEY=FILE
  --quick      pack with less effort: a larger file, to try things out with

Only what is committed is built. Downloads stay in build/downloads; what is made of them is made anew each time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import dev  # noqa: E402 - lies in the project's folder

SYSTEMS = {"windows", "linux", "all"}


def main(arguments: list[str]) -> int:
    """Set up .venv where it is missing, and build in it."""
    if not SYSTEMS.intersection(arguments):
        print(__doc__.strip())
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    python = dev.set_up("test")
    return subprocess.call(
        [python, "-m", "bundling", *arguments], cwd=str(ROOT), env={**os.environ, "PYTHONPATH": str(ROOT / "packaging")}
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
