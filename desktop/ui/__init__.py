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


def _import_quickly() -> None:
    """Keep PySide6 from reading the source of every module that is imported after it.

    It looks there for its own name, for the switchable features (snake_case) that nobody here uses: 20 MB of text in
    `linecache`, and a fifth of the time every import takes.
    """
    from PySide6 import QtCore  # noqa: F401, PLC0415 - after the counts above are safe

    features = sys.modules.get("shibokensupport.feature")
    if features is not None:
        features._mod_uses_pyside = lambda _module: False  # type: ignore[attr-defined]  # noqa: SLF001 - has no switch


_import_quickly()
