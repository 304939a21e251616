"""The call rounds of an outage: who is warned before it, who is called back after it, and how far that is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.contacts.model import RoundState
from desktop.core.i18n import Language, msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.outages.dialogs.warning import WarningDialog
from desktop.outages.model import OutageState, RoundPurpose
from desktop.outages.presenter.progress import ProgressPresenter
from desktop.outages.view.progress_acting import OutageActs
from desktop.outages.view.progress_lines import Lines, ShareBar, line_row
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import Panel, label

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.contacts.rows import RoundProgress
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.outages.rows import OutageFile, OutageRoundLine
    from desktop.outages.service import OutageService
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["RoundsPanel"]


class RoundsPanel(Panel):
    """The rounds, with one key to begin the next: the warning before an outage, the calls back once it is over."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show nothing yet."""
        super().__init__(msg("Calls to households"), name="outage-rounds")
        self._desk, self._shell = desk, shell
        self._file: OutageFile | None = None
        self._may = allows(desk.actor, Operation.CALL_ROUND)
        self.presenter = ProgressPresenter(desk, shell.tasks, self)
        self.presenter.failed.connect(self._fail)
        self.acts = OutageActs(desk, shell, self)
        self.start = Button("", icon="phone-outgoing", key=key("start-round"), small=True, name="start-outage-round")
        self.start.clicked.connect(self.begin)
        self.tools.addWidget(self.start)
        self.start.hide()
        self.lines = Lines(self._line, msg("Nobody was called yet."), name="round-lines")
        self.body.addWidget(self.lines)
        self.pad()

    def show_file(self, file: OutageFile) -> None:
        """Show the rounds of an outage, and what can be begun."""
        self._file = file
        self.lines.show_rows(file.rounds)
        promised = file.line.promised
        over = file.line.state in {OutageState.RESTORED, OutageState.CANCELLED}
        words: Message = nmsg("Call back %(count)s household", "Call back %(count)s households", promised)
        if self._going_on() is not None:
            words = msg("Go on calling back")
        say(self.start, text=words if over else msg("Warn by phone"))
        self.start.updateGeometry()
        self.start.setVisible(self._may and (bool(promised) if over else bool(file.count.households)))

    def begin(self) -> None:
        """Begin the calls back of an outage that is over, else ask whom to warn."""
        file = self._file
        if file is None or not self.start.isVisible() or self.acts.dialog is not None:
            return
        if file.line.state in {OutageState.RESTORED, OutageState.CANCELLED}:
            self._call_back(file.line.id)
            return
        dialog = WarningDialog(file, self.window())
        dialog.whom.changed.connect(lambda: self._ask(dialog))
        self.presenter.forecast.connect(dialog.show_forecast)
        self.acts.open(dialog, self._go)
        self._ask(dialog)

    def _call_back(self, outage_id: int) -> None:
        """Show the round of the calls that are owed, begun now unless it is there."""
        line = self._going_on()
        if line is not None:
            self._shell.go("calls", round_id=line.round.id)
            return

        def command(service: OutageService, operation_id: str) -> Changes:
            return service.start_call_backs(outage_id, operation_id=operation_id)

        self.acts.make(command, msg("The call round has begun."), then=self._go)

    def _going_on(self) -> OutageRoundLine | None:
        """Return the open round in which all calls that are owed wait, None where another is to begin."""
        if self._file is None:
            return None
        for line in self._file.rounds:
            waiting = line.round.progress.waiting + line.round.progress.later
            is_open = line.purpose is RoundPurpose.CALL_BACK and line.round.state is RoundState.OPEN
            if is_open and waiting >= self._file.line.promised > 0:
                return line
        return None

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        self.acts.keep()

    def _ask(self, dialog: WarningDialog) -> None:
        if self._file is not None:
            self.presenter.ask_forecast(self._file.line.id, dialog.meanings)

    def _go(self, changes: Changes) -> None:
        """Show the round that began, to call the first household."""
        self._shell.go("calls", round_id=changes.result)

    def _line(self, line: OutageRoundLine) -> QWidget:
        progress, round_id = line.round.progress, line.round.id
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(4)
        warn = line.purpose is RoundPurpose.WARN
        words = msg("Warned before it") if warn else msg("Called back")
        chip = Chip(words, "violet" if warn else "blue", "phone-outgoing", name=f"round-{round_id}")
        total = max(progress.total, 1)
        bar = ShareBar([(progress.reached / total, "accent"), (progress.unreached / total, "amber")])
        open_ = Button(
            msg("Open the round"), icon="arrow-right", kind="link", small=True, name=f"open-round-{round_id}"
        )
        open_.clicked.connect(lambda: self._shell.go("calls", round_id=round_id))
        open_.setVisible(allows(self._desk.actor, Operation.CALL_ROUND))
        column.addWidget(line_row(chip, bar, open_))
        ended = line.round.state is RoundState.ENDED
        said = partial(_progress_words, progress, self._desk.zone, ended)
        column.addWidget(label(said, wrap=True, name=f"progress-{round_id}"))
        return whole

    def _fail(self, error: TouchpointError) -> None:
        show_error(self, error)


def _progress_words(progress: RoundProgress, zone: ZoneInfo, ended: bool, spoken: Language) -> str:  # noqa: FBT001 - said
    parts = [spoken.gettext("%(done)s of %(total)s households reached", done=progress.reached, total=progress.total)]
    if progress.unreached:
        parts.append(spoken.gettext("%(count)s not reached", count=progress.unreached))
    if progress.no_phone:
        parts.append(spoken.gettext("%(count)s without a phone: ring the bell", count=progress.no_phone))
    left = progress.waiting + progress.later
    if left and not ended:
        parts.append(spoken.gettext("%(count)s still to call", count=left))
    if progress.next_at is not None and not ended:
        parts.append(spoken.gettext("next try at %(time)s", time=spoken.time(progress.next_at, zone)))
    if progress.left_out:
        parts.append(spoken.gettext("%(count)s asked not to be called", count=progress.left_out))
    return " · ".join(parts)
