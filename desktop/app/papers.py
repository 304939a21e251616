"""The preview of a paper: choose the language, look, print, save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import LANGUAGES, msg
from desktop.core.i18n import language as language_of
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.forms import Choice, ChoiceField
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import label
from desktop.ui.preview import PdfPreview

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.ui.shell import Paper
    from desktop.ui.tasks import Tasks

__all__ = ["PaperWindow"]


class PaperWindow(QDialog):
    """Shows one paper; it is drawn in the background, in the window's language at first."""

    def __init__(self, paper: Paper, tasks: Tasks, parent: QWidget) -> None:
        """Prepare to show `paper`."""
        super().__init__(parent)
        self.setObjectName("paper-window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._paper = paper
        self._tasks = tasks
        self._spoken = ui_language().language
        say(self, windowTitle=paper.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(paper.title, "section"))
        head.addStretch(1)
        choices = [Choice(code, name) for code, name in LANGUAGES.items()]
        self.language_field = ChoiceField("paper-language", msg("Language"), choices, width=140)
        self.language_field.choose(ui_language().language.code)
        self.language_field.changed.connect(self._choose_language)
        head.addWidget(self.language_field.row)
        for ending, write in paper.others():
            button = Button(msg("Save as %(format)s", format=ending.upper()), small=True, name=f"save-{ending}")
            button.clicked.connect(lambda _checked=False, ending=ending, write=write: self._save(ending, write))
            head.addWidget(button)
        column.addLayout(head)
        self.preview = PdfPreview()
        column.addWidget(self.preview, 1)
        self.resize(parent.width() * 9 // 10, parent.height() * 19 // 20)

    def open_paper(self) -> None:
        """Draw the paper and show it."""
        self._spoken = spoken = self._language()
        paper = self._paper
        self._tasks.run(
            lambda _progress: paper.pdf(spoken),
            self._show,
            self._fail,
            owner=self,
            key="paper",
            title=msg("Preparing the document …"),
        )

    def _choose_language(self) -> None:
        """Draw the paper anew in another language; while one is still being typed it stays as it is."""
        if self._language().code != self._spoken.code:
            self.open_paper()

    def _language(self) -> Language:
        chosen = self.language_field.text()
        return language_of(chosen) if chosen in LANGUAGES else self._spoken

    def _show(self, pdf: bytes) -> None:
        self.preview.show_pdf(pdf, f"{self._paper.file_name}.pdf")
        self.show()

    def _fail(self, error: TouchpointError) -> None:
        if show_error(self.parentWidget(), error):
            self.open_paper()

    def _tell(self, error: TouchpointError) -> None:
        show_error(self, error)

    def _save(self, ending: str, write: Callable[[Path, Language], None]) -> None:
        spoken = self._language()
        title = translate(msg("Save as"), ui_language().language)
        chosen, _filter = QFileDialog.getSaveFileName(
            self, title, f"{self._paper.file_name}.{ending}", f"{ending.upper()} (*.{ending})"
        )
        if chosen:
            self._tasks.run(lambda _progress: write(Path(chosen), spoken), None, self._tell, owner=self)
