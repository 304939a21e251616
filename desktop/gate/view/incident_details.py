"""What is told of an incident at the gate besides its minutes: what happened, people, damage, photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.gate.view.pieces import GateField
from desktop.incidents.model import IncidentMove
from desktop.incidents.rows import MOST_HURT, NewIncident
from desktop.incidents.service import IncidentFiles
from desktop.ui.buttons import Button
from desktop.ui.file_panel import FilePanel
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.incidents.rows import IncidentFile
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DetailsPart"]


class DetailsPart(QWidget):
    """Fields and photos of one incident. `saved()`: keep what is typed; `left()`: back to the minutes.

    `typed()`: something was typed.
    """

    saved = Signal()
    left = Signal()
    typed = Signal()

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Start empty."""
        super().__init__()
        self._file: IncidentFile | None = None
        self._kept: Mapping[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.fields = {
            "place": GateField(msg("Where"), "incident-where", hint=msg("house number, or words")),
            "words": GateField(msg("What happened"), "incident-words"),
            "people": GateField(msg("People involved"), "incident-people", hint=msg("name, room")),
            "hurt": GateField(msg("People hurt"), "incident-hurt", hint="0"),
            "damage": GateField(msg("Damage"), "incident-damage"),
        }
        for names in (("place", "hurt"), ("words",), ("people", "damage")):
            row = QHBoxLayout()
            row.setSpacing(16)
            for name in names:
                row.addWidget(self.fields[name], 1 if name == "hurt" else 3)
            column.addLayout(row)
        inside = QVBoxLayout()
        self.files = FilePanel(
            IncidentFiles(desk),
            "incident",
            shell,
            lambda at, spoken: spoken.moment(at, desk.zone),
            may_attach=allows(desk.actor, Operation.REPORT_INCIDENT),
            large=True,
            parent=self,
        )
        self.files.stand_in(inside, self)
        inside.setContentsMargins(0, 0, 0, 0)
        column.addLayout(inside)
        column.addStretch(1)
        column.addWidget(self._buttons())
        for field in self.fields.values():
            field.entered.connect(self.saved)
            field.typed.connect(lambda _text: self.typed.emit())

    def show_file(self, file: IncidentFile) -> None:
        """Show an incident; what is being typed into a field stays."""
        fresh = self._file is None or self._file.line.id != file.line.id
        before = None if fresh or self._file is None else _texts(self._file)
        for name, text in _texts(file).items():
            field = self.fields[name]
            if before is None or field.text == before[name]:
                field.set_text(text)
                field.edit.setCursorPosition(0)
            field.edit.setReadOnly(IncidentMove.AMEND not in file.moves)
        self._file = file
        if IncidentMove.AMEND in file.moves:
            for name, text in self._kept.items():
                self.fields[name].set_text(text)
        self._kept = {}
        self.save.setVisible(IncidentMove.AMEND in file.moves)
        self.add.setVisible(IncidentMove.NOTE in file.moves)
        if fresh:
            self.files.presenter.show_owner(file.line.id)

    @property
    def is_changed(self) -> bool:
        """Tell whether anything was typed that is not kept yet."""
        return bool(self.half_typed())

    def half_typed(self) -> Mapping[str, str]:
        """Return what a draft keeps: the fields in which anything else stands than what is kept, by their names."""
        shown = {} if self._file is None else _texts(self._file)
        return {name: self.fields[name].text for name, text in shown.items() if self.fields[name].text != text}

    def forget(self) -> None:
        """Show the incident anew when it comes: what was typed is kept, and may read otherwise by now."""
        self._file = None

    def take_up(self, kept: Mapping[str, str]) -> None:
        """Take up what a draft kept, once its incident is shown."""
        self._kept = {name: text for name, text in kept.items() if name in self.fields}

    def given(self) -> NewIncident:
        """Return the incident as typed; raise UserError for what is no number. Fields not touched stay as they are."""
        if self._file is None:
            raise ValueError("no incident is shown")
        file, line, shown = self._file, self._file.line, _texts(self._file)
        typed = {name: field.text for name, field in self.fields.items()}
        hurt = typed["hurt"].strip() or "0"
        if not (hurt.isascii() and hurt.isdecimal() and int(hurt) <= MOST_HURT):
            raise UserError(Problem(msg("Write a number from 0 to %(most)s.", most=MOST_HURT), "hurt"))
        # a line shows several lines of text as one, which must not come back as one
        kept = {"place": line.place, "words": line.words, "people": file.people, "damage": file.damage}
        kept |= {name: typed[name] for name in kept if typed[name] != shown[name]}
        return NewIncident(
            line.kind,
            kept["place"],
            kept["words"],
            people=kept["people"],
            hurt=int(hurt),
            damage=kept["damage"],
            damage_fen=file.damage_fen,
            department_id=file.department_id,
        )

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say at the fields what is wrong with them."""
        for problem in problems:
            field = self.fields.get(problem.field, self.fields["words"])
            field.problem(problem.message)
            field.setFocus()

    def enter(self) -> None:
        """Take the keyboard."""
        self.fields["words"].setFocus()

    def _buttons(self) -> QWidget:
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = FlowLayout(bar, gap=10)
        enter, files, back = key("gate-save"), key("open-file"), key("gate-clear")
        self.save = Button(
            msg("Save"), icon="check", key=enter, bind=False, kind="primary", large=True, name="incident-save"
        )
        self.add = Button(msg("Add photos"), icon="camera", key=files, large=True, name="incident-photo")
        leave = Button(msg("Back"), icon="chevron-left", key=back, bind=False, large=True, name="to-minutes")
        self.save.clicked.connect(self.saved)
        self.add.clicked.connect(self.files.strip.add.click)
        leave.clicked.connect(self.left)
        for button in (self.save, self.add, leave):
            row.addWidget(button)
        return bar


def _texts(file: IncidentFile) -> dict[str, str]:
    line = file.line
    hurt = str(line.hurt) if line.hurt else ""
    longer = {"words": line.words, "people": file.people, "damage": file.damage}
    return {"place": line.place, "hurt": hurt, **{name: " ".join(text.split()) for name, text in longer.items()}}
