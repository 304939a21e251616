"""What the folder's executable runs: the program as it was unpacked."""

from __future__ import annotations

import os
import sys
from urllib.parse import unquote

# The libraries of this folder are for this process; a browser or viewer it opens must find those of the system. A
# second process of the program itself (`desktop/sheets/read.py`) begins anew instead of taking over these variables.
before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
os.environ.pop("LD_LIBRARY_PATH", None)
if before:
    os.environ["LD_LIBRARY_PATH"] = before
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"

# A file manager hands over files as addresses.
sys.argv[1:] = [unquote(given[7:]) if given.startswith("file:///") else given for given in sys.argv[1:]]

from desktop.__main__ import main  # noqa: E402 - after what is around it is in order

sys.exit(main())
