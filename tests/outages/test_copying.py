"""Texts and pictures of notices on the clipboard: what is pasted is what was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from desktop.core.i18n import language
from desktop.outages.presenter.studio import short_words
from desktop.outages.view.panels import NoticesPanel
from desktop.ui.buttons import Button
from tests.outages.studios import desktop_of, noticed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.outages.studios import Desktop

__all__ = ["desktop_of", "noticed"]

COPY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
TYPED = "　【停水通知】\n  3栋、5栋 9:00—17:00\n\n谢谢 {理解} 😀\t𠮷 "


@pytest.mark.parametrize("way", ["chat", "short"])
def test_that_a_text_pasted_back_equals_what_was_shown(desktop_of: Desktop, way: str) -> None:
    studio = desktop_of.studio()
    studio.shown.ways.choose(way)
    field = studio.shown.texts[way]
    for shown in (field.text(), TYPED):
        field.set_text(shown)
        desktop_of.press(field.input, Qt.Key.Key_C, COPY)
        assert desktop_of.clipboard == field.text() == shown
        assert studio.shown.copied.text()
        pasted = QPlainTextEdit()
        pasted.paste()
        assert pasted.toPlainText() == shown
    studio.reject()


def test_that_a_typed_text_is_issued_and_copied_as_it_was_shown(desktop_of: Desktop) -> None:
    studio = desktop_of.studio()
    studio.shown.texts["chat"].set_text(TYPED)
    studio.issue(paper=False)
    desktop_of.settle()
    panel = NoticesPanel(desktop_of.quarter.desk, desktop_of.shell)
    panel.setParent(desktop_of.window)
    panel.show()
    panel.show_file(desktop_of.file)
    (notice,) = desktop_of.quarter.service.notices(desktop_of.outage_id)
    desktop_of.find(panel, Button, f"copy-chat-{notice.id}").click()
    assert desktop_of.clipboard == TYPED
    desktop_of.find(panel, Button, f"copy-short-{notice.id}").click()
    assert desktop_of.clipboard == notice.short
    assert desktop_of.shell.words[-1].startswith("Copied")


def test_that_the_poster_is_copied_as_a_picture_on_white(noticed: Desktop) -> None:
    panel = NoticesPanel(noticed.quarter.desk, noticed.shell)
    panel.setParent(noticed.window)
    panel.show_file(noticed.file)
    (notice,) = noticed.quarter.service.notices(noticed.outage_id)
    noticed.find(panel, Button, f"copy-picture-{notice.id}").click()
    noticed.settle()
    image = QGuiApplication.clipboard().image()
    assert image.height() > image.width() > 900
    assert image.pixelColor(2, 2) == QColor(Qt.GlobalColor.white)
    assert any(image.pixelColor(x, y).lightness() < 40 for x in range(0, 900, 9) for y in range(0, 900, 9))


def test_that_the_page_shown_is_saved_as_a_picture(
    desktop_of: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, path = desktop_of.studio(), tmp_path / "notice.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    studio.shown.save_button.click()
    assert path.read_bytes().startswith(b"\x89PNG")
    studio.reject()


def test_that_an_issued_notice_is_saved_as_a_picture(
    noticed: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "issued.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    panel = NoticesPanel(noticed.quarter.desk, noticed.shell)
    panel.setParent(noticed.window)
    panel.show_file(noticed.file)
    noticed.find(panel, Button, f"save-picture-{noticed.file.notices[0].id}").click()
    noticed.settle()
    assert path.read_bytes().startswith(b"\x89PNG")
    assert noticed.shell.words == ["The picture is saved."]


@pytest.mark.parametrize(
    ("text", "said", "too_long"),
    [
        ("", "0 of 70 characters", False),
        ("停水a1" * 17 + "停水", "70 of 70 characters", False),
        ("停" * 71, "71 of 70 characters: too long for one message", True),
        ("W" * 135, "is sent and paid for as 3 messages", True),
    ],
)
def test_that_a_short_message_is_counted_in_characters(text: str, said: str, too_long: bool) -> None:  # noqa: FBT001 - a parameter
    words, over = short_words(text)
    assert said in language("en").message(words)
    assert over is too_long


def test_that_the_count_follows_what_is_typed(desktop_of: Desktop) -> None:
    studio = desktop_of.studio()
    studio.shown.texts["short"].set_text("停" * 71)
    assert studio.shown.count.text().startswith("71 of 70")
    assert studio.shown.count.property("tone") == "red"
    studio.shown.texts["short"].set_text("停" * 70)
    assert studio.shown.count.property("tone") == "ink2"
    studio.reject()
