"""A list of households as a file for another program: a workbook, or comma-separated text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.households.rows import ROLE_LABELS, STATE_LABELS
from desktop.register.report.words import listed
from desktop.sheets.comma import write_csv
from desktop.sheets.write import ColumnOut, list_sheet, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.register.rows import ListedHousehold, ListedPerson
    from desktop.sheets.write import Value

__all__ = ["write_list"]

_HEADS = (
    msg("Room"),
    msg("Building"),
    msg("Zone"),
    msg("State"),
    msg("Type"),
    msg("Floor"),
    msg("Area"),
    msg("People"),
    msg("Phones"),
    msg("ID numbers"),
    msg("Tags"),
)
_AREA = 6


def write_list(path: Path, lines: Sequence[ListedHousehold], language: Language, created: datetime) -> None:
    """Write a row for each household to `path`, as its ending says: .csv, else .xlsx. `created` is aware.

    Every cell but the area is text and stays it. Raises WorldError where the file cannot be written.
    """
    columns = [
        ColumnOut(language.message(head), "decimal" if place == _AREA else "text") for place, head in enumerate(_HEADS)
    ]
    rows = [_row(line, language) for line in lines]
    if path.suffix.casefold() == ".csv":
        write_csv(path, columns, rows)
    else:
        sheet = list_sheet(language.gettext("Households"), columns, rows)
        write_xlsx(path, [sheet], created=created)


def _row(line: ListedHousehold, language: Language) -> Sequence[Value]:
    return (
        line.label,
        line.building,
        line.zone,
        "" if line.state is None else language.message(STATE_LABELS[line.state]),
        line.kind,
        line.floor,
        line.area_m2,
        "\n".join(_named(person, language) for person in line.people),
        "\n".join(filter(None, (_owned(person.name, person.phones, language) for person in line.people))),
        "\n".join(f"{person.name} {person.id_number}" for person in line.people if person.id_number),
        listed(line.tags, language),
    )


def _named(person: ListedPerson, language: Language) -> str:
    return language.gettext("%(name)s (%(role)s)", name=person.name, role=ROLE_LABELS[person.role])


def _owned(name: str, phones: Sequence[str], language: Language) -> str:
    return f"{name} {listed(phones, language)}" if phones else ""
