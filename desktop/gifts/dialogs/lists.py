"""A gift list before it begins, and what is said of one that has begun."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Language, Message, msg
from desktop.gifts.dialogs.forms import GiftDialog
from desktop.gifts.rows import NewGiftList
from desktop.gifts.service import MOST_PIECES, MOST_STOCK
from desktop.households.dialogs import day_reader
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, NumberField, TextField
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.rows import ContactListLine
    from desktop.core.almanac import Festival
    from desktop.gifts.presenter import Command, GiftPlanner, Offered
    from desktop.gifts.rows import GiftListLine

__all__ = ["AmendDialog", "NewListDialog"]

WIDTH = 640
NUMBER_WIDTH = 96


class NewListDialog(GiftDialog):
    """A gift list is started: for which festival, what is given, to whom, how many there are.

    A festival fills in title and day, a contact list the stock, as long as nobody typed them otherwise. A picker for
    any page: it needs the planner, which is asked with `read`.
    """

    def __init__(self, planner: GiftPlanner, parent: QWidget | None = None) -> None:
        """Ask `planner` for contact lists and festivals."""
        self._planner = planner
        self._lists: Sequence[ContactListLine] = ()
        self._festivals: Sequence[Festival] = ()
        self._filled: dict[str, str] = {}
        self._list = ChoiceField("list", msg("Contact list"), hint=msg("none: add households by hand"))
        self._festival = ChoiceField("festival", msg("For the festival"), hint=msg("fills in title and day"))
        form = Form(columns=2, name="new-gift-list")
        form.add(self._list, wide=True)
        form.add(self._festival, wide=True)
        _add_common(form, planner.today)
        form.fields["pieces"].set_text("1")
        form.settle()
        super().__init__(msg("New gift list"), form, msg("Start"), key="new", parent=parent, width=WIDTH)
        self.forecast = label("", tone="ink2", wrap=True, name="gift-forecast")
        self.body.insertWidget(1, self.forecast)
        self.saved = msg("The gift list has begun")
        form.changed.connect(self._follow)
        planner.offered.connect(self._offer)
        ui_language().changed.connect(self._say_forecast)
        planner.read()

    def command(self, values: dict[str, Any]) -> Command:
        """Return what starts the list."""
        draft = NewGiftList(
            values["title"],
            values["gift"],
            values["due_on"],
            int(values["stock"] or 0),
            int(values["list"]) if values["list"] else None,
            int(values["pieces"]),
            values["note"],
        )
        self.saved = msg("%(title)s: the gift list has begun", title=values["title"])
        return lambda service, operation: service.start(draft, operation_id=operation)

    def _offer(self, offered: Offered) -> None:
        self._lists, self._festivals = offered.lists, offered.festivals
        self._list.offer([Choice(str(line.id), partial(_list_words, line)) for line in offered.lists])
        today = self._planner.today
        self._festival.offer(
            [Choice(each.day.isoformat(), partial(_festival_words, each, today)) for each in offered.festivals]
        )
        self._say_forecast()

    def _follow(self, key: str) -> None:
        if key == "festival":
            self._take_festival()
        elif key in {"list", "pieces"}:
            self._suggest("stock", "" if not self._needed else str(self._needed))
        if key in {"list", "pieces", "stock"}:
            self._say_forecast()

    def _take_festival(self) -> None:
        day = self._festival.text()
        festival = next((each for each in self._festivals if each.day.isoformat() == day), None)
        if festival is None:
            return
        proposal = self._planner.propose(festival)
        title = msg("%(festival)s gifts %(year)s", festival=festival.name, year=str(proposal.year))
        self._suggest("title", translate(title, ui_language().language))
        self._suggest("due_on", proposal.due_on.isoformat())

    def _suggest(self, key: str, text: str) -> None:
        """Fill in a field that nobody typed otherwise."""
        field = self.form.fields[key]
        if field.text() in {"", self._filled.get(key, "")}:
            self._filled[key] = text
            field.set_text(text)

    @property
    def _needed(self) -> int:
        """Return how many pieces the contact list chosen takes, 0 without one."""
        chosen, pieces = self._list.text(), self.form.fields["pieces"].text().strip()
        line = next((line for line in self._lists if str(line.id) == chosen), None)
        return 0 if line is None else line.members * (int(pieces) if pieces.isdecimal() else 1)

    def _say_forecast(self) -> None:
        stock = self.form.fields["stock"].text().strip()
        short = self._needed - int(stock) if stock.isdecimal() else 0
        say(self.forecast, text=_forecast(self._needed, short))


class AmendDialog(GiftDialog):
    """What is said of a gift list is changed, or more has come into stock."""

    def __init__(self, line: GiftListLine, today: date, parent: QWidget | None = None) -> None:
        """Change `line`."""
        self._line = line
        form = Form(columns=2, name="amend-gift-list")
        _add_common(form, today, pieces=False)
        for key, text in _texts(line).items():
            form.fields[key].set_text(text)
        form.settle()
        super().__init__(
            msg("Change the gift list"), form, msg("Save"), key=f"amend-{line.id}", parent=parent, width=WIDTH
        )
        self.saved = msg("%(title)s: saved", title=line.title)

    def renew(self, line: GiftListLine) -> None:
        """Go on with the list as it stands now; fields that nobody touched follow it."""
        if line.id != self._line.id:
            return
        before, self._line = _texts(self._line), line
        for key, text in _texts(line).items():
            field = self.form.fields[key]
            if field.text() == before[key]:
                field.set_text(text)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the change."""
        line = self._line
        return lambda service, operation: service.amend(
            line.id,
            values["title"],
            values["gift"],
            int(values["stock"] or 0),
            values["due_on"],
            values["note"],
            version=line.version,
            operation_id=operation,
        )


def _texts(line: GiftListLine) -> Mapping[str, str]:
    """Return what the fields of a list begin with, by key."""
    said = {"title": line.title, "gift": line.gift, "note": line.note}
    return {**said, "stock": str(line.stock), "due_on": line.due_on.isoformat()}


def _add_common(form: Form, today: date, *, pieces: bool = True) -> None:
    """Add the fields that a list has before and after it began."""
    form.add(LineField("title", msg("Name of the list"), required=True, hint=msg("Mid-Autumn gifts 2026")), wide=True)
    form.add(LineField("gift", msg("What is given"), required=True, hint=msg("moon cakes, a box")), wide=pieces)
    if pieces:
        form.add(
            NumberField(
                "pieces",
                msg("Pieces"),
                required=True,
                least=1,
                most=MOST_PIECES,
                unit=msg("for each household"),
                width=NUMBER_WIDTH,
            )
        )
    form.add(NumberField("stock", msg("Stock"), required=True, least=0, most=MOST_STOCK, width=NUMBER_WIDTH))
    form.add(MomentField("due_on", msg("Give by"), day_reader(today, coming=True), required=True, width=130), wide=True)
    form.add(TextField("note", msg("Note"), hint=msg("stands on the sheet")), wide=True)


def _list_words(line: ContactListLine, spoken: Language) -> str:
    count = spoken.ngettext("%(count)s household", "%(count)s households", line.members)
    return spoken.gettext("%(name)s (%(count)s)", name=line.name, count=count)


def _festival_words(festival: Festival, today: date, spoken: Language) -> str:
    days = (festival.day - today).days
    left = spoken.ngettext("in %(count)s day", "in %(count)s days", days) if days else spoken.pgettext("day", "Today")
    return f"{spoken.message(festival.name)}　{spoken.full_date(festival.day)}　{left}"


def _forecast(needed: int, short: int) -> Message | str:
    if not needed:
        return ""
    if short > 0:
        return msg("%(count)s pieces are needed; the stock is short by %(short)s.", count=needed, short=short)
    return msg("%(count)s pieces are needed.", count=needed)
