"""The window's language, changed while the program runs.

A text on screen is said, not set: `say(label, text=msg("Room"), toolTip=msg("As on the door"))` translates now and
again whenever the language changes, as long as the widget lives. What is composed from data connects to
`UiLanguage.changed` or overrides `changeEvent` and looks for `QEvent.Type.LanguageChange`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken

from desktop.core.i18n import Language, Message, language

__all__ = ["Text", "UiLanguage", "plain_tip", "say", "translate", "ui_language"]

Text: TypeAlias = Message | str | Callable[[Language], str]
"""What can be said: a message, data that is the same in every language, or a function that composes the text."""


class UiLanguage(QObject):
    """The one language of all windows. `changed` is emitted after every said text was translated anew."""

    changed = Signal()

    def __init__(self, code: str, parent: QObject | None = None) -> None:
        """Speak `code`, one of `LANGUAGES`; raise KeyError for another one."""
        super().__init__(parent)
        self._said: WeakKeyDictionary[QObject, dict[str, Text]] = WeakKeyDictionary()
        self._stock = QTranslator(self)
        self._language = language(code)
        self._install_stock()

    @property
    def language(self) -> Language:
        """Return the language spoken now."""
        return self._language

    def choose(self, code: str) -> None:
        """Change to `code`, one of `LANGUAGES`; raise KeyError for another one."""
        self.speak(language(code))

    def speak(self, language_: Language) -> None:
        """Change to `language_` and translate everything on screen."""
        if language_ is self._language:
            return
        self._language = language_
        self._install_stock()
        for owner, texts in list(self._said.items()):
            if Shiboken.isValid(owner):
                for name, text in texts.items():
                    owner.setProperty(name, _as_shown(name, translate(text, language_)))
        if isinstance(QCoreApplication.instance(), QApplication):
            for window in QApplication.topLevelWidgets():
                QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
        self.changed.emit()

    def say(self, owner: QObject, texts: dict[str, Text]) -> None:
        """Set the Qt properties `texts` of `owner` and keep them translated while it lives."""
        self._said.setdefault(owner, {}).update(texts)
        for name, text in texts.items():
            owner.setProperty(name, _as_shown(name, translate(text, self._language)))

    def _install_stock(self) -> None:
        """Give Qt's stock dialogs and calendars the same language; English is built in."""
        QLocale.setDefault(QLocale(self._language.code))
        QCoreApplication.removeTranslator(self._stock)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._language.code != "en" and self._stock.load(f"qtbase_{self._language.code}", folder):
            QCoreApplication.installTranslator(self._stock)


def plain_tip(words: str) -> str:
    """Return `words` so that a tooltip shows them as they are, also where they look like markup."""
    return Qt.convertFromPlainText(words) if Qt.mightBeRichText(words) else words


def _as_shown(name: str, words: str) -> str:
    return plain_tip(words) if name == "toolTip" else words


def translate(text: Text, language_: Language) -> str:
    """Return `text` in `language_`."""
    if isinstance(text, Message):
        return language_.message(text)
    return text if isinstance(text, str) else text(language_)


def ui_language() -> UiLanguage:
    """Return the application's language, Simplified Chinese until one is chosen; needs an application."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("a language needs an application")
    found = getattr(app, "_ui_language", None)
    if not isinstance(found, UiLanguage):
        found = UiLanguage("zh_CN", app)
        app._ui_language = found  # type: ignore[attr-defined]  # noqa: SLF001 - the application carries its language
    return found


def say(owner: QObject, **texts: Text) -> None:
    """Set Qt properties of `owner` (text, toolTip, placeholderText, accessibleName ...) in the window's language.

    They are translated anew when the language changes; saying a property again replaces its text.
    """
    ui_language().say(owner, texts)
