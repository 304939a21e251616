"""The import page: choose, look, correct, import, and every earlier import to be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from desktop.app.importing.presenter import ImportPresenter, Stuck
from desktop.app.importing.view.choose import ChoosePanel
from desktop.app.importing.view.mapping import MappingDialog
from desktop.app.importing.view.preview import PreviewPane
from desktop.app.importing.view.tables import imports_model
from desktop.app.importing.view.undoing import UndoQuestion
from desktop.core.i18n import Message, msg
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel, label
from desktop.ui.shell import Page
from desktop.ui.strips import AlertStrip
from desktop.ui.table import ListView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from desktop.app.importing.presenter import Applied, Preview, UndoPlan
    from desktop.app.importing.service import ImportLine
    from desktop.core.errors import TouchpointError
    from desktop.households.roster.comparing import Conflict
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["ImportPage"]

MARGIN = 16
SCROLL_BAR = 12


class ImportPage(Page):
    """Imports rosters and ledgers."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Act as `desk`'s account, in `shell`."""
        super().__init__()
        self.setObjectName("import-page")
        self.setAcceptDrops(True)
        self._shell = shell
        self._presenter = ImportPresenter(desk, shell, self)
        self._found: Preview | Stuck | None = None
        self._path: Path | None = None
        column = self._scrolled()
        column.addWidget(PageHeader(msg("Import"), note=msg("Rosters and ledgers from spreadsheets")))
        self.choose = ChoosePanel(self._presenter.kinds)
        column.addWidget(self.choose)
        self._strips = QVBoxLayout()
        column.addLayout(self._strips)
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self.earlier = self._earlier(desk)
        self.waiting = self._waiting()
        self.preview = PreviewPane()
        self.trouble = self._trouble()
        for pane in (self.earlier, self.waiting, self.preview, self.trouble):
            self._stack.addWidget(pane)
        self.setFocusProxy(self.choose.button)
        self._connect()

    def show_at(self, **where: object) -> None:
        """Show what is being looked at, else the imports made so far; `kind` chooses what to import."""
        kind = where.get("kind")
        if isinstance(kind, str) and self._found is None:
            self.choose.kinds.choose(kind)
        self._presenter.list_imports()

    def read(self, path: Path) -> None:
        """Read a file of the kind chosen."""
        self._path = path
        self._presenter.read(path, self.choose.kind)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the preview know how much room there is."""
        super().resizeEvent(event)
        self.preview.fit(self.width() - 2 * MARGIN - SCROLL_BAR)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        event.acceptProposedAction()
        self.read(Path(event.mimeData().urls()[0].toLocalFile()))

    # --- parts -----------------------------------------------------------------------------------------------------

    def _scrolled(self) -> QVBoxLayout:
        """Return the column of the page; where the window is low it scrolls, and the lists keep some rows."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        content = QWidget()
        content.setObjectName("ground")
        area.setWidget(content)
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(12)
        return column

    def _earlier(self, desk: Desk) -> Panel:
        panel = Panel(msg("Imports so far"), name="imports")
        self.imports = imports_model(desk.zone)
        self.imports_view = ListView(self.imports, label=msg("Imports so far"), name="imports-list")
        self.imports_view.acted.connect(lambda line, _key: self._presenter.look_at_undo(line))
        empty = EmptyState(
            msg("Nothing was imported yet"),
            msg("Choose a file above, or begin with the empty template."),
            icon="file-spreadsheet",
        )
        panel.body.addWidget(ListFrame(self.imports_view, empty))
        return panel

    def _waiting(self) -> EmptyState:
        self.stop = Button(msg("Cancel"), name="stop-reading")
        return EmptyState("", msg("Large files take a moment."), icon="file-spreadsheet", button=self.stop)

    def _trouble(self) -> Panel:
        panel = Panel(msg("This file cannot be imported as it is"), name="import-trouble")
        panel.pad(12, 10, 12, 10)
        self._sentences = QVBoxLayout()
        self._sentences.setSpacing(8)
        panel.body.addLayout(self._sentences)
        panel.body.addStretch(1)
        self.map = Button(msg("Say what the columns hold …"), icon="columns-3", kind="primary", name="map-by-hand")
        self.again = Button(msg("Read again"), icon="refresh-cw", key=key("reload"), name="read-again")
        leave = Button(msg("Leave without importing"), kind="link", name="leave-trouble")
        panel.foot.addWidget(self.map)
        panel.foot.addWidget(self.again)
        panel.foot.addStretch(1)
        panel.foot.addWidget(leave)
        self.map.clicked.connect(self._map)
        self.again.clicked.connect(self._read_again)
        leave.clicked.connect(self._leave_file)
        return panel

    def _connect(self) -> None:
        presenter = self._presenter
        self.choose.chosen.connect(self.read)
        self.choose.kind_changed.connect(self._kind_changed)
        self.choose.template_asked.connect(self._write_template)
        self.stop.clicked.connect(presenter.stop)
        self.preview.corrected.connect(presenter.correct)
        self.preview.decided.connect(self._decide)
        self.preview.taken_back.connect(presenter.take_back_corrections)
        self.preview.map_asked.connect(self._map)
        self.preview.confirmed.connect(presenter.apply)
        self.preview.left.connect(self._leave_file)
        presenter.reading.connect(self._show_reading)
        presenter.planned.connect(self._show_preview)
        presenter.stuck.connect(self._show_stuck)
        presenter.failed.connect(self._fail)
        presenter.stopped.connect(self._leave_file)
        presenter.writing.connect(lambda: self.preview.set_busy(True))
        presenter.applied.connect(self._show_applied)
        presenter.undo_planned.connect(self._ask_undo)
        presenter.undone.connect(self._tell_undone)
        presenter.listed.connect(self._show_imports)
        presenter.template_written.connect(lambda name: self._shell.tell(msg("“%(file)s” was saved", file=name)))

    # --- steps -----------------------------------------------------------------------------------------------------

    def _show_reading(self, name: str) -> None:
        self._found = None
        self.preview.forget()
        self._clear_strips()
        self.choose.show_file(name)
        say(self.waiting.missing, text=msg("Reading “%(file)s” …", file=name))
        self._stack.setCurrentWidget(self.waiting)

    def _show_preview(self, preview: Preview) -> None:
        self._found = preview
        self.preview.show_preview(preview)
        self.preview.set_busy(False)
        if self._stack.currentWidget() is not self.preview:
            self._stack.setCurrentWidget(self.preview)
            self.preview.tiles[self.preview.list].setFocus()

    def _show_stuck(self, stuck: Stuck) -> None:
        self._found = stuck
        self._show_sentences([problem.message for problem in stuck.error.problems])
        self.map.setVisible(bool(stuck.mappable or stuck.profile.columns))

    def _show_sentences(self, sentences: Sequence[Message]) -> None:
        while (item := self._sentences.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for sentence in sentences:
            self._sentences.addWidget(label(sentence, wrap=True, name="import-problem"))
        self.map.hide()
        self._stack.setCurrentWidget(self.trouble)

    def _fail(self, error: TouchpointError) -> None:
        """Say why a file cannot be read in its place, everything else in a dialog; nothing looked at is lost."""
        if self._stack.currentWidget() is self.waiting:
            self._show_sentences([problem.message for problem in error.problems])
        else:
            self.preview.set_busy(False)
            show_error(self, error)

    def _show_applied(self, applied: Applied) -> None:
        self._leave_file()
        counts = {name: ui_language().language.integer(count) for name, count in applied.counts.items()}
        words = msg("%(created)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused", **counts)
        lead = msg("“%(file)s” was imported:", file=applied.file_name)
        look = Button(msg("Open the list"), small=True, name="open-imported")
        look.clicked.connect(lambda: self._shell.go(applied.kind.key))
        undo = Button(msg("Take back …"), icon="undo-2", small=True, name="undo-import")
        undo.clicked.connect(lambda: self._undo_by_id(applied.batch_id))
        strip = AlertStrip(lead, words, tone="green", icon="circle-check", buttons=[look, undo], name="imported")
        self._strips.addWidget(strip)

    def _undo_by_id(self, batch_id: int) -> None:
        line = next((line for line in self.imports.rows if line.id == batch_id), None)
        if line is not None:
            self._presenter.look_at_undo(line)

    def _ask_undo(self, plan: UndoPlan) -> None:
        self.question = UndoQuestion(plan, self)
        self.question.accepted.connect(lambda: self._presenter.undo(plan.line))
        self.question.finished.connect(self.question.deleteLater)
        self.question.open()

    def _tell_undone(self, line: ImportLine) -> None:
        self._clear_strips()
        self._shell.tell(msg("“%(file)s” was taken back", file=line.file_name))

    def _show_imports(self, lines: Sequence[ImportLine]) -> None:
        self.imports.set_rows(lines)

    # --- choices ---------------------------------------------------------------------------------------------------

    def _kind_changed(self) -> None:
        """Read the file that is being looked at as the other kind."""
        if self._found is not None and self._found.kind is not self.choose.kind:
            self._read_again()

    def _read_again(self) -> None:
        if self._path is not None:
            self.read(self._path)

    def _leave_file(self) -> None:
        self._presenter.drop()
        self._found = None
        self._clear_strips()
        self.choose.show_file("")
        self._stack.setCurrentWidget(self.earlier)

    def _clear_strips(self) -> None:
        while (item := self._strips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _decide(self, conflicts: Sequence[Conflict], take: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._presenter.decide(conflicts, take=take)

    def _map(self) -> None:
        found = self._found
        if found is not None:
            self.mapping = MappingDialog(found.kind, found.mappable, found.profile, self)
            self.mapping.mapped.connect(self._presenter.map_headers)
            self.mapping.finished.connect(self.mapping.deleteLater)
            self.mapping.open()

    def _write_template(self, path: Path) -> None:
        self._presenter.write_template(path, self.choose.kind, ui_language().language)
