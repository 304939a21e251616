"""Light and dark: one table of tokens becomes Qt's palette and the one stylesheet, switched while the program runs."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop.core.paths import resources_dir
from desktop.core.tokens import DARK, HEIGHTS, LIGHT, RADIUS, STATUS, TOKENS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

__all__ = ["Theme", "ThemeChoice", "colour", "repolish", "stylesheet", "theme"]

_PLACEHOLDER = re.compile(r"\$\{([a-z0-9-]+)\}")


class ThemeChoice(StrEnum):
    """What a person can choose; `SYSTEM` follows the PC."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The application's look. `changed` is emitted after palette and stylesheet were replaced."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM) -> None:
        """Dress `app` according to `choice`."""
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._lent: ThemeChoice | None = None
        self._scheme = -1
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def choice(self) -> ThemeChoice:
        """Return what was chosen last."""
        return self._choice

    @property
    def dark(self) -> bool:
        """Tell whether the look is dark now."""
        return self._scheme == DARK

    def choose(self, choice: ThemeChoice) -> None:
        """Change the look at once."""
        self._choice = choice
        self._apply()

    def lend(self, choice: ThemeChoice | None) -> None:
        """Look like `choice` whatever the person chose, as the gate does by night; none gives the choice back."""
        self._lent = choice
        self._apply()

    def colour(self, name: str) -> QColor:
        """Return the colour of token `name`; status colours are `red` (text) and `red-tint` (fill)."""
        return _colours(self._scheme)[name]

    def _apply(self) -> None:
        wanted = {ThemeChoice.LIGHT: LIGHT, ThemeChoice.DARK: DARK}.get(self._lent or self._choice, self._system())
        if wanted == self._scheme:
            return
        self._scheme = wanted
        self._app.setPalette(_palette(wanted))
        self._app.setStyleSheet(stylesheet(wanted))
        self.changed.emit()

    def _system(self) -> int:
        return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def theme() -> Theme:
    """Return the application's theme, made on first demand; needs a QApplication."""
    app = QCoreApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("a theme needs a QApplication")
    found = getattr(app, "_theme", None)
    if not isinstance(found, Theme):
        found = Theme(app)
        app._theme = found  # type: ignore[attr-defined]  # noqa: SLF001 - the application carries its theme
    return found


def colour(name: str) -> QColor:
    """Return the colour of token `name` as the look is now."""
    return theme().colour(name)


def repolish(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties the stylesheet asks for and let the widget be styled anew."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


@cache
def stylesheet(scheme: int) -> str:
    """Return the stylesheet for `LIGHT` or `DARK`; raise KeyError for an unknown token in the template."""
    values = {name: pair[scheme] for name, pair in TOKENS.items()}
    for name, pair in STATUS.items():
        values |= {name: pair[scheme].text, f"{name}-tint": pair[scheme].tint}
    values |= {f"radius-{name}": f"{px}px" for name, px in RADIUS.items()}
    values |= {f"height-{name}": f"{px}px" for name, px in HEIGHTS.items()}
    template = (resources_dir() / "themes" / "touchpoint.qss").read_text(encoding="utf-8")
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


@cache
def _colours(scheme: int) -> dict[str, QColor]:
    colours = {name: QColor(pair[scheme]) for name, pair in TOKENS.items()}
    for name, pair in STATUS.items():
        colours[name] = QColor(pair[scheme].text)
        colours[f"{name}-tint"] = QColor(pair[scheme].tint)
    return colours


@cache
def _palette(scheme: int) -> QPalette:
    colours = _colours(scheme)
    role = QPalette.ColorRole
    roles = {
        role.Window: "ground",
        role.WindowText: "ink",
        role.Base: "panel",
        role.AlternateBase: "sunk",
        role.Button: "panel",
        role.ButtonText: "ink",
        role.Text: "ink",
        role.BrightText: "on-accent",
        role.PlaceholderText: "ink2",
        role.ToolTipBase: "panel",
        role.ToolTipText: "ink",
        role.Mid: "line",
        role.Midlight: "line",
        role.Light: "panel",
        role.Dark: "edge",
        role.Shadow: "line",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.Highlight: "accent-tint",
        role.HighlightedText: "ink",
    }
    palette = QPalette()
    for each, name in roles.items():
        palette.setColor(each, colours[name])
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, colours["off"])
    return palette
