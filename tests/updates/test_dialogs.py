from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.updates.dialogs import ConfirmUpdate, LicencesDialog
from desktop.updates.rows import Licence, Release, Vouching
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.ui.shells import RecordingShell


def words_in(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if not part.isHidden())


@pytest.mark.parametrize(
    ("vouching", "words"),
    [
        (Vouching.SIGNED, "Signed by the makers of this program."),
        (Vouching.UNSIGNED, "Unsigned: nobody vouches for this file."),
        (Vouching.UNKNOWN, "This version cannot prove who made the file"),
    ],
)
def test_that_only_what_nobody_vouches_for_needs_a_tick(
    qtbot: QtBot, shell: RecordingShell, vouching: Vouching, words: str, tmp_path: Path
) -> None:
    assert shell.tasks.is_idle
    release = Release("0.2.0", "b" * 40, 84_000_000, 250_000_000, vouching, tmp_path)
    dialog = ConfirmUpdate("0.1.0", release, backs_up=False)
    qtbot.addWidget(dialog)
    dialog.show()
    signed = vouching is Vouching.SIGNED
    assert dialog.known_giver.isHidden() is signed
    assert dialog.confirm.isEnabled() is signed
    assert words in words_in(dialog)
    assert "84.0 MB; installed it takes 250.0 MB" in words_in(dialog)
    assert "make a backup there first" in words_in(dialog)


@pytest.fixture
def licences(qtbot: QtBot, shell: RecordingShell) -> Callable[[Callable[[], Sequence[Licence]]], LicencesDialog]:
    def show_dialog(read: Callable[[], Sequence[Licence]]) -> LicencesDialog:
        dialog = LicencesDialog(shell.tasks, None, read)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.open()
        settle(qtbot, shell)
        return dialog

    return show_dialog


def test_that_a_licence_is_found_by_typing(
    qtbot: QtBot,
    licences: Callable[[Callable[[], Sequence[Licence]]], LicencesDialog],
) -> None:
    qt = Licence("PySide6", "6.12", "LGPL-3.0", "GNU LESSER")
    dialog = licences(lambda: (qt, Licence("pypinyin", "0.55", "MIT", "Permission"), replace(qt, name="shiboken6")))
    assert dialog.text.toPlainText() == "GNU LESSER"
    QTest.keyClicks(dialog.field, "mit")
    qtbot.waitUntil(lambda: [each.name for each in dialog.parts.values] == ["pypinyin"])
    assert dialog.text.toPlainText() == "Permission"
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, "lgpl")
    qtbot.waitUntil(lambda: len(dialog.parts.values) == 2)
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.part.text() == "shiboken6 · 6.12 · LGPL-3.0"
    QTest.keyClicks(dialog.field, "zz")
    qtbot.waitUntil(lambda: dialog.part.text() == "No part is called that.")
    assert dialog.text.toPlainText() == ""
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_missing_licences_are_told(
    licences: Callable[[Callable[[], Sequence[Licence]]], LicencesDialog],
) -> None:
    def broken() -> Sequence[Licence]:
        raise WorldError(msg("The page of licences cannot be read; install the program again."))

    assert licences(tuple).state.missing.text() == "No licences came with this program."
    told = licences(broken).state
    assert told.advice.text() == "The page of licences cannot be read; install the program again."
