"""Prepares an application for the kit: icon, fonts, look, language, in this order and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon

from desktop.core.paths import resources_dir
from desktop.ui.fonts import load_fonts
from desktop.ui.language import UiLanguage, ui_language
from desktop.ui.theme import Theme, ThemeChoice, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

__all__ = ["start_kit"]


def start_kit(
    app: QApplication,
    *,
    look: ThemeChoice = ThemeChoice.SYSTEM,
    language: str = "zh_CN",
    all_fonts: bool = False,
) -> tuple[Theme, UiLanguage]:
    """Give `app` its icon, fonts, look and language; return the two that change live.

    With `all_fonts` the rare characters are there on return instead of after the first paint. Raise WorldError
    where a font is missing and KeyError for a language that is not in `LANGUAGES`.
    """
    if app.windowIcon().isNull():
        # Windows, dialogs and the place in the tray show it; it is drawn for each size when that is asked for.
        app.setWindowIcon(QIcon(str(resources_dir() / "touchpoint.svg")))
    load_fonts(app, at_once=all_fonts)
    dressed, spoken = theme(), ui_language()
    dressed.choose(look)
    spoken.choose(language)
    return dressed, spoken
