"""Leaving a desk that nobody sits at: what is open over the window goes, forms as by Esc, printing to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from desktop.core.i18n import msg
from desktop.ui import leaving
from desktop.ui.dialogs import Dialog, FormDialog, ask
from desktop.ui.forms import Form, LineField
from desktop.ui.leaving import UNATTENDED, Leaving

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    monkeypatch.setattr(leaving, "STEP_MS", 5)
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_forms_are_left_as_by_esc_and_menus_are_closed(qtbot: QtBot, window: QWidget) -> None:
    form = Form(columns=1, name="words")
    form.add(LineField("words", msg("Words")))
    dialog, kept = FormDialog(msg("Words"), form, msg("Save"), window), []
    dialog.rejected.connect(lambda: kept.append(form.texts()))
    dialog.open()
    form.fields["words"].set_text("half a sen")
    menu = QMenu(window)
    menu.addAction("Open")
    menu.popup(QPoint(0, 0))
    away = Leaving(lambda: False, window)
    with qtbot.waitSignal(away.cleared):
        away.begin()
    assert kept == [{"words": "half a sen"}]
    assert not menu.isVisible()


def test_that_a_question_is_answered_with_no_before_the_window_goes(qtbot: QtBot, window: QWidget) -> None:
    order: list[object] = []
    away = Leaving(lambda: False, window)
    away.cleared.connect(lambda: order.append("cleared"))
    QTimer.singleShot(0, window, away.begin)
    order.append(ask(window, msg("Delete"), msg("Words"), msg("Delete")))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == [False, "cleared"]


def test_that_what_works_by_itself_is_waited_for(qtbot: QtBot, window: QWidget) -> None:
    dialog, busy = Dialog(msg("Printing"), window), [True]
    dialog.setProperty(UNATTENDED, True)
    dialog.open()
    away = Leaving(lambda: bool(busy), window)
    gone: list[None] = []
    away.cleared.connect(lambda: gone.append(None))
    away.begin()
    away.begin()
    for _ in range(3):
        with qtbot.waitSignal(away._next.timeout):
            pass
    assert dialog.isVisible()
    dialog.done(QDialog.DialogCode.Accepted)
    for _ in range(2):
        with qtbot.waitSignal(away._next.timeout):
            pass
    assert gone == []
    busy.clear()
    qtbot.waitUntil(lambda: bool(gone))
    assert gone == [None]


def test_that_it_is_given_up_where_somebody_may_be_back(qtbot: QtBot, window: QWidget) -> None:
    looked: list[None] = []

    def busy() -> bool:
        looked.append(None)
        return True

    away = Leaving(busy, window)
    away.begin(tries=2)
    qtbot.waitUntil(lambda: len(looked) == 2)
    assert not away._next.isActive()
    away.begin()
    away.begin(tries=1)
    qtbot.waitUntil(lambda: len(looked) == 6)
    assert away._next.isActive()
