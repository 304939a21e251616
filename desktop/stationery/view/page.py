"""The page: its parts left, the form of the one chosen, and beside it the page as it comes out of the printer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import ConflictError, TouchpointError, UserError
from desktop.core.i18n import Language, msg
from desktop.stationery.presenter import StationeryPresenter
from desktop.stationery.view.layout import LayoutPart
from desktop.stationery.view.letterhead import LetterheadPart
from desktop.stationery.view.purposes import TEXT_GROUPS
from desktop.stationery.view.texts import TextPart
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import PageHeader, Panel, label
from desktop.ui.preview import PdfPreview
from desktop.ui.shell import Page
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from desktop.core.i18n import Message
    from desktop.stationery.presenter import Known, PosterDrawing, ReportParts
    from desktop.stationery.view.parts import Part
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["StationeryPage"]

LIST_WIDTH = 156
DRAW_AFTER_MS = 400
"""After the last key; a letter is drawn in a fifth of that."""
SHARES = (6, 5)


class StationeryPage(Page):
    """Letterhead, letters, and how the monthly report is made up."""

    def __init__(
        self, desk: Desk, shell: Shell, report: ReportParts | None = None, posters: PosterDrawing | None = None
    ) -> None:
        """Edit `desk`'s stationery; `report` is what can be laid down of a month's report, `posters` draws notices."""
        super().__init__()
        self.setObjectName("stationery-page")
        self._shell = shell
        self.presenter = StationeryPresenter(desk, shell.tasks, shell.bus, report, self, posters)
        self.letterhead = LetterheadPart()
        groups = [TextPart(group) for group in TEXT_GROUPS]
        self.texts = {purpose: part for part in groups for purpose in part.purposes}
        self.layout_part = LayoutPart() if report is not None else None
        offered = [self.letterhead, *groups, *([self.layout_part] if self.layout_part else [])]
        self.parts: dict[str, Part] = {part.name: part for part in offered}
        self._soon = QTimer(self, singleShot=True, interval=DRAW_AFTER_MS)
        self._soon.timeout.connect(self._draw)
        self._arrange()
        self._connect()
        if not self.presenter.may_edit_shared:
            why = msg("All departments share this; the manager of the whole project changes it.")
            self.letterhead.lock(why)
            if self.layout_part is not None:
                self.layout_part.lock(why)

    def show_at(self, **where: object) -> None:
        """Read everything anew; `part` is letterhead, layout, a group of texts or one text (`TemplatePurpose`)."""
        wanted = where.get("part")
        text = next((purpose for purpose in self.texts if purpose == wanted), None)
        if wanted in self.parts:
            self.list.select(wanted)
        elif text is not None:
            self.list.select(self.texts[text].name)
            self.texts[text].show_text(text)
        self.presenter.read()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the part that is shown lies; what the others hold is not come to."""
        keep_tab_order(self.part)
        return super().focusNextPrevChild(next_one)

    @property
    def part(self) -> Part:
        """Return the part shown."""
        shown: Any = self.stack.currentWidget()
        return shown  # type: ignore[no-any-return]  # only parts are in the stack

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        note = msg("What every printed page begins with, and what the desk writes to residents.")
        column.addWidget(PageHeader(msg("Letterhead and letters"), note=note))
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._list())
        self.stack = QStackedWidget()
        for part in self.parts.values():
            self.stack.addWidget(part)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setObjectName("stationery-split")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.addWidget(self.stack)
        self.split.addWidget(self._preview())
        for place, share in enumerate(SHARES):
            self.split.setStretchFactor(place, share)
        self.split.setSizes([share * 100 for share in SHARES])
        across.addWidget(self.split, 1)
        column.addLayout(across, 1)
        self.setFocusProxy(self.list)

    def _list(self) -> Panel:
        model: RowsModel[_Entry] = RowsModel([Column("part", msg("Part"), _entry_cell, 120, stretch=True)])
        model.set_rows([_Entry(part) for part in self.parts.values()])
        self.list = ListView(model, label=msg("Parts"), name="stationery-parts")
        self.list.horizontalHeader().hide()
        panel = Panel(name="parts")
        panel.setFixedWidth(LIST_WIDTH)
        panel.body.addWidget(self.list)
        return panel

    def _preview(self) -> Panel:
        panel = Panel(msg("Preview"), note=msg("as it is printed"), name="stationery-preview")
        self.said = label("", "small", "amber", wrap=True, name="preview-said")
        self.said.setContentsMargins(12, 6, 12, 6)
        self.said.hide()
        self.preview = PdfPreview(bar=False)
        panel.body.addWidget(self.said)
        panel.body.addWidget(self.preview, 1)
        panel.setMinimumWidth(240)
        return panel

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.shown.connect(self._show)
        presenter.drawn.connect(self._look)
        presenter.undrawn.connect(self._say_why)
        presenter.done.connect(self._tell)
        presenter.refused.connect(self._refuse)
        presenter.logo_read.connect(self.letterhead.logo.show_logo)
        presenter.logo_refused.connect(self.letterhead.refuse_logo)
        self.letterhead.logo.chosen.connect(presenter.read_logo)
        for part in self.parts.values():
            part.changed.connect(partial(self._draw_soon, part))
            part.save.clicked.connect(partial(self._save, part))
            part.form.submitted.connect(partial(self._save, part))
            if part.reset is not None:
                part.reset.clicked.connect(partial(self._reset, part))
        self.list.row_changed.connect(self._choose)
        self.list.opened.connect(lambda _entry: self.part.first.setFocus())
        again = QShortcut(QKeySequence(key("reload")), self)
        again.activated.connect(presenter.read)
        ui_language().changed.connect(self._soon.start)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._watch)
        self.list.select(self.letterhead.name)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self, known: Known) -> None:
        for part in self.parts.values():
            part.show_known(known)

    def _choose(self, entry: _Entry | None) -> None:
        if entry is not None:
            self.stack.setCurrentWidget(self.parts[entry.id])
            self._draw()

    def _watch(self, _old: QWidget | None, now: QWidget | None) -> None:
        for text in dict.fromkeys(self.texts.values()):
            text.fields.watch(now)
        if self.layout_part is not None:
            self.layout_part.fields.watch(now)

    def _draw_soon(self, part: Part) -> None:
        if part is self.part:
            self._soon.start()

    def _draw(self) -> None:
        self._soon.stop()
        if self.part.known is not None:
            self.part.draw(self.presenter, ui_language().language)

    def _look(self, part: str, pdf: bytes) -> None:
        if part != self.part.name:
            return
        self.said.hide()
        bar = self.preview.view.verticalScrollBar()
        place = bar.value()
        self.preview.show_pdf(pdf, f"{part}.pdf")
        bar.setValue(place)

    def _say_why(self, part: str, error: TouchpointError) -> None:
        """Say what keeps the page from being drawn; the last one stays in sight."""
        if part == self.part.name:
            words = error.problems[0].message
            say(self.said, text=partial(_stands_still, words) if isinstance(error, UserError) else words)
            self.said.show()

    # --- writing -----------------------------------------------------------------------------------------------------

    def _save(self, part: Part) -> None:
        if part.editable and part.save.isEnabled():
            part.write(self.presenter)

    def _reset(self, part: Part) -> None:
        if part.editable and part.save.isEnabled():
            part.put_back(self.presenter)

    def _tell(self, part: str, words: Message) -> None:
        self.parts[part].saved()
        self._shell.tell(words)
        self.presenter.read()

    def _refuse(self, part: str, error: TouchpointError) -> None:
        if self.parts[part].show_error(error):
            if isinstance(error, ConflictError):
                self.presenter.read()
            return
        if show_error(self, error):
            self._save(self.parts[part])


class _Entry:
    """A part in the list."""

    def __init__(self, part: Part) -> None:
        self.id, self.title, self.icon = part.name, part.words, part.icon


def _entry_cell(entry: _Entry, spoken: Language) -> Cell:
    return Cell(spoken.message(entry.title), icon=entry.icon)


def _stands_still(words: Message, spoken: Language) -> str:
    return spoken.gettext("The preview waits: %(why)s", why=spoken.message(words))
