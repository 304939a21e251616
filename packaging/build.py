#!/usr/bin/env python3
"""Build what people install.

  python3 packaging/build.py windows   dist/touchpoint-VERSION-setup.exe, the installer for Windows, made on Linux

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


def main(arguments: list[str]) -> int:
    """Set up .venv where it is missing, and build in it."""
    if not arguments or arguments[0] != "windows":
        print(__doc__.strip())
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    python = dev.set_up("test")
    return subprocess.call(
        [python, "-m", "bundling", *arguments], cwd=str(ROOT), env={**os.environ, "PYTHONPATH": str(ROOT / "packaging")}
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
