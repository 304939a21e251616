"""The lists of a roster sent again: values that differ three ways, and what is in the file no more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.core.i18n import Language, Message, msg
from desktop.ui.buttons import Button
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QHBoxLayout

    from desktop.app.importing.kinds import ImportKind
    from desktop.households.roster.comparing import Conflict
    from desktop.households.roster.missing import Missing

__all__ = ["ConflictsView", "missing_view"]

_KINDS: Mapping[str, tuple[Message, str]] = {
    "building": (msg("Building"), "building-2"),
    "room": (msg("Room"), "door-open"),
    "person": (msg("Person"), "user"),
}


class ConflictsView(ListView):
    """Conflicts with their three values. `decided(conflicts, take)`: whose value counts, by Enter, click or button."""

    decided = Signal(object, bool)

    def __init__(self, kind: ImportKind) -> None:
        """Show none yet, fields called as `kind` calls its columns."""
        self.conflicts: RowsModel[Conflict] = RowsModel(_columns(kind))
        super().__init__(self.conflicts, label=msg("Values that differ three ways"), name="import-conflicts")
        self.conflicts.setParent(self)
        self.ours = Button(msg("Register for all"), small=True, name="all-register")
        self.theirs = Button(msg("File for all"), small=True, name="all-file")
        self.ours.clicked.connect(lambda: self.decided.emit(self.conflicts.rows, False))
        self.theirs.clicked.connect(lambda: self.decided.emit(self.conflicts.rows, True))
        self.opened.connect(self._turn)
        self.acted.connect(lambda conflict, _key: self._turn(conflict))

    def offer(self, tools: QHBoxLayout) -> None:
        """Put the buttons for all of them among `tools`."""
        tools.addWidget(self.ours)
        tools.addWidget(self.theirs)

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Show `conflicts`; the first one is current where none was."""
        self.conflicts.set_rows(conflicts)
        if conflicts and not self.currentIndex().isValid():
            self.select(conflicts[0].id)

    def show_buttons(self, shown: bool) -> None:  # noqa: FBT001 - a setter
        """Show the buttons for all, or hide them."""
        self.ours.setVisible(shown)
        self.theirs.setVisible(shown)

    def _turn(self, conflict: Conflict) -> None:
        self.decided.emit([conflict], not conflict.take)


def missing_view(missing: Sequence[Missing]) -> ListView:
    """Return a list of what is in the file no more."""
    model: RowsModel[Missing] = RowsModel(
        (
            Column("what", msg("What"), _what, 120, sort=False),
            Column("place", msg("Where"), lambda row, _spoken: Cell(row.place, strong=True), 140, sort=False),
            Column("people", msg("Who lives there"), _people, 200, stretch=True, sort=False),
        ),
        missing,
    )
    view = ListView(model, label=msg("In earlier files, not in this one"), name="import-missing")
    model.setParent(view)
    return view


def _columns(kind: ImportKind) -> Sequence[Column[Conflict]]:
    return (
        Column("row", msg("Row"), lambda row, _spoken: Cell(str(row.cell.row), tone="ink2"), 56, sort=False),
        Column("about", msg("About"), _about, 160, sort=False),
        Column("field", msg("Field"), partial(_field, kind), 110, sort=False),
        Column(
            "file",
            msg("File"),
            _file,
            130,
            sort=False,
        ),
        Column("register", msg("Register"), _register, 130, stretch=True, sort=False),
        Column("last", msg("Last import"), _last, 120, sort=False),
        Column("counts", msg("What counts"), _counts, 150, right=True, sort=False),
    )


def _about(row: Conflict, _spoken: Language) -> Cell:
    return Cell(f"{row.room}  {row.person}".strip(), strong=True)


def _field(kind: ImportKind, row: Conflict, spoken: Language) -> Cell:
    return Cell(kind.column_label(row.field, spoken), tone="ink2")


def _file(row: Conflict, spoken: Language) -> Cell:
    return Cell(_words(row.file, spoken), strong=bool(row.take))


def _register(row: Conflict, spoken: Language) -> Cell:
    return Cell(_words(row.register, spoken), strong=not row.take)


def _last(row: Conflict, spoken: Language) -> Cell:
    return Cell(_words(row.last, spoken), tone="ink2")


def _words(value: Message | str, spoken: Language) -> str:
    return spoken.message(value) if isinstance(value, Message) else value or "—"


def _counts(row: Conflict, spoken: Language) -> Cell:
    if row.take is None:
        return Cell(spoken.gettext("Register, still open"), tone="amber", link=True)
    return Cell(spoken.gettext("File") if row.take else spoken.gettext("Register"), tone="accent", link=True)


def _what(row: Missing, spoken: Language) -> Cell:
    words, icon = _KINDS[row.kind]
    return Cell(spoken.message(words), icon=icon)


def _people(row: Missing, spoken: Language) -> Cell:
    if row.kind == "building":
        return Cell(spoken.ngettext("%(count)s room", "%(count)s rooms", row.rooms), tone="ink2")
    return Cell("、".join(row.people))
