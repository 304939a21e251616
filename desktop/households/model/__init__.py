"""Tables of places and people."""

from desktop.households.model.marks import (
    GATE_KINDS,
    InstructionKind,
    RoomTag,
    StandingInstruction,
    Tag,
    tag_meaning,
)
from desktop.households.model.people import (
    Calendar,
    Occupancy,
    OccupancyRole,
    Pet,
    Phone,
    Resident,
    ResidentPhoto,
    Vehicle,
    document_fault,
)
from desktop.households.model.places import OCCUPIED_STATES, Building, Entrance, Room, RoomState, RoomStateKind, Zone
from desktop.households.model.roster import RosterMemory

__all__ = [
    "GATE_KINDS",
    "OCCUPIED_STATES",
    "Building",
    "Calendar",
    "Entrance",
    "InstructionKind",
    "Occupancy",
    "OccupancyRole",
    "Pet",
    "Phone",
    "Resident",
    "ResidentPhoto",
    "Room",
    "RoomState",
    "RoomStateKind",
    "RoomTag",
    "RosterMemory",
    "StandingInstruction",
    "Tag",
    "Vehicle",
    "Zone",
    "document_fault",
    "tag_meaning",
]
