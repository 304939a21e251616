"""The forms of events. Each says what it wants written: a command of the service."""

from __future__ import annotations

from desktop.events.dialogs.ending import CancelEvent, HoldEvent
from desktop.events.dialogs.forms import Command, EventDialog, FileDialog
from desktop.events.dialogs.goals import GoalDialog
from desktop.events.dialogs.guests import AmendGuest, NoteSaying, RequestFromEvent
from desktop.events.dialogs.inviting import InviteDialog
from desktop.events.dialogs.plan import AmendEvent, PlanDialog, PlanEvent

__all__ = [
    "AmendEvent",
    "AmendGuest",
    "CancelEvent",
    "Command",
    "EventDialog",
    "FileDialog",
    "GoalDialog",
    "HoldEvent",
    "InviteDialog",
    "NoteSaying",
    "PlanDialog",
    "PlanEvent",
    "RequestFromEvent",
]
