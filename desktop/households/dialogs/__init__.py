"""Forms about a household. Each returns a command: what to ask of the service, ready but for the operation id."""

from __future__ import annotations

from desktop.households.dialogs.forms import Command, HouseholdDialog, day_reader
from desktop.households.dialogs.people import AddPhoneDialog, MoveOutDialog, PersonDialog, SettleDialog
from desktop.households.dialogs.rooms import RoomDialog, StateDialog, TagDialog, VehicleDialog

__all__ = [
    "AddPhoneDialog",
    "Command",
    "HouseholdDialog",
    "MoveOutDialog",
    "PersonDialog",
    "RoomDialog",
    "SettleDialog",
    "StateDialog",
    "TagDialog",
    "VehicleDialog",
    "day_reader",
]
