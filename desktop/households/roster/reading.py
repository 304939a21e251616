"""From the sheets of a file to rows that say who lives where, or to refusals.

Three shapes are understood: one sheet with everything, several such sheets (a building each), and one workbook whose
sheets refer to each other by number (buildings; owners; rooms naming their building and owner), as community systems
export them. Which is which is told by the headers; sheets about other things are passed over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.house_numbers import HouseNumber, combine_house_number, try_house_number
from desktop.core.i18n import msg
from desktop.core.plates import plate_doubt
from desktop.core.texts import search_form
from desktop.households.roster import words
from desktop.households.roster.columns import COLUMNS
from desktop.households.roster.kinds import SheetKind, kind_of
from desktop.households.roster.reader import RowReader
from desktop.households.roster.shapes import PersonData, Reading, RosterRow
from desktop.sheets.cells import CellFault
from desktop.sheets.headers import missing_columns, read_header
from desktop.sheets.records import refusal
from desktop.sheets.tables import Table, TableRow, table_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from desktop.core.errors import UserError
    from desktop.households.roster.shapes import Corrections
    from desktop.sheets.headers import FoundColumn, Header
    from desktop.sheets.profile import Profile
    from desktop.sheets.workbook import Sheet, Workbook

__all__ = ["read_roster"]

_ROOM_COLUMN = next(column for column in COLUMNS if column.field == "room")


def read_roster(workbook: Workbook, profile: Profile | None, corrections: Corrections, today: date) -> Reading:
    """Return what the sheets of a file say; raise UserError where none of them names rooms."""
    reading = Reading()
    tables: dict[SheetKind, list[Table]] = {kind: [] for kind in SheetKind}
    headers: list[tuple[Sheet, Header]] = []
    for sheet in _visible(workbook):
        header = read_header(sheet, COLUMNS, profile)
        kind = SheetKind.OTHER if header is None else kind_of(header)
        if header is None or kind is SheetKind.OTHER:
            reading.passed_over.append((sheet.name, msg("not about rooms or their people")))
        else:
            table = table_below(sheet, header)
            tables[kind].append(_corrected(table, corrections))
            reading.unknown += [(sheet.name, column) for column in header.unknown]
        if header is not None:
            headers.append((sheet, header))
    if not tables[SheetKind.ROOMS]:
        raise _no_rooms(workbook, [header for _, header in headers])
    reading.skipped = sum(len(table.ignored) for kind in tables.values() for table in kind)
    more_phones = {sheet.name: (sheet, header.duplicates) for sheet, header in headers if header.duplicates}
    _Reader(reading, today, more_phones).read(tables)
    return reading


def _visible(workbook: Workbook) -> Iterable[Sheet]:
    filled = [sheet for sheet in workbook if sheet.rows]
    return [sheet for sheet in filled if not sheet.hidden] or filled


def _no_rooms(workbook: Workbook, headers: list[Header]) -> UserError:
    nearest = max(headers, key=lambda header: len(header.found), default=None)
    return missing_columns(workbook, None if nearest is None else replace(nearest, missing=(_ROOM_COLUMN,)))


def _corrected(table: Table, corrections: Corrections) -> Table:
    """Return the table with what was typed in the preview in place of its cells."""
    typed = {(row, column): text for (sheet, row, column), text in corrections.items() if sheet == table.sheet}
    if not typed:
        return table
    for number, cells in table.rows:
        for name, column in table.header.found.items():
            for called in (column.header, column.letter):
                if (number, called) in typed:
                    cells[name] = typed[number, called].strip() or None
    return table


class _Reader:
    """Reads all tables of one file."""

    def __init__(
        self, reading: Reading, today: date, more_phones: Mapping[str, tuple[Sheet, tuple[FoundColumn, ...]]]
    ) -> None:
        self.reading = reading
        self.today = today
        self.more_phones = more_phones
        self.building_names: dict[str, str] = {}
        self.owners: dict[str, PersonData | None] = {}
        self.owner_rows: dict[str, tuple[Table, TableRow]] = {}
        self.referred: set[str] = set()

    def read(self, tables: Mapping[SheetKind, list[Table]]) -> None:
        """Read buildings and owners first, then the rooms that refer to them."""
        for table in tables[SheetKind.BUILDINGS]:
            self._read_buildings(table)
        for table in tables[SheetKind.OWNERS]:
            self._read_owners(table)
        for table in tables[SheetKind.ROOMS]:
            self._read_rooms(table)
        self._leave_out_owners_without_room()

    def _read_buildings(self, table: Table) -> None:
        for _, cells in table.rows:
            number, name = words.read_word(cells.get("building_number")), words.read_word(cells.get("building_name"))
            if number and name:
                self.building_names.setdefault(search_form(number), name)

    def _read_owners(self, table: Table) -> None:
        for row in table.rows:
            row_reader = RowReader(table, row)
            number = row_reader.code("owner_number")
            person = self._person(row_reader)
            key = search_form(number)
            if row_reader.faults or not number or person is None:
                if not row_reader.faults:
                    empty = "name" if number else "owner_number"
                    row_reader.fault(empty, msg("An owner needs a number and a name."))
                self.reading.refusals.append(tuple(row_reader.faults))
                self.owners.setdefault(key, None)
            else:
                self.owners[key] = person
                self.owner_rows[key] = (table, row)

    def _leave_out_owners_without_room(self) -> None:
        for key, (table, row) in self.owner_rows.items():
            if key not in self.referred:
                self.reading.skipped += 1
                reason = msg("No room names this owner, so nothing was imported from this row.")
                self.reading.doubts.append(table.refusal(row, "owner_number", reason))

    def _read_rooms(self, table: Table) -> None:
        from_name = try_house_number(table.sheet)
        of_sheet = from_name.building if from_name and not from_name.room else ""
        above = ("", "")
        for row in table.rows:
            reader = RowReader(table, row)
            place = self._place(reader, above)
            above = place
            number = self._number(reader, place, of_sheet)
            found = self._row(reader, number)
            if reader.faults or found is None:
                self.reading.refusals.append(tuple(reader.faults))
                if number is not None:
                    self.reading.unsure.add(number.key)
            else:
                self.reading.doubts += reader.doubts
                self.reading.rows.append(found)

    def _place(self, reader: RowReader, above: tuple[str, str]) -> tuple[str, str]:
        """Return building and entrance as written; empty ones below a merged cell are those of the row above."""
        building = reader.code("building") or reader.word("building_name")
        if not building:
            number = reader.code("building_number")
            building = self.building_names.get(search_form(number), number) if number else ""
        entrance = reader.code("entrance")
        if building:
            return building, entrance
        return above[0], entrance or above[1]

    def _number(self, reader: RowReader, place: tuple[str, str], of_sheet: str) -> HouseNumber | None:
        field_name, room = next(
            ((name, text) for name in ("room", "room_code", "address") for text in [reader.code(name)] if text),
            ("room", ""),
        )
        if not room:
            if not reader.faults:
                reader.fault(field_name, msg("The room is missing."))
            return None
        whole = try_house_number(room)
        if whole and whole.building and whole.entrance and not reader.cells.get("building"):
            return whole
        number = combine_house_number(place[0] or of_sheet, place[1], room)
        if number is None:
            reader.fault(
                field_name, msg("This is not a house number; write building, entrance and room, or all as 3-1-502.")
            )
        elif not number.building:
            reader.fault(field_name, msg("The building is missing; write it in a column of its own, or as 3-1-502."))
            return None
        return number

    def _row(self, reader: RowReader, number: HouseNumber | None) -> RosterRow | None:
        people = self._people(reader)
        note = words.read_note(reader.cells.get("note"))
        since = reader.read("since", words.read_day) or reader.read("handed_over", words.read_day)
        row = RosterRow(
            table=reader.table,
            row=reader.row,
            number=number or HouseNumber("", "", ""),
            building_name=reader.word("building_name"),
            zone=reader.word("zone"),
            floor=_floor(reader.code("floor")),
            area_m2=reader.read("area", words.read_area),
            kind=reader.word("kind"),
            state=reader.read("state", words.read_state),
            since=since,
            room_code=reader.code("room_code"),
            room_note="" if reader.cells.get("name") and people else note,
            plates=words.read_plates(reader.cells.get("plates")),
            tags=words.read_tags(reader.cells.get("tags")),
            people=people,
        )
        for plate in row.plates:
            doubt = plate_doubt(plate)
            if doubt is not None:
                reader.doubt("plates", doubt)
        return None if number is None else row

    def _people(self, reader: RowReader) -> tuple[PersonData, ...]:
        person = self._person(reader)
        if person is not None:
            number = search_form(person.owner_number)
            known = self.owners.get(number) if number else None
            self.referred.add(number)
            return (person if known is None else _completed(person, known),)
        people = []
        for number in words.split_list(reader.cells.get("owner_number")) if self.owners else ():
            key = search_form(number)
            known = self.owners.get(key)
            self.referred.add(key)
            if known is None:
                reader.fault("owner_number", msg("There is no valid owner with the number %(number)s.", number=number))
            else:
                people.append(_completed(PersonData("", role=words.read_role(reader.cells.get("role"))[0]), known))
        if not people and not reader.faults:
            orphan = next((name for name in ("phones", "id_number") if words.read_word(reader.cells.get(name))), "")
            if orphan:
                reader.fault("name", msg("The name is missing although the row has a phone or an ID number."))
        return tuple(people)

    def _person(self, reader: RowReader) -> PersonData | None:
        name = reader.read("name", words.read_name)
        if not name:
            return None
        cells = reader.cells
        role, word = words.read_role(cells.get("role"))
        if word:
            reader.doubt("role", msg("“%(word)s” is kept in the note; the role is: other.", word=word))
        note = words.read_note(cells.get("note"))
        return PersonData(
            name=name,
            sex=reader.read("sex", words.read_sex) or "",
            phones=self._phones(reader),
            id_number=reader.read("id_number", lambda cell: words.read_document(cell, self.today)) or "",
            role=role,
            owner_number=reader.code("owner_number"),
            note="\n".join(part for part in (word, note) if part),
        )

    def _phones(self, reader: RowReader) -> tuple[tuple[str, str], ...]:
        phones = dict(reader.read("phones", words.read_phone_cell) or ())
        for digits, label in reader.read("more_phones", words.read_phone_cell) or ():
            phones.setdefault(digits, label)
        sheet, duplicates = self.more_phones.get(reader.table.sheet, (None, ()))
        for column in duplicates:
            if column.field == "phones" and sheet is not None:
                cell = sheet.cell(reader.row.number - 1, column.place)
                value = words.read_phone_cell(cell)
                if isinstance(value, CellFault):
                    reader.faults.append(refusal(reader.table.sheet, reader.row.number, column, cell, value.message))
                else:
                    for digits, label in value:
                        phones.setdefault(digits, label)
        return tuple(phones.items())


def _completed(person: PersonData, known: PersonData) -> PersonData:
    """Return a row's person with what the owners' sheet says where the row is silent."""
    return PersonData(
        name=person.name or known.name,
        sex=person.sex or known.sex,
        phones=person.phones or known.phones,
        id_number=person.id_number or known.id_number,
        role=person.role or known.role,
        owner_number=known.owner_number,
        note=person.note or known.note,
    )


def _floor(text: str) -> str:
    return text.removesuffix("层").removesuffix("樓").removesuffix("楼") if len(text) > 1 else text
