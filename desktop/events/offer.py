"""What forms about events may name, and an event's touchpoints in words. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.contacts.service import ContactService
from desktop.core.i18n import Message, msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.households.service import HouseholdService
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.contacts.rows import ContactListLine
    from desktop.contacts.service import ConditionKind
    from desktop.households.rows import PlaceLine
    from desktop.staff.rows import WorkerRow
    from desktop.storage.desk import Desk

__all__ = ["TIMELINE_KINDS", "EventNames", "load_names", "timeline_words"]

_INVITED, _SIGNED_UP, _CAME = "event_invited", "event_signed_up", "event_came"
TIMELINE_KINDS = frozenset({_INVITED, _SIGNED_UP, _CAME})
"""What a household's timeline calls its entries about events."""


@dataclass(frozen=True, slots=True)
class EventNames:
    """The names that the forms of events offer: zones, workers, contact lists, tags."""

    zones: Sequence[PlaceLine] = ()
    workers: Sequence[WorkerRow] = ()
    lists: Sequence[ContactListLine] = ()
    tags: Sequence[PlaceLine] = ()

    def worker_id(self, name: str) -> int | None:
        """Return the only active worker called `name`; None for anybody else."""
        called = [worker.id for worker in self.workers if worker.active and worker.name == name]
        return called[0] if len(called) == 1 else None


def load_names(desk: Desk, conditions: Sequence[ConditionKind] = ()) -> EventNames:
    """Read the names of the community, as far as the account of `desk` may; in the background."""
    register = HouseholdService(desk)
    lists = ContactService(desk, conditions).lists() if allows(desk.actor, Operation.READ_CONTACTS) else ()
    return EventNames(register.zones(), StaffService(desk).workers(), lists, register.tags())


def timeline_words(kind: str, parameters: Mapping[str, object]) -> Message | None:
    """Return an entry of a household's timeline in words, None for the kinds of other features."""
    title = str(parameters.get("title", ""))
    people = parameters.get("people", 0)
    count = people if isinstance(people, int) else 0
    told: Mapping[str, Message] = MappingProxyType(
        {
            _INVITED: msg("Invited to “%(title)s”", title=title),
            _SIGNED_UP: nmsg(
                "Signed up for “%(title)s”, %(count)s person",
                "Signed up for “%(title)s”, %(count)s people",
                count,
                title=title,
            ),
            _CAME: nmsg(
                "Came to “%(title)s”, %(count)s person", "Came to “%(title)s”, %(count)s people", count, title=title
            ),
        }
    )
    return told.get(kind)
