"""What a notice will be: the papers drawn as it is typed, the text for chat groups and the short message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import TouchpointError
from desktop.core.i18n import Message, msg
from desktop.outages.presenter.studio import PAPER_FORMS, Look, short_words
from desktop.outages.rows import NoticeForm
from desktop.outages.view.studio_copying import (
    copy_picture,
    copy_text,
    page_picture,
    said_label,
    save_picture,
    tell_copied,
)
from desktop.ui.buttons import Button
from desktop.ui.choices import SegmentedRow
from desktop.ui.dialogs import show_error
from desktop.ui.forms import Choice, ChoiceField, TextField
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import Panel, label, set_tone
from desktop.ui.preview import PdfPreview
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QResizeEvent

    from desktop.outages.rows import NoticeDraft

__all__ = ["CHAT", "SHORT", "ShownNotice"]

CHAT, SHORT = "chat", "short"
_TEXTS: Sequence[tuple[str, Message]] = ((CHAT, msg("Chat text")), (SHORT, msg("Short message")))
_COPIED: dict[str, Message] = {
    CHAT: msg("Copied. Paste it into the chat group."),
    SHORT: msg("Copied. Paste it where short messages are sent."),
}
_LINES = {CHAT: (9, 18), SHORT: (3, 6)}
BUILDING_WIDTH = 150
WHOLE_FROM = 420
"""From this height on a page is seen whole, px; below it would be too small to read."""


class ShownNotice(Panel):
    """The notice as it will come out, one way at a time.

    `looked()`: something else is looked at, and is to be drawn. `typed(key)`: the text of `CHAT` or `SHORT` changed.
    """

    looked = Signal()
    typed = Signal(str)

    def __init__(self) -> None:
        """Show the poster, once it is drawn."""
        super().__init__(name="studio-shown")
        self.setMinimumWidth(300)
        self._pdf = b""
        self._name = ""
        self._build_head()
        self.said = label("", "small", "amber", wrap=True, name="studio-said")
        self.said.setContentsMargins(12, 6, 12, 6)
        self.body.addWidget(self.said)
        self.said.hide()
        self.stack = QStackedWidget()
        self.preview = PdfPreview(bar=False)
        self.stack.addWidget(self.preview)
        self.texts: dict[str, TextField] = {}
        for each, words in _TEXTS:
            self.stack.addWidget(self._text_page(each, words))
        self.body.addWidget(self.stack, 1)
        self._build_tools()
        self._choose(NoticeForm.POSTER)
        self._count()

    @property
    def look(self) -> Look:
        """Return what is looked at now."""
        chosen = self.ways.key
        if chosen in self.texts:
            return Look()
        building = self.building.text()
        return Look(NoticeForm(chosen), int(building) if building.isdigit() else None)

    @property
    def picture(self) -> QImage:
        """Return the page shown as a picture; raise WorldError where there is none."""
        return page_picture(self._pdf)

    def show_draft(self, draft: NoticeDraft) -> None:
        """Offer the buildings of `draft`; what kept it from being drawn is over."""
        self.said.hide()
        self._offer_buildings(draft.text.buildings)
        self._name = " ".join(filter(None, (draft.text.title, draft.text.number)))

    def show_pdf(self, pdf: bytes) -> None:
        """Show a page; it stays where it was scrolled to."""
        bar = self.preview.view.verticalScrollBar()
        place = bar.value()
        self._pdf = pdf
        self.preview.show_pdf(pdf, f"{self._name}.pdf")
        bar.setValue(place)
        self._offer()

    def show_stuck(self, error: TouchpointError) -> None:
        """Say why there is nothing to look at; what was drawn last stays in sight."""
        words = error.problems[0].message
        say(self.said, text=lambda spoken: spoken.gettext("The preview waits: %(why)s", why=spoken.message(words)))
        self.said.show()

    def copy(self) -> None:
        """Put what is shown on the clipboard: the text as it stands there, or the page as a picture."""
        chosen = self.ways.key
        if chosen in self.texts:
            copy_text(self.texts[chosen].text())
            tell_copied(self.copied, _COPIED[chosen])
        elif self._pdf:
            self._try_copy()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show whole pages where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        mode = QPdfView.ZoomMode
        self.preview.view.setZoomMode(mode.FitInView if self.height() >= WHOLE_FROM else mode.FitToWidth)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.setSpacing(8)
        ways = [*((str(form), words) for form, words in PAPER_FORMS), *_TEXTS]
        self.ways = SegmentedRow(ways, name="studio-way", on_page=True)
        head.addWidget(self.ways)
        head.addStretch(1)
        self.body.addLayout(head)
        self.ways.choose(NoticeForm.POSTER)
        self.ways.chosen.connect(self._choose)

    def _text_page(self, name: str, words: Message) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 4, 12, 8)
        column.setSpacing(6)
        least, most = _LINES[name]
        field = TextField(f"notice-{name}", words, lines=least, most=most, letter=True)
        self.texts[name] = field
        column.addWidget(field.row)
        if name == SHORT:
            self.count = label("", "small", "ink2", wrap=True, name="short-count")
            column.addWidget(self.count)
        column.addStretch(1)
        field.changed.connect(lambda: self._text_changed(name))
        # A long text in a low window must not press what stands below it together.
        return scrolled(page)

    def _build_tools(self) -> None:
        self.building = ChoiceField("studio-building", msg("Building"), width=BUILDING_WIDTH)
        self.foot.addWidget(self.building.row)
        self.building.changed.connect(self._building_chosen)
        self.copied = said_label("studio-copied")
        self.foot.addWidget(self.copied, 1)
        self.save_button = Button(msg("Save picture"), icon="download", small=True, name="save-picture")
        self.save_button.clicked.connect(self._save)
        self.copy_button = Button(
            msg("Copy the text"), icon="copy", key=key("copy-notice"), small=True, name="copy-notice"
        )
        self.copy_button.clicked.connect(self.copy)
        self.foot.addWidget(self.save_button)
        self.foot.addWidget(self.copy_button)

    # --- what is looked at -------------------------------------------------------------------------------------------

    def _choose(self, chosen: str) -> None:
        if not chosen:
            return
        names = list(self.texts)
        self.stack.setCurrentIndex(names.index(chosen) + 1 if chosen in names else 0)
        self.building.row.setVisible(chosen == NoticeForm.PER_BUILDING)
        say(self.copied, text="")
        self._pdf = b""
        self._offer()
        self.looked.emit()

    def _offer(self) -> None:
        paper = self.ways.key not in self.texts
        self.save_button.setVisible(paper)
        self.save_button.setEnabled(bool(self._pdf))
        self.copy_button.setEnabled(not paper or bool(self._pdf))
        say(self.copy_button, text=msg("Copy as picture") if paper else msg("Copy the text"))
        self.copy_button.updateGeometry()

    def _offer_buildings(self, buildings: Sequence[tuple[int, str]]) -> None:
        choices = [Choice(str(number), name) for number, name in buildings]
        kept = self.building.text()
        self.building.blockSignals(True)
        self.building.offer(choices)
        if kept not in {choice.key for choice in choices} and choices:
            self.building.choose(choices[0].key)
        self.building.blockSignals(False)
        if self.building.text() != kept and self.look.form is NoticeForm.PER_BUILDING:
            self.looked.emit()

    def _building_chosen(self) -> None:
        if self.building.text().isdigit():
            self.looked.emit()

    def _text_changed(self, name: str) -> None:
        say(self.copied, text="")
        if name == SHORT:
            self._count()
        self.typed.emit(name)

    def _count(self) -> None:
        words, too_long = short_words(self.texts[SHORT].text())
        say(self.count, text=words)
        set_tone(self.count, "red" if too_long else "ink2")

    # --- the clipboard -----------------------------------------------------------------------------------------------

    def _try_copy(self) -> None:
        try:
            copy_picture(self.picture)
        except TouchpointError as error:
            if show_error(self, error):
                self._try_copy()
            return
        tell_copied(self.copied, msg("The picture is copied. Paste it into the chat group."))

    def _save(self) -> None:
        try:
            path = save_picture(self, self.picture, self._name)
        except TouchpointError as error:
            if show_error(self, error):
                self._save()
            return
        if path:
            say(self.copied, text=msg("The picture is saved."))
