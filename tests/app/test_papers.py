"""The preview of a paper and the language it is drawn in."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from reportlab.pdfgen.canvas import Canvas

from desktop.app.papers import PaperWindow
from desktop.core.i18n import language, msg
from desktop.core.settings import PAPERS
from desktop.requests.rows import FORMAT_LABELS
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.i18n import Language
    from desktop.ui.language import Text
    from tests.ui.shells import RecordingShell

ARROW_AND_FRAME = 52
"""What a field of choices gives away of its width, px."""


@dataclass
class Sheet:
    """One page, and the languages it was drawn in."""

    title: Text = field(default_factory=lambda: msg("Call sheet"))
    file_name: str = "sheet"
    drawn: list[str] = field(default_factory=list)

    def pdf(self, language: Language) -> bytes:
        self.drawn.append(language.code)
        out = io.BytesIO()
        canvas = Canvas(out)
        canvas.drawString(100, 100, language.code)
        canvas.save()
        return out.getvalue()

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        return ()


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    with recording_shell(qapp, tmp_path) as made:
        yield made


def test_that_a_language_half_typed_leaves_the_paper_as_it_is(qtbot: QtBot, shell: RecordingShell) -> None:
    above, sheet = QWidget(), Sheet()
    qtbot.addWidget(above)
    above.resize(900, 600)
    window = PaperWindow(sheet, shell.tasks, shell.settings, above)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.open_paper()
    settle(qtbot, shell)
    line = window.findChild(QLineEdit, "paper-language-line")
    assert line is not None
    QTest.keyClicks(line, " 1")
    settle(qtbot, shell)
    assert sheet.drawn == ["en"]
    window.language_field.choose("zh_TW")
    settle(qtbot, shell)
    assert sheet.drawn == ["en", "zh_TW"]


@dataclass
class Varied(Sheet):
    """A page that is drawn in two ways."""

    kind: str = "slip"
    variant: str = ""
    ways: list[str] = field(default_factory=list)

    def variants(self) -> Sequence[tuple[str, Text]]:
        return [("a5", "A5"), ("a4", "A4")]

    def choose(self, variant: str) -> None:
        self.variant = variant

    def pdf(self, language: Language) -> bytes:
        self.variant = self.variant or "a5"
        self.ways.append(self.variant)
        return super().pdf(language)


@pytest.mark.parametrize("code", ["en", "zh_CN", "zh_TW"])
def test_that_every_layout_of_a_work_order_is_seen_whole(qtbot: QtBot, shell: RecordingShell, code: str) -> None:
    above, sheet = QWidget(), Varied()
    qtbot.addWidget(above)
    above.resize(900, 600)
    window = PaperWindow(sheet, shell.tasks, shell.settings, above)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.open_paper()
    settle(qtbot, shell)
    assert window.variant_field is not None
    combo = window.variant_field.combo
    widest = max(combo.fontMetrics().horizontalAdvance(language(code).message(each)) for each in FORMAT_LABELS.values())
    assert combo.width() >= widest + ARROW_AND_FRAME


def test_that_another_way_of_drawing_is_chosen_and_remembered(qtbot: QtBot, shell: RecordingShell) -> None:
    above, first, second = QWidget(), Varied(), Varied()
    qtbot.addWidget(above)
    above.resize(900, 600)
    for paper in (first, second):
        window = PaperWindow(paper, shell.tasks, shell.settings, above)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(window)
        window.open_paper()
        settle(qtbot, shell)
        assert window.variant_field is not None
        assert window.variant_field.text() == paper.variant
        window.variant_field.choose("a4")
        settle(qtbot, shell)
    assert (first.ways, second.ways) == (["a5", "a4"], ["a4"])
    assert shell.settings.get(PAPERS) == {"slip": ("a4",)}
