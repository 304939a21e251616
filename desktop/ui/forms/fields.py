"""The kinds of field a person types into: a line, longer text, a number, a phone, a time, yes or no.

Every field has a `value` for the command and a `text` for the draft; `set_text(text())` always restores it exactly,
also what was typed wrong.
"""

from __future__ import annotations

from abc import abstractmethod
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.phones import canonical_phone, display_phone
from desktop.core.tokens import HEIGHTS
from desktop.ui.choices import CheckBox
from desktop.ui.fonts import font
from desktop.ui.forms.phrases import PhraseBox
from desktop.ui.language import Text, say
from desktop.ui.panels import label as words
from desktop.ui.theme import repolish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.ui.forms.phrases import FrequentText

__all__ = ["CheckField", "Field", "LineField", "MomentField", "NumberField", "PhoneField", "TextField"]


class Field(QObject):
    """One field of a form. `changed()` follows every change by hand or program.

    `input` is the widget that takes the focus, `row` what stands in the form: the input and what is beside it. The
    field lives as long as its row.
    """

    changed = Signal()

    def __init__(self, key: str, label: Text, input_: QWidget, *, required: bool = False, hint: Text = "") -> None:
        """Make field `key` called `label` around `input_`; `hint` stands in the empty field."""
        self.row = QWidget()
        super().__init__(self.row)
        self.key = key
        self.label = label
        self.required = required
        self.input = input_
        self.beside = QHBoxLayout(self.row)
        self.beside.setContentsMargins(0, 0, 0, 0)
        self.beside.setSpacing(8)
        self.beside.addWidget(input_)
        self.problem: Message | None = None
        self.shown = True
        self._limited = False
        input_.setObjectName(key)
        input_.setFont(font("body"))
        say(input_, accessibleName=label)
        if hint:
            say(input_, placeholderText=hint)

    @abstractmethod
    def value(self) -> Any:
        """Return what the command gets; raise UserError naming this field where the text is none."""

    @abstractmethod
    def text(self) -> str:
        """Return what the draft keeps."""

    @abstractmethod
    def set_text(self, text: str) -> None:
        """Take up what a draft kept."""

    @property
    def empty(self) -> bool:
        """Tell whether nothing was entered."""
        return not self.text().strip()

    def limit_width(self, px: int) -> None:
        """Make the input `px` wide at 100 %; without it takes the width of its column."""
        self.input.setMaximumWidth(px)
        self.input.setMinimumWidth(min(px, 64))
        self._limited = True

    def add_beside(self, widget: QWidget) -> None:
        """Put `widget` (an explanation, a chip, a button) to the right of the input."""
        self.beside.addWidget(widget)

    def close_row(self) -> None:
        """Leave the rest of the row empty, once everything stands in it."""
        if self._limited:
            self.beside.addStretch()

    def mark(self, problem: Message | None) -> None:
        """Mark the input as wrong, or as right with None; the form writes the words below it."""
        self.problem = problem
        repolish(self.input, invalid=problem is not None)
        say(self.input, accessibleDescription=problem or "")

    def refuse(self, message: Message) -> UserError:
        """Return the error that names this field."""
        return UserError(Problem(message, self.key))


class LineField(Field):
    """One line of text, stripped."""

    def __init__(
        self, key: str, label: Text, *, required: bool = False, hint: Text = "", width: int = 0, password: bool = False
    ) -> None:
        """Make the field; `width` px or the column's; a `password` is not shown and no draft keeps it."""
        self.line = QLineEdit()
        super().__init__(key, label, self.line, required=required, hint=hint)
        self._password = password
        self.line.setFixedHeight(max(HEIGHTS["field"], self.line.fontMetrics().height() + 12))
        if password:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        if width:
            self.limit_width(width)
        self.line.textChanged.connect(self.changed)

    def value(self) -> Any:
        """Return the text without spaces around it."""
        return self.line.text() if self._password else self.line.text().strip()

    def text(self) -> str:
        """Return what was typed, nothing of a password."""
        return "" if self._password else self.line.text()

    def set_text(self, text: str) -> None:
        """Replace what stands here; of a long text the beginning is seen."""
        self.line.setText(text)
        if not self.line.hasFocus():
            self.line.setCursorPosition(0)

    @property
    def is_secret(self) -> bool:
        """Tell whether it is a password: nobody sees which character of it to mend."""
        return self._password

    @property
    def empty(self) -> bool:
        """Tell whether nothing was typed."""
        return not self.line.text().strip()


IS_LETTER = "letter"
"""The property of an input that keeps Enter for itself."""


class _TextEdit(QPlainTextEdit):
    """Several lines; Tab leaves the field, the height follows the text between its limits."""

    def __init__(self, lines: int, most: int) -> None:
        super().__init__()
        self._limits = (lines, most)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self.fit)

    def fit(self) -> None:
        least, most = self._limits
        lines = min(max(round(self.document().size().height()), least), most)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 22)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()


class TextField(Field):
    """Text of several lines; Shift+Enter breaks a line where Enter submits the form.

    In a `letter`, which has many lines, Enter breaks a line as everywhere else that letters are written.
    """

    def __init__(
        self,
        key: str,
        label: Text,
        *,
        required: bool = False,
        hint: Text = "",
        lines: int = 2,
        most: int = 8,
        letter: bool = False,
    ) -> None:
        """Make the field `lines` high, growing with its text to `most`."""
        self.edit = _TextEdit(lines, most)
        self.edit.setProperty(IS_LETTER, letter)
        super().__init__(key, label, self.edit, required=required, hint=hint)
        self.edit.fit()
        self.phrases: PhraseBox | None = None
        self.edit.textChanged.connect(self.changed)

    def offer_phrases(self, phrases: Sequence[FrequentText]) -> None:
        """Let frequent texts be typed by their abbreviation, or chosen by key, in place of those before."""
        if self.phrases is None:
            self.phrases = PhraseBox(self.edit)
        self.phrases.offer(phrases)

    def value(self) -> Any:
        """Return the text without white space around it."""
        return self.edit.toPlainText().strip()

    def text(self) -> str:
        """Return what was typed."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace what stands here."""
        self.edit.setPlainText(text)


class NumberField(LineField):
    """A number; `value` is a Decimal, or None while empty. Full-width digits and thousands separators are read."""

    def __init__(
        self,
        key: str,
        label: Text,
        *,
        required: bool = False,
        digits: int = 0,
        least: float | None = None,
        most: float | None = None,
        unit: Text = "",
        width: int = 120,
    ) -> None:
        """Allow `digits` decimals and values from `least` to `most`; `unit` stands beside the field."""
        super().__init__(key, label, required=required, width=width)
        self._digits, self._least, self._most = digits, least, most
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if unit:
            self.add_beside(words(unit, tone="ink2"))

    def value(self) -> Any:
        """Return the number; raise UserError where the text is none or out of bounds."""
        text = self.line.text().strip().replace(",", "").replace("，", "").replace("−", "-")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise self.refuse(msg("“%(text)s” is not a number.", text=text)) from None
        if not number.is_finite() or number != round(number, self._digits):
            raise self.refuse(msg("At most %(digits)s decimals.", digits=self._digits))
        if self._least is not None and number < Decimal(str(self._least)):
            raise self.refuse(msg("At least %(least)s.", least=self._least))
        if self._most is not None and number > Decimal(str(self._most)):
            raise self.refuse(msg("At most %(most)s.", most=self._most))
        return number

    def set_value(self, number: Decimal | float | None) -> None:
        """Show `number`."""
        self.line.setText("" if number is None else str(number))


class PhoneField(LineField):
    """A phone number: grouped for reading when the field is left, plain digits as `value`."""

    def __init__(self, key: str, label: Text, *, required: bool = False, width: int = 150) -> None:
        """Make the field."""
        super().__init__(key, label, required=required, width=width)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
        self.line.editingFinished.connect(self._group)

    def value(self) -> Any:
        """Return the number in its canonical form, empty for none."""
        return canonical_phone(self.line.text())

    def _group(self) -> None:
        digits = canonical_phone(self.line.text())
        if digits and display_phone(digits) != self.line.text():
            self.line.setText(display_phone(digits))


class MomentField(LineField):
    """A date or time typed as people say it; what was understood stands beside it.

    `doubted(Message)`: it was left with what is no time; the form tells that below it.
    """

    doubted = Signal(object)

    def __init__(
        self,
        key: str,
        label: Text,
        parse: Callable[[str], tuple[Any, Text]],
        *,
        required: bool = False,
        hint: Text = "",
        width: int = 150,
    ) -> None:
        """Read with `parse`: it returns the value and the words for it, or raises UserError."""
        super().__init__(key, label, required=required, hint=hint, width=width)
        self._parse = parse
        self.understood: QLabel = words("", tone="ink2")
        self.understood.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.beside.addWidget(self.understood, 1)
        self._soon = QTimer(self, singleShot=True, interval=150)
        self._soon.timeout.connect(self.read)
        self.line.textChanged.connect(self._read_soon)
        self.line.editingFinished.connect(self._leave)

    def value(self) -> Any:
        """Return what `parse` read, None while empty; raise UserError where it is no time."""
        text = self.line.text().strip()
        if not text:
            return None
        try:
            return self._parse(text)[0]
        except UserError as error:
            raise self.refuse(error.problems[0].message) from error

    def _read_soon(self) -> None:
        self._soon.start()

    def read(self) -> None:
        """Show what is understood of the text, nothing where it is no time."""
        text = self.line.text().strip()
        try:
            found: Text = self._parse(text)[1] if text else ""
        except UserError:
            found = ""
        say(self.understood, text=found)

    def _leave(self) -> None:
        self._soon.stop()
        self.read()
        try:
            self.value()
        except UserError as error:
            self.doubted.emit(error.problems[0].message)


class CheckField(Field):
    """Yes or no."""

    def __init__(self, key: str, label: Text, sentence: Text = "", *, on: bool = False) -> None:
        """Make a box that says `sentence` beside it."""
        self.box = CheckBox(sentence)
        super().__init__(key, label, self.box)
        say(self.box, accessibleName=sentence or label)
        self.box.setChecked(on)
        self._limited = True
        self.box.toggled.connect(self.changed)

    def value(self) -> Any:
        """Return True or False."""
        return self.box.isChecked()

    def text(self) -> str:
        """Return "yes" or nothing."""
        return "yes" if self.box.isChecked() else ""

    def set_text(self, text: str) -> None:
        """Check the box for "yes"."""
        self.box.setChecked(text == "yes")
