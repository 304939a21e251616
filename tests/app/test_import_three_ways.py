"""A roster sent again in the window: values decided cell by cell, and who is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from desktop.app.session import sign_in
from desktop.core.permissions import Operation
from desktop.households.model import Phone
from tests.app.conftest import PASSWORD
from tests.app.test_importing import HEAD, SOUND, Import
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock


@pytest.fixture
def importing(demo_data: Path, clock: FixedClock, qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Import]:
    session = sign_in(demo_data, "admin", PASSWORD, clock)
    with recording_shell(qapp, tmp_path) as shell:
        yield Import(session, shell, qtbot, tmp_path)
    session.close()


def test_that_values_which_differ_three_ways_are_decided_cell_by_cell(importing: Import) -> None:
    importing.read(importing.file(HEAD, *SOUND))
    importing.preview.confirm.click()
    importing.settle()
    correct_phones(importing, "13900000000", "13900000001")
    newer = [[*line[:5], f"137{line[5][3:]}", line[6]] for line in SOUND[:2]]
    importing.read(importing.file(HEAD, *newer))
    assert importing.counts()["conflicts"] == 2
    assert importing.preview.list == "conflicts"
    assert not importing.preview.confirm.isEnabled()
    view = importing.preview.conflicts_view
    assert [
        tuple(view.conflicts.cell(row, column).text for column in range(1, 7)) for row in range(2)
    ] == [
        ("88-1-100  王0", "Phones", "137 **** 0000", "139 **** 0000", "138 **** 0000", "Register, still open"),
        ("88-1-101  王1", "Phones", "137 **** 0001", "139 **** 0001", "138 **** 0001", "Register, still open"),
    ]  # fmt: skip
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    importing.settle()
    assert [one.take for one in view.conflicts.rows] == [True, None]
    assert importing.preview.confirm.text() == "Import 1 row"
    view.ours.click()
    importing.settle()
    assert [one.take for one in view.conflicts.rows] == [False, False]
    view.theirs.click()
    importing.settle()
    importing.preview.confirm.click()
    importing.settle()
    assert importing.found("13700000001") == ["王1"]
    assert importing.found("13900000001") == []


def correct_phones(importing: Import, *digits: str) -> None:
    """Correct the phones of the first people as a clerk does."""
    with importing.session.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        for place, number in enumerate(digits):
            phone = work.session.scalars(select(Phone).where(Phone.digits == f"1380000000{place}")).one()
            phone.digits = number


def test_that_who_is_gone_from_the_file_is_listed_and_stays(importing: Import) -> None:
    importing.read(importing.file(HEAD, *SOUND))
    importing.preview.confirm.click()
    importing.settle()
    importing.read(importing.file(HEAD, *SOUND[:4], [*SOUND[3][:4], "新人", "13800000077", "家属"]))
    assert importing.counts()["missing"] == 1
    importing.preview.tiles["missing"].click()
    model = importing.preview.rows_view.list_model
    assert [model.cell(0, column).text for column in range(3)] == ["Room", "88-1-104", "王4"]
    importing.preview.confirm.click()
    importing.settle()
    assert importing.found("王4") == ["王4"]


def test_that_what_changes_is_said_in_words_and_what_is_added_too(importing: Import) -> None:
    head = [*HEAD, "车牌号"]
    importing.read(importing.file(head, *([*line, ""] for line in SOUND)))
    importing.preview.confirm.click()
    importing.settle()
    importing.read(
        importing.file(head, [*SOUND[0][:3], "出租", *SOUND[0][4:], "浙A12345"], *([*line, ""] for line in SOUND[1:]))
    )
    importing.preview.tiles["changed"].click()
    model = importing.preview.rows_view.list_model
    told = [model.cell(row, 3).text for row in range(model.rowCount())]
    assert told == ["Plates: — → 浙A·12345; State of the room: Occupied → Let"]
