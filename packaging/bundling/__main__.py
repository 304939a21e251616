"""Build what was asked for; `build.py` starts this inside .venv."""

from __future__ import annotations

import sys
import time

from bundling.fetching import FetchError
from bundling.windows import installer

BUILDERS = {"windows": (installer.build,)}


def main(system: str) -> int:
    """Build for `system` and tell what came of it."""
    for build in BUILDERS[system]:
        begun = time.monotonic()
        try:
            built = build()
        except FetchError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{built} {built.stat().st_size / 1e6:.1f} MB, {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
