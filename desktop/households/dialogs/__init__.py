"""Forms about a household. Each returns a command: what to ask of the service, ready but for the operation id."""

from __future__ import annotations

from desktop.households.dialogs.belongings import PetDialog, VehicleDialog
from desktop.households.dialogs.forms import Command, HouseholdDialog, day_reader
from desktop.households.dialogs.marks import InstructionDialog, TagCauseDialog, TagDialog
from desktop.households.dialogs.people import MoveOutDialog, OccupancyDialog, PersonDialog, SettleDialog
from desktop.households.dialogs.phones import AddPhoneDialog, PhoneLabelDialog
from desktop.households.dialogs.photos import PhotoDialog, PhotoWindow
from desktop.households.dialogs.rooms import RoomDialog, StateDialog
from desktop.households.dialogs.tags import CommunityTagDialog, TagsDialog

__all__ = [
    "AddPhoneDialog",
    "Command",
    "CommunityTagDialog",
    "HouseholdDialog",
    "InstructionDialog",
    "MoveOutDialog",
    "OccupancyDialog",
    "PersonDialog",
    "PetDialog",
    "PhoneLabelDialog",
    "PhotoDialog",
    "PhotoWindow",
    "RoomDialog",
    "SettleDialog",
    "StateDialog",
    "TagCauseDialog",
    "TagDialog",
    "TagsDialog",
    "VehicleDialog",
    "day_reader",
]
