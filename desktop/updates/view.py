"""The program itself on the settings page: its version, what it is made of, an update from a file, its start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desktop import __version__
from desktop.core.i18n import Message, msg
from desktop.ui.buttons import Button
from desktop.ui.choices import CheckBox
from desktop.ui.flow import FlowLayout
from desktop.ui.language import translate, ui_language
from desktop.ui.panels import Facts, OutcomeLine, Panel, label
from desktop.updates.dialogs import ConfirmUpdate, LicencesDialog, sentences
from desktop.updates.presenter import UpdatePresenter
from desktop.updates.service import Installation

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.storage.desk import Desk
    from desktop.storage.opening import Opened
    from desktop.ui.shell import Shell
    from desktop.updates.presenter import Known
    from desktop.updates.rows import AboutProgram, Ready, Release

__all__ = ["PARTS", "ProgramPanel"]

PARTS: tuple[tuple[str, str], ...] = (
    ("LGPL 3", "Qt, PySide6, psycopg"),
    ("MIT", "SQLAlchemy, Alembic, python-calamine, pypinyin, borax, argon2-cffi, platformdirs"),
    ("BSD", "ReportLab, XlsxWriter, Babel, segno, SQLCipher"),
    ("zlib", "sqlcipher3"),
    ("Apache 2.0", "cryptography, tzdata"),
    ("SIL OFL 1.1", "Noto Sans SC"),
    ("Hanazono", "HanaMinB"),
    ("ISC, MIT", "Lucide"),
)
"""What the program is built from, by licence; names are never translated."""

BUILD = 8
"""So many digits of a commit tell one build from another."""

_HOW = msg(
    "A new version comes as one file whose name ends in %(ending)s. It is checked before anything is changed.",
    ending="-setup.exe",
)
_NOT_HERE = msg("Only a Touchpoint that was installed on Windows takes updates from a file.")
_NOT_YOU = msg("Updates are installed by an administrator.")


class ProgramPanel(Panel):
    """What runs here and what it is made of; an administrator installs an update from a file.

    `closing()`: the installer of an update has been started and waits; the window is to close now.
    """

    closing = Signal()

    def __init__(
        self,
        desk: Desk,
        opened: Opened,
        shell: Shell,
        find: Callable[[], Installation | None] = Installation.current,
    ) -> None:
        """Act for `desk` over the data `opened`; `find` tells the installation that runs."""
        super().__init__(msg("About Touchpoint"), note=__version__, name="about")
        self._shell = shell
        self.dialog: ConfirmUpdate | None = None
        self.presenter = UpdatePresenter(desk, opened, shell.tasks, find, parent=self)
        self._fill()
        self._listen()
        self.presenter.look()

    # --- what is seen ----------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.pad(12, 10, 12, 12)
        self.body.setSpacing(8)
        words = msg(
            "The front desk of a residential community. Free software (%(licence)s licence), built with:", licence="MIT"
        )
        self.body.addWidget(label(words, tone="ink2", wrap=True))
        facts = Facts(width=96)
        facts.show_facts(PARTS)
        self.body.addWidget(facts)
        self.vouched = OutcomeLine(name="vouched")
        self.update_outcome = OutcomeLine(name="update-outcome")
        self.opens = CheckBox(msg("Open when Windows starts"), name="open-with-windows")
        for part in (self.vouched, self.opens, self.update_outcome):
            part.hide()
            self.body.addWidget(part)
        self.install = Button(msg("Install update from file …"), icon="download", name="install-update")
        self.stop = Button(msg("Break off"), icon="x", name="break-off")
        self.licences = Button(msg("Licences …"), icon="file-text", name="licences")
        row = FlowLayout()
        for button in (self.install, self.stop, self.licences):
            row.addWidget(button)
        self.install.hide()
        self.stop.hide()
        self.foot.addLayout(row, 1)

    def _listen(self) -> None:
        presenter = self.presenter
        presenter.known.connect(self._show)
        presenter.copied.connect(self._tell_copied)
        presenter.found.connect(self._confirm)
        presenter.refused.connect(self._refuse)
        presenter.broken_off.connect(self._tell_broken_off)
        presenter.starting.connect(self._tell_starting)
        presenter.started.connect(self._leave)
        presenter.switched.connect(self._tell_switched)
        presenter.not_switched.connect(self._not_switched)
        self.opens.clicked.connect(presenter.switch)
        self.install.clicked.connect(self._ask_which)
        self.stop.clicked.connect(self._break_off)
        self.licences.clicked.connect(self._show_licences)

    def _show(self, known: Known) -> None:
        about, here = known.about, known.installation is not None
        build = about.commit[:BUILD]
        self.set_title(msg("About Touchpoint"), f"{about.version} · {build}" if build else about.version)
        self._show_vouching(about)
        self.install.setVisible(here and self.presenter.may_install)
        quiet = _HOW if here and self.presenter.may_install else _NOT_YOU if here else _NOT_HERE
        self.update_outcome.tell(quiet, "ink2", "info")
        self.update_outcome.show()
        self.opens.setVisible(known.opens is not None)
        self.opens.setChecked(bool(known.opens))

    def _show_vouching(self, about: AboutProgram) -> None:
        if about.signed is False:
            words = msg("Unsigned build: nobody vouches for it. Take it only from someone you know.")
            self.vouched.tell(words, "amber", "triangle-alert")
        else:
            self.vouched.tell(msg("Signed build: its makers vouch for it."), "green", "circle-check")
        self.vouched.setVisible(about.signed is not None)

    # --- an update -------------------------------------------------------------------------------------------------

    def _ask_which(self) -> None:
        spoken = ui_language().language
        title = translate(msg("Install an update"), spoken)
        kind = translate(msg("Touchpoint installer"), spoken)
        chosen, _filter = QFileDialog.getOpenFileName(self, title, "", f"{kind} (*.exe)")
        if chosen:
            self.install_from(Path(chosen))

    def install_from(self, path: Path) -> None:
        """Look at the installer at `path` in the background, and ask whether it is to be installed."""
        if self.presenter.busy:
            return
        self._set_copying(copying=True)
        self.update_outcome.tell(msg("Copying and checking the file …"), "ink2", "clock")
        self.presenter.examine(path)

    def _tell_copied(self, done: int, total: int) -> None:
        if not total:
            return

        def words(spoken: Language) -> str:
            return spoken.gettext("Copying and checking the file: %(share)s", share=spoken.percent(done / total, 0))

        self.update_outcome.tell(words, "ink2", "clock")

    def _set_copying(self, *, copying: bool) -> None:
        """Offer to break off in place of beginning; the keyboard stays with what is offered."""
        offered, other = (self.stop, self.install) if copying else (self.install, self.stop)
        here = self.window().focusWidget() is other
        offered.show()
        if here:
            offered.setFocus()
        other.hide()

    def _break_off(self) -> None:
        self._tell_breaking_off()
        self.presenter.stop()

    def _tell_breaking_off(self) -> None:
        self.update_outcome.tell(msg("Breaking off …"), "ink2", "clock")

    def _confirm(self, release: Release) -> None:
        self._set_copying(copying=False)
        self.update_outcome.tell(_HOW, "ink2", "info")
        now = self.presenter.now.about
        dialog = ConfirmUpdate(now.version, release, backs_up=self.presenter.backs_up, parent=self.window())
        dialog.agreed.connect(lambda: self.presenter.prepare(release))
        dialog.rejected.connect(lambda: self._leave_out(release))
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def _leave_out(self, release: Release) -> None:
        self._set_copying(copying=True)
        self._tell_breaking_off()
        self.presenter.leave(release)

    def _forget(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _refuse(self, error: TouchpointError) -> None:
        if self.dialog is not None:
            self.dialog.refuse(error)
            return
        self._set_copying(copying=False)
        self.update_outcome.tell(sentences(error), "red", "circle-alert")
        self.update_outcome.show()

    def _tell_broken_off(self) -> None:
        self._set_copying(copying=False)
        self.update_outcome.tell(msg("Broken off; nothing was changed."), "ink2", "info")

    def _tell_starting(self, ready: Ready) -> None:
        if self.dialog is not None:
            self.dialog.tell_starting(ready)

    def _leave(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        words: Message = msg("The installer is waiting for this window to close …")
        self.install.setEnabled(False)
        self.update_outcome.tell(words, "ink2", "clock")
        self.closing.emit()

    # --- the rest --------------------------------------------------------------------------------------------------

    def _tell_switched(self, opens: bool) -> None:  # noqa: FBT001 - a signal
        on, off = msg("Touchpoint opens when Windows starts"), msg("Touchpoint no longer opens when Windows starts")
        self._shell.tell(on if opens else off)

    def _not_switched(self, error: TouchpointError) -> None:
        self.opens.setChecked(not self.opens.isChecked())
        self.update_outcome.tell(sentences(error), "red", "circle-alert")

    def _show_licences(self) -> None:
        LicencesDialog(self._shell.tasks, self.window()).open()
