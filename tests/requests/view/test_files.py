"""Files beside the form of a new request and beside a request: with the draft, through the lock, back by undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from desktop.core.permissions import Role
from desktop.requests.presenter.drafting import FORM
from desktop.requests.presenter.intake import Then
from desktop.requests.rows import RequestFilter
from desktop.requests.view import IntakePage, RequestsPage
from desktop.ui.picture_view import PictureView
from tests.core.samples import pdf, png

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.ui.file_panel import FilePanel
    from tests.requests.screens import Screens

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(screens: Screens) -> IntakePage:
    screens.people()
    return fresh(screens)


def fresh(screens: Screens) -> IntakePage:
    page = IntakePage(screens.desk, screens.shell)
    screens.show(page)
    page.show_at()
    screens.settle()
    return page


def choose(screens: Screens, monkeypatch: pytest.MonkeyPatch, paths: Sequence[Path]) -> None:
    """Add `paths` by Ctrl+O."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments: ([str(path) for path in paths], ""))
    screens.press(Qt.Key.Key_O, CONTROL)
    screens.settle()


def shown(files: FilePanel) -> list[str]:
    return [tile.card.name for tile in files.strip.tiles]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "漏水.png"
    path.write_bytes(png(40, 30))
    return path


def fill(page: IntakePage, screens: Screens) -> None:
    page.form.room.line.setText("3-1-502")
    page.form.room.settle()
    screens.settle()
    page.form.words.set_text("厨房水槽下漏水")
    screens.settle()


def test_that_a_photo_added_by_key_goes_with_the_request(
    screens: Screens, page: IntakePage, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(screens, monkeypatch, [photo])
    assert shown(page.files) == ["漏水.png"]
    fill(page, screens)
    page.save(Then.NEXT)
    screens.settle()
    assert shown(page.files) == []
    (line,) = screens.service.lines(RequestFilter())
    assert [row.name for row in screens.service.attachments(line.id)] == ["漏水.png"]
    assert screens.shell.drafts.all(FORM) == []


def test_that_a_draft_of_a_photo_alone_is_kept_and_comes_back_with_it(
    screens: Screens, page: IntakePage, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(screens, monkeypatch, [photo])
    kept = screens.shell.drafts.all(FORM)[0]
    page.park()
    screens.settle()
    assert shown(page.files) == []
    again = fresh(screens)
    again.choose_draft(kept.key)
    again.leave()
    assert screens.shell.drafts.all(FORM) == [kept]
    screens.settle()
    assert shown(again.files) == ["漏水.png"]
    again.leave()
    assert [draft.key for draft in screens.shell.drafts.all(FORM)] == [kept.key]


def test_that_a_draft_thrown_away_comes_back_with_its_files(
    screens: Screens, page: IntakePage, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(page, screens)
    choose(screens, monkeypatch, [photo])
    draft = page.drafting.key
    page.leave()
    page.form.words.set_text("厨房水槽下漏水，快来")
    page.discard_draft(draft)
    screens.settle()
    assert screens.service.draft_attachments(draft) == ()
    assert screens.shell.undo is not None
    screens.shell.undo()
    screens.settle()
    assert page.drafting.key == draft
    assert page.form.words.text() == "厨房水槽下漏水，快来"
    assert shown(page.files) == ["漏水.png"]


def test_that_a_picture_is_pasted_while_typing_and_taken_away_with_undo(screens: Screens, page: IntakePage) -> None:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    page.form.words.edit.setFocus()
    screens.press(Qt.Key.Key_V, CONTROL)
    screens.settle()
    assert shown(page.files) == ["Picture.png"]
    assert page.form.words.text() == ""
    page.files.strip.tiles[0].setFocus()
    screens.press(Qt.Key.Key_Delete)
    screens.settle()
    assert shown(page.files) == []
    assert screens.said() == ["“Picture.png” was attached", "“Picture.png” was taken away"]
    assert screens.shell.undo is not None
    screens.shell.undo()
    screens.settle()
    assert shown(page.files) == ["Picture.png"]


def test_that_an_urging_leaves_no_photo_behind(
    screens: Screens, page: IntakePage, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = screens.report().line
    fill(page, screens)
    choose(screens, monkeypatch, [photo])
    page._urge(line)
    screens.settle()
    assert [row.name for row in screens.service.attachments(line.id)] == ["漏水.png"]
    assert shown(page.files) == []


def test_that_who_types_on_and_on_is_kept_in_between(screens: Screens, page: IntakePage) -> None:
    page.form.words.set_text("厨")
    screens.qtbot.waitUntil(page._soon.isActive)
    due = page._soon.remainingTime()
    page.form.words.set_text("厨房")
    assert page._soon.isActive()
    assert page._soon.remainingTime() <= due
    page.leave()


def test_that_the_files_of_a_request_are_seen_added_and_opened_beside_it(
    screens: Screens, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = screens.report().line, screens.report("楼道灯不亮").line
    screens.service.attach("合同.pdf", pdf(), owner_id=first.id)
    page = RequestsPage(screens.desk, screens.shell)
    screens.show(page)
    page.show_at(request_id=first.id)
    screens.settle()
    assert shown(page.files) == ["合同.pdf"]
    choose(screens, monkeypatch, [photo])
    assert shown(page.files) == ["合同.pdf", "漏水.png"]
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    page.files.strip.tiles[0].click()
    screens.settle()
    assert tmp_path.joinpath(opened[0]).read_bytes() == pdf()
    page.files.strip.tiles[0].click()
    screens.settle()
    (said,) = page.files.strip.findChildren(QLabel, "file-problem")
    assert "No program on this PC" in said.text()
    page.show_at(request_id=second.id)
    screens.settle()
    assert shown(page.files) == []


def test_that_a_picture_is_looked_at_in_the_window_with_no_copy_made(
    screens: Screens, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = screens.report().line
    screens.service.attach(photo.name, photo.read_bytes(), owner_id=line.id)
    page = RequestsPage(screens.desk, screens.shell)
    screens.show(page)
    page.show_at(request_id=line.id)
    screens.settle()
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path / "kept.png"), ""))
    page.files.strip.tiles[0].setFocus()
    screens.press(Qt.Key.Key_Return)
    view = QApplication.activeModalWidget()
    assert isinstance(view, PictureView)
    assert (view.picture.pixmap().width(), view.picture.pixmap().height()) == (40, 30)
    assert opened == []
    view.save_asked.emit()
    screens.settle()
    assert (tmp_path / "kept.png").read_bytes() == photo.read_bytes()
    view.open_asked.emit()
    screens.settle()
    assert tmp_path.joinpath(opened[0].toLocalFile()).read_bytes() == photo.read_bytes()
    screens.press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_that_the_administrator_looks_and_changes_nothing(screens: Screens) -> None:
    line = screens.report().line
    screens.service.attach("合同.pdf", pdf(), owner_id=line.id)
    page = RequestsPage(screens.desk_of(Role.ADMINISTRATOR), screens.shell)
    screens.show(page)
    page.show_at(request_id=line.id)
    screens.settle()
    assert shown(page.files) == ["合同.pdf"]
    assert not page.files.strip.add.isVisible()
    assert not page.files.strip.tiles[0].cross.isVisible()
