"""What can be done with contact lists and call rounds. Checks rights, writes audit and timeline."""

from __future__ import annotations

from desktop.contacts.rule import ConditionKind
from desktop.contacts.service.calling import Calling
from desktop.contacts.service.ending import end_round
from desktop.contacts.service.lists import KeepingLists
from desktop.contacts.service.members import KeepingMembers
from desktop.contacts.service.people import reveal_people, rounds_among
from desktop.contacts.service.recording import Recording
from desktop.contacts.service.rounds import Rounds
from desktop.contacts.service.starting import RoundPlan, forecast_over, start_over

__all__ = [
    "ConditionKind",
    "ContactService",
    "RoundPlan",
    "end_round",
    "forecast_over",
    "reveal_people",
    "rounds_among",
    "start_over",
]


class ContactService(KeepingLists, KeepingMembers, Rounds, Calling, Recording):
    """The service of contact lists and call rounds, for one signed-in account.

    `ContactService(desk, conditions)`: `conditions` are what other features offer for rules, handed in by the app.
    """
