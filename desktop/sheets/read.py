"""Opens a stranger's spreadsheet: `read_workbook` returns its sheets, or says in one sentence why not.

The file's name decides nothing and is only ever shown; what the bytes are is found out by a confined child process
(`child`), so that a hostile file can at worst end that process.
"""

from __future__ import annotations

import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import IO, TYPE_CHECKING

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import msg
from desktop.sheets.transport import CHILD_ARGUMENT, END, READY, Fault, decode
from desktop.sheets.workbook import Limits, Sheet, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.core.i18n import Message
    from desktop.sheets.workbook import Cell

__all__ = ["CHILD_ARGUMENT", "Limits", "read_workbook", "shown_name"]

LONGEST_LINE = 500_000_000
LONGEST_NAME = 60
BETWEEN_LOOKS = 0.05
"""Seconds between two looks at the clock and at whether the person gave up."""

_CONTAINERS = frozenset({dict, list})


def read_workbook(path: Path, *, limits: Limits | None = None, cancelled: Callable[[], bool] | None = None) -> Workbook:
    """Return the sheets of the spreadsheet or text table at `path`; blocks, so call it from a background task.

    `cancelled` is asked from another thread some twenty times a second; once it says True the reading ends.
    Raises UserError for a file that is missing, too large, empty, damaged, locked by a password, no table, or too slow
    to read, and when cancelled; WorldError when the disk fails or another program holds the file.
    """
    limits = limits or Limits()
    name = shown_name(path)
    with _opened(path, name, limits.file_bytes) as source, _reader(source, limits) as reader:
        watch = _Watch(reader, limits.seconds, cancelled)
        with watch:
            sheets = _received(reader, path, name, limits.cells, watch)
    if not any(sheet.rows for sheet in sheets):
        raise UserError(_sentence(Fault.EMPTY, name, ""))
    return sheets


def shown_name(path: Path) -> str:
    """Return the file's name fit to be shown in a sentence: one line, no control characters, not endless."""
    name = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in path.name)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 12]}…{name[-11:]}"


@contextmanager
def _opened(path: Path, name: str, most_bytes: int) -> Iterator[IO[bytes]]:
    try:
        about = path.stat()
        # asked before opening: opening a pipe would wait for ever
        if not stat.S_ISREG(about.st_mode):
            raise UserError(msg("“%(file)s” is not a file; choose a spreadsheet.", file=name))
        if about.st_size > most_bytes:
            raise UserError(_too_large(name))
        source = path.open("rb")
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UserError(msg("There is no file “%(file)s”; choose it again.", file=name)) from error
    except PermissionError as error:
        raise WorldError(
            msg("“%(file)s” cannot be opened; close it in other programs and check your rights.", file=name)
        ) from error
    except OSError as error:
        raise WorldError(
            msg("“%(file)s” cannot be read from its disk; copy it to this computer and try again.", file=name)
        ) from error
    with source:
        yield source


@contextmanager
def _reader(source: IO[bytes], limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    frozen = bool(getattr(sys, "frozen", False))
    command = [sys.executable, CHILD_ARGUMENT] if frozen else [sys.executable, "-m", "desktop.sheets.child"]
    command += [str(limits.cells), str(limits.seconds), str(limits.memory_bytes)]
    # the folder of the package: -m looks there first, and never in the folder the person happens to work in
    home = Path(__file__).resolve().parent.parent.parent
    try:
        reader = subprocess.Popen(  # noqa: S603 - our own program, no part of the command is the file's
            command,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=None if frozen else home,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise WorldError(
            msg("The computer cannot start another process; close some programs and try again.")
        ) from error
    with reader:
        try:
            yield reader
        finally:
            reader.kill()


class _Watch:
    """Ends the reader when its time is over or the person gives up."""

    def __init__(self, reader: subprocess.Popen[bytes], seconds: float, cancelled: Callable[[], bool] | None) -> None:
        self._reader = reader
        self._seconds = seconds
        self._cancelled = cancelled
        self.was_cancelled = cancelled is not None and cancelled()
        self.was_late = seconds <= 0
        self._finished = Event()
        self._thread = Thread(target=self._look, name="sheets-watch", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._finished.set()
        self._thread.join()

    def _look(self) -> None:
        end = monotonic() + self._seconds
        while not (self.was_cancelled or self.was_late):
            if self._finished.wait(BETWEEN_LOOKS):
                return
            self.was_cancelled = self._cancelled is not None and self._cancelled()
            self.was_late = monotonic() >= end
        self._reader.kill()


def _received(reader: subprocess.Popen[bytes], path: Path, name: str, most_cells: int, watch: _Watch) -> Workbook:
    out = reader.stdout
    assert out is not None
    if out.readline() != READY and not (watch.was_cancelled or watch.was_late):
        raise RuntimeError(f"the sheet reader did not start (exit {reader.wait()})")
    sheets: list[Sheet] = []
    room = most_cells
    try:
        for line in iter(lambda: out.readline(LONGEST_LINE), b""):
            if line == END:
                return tuple(sheets)
            item = decode(line)
            if isinstance(item, dict):
                _stop_at_fault(item, name)
                sheets.append(Sheet(str(item["sheet"]) or path.stem, [], bool(item["hidden"])))
            else:
                rows = _rows(item)
                room -= sum(map(len, rows))
                if room < 0:
                    raise UserError(_sentence(Fault.TOO_MANY_CELLS, name, ""))
                sheets[-1].rows.extend(rows)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise UserError(_sentence(Fault.DAMAGED, name, "")) from error
    if watch.was_cancelled:
        raise UserError(msg("Reading “%(file)s” was stopped; nothing was imported.", file=name))
    if watch.was_late:
        raise UserError(
            msg(
                "“%(file)s” takes too long to read; copy the table alone into a new workbook and import that.",
                file=name,
            )
        )
    # the process died: out of memory, or a file that breaks the parser
    raise UserError(
        msg(
            "“%(file)s” is damaged or far larger than it seems; copy the table alone into a new workbook and import"
            " that.",
            file=name,
        )
    )


def _stop_at_fault(item: dict[str, object], name: str) -> None:
    if "fault" in item:
        raise UserError(_sentence(Fault(str(item["fault"])), name, str(item["detail"])))


def _rows(item: object) -> list[list[Cell]]:
    """Return `item` as rows; raise TypeError where a reader gone astray sends anything else."""
    if not isinstance(item, list):
        raise TypeError("no rows")
    for row in item:
        if not isinstance(row, list) or not _CONTAINERS.isdisjoint(map(type, row)):
            raise TypeError("no row")
    return item


def _too_large(name: str) -> Message:
    return msg("“%(file)s” is too large; copy the table alone into a new workbook and import that.", file=name)


def _sentence(fault: Fault, name: str, row: str) -> Message:
    web_page = msg(
        "“%(file)s” is a web page under the name of a workbook; open it in a spreadsheet program, save it as .xlsx and"
        " import that.",
        file=name,
    )
    sentences = {
        Fault.EMPTY: msg("There is nothing in “%(file)s”; choose the file that holds the table.", file=name),
        Fault.PASSWORD: msg(
            "“%(file)s” is locked with a password; open it in a spreadsheet program, save it without one and import it"
            " again.",
            file=name,
        ),
        Fault.DAMAGED: msg(
            "“%(file)s” is damaged and cannot be read; open it in a spreadsheet program, save it as a new .xlsx file"
            " and import that.",
            file=name,
        ),
        Fault.TOO_MANY_CELLS: _too_large(name),
        Fault.TOO_DENSE: _too_large(name),
        Fault.ENTITIES: msg(
            "“%(file)s” contains declarations that no workbook needs and was not opened; save it as a new .xlsx file in"
            " a spreadsheet program and import that.",
            file=name,
        ),
        Fault.WEB_PAGE: web_page,
        Fault.XML_2003: web_page,
        Fault.UNKNOWN: msg(
            "“%(file)s” is not a spreadsheet; files of the kinds .xlsx, .xls, .ods and .csv can be read.", file=name
        ),
        Fault.ENCODING: msg(
            "The characters of “%(file)s” cannot be read; save it as .xlsx or as CSV UTF-8 and import that.", file=name
        ),
        Fault.OPEN_QUOTE: msg(
            "In “%(file)s” a quotation mark opens in row %(row)s and never closes; mend that row and import the file"
            " again.",
            file=name,
            row=row,
        ),
    }
    return sentences[fault]
