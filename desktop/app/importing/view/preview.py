"""What an import would do: counts that open their lists, cells to correct, and the button that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.app.importing.kinds import IMPORTS
from desktop.app.importing.view.tables import CellsModel, CellsView, rows_model
from desktop.app.importing.view.three_ways import ConflictsView, missing_view
from desktop.core.i18n import Message, msg, nmsg
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, Panel, label
from desktop.ui.strips import AlertStrip
from desktop.ui.table import ListView, RowsModel
from desktop.ui.tiles import CountTile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop.app.importing.kinds import PlannedRow
    from desktop.app.importing.presenter import Preview
    from desktop.sheets.records import Refusal

__all__ = ["PreviewPane"]

LEAST_HIGH = 240
"""Room for the list with some rows, px."""

REFUSED, DOUBTS, CONFLICTS, MISSING = "refused", "doubts", "conflicts", "missing"
_TILES: tuple[tuple[str, Message, str, str], ...] = (
    ("created", msg("New"), "plus", "accent"),
    ("changed", msg("Changed"), "square-pen", "blue"),
    ("unchanged", msg("Unchanged"), "check", "accent"),
    ("skipped", msg("Skipped"), "minus", "accent"),
    (REFUSED, msg("Refused"), "circle-x", "red"),
    (DOUBTS, msg("To look at"), "triangle-alert", "amber"),
    (CONFLICTS, msg("In conflict"), "circle-alert", "red"),
    (MISSING, msg("Missing"), "user-x", "amber"),
)
_ONLY_OF_ROSTERS = (CONFLICTS, MISSING)
GAP = 12


class PreviewPane(QWidget):
    """Shows a `Preview`.

    `corrected(Refusal, text)`, `decided(conflicts, take)`, `taken_back()`, `map_asked()`, `confirmed()`, `left()`.
    """

    corrected = Signal(object, str)
    decided = Signal(object, bool)
    taken_back = Signal()
    map_asked = Signal()
    confirmed = Signal()
    left = Signal()

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("import-preview")
        self._now: Preview | None = None
        self._rows_model: RowsModel[PlannedRow] = RowsModel(())
        self._waiting: Preview | None = None
        self.list = ""
        self._room = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._strips = QVBoxLayout()
        self._strips.setSpacing(6)
        column.addLayout(self._strips)
        column.addLayout(self._make_tiles())
        self.panel = Panel(" ", name="import-rows")
        column.addWidget(self.panel, 1)
        self._build_lists()
        self._build_foot()

    def showEvent(self, event: QShowEvent) -> None:
        """Keep room for some rows, so that a low window scrolls instead."""
        super().showEvent(event)
        self.panel.setMinimumHeight(LEAST_HIGH)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the room to the other panes."""
        super().hideEvent(event)
        self.panel.setMinimumHeight(0)

    def show_preview(self, preview: Preview) -> None:
        """Show `preview`; while a value is being typed over it waits."""
        if self.cells_view.typing:
            self._waiting = preview
            return
        new_file = self._now is None or self._now.file_name != preview.file_name
        self._now, self._waiting = preview, None
        report = preview.plan.report
        counts = {
            **{key: getattr(report, key, 0) for key, *_ in _TILES},
            DOUBTS: len(report.doubts),
            CONFLICTS: len(preview.conflicts),
            MISSING: len(preview.missing),
        }
        for name, tile in self.tiles.items():
            tile.show_count(counts[name])
            tile.setVisible(name not in _ONLY_OF_ROSTERS or preview.kind.key == "households")
        self.fit(self._room)
        self._show_strips(preview)
        if new_file or not counts.get(self.list):
            order = (REFUSED, CONFLICTS, DOUBTS, "created", "changed", "unchanged", "skipped")
            self.list = next((key for key in order if counts[key]), "skipped")
        self.show_list(self.list)
        self._show_foot(preview)

    def forget(self) -> None:
        """Begin with what is most urgent in the next file, also where it has the same name."""
        self._now = self._waiting = None

    def show_list(self, key: str) -> None:
        """Show the rows or cells behind one of the counts."""
        preview = self._now
        if preview is None:
            return
        self.list = key
        self.conflicts_view.show_buttons(key == CONFLICTS and bool(preview.conflicts))
        title = next(words for each, words, *_ in _TILES if each == key)
        if key in {REFUSED, DOUBTS}:
            report = preview.plan.report
            cells = report.cells if key == REFUSED else report.doubts
            note = msg("Enter or just type corrects a value; it is checked at once.") if cells else ""
            self.panel.set_title(title, note)
            self._show_cells(cells, refused=key == REFUSED)
        elif key == "skipped":
            self.panel.set_title(title)
            self._show_skipped(preview)
        elif key == CONFLICTS:
            self._show_conflicts(preview, title)
        elif key == MISSING:
            self._show_missing(preview, title)
        else:
            rows = [row for row in preview.rows if row.outcome == key]
            self.panel.set_title(title, nmsg("%(count)s row", "%(count)s rows", len(rows)))
            self._show_rows(preview, rows, changed=key == "changed")

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Keep the import from being asked for twice."""
        self.confirm.setEnabled(not busy and self._now is not None and bool(self._now.to_write))
        self.leave.setEnabled(not busy)
        self.cells.may_type = not busy

    # --- inside ----------------------------------------------------------------------------------------------------

    def _make_tiles(self) -> QGridLayout:
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self.tiles: dict[str, CountTile] = {}
        for place, (name, words, icon, tone) in enumerate(_TILES, 1):
            tile = CountTile(words, icon, tone=tone, key=f"Alt+{place}", name=f"count-{name}", parent=self)
            tile.clicked.connect(lambda _on=False, name=name: self.show_list(name))
            self._grid.addWidget(tile, *divmod(place, 4))
            self.tiles[name] = tile
        return self._grid

    def fit(self, width: int) -> None:
        """Put the tiles in one line where `width` px suffice, else in two; not by the own width, which they widen."""
        self._room = width
        tiles = [tile for tile in self.tiles.values() if tile.isVisibleTo(self)]
        fits = sum(tile.minimumSizeHint().width() + GAP for tile in tiles) <= width + GAP
        across = len(tiles) if fits else -(-len(tiles) // 2)
        for place, tile in enumerate(tiles):
            self._grid.addWidget(tile, *divmod(place, across))

    def changeEvent(self, event: QEvent) -> None:
        """Lay the tiles out anew where another language's words are longer."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.fit(self._room)

    def _build_lists(self) -> None:
        self.cells = CellsModel()
        self.cells.typed.connect(self.corrected)
        self.cells_view = CellsView(self.cells, label=msg("Cells to look at"), name="import-cells")
        self.cells_view.settled.connect(self._catch_up)
        self._nothing = EmptyState("", "", icon="check")
        self._skipped = QWidget()
        self._skipped_lines = QVBoxLayout(self._skipped)
        self._skipped_lines.setContentsMargins(12, 10, 12, 10)
        self._stack = QStackedLayout()
        # Within the panel first: a widget laid into a stack of no window would flash up as one of its own.
        self.panel.body.addLayout(self._stack)
        self._stack.addWidget(self.cells_view)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._skipped)
        self.rows_view = ListView(self._rows_model, label="", name="import-rows-list")
        self._stack.addWidget(self.rows_view)
        self.conflicts_view = ConflictsView(IMPORTS["households"])
        self.conflicts_view.decided.connect(self.decided)
        self._stack.addWidget(self.conflicts_view)
        self.conflicts_view.offer(self.panel.tools)
        self.conflicts_view.show_buttons(False)

    def _show_conflicts(self, preview: Preview, title: Message) -> None:
        note = msg("Enter changes whose value counts.")
        self.panel.set_title(title, note if preview.conflicts else "")
        self.conflicts_view.show_conflicts(preview.conflicts)
        if preview.conflicts:
            self._stack.setCurrentWidget(self.conflicts_view)
        else:
            self._show_nothing(msg("No value differs three ways"), msg("What was corrected here since is kept."))

    def _show_missing(self, preview: Preview, title: Message) -> None:
        note = msg("In earlier files, not in this one. They stay in the register.")
        self.panel.set_title(title, note if preview.missing else "")
        if preview.missing:
            self._replace_rows(missing_view(preview.missing))
        else:
            self._show_nothing(msg("Nobody is missing"), msg("Everyone of the earlier files is in this one."))

    def _show_rows(self, preview: Preview, rows: Sequence[PlannedRow], *, changed: bool) -> None:
        """Make the list anew: its columns depend on what is shown."""
        several = len({row.sheet for row in preview.rows}) > 1
        self._rows_model = rows_model(preview.kind, several_sheets=several, changed=changed)
        self._rows_model.set_rows(rows)
        view = ListView(self._rows_model, label=msg("Rows of the file"), name="import-rows-list")
        self._rows_model.setParent(view)
        self._replace_rows(view)
        if not rows:
            self._show_nothing(msg("None"), msg("No row of the file is of this kind."))

    def _replace_rows(self, view: ListView) -> None:
        self._stack.removeWidget(self.rows_view)
        self.rows_view.hide()
        self.rows_view.deleteLater()
        self.rows_view = view
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _show_nothing(self, missing: Message, advice: Message | str) -> None:
        say(self._nothing.missing, text=missing)
        say(self._nothing.advice, text=advice)
        self._stack.setCurrentWidget(self._nothing)

    def _build_foot(self) -> None:
        self.confirm = Button("", icon="check", key=key("save-and-send"), kind="primary", name="import-now")
        self.confirm.clicked.connect(self.confirmed)
        self.reset = Button("", icon="undo-2", name="take-back-corrections")
        self.reset.clicked.connect(self.taken_back)
        self.leave = Button(msg("Leave without importing"), kind="link", name="leave-import")
        self.leave.clicked.connect(self.left)
        self.said = label("", tone="ink2", cut=True)
        self.panel.foot.addWidget(self.confirm)
        self.panel.foot.addWidget(self.reset)
        self.panel.foot.addWidget(self.said, 1)
        self.panel.foot.addWidget(self.leave)

    def _show_foot(self, preview: Preview) -> None:
        count, refused = preview.to_write, preview.plan.report.refused
        say(
            self.confirm,
            text=nmsg("Import %(count)s row", "Import %(count)s rows", count) if count else msg("Nothing to import"),
        )
        self.confirm.setEnabled(bool(count))
        self.confirm.updateGeometry()
        self.reset.setVisible(bool(preview.corrected))
        say(
            self.reset,
            text=nmsg("Take %(count)s correction back", "Take %(count)s corrections back", preview.corrected),
        )
        self.reset.updateGeometry()
        still_open = sum(conflict.take is None for conflict in preview.conflicts)
        if still_open:
            words: Message = nmsg(
                "%(count)s conflict is still open: the register is kept, and it is asked again.",
                "%(count)s conflicts are still open: the register is kept, and they are asked again.",
                still_open,
            )
        elif refused:
            words = nmsg("%(count)s refused row is left out.", "%(count)s refused rows are left out.", refused)
        elif not count:
            words = msg("Everything in the file is in the register already.")
        else:
            words = msg("All of it or nothing is written; it can be taken back in one step.")
        say(self.said, text=words)

    def _show_strips(self, preview: Preview) -> None:
        while (item := self._strips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        unknown = preview.mappable
        if unknown:
            button = Button(msg("Say what they are …"), small=True, name="map-columns")
            button.clicked.connect(self.map_asked)
            names = "、".join(dict.fromkeys(column.header for column in unknown))
            lead = nmsg("%(count)s column is not understood:", "%(count)s columns are not understood:", len(unknown))
            words = msg("%(names)s. They are left out.", names=names)
            self._strips.addWidget(AlertStrip(lead, words, buttons=[button], name="unknown-columns"))
        elif preview.profile.columns:
            button = Button(msg("Look at it …"), small=True, name="map-columns")
            button.clicked.connect(self.map_asked)
            named = msg("as remembered under “%(name)s”", name=preview.profile.name)
            words = named if preview.profile.name else msg("for this time only")
            strip = AlertStrip(msg("Columns mapped by hand"), words, tone="blue", icon="columns-3", buttons=[button])
            self._strips.addWidget(strip)

    def _show_cells(self, cells: Sequence[Refusal], *, refused: bool) -> None:
        place = self.cells_view.currentIndex().row()
        focused = self.cells_view.hasFocus()
        self.cells.set_rows(cells)
        if not cells and refused:
            self._show_nothing(msg("Nothing is refused"), msg("Every row with data can be imported."))
        elif not cells:
            self._show_nothing(msg("Nothing to look at"), "")
        else:
            self._stack.setCurrentWidget(self.cells_view)
        if focused and cells:
            self.cells_view.select_place(place)

    def _show_skipped(self, preview: Preview) -> None:
        while (item := self._skipped_lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        words = msg("Skipped rows hold no data: titles, totals, signatures, repeated heads, examples of the template.")
        self._skipped_lines.addWidget(label(words, tone="ink2", wrap=True))
        for sheet, reason in preview.plan.passed_over:
            told = msg("Sheet “%(sheet)s”: %(reason)s", sheet=sheet, reason=reason)
            self._skipped_lines.addWidget(label(told, wrap=True))
        self._skipped_lines.addStretch(1)
        self._stack.setCurrentWidget(self._skipped)

    def _catch_up(self) -> None:
        if self._waiting is not None and not self.cells_view.typing:
            self.show_preview(self._waiting)
