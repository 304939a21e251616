"""The form of a request's facts: as it is taken in, and as it is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QTextCursor

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.phones import display_phone
from desktop.requests.dialogs.assignees import assignee_choices
from desktop.requests.dialogs.caller import CallerField, CallerPhone, RoomField
from desktop.requests.dialogs.due import DueField, said_at_field
from desktop.requests.dialogs.given import DEFAULTS, facts_given, new_given, usual_texts
from desktop.requests.dialogs.suggesting import BY_HAND, Suggesting
from desktop.requests.model import WORKED_ON_KINDS, Place, Priority, RequestKind, Source
from desktop.requests.presenter.directory import Directory
from desktop.requests.rows import CHANNEL_LABELS, KIND_LABELS, LIABILITY_LABELS, PLACE_LABELS, PRIORITY_LABELS
from desktop.ui.forms import CheckField, Choice, ChoiceField, Form, MomentField, SegmentField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.households.rows import ReportingPerson, RoomChoice
    from desktop.requests.presenter import Moments, RoomFinder
    from desktop.requests.rows import CategorySuggestion, RequestDetail

__all__ = ["FactsForm"]

SUGGESTED = frozenset({"category_id", "assignee", "place", "liability", "priority"})
"""Fields that follow from the words: the category from them, the others from the category."""

REWORK_OF = "_rework_of"
"""Under which a draft keeps the id of the repair that this one is the rework of."""

_FIELD_OF = {"room_text": "room_id", "department_id": "assignee", "worker_id": "assignee", "due_at": "occurred_at"}
"""Under which field of the form a problem of the service is shown."""


def _choices(labels: Mapping[Any, Message]) -> list[Choice]:
    return [Choice(str(key), text) for key, text in labels.items()]


class FactsForm(Form):
    """Who, where, what. With `taking_in` also the kind, to whom it goes, when it was said, the answer given at once.

    `room_taken(RoomChoice | None)`: which household it is about. `rework_of_id`: which repair it is the rework of.
    `said` holds the field of when it was said, for the page to put where it belongs. `entered()`: the keyboard went
    into a field.
    """

    room_taken = Signal(object)
    entered = Signal()

    def __init__(self, finder: RoomFinder, moments: Moments, *, taking_in: bool, name: str = "request") -> None:
        """Make a fresh form that finds rooms through `finder` and reads times with `moments`."""
        super().__init__(name=name)
        self._taking_in = taking_in
        self._prefilled = ""
        self._calling = 0
        self._directory = Directory()
        self._suggesting = Suggesting(self, SUGGESTED)
        self.rework_of_id: int | None = None
        self._make_fields(finder, moments)
        self._make_further_fields(moments)
        self._arrange()
        self._connect()
        self.start_anew()

    @property
    def is_emergency(self) -> bool:
        """Tell whether it is one: then a place is enough, a room or words that say where."""
        return self.priority.shown and self.priority.text() == Priority.EMERGENCY

    def toggle_emergency(self) -> None:
        """Make it an emergency, or no longer one; what cannot be one becomes a repair."""
        if self.is_emergency:
            self.priority.choose(Priority.NORMAL)
            return
        if self.kind.text() not in WORKED_ON_KINDS:
            self.kind.choose(RequestKind.REPAIR)
        self.priority.choose(Priority.EMERGENCY)

    def start_anew(self, texts: Mapping[str, str] | None = None) -> None:
        """Empty the form but for its defaults and `texts`, and take that as unchanged."""
        self._prefilled = ""
        self._calling = 0
        self.room.take(None)
        self.restore({**DEFAULTS, **(texts or {})})
        self._show_for_kind()
        self.settle()

    def start_call(self, digits: str, reporter: str) -> None:
        """Empty the form but for who calls from the canonical number `digits`: masked where they are known."""
        self.start_anew({"reporter": reporter, "phone": f"*{digits}" if reporter else display_phone(digits)})

    def expect(self, resident_id: int) -> None:
        """Fill in the resident `resident_id` as who calls, once a room is taken where they live."""
        self._calling = resident_id

    def suggest(self, suggestion: CategorySuggestion | None) -> None:
        """Take the category that the words speak of, and what is usual for it, but where a person decided."""
        if suggestion is not None:
            self._suggesting.fill({"category_id": str(suggestion.category_id)})
            self._fill_usual()

    def said_at(self) -> datetime | None:
        """Return when it was said as far as that is typed and understood; None means now."""
        try:
            at: datetime | None = self.occurred.value()
        except UserError:
            return None
        return at

    @property
    def category_id(self) -> int:
        """Return the category chosen, 0 for none."""
        text = self.category.text()
        return int(text) if text.isdecimal() else 0

    def texts(self) -> dict[str, str]:
        """Return what a draft keeps, and with it what was set by hand and what it is the rework of."""
        return {**super().texts(), BY_HAND: self._suggesting.text(), REWORK_OF: str(self.rework_of_id or "")}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Take up a draft."""
        with self._suggesting.filling():
            super().restore(texts)
        self._suggesting.set_text(texts.get(BY_HAND, ""))
        rework_of = texts.get(REWORK_OF, "")
        self.rework_of_id = int(rework_of) if rework_of.isdecimal() else None

    def load(self, detail: RequestDetail) -> None:
        """Show the facts of a request, to be corrected."""
        line = detail.line
        self.kind.choose(line.kind)
        self.start_anew(
            {
                "reporter": line.reporter,
                "phone": f"*{detail.phone}" if detail.phone.isdecimal() else detail.phone,
                "words": line.words,
                "place": line.place,
                "category_id": str(detail.category_id or ""),
                "priority": line.priority,
                "liability": detail.liability,
                "channel": detail.channel,
                "inspection": "yes" if detail.source is Source.INSPECTION else "",
                "chargeable": "yes" if detail.chargeable else "",
                "equipment_id": str(detail.equipment_id or ""),
                REWORK_OF: str(detail.rework_of_id or ""),
            }
        )
        self._suggesting.settle_all()
        self.room.set_text(f"{line.room}\t{line.room_id}" if line.room_id else line.room)
        self.settle()

    def focus_first(self) -> None:
        """Go to the room while there is none, else to the end of the words."""
        if self.room.empty:
            self.room.line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.words.edit.setFocus(Qt.FocusReason.TabFocusReason)
            self.words.edit.moveCursor(QTextCursor.MoveOperation.End)

    def offer_names(self, directory: Directory) -> None:
        """Offer the names of `directory`; what was chosen stays."""
        self._directory = directory
        finds = directory.finds
        with self._suggesting.filling():
            self.category.offer(
                [Choice(str(row.id), row.name, finds.get(row.name, ())) for row in directory.categories]
            )
            self.assignee.offer(assignee_choices(directory))
        departments = [row for row in directory.departments if row.active]
        self.accused.offer([Choice(str(row.id), row.name, finds.get(row.name, ())) for row in departments])
        self.grade.offer([Choice(str(row.id), row.name, finds.get(row.name, ())) for row in directory.grades])
        self._offer_equipment()
        self._show_for_kind()

    def values(self) -> dict[str, Any]:
        """Return the value of every field by key; raise UserError with everything that is missing or no value."""
        found = super().values()
        if self.is_emergency and self.room.empty and self.words.empty:
            raise UserError(Problem(msg("Say where the emergency is: the room, or a few words."), "room_id"))
        return found

    def arguments(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a command (RequestFacts or NewRequest) that the form's `values` make."""
        given = facts_given(self, values)
        return given | new_given(self, values) if self._taking_in else given

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell where the keyboard goes."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)

    def show_problems(self, problems: Any) -> None:
        """Mark what the service refused, under the field of this form that it is about."""
        shown = [
            problem if problem.field not in _FIELD_OF else type(problem)(problem.message, _FIELD_OF[problem.field])
            for problem in problems
        ]
        super().show_problems(shown)

    def _make_fields(self, finder: RoomFinder, moments: Moments) -> None:
        """Make what every request has."""
        self.room = RoomField("room_id", finder)
        self.caller = CallerField("reporter")
        self.phone = CallerPhone("phone")
        self.kind = SegmentField("kind", msg("Kind"), _choices(KIND_LABELS), required=True)
        self.place = SegmentField("place", msg("Place"), _choices(PLACE_LABELS))
        self.category = ChoiceField("category_id", msg("Category"), hint=msg("by the words"))
        self.words = TextField("words", msg("About"), required=True, lines=2, most=5)
        self.answered = TextField(
            "answered",
            msg("Answer"),
            hint=msg("Answered on the spot? Write what was said: it is closed at once."),
            lines=2,
        )
        self.assignee = ChoiceField("assignee", msg("Assign to"), hint=msg("department or worker"))
        self.occurred = said_at_field("occurred_at", moments)
        self.liability = SegmentField("liability", msg("Liability"), _choices(LIABILITY_LABELS))
        self.channel = ChoiceField("channel", msg("Channel"), _choices(CHANNEL_LABELS), width=128)
        self.inspection = CheckField("inspection", msg("Source"), msg("Own inspection"))

    def _make_further_fields(self, moments: Moments) -> None:
        """Make what a repair or a complaint has besides."""
        later = moments.field(past=False)
        self.priority = SegmentField("priority", msg("How urgent"), _choices(PRIORITY_LABELS))
        self.appointment = MomentField("appointment_at", msg("Visit at"), later, hint=msg("tomorrow 9:00"), width=150)
        self.due = DueField("due", moments.seen)
        self.chargeable = CheckField("chargeable", msg("Fee"), msg("Chargeable"))
        self.equipment = ChoiceField("equipment_id", msg("Equipment"), hint=msg("lift, pump, gate …"))
        self.grade = ChoiceField("grade_id", msg("Graded as"), hint=msg("how grave it is"))
        self.accused = ChoiceField("accused_department_id", msg("Against"), hint=msg("which department"))
        self.promised = MomentField("promised_at", msg("Promised for"), later, hint=msg("tomorrow 9:00"), width=150)

    def _arrange(self) -> None:
        self.add(self.room)
        self.add(self.caller)
        self.join(self.phone, self.caller)
        if self._taking_in:
            self.said = self.add_apart(self.occurred)
            self.add(self.kind, wide=True)
        self.add(self.place)
        self.add(self.category)
        self.add(self.words, wide=True)
        if self._taking_in:
            self.add(self.answered, wide=True)
        self.add(self.priority)
        self.add(self.appointment)
        if self._taking_in:
            self.add(self.assignee)
            self.add(self.due)
        self.add(self.liability)
        self.add(self.channel)
        self.join(self.inspection, self.channel)
        self.add(self.chargeable)
        self.add(self.equipment)
        if self._taking_in:
            for field in (self.grade, self.accused, self.promised):
                self.add(field)
        self.room.listen()
        self.caller.know(())

    def _connect(self) -> None:
        self.room.taken.connect(self._take_room)
        self.room.went_on.connect(self._go_on)
        self.caller.person_taken.connect(self._take_person)
        self.kind.changed.connect(self._show_for_kind)
        self.place.changed.connect(self._ask_for_place)
        self.priority.changed.connect(self._ask_for_place)
        self.category.changed.connect(self._take_category)

    def _take_category(self) -> None:
        self._offer_equipment()
        if not self._suggesting.is_filling:
            self._fill_usual()

    def _fill_usual(self) -> None:
        """Fill in what is usual for the category, but where a person decided."""
        usual = self._directory.category(self.category_id)
        if usual is not None and self._taking_in:
            self._suggesting.fill(usual_texts(usual))

    def _offer_equipment(self) -> None:
        choice = self.room.choice
        near = self._directory.equipment_near(choice.building_id if choice else 0, self.category_id)
        names = [(row, " · ".join(part for part in (row.name, row.building) if part)) for row in near]
        finds = self._directory.finds
        self.equipment.offer([Choice(str(row.id), words, finds.get(row.name, ())) for row, words in names])

    def _take_room(self, choice: RoomChoice | None) -> None:
        people = () if choice is None else choice.people
        self.caller.know(people)
        reporter = self.caller.line.text()
        # A phone that came with a call stays, whoever lives there.
        own_phone = not reporter and bool(self.phone.text())
        if reporter == self._prefilled and (people or reporter) and not own_phone:
            first = next(iter(people), None)
            person = next((each for each in people if each.resident_id == self._calling), first)
            self._prefilled = person.name if person else ""
            self.caller.line.setText(self._prefilled)
            self.phone.choose(person.digits if person else "")
        self._offer_equipment()
        self.room_taken.emit(choice)

    def _take_person(self, person: ReportingPerson) -> None:
        self._prefilled = person.name
        self.phone.choose(person.digits)

    def _go_on(self) -> None:
        target = self.words if self.words.empty else self.caller
        target.input.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_for_kind(self) -> None:
        kind = self.kind.text()
        self.show_field("chargeable", kind == RequestKind.REPAIR)
        self.show_field("equipment_id", kind == RequestKind.REPAIR and bool(self._directory.equipment))
        if not self._taking_in:
            return
        worked_on = kind in WORKED_ON_KINDS
        self.show_field("answered", not worked_on)
        for key in ("priority", "appointment_at", "liability"):
            self.show_field(key, worked_on)
        for key in ("grade_id", "accused_department_id", "promised_at"):
            self.show_field(key, kind == RequestKind.COMPLAINT)
        self._ask_for_place()

    def _ask_for_place(self) -> None:
        self.room.required = self.place.text() != Place.PUBLIC_AREA and not self.is_emergency
        self.words.required = not self.is_emergency
