"""The sections of the page: what each is called, what it says of itself, who sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, allows
from desktop.rules.rows import What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.permissions import Actor

__all__ = ["CALENDAR", "DESK", "LISTS", "Listed", "Section", "sections_for"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its key, its word and icon in the list, and what an account needs to edit it."""

    id: str
    title: Message
    icon: str
    needs: Operation


@dataclass(frozen=True, slots=True)
class Listed:
    """What a section with a list says: a line of explanation, the word on its button, and what stands in its place.

    `trial` is the word on the button with which it is tried, if it can be. `ordered`: its lines have an order.
    """

    section: Section
    what: What
    note: Message
    add: Message
    missing: Message
    advice: Message
    trial: Message | None = None
    ordered: bool = False


_RULES, _PHRASES = Operation.EDIT_RULES, Operation.EDIT_PHRASES

LISTS: Sequence[Listed] = (
    Listed(
        Section("limits", msg("Time limits"), "clock", _RULES),
        What.RULE,
        msg(
            "The first limit from the top that fits holds: emergencies, then the category, then the urgency, then the"
            " kind. A change moves no due time already given."
        ),
        msg("New time limit"),
        msg("There are no time limits yet"),
        msg("Without them no request is ever due."),
        trial=msg("Which one holds? …"),
    ),
    Listed(
        Section("categories", msg("Categories"), "tag", _RULES),
        What.CATEGORY,
        msg("The words of a request suggest its category, and the category fills in what is usual for it."),
        msg("New category"),
        msg("There are no categories yet"),
        msg("Add those in which the desk counts its requests."),
        trial=msg("Try a sentence …"),
        ordered=True,
    ),
    Listed(
        Section("grades", msg("Complaint grades"), "triangle-alert", _RULES),
        What.GRADE,
        msg("The grade of a complaint says who must be told of it, and who must sign that it is closed."),
        msg("New complaint grade"),
        msg("There are no grades yet"),
        msg("Add them from the least to the gravest."),
        ordered=True,
    ),
    Listed(
        Section("phrases", msg("Phrases"), "keyboard", _PHRASES),
        What.PHRASE,
        msg("Texts written often: type the abbreviation in its field, or choose the phrase from the list there."),
        msg("New phrase"),
        msg("There are no phrases yet"),
        msg("Add what the desk writes ten times a day."),
        ordered=True,
    ),
    Listed(
        Section("questions", msg("Follow-up questions"), "phone-outgoing", _RULES),
        What.QUESTION,
        msg("Asked in every follow-up and answered with yes or no; at most three are in use."),
        msg("New question"),
        msg("There are no questions yet"),
        msg("A follow-up then asks for the satisfaction only."),
        ordered=True,
    ),
    Listed(
        Section("equipment", msg("Equipment"), "wrench", _RULES),
        What.EQUIPMENT,
        msg("Lifts, pumps, gates: a request may name one, so that its repeated faults are seen."),
        msg("New equipment"),
        msg("There is no equipment yet"),
        msg("Add what breaks down by itself: lifts, pumps, gates."),
    ),
)
"""The sections with a list, in their order."""

DESK = Section("desk", msg("Work order and desk"), "clipboard-list", _RULES)
CALENDAR = Section("calendar", msg("Working calendar"), "calendar-clock", Operation.EDIT_CALENDAR)


def sections_for(actor: Actor, only: str = "") -> Sequence[Section]:
    """Return the sections that `actor` may edit, all for a manager, or of those the one called `only`."""
    every = (*(listed.section for listed in LISTS), DESK, CALENDAR)
    return [section for section in every if allows(actor, section.needs) and only in {"", section.id}]
