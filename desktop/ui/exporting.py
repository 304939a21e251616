"""Taking a list away as a file: how it is written, whether in full and why, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desktop.core.file_names import safe_name
from desktop.core.i18n import msg
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import CheckField, Choice, Form, LineField, SegmentField
from desktop.ui.language import Text, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

__all__ = ["ExportForm", "add_unmasking", "ask_path"]


class ExportForm(FormDialog):
    """Asks how a list is written. `decided(ending, unmasked, reason)`."""

    decided = Signal(str, bool, str)

    def __init__(self, title: Text, note: Text, parent: QWidget | None, *, unmasking: Text = "") -> None:
        """Offer the formats; `unmasking` is the sentence beside the box that shows everything, where it is allowed."""
        form = Form(columns=1, name="export")
        formats = [Choice("xlsx", msg("Workbook (XLSX)")), Choice("csv", msg("Comma-separated (CSV)"))]
        kind = SegmentField("format", msg("Format"), formats, required=True)
        kind.choose("xlsx")
        form.add(kind)
        if unmasking:
            add_unmasking(form, unmasking)
        super().__init__(title, form, msg("Choose a file …"), parent, width=560)
        self.body.insertWidget(0, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._decide)

    def _decide(self, values: dict[str, Any]) -> None:
        unmasked = bool(values.get("unmasked"))
        self.decided.emit(values["format"], unmasked, (values.get("reason") or "") if unmasked else "")


def add_unmasking(form: Form, sentence: Text) -> None:
    """Add to `form` the question whether what is masked is wanted in full, and why."""
    form.add(CheckField("unmasked", msg("In full"), sentence))
    form.add(LineField("reason", msg("Reason"), required=True, hint=msg("who asked for it, and what for")))
    form.show_field("reason", shown=False)
    form.changed.connect(
        lambda key: form.show_field("reason", form.fields["unmasked"].value()) if key == "unmasked" else None
    )


def ask_path(parent: QWidget, name: str, ending: str) -> Path | None:
    """Ask where a file of `ending` goes, `name` suggested; return the path, None where nothing was chosen."""
    title = ui_language().language.gettext("Save as")
    suggested = safe_name(f"{name}.{ending}")
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, suggested, f"{ending.upper()} (*.{ending})")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.casefold() == f".{ending}" else path.with_name(f"{path.name}.{ending}")
