"""Dialogs: the question before what cannot be undone, what went wrong, and a form that returns its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from desktop.core.errors import TouchpointError, WorldError
from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.language import Text, say
from desktop.ui.panels import label
from desktop.ui.tab_order import keep_tab_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from desktop.core.errors import Problem
    from desktop.ui.forms import Form

__all__ = ["Dialog", "ErrorDialog", "FormDialog", "Question", "ask", "show_error"]

WIDTH = 480


class Dialog(QDialog):
    """Title, body, buttons at the right; 480 px wide."""

    def __init__(self, title: Text, parent: QWidget | None, *, width: int = WIDTH) -> None:
        """Say `title`; whoever makes it fills `body` and adds the buttons."""
        super().__init__(parent)
        self._width = width
        self.setModal(True)
        say(self, windowTitle=title, accessibleName=title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        # Not the dialog's own minimum width, which would let what is wider be cut.
        column.addStrut(width - 40)
        column.setSpacing(12)
        self.title = label(title, "section", wrap=True)
        column.addWidget(self.title)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column.addLayout(self.body, 1)
        column.addSpacing(4)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        column.addLayout(self.buttons)

    def sizeHint(self) -> QSize:
        """Return the width wanted, however long the words are that wrap, and the height they need then."""
        width = max(self._width, self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width) if self.hasHeightForWidth() else super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Give words that wrap the height they need: Qt gives a dialog two thirds of a small screen at most."""
        super().showEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Grow for what is told under a field, and for fields that an answer brings along."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return done

    def _grow(self) -> None:
        if self.height() < self.sizeHint().height():
            self.resize(self.width(), self.heightForWidth(self.width()))

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the dialog lies, its buttons last."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    def add_button(self, text: Text, *, kind: str = "plain", name: str = "") -> Button:
        """Add and return a button at the right of those before."""
        button = Button(text, kind=kind, name=name)
        self.buttons.addWidget(button)
        return button


class Question(Dialog):
    """Asks once more: the title is the question, the paragraph what is lost and what is kept."""

    def __init__(self, question: Text, text: Text, verb: Text, parent: QWidget | None = None) -> None:
        """`verb` is the button that does it ("Delete 3 rows"); the safe one is the default."""
        super().__init__(question, parent)
        self.setObjectName("question")
        self.body.addWidget(label(text, wrap=True))
        self.no = self.add_button(msg("Cancel"), name="cancel")
        self.yes = self.add_button(verb, kind="primary", name="confirm")
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.accept)
        self.no.setAutoDefault(True)
        self.yes.setAutoDefault(True)
        self.no.setFocus()


def ask(parent: QWidget | None, question: Text, text: Text, verb: Text) -> bool:
    """Return whether the person confirmed what cannot be undone."""
    return Question(question, text, verb, parent).exec() == QDialog.DialogCode.Accepted


class ErrorDialog(Dialog):
    """What happened and what to do, in the error's own sentences; a WorldError can be tried again."""

    def __init__(self, error: TouchpointError, title: Text = "", parent: QWidget | None = None) -> None:
        """Say every sentence of `error`."""
        world = isinstance(error, WorldError)
        super().__init__(title or (msg("This did not work") if world else msg("This cannot be done")), parent)
        self.setObjectName("error")
        for problem in error.problems:
            self.body.addWidget(label(problem.message, wrap=True))
        if world:
            self.body.addWidget(label(msg("Nothing you typed is lost."), tone="ink2", wrap=True))
        self.close_button = self.add_button(msg("Close"), name="close")
        self.close_button.clicked.connect(self.reject)
        self.again: Button | None = None
        if world:
            self.again = self.add_button(msg("Try again"), kind="primary", name="again")
            self.again.clicked.connect(self.accept)
        (self.again or self.close_button).setAutoDefault(True)
        (self.again or self.close_button).setFocus()


def show_error(parent: QWidget | None, error: TouchpointError, title: Text = "") -> bool:
    """Tell `error` and return whether the person wants to try again."""
    return ErrorDialog(error, title, parent).exec() == QDialog.DialogCode.Accepted


class FormDialog(Dialog):
    """A form in a dialog. `submitted(values)` leaves it open: the asker closes it once the values were taken.

    Esc and the cancel button close it; whoever keeps drafts reads `form.texts()` on `rejected`.
    """

    submitted = Signal(dict)

    def __init__(
        self, title: Text, form: Form, verb: Text, parent: QWidget | None = None, *, width: int = WIDTH
    ) -> None:
        """Show `form`; `verb` is the button that saves."""
        super().__init__(title, parent, width=width)
        self.setObjectName(f"{form.objectName()}-dialog")
        self.form = form
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.cancel = self.add_button(msg("Cancel"), name="cancel")
        self.save = self.add_button(verb, kind="primary", name="save")
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.submit)
        self._typed_in: QWidget | None = None
        form.submitted.connect(self.submit)
        if form.fields:
            form.focus_first()
        else:
            self.save.setFocus()

    def submit(self) -> None:
        """Hand over the values, or mark what is wrong."""
        values: dict[str, Any] | None = self.form.check()
        if values is not None and self.save.isEnabled():
            self.submitted.emit(values)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Keep the values from being sent twice while they are saved; the keyboard is back where it was afterwards."""
        if busy:
            self._typed_in = self.focusWidget()
        self.save.setEnabled(not busy)
        self.form.setEnabled(not busy)
        if not busy and self._typed_in is not None and Shiboken.isValid(self._typed_in):
            self._typed_in.setFocus()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark what the service refused."""
        self.set_busy(False)
        self.form.show_problems(problems)
