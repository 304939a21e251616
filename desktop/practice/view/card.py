"""One question of a practice, and its answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.households.rows import ROLE_LABELS
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.paint import box
from desktop.ui.panels import Panel, label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from desktop.core.i18n import Message
    from desktop.practice.presenter import Step
    from desktop.practice.rows import Question

__all__ = ["CardPane", "ShareBar", "TagLook"]

TagLook: TypeAlias = "Callable[[str, str, str], tuple[str, str]]"
"""Given a tag's name, meaning and own tone, returns the tone and the icon it is shown in."""


class CardPane(Panel):
    """One question; the answer is hidden until it is asked for."""

    def __init__(self, tag_look: TagLook) -> None:
        """Ask nothing yet; `tag_look` says how a tag looks."""
        super().__init__(name="practice-card")
        self._tag_look = tag_look
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._step: Step | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        self.place = label("", "small", "ink2")
        self.bar = ShareBar()
        self.ask = label("", "body", "ink2")
        self.what = label("", "figure", name="practice-question")
        self.names = label("", "section", wrap=True, name="practice-answer")
        self.rest = label("", "body", "ink2", wrap=True)
        self._tags = QWidget()
        self._flow = FlowLayout(self._tags)
        self._chips: list[Chip] = []
        for widget in (self.place, self.bar):
            column.addWidget(widget)
        column.addSpacing(10)
        for widget in (self.ask, self.what):
            column.addWidget(widget)
        column.addSpacing(10)
        for shown in (self.names, self.rest, self._tags):
            column.addWidget(shown)
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self._add_buttons()

    def show_step(self, step: Step) -> None:
        """Show a question without its answer."""
        self._step = step
        question = step.question
        say(self.place, text=partial(_place_words, step))
        self.bar.show_share(step.done, step.total)
        say(self.ask, text=msg("Whose car is this?") if question.plate else msg("Who lives here?"))
        say(self.what, text=question.plate or question.room)
        self._show_answer(shown=False)

    def reveal(self) -> None:
        """Show the answer."""
        if self._step is not None:
            self._show_answer(shown=True)

    @property
    def revealed(self) -> bool:
        """Tell whether the answer is shown."""
        return not self.names.isHidden()

    def _add_buttons(self) -> None:
        self.show_answer = self._button(msg("Show the answer"), "eye", "show-answer", self.reveal)
        self.knew = self._button(msg("Knew it"), "check", "knew")
        self.missed = self._button(msg("Missed it"), "rotate-ccw", "missed")
        self.foot.addStretch(1)
        self.stop = self._button(msg("Stop here"), "", "leave")
        enter = QShortcut(QKeySequence(key("save")), self)
        enter.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        enter.activated.connect(self.reveal)

    def _button(self, words: Message, icon: str, name: str, act: Callable[[], None] | None = None) -> Button:
        button = Button(words, icon=icon, key=key(name), bind=False, name=f"practice-{name}")
        # The keyboard stays with the card: Space must not press a button that happens to have the focus.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shortcut = QShortcut(QKeySequence(key(name)), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(_press, button))
        if act is not None:
            button.clicked.connect(act)
        self.foot.addWidget(button)
        return button

    def _show_answer(self, *, shown: bool) -> None:
        assert self._step is not None
        question = self._step.question
        say(self.names, text=partial(_people_words, question))
        say(self.rest, text=partial(_rest_words, question))
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for tag in question.tags if shown else ():
            chip = Chip(tag.name, *self._tag_look(tag.name, tag.meaning, tag.tone), name="tag")
            self._flow.addWidget(chip)
            self._chips.append(chip)
        self.names.setVisible(shown)
        self.rest.setVisible(shown)
        self._tags.setVisible(shown and bool(question.tags))
        self.show_answer.setVisible(not shown)
        self.knew.setVisible(shown)
        self.missed.setVisible(shown)


class ShareBar(QWidget):
    """A thin bar: how much of a whole is done."""

    def __init__(self) -> None:
        """Show nothing done."""
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, part: int, whole: int) -> None:
        """Show `part` of `whole`."""
        self._share = part / whole if whole else 0.0
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height of 6 px."""
        return QSize(160, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), "line", radius="chip")
        if self._share:
            box(painter, QRectF(0, 0, self.width() * self._share, self.height()), "accent", radius="chip")


def _press(button: Button) -> None:
    """Press a button that is shown; its key means nothing while it is not."""
    if button.isVisible():
        button.click()


def _place_words(step: Step, spoken: Language) -> str:
    done = spoken.gettext(
        "%(done)s of %(total)s known", done=spoken.integer(step.done), total=spoken.integer(step.total)
    )
    again = spoken.gettext("once more")
    return f"{done} · {again}" if step.again else done


def _people_words(question: Question, spoken: Language) -> str:
    chinese = spoken.code.startswith("zh")
    names = []
    for person in question.people:
        role = "" if person.role is None else spoken.message(ROLE_LABELS[person.role])
        names.append((f"{person.name}（{role}）" if chinese else f"{person.name} ({role})") if role else person.name)
    return ("、" if chinese else ", ").join(names)


def _rest_words(question: Question, spoken: Language) -> str:
    """Return room and plates, but for what was asked."""
    facts: list[str] = [question.room] if question.plate else []
    facts += [plate for plate in question.plates if plate != question.plate]
    return "　".join(facts) or spoken.gettext("no vehicle entered")
