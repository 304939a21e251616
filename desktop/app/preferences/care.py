"""The care of the data: a backup by hand, and the check of what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desktop.app.upkeep import UpkeepService
from desktop.core.i18n import Message, msg
from desktop.storage.backup import SUFFIX
from desktop.ui.buttons import Button
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import OutcomeLine, Panel, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.app.session import Session
    from desktop.core.errors import TouchpointError
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress

__all__ = ["CarePanel"]

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Backup:
    """A backup that was written: where, and how large it is in bytes."""

    path: Path
    size: int


class CarePanel(Panel):
    """A backup to a file, and the check; how each went stands above the buttons.

    `backed_up(path)` and `checked(number of faults)` follow what was asked for.
    """

    backed_up = Signal(str)
    checked = Signal(int)

    def __init__(self, session: Session, shell: Shell) -> None:
        """Care for the data of `session`."""
        super().__init__(msg("Backup and check"), name="care")
        self._session = session
        self._shell = shell
        self.pad(12, 10, 12, 12)
        self.body.setSpacing(8)
        words = msg(
            "A backup is one encrypted file. It opens with the passwords of its day or with the recovery key; keep it"
            " on another disk."
        )
        self.body.addWidget(label(words, tone="ink2", wrap=True))
        if session.opened.place is not None:
            way = msg("To restore one, lock this window; where you sign in, choose “Restore a backup …”.")
            self.body.addWidget(label(way, tone="ink2", wrap=True))
        self.backup_outcome = OutcomeLine(msg("No backup was made from this window yet."), "backup-outcome")
        self.check_outcome = OutcomeLine(msg("The data was not checked from this window yet."), "check-outcome")
        self.body.addWidget(self.backup_outcome)
        self.body.addWidget(self.check_outcome)
        self.back_up = Button(msg("Back up now"), icon="save", name="back-up")
        self.back_up.clicked.connect(self._ask_where)
        self.check = Button(msg("Check the data"), icon="shield", name="check-data")
        self.check.clicked.connect(self._check)
        self.foot.addWidget(self.back_up)
        self.foot.addWidget(self.check)
        self.foot.addStretch(1)
        if self._session.opened.place is None:
            self.back_up.setEnabled(False)
            say(self.backup_outcome.words, text=msg("On PostgreSQL backups belong to the server; use its own tools."))

    def _ask_where(self) -> None:
        spoken = ui_language().language
        desk = self._session.desk
        today = desk.clock.now().astimezone(desk.zone)
        name = f"{desk.community}-{today:%Y-%m-%d}{SUFFIX}"
        title = translate(msg("Back up to"), spoken)
        kind = translate(msg("Touchpoint backup"), spoken)
        chosen, _filter = QFileDialog.getSaveFileName(self, title, name, f"{kind} (*{SUFFIX})")
        if chosen:
            self.back_up_to(Path(chosen))

    def back_up_to(self, out: Path) -> None:
        """Write a verified backup to `out` in the background."""
        upkeep = UpkeepService(self._session)

        def work(_progress: Progress) -> _Backup:
            upkeep.back_up(out)
            return _Backup(out, out.stat().st_size)

        self.backup_outcome.tell(msg("Writing the backup …"), "ink2", "clock")
        self._care_for(self.back_up, work, self._backed_up, self.backup_outcome, msg("Writing the backup …"))

    def _backed_up(self, backup: _Backup) -> None:
        words = msg(
            "Backup written and checked: %(path)s (%(size)s, %(time)s)",
            path=backup.path,
            size=f"{backup.size / MEGABYTE:.1f} MB",
            time=self._time(),
        )
        self.backup_outcome.tell(words, "green", "circle-check")
        self.backed_up.emit(str(backup.path))

    def _check(self) -> None:
        upkeep = UpkeepService(self._session)
        self.check_outcome.tell(msg("Checking the data …"), "ink2", "clock")
        self._care_for(
            self.check, lambda _progress: upkeep.check(), self._checked, self.check_outcome, msg("Checking the data …")
        )

    def _checked(self, faults: Sequence[Message]) -> None:
        if faults:

            def words(spoken: Any) -> str:
                return "\n".join(spoken.message(fault) for fault in faults)

            self.check_outcome.tell(words, "red", "circle-alert")
        else:
            whole = msg("The data is whole (checked %(time)s).", time=self._time())
            self.check_outcome.tell(whole, "green", "circle-check")
        self.checked.emit(len(faults))

    def _care_for(
        self,
        button: Button,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        outcome: OutcomeLine,
        title: Message,
    ) -> None:
        def fail(error: TouchpointError) -> None:
            outcome.tell(error.problems[0].message, "red", "circle-alert")

        button.setEnabled(False)
        self._shell.tasks.run(work, done, fail, owner=self, title=title, on_end=lambda: button.setEnabled(True))

    def _time(self) -> str:
        desk = self._session.desk
        return desk.clock.now().astimezone(desk.zone).strftime("%H:%M")
