"""What the launcher runs: the program as it was installed.

`sys.exit` would end the process before the launcher hears of it, and it wants to know whether a new version started
well. The exit code is left in the environment instead, where the launcher reads it.
"""

import os
import sys

# The program asks whether it starts itself again by name (`desktop/sheets/read.py`).
sys.frozen = True  # type: ignore[attr-defined]

from desktop.__main__ import main  # noqa: E402


def _run() -> int:
    try:
        return main()
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
            return 1
        return ended.code or 0


os.environ["TOUCHPOINT_ENDED"] = str(_run())
