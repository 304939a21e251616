"""What screens, paper and the command line get to see of households: frozen rows, never tables' own objects.

`people`, `marks` (tags and standing instructions) and `household` are one household's page, `lists` many of them,
`labels` are the words for codes, `alerts` what must be known before a word is said.
"""

from __future__ import annotations

from desktop.households.rows.alerts import (
    Alert,
    AlertAct,
    AlertRank,
    household_alerts,
    instruction_terms,
    last_day,
)
from desktop.households.rows.household import HouseholdFile, PetLine, StateLine, TimelineLine, VehicleLine
from desktop.households.rows.labels import (
    INSTRUCTION_LABELS,
    MEANING_LABELS,
    ROLE_LABELS,
    SEX_LABELS,
    STATE_LABELS,
    TONE_LABELS,
)
from desktop.households.rows.lists import HouseholdChoice, HouseholdFilter, HouseholdLine, PlaceLine, SearchHit
from desktop.households.rows.marks import InstructionLine, NewInstruction, TagLine, TagRow
from desktop.households.rows.people import (
    NewPerson,
    OtherRoom,
    PersonFacts,
    PersonLine,
    PhoneLine,
    PhotoLine,
    ReportingPerson,
    RoomChoice,
)

__all__ = [
    "INSTRUCTION_LABELS",
    "MEANING_LABELS",
    "ROLE_LABELS",
    "SEX_LABELS",
    "STATE_LABELS",
    "TONE_LABELS",
    "Alert",
    "AlertAct",
    "AlertRank",
    "HouseholdChoice",
    "HouseholdFile",
    "HouseholdFilter",
    "HouseholdLine",
    "InstructionLine",
    "NewInstruction",
    "NewPerson",
    "OtherRoom",
    "PersonFacts",
    "PersonLine",
    "PetLine",
    "PhoneLine",
    "PhotoLine",
    "PlaceLine",
    "ReportingPerson",
    "RoomChoice",
    "SearchHit",
    "StateLine",
    "TagLine",
    "TagRow",
    "TimelineLine",
    "VehicleLine",
    "household_alerts",
    "instruction_terms",
    "last_day",
]
