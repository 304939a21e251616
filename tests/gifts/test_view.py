from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.gifts.dialogs import AddDialog, AmendDialog, LeaveOutDialog, NewListDialog
from desktop.gifts.model import GiftListState, GiftState
from desktop.gifts.presenter import GiftSheetPaper, Show
from desktop.gifts.view import GiftsPage
from desktop.ui.language import translate, ui_language
from tests.ui.shells import settle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.gifts.dialogs import GiftDialog
    from tests.gifts.festival import Festival
    from tests.ui.shells import RecordingShell

DialogT = TypeVar("DialogT", bound="GiftDialog")
ALT = Qt.KeyboardModifier.AltModifier


class Screen:
    """The page of gift lists in a window that remembers."""

    def __init__(self, festival: Festival, shell: RecordingShell, qtbot: QtBot) -> None:
        self.festival = festival
        self.shell = shell
        self.qtbot = qtbot
        self.page = GiftsPage(festival.village.desk, shell)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)

    def show(self, **where: object) -> None:
        self.page.show()
        self.page.show_at(**where)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def rooms(self) -> list[str]:
        return [entry.room for entry in self.page.presenter.entries.rows]

    def selected(self) -> str:
        entry = self.page.entries.entry
        return "" if entry is None else entry.room

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = ALT, into: QWidget | None = None) -> None:
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        QTest.keyClick(into or self.page.entries.view, key, modifier)
        self.settle()

    def seek(self, text: str) -> None:
        line = self.page.entries.filters.text
        line.setFocus()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.settle()

    def dialog(self, kind: type[DialogT]) -> DialogT:
        dialog = self.page.acts.dialog
        assert isinstance(dialog, kind)
        return dialog

    def submit(self, **texts: str) -> None:
        dialog = self.page.acts.dialog
        assert dialog is not None
        for key, text in texts.items():
            dialog.form.fields[key].set_text(text)
        dialog.submit()
        self.settle()

    def state(self, list_id: int, room: str) -> GiftState:
        return self.festival.entry(list_id, room).state


@pytest.fixture
def screen(festival: Festival, shell: RecordingShell, qtbot: QtBot) -> Screen:
    return Screen(festival, shell, qtbot)


def test_that_the_first_list_is_shown_with_those_to_go_to(screen: Screen) -> None:
    made = screen.festival.start("1-1-101", "1-1-102", "1-1-201", stock=2)
    screen.festival.give(made, "1-1-101")
    screen.show()
    assert screen.page.presenter.list_id == made
    assert screen.rooms() == ["1-1-102", "1-1-201"]
    assert screen.selected() == "1-1-102"
    assert screen.page.entries.stock.text() == "1 of 2 left in stock · 2 needed"
    assert screen.page.entries.short.accessibleName() == "Short by 1"


def test_that_one_key_notes_each_outcome_and_goes_on(screen: Screen) -> None:
    screen.festival.village.settle("1-1-101", "杨奶奶")
    made = screen.festival.start("1-1-101", "1-1-102", "1-1-201")
    screen.show()
    assert screen.page.entries.bar.handed_to.text() == "杨奶奶"
    screen.press(Qt.Key.Key_H)
    assert screen.festival.entry(made, "1-1-101").handed_to == "杨奶奶"
    assert (screen.rooms(), screen.selected()) == (["1-1-102", "1-1-201"], "1-1-102")
    assert screen.shell.words == ["1-1-101: handed over to 杨奶奶"]
    screen.press(Qt.Key.Key_B)
    screen.page.entries.bar.note.setText("不收礼")
    screen.press(Qt.Key.Key_J)
    assert screen.state(made, "1-1-102") is GiftState.NOT_HOME
    assert screen.festival.entry(made, "1-1-201").note == "不收礼"
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert screen.state(made, "1-1-201") is GiftState.WAITING


def test_that_the_next_round_begins_where_everybody_was_tried(screen: Screen) -> None:
    made = screen.festival.start("1-1-101", "1-1-102")
    screen.show()
    screen.press(Qt.Key.Key_B)
    screen.press(Qt.Key.Key_B)
    assert screen.rooms() == []
    assert screen.page.entries.empty.missing.text() == "Everybody was called on"
    screen.page.entries.again.click()
    screen.settle()
    assert screen.rooms() == ["1-1-101", "1-1-102"]
    assert screen.page.entries.filters.round.text() == "Round 2"
    screen.press(Qt.Key.Key_B)
    assert [entry.tries for entry in screen.page.presenter.entries.rows] == [1, 2]
    assert screen.page.presenter.shown is Show.NOT_HOME
    assert screen.festival.line(made).not_home == 2


def test_that_a_household_is_found_and_noted_from_its_room(screen: Screen) -> None:
    made = screen.festival.start("1-1-101", "1-1-102", "2-1-101", "2-1-102")
    screen.show()
    screen.seek("21102")
    assert (screen.rooms(), screen.selected()) == (["2-1-102"], "2-1-102")
    assert screen.page.entries.view.hasFocus()
    screen.page.entries.bar.handed_to.setText("女儿")
    screen.press(Qt.Key.Key_H)
    assert screen.festival.entry(made, "2-1-102").handed_to == "女儿"
    assert screen.page.entries.filters.text.text() == ""
    assert screen.rooms() == ["1-1-101", "1-1-102", "2-1-101"]
    screen.seek("9999")
    assert screen.page.entries.empty.missing.text() == "No household of this list is found"
    screen.press(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert len(screen.rooms()) == 3


def test_that_a_list_is_started_from_a_festival_and_a_contact_list(screen: Screen) -> None:
    chosen = screen.festival.contact_list("1-1-102", "1-1-101")
    screen.show()
    screen.page.new.click()
    screen.settle()
    dialog = screen.dialog(NewListDialog)
    dialog.form.fields["festival"].set_text("2026-12-22")
    assert dialog.form.fields["title"].text() == "Winter Solstice gifts 2026"
    assert dialog.form.fields["due_on"].text() == "2026-12-19"
    dialog.form.fields["list"].set_text(str(chosen))
    dialog.form.fields["pieces"].set_text("2")
    assert dialog.form.fields["stock"].text() == "4"
    dialog.form.fields["stock"].set_text("3")
    assert translate(dialog.forecast.text(), ui_language().language).endswith("short by 1.")
    screen.submit(gift="饺子")
    line = screen.page.presenter.line
    assert line is not None
    assert (line.title, line.gift, line.stock, line.households, line.short) == (
        "Winter Solstice gifts 2026",
        "饺子",
        3,
        2,
        1,
    )
    assert screen.rooms() == ["1-1-102", "1-1-101"]


def test_that_a_list_begun_beside_another_is_the_one_looked_at(screen: Screen) -> None:
    first = screen.festival.start("1-1-101")
    screen.show()
    assert screen.page.presenter.list_id == first
    screen.page.new.click()
    screen.settle()
    screen.dialog(NewListDialog).form.fields["festival"].set_text("2026-12-22")
    screen.submit(gift="饺子", stock="3")
    line = screen.page.presenter.line
    assert line is not None
    assert line.id != first
    assert screen.page.lists.row.id == line.id


def test_that_a_household_is_added_left_out_and_put_back(screen: Screen) -> None:
    made = screen.festival.start("1-1-101")
    screen.show()
    screen.page.entries.buttons["add"].click()
    dialog = screen.dialog(AddDialog)
    dialog.rooms.choose(str(screen.festival.village.rooms["1-1-102"]), "1-1-102")
    screen.submit(pieces="2")
    assert screen.rooms() == ["1-1-101", "1-1-102"]
    screen.page.entries.bar.buttons["leave-out"].click()
    screen.dialog(LeaveOutDialog)
    screen.submit(reason="搬走了")
    assert screen.state(made, "1-1-101") is GiftState.LEFT_OUT
    screen.page.entries.filters.chips[Show.ALL].click()
    screen.settle()
    screen.page.entries.view.selectRow(0)
    screen.page.entries.bar.buttons["take-back"].click()
    screen.settle()
    assert screen.state(made, "1-1-101") is GiftState.WAITING


def test_that_the_stock_is_raised_and_the_list_ended(screen: Screen) -> None:
    made = screen.festival.start("1-1-101", stock=0)
    screen.show()
    screen.page.entries.buttons["amend"].click()
    screen.dialog(AmendDialog)
    screen.submit(stock="5")
    assert screen.festival.line(made).stock == 5
    screen.page.entries.buttons["end"].click()
    question = screen.page.keeper.question
    assert question is not None
    question.accept()
    screen.settle()
    assert screen.festival.line(made).state is GiftListState.ENDED
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert screen.festival.line(made).state is GiftListState.OPEN


def test_that_a_form_goes_on_with_the_list_as_someone_else_left_it(screen: Screen) -> None:
    made = screen.festival.start("1-1-101")
    screen.show()
    screen.page.entries.buttons["amend"].click()
    dialog = screen.dialog(AmendDialog)
    dialog.form.fields["note"].set_text("红包另发")
    line = screen.festival.line(made)
    theirs = screen.festival.gifts.amend(made, line.title, "坚果", 9, line.due_on, "", version=line.version)
    screen.shell.bus.announce(theirs)
    screen.settle()
    assert (dialog.form.fields["gift"].text(), dialog.form.fields["stock"].text()) == ("坚果", "9")
    screen.submit()
    now = screen.festival.line(made)
    assert (now.gift, now.stock, now.note) == ("坚果", 9, "红包另发")


def test_that_the_sheet_is_of_the_round_once_one_has_begun(screen: Screen) -> None:
    screen.festival.start("1-1-101", "1-1-102")
    screen.show()
    screen.page.print.click()
    screen.press(Qt.Key.Key_B)
    screen.page.print.click()
    papers = [paper for paper in screen.shell.papers if isinstance(paper, GiftSheetPaper)]
    assert [paper.variant for paper in papers] == ["whole", "waiting"]


def test_that_a_narrow_page_shows_one_thing_at_a_time(screen: Screen) -> None:
    made = screen.festival.start("1-1-101")
    screen.page.resize(904, 384)
    screen.show()
    assert not screen.page.entries.isVisible()
    screen.show(gift_list_id=made)
    assert (screen.page.lists_panel.isVisible(), screen.page.entries.isVisible()) == (False, True)
    screen.page.back.click()
    assert screen.page.lists_panel.isVisible()
