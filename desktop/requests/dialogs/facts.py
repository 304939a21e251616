"""The form of a request's facts: as it is taken in, and as it is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.phones import display_phone
from desktop.requests.dialogs.caller import CallerField, CallerPhone, RoomField
from desktop.requests.model import FOLLOW_UP_KINDS, Channel, Liability, Place, Priority, RequestKind, Source
from desktop.requests.presenter.directory import Assignee
from desktop.requests.rows import CHANNEL_LABELS, KIND_LABELS, LIABILITY_LABELS, PLACE_LABELS, PRIORITY_LABELS
from desktop.ui.forms import CheckField, Choice, ChoiceField, Field, Form, MomentField, SegmentField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.households.rows import ReportingPerson, RoomChoice
    from desktop.requests.presenter import Directory, Moments, RoomFinder
    from desktop.requests.rows import CategorySuggestion, RequestDetail

__all__ = ["DEFAULTS", "FactsForm"]

DEFAULTS: Mapping[str, str] = {
    "kind": RequestKind.REPAIR,
    "place": Place.IN_HOME,
    "priority": Priority.NORMAL,
    "liability": Liability.PROPERTY,
    "channel": Channel.PHONE,
}
"""What stands in a fresh form."""

SUGGESTED = frozenset({"category_id", "assignee"})
"""Fields that follow from the words."""

BY_HAND = "_by_hand"
"""Under which a draft keeps the names of suggested fields that were chosen by hand."""

_FIELD_OF = {"room_text": "room_id", "department_id": "assignee", "worker_id": "assignee", "due_at": "occurred_at"}
"""Under which field of the form a problem of the service is shown."""


def _choices(labels: Mapping[Any, Message]) -> list[Choice]:
    return [Choice(str(key), text) for key, text in labels.items()]


class FactsForm(Form):
    """Who, where, what. With `taking_in` also the kind, to whom it goes, when it was said, the answer given at once.

    `room_taken(RoomChoice | None)`: which household it is about.
    """

    room_taken = Signal(object)

    def __init__(self, finder: RoomFinder, moments: Moments, *, taking_in: bool, name: str = "request") -> None:
        """Make a fresh form that finds rooms through `finder` and reads times with `moments`."""
        super().__init__(name=name)
        self._taking_in = taking_in
        self._prefilled = ""
        self._calling = 0
        self._by_hand: set[str] = set()
        self._suggesting = False
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
        priorities = [Choice(priority, words) for priority, words in PRIORITY_LABELS.items()]
        self.priority = SegmentField("priority", msg("Urgency"), priorities)
        self.appointment = MomentField(
            "appointment_at", msg("Visit at"), moments.field(past=False), hint=msg("tomorrow 9:00"), width=150
        )
        self.assignee = ChoiceField("assignee", msg("Assign to"), hint=msg("department or worker"))
        self.occurred = MomentField(
            "occurred_at", msg("Time reported"), moments.field(past=True), hint=msg("now"), width=150
        )
        self.liability = SegmentField("liability", msg("Liability"), _choices(LIABILITY_LABELS))
        self.channel = ChoiceField("channel", msg("Channel"), _choices(CHANNEL_LABELS), width=128)
        self.inspection = CheckField("inspection", msg("Source"), msg("Own inspection"))
        self._arrange()
        self._connect()
        self.start_anew()

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
        """Take the category that the words speak of, and its department, unless they were chosen by hand."""
        if suggestion is None:
            return
        self._suggesting = True
        if "category_id" not in self._by_hand:
            self.category.choose(str(suggestion.category_id))
            if "assignee" not in self._by_hand:
                self.assignee.choose(Assignee(department_id=suggestion.department_id).key)
        self._suggesting = False

    def said_at(self) -> datetime | None:
        """Return when it was said as far as that is typed and understood; None means now."""
        try:
            at: datetime | None = self.occurred.value()
        except UserError:
            return None
        return at

    def texts(self) -> dict[str, str]:
        """Return what a draft keeps, and with it what was chosen by hand."""
        return {**super().texts(), BY_HAND: " ".join(sorted(self._by_hand))}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Take up a draft."""
        self._suggesting = True
        super().restore(texts)
        self._suggesting = False
        self._by_hand = set(texts.get(BY_HAND, "").split())

    def load(self, detail: RequestDetail) -> None:
        """Show the facts of a request, to be corrected."""
        line = detail.line
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
            }
        )
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
        finds = directory.finds
        self.category.offer([Choice(str(row.id), row.name, finds.get(row.name, ())) for row in directory.categories])
        choices = []
        for who, words in directory.assignees():
            own = words.rpartition(" · ")[2]
            choices.append(Choice(who.key, words, finds.get(own, ())))
        self.assignee.offer(choices)

    def arguments(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a command (RequestFacts or NewRequest) that the form's `values` make."""
        choice = self.room.choice
        given: dict[str, Any] = {
            "room_id": choice.room_id if choice is not None else None,
            "room_text": "" if choice is not None else values["room_id"],
            "reporter": values["reporter"],
            "phone": values["phone"],
            "words": values["words"],
            "category_id": int(values["category_id"]) if values["category_id"] else None,
            "place": Place(values["place"] or DEFAULTS["place"]),
            "liability": Liability(values["liability"] or DEFAULTS["liability"]),
            "channel": Channel(values["channel"] or Channel.OTHER),
            "source": Source.INSPECTION if values["inspection"] else Source.RESIDENT,
            "priority": Priority(values["priority"]) if self.priority.shown else Priority.NORMAL,
            "appointment_at": values["appointment_at"] if self.appointment.shown else None,
        }
        if self._taking_in:
            to = Assignee.parse(values["assignee"])
            given |= {
                "kind": RequestKind(values["kind"]),
                "department_id": to.department_id,
                "worker_id": to.worker_id,
                "occurred_at": values["occurred_at"],
                "answered": values["answered"] if self.answered.shown else "",
            }
        return given

    def show_problems(self, problems: Any) -> None:
        """Mark what the service refused, under the field of this form that it is about."""
        shown = [
            problem if problem.field not in _FIELD_OF else type(problem)(problem.message, _FIELD_OF[problem.field])
            for problem in problems
        ]
        super().show_problems(shown)

    def _arrange(self) -> None:
        self.add(self.room)
        self.add(self.caller)
        self.join(self.phone, self.caller)
        fields: list[tuple[Field, bool]] = [(self.place, False), (self.category, False), (self.words, True)]
        if self._taking_in:
            fields = [(self.kind, True), *fields, (self.answered, True)]
        fields += [(self.priority, False), (self.appointment, False)]
        if self._taking_in:
            fields += [(self.assignee, False), (self.occurred, False)]
        fields += [(self.liability, False), (self.channel, False)]
        for field, wide in fields:
            self.add(field, wide=wide)
        self.join(self.inspection, self.channel)
        self.room.listen()
        self.caller.know(())

    def _connect(self) -> None:
        self.room.taken.connect(self._take_room)
        self.room.went_on.connect(self._go_on)
        self.caller.person_taken.connect(self._take_person)
        self.kind.changed.connect(self._show_for_kind)
        self.place.changed.connect(self._show_for_place)
        self.changed.connect(self._note_hand)

    def _note_hand(self, key: str) -> None:
        if key in SUGGESTED and not self._suggesting:
            (self._by_hand.add if self.fields[key].text() else self._by_hand.discard)(key)

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
        self.room_taken.emit(choice)

    def _take_person(self, person: ReportingPerson) -> None:
        self._prefilled = person.name
        self.phone.choose(person.digits)

    def _go_on(self) -> None:
        target = self.words if self.words.empty else self.caller
        target.input.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_for_kind(self) -> None:
        if not self._taking_in:
            return
        worked_on = self.kind.text() in FOLLOW_UP_KINDS
        self.show_field("answered", not worked_on)
        for key in ("priority", "appointment_at", "liability"):
            self.show_field(key, worked_on)

    def _show_for_place(self) -> None:
        self.room.required = self.place.text() != Place.PUBLIC_AREA
