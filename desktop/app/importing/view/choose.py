"""What is imported and from which file: a choice of two, a button, or a file dropped on the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.choices import SegmentedRow
from desktop.ui.keys import key
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import IconLabel, Panel, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.app.importing.kinds import ImportKind

__all__ = ["ChoosePanel", "ask_for_file", "ask_where_to_save"]

ENDINGS = ("xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt")


def ask_for_file(parent: QWidget) -> Path | None:
    """Return the spreadsheet a person chooses, None for none."""
    spoken = ui_language().language
    endings = " ".join(f"*.{ending}" for ending in ENDINGS)
    kinds = spoken.gettext("Spreadsheets") + f" ({endings})"
    chosen, _filter = QFileDialog.getOpenFileName(parent, spoken.gettext("Choose a spreadsheet"), "", kinds)
    return Path(chosen) if chosen else None


def ask_where_to_save(parent: QWidget, name: str) -> Path | None:
    """Return where a person wants a workbook called `name`, None for nowhere."""
    spoken = ui_language().language
    chosen, _filter = QFileDialog.getSaveFileName(parent, spoken.gettext("Save as"), f"{name}.xlsx", "XLSX (*.xlsx)")
    return Path(chosen) if chosen else None


class ChoosePanel(Panel):
    """The first line of the page. `chosen(path)`, `kind_changed()`, `template_asked(path)`."""

    chosen = Signal(object)
    kind_changed = Signal()
    template_asked = Signal(object)

    def __init__(self, kinds: Sequence[ImportKind]) -> None:
        """Offer `kinds`, the first one chosen."""
        super().__init__(name="choose")
        self._kinds = {kind.key: kind for kind in kinds}
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(12)
        self.kinds = SegmentedRow([(kind.key, kind.label) for kind in kinds], name="import-kind")
        self.kinds.choose(kinds[0].key)
        row.addWidget(self.kinds)
        by = key("open-file")
        first = Button(msg("Choose a file …"), icon="folder-open", key=by, kind="primary", name="choose-file")
        another = Button(msg("Another file …"), icon="folder-open", key=by, name="another-file")
        self.button, self.another = first, another
        for button in (first, another):
            button.clicked.connect(self._choose)
            row.addWidget(button)
        self._sign = IconLabel("file-spreadsheet", "accent", 18)
        row.addWidget(self._sign)
        self.file = label("", "strong", cut=True, name="import-file")
        row.addWidget(self.file)
        self.hint = label("", tone="ink2", cut=True)
        row.addWidget(self.hint, 1)
        template = Button(msg("Empty template …"), icon="download", kind="link", name="template")
        row.addWidget(template)
        self.body.addWidget(line)
        self.kinds.chosen.connect(lambda _key: self.kind_changed.emit())
        template.clicked.connect(self._save_template)
        self.show_file("")

    @property
    def kind(self) -> ImportKind:
        """Return the kind chosen."""
        return self._kinds[self.kinds.key]

    def show_file(self, name: str) -> None:
        """Show which file is being looked at, "" for none."""
        say(self.file, text=name)
        self.file.setVisible(bool(name))
        self._sign.setVisible(bool(name))
        self.button.setVisible(not name)
        self.another.setVisible(bool(name))
        say(self.hint, text="" if name else msg("or drop it here: .xlsx, .xls, .ods, .csv"))

    def _choose(self) -> None:
        path = ask_for_file(self)
        if path is not None:
            self.chosen.emit(path)

    def _save_template(self) -> None:
        path = ask_where_to_save(self, translate(self.kind.file_name, ui_language().language))
        if path is not None:
            self.template_asked.emit(path)
