"""Restoring a backup at the door, while nobody is signed in: what it is, and the password it opens with.

The file may come from anywhere and be anything. What it says of itself is shown, bounded and cleaned; nothing moves
before it opened with an administrator's password of its own day and turned out to be whole.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout

from desktop.app import ADMINISTRATOR
from desktop.app.card import FINISH_FIRST, ON_SERVER, Card
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.months import load_zone
from desktop.core.texts import clean
from desktop.ui.dialogs import Question, show_error
from desktop.ui.forms import LineField
from desktop.ui.language import say
from desktop.ui.panels import Facts, label

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

    from desktop.app.account_window import AccountWindow
    from desktop.app.signin import Door
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.storage.restore import Restored
    from desktop.ui.language import Text
    from desktop.ui.tasks import Progress

__all__ = ["RestoreCard", "ask_to_restore"]

ZONE = "Asia/Shanghai"
"""In which times are told at the door, where no community is open that has a zone of its own."""

BREAK = "\N{ZERO WIDTH SPACE}"
"""Lets a long path go on in the next line."""

LABELS = 72
"""Px for what is told of the backup and for what is asked, so that both begin at one line."""

_ASKED = "asked about"
"""The property of a question that names its file."""

LONGEST_VERSION = 30
MEGABYTE = 1_000_000
_WORDS = msg(
    "This backup becomes the data of this PC. What is there now is kept aside, so that the restore can be undone."
)
_RESTORING = msg("Restoring the backup … Leave this PC on.")


@dataclass(frozen=True, slots=True)
class _Found:
    """What a backup says of itself: when it was made, by which version, and its size in bytes."""

    made_at: datetime
    version: str
    size: int


class RestoreCard(Card):
    """Says which backup would come in place of the data, and asks for a name and a password of its day."""

    def __init__(self, door: Door, target: Path, archive: Path) -> None:
        """Stand at `door`, ready to put `archive` into the folder `target`; look at it in the background."""
        super().__init__(msg("Restore a backup"), _WORDS, msg("Restore"), name="restore", labels=LABELS)
        self._door = door
        self._target = target
        self._archive = archive
        self.facts = Facts(width=LABELS)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(2, self.facts)
        self.form.add(LineField("name", msg("Account"), required=True, hint=msg("An administrator")))
        self.form.add(
            LineField("password", msg("Password"), required=True, password=True, hint=msg("As it was on that day"))
        )
        self.form.fields["name"].set_text(ADMINISTRATOR)
        self.form.submitted.connect(self._try)
        self.go.clicked.connect(self._try)
        self.other = self.add_link(msg("Another file …"), door.choose_backup, name="restore-other")
        self.back = self.add_link(msg("Cancel"), door.begin, name="restore-cancel")
        self._found: _Found | None = None
        self._show_facts((msg("Backup"), msg("Reading …")))
        self._look()

    def focus(self) -> None:
        """Go to the fields, once they are there."""
        if self._found is None:
            self.back.setFocus()
        else:
            self.form.focus_first()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Keep it from being sent twice, and from being left meanwhile."""
        super().set_busy(busy)
        say(self.text, text=_RESTORING if busy else _WORDS)
        self.go.setEnabled(self._found is not None and not busy)
        self.other.setEnabled(not busy)
        self.back.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it at that on Esc, as by the button."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.click()
        else:
            super().keyPressEvent(event)

    def fail(self, error: TouchpointError) -> None:
        """Mark what is wrong, or tell what failed around us and try again if asked to."""
        self.set_busy(False)
        if isinstance(error, UserError):
            self.form.show_problems(error.problems)
        elif show_error(self, error):
            self._try()

    # --- looking at it ---------------------------------------------------------------------------------------------

    def _look(self) -> None:
        archive = self._archive
        self._ask(shown=False)
        self.go.setEnabled(False)
        self._door.tasks.run(lambda _progress: _look_at(archive), self._show, self._refuse, owner=self)

    def _show(self, found: _Found) -> None:
        self._found = found
        self._show_facts(
            (msg("Made"), partial(_moment, found.made_at)),
            (msg("Version"), found.version),
            (msg("Size"), f"{found.size / MEGABYTE:.1f} MB"),
        )
        self._ask(shown=True)
        self.go.setEnabled(True)
        self.focus()

    def _refuse(self, error: TouchpointError) -> None:
        self._show_facts()
        self.text.hide()
        self.form.show_problems(error.problems)
        self.other.setFocus()

    def _show_facts(self, *facts: tuple[Text, Text]) -> None:
        name = label(clean(self._archive.name), cut=True, name="restore-file")
        self.facts.show_facts([(msg("File"), name), *facts])

    def _ask(self, *, shown: bool) -> None:
        for key in self.form.fields:
            self.form.show_field(key, shown)

    # --- putting it in place ---------------------------------------------------------------------------------------

    def _try(self) -> None:
        values = self.form.check()
        found = self._found
        if values is None or found is None or not self.go.isEnabled():
            return
        archive, target, clock = self._archive, self._target, self._door.clock
        name, password = values["name"], values["password"]

        def put_back(_progress: Progress) -> Restored:
            # Nothing of the data is brought in before somebody restores it.
            from desktop.app.upkeep import restore_backup  # noqa: PLC0415

            if _look_at(archive) != found:
                raise UserError(msg("This file is another one by now; choose the backup again."))
            return restore_backup(archive, target, name, password, clock)

        self.set_busy(True)
        self._door.tasks.run(
            put_back,
            lambda restored: self._done(found, restored, name),
            self.fail,
            owner=self,
            write=True,
            title=_RESTORING,
        )

    def _done(self, found: _Found, restored: Restored, name: str) -> None:
        self.set_busy(False)

        def in_place(spoken: Language) -> str:
            return spoken.gettext("The backup of %(made)s is in place.", made=_moment(found.made_at, spoken))

        kept: Text = ""
        if restored.aside is not None:
            path = str(restored.aside).replace(os.sep, f"{os.sep}{BREAK}")
            kept = msg("What was there before is kept in %(path)s.", path=path)
        self._door.tell(kept, "green", lead=in_place)
        self._door.put_in_place(name)


def ask_to_restore(window: AccountWindow, archive: Path, go_on: Callable[[], None]) -> None:
    """Ask whoever is signed in at `window` before `go_on()`, which leaves the desk for the door with `archive`.

    While another question is open nothing is asked, twice the same neither, and where backups belong to a server
    nothing can be.
    """
    if window.session.opened.place is None:
        window.toast.tell(ON_SERVER, error=True)
        return
    front = QApplication.activeModalWidget()
    if front is not None:
        # Whoever clicked a file twice is asked already.
        if front.property(_ASKED) != str(archive):
            window.toast.tell(FINISH_FIRST, error=True)
        return
    question = Question(
        msg("Lock and restore this backup?"),
        msg(
            "“%(name)s” was opened. The window locks first, and what was typed is kept. Nothing is replaced until an"
            " administrator's password of the backup is given where you sign in.",
            name=clean(archive.name),
        ),
        msg("Lock and go on"),
        window,
    )
    question.setProperty(_ASKED, str(archive))
    question.accepted.connect(go_on)
    question.finished.connect(lambda _result: question.deleteLater())
    question.open()


def _moment(at: datetime, spoken: Language) -> str:
    return spoken.moment(at, load_zone(ZONE))


def _look_at(archive: Path) -> _Found:
    """Return what `archive` says of itself; raises UserError where it is no whole backup, WorldError for the disk."""
    # The database comes in with it, in the background.
    from desktop.storage.backup import manifest_of, no_backup, not_whole  # noqa: PLC0415

    try:
        if archive.is_dir():
            raise UserError(msg("This is a folder, not a backup; choose a file."))
        if not archive.is_file():
            raise no_backup()
        size = archive.stat().st_size
    except OSError:
        # A name longer than a disk takes, or a drive that is gone.
        raise no_backup() from None
    manifest = manifest_of(archive)
    try:
        made_at = datetime.fromisoformat(manifest.made_at).astimezone(load_zone(ZONE))
    except (ValueError, OverflowError):
        raise not_whole() from None
    return _Found(made_at, clean(manifest.program)[:LONGEST_VERSION], size)
