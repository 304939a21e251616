"""The door: sign in, change a single-use password, and on the very first start make a community."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.app import ADMINISTRATOR
from desktop.app.card import FINISH_FIRST, ON_SERVER, Card
from desktop.core.errors import Problem, UpgradeError
from desktop.core.i18n import LANGUAGES, msg
from desktop.ui.buttons import Button
from desktop.ui.forms import LineField
from desktop.ui.language import say, ui_language
from desktop.ui.scrolling import SightKeeper, scrolled
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.app.session import Session
    from desktop.core.clock import Clock
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.ui.language import Text
    from desktop.ui.tasks import Tasks

__all__ = ["Door", "NewPassword", "SignIn"]

MOST_STRIPS = 3
"""Of more the oldest goes."""

WELCOME = msg("Sign in with your own account.")
LOCKED = msg("The window was locked; what was typed is kept. Sign in with your own account.")

ICONS = {"green": "circle-check", "amber": "triangle-alert", "red": "circle-alert"}


class SignIn(Card):
    """Name and password. `opened(session)`; `upgrade_failed(error)`: the data stays as the version before left it."""

    opened = Signal(object)
    upgrade_failed = Signal(object)

    def __init__(
        self, target: Path | str, clock: Clock, tasks: Tasks, name: str = "", *, words: Message = WELCOME
    ) -> None:
        """Sign in to the data at `target`; `name` is filled in, and `words` stand above."""
        super().__init__(msg("Touchpoint"), words, msg("Sign in"), name="sign-in")
        self._target = target
        self._clock = clock
        self._tasks = tasks
        given = LineField("name", msg("Account"), required=True)
        self.form.add(given)
        self.form.add(LineField("password", msg("Password"), required=True, password=True))
        given.set_text(name)
        given.line.setCursorPosition(0)  # of a long one the beginning is seen
        self.form.submitted.connect(self._try)
        self.go.clicked.connect(self._try)

    def focus(self) -> None:
        """Put the cursor where typing goes on."""
        field = self.form.fields["password" if self.form.fields["name"].text() else "name"]
        field.input.setFocus()

    def _try(self) -> None:
        values = self.form.check()
        if values is None or not self.go.isEnabled():
            return
        target, clock = self._target, self._clock
        name, password = values["name"], values["password"]

        def enter(_progress: object) -> Session:
            # The door is painted before databases and features are brought in.
            from desktop.app.session import sign_in  # noqa: PLC0415

            return sign_in(target, name, password, clock)

        self.set_busy(True)
        self._tasks.run(
            enter,
            self._done,
            self.fail,
            owner=self,
            title=msg("Opening the data …"),
            on_end=partial(self.set_busy, False),
        )

    def fail(self, error: TouchpointError) -> None:
        """Mark what is wrong; leave it to the door where the data could not be upgraded."""
        if isinstance(error, UpgradeError):
            self.set_busy(False)
            self.upgrade_failed.emit(error)
        else:
            super().fail(error)

    def _done(self, session: Session) -> None:
        self.set_busy(False)
        self.opened.emit(session)


class NewPassword(Card):
    """Asks for another password after a single-use one. `changed(session)`."""

    changed = Signal(object)

    def __init__(self, session: Session, old: str, tasks: Tasks) -> None:
        """Change the password of `session`'s account, which is `old`."""
        super().__init__(
            msg("Choose a password of your own"),
            msg("The one you were given was for this sign-in only."),
            msg("Save and go on"),
            name="new-password",
        )
        self._session = session
        self._old = old
        self._tasks = tasks
        self.form.add(LineField("new", msg("New password"), required=True, password=True))
        self.form.add(LineField("again", msg("Once more"), required=True, password=True))
        self.form.submitted.connect(self._try)
        self.go.clicked.connect(self._try)

    @property
    def gives_way(self) -> bool:
        """Stay: somebody is signed in."""
        return False

    def _try(self) -> None:
        values = self.form.check()
        if values is None or not self.go.isEnabled():
            return
        if values["new"] != values["again"]:
            self.form.show_problems([Problem(msg("The two passwords differ."), "again")])
            return
        accounts, old, new = self._session.accounts, self._old, values["new"]
        self.set_busy(True)
        self._tasks.run(
            lambda _progress: accounts.change_own_password(old, new),
            lambda _changes: self.changed.emit(self._session),
            self.fail,
            owner=self,
            write=True,
        )


class Door(QWidget):
    """The window before anyone is signed in. `opened(session)`: someone is.

    `first` makes the card shown instead of signing in where there is no data yet; it gets the tasks and a function
    to call with the card that follows. `locked`: a window was left for this door. `restored()`: another data is in
    place than before. `upgrade_failed(error)`: signing in ended because the data could not be upgraded, which the door
    has told.
    """

    opened = Signal(object)
    restored = Signal()
    upgrade_failed = Signal(object)

    def __init__(
        self,
        target: Path | str,
        clock: Clock,
        tasks: Tasks,
        *,
        name: str = ADMINISTRATOR,
        first: Callable[[Door], Card] | None = None,
        locked: bool = False,
    ) -> None:
        """Stand before the data at `target`."""
        super().__init__()
        self.setObjectName("ground")
        self.target = target
        self.clock = clock
        self.tasks = tasks
        self._words = LOCKED if locked else WELCOME
        say(self, windowTitle=msg("Touchpoint"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        # Strips, a tall card and what is wrong with it are more than the smallest window holds.
        whole.addWidget(scrolled(inside))
        SightKeeper(self)
        self._strips: list[AlertStrip] = []
        self._well: AlertStrip | None = None
        self._told = QVBoxLayout()
        self._told.setSpacing(6)
        column.addLayout(self._told)
        column.addLayout(self._languages())
        column.addStretch(2)
        self.card: Card | None = None
        # Stretches keep the card in the middle; an alignment would measure its wrapped words at the window's width.
        self._place = QHBoxLayout()
        self._place.addStretch(1)
        self._place.addStretch(1)
        column.addLayout(self._place)
        column.addStretch(3)
        self.resize(960, 620)
        self._begin: Callable[[], Card] = partial(first, self) if first else partial(self.sign_in_card, name)
        self.begin()

    def begin(self) -> None:
        """Show the card that people come to first."""
        self.show_card(self._begin())

    def sign_in_card(self, name: str = ADMINISTRATOR) -> SignIn:
        """Return the card that asks for name and password."""
        card = SignIn(self.target, self.clock, self.tasks, name, words=self._words)
        card.opened.connect(lambda session: self._enter(card, session))
        card.upgrade_failed.connect(self._tell_upgrade)
        if isinstance(self.target, Path):
            card.add_link(msg("Restore a backup …"), self.choose_backup, name="restore-backup")
        return card

    def tell(self, words: Text, tone: str = "amber", *, lead: Text = "") -> None:
        """Say `words` in a strip on top, after a bold `lead`, until it is put away; `tone` is green, amber or red.

        What went well is told of the last time only.
        """
        if tone == "green" and self._well is not None:
            self._put_away(self._well)
        away = Button(msg("Close"), icon="x", kind="link", small=True, name="strip-close")
        away.set_icon_only(True)
        say(away, toolTip=msg("Close"))
        strip = AlertStrip(lead, words, tone=tone, icon=ICONS[tone], wrap=True, buttons=[away], name="told")
        strip.lead.setVisible(bool(lead))
        # A path without a place to break must not make the door wider than the screen.
        strip.words.setMinimumWidth(1)
        say(strip, accessibleName=lead or words)
        away.clicked.connect(lambda: self._put_away(strip))
        self._strips.append(strip)
        self._well = strip if tone == "green" else self._well
        self._told.addWidget(strip)
        strip.show()
        for old in self._strips[:-MOST_STRIPS]:
            self._put_away(old)

    def choose_backup(self) -> None:
        """Ask for a backup file and show the card that restores it."""
        spoken = ui_language().language
        kinds = f"{spoken.gettext('Touchpoint backup')} (*.tpbackup *.zip)"
        chosen, _filter = QFileDialog.getOpenFileName(self, spoken.gettext("Restore a backup"), "", kinds)
        if chosen:
            self.restore(Path(chosen))

    def restore(self, archive: Path) -> None:
        """Show the card that restores `archive`; say so where there is no place for it now."""
        if not isinstance(self.target, Path):
            self.tell(ON_SERVER)
            return
        if self.card is not None and not self.card.gives_way:
            self.tell(FINISH_FIRST)
            return
        if isinstance(self.card, SignIn):
            self._begin = partial(self.sign_in_card, self.card.form.fields["name"].text())
        # Few starts restore anything.
        from desktop.app.restoring import RestoreCard  # noqa: PLC0415

        self.show_card(RestoreCard(self, self.target, archive))

    def show_card(self, card: Card) -> None:
        """Show `card` in place of the one before."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
        self.card = card
        self._place.insertWidget(1, card)
        card.focus()

    def put_in_place(self, name: str) -> None:
        """Let `name` sign in to the data that was just restored."""
        self._words = WELCOME
        self._begin = partial(self.sign_in_card, name)
        self.begin()
        self.restored.emit()

    def _put_away(self, strip: AlertStrip) -> None:
        if strip in self._strips:
            self._strips.remove(strip)
            strip.hide()
            strip.deleteLater()

    def _tell_upgrade(self, error: UpgradeError) -> None:
        self.tell(error.problems[0].message, "red")
        self.upgrade_failed.emit(error)

    def _enter(self, card: SignIn, session: Session) -> None:
        if not session.must_change_password:
            self.opened.emit(session)
            return
        old = str(card.form.fields["password"].value())
        follow = NewPassword(session, old, self.tasks)
        follow.changed.connect(self.opened)
        self.show_card(follow)

    def _languages(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for code, name in LANGUAGES.items():
            button = Button(name, kind="link", small=True, name=f"language-{code}")
            button.clicked.connect(lambda _checked=False, code=code: ui_language().choose(code))
            row.addWidget(button)
        return row
