"""This PC's settings: each declared once, kept in one small JSON file, none of them personal.

The settings page is derived from `SETTINGS`. A file that is damaged or from a newer version never keeps the program
from starting: what cannot be read falls back to its default.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from urllib.parse import urlsplit, urlunsplit

from desktop.core.errors import Problem, WorldError
from desktop.core.i18n import LANGUAGES, Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = [
    "COLUMNS",
    "COLUMN_WIDTHS",
    "DATA_PLACE",
    "FIRST_RUN_DONE",
    "GATE",
    "GATE_LOOK",
    "GATE_PROVINCE",
    "LANGUAGE",
    "LOCK_AFTER",
    "PAPERS",
    "PRINTERS",
    "SETTINGS",
    "SPLITTERS",
    "THEME",
    "WINDOW_GEOMETRY",
    "Setting",
    "Settings",
]

T = TypeVar("T")

_ATTEMPTS = 10
_PAUSE_SECONDS = 0.05
_HELD_BY_ANOTHER_PROGRAM = frozenset({5, 32})
"""Windows errors ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION: a virus scanner looks at the file for a moment."""


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting: `key` in the file, its `default`, its `label` on the settings page.

    `read` turns what the file or a caller holds into a value and raises ValueError for anything else. `choices` names
    every possible value where they are few. What the program remembers by itself is not `shown` on the page.
    """

    key: str
    read: Callable[[object], T]
    default: T
    label: Message
    choices: Mapping[T, Message] = field(default_factory=dict)
    shown: bool = True


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004 - one error for every unfit value
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not a yes or no")  # noqa: TRY004 - one error for every unfit value
    return value


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a whole number")
    return value


def _lists(of: type[T]) -> Callable[[object], Mapping[str, tuple[T, ...]]]:
    """Return a reader of named lists of `of`, such as the visible columns of each table."""

    def read(value: object) -> Mapping[str, tuple[T, ...]]:
        if not isinstance(value, dict | MappingProxyType):
            raise ValueError("not a table of lists")  # noqa: TRY004 - one error for every unfit value
        for items in value.values():
            if not isinstance(items, list | tuple) or any(type(item) is not of for item in items):
                raise ValueError("not a list of the right kind")
        return MappingProxyType({str(name): tuple(items) for name, items in value.items()})

    return read


def _tables(value: object) -> Mapping[str, Mapping[str, int]]:
    """Read named tables of whole numbers, such as the widths of each list's columns."""
    if not isinstance(value, dict | MappingProxyType):
        raise ValueError("not a table of tables")  # noqa: TRY004 - one error for every unfit value
    for table in value.values():
        if not isinstance(table, dict) or any(type(number) is not int for number in table.values()):
            raise ValueError("not a table of numbers")
    return MappingProxyType(
        {str(name): {str(key): number for key, number in table.items()} for name, table in value.items()}
    )


def _place(value: object) -> str:
    """Return a folder, or a database's address without its password: that is asked for, never kept here."""
    place = _text(value)
    if "://" not in place:
        return place
    parts = urlsplit(place)
    user, at, host = parts.netloc.rpartition("@")
    query = "&".join(item for item in parts.query.split("&") if not item.lower().startswith("password="))
    return urlunsplit(parts._replace(netloc=user.partition(":")[0] + at + host, query=query))


LANGUAGE: Setting[str] = Setting(
    "language",
    _text,
    "zh_CN",
    msg("Language"),
    # A language is called by its own name in every language; these are no messages to translate.
    MappingProxyType({code: Message(name) for code, name in LANGUAGES.items()}),
)
THEME: Setting[str] = Setting(
    "theme",
    _text,
    "system",
    msg("Appearance"),
    MappingProxyType({"system": msg("Like the system"), "light": msg("Light"), "dark": msg("Dark")}),
)
LOCK_AFTER: Setting[str] = Setting(
    "lock_after",
    _text,
    "10",
    msg("Lock after"),
    MappingProxyType(
        {
            "5": msg("5 minutes"),
            "10": msg("10 minutes"),
            "30": msg("30 minutes"),
            "0": msg("Never"),
        }
    ),
)
"""Minutes without input until the desk locks by itself; "0" for never. At the gate it never does."""

DATA_PLACE: Setting[str] = Setting("data_place", _place, "", msg("Folder or database of the data"))
FIRST_RUN_DONE: Setting[bool] = Setting("first_run_done", _flag, False, msg("First start finished"), shown=False)
WINDOW_GEOMETRY: Setting[str] = Setting("window_geometry", _text, "", msg("Place of the window"), shown=False)
SPLITTERS: Setting[Mapping[str, tuple[int, ...]]] = Setting(
    "splitters", _lists(int), MappingProxyType({}), msg("Division of the pages"), shown=False
)
COLUMNS: Setting[Mapping[str, tuple[str, ...]]] = Setting(
    "columns", _lists(str), MappingProxyType({}), msg("Visible columns of the lists"), shown=False
)
PAPERS: Setting[Mapping[str, tuple[str, ...]]] = Setting(
    "papers", _lists(str), MappingProxyType({}), msg("Paper of the prints"), shown=False
)
PRINTERS: Setting[Mapping[str, tuple[str, ...]]] = Setting(
    "printers", _lists(str), MappingProxyType({}), msg("Printers of the forms"), shown=False
)
"""The printer that each size of paper was printed on last; a form of 241x140 and A4 rarely lie in the same one."""

COLUMN_WIDTHS: Setting[Mapping[str, Mapping[str, int]]] = Setting(
    "column_widths", _tables, MappingProxyType({}), msg("Widths of the columns of the lists"), shown=False
)
GATE: Setting[int] = Setting("gate", _number, 0, msg("Gate this PC stands at"), shown=False)
GATE_PROVINCE: Setting[str] = Setting("gate_province", _text, "", msg("Province of plates at the gate"), shown=False)
GATE_LOOK: Setting[str] = Setting(
    "gate_look",
    _text,
    "auto",
    msg("Appearance at the gate"),
    MappingProxyType({"auto": msg("Dark by night"), "dark": msg("Always dark"), "light": msg("Always light")}),
    shown=False,
)
SETTINGS: tuple[Setting[Any], ...] = (
    LANGUAGE,
    THEME,
    LOCK_AFTER,
    DATA_PLACE,
    FIRST_RUN_DONE,
    WINDOW_GEOMETRY,
    SPLITTERS,
    COLUMNS,
    PAPERS,
    PRINTERS,
    GATE,
    GATE_LOOK,
    GATE_PROVINCE,
)
"""Every setting there is, in the order of the settings page."""


class Settings:
    """The settings in one file. Not for several threads at once.

    Keys this version does not know are kept as they are, so that a newer version finds them again.
    """

    def __init__(self, path: Path, kept: Mapping[str, object] = MappingProxyType({}), *, damaged: bool = False) -> None:
        """Hold what is `kept` in the file at `path`; `damaged` tells that the file could not be understood."""
        self.path = path
        self.damaged = damaged
        self._kept = dict(kept)

    @classmethod
    def load(cls, path: Path) -> Settings:
        """Read the settings at `path`; never raises.

        No file means every default. A damaged one too; it is put aside as NAME.damaged and `damaged` is set.
        """
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(path)
        except OSError:
            return cls(path, damaged=True)
        except (ValueError, RecursionError):
            kept = None
        if isinstance(kept, dict):
            return cls(path, kept)
        # Where even this fails the next save replaces the file; there is nothing in it that could be used.
        with contextlib.suppress(OSError):
            path.replace(path.with_name(path.name + ".damaged"))
        return cls(path, damaged=True)

    def get(self, setting: Setting[T]) -> T:
        """Return the value of `setting`; its default where none or an unfit one is kept."""
        try:
            return self._fit(setting, self._kept[setting.key])
        except (KeyError, ValueError):
            return setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Keep `value` until `save`; raise ValueError for one the setting cannot have."""
        fit = self._fit(setting, value)
        self._kept[setting.key] = dict(fit) if isinstance(fit, MappingProxyType) else fit

    def save(self) -> None:
        """Write the file, entirely or not at all; raise WorldError if the disk refuses."""
        text = json.dumps(self._kept, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _write_entirely(self.path, text)
        except OSError as error:
            message = msg("The settings could not be saved in %(place)s; they hold until you leave.", place=self.path)
            raise WorldError(Problem(message)) from error

    @staticmethod
    def _fit(setting: Setting[T], value: object) -> T:
        fit = setting.read(value)
        if setting.choices and fit not in setting.choices:
            raise ValueError(f"no choice of {setting.key}")
        return fit


def _write_entirely(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _replace(fresh, path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


def _replace(fresh: Path, path: Path) -> None:
    """Put `fresh` in the place of `path`, waiting at most half a second for a program that holds it open."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            fresh.replace(path)
        except OSError as error:
            held = cast("int | None", getattr(error, "winerror", None)) in _HELD_BY_ANOTHER_PROGRAM
            if not held or attempt == _ATTEMPTS:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return
