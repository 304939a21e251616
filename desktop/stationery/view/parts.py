"""What all parts of the page have in common: a form that is always open, saved or put back from its foot."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.forms import Form
from desktop.ui.keys import key
from desktop.ui.language import ui_language
from desktop.ui.panels import Panel, label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language, Message
    from desktop.stationery.presenter import Known, StationeryPresenter

__all__ = ["Part"]


class Part(Panel):
    """One part. `changed()`: what is typed is another, and is to be drawn.

    What was typed stays while others change the same; it is refused then, and what they made of it is taken as seen.
    """

    changed = Signal()
    reset_words: Message | None = None
    """What stands on the button that puts the built-in back, if there is one."""

    def __init__(self, name: str, title: Message, icon: str, *, columns: int = 1) -> None:
        """Make an empty form called `name`."""
        super().__init__(title, name=name)
        self.name, self.words, self.icon = name, title, icon
        self.known: Known | None = None
        self.editable = True
        self._held: Any = None
        self._anew = False
        self.form = Form(columns=columns, name=name)
        self.inside = QVBoxLayout()
        self.inside.setContentsMargins(0, 0, 8, 0)
        self.inside.setSpacing(8)
        holder = QWidget()
        holder.setLayout(self.inside)
        self.body.addWidget(scrolled(holder), 1)
        self.pad(12, 12, 4, 8)
        self.save = Button(msg("Save"), icon="save", kind="primary", key=key("save-file"), name=f"save-{name}")
        self.foot.addWidget(self.save)
        self.reset: Button | None = None
        if self.reset_words is not None:
            self.reset = Button(self.reset_words, icon="undo-2", name=f"reset-{name}")
            self.foot.addWidget(self.reset)
        self.foot.addStretch(1)
        ui_language().changed.connect(self.retell)

    @property
    def dirty(self) -> bool:
        """Tell whether something was typed that is not laid down."""
        return self.known is not None and self.current() != self._held

    def show_known(self, known: Known) -> None:
        """Show what is laid down, unless something else is being typed."""
        if self.dirty and not self._anew:
            return
        typed = self.dirty
        self.known, self._anew = known, False
        if not typed:
            self.load(known)
            self._held = self.current()
        self.offer()
        self.changed.emit()

    def retell(self) -> None:
        """Say in another language what is laid down; what was typed stays as it was typed."""
        if self.known is not None:
            if not self.dirty:
                self.load(self.known)
                self._held = self.current()
            self.offer()

    def saved(self) -> None:
        """Take what stands here as laid down, until it is read again."""
        self.set_busy(False)
        self._held = self.current()

    def show_error(self, error: TouchpointError) -> bool:
        """Mark what was refused, or return False where the surroundings failed; what was typed stays."""
        self.set_busy(False)
        if not isinstance(error, UserError):
            return False
        self._anew = isinstance(error, ConflictError)
        self.mark(error)
        return True

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Keep the form from being sent twice."""
        self.form.setEnabled(not busy and self.editable)
        self.save.setEnabled(not busy and self.editable)

    def lock(self, why: Message) -> None:
        """Let it be looked at only."""
        self.editable = False
        self.inside.insertWidget(0, label(why, "small", "ink2", wrap=True, name=f"locked-{self.name}"))
        self.set_busy(False)
        self.offer()

    def mark(self, error: UserError) -> None:
        """Mark the fields named."""
        self.form.show_problems(error.problems)

    def offer(self) -> None:
        """Enable what can be done now."""

    @property
    @abstractmethod
    def first(self) -> QWidget:
        """Return where work in it begins."""

    @abstractmethod
    def load(self, known: Known) -> None:
        """Put what is laid down into the form."""

    @abstractmethod
    def current(self) -> Any:
        """Return what is typed, to be compared."""

    @abstractmethod
    def draw(self, presenter: StationeryPresenter, spoken: Language) -> None:
        """Have what is typed drawn."""

    @abstractmethod
    def write(self, presenter: StationeryPresenter) -> None:
        """Have what is typed laid down."""

    def put_back(self, presenter: StationeryPresenter) -> None:
        """Have the built-in put back."""
        raise NotImplementedError
