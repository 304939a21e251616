"""The Qt kit every screen is made of; it knows no feature, no database and no paper.

`kit.start_kit` prepares an application; then theme and language are there for every widget. What a person reads
goes through `language.say`, what a widget is painted with through `theme.theme`, and both change live.
"""

from __future__ import annotations

import sys

__all__: list[str] = []

if sys.version_info < (3, 12):
    # PySide6 6.12.0 is compiled for a Python whose singletons are immortal (3.12, PEP 683): on 3.11 every call of Qt
    # that returns None, True, False or NotImplemented by the macros Py_RETURN_... takes one reference away, and the
    # program is aborted after some thousand calls ("none_dealloc: deallocating None"). A count that nobody can use up
    # makes them immortal here, too.
    import ctypes

    for _singleton in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(_singleton)).value += 1 << (40 if sys.maxsize > 1 << 32 else 28)
