"""Makers of messy files, as clerks and old systems leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.worksheet.cell_range import CellRange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Maker(Protocol):
    """Writes rows as one sheet called 表 and returns the file."""

    def __call__(self, rows: Sequence[Sequence[Any]], merged: str = "", name: str = "") -> Path: ...


@pytest.fixture
def make_xlsx(tmp_path: Path) -> Maker:
    def make(rows: Sequence[Sequence[Any]], merged: str = "", name: str = "messy.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "表"
        for row in rows:
            sheet.append(list(row))
        for cells in merged.split():
            sheet.merge_cells(cells)
        path = tmp_path / (name or "messy.xlsx")
        book.save(path)
        return path

    return make


@pytest.fixture
def make_xls(tmp_path: Path) -> Maker:
    def make(rows: Sequence[Sequence[Any]], merged: str = "", name: str = "") -> Path:
        book = xlwt.Workbook()
        sheet = book.add_sheet("表")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell)
        for cells in merged.split():
            (left, top, right, bottom) = CellRange(cells).bounds
            sheet.merge(top - 1, bottom - 1, left - 1, right - 1)
        path = tmp_path / (name or "messy.xls")
        book.save(str(path))
        return path

    return make


@pytest.fixture
def make_ods(tmp_path: Path) -> Maker:
    def make(rows: Sequence[Sequence[Any]], merged: str = "", name: str = "") -> Path:
        spans = {}
        for cells in merged.split():
            (left, top, right, bottom) = CellRange(cells).bounds
            spans[top - 1, left - 1] = (bottom - top + 1, right - left + 1)
        covered = {
            (top + down, left + across)
            for (top, left), (high, wide) in spans.items()
            for down in range(high)
            for across in range(wide)
        } - set(spans)
        document = OpenDocumentSpreadsheet()
        table = Table(name="表")
        for row, cells_of_row in enumerate(rows):
            line = TableRow()
            for column, cell in enumerate(cells_of_row):
                line.addElement(
                    CoveredTableCell() if (row, column) in covered else _ods_cell(cell, spans.get((row, column)))
                )
            table.addElement(line)
        document.spreadsheet.addElement(table)
        path = tmp_path / (name or "messy.ods")
        document.save(str(path))
        return path

    return make


def _ods_cell(value: object, span: tuple[int, int] | None) -> TableCell:
    about: dict[str, object] = {}
    if span:
        about |= {"numberrowsspanned": span[0], "numbercolumnsspanned": span[1]}
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=str(value), **about)
    cell = TableCell(valuetype="string", **about) if value is not None else TableCell(**about)
    if value is not None:
        cell.addElement(P(text=str(value)))
    return cell
