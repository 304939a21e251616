"""From the sheets of a file to sound rows of a ledger, or to refusals.

A day without a time of day stands for its beginning, save where that would put a completion or follow-up before what
came earlier on the same day, and save the due time, which a day leaves until its end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.core.house_numbers import HouseNumber, combine_house_number, try_house_number
from desktop.core.i18n import msg
from desktop.core.texts import clean, search_form
from desktop.requests.ledger import words
from desktop.requests.ledger.columns import COLUMNS
from desktop.requests.model import FollowUpOutcome, Place, RequestKind
from desktop.sheets.cells import CellFault, to_code_text
from desktop.sheets.dates import Timed, to_moment, year_in
from desktop.sheets.tables import find_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Message
    from desktop.sheets.headers import FoundColumn
    from desktop.sheets.profile import Profile
    from desktop.sheets.records import Refusal
    from desktop.sheets.tables import Table, TableRow
    from desktop.sheets.workbook import Cell, Workbook

__all__ = ["Corrections", "LedgerReading", "LedgerRow", "read_ledger"]

Corrections = dict[tuple[str, int, str], str]
"""Cells typed anew in the preview: by sheet, row as shown, and the column's header or letter."""

HALF_A_YEAR = timedelta(days=183)
DAY = timedelta(days=1)

_NOTHING = frozenset({"", "/", "\\", "-", "--", "—", "——", "无", "無", "暂无", "没有", "N/A"})

Value = TypeVar("Value")


@dataclass(slots=True)
class LedgerRow:
    """One sound row. `cells` holds what it says by field, without what it leaves empty: codes, texts, moments.

    `room` is the room as written, `number` the house number in it. `key` knows a row without a number again.
    """

    table: Table
    row: TableRow
    kind: RequestKind
    occurred_at: datetime
    words: str
    request_number: str
    room: str
    house_number: HouseNumber | None
    cells: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Identity of a row without a number: kind, room, time and text."""
        room = self.house_number.key if self.house_number else search_form(self.room)
        parts = (self.kind.value, room, self.occurred_at.isoformat(), search_form(self.words))
        return sha256("\n".join(parts).encode()).hexdigest()


@dataclass(slots=True)
class LedgerReading:
    """What a file holds. `unknown` are headers nobody understands, by sheet; `passed_over` sheets without a ledger."""

    rows: list[LedgerRow] = field(default_factory=list)
    refusals: list[tuple[Refusal, ...]] = field(default_factory=list)
    doubts: list[Refusal] = field(default_factory=list)
    skipped: int = 0
    unknown: list[tuple[str, FoundColumn]] = field(default_factory=list)
    passed_over: list[tuple[str, Message]] = field(default_factory=list)


def read_ledger(
    workbook: Workbook, profile: Profile | None, corrections: Corrections, zone: ZoneInfo, now: datetime
) -> LedgerReading:
    """Return what the sheets of a file say, its times read in `zone`; raise UserError where none is a ledger."""
    reading = LedgerReading()
    found = find_tables(workbook, COLUMNS, profile)
    reading.passed_over = [(name, msg("no list of requests")) for name in found.passed_over]
    for table in found.tables:
        _correct(table, corrections)
        reading.unknown += [(table.sheet, column) for column in table.header.unknown]
        reading.skipped += len(table.ignored)
        year = year_in(table.title) or year_in(table.sheet)
        for row in table.rows:
            reader = _Row(table, row, zone, now, year)
            sound = reader.ledger_row()
            year = reader.year
            if sound is None:
                reading.refusals.append(tuple(reader.faults))
            else:
                reading.doubts += reader.doubts
                reading.rows.append(sound)
    return reading


def _correct(table: Table, corrections: Corrections) -> None:
    """Put what was typed in the preview in place of the cells."""
    typed = {(row, column): text for (sheet, row, column), text in corrections.items() if sheet == table.sheet}
    for number, cells in table.rows if typed else ():
        for name, column in table.header.found.items():
            for called in (column.header, column.letter):
                if (number, called) in typed:
                    cells[name] = clean(typed[number, called]) or None


class _Row:
    """One row being read, and what is wrong with it so far. `year` is that of its time, for the row after it."""

    def __init__(self, table: Table, row: TableRow, zone: ZoneInfo, now: datetime, year: int | None) -> None:
        self.table = table
        self.row = row
        self.zone = zone
        self.now = now
        self.year = year
        self.faults: list[Refusal] = []
        self.doubts: list[Refusal] = []

    def ledger_row(self) -> LedgerRow | None:
        """Return the row if nothing is wrong with it."""
        kind = self.needed("kind", words.read_kind, msg("The kind of request is missing."))
        said = self.needed("words", words.read_words, msg("It does not say what it is about."))
        occurred_at = self._occurred()
        room, number = self._room()
        cells: dict[str, Any] = {"kind": kind, "words": said, "occurred_at": occurred_at, "room": room}
        cells |= self._plain_cells()
        cells |= self._place_cells(room, number)
        if occurred_at is not None:
            cells |= self._times(occurred_at)
            cells |= self._follow_up(occurred_at, cells.get("completed_at"))
        if self.faults or kind is None or said is None or occurred_at is None:
            return None
        kept = {name: value for name, value in cells.items() if value is not None and value != ""}
        request_number = kept.pop("number", "")
        return LedgerRow(self.table, self.row, kind, occurred_at, said, request_number, room, number, kept)

    # --- cells -------------------------------------------------------------------------------------------------------

    def fault(self, name: str, reason: Message) -> None:
        """Note that the cell of a field cannot be taken."""
        self.faults.append(self.table.refusal(self.row, name, reason))

    def doubt(self, name: str, reason: Message) -> None:
        """Note that the cell of a field was taken and should be looked at."""
        self.doubts.append(self.table.refusal(self.row, name, reason))

    def cell(self, name: str) -> Cell:
        """Return the cell of a field; what people write into a cell that has to stay empty is nothing."""
        cell = self.row.cells.get(name)
        return None if isinstance(cell, str) and cell.strip() in _NOTHING else cell

    def read(self, name: str, reader: Callable[[Cell], Value | CellFault]) -> Value | None:
        """Return what a cell says, none where it is empty or faulty."""
        cell = self.cell(name)
        if cell is None:
            return None
        value = reader(cell)
        if isinstance(value, CellFault):
            self.fault(name, value.message)
            return None
        return value

    def needed(self, name: str, reader: Callable[[Cell], Value | CellFault | None], missing: Message) -> Value | None:
        """Return what a cell says that must not be empty."""
        faults = len(self.faults)
        value = self.read(name, reader)
        if (value is None or value == "") and len(self.faults) == faults:
            self.fault(name, missing)
        return value

    def _plain_cells(self) -> dict[str, Any]:
        source, channel = self.read("source", words.read_source) or (None, None)
        department = self.read("department", words.read_line)
        return {
            "number": self.read("number", words.read_number),
            "reporter": self.read("reporter", words.read_line),
            "phone": self._phone(),
            "category": self.read("category", words.read_line),
            "department": words.department_name(department) if department else None,
            "worker": self.read("worker", words.read_line),
            "liability": self.read("liability", words.read_liability),
            "source": source,
            "channel": self.read("channel", words.read_channel) or channel,
            "result": self.read("result", words.read_words),
        }

    def _phone(self) -> str | None:
        """Return the phone; a spoilt one is no reason to lose the request."""
        cell = self.cell("phone")
        phone = None if cell is None else words.read_phone(cell)
        if isinstance(phone, CellFault):
            self.doubt("phone", phone.message)
            return None
        return phone

    def _room(self) -> tuple[str, HouseNumber | None]:
        building, entrance, room = (self.read(name, to_code_text) or "" for name in ("building", "entrance", "room"))
        if building or entrance:
            number = combine_house_number(building, entrance, room) if room else try_house_number(building)
            return (number.label if number else clean(f"{building} {entrance} {room}"))[: words.LONGEST], number
        number = try_house_number(room)
        if number is None and len(room) > words.LONGEST:
            self.fault("room", msg("This is too long; at most %(most)s characters fit here.", most=words.LONGEST))
        return (number.label if number else clean(room)), number

    def _place_cells(self, room: str, number: HouseNumber | None) -> dict[str, Any]:
        """Return where it is: as the cell says, else in the home where a room is named."""
        place = self.read("place", words.read_place)
        names_room = bool(room) and (number is None or bool(number.room))
        return {"place": place, "assumed_place": Place.IN_HOME if names_room else Place.PUBLIC_AREA}

    # --- times -------------------------------------------------------------------------------------------------------

    def _moment(self, name: str, year: int | None) -> Timed | None:
        return self.read(name, lambda cell: to_moment(cell, self.zone, year))

    def _occurred(self) -> datetime | None:
        faults, year_before = len(self.faults), self.year
        timed = self._moment("occurred_at", self.year)
        if timed is None:
            if len(self.faults) == faults:
                self.fault("occurred_at", msg("It does not say when it was reported."))
            return None
        self.year = timed.at.astimezone(self.zone).year
        self._refuse_future("occurred_at", timed.at)
        if timed.year_missing and self.now - timed.at > HALF_A_YEAR and year_before is not None:
            self.doubt("occurred_at", msg("The year %(year)s was assumed; check it.", year=self.year))
        return timed.at

    def _times(self, occurred_at: datetime) -> dict[str, Any]:
        completed_at = self._later("completed_at", occurred_at, msg("It is before the time of the report."))
        cancelled_at = self._later("cancelled_at", occurred_at, msg("It is before the time of the report."))
        reason = self.read("cancel_reason", words.read_words)
        if cancelled_at is not None and not reason:
            self.fault("cancel_reason", msg("It has a time of cancelling but no reason; write the reason."))
        if reason and completed_at is not None:
            self.doubt("completed_at", msg("It was cancelled, so its completion was not taken."))
        return {
            "due_at": self._due(),
            "completed_at": None if reason else completed_at,
            "cancelled_at": cancelled_at,
            "cancel_reason": reason,
        }

    def _due(self) -> datetime | None:
        timed = self._moment("due_at", self.year)
        if timed is None or not timed.time_missing:
            return None if timed is None else timed.at
        day = timed.at.astimezone(self.zone).date()
        return datetime.combine(day, time(23, 59, 59), self.zone).astimezone(timed.at.tzinfo)

    def _later(self, name: str, earliest: datetime, too_early: Message | None) -> datetime | None:
        """Return a moment that follows `earliest`; without a year it has that one's year, or the next."""
        timed = self._moment(name, earliest.astimezone(self.zone).year)
        if timed is None:
            return None
        if timed.year_missing and timed.at < earliest - DAY:
            timed = self._moment(name, earliest.astimezone(self.zone).year + 1) or timed
        at = timed.at
        if (
            timed.time_missing
            and at < earliest
            and at.astimezone(self.zone).date() == earliest.astimezone(self.zone).date()
        ):
            at = earliest
        self._refuse_future(name, at)
        if at < earliest and too_early is not None:
            self.fault(name, too_early)
        return at

    def _refuse_future(self, name: str, at: datetime) -> None:
        if at > self.now:
            self.fault(name, msg("This time is in the future."))

    def _follow_up(self, occurred_at: datetime, completed_at: datetime | None) -> dict[str, Any]:
        """Return the follow-up: a time alone or a grade alone means that someone was reached."""
        outcome = self.read("outcome", words.read_outcome)
        grade = self.read("satisfaction", words.read_satisfaction)
        made_at = self._later("followed_up_at", completed_at or occurred_at, None)
        if made_at is not None and made_at < occurred_at:
            self.fault("followed_up_at", msg("It is before the time of the report."))
        if made_at is None and outcome is None and grade is None:
            return {}
        if grade is not None and outcome not in {None, FollowUpOutcome.REACHED}:
            self.fault("satisfaction", msg("Only who was reached gives a grade; leave it empty."))
        made_at = made_at or completed_at
        if made_at is None and not self.faults:
            self.fault("followed_up_at", msg("It does not say when the follow-up was made."))
        return {
            "followed_up_at": made_at,
            "outcome": outcome or FollowUpOutcome.REACHED,
            "satisfaction": grade,
            "follow_up_words": self.read("follow_up_words", words.read_words),
        }
