"""The SQL of the register: selects that return rows, and what each of its rows is found by."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Select, and_, func, or_, select

from desktop.core.house_numbers import HouseNumber
from desktop.core.id_cards import mask_id_card
from desktop.core.phones import mask_phone
from desktop.core.pinyin import readings
from desktop.core.plates import display_plate
from desktop.core.texts import search_form
from desktop.households.model import (
    OCCUPIED_STATES,
    Building,
    Entrance,
    Occupancy,
    OccupancyRole,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomStateKind,
    RoomTag,
    Tag,
    Vehicle,
    Zone,
)
from desktop.households.rows import (
    HouseholdFile,
    HouseholdLine,
    PersonLine,
    PhoneLine,
    PlaceLine,
    ReportingPerson,
    RoomChoice,
    StateLine,
    TagLine,
    TimelineLine,
    VehicleLine,
)
from desktop.storage.search import SearchFields
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session
    from sqlalchemy.sql import ColumnElement

    from desktop.households.rows import HouseholdFilter

__all__ = [
    "FoundResident",
    "FoundRoom",
    "buildings",
    "count_households",
    "exact_rooms",
    "found_residents",
    "found_rooms",
    "found_vehicles",
    "household",
    "household_lines",
    "household_query",
    "occupied_households",
    "phones_of",
    "place_key",
    "resident_fields",
    "room_choices",
    "room_fields",
    "room_of_place_key",
    "rooms_of_residents",
    "tags",
    "timeline",
    "vehicle_fields",
    "zones",
]
