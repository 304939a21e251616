"""The form in which an event is planned, anew, as a copy of last year's, and amended later."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.events.dialogs.fields import event_form, event_texts, filled_event
from desktop.events.dialogs.forms import EventDialog
from desktop.events.dialogs.when import DayReader
from desktop.ui.buttons import Button
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.events.dialogs.forms import Command
    from desktop.events.offer import EventNames
    from desktop.events.rows import EventFile, EventLine, NewEvent
    from desktop.ui.language import Text

__all__ = ["AmendEvent", "PlanDialog", "PlanEvent"]

WIDTH = 760
CHECK_MS = 400


class PlanDialog(EventDialog):
    """What both forms of a plan share.

    `check_asked(NewEvent)`: what is to be said of the plan as it is typed by now; `show_doubts` answers.
    """

    check_asked = Signal(object)

    def __init__(
        self,
        title: Text,
        verb: Text,
        names: EventNames,
        today: date,
        zone: ZoneInfo,
        *,
        key: str,
        saved: Text,
        parent: QWidget | None,
    ) -> None:
        """Offer `names`; days are read as seen from `today`, times of day in `zone`."""
        self._names, self._zone = names, zone
        self.days = DayReader(today, lambda: self._lunar)
        self._lunar = False
        form = event_form(names, self.days)
        super().__init__(title, form, verb, key=key, saved=saved, width=WIDTH, parent=parent)
        self.doubts = label("", "small", "amber", wrap=True, name="plan-doubts")
        self.body.addWidget(self.doubts)
        self.doubts.hide()
        self._soon = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._soon.timeout.connect(self._ask)
        self._calendar = form.fields["calendar"]
        form.changed.connect(self._turn)
        self._turn("kind")
        self.scroll_form()

    @property
    @abstractmethod
    def event_id(self) -> int | None:
        """Return the event that is amended, None for a new one."""

    def fill(self, new: NewEvent) -> None:
        """Show `new` in the fields."""
        texts = event_texts(new, self._zone)
        # The calendar first: the day is read by it, and is not to be turned from one to the other.
        self._lunar = texts["calendar"] == "lunar"
        self.form.restore(texts)
        self._turn("kind")

    def given(self, values: dict[str, Any]) -> NewEvent:
        """Return the event that the fields say; raise UserError where they say none."""
        kept = self.days.kept(self.form.fields["day"].text())
        return filled_event(values, kept, self._names, self._zone)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark what the service refused: a line of staff or materials is marked at all of them."""
        named = [Problem(problem.message, _field_of(problem.field)) for problem in problems]
        super().show_problems(named)

    def show_doubts(self, doubts: Sequence[Message]) -> None:
        """Say what is to be thought of before the plan is saved."""
        say(self.doubts, text=partial(_doubts, doubts) if doubts else "")
        self.doubts.setVisible(bool(doubts))

    def _turn(self, key: str) -> None:
        """Follow another kind or calendar, and look at the plan anew."""
        if key == "kind":
            self.form.show_field("kind_name", self.form.fields["kind"].text() == "other")
        lunar = self._calendar.text() == "lunar"
        if lunar != self._lunar:
            self._lunar = lunar
            day = self.form.fields["day"]
            day.set_text(self.days.turned(day.text()))
        self._soon.start()

    def _ask(self) -> None:
        try:
            given = self.given(self.form.values())
        except UserError:
            self.show_doubts(())
            return
        self.check_asked.emit(given)


class PlanEvent(PlanDialog):
    """An event is planned: anew, filled with `new`, or as a copy of an earlier one.

    `copy_asked(event id)`: the form is to begin with that event of last year; `copy` answers.
    """

    copy_asked = Signal(int)

    def __init__(
        self,
        names: EventNames,
        today: date,
        zone: ZoneInfo,
        new: NewEvent | None = None,
        copied_from: EventLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Begin empty, or with `new`; of a copy the event it was copied from."""
        self._copied_from_id = 0 if copied_from is None else copied_from.id
        super().__init__(
            msg("Plan an event"),
            msg("Plan it"),
            names,
            today,
            zone,
            key=f"copy-{copied_from.id}" if copied_from is not None else "plan",
            saved=msg("The event is planned."),
            parent=parent,
        )
        self.origin = label("", "small", "ink2", wrap=True, name="copied-from")
        self.body.insertWidget(0, self.origin)
        self.origin.hide()
        self.last_year = Button(msg("Copy one of last year"), icon="copy", small=True, menu=True, name="copy-last-year")
        self.last_year.clicked.connect(self._open_menu)
        self.buttons.insertWidget(0, self.last_year)
        self.last_year.hide()
        self._lines: Sequence[EventLine] = ()
        if new is not None:
            self.fill(new)
        if copied_from is not None:
            self._tell_origin(copied_from)
        self.form.settle()
        self.form.focus_first()
        if copied_from is not None:
            self._go_to_day()

    @property
    def event_id(self) -> int | None:
        """Return None: it is new."""
        return None

    def begin(self, texts: Mapping[str, str]) -> None:
        """Begin with `texts` in the fields of these names, of those that there are; each day has its own draft."""
        self.key = f"plan-{texts.get('day', '')}"
        for name, text in texts.items():
            if name in self.form.fields:
                self.form.fields[name].set_text(text)
        self.form.settle()
        self.form.focus_first()

    def offer_last_year(self, lines: Sequence[EventLine]) -> None:
        """Offer the events of last year to be copied."""
        self._lines = tuple(lines)
        self.last_year.setVisible(bool(lines))

    def copy(self, line: EventLine, new: NewEvent) -> None:
        """Begin with what is proposed as the copy of `line`."""
        self._copied_from_id = line.id
        self.fill(new)
        self._tell_origin(line)
        self._go_to_day()

    def menu_of_last_year(self) -> QMenu:
        """Return the events that can be copied."""
        menu = QMenu(self)
        for line in self._lines:
            action = QAction(f"{line.starts_at.astimezone(self._zone):%m-%d} {line.title}".replace("&", "&&"), menu)
            action.triggered.connect(partial(self._ask_copy, line.id))
            menu.addAction(action)
        return menu

    def command(self, values: dict[str, Any]) -> Command:
        """Return the planning."""
        new, earlier = self.given(values), self._copied_from_id
        if earlier:
            return lambda service, operation_id: service.copy_as(earlier, new, operation_id=operation_id)
        return lambda service, operation_id: service.plan(new, operation_id=operation_id)

    def _tell_origin(self, line: EventLine) -> None:
        words = msg(
            "A copy of %(number)s “%(title)s”: look at day, time and words.", number=line.number, title=line.title
        )
        say(self.origin, text=words)
        self.origin.show()

    def _go_to_day(self) -> None:
        """Begin where a copy is to be looked at first."""
        self.form.fields["day"].input.setFocus(Qt.FocusReason.TabFocusReason)

    def _open_menu(self) -> None:
        menu = self.menu_of_last_year()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.last_year.mapToGlobal(self.last_year.rect().bottomLeft()))

    def _ask_copy(self, event_id: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.copy_asked.emit(event_id)


class AmendEvent(PlanDialog):
    """The plan of an event is changed."""

    def __init__(
        self, file: EventFile, names: EventNames, today: date, zone: ZoneInfo, parent: QWidget | None = None
    ) -> None:
        """Amend `file`."""
        self.file = file
        super().__init__(
            msg("Change the plan"),
            msg("Save"),
            names,
            today,
            zone,
            key=f"amend-{file.line.id}",
            saved=msg("The plan is changed."),
            parent=parent,
        )
        self.fill(file.plan)
        self.form.settle()

    @property
    def event_id(self) -> int | None:
        """Return the event that is amended."""
        return self.file.line.id

    def renew(self, file: EventFile) -> None:
        """Go on with the event as it stands now; fields that nobody touched follow it."""
        if file.line.id != self.file.line.id:
            return
        before, now = event_texts(self.file.plan, self._zone), event_texts(file.plan, self._zone)
        self.file = file
        for name, text in now.items():
            field = self.form.fields[name]
            if field.text() == before[name] != text:
                field.set_text(text)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the amending."""
        line, new = self.file.line, self.given(values)
        return lambda service, operation_id: service.amend(
            line.id, new, version=line.version, operation_id=operation_id
        )


def _field_of(name: str) -> str:
    """Return the field of the form that the service's field `name` is typed into."""
    known = {"lunar_day": "day", "year": "day"}
    return known.get(name, name.partition("-")[0])


def _doubts(doubts: Sequence[Message], spoken: Language) -> str:
    return "\n".join(spoken.message(doubt) for doubt in doubts)
