"""Build what was asked for; `build.py` starts this inside .venv."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING

from bundling.assembling import require_committed
from bundling.fetching import FetchError
from bundling.signing import KEY, signing_key
from bundling.windows import installer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Build for the system that is named and tell what came of it."""
    parser = argparse.ArgumentParser(prog="build.py")
    parser.add_argument("system", choices=("windows", "linux", "all"))
    parser.add_argument("--sign", metavar="FILE", help=f"sign with the Ed25519 key in FILE (or name it by {KEY})")
    parser.add_argument("--quick", action="store_true", help="pack with less effort: larger, to try things out with")
    asked = parser.parse_args(arguments)
    if asked.sign:
        os.environ[KEY] = os.path.abspath(asked.sign)  # noqa: PTH100 - only for the processes that are started
    try:
        require_committed()
        if signing_key() is None:
            print("There is no key to sign with: this build is marked unsigned.", file=sys.stderr)
        for build in _builders(asked.system, quick=asked.quick):
            begun = time.monotonic()
            built = build()
            print(f"{built} {built.stat().st_size / 1e6:.1f} MB, {time.monotonic() - begun:.0f} s")
    except FetchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _builders(system: str, *, quick: bool) -> list[Callable[[], Path]]:
    found: list[Callable[[], Path]] = []
    if system in {"windows", "all"}:
        found.append(lambda: installer.build(quick=quick))
    if system in {"linux", "all"}:
        # What it imports is needed for Linux only.
        from bundling.linux import bundle  # noqa: PLC0415

        found.append(lambda: bundle.build(quick=quick))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
