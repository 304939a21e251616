"""A text in one language after the other, with buttons that insert its fields; which one of a group is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.core.i18n import LANGUAGES, language, msg
from desktop.stationery.rows import TemplatePurpose
from desktop.stationery.service.texts import is_titled
from desktop.stationery.view.parts import Part
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.forms import Choice, ChoiceField, LineField, SegmentField, TextField
from desktop.ui.language import say, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.stationery.presenter import Known, StationeryPresenter
    from desktop.stationery.view.purposes import TextGroup

__all__ = ["FieldButtons", "TextPart"]

LINES, MOST_LINES = 6, 11


class FieldButtons(QWidget):
    """Buttons that write a field where the caret is: in the last used of some inputs."""

    def __init__(self, *inputs: QWidget) -> None:
        """Write into one of `inputs`, the last of them at first."""
        super().__init__()
        self._inputs = inputs
        self._at = inputs[-1]
        self._flow = FlowLayout(self, gap=6)
        self.buttons: dict[str, Button] = {}
        self._words: list[str] = []

    def offer(self, words: dict[str, str]) -> None:
        """Offer fields by key, in the words they are written with."""
        if list(words.values()) == self._words:
            return
        self._words = list(words.values())
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for key, text in words.items():
            button = Button(text, small=True, name=f"field-{key}")
            button.clicked.connect(partial(self._insert, f"{{{text}}}"))
            self._flow.addWidget(button)
            self.buttons[key] = button

    def watch(self, now: QWidget | None) -> None:
        """Note which input has the keyboard."""
        if now in self._inputs:
            self._at = now

    def _insert(self, text: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        at: Any = self._at
        if isinstance(at, QPlainTextEdit):
            at.insertPlainText(text)
        else:
            at.insert(text)
        at.setFocus()


_At = tuple[TemplatePurpose, str]
"""A text: what it is for, and its language."""


class TextPart(Part):
    """The texts of one group, one of them shown."""

    reset_words = msg("Back to the built-in text")

    def __init__(self, group: TextGroup) -> None:
        """Show nothing yet."""
        super().__init__(group.name, group.title, group.icon)
        self.purposes = tuple(purpose for purpose, _words in group.purposes)
        self._typed: dict[_At, tuple[str, str]] = {}
        self._held: dict[_At, tuple[str, str]] = {}
        self._seen: dict[_At, int] = {}
        self._at: _At = (self.purposes[0], ui_language().language.code)
        self.chooser = ChoiceField("text", msg("Text"), [Choice(str(one), words) for one, words in group.purposes])
        self.chooser.choose(str(self.purpose))
        self.languages = SegmentField("language", msg("Language"), [Choice(*one) for one in LANGUAGES.items()])
        self.languages.choose(self.code)
        title, body = (msg("Letter title"), msg("Letter")) if group.letter else (msg("Heading"), msg("Words"))
        self.title_field = LineField("title", title, required=True)
        self.body_field = TextField("body", body, required=True, lines=LINES, most=MOST_LINES, letter=True)
        for field in (self.chooser, self.languages, self.title_field, self.body_field):
            self.form.add(field)
        self.form.show_field("text", len(self.purposes) > 1)
        self.form.show_field("title", is_titled(self.purpose))
        self.state = label("", "small", "ink2", wrap=True, name=f"state-{self.name}")
        self.fields = FieldButtons(self.title_field.input, self.body_field.input)
        for widget in (self.form, self.fields, label(group.hint, "small", "ink2", wrap=True), self.state):
            self.inside.addWidget(widget)
        self.inside.addStretch(1)
        self.languages.changed.connect(self._choose)
        self.chooser.changed.connect(self._choose)
        for field in (self.title_field, self.body_field):
            field.changed.connect(self.changed.emit)

    @property
    def purpose(self) -> TemplatePurpose:
        """Return what the text shown is for."""
        return self._at[0]

    @property
    def code(self) -> str:
        """Return the language of the text shown."""
        return self._at[1]

    def show_text(self, purpose: TemplatePurpose) -> None:
        """Show one of the group's texts."""
        self.chooser.choose(str(purpose))

    @property
    def first(self) -> QWidget:
        """Return the text."""
        return self.body_field.input

    def load(self, known: Known) -> None:
        """Put the text of the language chosen into the form."""
        self._put(*known.shown_text(*self._at))

    def current(self) -> Any:
        """Return what stands in every text that was looked at."""
        return {**self._typed, self._at: self._now()}

    @property
    def dirty(self) -> bool:
        """Tell whether a text was typed that is not laid down."""
        return any(self._is_own(at) for at in self._all())

    def retell(self) -> None:
        """Show the text in the reader's language, unless one is being typed."""
        if self.known is not None and not self.dirty:
            self.languages.choose(ui_language().language.code)
            self._choose()

    def saved(self) -> None:
        """Take the text as laid down, until it is read again."""
        self.set_busy(False)
        self._held[self._at] = self._now()

    def show_known(self, known: Known) -> None:
        """Show what is laid down; a text that is being typed stays, and is saved over what was seen before it."""
        anew, self._anew, self.known = self._anew, False, known
        for at in self._all():
            own = self._is_own(at)
            if own and not anew:
                continue
            self._seen[at] = known.texts[at].version
            self._held[at] = known.shown_text(*at)
            if not own:
                self._typed.pop(at, None)
                if at == self._at:
                    self._put(*self._held[at])
        self.offer()
        self.changed.emit()

    def draw(self, presenter: StationeryPresenter, spoken: Language) -> None:
        """Draw the text as it comes out."""
        del spoken
        presenter.draw_text(self.name, *self._at, *self._now())

    def write(self, presenter: StationeryPresenter) -> None:
        """Lay the text down."""
        if self.known is not None and self.form.check() is not None:
            self.set_busy(True)
            presenter.save_text(self.name, *self._at, *self._now(), self._seen[self._at])

    def put_back(self, presenter: StationeryPresenter) -> None:
        """Put the built-in text back."""
        if self.known is not None:
            self.set_busy(True)
            self._held[self._at] = self._now()
            presenter.reset_text(self.name, *self._at, self._seen[self._at])

    def offer(self) -> None:
        """Say whose text it is, and offer its fields."""
        if self.known is None or self.reset is None:
            return
        built_in = self.known.texts[self._at].built_in
        self.reset.setEnabled(not built_in and self.editable)
        say(self.state, text=msg("This is the built-in text.") if built_in else msg("This text is your own."))
        spoken = language(self.code)
        self.fields.offer({field.key: spoken.message(field.label) for field in self.known.fields[self.purpose]})

    def _all(self) -> list[_At]:
        return [(purpose, code) for purpose in self.purposes for code in LANGUAGES]

    def _is_own(self, at: _At) -> bool:
        held = self._held.get(at)
        return held is not None and self.current().get(at, held) != held

    def _now(self) -> tuple[str, str]:
        return self.title_field.text(), self.body_field.text()

    def _put(self, title: str, body: str) -> None:
        if self._now() != (title, body):
            self.title_field.set_text(title)
            self.body_field.set_text(body)
        self.form.show_problems(())

    def _choose(self) -> None:
        """Show another text, or the same in another language; what was typed in this one stays."""
        chosen = next((one for one in self.purposes if str(one) == self.chooser.text()), None)
        wanted = (chosen, self.languages.text())
        if chosen is None or not wanted[1] or wanted == self._at:
            return
        if self.known is not None:
            self._typed[self._at] = self._now()
        self._at = (chosen, wanted[1])
        self.form.show_field("title", is_titled(chosen))
        if self.known is None:
            return
        self._put(*self._typed.pop(self._at, self._held[self._at]))
        self.offer()
        self.changed.emit()
