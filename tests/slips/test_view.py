from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.requests.model import RequestState
from desktop.slips.view import SlipsPage
from desktop.ui.buttons import Button
from tests.requests.screens import NOW

if TYPE_CHECKING:
    from desktop.requests.rows import RequestDetail
    from tests.requests.screens import Screens

ENTER = Qt.Key.Key_Return


class Desk:
    """The page with a person at its keyboard, who counts the keys that are not text."""

    def __init__(self, screens: Screens) -> None:
        self.screens = screens
        self.page = SlipsPage(screens.desk, screens.shell)
        screens.show(self.page)
        self.page.show_at()
        self.page.setFocus()
        screens.settle()
        self.pressed = 0

    def type(self, text: str) -> None:
        """Type `text`; what is not ASCII is committed by an input method and counts as typed."""
        target = QApplication.focusWidget()
        assert target is not None
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            assert isinstance(target, QPlainTextEdit)
            target.insertPlainText(text)
        self.screens.settle()

    def enter(self, *texts: str) -> None:
        """Type each of `texts` and press Enter after it."""
        for text in texts:
            if text:
                self.type(text)
            self.press(ENTER)

    def press(self, key: Qt.Key) -> None:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key)
        self.pressed += 1
        self.screens.settle()

    @property
    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    def shown(self) -> str:
        """Return all that is written on the page."""
        return " ".join(words.text() for words in self.page.findChildren(QLabel) if words.isVisible())


@pytest.fixture
def desk(screens: Screens) -> Desk:
    return Desk(screens)


def taken_in(screens: Screens, count: int = 1) -> list[RequestDetail]:
    """Take in requests that the same worker is sent to, two hours ago."""
    worker = screens.place.workers["何志强"]
    made = [screens.report(f"第{number}件", worker_id=worker) for number in range(1, count + 1)]
    screens.later(hours=2)
    return made


def test_that_a_stack_of_twenty_slips_needs_at_most_twelve_keys_each(screens: Screens, desk: Desk) -> None:
    details = taken_in(screens, 20)
    for number in range(1, 21):
        desk.enter(str(number), "", "1430", "1500", "", "hose 1 22", "labour 0.5 60", "", "")
    assert desk.pressed / 20 <= 12
    assert desk.focus == "number"
    for detail in details:
        (sheet,) = screens.service.work_order_sheets([detail.line.id])
        assert sheet.detail.line.state is RequestState.COMPLETED
        assert sheet.detail.line.worker == "何志强"
        assert sheet.arrived_at == NOW.replace(hour=14, minute=30)
        assert sheet.detail.line.completed_at == NOW.replace(hour=15, minute=0)
        assert sheet.fee_fen == 2200 + 3000
    assert len(desk.page.findChildren(QWidget, "slip-done")) == 20
    assert "20 slips" in desk.shown()


def test_that_a_reader_may_be_faster_than_the_write(screens: Screens, desk: Desk) -> None:
    first, second = taken_in(screens, 2)
    desk.enter("1", "", "", "", "", "")
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, ENTER)
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, second.line.number)
    QTest.keyClick(target, ENTER)
    screens.settle()
    screens.settle()
    assert screens.detail(first.line.number).line.state is RequestState.COMPLETED
    assert desk.page.presenter.detail is not None
    assert desk.page.presenter.detail.line.id == second.line.id


def test_that_result_and_fee_are_kept_and_the_worker_can_be_another(screens: Screens, desk: Desk) -> None:
    (detail,) = taken_in(screens)
    desk.enter(detail.line.number)
    desk.type("dinglei")
    for _ in range(2):
        if desk.focus != "arrived_at":
            desk.press(ENTER)
    assert desk.focus == "arrived_at"
    desk.enter("", "", "12.5", "")
    desk.type("换了软管")
    desk.press(ENTER)
    (sheet,) = screens.service.work_order_sheets([detail.line.id])
    assert (sheet.detail.line.worker, sheet.detail.result, sheet.fee_fen) == ("丁磊", "换了软管", 1250)
    assert screens.said() == [f"The slip of {detail.line.number} is back"]


def test_that_a_line_half_typed_counts_and_a_wrong_one_is_marked(screens: Screens, desk: Desk) -> None:
    (detail,) = taken_in(screens)
    desk.enter("1", "", "", "", "", "hose")
    assert "is no line of a bill" in desk.shown()
    desk.enter(" 1 22")
    desk.press(Qt.Key.Key_Backspace)
    assert desk.page.form.entry.text() == "hose 1 22.00"
    desk.page.save.click()
    screens.settle()
    assert [item.name for item in screens.service.bill(detail.line.id)] == ["hose"]


def test_that_a_wrong_slip_is_told_at_its_fields_and_nothing_is_lost(screens: Screens, desk: Desk) -> None:
    (detail,) = taken_in(screens)
    desk.enter("1", "", "1000", "", "-3", "valve 0 5", "", "")
    shown = desk.shown()
    assert "cannot have arrived before it was reported" in shown
    assert "the quantity must be more than 0" in shown
    assert "A fee cannot be negative" in shown
    assert desk.page.form.arrived.text() == "1000"
    assert screens.detail(detail.line.number).line.state is not RequestState.COMPLETED


@pytest.mark.parametrize("typed", ["BX-2611-9999", "hello", "777"])
def test_that_an_unknown_number_has_its_sentence_and_stays(desk: Desk, typed: str) -> None:
    desk.enter(typed)
    assert "There is no request" in desk.shown()
    assert desk.page.number.text() == typed
    assert desk.focus == "number"


def test_that_a_slip_that_is_back_already_says_by_whom_and_when(screens: Screens, desk: Desk) -> None:
    (detail,) = taken_in(screens)
    desk.enter("1", "", "", "", "", "", "")
    desk.enter("1")
    assert f"The slip of {detail.line.number} is back already" in desk.shown()
    desk.page.look.click()
    assert screens.shell.gone == [("requests", {"request_id": detail.line.id})]


def test_that_cancelled_and_merged_requests_have_their_sentences(screens: Screens, desk: Desk) -> None:
    cancelled, merged, main = taken_in(screens, 3)
    screens.service.cancel(cancelled.line.id, "打错了", version=cancelled.line.version)
    screens.service.merge(merged.line.id, main.line.id, version=merged.line.version)
    desk.enter("1")
    assert "was cancelled: 打错了" in desk.shown()
    desk.press(Qt.Key.Key_Delete)
    desk.enter("2")
    assert f"return the slip of {main.line.number}" in desk.shown()


def test_that_what_was_typed_is_there_again_after_another_page(screens: Screens, desk: Desk) -> None:
    taken_in(screens)
    desk.enter("1", "", "1430", "", "", "hose 1 22")
    desk.page.leave()
    other = Desk(screens)
    (aside,) = other.page.findChildren(Button, "slip-aside")
    assert other.focus == "number"
    aside.click()
    screens.settle()
    assert other.page.form.arrived.text() == "1430"
    assert other.page.form.bill.text() == "hose 1 22.00"
    other.page.save.click()
    screens.settle()
    assert screens.shell.drafts.all("slip-return") == []


def test_that_a_change_by_another_desk_is_told_and_the_slip_saved_after_all(screens: Screens, desk: Desk) -> None:
    (detail,) = taken_in(screens)
    desk.enter("1", "", "1430", "", "5", "")
    screens.service.urge(detail.line.id, version=detail.line.version)
    desk.enter("")
    assert "Someone else changed" in desk.shown()
    assert desk.page.form.arrived.text() == "1430"
    desk.page.save.click()
    screens.settle()
    assert screens.detail(detail.line.number).line.state is RequestState.COMPLETED


def test_that_a_slip_returned_at_another_desk_meanwhile_keeps_what_was_typed(screens: Screens, desk: Desk) -> None:
    (detail,) = taken_in(screens)
    desk.enter("1", "", "1430", "", "5", "")
    screens.service.complete(detail.line.id, version=detail.line.version)
    desk.enter("")
    assert "is back already" in desk.shown()
    assert desk.page.form.arrived.text() == "1430"


def test_that_a_disk_that_fails_loses_nothing(screens: Screens, desk: Desk) -> None:
    (detail,) = taken_in(screens)
    desk.enter("1", "", "1430", "", "5", "")
    with (
        patch("desktop.requests.service.RequestService.complete", side_effect=WorldError(msg("The disk is full."))),
        patch("desktop.slips.view.page.show_error", return_value=False),
    ):
        desk.enter("")
    assert desk.page.form.arrived.text() == "1430"
    desk.page.save.click()
    screens.settle()
    assert screens.detail(detail.line.number).line.state is RequestState.COMPLETED


def test_that_times_default_to_now(screens: Screens, desk: Desk) -> None:
    (detail,) = taken_in(screens)
    desk.enter("1", "", "", "", "", "", "")
    line = screens.detail(detail.line.number).line
    assert line.completed_at == datetime.fromisoformat(NOW.isoformat()) + timedelta(hours=2)
