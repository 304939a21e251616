"""Prepares an application for the kit: fonts, look, language, in this order and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """Give `app` its fonts, its look and its language; return the two that change live.

    With `all_fonts` the rare characters are there on return instead of after the first paint. Raise WorldError
    where a font is missing and KeyError for a language that is not in `LANGUAGES`.
    """
    load_fonts(app, at_once=all_fonts)
    dressed, spoken = theme(), ui_language()
    dressed.choose(look)
    spoken.choose(language)
    return dressed, spoken
