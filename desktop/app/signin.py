"""The door: sign in, change a single-use password, and on the very first start make a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.app import ADMINISTRATOR
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import LANGUAGES, msg
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.forms import Form, LineField
from desktop.ui.language import say, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.app.session import Session
    from desktop.core.clock import Clock
    from desktop.core.errors import TouchpointError
    from desktop.ui.tasks import Tasks

__all__ = ["Card", "Door", "SignIn"]


WIDTH = 460


class Card(QFrame):
    """One step at the door: a title, a paragraph, a form, and the button that goes on."""

    def __init__(self, title: object, text: object, verb: object, *, name: str) -> None:
        """Make an empty card called `name`; add fields to `form`."""
        super().__init__()
        self.setObjectName("panel")
        self.setProperty("part", name)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(12)
        column.addWidget(label(title, "title"))  # type: ignore[arg-type]  # Text
        self.text = label(text, tone="ink2", wrap=True)  # type: ignore[arg-type]  # Text
        column.addWidget(self.text)
        self.form = Form(columns=1, name=name)
        column.addWidget(self.form)
        self.foot = QHBoxLayout()
        self.go = Button(verb, kind="primary", name=f"{name}-go")  # type: ignore[arg-type]  # Text
        self.go.setAutoDefault(True)
        self.foot.addWidget(self.go)
        self.foot.addStretch(1)
        column.addLayout(self.foot)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Keep it from being sent twice."""
        self.form.setEnabled(not busy)
        self.go.setEnabled(not busy)

    def fail(self, error: TouchpointError) -> None:
        """Mark what is wrong, or tell what failed around us."""
        self.set_busy(False)
        if isinstance(error, UserError):
            self.form.show_problems(error.problems)
        else:
            show_error(self, error)


class SignIn(Card):
    """Name and password. `opened(session)`."""

    opened = Signal(object)

    def __init__(self, target: Path | str, clock: Clock, tasks: Tasks, name: str = "") -> None:
        """Sign in to the data at `target`; `name` is filled in."""
        super().__init__(msg("Touchpoint"), msg("Sign in with your own account."), msg("Sign in"), name="sign-in")
        self._target = target
        self._clock = clock
        self._tasks = tasks
        self.form.add(LineField("name", msg("Account"), required=True))
        self.form.add(LineField("password", msg("Password"), required=True, password=True))
        self.form.fields["name"].set_text(name)
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
        )

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
    to call with the card that follows.
    """

    opened = Signal(object)

    def __init__(
        self,
        target: Path | str,
        clock: Clock,
        tasks: Tasks,
        *,
        name: str = ADMINISTRATOR,
        first: Callable[[Door], Card] | None = None,
    ) -> None:
        """Stand before the data at `target`."""
        super().__init__()
        self.setObjectName("ground")
        self.target = target
        self.clock = clock
        self.tasks = tasks
        say(self, windowTitle=msg("Touchpoint"))
        column = QVBoxLayout(self)
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
        self.show_card(first(self) if first else self.sign_in_card(name))

    def sign_in_card(self, name: str = ADMINISTRATOR) -> SignIn:
        """Return the card that asks for name and password."""
        card = SignIn(self.target, self.clock, self.tasks, name)
        card.opened.connect(lambda session: self._enter(card, session))
        return card

    def show_card(self, card: Card) -> None:
        """Show `card` in place of the one before."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
        self.card = card
        self._place.insertWidget(1, card)
        card.form.focus_first()
        if isinstance(card, SignIn):
            card.focus()

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
