"""What the forms about a household share: the dialog, how days are read, fields that several have."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop.core.birthdays import age_on, birthday_words, next_day, parse_birthday
from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg
from desktop.households.rows import ROLE_LABELS, SEX_LABELS, STATE_LABELS
from desktop.sheets.cells import CellFault
from desktop.sheets.dates import Dated, to_date
from desktop.ui.buttons import Button
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, SegmentField
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.core.birthdays import Birthday
    from desktop.core.changes import Changes
    from desktop.core.i18n import Language
    from desktop.households.service import HouseholdService
    from desktop.ui.language import Text

__all__ = [
    "BirthdayField",
    "Command",
    "HouseholdDialog",
    "SuggestingField",
    "day_field",
    "day_reader",
    "role_field",
    "sex_field",
    "state_field",
]

Command: TypeAlias = "Callable[[HouseholdService, str], Changes]"
"""One write: given the service and the operation id, it does it."""

LONG_OVER = 180
"""Days after which a day without a year is taken for the one to come."""

_TODAY = frozenset({"今天", "今日", "today", "t"})


def day_reader(today: date, *, coming: bool = False) -> Callable[[str], tuple[date, Text]]:
    """Return a reader of days as people write them (2026-3-1, 3月1日, 今天); it raises UserError for what is none.

    Where days to come are asked for (`coming`), one without a year that is long over is that of the next year.
    """

    def read(text: str) -> tuple[date, Text]:
        found = None
        if text.strip().casefold() in _TODAY:
            return today, lambda spoken: spoken.full_date(today)
        found = to_date(text, today.year)
        if coming and isinstance(found, Dated) and found.year_missing and (today - found.day).days > LONG_OVER:
            found = to_date(text, today.year + 1)
        if found is None or isinstance(found, CellFault):
            raise UserError(msg("“%(text)s” is not a date; write it like 2026-03-01.", text=text[:40]))
        day = found.day
        return day, lambda spoken: spoken.full_date(day)

    return read


class HouseholdDialog(FormDialog):
    """A form about one household. `key` names its draft; `saved` is what to say once it was taken."""

    def __init__(
        self, title: Text, form: Form, verb: Text, *, key: str, saved: Text, parent: QWidget | None, width: int = 560
    ) -> None:
        """Show `form`."""
        super().__init__(title, form, verb, parent, width=width)
        self.key = key
        self.saved = saved

    @abstractmethod
    def command(self, values: dict[str, Any]) -> Command:
        """Return what the values ask for."""


class BirthdayField(MomentField):
    """A birthday typed as people write it; what was understood, the age and the next one stand beside it."""

    def __init__(self, today: date) -> None:
        """Read birthdays that are not after `today`."""

        def read(text: str) -> tuple[Birthday, Text]:
            birthday = parse_birthday(text, today)
            return birthday, lambda spoken: _birthday_beside(birthday, today, spoken)

        super().__init__("birthday", msg("Birthday"), read, hint=msg("1961-3-8 or lunar 3-8"), width=228)

    def value(self) -> Any:
        """Return what was typed, which is a birthday or nothing; raise UserError otherwise."""
        super().value()
        return self.line.text().strip()


class SuggestingField(LineField):
    """A line with the usual words beside it: a click takes one, anything else may be typed."""

    def __init__(self, key: str, label: Text, suggestions: Sequence[Text], *, hint: Text = "", width: int = 0) -> None:
        """Offer `suggestions`."""
        super().__init__(key, label, hint=hint, width=width)
        for words in suggestions:
            button = Button(words, kind="link", small=True, name=f"{key}-suggestion")
            button.clicked.connect(lambda _on=False, words=words: self._take(words))
            self.add_beside(button)

    def _take(self, words: Text) -> None:
        self.set_text(translate(words, ui_language().language))
        self.line.setFocus()


def role_field(*, required: bool = True) -> SegmentField:
    """Return the field of what someone is to a room."""
    roles = [Choice(role.value, words) for role, words in ROLE_LABELS.items()]
    return SegmentField("role", msg("Relation"), roles, required=required)


def sex_field() -> SegmentField:
    """Return the field of a person's sex."""
    return SegmentField("sex", msg("Sex"), [Choice(key, words) for key, words in SEX_LABELS.items()])


def state_field(key: str, words: Message, *, required: bool = False) -> ChoiceField:
    """Return a field of what a room is; not required, it stays what it is."""
    choices = [Choice(state.value, text) for state, text in STATE_LABELS.items()]
    return ChoiceField(key, words, choices, required=required, hint="" if required else msg("unchanged"), width=200)


def day_field(key: str, words: Message, today: date, *, required: bool = False, hint: Text = "") -> MomentField:
    """Return a field of a day, typed as people write days."""
    return MomentField(key, words, day_reader(today), required=required, hint=hint, width=130)


def _birthday_beside(birthday: Birthday, today: date, spoken: Language) -> str:
    facts = [birthday_words(birthday, spoken)]
    age = age_on(birthday, today)
    if age is not None:
        facts.append(spoken.ngettext("%(count)s year old", "%(count)s years old", age))
    day = next_day(birthday, today)
    if day is not None:
        facts.append(spoken.gettext("next on %(day)s", day=spoken.full_date(day)))
    return " · ".join(facts)
