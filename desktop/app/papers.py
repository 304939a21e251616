"""The preview of a paper: choose the language, look, print, save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.file_names import safe_name
from desktop.core.i18n import LANGUAGES, msg
from desktop.core.i18n import language as language_of
from desktop.core.settings import PAPERS
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.forms import Choice, ChoiceField
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import label
from desktop.ui.preview import PdfPreview
from desktop.ui.shell import LongPaper, SpokenPaper, VariedPaper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.core.settings import Settings
    from desktop.ui.shell import Paper
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["PaperWindow"]

LAYOUT_WIDTH = 250
"""Shows the longest layout of a paper whole, px: its tail alone tells nothing."""


class PaperWindow(QDialog):
    """Shows one paper; it is drawn in the background, in its own language or the window's at first."""

    def __init__(self, paper: Paper, tasks: Tasks, settings: Settings, parent: QWidget) -> None:
        """Prepare to show `paper`; how it was drawn last on this PC stands in `settings`."""
        super().__init__(parent)
        self.setObjectName("paper-window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._paper = paper
        self._tasks = tasks
        self._settings = settings
        first = paper.language_code if isinstance(paper, SpokenPaper) else ui_language().language.code
        self._spoken = language_of(first)
        say(self, windowTitle=paper.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(paper.title, "section"))
        head.addStretch(1)
        self.variant_field: ChoiceField | None = None
        if isinstance(paper, VariedPaper):
            self.variant_field = self._offer_variants(paper)
            head.addWidget(self.variant_field.row)
        choices = [Choice(code, name) for code, name in LANGUAGES.items()]
        self.language_field = ChoiceField("paper-language", msg("Language"), choices, width=140)
        self.language_field.choose(first)
        self.language_field.changed.connect(self._choose_language)
        head.addWidget(self.language_field.row)
        for ending, write in paper.others():
            button = Button(msg("Save as %(format)s", format=ending.upper()), small=True, name=f"save-{ending}")
            button.clicked.connect(lambda _checked=False, ending=ending, write=write: self._save(ending, write))
            head.addWidget(button)
        column.addLayout(head)
        self.preview = PdfPreview(settings=settings)
        column.addWidget(self.preview, 1)
        self.resize(parent.width() * 9 // 10, parent.height() * 19 // 20)

    def open_paper(self) -> None:
        """Draw the paper and show it."""
        self._spoken = spoken = self._language()
        paper = self._paper

        def draw(progress: Progress) -> bytes:
            return paper.draw(spoken, progress) if isinstance(paper, LongPaper) else paper.pdf(spoken)

        self._tasks.run(
            draw,
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

    def _offer_variants(self, paper: VariedPaper) -> ChoiceField:
        """Return the field in which another way of drawing `paper` is chosen."""
        choices = [Choice(name, words) for name, words in paper.variants()]
        kept = self._settings.get(PAPERS).get(paper.kind, ())
        if kept and any(choice.key == kept[0] for choice in choices):
            paper.choose(kept[0])
        field = ChoiceField("paper-variant", msg("Layout"), choices, width=LAYOUT_WIDTH)
        field.combo.setMinimumWidth(LAYOUT_WIDTH)
        field.choose(paper.variant)
        field.changed.connect(self._choose_variant)
        return field

    def _choose_variant(self) -> None:
        """Draw the paper in another way and remember that; while one is still being typed it stays as it is."""
        paper, field = self._paper, self.variant_field
        if not isinstance(paper, VariedPaper) or field is None:
            return
        chosen = field.text()
        if chosen != paper.variant and any(name == chosen for name, _words in paper.variants()):
            paper.choose(chosen)
            others: Mapping[str, tuple[str, ...]] = self._settings.get(PAPERS)
            self._settings.set(PAPERS, {**others, paper.kind: (chosen,)})
            self.open_paper()

    def _language(self) -> Language:
        chosen = self.language_field.text()
        return language_of(chosen) if chosen in LANGUAGES else self._spoken

    def _show(self, pdf: bytes) -> None:
        if isinstance(self._paper, VariedPaper) and self.variant_field is not None:
            self.variant_field.choose(self._paper.variant)
        self.preview.show_pdf(pdf, safe_name(f"{self._paper.file_name}.pdf"))
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
            self, title, safe_name(f"{self._paper.file_name}.{ending}"), f"{ending.upper()} (*.{ending})"
        )
        if chosen:
            self._tasks.run(lambda _progress: write(Path(chosen), spoken), None, self._tell, owner=self)
