"""A letter's text in one language after the other, with buttons that insert its fields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.core.i18n import LANGUAGES, Message, language, msg
from desktop.stationery.view.parts import Part
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.forms import Choice, LineField, SegmentField, TextField
from desktop.ui.language import say, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.stationery.presenter import Known, StationeryPresenter
    from desktop.stationery.rows import TemplatePurpose

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


class TextPart(Part):
    """The text of one purpose."""

    reset_words = msg("Back to the built-in text")

    def __init__(self, purpose: TemplatePurpose, title: Message, icon: str) -> None:
        """Show nothing yet."""
        super().__init__(str(purpose), title, icon)
        self.purpose = purpose
        self._typed: dict[str, tuple[str, str]] = {}
        self._held: dict[str, tuple[str, str]] = {}
        self._seen: dict[str, int] = {}
        self._code = ui_language().language.code
        self.languages = SegmentField("language", msg("Language"), [Choice(*one) for one in LANGUAGES.items()])
        self.languages.choose(self._code)
        self.title_field = LineField("title", msg("Letter title"), required=True)
        self.body_field = TextField("body", msg("Letter"), required=True, lines=LINES, most=MOST_LINES, letter=True)
        for field in (self.languages, self.title_field, self.body_field):
            self.form.add(field)
        self.state = label("", "small", "ink2", wrap=True, name=f"state-{self.name}")
        self.fields = FieldButtons(self.title_field.input, self.body_field.input)
        hint = msg(
            "Fields are filled in from the request. The lines after the last empty one sign the letter. For a brace"
            " write two."
        )
        for widget in (self.form, self.fields, label(hint, "small", "ink2", wrap=True), self.state):
            self.inside.addWidget(widget)
        self.inside.addStretch(1)
        self.languages.changed.connect(self._choose)
        for field in (self.title_field, self.body_field):
            field.changed.connect(self.changed.emit)

    @property
    def first(self) -> QWidget:
        """Return the text."""
        return self.body_field.input

    def load(self, known: Known) -> None:
        """Put the text of the language chosen into the form."""
        self._put(*known.shown_text(self.purpose, self._code))

    def current(self) -> Any:
        """Return what stands in every language that was looked at."""
        return {**self._typed, self._code: self._now()}

    @property
    def dirty(self) -> bool:
        """Tell whether a text was typed that is not laid down."""
        return any(self._is_own(code) for code in LANGUAGES)

    def retell(self) -> None:
        """Show the text in the reader's language, unless one is being typed."""
        if self.known is not None and not self.dirty:
            self.languages.choose(ui_language().language.code)
            self._choose()

    def saved(self) -> None:
        """Take the text as laid down, until it is read again."""
        self.set_busy(False)
        self._held[self._code] = self._now()

    def show_known(self, known: Known) -> None:
        """Show what is laid down; a text that is being typed stays, and is saved over what was seen before it."""
        anew, self._anew, self.known = self._anew, False, known
        for code in LANGUAGES:
            own = self._is_own(code)
            if own and not anew:
                continue
            self._seen[code] = known.texts[self.purpose, code].version
            self._held[code] = known.shown_text(self.purpose, code)
            if not own:
                self._typed.pop(code, None)
                if code == self._code:
                    self._put(*self._held[code])
        self.offer()
        self.changed.emit()

    def draw(self, presenter: StationeryPresenter, spoken: Language) -> None:
        """Draw the letter."""
        del spoken
        presenter.draw_text(self.name, self.purpose, self._code, *self._now())

    def write(self, presenter: StationeryPresenter) -> None:
        """Lay the text down."""
        if self.known is not None and self.form.check() is not None:
            self.set_busy(True)
            presenter.save_text(self.name, self.purpose, self._code, *self._now(), self._seen[self._code])

    def put_back(self, presenter: StationeryPresenter) -> None:
        """Put the built-in text back."""
        if self.known is not None:
            self.set_busy(True)
            self._held[self._code] = self._now()
            presenter.reset_text(self.name, self.purpose, self._code, self._seen[self._code])

    def offer(self) -> None:
        """Say whose text it is, and offer its fields."""
        if self.known is None or self.reset is None:
            return
        built_in = self.known.texts[self.purpose, self._code].built_in
        self.reset.setEnabled(not built_in and self.editable)
        say(self.state, text=msg("This is the built-in text.") if built_in else msg("This text is your own."))
        spoken = language(self._code)
        self.fields.offer({field.key: spoken.message(field.label) for field in self.known.fields[self.purpose]})

    def _is_own(self, code: str) -> bool:
        held = self._held.get(code)
        return held is not None and self.current().get(code, held) != held

    def _now(self) -> tuple[str, str]:
        return self.title_field.text(), self.body_field.text()

    def _put(self, title: str, body: str) -> None:
        if self._now() != (title, body):
            self.title_field.set_text(title)
            self.body_field.set_text(body)
        self.form.show_problems(())

    def _choose(self) -> None:
        """Show the text in another language; what was typed in this one stays."""
        if self.known is None or not self.languages.text() or self.languages.text() == self._code:
            return
        self._typed[self._code] = self._now()
        self._code = self.languages.text()
        self._put(*self._typed.pop(self._code, self._held[self._code]))
        self.offer()
        self.changed.emit()
