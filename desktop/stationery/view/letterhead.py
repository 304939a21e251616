"""The letterhead, and what goes with every report: what is masked, and the languages a month is issued in."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop.core.i18n import LANGUAGES, msg
from desktop.stationery.rows import NewLetterhead, office_in
from desktop.stationery.view.parts import Part
from desktop.ui.buttons import Button
from desktop.ui.forms import CheckField, Field, LineField
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import Problem
    from desktop.core.i18n import Language
    from desktop.stationery.presenter import Known, StationeryPresenter

__all__ = ["LetterheadPart", "LogoField"]

LINES = ("company", "office", "phone", "address")


class LogoField(Field):
    """A picture chosen from a file. `chosen(Path)`: one is to be read; `show_logo` puts it here."""

    chosen = Signal(object)

    def __init__(self) -> None:
        """Hold none."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.choose = Button(msg("Choose a picture …"), icon="folder-open", name="choose-logo")
        self.remove = Button(msg("Remove"), icon="trash-2", name="remove-logo")
        self.remove.set_icon_only(True)
        self.state = label("", tone="ink2", cut=True, name="logo-state")
        for widget in (self.choose, self.remove):
            row.addWidget(widget)
        row.addWidget(self.state, 1)
        super().__init__("logo", msg("Logo"), holder)
        holder.setFocusProxy(self.choose)
        self.logo: bytes | None = None
        self.choose.clicked.connect(self._ask)
        self.remove.clicked.connect(lambda: self.show_logo(None))
        self._say()

    def show_logo(self, logo: bytes | None) -> None:
        """Hold `logo`, none for none."""
        if self.remove.hasFocus():
            self.choose.setFocus()
        self.logo = logo
        self._say()
        self.changed.emit()

    def value(self) -> Any:
        """Return the picture's bytes."""
        return self.logo

    def text(self) -> str:
        """Return the picture's fingerprint; a draft keeps no picture."""
        return "" if self.logo is None else sha256(self.logo).hexdigest()

    def set_text(self, text: str) -> None:
        """Take nothing up: a picture is put here by `show_logo`."""

    def _say(self) -> None:
        self.remove.setEnabled(self.logo is not None)
        say(self.state, text=msg("PNG or JPEG") if self.logo is None else msg("chosen; see the preview"))

    def _ask(self) -> None:
        title = translate(msg("Choose the logo"), ui_language().language)
        path, _filter = QFileDialog.getOpenFileName(self.choose, title, "", "PNG, JPEG (*.png *.jpg *.jpeg)")
        if path:
            self.chosen.emit(Path(path))


class LetterheadPart(Part):
    """The form of the letterhead."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__("letterhead", msg("Letterhead"), "building-2")
        form = self.form
        labels = (msg("Company"), msg("Office"), msg("Phone"), msg("Address"))
        for key, words in zip(LINES, labels, strict=True):
            form.add(LineField(key, words))
        self.logo = LogoField()
        form.add(self.logo)
        self.names = CheckField("mask_names", msg("On paper"), msg("mask names"))
        self.phones = CheckField("mask_phones", msg("Phones"), msg("mask phones"))
        form.add(self.names)
        form.join(self.phones, self.names)
        self.languages = {
            code: CheckField(f"language-{code}", msg("Month end"), name) for code, name in LANGUAGES.items()
        }
        fields = list(self.languages.values())
        form.add(fields[0])
        for field in fields[1:]:
            form.join(field, fields[0])
        self.inside.addWidget(form)
        note = msg(
            "Masked is what leaves the desk: reports and lists, never a resident's own letter. A month is issued in the"
            " languages ticked; with none, in that of whoever closes it."
        )
        self.inside.addWidget(label(note, "small", "ink2", wrap=True))
        self.inside.addStretch(1)
        form.changed.connect(lambda _key: self.changed.emit())

    @property
    def first(self) -> QWidget:
        """Return the first field."""
        return self.form.fields["company"].input

    def load(self, known: Known) -> None:
        """Put the letterhead into the form."""
        head = known.letterhead
        yes = {True: "yes", False: ""}
        self.logo.logo = head.logo
        texts = {
            "company": head.company,
            "office": head.office if head.office_given else "",
            "phone": head.phone,
            "address": head.address,
            "mask_names": yes[head.mask_names],
            "mask_phones": yes[head.mask_phones],
            **{f"language-{code}": yes[code in head.issue_languages] for code in LANGUAGES},
        }
        self.form.restore(texts)
        self.logo.show_logo(head.logo)

    def current(self) -> Any:
        """Return the texts of all fields."""
        return self.form.texts()

    def draw(self, presenter: StationeryPresenter, spoken: Language) -> None:
        """Draw a page with the letterhead."""
        presenter.draw_letterhead(self.name, self._draft(), spoken)

    def write(self, presenter: StationeryPresenter) -> None:
        """Lay the letterhead down."""
        if self.known is not None and self.form.check() is not None:
            self.set_busy(True)
            presenter.save_letterhead(self.name, self._draft(), self.known.letterhead.version)

    def refuse_logo(self, problems: Sequence[Problem]) -> None:
        """Say why a picture cannot be the logo."""
        self.form.show_problems(problems)

    def _draft(self) -> NewLetterhead:
        texts = self.form.texts()
        return NewLetterhead(
            **{key: texts[key] for key in LINES},
            logo=self.logo.logo,
            mask_names=bool(texts["mask_names"]),
            mask_phones=bool(texts["mask_phones"]),
            issue_languages=tuple(code for code in LANGUAGES if texts[f"language-{code}"]),
        )

    def offer(self) -> None:
        """Say in the empty field of the office what stands on paper instead."""
        if self.known is not None and not self.known.letterhead.office_given:
            words = office_in(self.known.letterhead, ui_language().language)
            say(self.form.fields["office"].input, placeholderText=words)
