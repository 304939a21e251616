"""What people read, in three languages.

Message ids are English. Text that is chosen now is asked from a `Language`; text that is decided here but shown
elsewhere (errors, table heads, choices) travels as a `Message` made by `msg()`. Nothing is translated at import
time and stored data is never translated.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from babel import Locale, dates, numbers
from babel.support import Translations

from desktop.core.paths import i18n_dir

if sys.platform == "win32":
    import ctypes
    import locale

if TYPE_CHECKING:
    import gettext as _gettext
    from collections.abc import Mapping
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.months import Month

__all__ = ["LANGUAGES", "Language", "Message", "language", "msg", "nmsg", "system_language", "system_names"]

LANGUAGES: Mapping[str, str] = MappingProxyType({"zh_CN": "简体中文", "zh_TW": "繁體中文", "en": "English"})
"""Code of every language with its name in itself, in the order of the menus."""

DOMAIN = "desktop"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet in any language: message id, parameters, and for counted things the plural id and count.

    Parameters may be Messages themselves; they are translated with it.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""
    count: int = 0


def msg(msgid: str, **params: object) -> Message:
    """Return a message to translate later: `msg("Room %(room)s is unknown.", room=text)`."""
    return Message(msgid, params)


def nmsg(singular: str, plural: str, count: int, **params: object) -> Message:
    """Return a counted message to translate later; `%(count)s` is available in both forms."""
    return Message(singular, {"count": count, **params}, plural, count)


class Language:
    """One language: texts, numbers, dates. Immutable; shared freely between threads."""

    def __init__(self, code: str, translations: _gettext.NullTranslations) -> None:
        """Use `translations` for `code`, one of `LANGUAGES`."""
        self.code = code
        self.locale = Locale.parse(code)
        self._translations = translations

    def gettext(self, msgid: str, **params: object) -> str:
        """Translate `msgid` and fill in `params` (`%(name)s`)."""
        text = self._translations.gettext(msgid) if msgid else ""
        return text % self._plain(params) if params else text

    def ngettext(self, singular: str, plural: str, count: int, **params: object) -> str:
        """Translate a counted text; `%(count)s` is the count in this language's digits."""
        text = self._translations.ngettext(singular, plural, count)
        return text % {"count": self.integer(count), **self._plain(params)}

    def pgettext(self, context: str, msgid: str, **params: object) -> str:
        """Translate `msgid` as meant in `context`, where one English word has several translations."""
        text = self._translations.pgettext(context, msgid)
        return text % self._plain(params) if params else text

    def message(self, message: Message) -> str:
        """Translate a message made by `msg` or `nmsg`, and the messages inside it."""
        if message.plural:
            params = {key: value for key, value in message.params.items() if key != "count"}
            return self.ngettext(message.msgid, message.plural, message.count, **params)
        return self.gettext(message.msgid, **message.params)

    def integer(self, value: int) -> str:
        """Return `value` with thousands separators and a true minus sign."""
        return numbers.format_decimal(value, locale=self.locale).replace("-", MINUS)

    def decimal(self, value: float, digits: int = 1) -> str:
        """Return `value` rounded half up to exactly `digits` decimals, with a true minus sign and no minus zero."""
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return numbers.format_decimal(rounded or Decimal(0), pattern, locale=self.locale).replace("-", MINUS)

    def percent(self, fraction: float | None, digits: int = 1) -> str:
        """Return a fraction as percentage, "-" for none (a rate over nothing is no rate)."""
        return "-" if fraction is None else f"{self.decimal(fraction * 100, digits)}%"

    def full_date(self, day: date) -> str:
        """Return a full date: 2026年11月22日, 22 Nov 2026."""
        return dates.format_date(day, "d MMM y" if self.code == "en" else "y年M月d日", locale=self.locale)

    def short_date(self, day: date) -> str:
        """Return a date within the year: 11月22日, 22 Nov."""
        return dates.format_date(day, "d MMM" if self.code == "en" else "M月d日", locale=self.locale)

    def weekday(self, day: date) -> str:
        """Return the weekday's full name."""
        return dates.format_date(day, "EEEE", locale=self.locale)

    def short_weekday(self, day: date) -> str:
        """Return the weekday as the head of a narrow column: 周三, Wed."""
        return dates.format_date(day, "EEE", locale=self.locale)

    def month(self, month: Month) -> str:
        """Return a month with its year: 2026年10月, October 2026."""
        pattern = "MMMM y" if self.code == "en" else "y年M月"
        return dates.format_date(month.first_day, pattern, locale=self.locale)

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """Return date and time in `zone`: 2026-11-22 14:05."""
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")

    def time(self, at: datetime, zone: ZoneInfo) -> str:
        """Return the time of day in `zone`: 14:05."""
        return at.astimezone(zone).strftime("%H:%M")

    def _plain(self, params: Mapping[str, object]) -> dict[str, Any]:
        return {key: self.message(value) if isinstance(value, Message) else value for key, value in params.items()}


@lru_cache(maxsize=len(LANGUAGES))
def language(code: str) -> Language:
    """Return the language of `code`; raise KeyError for one that is not in `LANGUAGES`."""
    if code not in LANGUAGES:
        raise KeyError(code)
    return Language(code, Translations.load(str(i18n_dir()), [code], DOMAIN))


def system_names() -> tuple[str, ...]:
    """Return the names of the languages this person wants of programs, the most wanted first."""
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return (*(name for name in named if name), *_own_names())


if sys.platform == "win32":

    def _own_names() -> tuple[str, ...]:
        # Windows has no such variables; this is the language that its own menus speak.
        spoken = int(ctypes.windll.kernel32.GetUserDefaultUILanguage())
        return (locale.windows_locale.get(spoken, ""),)

else:

    def _own_names() -> tuple[str, ...]:
        return ()


def system_language(*candidates: str | None) -> str:
    """Return the first of `candidates` (locale names such as zh_HK.UTF-8) we speak, else zh_CN."""
    for candidate in candidates:
        name = (candidate or "").replace("-", "_").split(".")[0].lower()
        if name.startswith("zh"):
            traditional = ("hant", "_tw", "_hk", "_mo")
            return "zh_TW" if any(part in name for part in traditional) else "zh_CN"
        if name.startswith("en"):
            return "en"
    return "zh_CN"
