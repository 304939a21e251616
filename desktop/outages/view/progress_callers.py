"""Who rang about an outage: how many of each building, who last, and one more added."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.core.permissions import Operation, allows
from desktop.outages.model import OutageState
from desktop.outages.presenter.progress import ProgressPresenter
from desktop.outages.rows import NewCaller
from desktop.outages.view.progress_acting import OutageActs
from desktop.outages.view.progress_lines import Lines, ShareBar, line_row
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.dialogs import show_error
from desktop.ui.forms import CheckField, Choice, Form, LineField, LookupField
from desktop.ui.keys import KeyBox, key
from desktop.ui.panels import Panel, label
from desktop.ui.scrolling import into_sight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.rows import RoomChoice
    from desktop.outages.presenter.progress import Command
    from desktop.outages.rows import CallerLine, OutageFile, TallyLine
    from desktop.outages.service import OutageService
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["CallersPanel"]

ROOM_WIDTH, BAR_WIDTH = 168, 96


class CallersPanel(Panel):
    """The tally by building, the latest callers, and a line that adds one by room, name or phone."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show nothing yet."""
        super().__init__(msg("Who rang"), name="outage-callers")
        self._desk, self._shell = desk, shell
        self._file: OutageFile | None = None
        self._found: Sequence[RoomChoice] = ()
        self._may = allows(desk.actor, Operation.LOG_CALLER)
        self.presenter = ProgressPresenter(desk, shell.tasks, self)
        self.presenter.found.connect(self._offer)
        self.presenter.failed.connect(self._fail)
        self.acts = OutageActs(desk, shell, self)
        self.key = KeyBox(key("another-caller"))
        self.tools.addWidget(self.key)
        self.adding = self._form()
        self.tally = Lines(self._tally_line, msg("Nobody rang yet."), name="tally-lines", few=8)
        self.lines = Lines(self._caller_line, "", name="caller-lines")
        for widget in (self.adding, self.tally, self.lines):
            self.body.addWidget(widget)
        self.body.setSpacing(8)
        self.pad()

    def show_file(self, file: OutageFile) -> None:
        """Show who rang about an outage."""
        if self._file is None or self._file.line.id != file.line.id:
            # What was half typed is about the outage shown before.
            self._found = ()
            self.form.restore({})
        self._file = file
        for widget in (self.adding, self.key):
            widget.setVisible(self._may and file.line.state is not OutageState.CANCELLED)
        self.tally.show_rows(file.tally)
        self.lines.show_rows(file.callers)
        count = file.line.callers
        self.set_title(
            msg("Who rang"),
            (lambda spoken: spoken.ngettext("%(count)s household", "%(count)s households", count)) if count else "",
        )

    def add(self) -> None:
        """Log the household in the field as a caller."""
        file, form = self._file, self.form
        values = form.check()
        if file is None or values is None:
            return
        if not self.rooms.chosen:
            self._take_only()
        if not self.rooms.chosen:
            form.show_problems(self.rooms.refuse(msg("Choose the household from the list that drops down.")).problems)
            return
        new = NewCaller(file.line.id, int(self.rooms.chosen), values["note"], values["call_back"])

        def command(service: OutageService, operation_id: str) -> Changes:
            return service.log_caller(new, operation_id=operation_id)

        def undo(made: Changes) -> Command:
            # as it was made: what someone else has added since is theirs
            return lambda service, operation_id: service.undo_caller(made.result, version=1, operation_id=operation_id)

        if new.room_id in {line.room_id for line in file.callers if not line.undone}:
            said = msg("%(room)s rang already; it counts once", room=values["rooms"])
            self.acts.make(command, said, then=lambda _changes: self._empty())
        else:
            said = msg("%(room)s is noted as a caller", room=values["rooms"])
            self.acts.make(command, said, undo, then=lambda _changes: self._empty())

    def take_keyboard(self) -> None:
        """Let the keyboard come to where one more caller is entered, and let that be seen."""
        self.rooms.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QTimer.singleShot(0, self, partial(into_sight, self.adding))

    def _form(self) -> QWidget:
        self.form = Form(columns=1, name="another-caller")
        self.rooms = LookupField("rooms", msg("Caller"), hint=msg("room, name, phone"), required=True, width=ROOM_WIDTH)
        note = LineField("note", msg("Note"), hint=msg("what was said"))
        self.form.add(self.rooms)
        self.form.join(CheckField("call_back", msg("Call back"), msg("call back")), self.rooms)
        self.form.add(note)
        self.form.settle()
        add = Button(msg("Add"), icon="plus", small=True, name="add-caller")
        add.clicked.connect(self.add)
        note.add_beside(add)
        shortcut = QShortcut(QKeySequence(key("another-caller")), self)
        shortcut.activated.connect(self.take_keyboard)
        self.form.submitted.connect(self.add)
        self.rooms.asked.connect(self._find)
        return self.form

    def _find(self, text: str) -> None:
        self._found = ()
        self.presenter.find_rooms(text)

    def _offer(self, rooms: Sequence[RoomChoice]) -> None:
        self._found = rooms
        self.rooms.offer([Choice(str(room.room_id), _room_words(room), (room.label,)) for room in rooms])

    def _take_only(self) -> None:
        """Take the room that was typed in full, or the only one that was found."""
        typed = self.rooms.text().strip()
        meant = [room for room in self._found if room.label == typed] or self._found
        if len(meant) == 1:
            self.rooms.choose(str(meant[0].room_id), meant[0].label)

    def _empty(self) -> None:
        self._found = ()
        self.form.restore({})
        self.form.settle()
        self.rooms.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tally_line(self, line: TallyLine) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        share = line.callers / line.households if line.households else 0.0
        bar = ShareBar([(share, "amber" if line.outside else "accent")], BAR_WIDTH)
        name = label(line.building, "strong", name=f"tally-{line.building_id}")
        column.addWidget(line_row(name, label(partial(_share_words, line), cut=True), bar, wide=1))
        if line.outside:
            words = msg("Not in the scope: is it wider?")
            column.addWidget(Chip(words, "amber", "triangle-alert", name=f"outside-{line.building_id}"))
        return whole

    def _caller_line(self, line: CallerLine) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(0)
        room = Button(line.room, kind="link", small=True, name=f"caller-room-{line.id}")
        room.clicked.connect(lambda: self._shell.go("households", room_id=line.room_id))
        room.setEnabled(line.room_id is not None)
        parts: list[QWidget] = [room, label(partial(self._when, line), "small", "ink2", cut=True)]
        if line.undone:
            parts.append(Chip(msg("taken back"), "grey", "undo-2", name=f"undone-{line.id}"))
        elif self._may:
            back = Button(
                msg("Drop the call back") if line.call_back else msg("Promise a call back"),
                icon="phone-outgoing" if line.call_back else "phone",
                kind="link",
                small=True,
                name=f"call-back-{line.id}",
            )
            back.clicked.connect(partial(self._set_call_back, line, not line.call_back))
            undo = Button(msg("Take back"), icon="undo-2", kind="link", small=True, name=f"undo-caller-{line.id}")
            undo.clicked.connect(partial(self._undo, line))
            parts += [back, undo]
        column.addWidget(line_row(*parts, gap=4, wide=1))
        words = partial(_note_words, line)
        if line.note or (line.call_back and not line.undone):
            column.addWidget(label(words, wrap=True))
        return whole

    def _when(self, line: CallerLine, spoken: Language) -> str:
        return f"{spoken.moment(line.at, self._desk.zone)} {line.by}"

    def _undo(self, line: CallerLine, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.acts.make(
            lambda service, operation_id: service.undo_caller(line.id, version=line.version, operation_id=operation_id),
            msg("%(room)s does not count as a caller any more", room=line.room),
        )

    def _set_call_back(self, line: CallerLine, on: bool, _checked: bool = False) -> None:  # noqa: FBT001, FBT002
        said = msg("%(room)s is called back when it is over", room=line.room)
        self.acts.make(
            lambda service, operation_id: service.set_call_back(
                line.id, on, version=line.version, operation_id=operation_id
            ),
            said if on else msg("%(room)s is not called back", room=line.room),
        )

    def _fail(self, error: TouchpointError) -> None:
        show_error(self, error)


def _room_words(room: RoomChoice) -> str:
    names = dict.fromkeys(person.name for person in room.people)
    return "　".join(filter(None, (room.label, "、".join(names))))


def _share_words(line: TallyLine, spoken: Language) -> str:
    if not line.households:
        return spoken.ngettext("%(count)s household", "%(count)s households", line.callers)
    return spoken.gettext(
        "%(count)s of %(total)s households (%(share)s)",
        count=line.callers,
        total=line.households,
        share=spoken.percent(line.callers / line.households, 0),
    )


def _note_words(line: CallerLine, spoken: Language) -> str:
    promised = spoken.gettext("call back promised") if line.call_back and not line.undone else ""
    return " · ".join(filter(None, (line.note, promised)))
