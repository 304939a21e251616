"""The strip of files: what is dropped or pasted is taken, text is not, and everything is reached by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.attachments import FileCard, FileStrip
from desktop.ui.scrolling import scrolled
from tests.core.samples import png

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CARDS = (FileCard(7, "厨房.jpg", "12 KB", png()), FileCard(8, "合同.pdf", "1 MB"), FileCard(9, "记录.txt", "1 KB"))
CONTROL = Qt.KeyboardModifier.ControlModifier


class Desk(QWidget):
    """A page with text fields and a strip."""

    def __init__(self, *, may_add: bool = True) -> None:
        super().__init__()
        self.edit, self.line, self.strip = QPlainTextEdit(), QLineEdit(), FileStrip(may_add=may_add)
        column = QVBoxLayout(self)
        for widget in (self.edit, self.line, self.strip):
            column.addWidget(widget)
        self.strip.listen(self)
        self.given: list[Path] = []
        self.pasted: list[QImage] = []
        self.asked: list[tuple[object, ...]] = []
        self.strip.given.connect(self.given.extend)
        self.strip.pasted.connect(self.pasted.append)
        self.strip.opened.connect(lambda key: self.asked.append(("open", key)))
        self.strip.removed.connect(lambda key: self.asked.append(("remove", key)))
        self.strip.saved.connect(lambda key, path: self.asked.append(("save", key, path)))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    made.resize(600, 500)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def files(*paths: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return data


def picture(text: str = "") -> QMimeData:
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(0)
    data = QMimeData()
    data.setImageData(image)
    if text:
        data.setText(text)
    return data


def drop(widget: QWidget, data: QMimeData) -> bool:
    """Drop `data` on `widget` as the system does, and tell whether it was taken."""
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, none, QEvent.Type.DragEnter)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, none, QEvent.Type.Drop)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def paste(widget: QWidget, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_V, CONTROL)
    # What was made in Python and lies there still when Python ends takes the process down with it.
    QGuiApplication.clipboard().clear()


def test_that_files_dropped_anywhere_are_taken_and_text_goes_where_it_would(desk: Desk) -> None:
    one = str(Path.cwd() / "a.jpg")
    for widget in (desk, desk.edit.viewport(), desk.line):
        assert drop(widget, files(one))
    assert desk.given == [Path(one)] * 3
    assert drop(desk, picture())
    assert len(desk.pasted) == 1
    text = QMimeData()
    text.setText("words")
    assert not drop(desk, text)
    assert desk.edit.toPlainText() == ""


def test_that_a_picture_or_files_are_pasted_from_any_field_and_words_are_words(desk: Desk) -> None:
    paste(desk.edit, picture())
    paste(desk.line, picture())
    paste(desk.strip.add, picture())
    assert len(desk.pasted) == 3
    paste(desk.edit, files(str(Path.cwd() / "a.jpg")))
    assert [path.name for path in desk.given] == ["a.jpg"]
    paste(desk.edit, picture("cells of a spreadsheet"))
    assert desk.edit.toPlainText() == "cells of a spreadsheet"
    assert len(desk.pasted) == 3
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.jpg")])
    paste(desk.line, web)
    assert len(desk.given) == 1


def test_that_every_file_is_reached_and_used_by_keyboard(desk: Desk) -> None:
    desk.strip.show_files(CARDS)
    desk.strip.add.setFocus()
    QTest.keyClick(desk.strip.add, Qt.Key.Key_Tab)
    first, second, third = desk.strip.tiles
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Space)
    QTest.keyClick(second, Qt.Key.Key_Delete)
    assert desk.asked == [("open", 7), ("open", 8), ("remove", 8)]
    QTest.keyClick(second, Qt.Key.Key_Right)
    QTest.keyClick(third, Qt.Key.Key_Right)
    assert third.hasFocus()
    desk.strip.show_files((CARDS[0], CARDS[2]))
    assert desk.strip.tiles[1].hasFocus()
    desk.strip.show_files(())
    assert desk.strip.add.hasFocus()


def test_that_a_tile_says_what_it_is_and_its_cross_takes_it_away(desk: Desk) -> None:
    desk.strip.show_files(CARDS)
    tile = desk.strip.tiles[0]
    assert tile.accessibleName() == "厨房.jpg"
    assert tile.toolTip() == "厨房.jpg\n12 KB"
    assert not tile.grab().isNull()
    tile.cross.click()
    assert desk.asked == [("remove", 7)]


def test_that_files_are_chosen_and_saved_through_the_system_s_dialogs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.strip.show_files(CARDS)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments: (["a.jpg", "b.pdf"], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: ("kept.jpg", ""))
    QTest.keyClick(desk, Qt.Key.Key_O, CONTROL)
    assert desk.given == [Path("a.jpg"), Path("b.pdf")]
    desk.strip.tiles[0].saved.emit()
    assert desk.asked == [("save", 7, "kept.jpg")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: ("", ""))
    desk.strip.tiles[0].saved.emit()
    assert len(desk.asked) == 1


def test_that_why_files_were_refused_is_said_and_forgotten(desk: Desk) -> None:
    desk.strip.show_problems([msg("The disk is full."), msg("Nothing here")])
    shown = desk.strip.findChildren(QLabel, "file-problem")
    assert [line.text() for line in shown] == ["The disk is full.", "Nothing here"]
    desk.strip.show_problems(())
    assert not any(line.isVisible() for line in desk.strip.findChildren(QLabel, "file-problem"))
    desk.strip.show_reading(2)
    assert desk.strip.hint.text() == "Reading the files …"
    desk.strip.show_reading(0)
    assert "or drop" in desk.strip.hint.text()


def test_that_why_a_file_was_refused_is_seen_at_the_foot_of_a_long_form(desk: Desk, qtbot: QtBot) -> None:
    inside, form = QWidget(), QWidget()
    column, fields = QVBoxLayout(inside), QVBoxLayout(form)
    desk.edit.setMinimumHeight(900)
    fields.addWidget(desk.edit)
    fields.addWidget(desk.strip)
    column.addWidget(form)
    area = scrolled(inside)
    layout = desk.layout()
    assert layout is not None
    layout.addWidget(area)
    desk.strip.show_files(CARDS)
    area.verticalScrollBar().setValue(0)
    desk.strip.show_problems([msg("The disk is full.")])
    (line,) = desk.strip.findChildren(QLabel, "file-problem")
    qtbot.waitUntil(lambda: line.visibleRegion().boundingRect() == line.rect())


def test_that_who_may_only_look_adds_and_removes_nothing(qtbot: QtBot) -> None:
    desk = Desk(may_add=False)
    qtbot.addWidget(desk)
    with qtbot.waitExposed(desk):
        desk.show()
    assert not desk.strip.isVisible()
    desk.strip.show_files(CARDS)
    assert desk.strip.isVisible()
    assert not desk.strip.add.isVisible()
    tile = desk.strip.tiles[0]
    assert not tile.cross.isVisible()
    QTest.keyClick(tile, Qt.Key.Key_Delete)
    assert not drop(desk, files("a.jpg"))
    assert desk.asked == []
