"""The pane of release slips: six digits or a scan, the goods in large print, let out wholly, partly or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg, nmsg
from desktop.core.plates import display_plate
from desktop.gate.presenter.calling import CallingPresenter, Whom
from desktop.gate.presenter.releasing import ReleasePresenter
from desktop.gate.view.pieces import GateField, GatePane
from desktop.gate.view.slip import SlipFacts, SlipMiddle
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say, translate, ui_language
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.core.errors import Problem, UserError
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["ReleasePane"]

NARROW, SLIM, WIDE = 1200, 360, 440
"""Below this width of the pane the left column is slim, and the buttons are shorter; px."""


NUMBER = "FX-"
"""How the number of every slip begins, and with it what its QR code says."""


class ReleasePane(GatePane):
    """Release slips at the gate: scan and Enter, and it is out."""

    def __init__(self, desk: Desk, shell: Shell, station: Station) -> None:
        """Check slips at the gate of `station`."""
        super().__init__()
        self.shell = shell
        self.presenter = ReleasePresenter(desk, shell, station, self)
        self.calling = CallingPresenter(desk, shell, station, self)
        across = QHBoxLayout()
        across.setSpacing(24)
        self.body.addLayout(across, 1)
        self.left = self._left()
        across.addWidget(self.left)
        self.middle = SlipMiddle()
        across.addWidget(self.middle, 1)
        self.body.addLayout(self._buttons())
        self.setFocusProxy(self.code)
        self._connect()
        self._show()

    # --- the page ---------------------------------------------------------------------------------------------------

    def hints(self) -> Sequence[tuple[str, Message]]:
        """Return the keys of letting goods out."""
        return (
            ("gate-save", msg("Let the goods out")),
            ("gate-part", msg("This item or not")),
            ("gate-refuse", msg("Not let out")),
            ("gate-hold", msg("Hold goods")),
            ("gate-next", msg("Next field")),
            ("gate-undo", msg("Take back")),
            ("gate-clear", msg("Clear")),
        )

    def show_at(self, **where: object) -> None:
        """Take the keyboard; `code` is looked up at once."""
        code = where.get("code")
        if isinstance(code, str) and code:
            self.code.set_text(code)
            self.presenter.look_up(code)
        (self.code if self.presenter.file is None else self.plate).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the goods what they need first."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.left.setFixedWidth(SLIM if narrow else WIDE)
        self.aside.set_icon_only(narrow)
        for button in (self.refuse, self.hold):
            button.show_key = not narrow
            button.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step back by Esc: close what was opened last, with nothing open put the slip aside."""
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
        else:
            super().keyPressEvent(event)

    # --- building ---------------------------------------------------------------------------------------------------

    def _left(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.code = GateField(msg("Six digits, or scan the slip"), "gate-code")
        self.facts = SlipFacts()
        self.plate = GateField(msg("Plate of the vehicle"), "gate-slip-plate", hint=msg("none: on foot"))
        self.agreed = GateField(msg("Another vehicle: who agreed, and why"), "gate-slip-agreed")
        self.refusal = GateField(msg("Why not?"), "gate-slip-refusal")
        column.addWidget(self.code)
        # Whatever has to be said of a slip, its lines keep their height.
        self.told = scrolled(self.facts)
        column.addWidget(self.told, 1)
        for field in (self.plate, self.agreed, self.refusal):
            column.addWidget(field)
        self.below = QWidget()
        column.addWidget(self.below, 1)
        return whole

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.first = Button(
            msg("Let the goods out"),
            icon="check",
            key=key("gate-save"),
            kind="primary",
            large=True,
            bind=False,
            name="gate-save",
        )
        self.refuse = Button(msg("Not let out"), icon="ban", key=key("gate-refuse"), large=True, name="gate-refuse")
        self.hold = Button(msg("Hold goods"), icon="truck", key=key("gate-hold"), large=True, name="gate-hold")
        self.aside = Button(msg("Clear"), icon="x", key=key("gate-clear"), large=True, bind=False, name="gate-clear")
        for button, stretch in ((self.first, 3), (self.refuse, 2), (self.hold, 2), (self.aside, 1)):
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            row.addWidget(button, stretch)
        return row

    def _connect(self) -> None:
        presenter, middle = self.presenter, self.middle
        self.code.entered.connect(self._look_up)
        self.code.typed.connect(lambda _text: middle.show_file(None, {}))
        self.plate.entered.connect(self._release)
        self.plate.typed.connect(lambda _text: self._compare())
        self.agreed.entered.connect(self._release)
        self.refusal.entered.connect(self._turn_away)
        self.first.clicked.connect(self._release)
        self.refuse.clicked.connect(self._refuse)
        self.hold.clicked.connect(self._hold)
        self.aside.clicked.connect(self._clear)
        middle.opened.connect(self._release)
        middle.toggled.connect(presenter.toggle)
        middle.counted.connect(presenter.type_digit)
        middle.set_to.connect(presenter.set_count)
        presenter.shown.connect(self._show)
        presenter.counted.connect(self._show_chosen)
        presenter.released.connect(self._say_released)
        presenter.turned_away.connect(self._say_turned_away)
        presenter.refused.connect(self._tell)
        presenter.failed.connect(partial(show_error, self))
        self.calling.failed.connect(partial(show_error, self))
        self.calling.called.connect(lambda: self.shell.tell(msg("The desk was called.")))

    # --- acting -----------------------------------------------------------------------------------------------------

    def _look_up(self) -> None:
        if self.code.text.strip():
            self.presenter.look_up(self.code.text)

    def _release(self) -> None:
        """Let out what is chosen; with another vehicle ask first who agreed."""
        file = self.presenter.file
        if file is None:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.plate.text.upper().startswith(NUMBER):
            # the scanner typed into whichever line had the keyboard
            self.presenter.look_up(self.plate.text)
        elif not file.line.standing.lets_out:
            self._clear()
        elif self.presenter.is_other_vehicle(self.plate.text) and not self.agreed.text.strip():
            self._ask_who_agreed()
        else:
            self.presenter.release(self.plate.text, self.agreed.text if self._is_other else "")

    @property
    def _is_other(self) -> bool:
        return self.presenter.is_other_vehicle(self.plate.text)

    def _ask_who_agreed(self) -> None:
        self._compare()
        self.agreed.show()
        self.agreed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self) -> None:
        """Ask why not, then note it."""
        if self.presenter.file is None:
            return
        if not self.refusal.isHidden() and self.refusal.text.strip():
            self._turn_away()
            return
        self.agreed.hide()
        self.plate.hide()
        self.refusal.show()
        self.refusal.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_away(self) -> None:
        if not self.refusal.text.strip():
            self.refusal.problem(msg("Write why the goods are not let out."))
            return
        self.presenter.turn_away(self.refusal.text, self.plate.text)

    def _hold(self) -> None:
        """Call the desk about goods that stay here: of the slip in hand, or without one."""
        file = self.presenter.file
        if file is None:
            words = translate(msg("Goods without a release slip are held at the gate."), ui_language().language)
            self.calling.hold(words, Whom())
            return
        line = file.line
        words = translate(
            msg("The goods of %(number)s are held at the gate.", number=line.number), ui_language().language
        )
        plate = self.plate.text.strip() or line.plate
        self.calling.hold(words, Whom(plate, line.name, line.room_id, line.place))

    def _step_back(self) -> None:
        opened = next((field for field in (self.refusal, self.agreed) if not field.isHidden()), None)
        if opened is None:
            self._clear()
            return
        opened.set_text("")
        opened.hide()
        file = self.presenter.file
        self.plate.setVisible(file is not None and file.line.standing.lets_out)
        (self.aside if self.plate.isHidden() else self.plate).setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        self.presenter.clear()
        self.code.set_text("")
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- following --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Show the slip in hand, and give the keyboard to the plate: Enter then lets all out."""
        file = self.presenter.file
        good = file is not None and file.line.standing.lets_out
        self.facts.show_file(file)
        self.middle.show_file(file, self.presenter.chosen)
        for field in (self.agreed, self.refusal):
            field.set_text("")
            field.hide()
        self.code.setVisible(file is None)
        self.told.setVisible(file is not None)
        self.below.setVisible(file is None)
        self.plate.setVisible(good)
        self.plate.set_text(file.line.plate if good and file is not None else "")
        self._compare()
        self.refuse.setEnabled(file is not None)
        self._show_chosen()
        if file is not None:
            self.code.set_text("")
            target = self.plate.edit if good else self.aside
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self.plate.edit.selectAll()

    def _show_chosen(self) -> None:
        presenter = self.presenter
        good = presenter.file is not None and presenter.file.line.standing.lets_out
        self.middle.show_chosen(presenter.chosen)
        self.first.setEnabled(good and presenter.pieces > 0)
        part = nmsg("Let out %(count)s piece", "Let out %(count)s pieces", presenter.pieces)
        say(self.first, text=msg("Let all out") if presenter.is_whole or not good else part)

    def _compare(self) -> None:
        """Say behind the plate whether it is the slip's."""
        file = self.presenter.file
        if file is None or not file.line.plate:
            self.plate.set_echo("")
            return
        other = self._is_other
        self.plate.set_echo(msg("the slip says %(plate)s", plate=file.line.plate) if other else msg("compare it"))
        if not other:
            self.agreed.hide()

    def _say_released(self, pieces: int, plate: str) -> None:
        file = self.presenter.file
        number = file.line.number if file is not None else ""
        words = nmsg(
            "%(number)s: %(count)s piece is out", "%(number)s: %(count)s pieces are out", pieces, number=number
        )
        if plate.strip():
            words = nmsg(
                "%(number)s: %(count)s piece is out with %(plate)s",
                "%(number)s: %(count)s pieces are out with %(plate)s",
                pieces,
                number=number,
                plate=display_plate(plate),
            )
        self.shell.tell(words, undo=self.presenter.taking_back())
        self._clear()

    def _say_turned_away(self) -> None:
        file = self.presenter.file
        number = file.line.number if file is not None else ""
        self.shell.tell(
            msg("%(number)s: not let out, and why is noted.", number=number), undo=self.presenter.taking_back()
        )
        self._clear()

    def _tell(self, error: UserError) -> None:
        """Say at its field what hinders, else in the middle."""
        problem: Problem = error.problems[0]
        if problem.field == "plate":
            self._ask_who_agreed()
            return
        self.middle.show_alarm(msg("Let nothing out"), problem.message)
        if problem.field == "code":
            self.code.problem(msg("Not found"))
            self.code.edit.selectAll()
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
