"""Small ledgers, brought in as the administrator does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.permissions import Role
from desktop.sheets.workbook import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.changes import Changes
    from desktop.requests.ledger.planning import LedgerPlan
    from desktop.requests.rows import RequestDetail
    from desktop.sheets.workbook import Cell
    from tests.requests.conftest import Place

ZERO = {"created": 0, "changed": 0, "unchanged": 0, "skipped": 0, "refused": 0, "unknown_rooms": 0}


def row(**changes: Cell) -> dict[str, Cell]:
    return {
        "报事编号": "BX-2610-0007",
        "报事类型": "报修",
        "房号": "3-1-502",
        "报事内容": "厨房水槽滴水",
        "受理时间": "2026-10-05 09:00",
        **changes,
    }


def done_row(**changes: Cell) -> dict[str, Cell]:
    ended = {"完成时间": "2026-10-06 09:00", "回访时间": "2026-10-07 09:00", "回访结果": "已接通", "满意度": "满意"}
    return row(**(ended | changes))


def plan(place: Place, *rows: Mapping[str, Cell]) -> LedgerPlan:
    heads = list(dict.fromkeys(head for one in rows for head in one))
    cells: list[list[Cell]] = [list(heads), *([one.get(head) for head in heads] for one in rows)]
    return place.acting_as(Role.ADMINISTRATOR).plan_import((Sheet("台账", cells),))


def apply(place: Place, planned: LedgerPlan) -> Changes:
    return place.acting_as(Role.ADMINISTRATOR).apply_import(planned, file_name="十月.xlsx", file_hash="00")


def bring(place: Place, *rows: Mapping[str, Cell]) -> LedgerPlan:
    planned = plan(place, *rows)
    apply(place, planned)
    return planned


def only(place: Place) -> RequestDetail:
    (line,) = place.service.lines()
    return place.service.detail(line.id)
