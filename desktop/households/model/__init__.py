"""Tables of places and people."""

from desktop.households.model.marks import InstructionKind, RoomTag, StandingInstruction, Tag, tag_meaning
from desktop.households.model.people import (
    Calendar,
    Occupancy,
    OccupancyRole,
    Pet,
    Phone,
    Resident,
    Vehicle,
    document_fault,
)
from desktop.households.model.places import OCCUPIED_STATES, Building, Entrance, Room, RoomState, RoomStateKind, Zone

__all__ = [
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
    "Room",
    "RoomState",
    "RoomStateKind",
    "RoomTag",
    "StandingInstruction",
    "Tag",
    "Vehicle",
    "Zone",
    "document_fault",
    "tag_meaning",
]
