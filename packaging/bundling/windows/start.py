"""What the launcher runs: the program as it was installed."""

import sys

# The program asks whether it starts itself again by name (`desktop/sheets/read.py`).
sys.frozen = True  # type: ignore[attr-defined]

from desktop.__main__ import main  # noqa: E402

sys.exit(main())
