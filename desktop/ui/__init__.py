"""The Qt kit every screen is made of; it knows no feature, no database and no paper.

`kit.start_kit` prepares an application; then theme and language are there for every widget. What a person reads
goes through `language.say`, what a widget is painted with through `theme.theme`, and both change live.
"""

from __future__ import annotations

import sys

__all__: list[str] = []

if sys.version_info < (3, 12):
    # PySide6 6.12.0 is built for a Python whose None is immortal (3.12, PEP 683): on 3.11 every call of Qt that
    # returns nothing takes one reference of None away, and the program is aborted after some five thousand calls
    # ("none_dealloc: deallocating None"). A count nobody can use up makes None immortal here, too.
    import ctypes

    ctypes.c_ssize_t.from_address(id(None)).value += 1 << (40 if sys.maxsize > 1 << 32 else 28)
