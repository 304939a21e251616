"""The program's own fonts: text faces before the first window, the rare characters after it is painted.

Qt maps the files, it does not read them into memory: registering costs some milliseconds each, and the 30 MB of
rare characters cost memory only once one of them is shown.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.core.paths import resources_dir
from desktop.core.tokens import TYPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

__all__ = ["FAMILIES", "font", "load_fonts"]

FAMILIES = ("Noto Sans SC", "HanaMinB")
"""Tried in this order for every single character; the second holds the rare ones of GB18030-2022 level 3."""

_FIRST = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf")
_LATER = ("HanaMinB.ttf",)


def load_fonts(app: QApplication, *, at_once: bool = False) -> None:
    """Register the fonts with `app` and make the body face its font.

    The face no first window shows follows when the event loop is idle; with `at_once` they are there on return
    (tests, screenshots). Raise WorldError where a font file is missing or unreadable.
    """
    _register(_FIRST)
    app.setFont(font("body"))
    if at_once:
        _register(_LATER)
    else:
        QTimer.singleShot(0, app, _register_later)


@cache
def font(role: str = "body") -> QFont:
    """Return the font of `role`, a key of `TYPE`; copy it before changing it. Its figures are of equal width."""
    size = TYPE[role]
    chosen = QFont()
    chosen.setFamilies(FAMILIES)
    chosen.setPointSizeF(size.points)
    chosen.setWeight(QFont.Weight(size.weight))
    return chosen


def _register_later() -> None:
    _register(_LATER)


def _register(names: Sequence[str]) -> None:
    for name in names:
        path = resources_dir() / "fonts" / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            text = msg("The font file %(file)s is missing or damaged. Install the program again.", file=name)
            raise WorldError(text)
