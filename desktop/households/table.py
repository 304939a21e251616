"""Columns of the list of households, and how states and tags look wherever they stand."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Language, msg
from desktop.households.model import InstructionKind, RoomStateKind, tag_meaning
from desktop.households.rows import MEANING_LABELS, STATE_LABELS, HouseholdLine, TagRow
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message

__all__ = ["COLUMNS", "INSTRUCTION_ICONS", "STATE_ICONS", "TAG_COLUMNS", "area_words", "tag_look"]

STATE_ICONS: Mapping[RoomStateKind, str] = MappingProxyType(
    {
        RoomStateKind.HANDED_OVER: "key-round",
        RoomStateKind.RENOVATING: "wrench",
        RoomStateKind.OCCUPIED: "house",
        RoomStateKind.LET: "house",
        RoomStateKind.VACANT: "door-open",
        RoomStateKind.UNSOLD: "building-2",
    }
)
"""States are neutral facts: their chips are grey, and only the icon differs."""

INSTRUCTION_ICONS: Mapping[InstructionKind, tuple[str, str]] = MappingProxyType(
    {
        InstructionKind.DO_NOT_ADMIT: ("red", "ban"),
        InstructionKind.DO_NOT_CALL: ("amber", "phone-off"),
        InstructionKind.ADMIT: ("ink2", "user-check"),
        InstructionKind.OUT_OF_TOWN: ("ink2", "plane"),
        InstructionKind.CARETAKER: ("ink2", "users"),
        InstructionKind.KEY_HELD: ("ink2", "key-round"),
        InstructionKind.KEEP_PARCELS: ("ink2", "package"),
        InstructionKind.OTHER: ("ink2", "info"),
    }
)
"""Tone and icon of standing instructions in lists of facts."""

_LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "vip": ("violet", "crown"),
        "committee": ("blue", "badge-check"),
        "living_alone": ("amber", "heart-handshake"),
        "legacy_issue": ("amber", "history"),
        "pregnant_or_infant": ("amber", "calendar-heart"),
        "ill": ("amber", "calendar-heart"),
    }
)
_OWN = ("grey", "")


def tag_look(name: str, meaning: str = "", tone: str = "") -> tuple[str, str]:
    """Return tone and icon of a tag; what it means is read from its name where nobody said, `tone` is its own."""
    meant, icon = _LOOKS.get(meaning or tag_meaning(name), _OWN)
    return tone or meant, icon


def area_words(area_m2: float | None, spoken: Language) -> str:
    """Return an area for people, empty where it is not known."""
    return "" if area_m2 is None else f"{spoken.decimal(area_m2)} ㎡"


def _state(row: HouseholdLine, spoken: Language) -> Cell:
    if row.state is None:
        return Cell("")
    words: Message = STATE_LABELS[row.state]
    return Cell(spoken.message(words), tone="grey", icon=STATE_ICONS[row.state], chip=True)


def _people(row: HouseholdLine, spoken: Language) -> Cell:
    if not row.people:
        return Cell(spoken.gettext("Nobody entered"), tone="ink2")
    return Cell("、".join(row.people) if spoken.code.startswith("zh") else ", ".join(row.people))


def _tags(row: HouseholdLine, _spoken: Language) -> Cell:
    if not row.tags:
        return Cell("")
    tone, icon = tag_look("", *row.looks[0]) if row.looks else tag_look(row.tags[0])
    more = f" +{len(row.tags) - 1}" if len(row.tags) > 1 else ""
    return Cell(row.tags[0] + more, tone=tone, icon=icon, chip=True)


def _plain(text: str) -> Cell:
    return Cell(text, tone="ink2")


COLUMNS: tuple[Column[HouseholdLine], ...] = (
    Column("state", msg("State"), _state, 100, sort=False),
    Column("room", msg("Room"), lambda row, _spoken: Cell(row.label, strong=True), 112, sort=False),
    Column("people", msg("People"), _people, 140, stretch=True, sort=False),
    Column("tags", msg("Tags"), _tags, 124, sort=False),
    Column("zone", msg("Zone"), lambda row, _spoken: _plain(row.zone), 96, sort=False),
    Column("kind", msg("Type"), lambda row, _spoken: _plain(row.kind), 72, sort=False),
    Column("floor", msg("Floor"), lambda row, _spoken: row.floor, 56, right=True, sort=False),
    Column("area", msg("Area"), lambda row, spoken: area_words(row.area_m2, spoken), 88, right=True, sort=False),
)
"""Rooms come in natural order only, so no head sorts."""


def _tag_name(row: TagRow, _spoken: Language) -> Cell:
    # a name alone lends no look to a tag that means nothing
    tone, icon = tag_look("", row.meaning, row.tone)
    return Cell(row.name, tone=tone, icon=icon, chip=True)


def _tag_meaning(row: TagRow, spoken: Language) -> Cell:
    if row.meaning in MEANING_LABELS:
        return Cell(spoken.message(MEANING_LABELS[row.meaning]))
    return Cell(spoken.gettext("a word of our own"), tone="ink2")


TAG_COLUMNS: tuple[Column[TagRow], ...] = (
    Column("name", msg("Tag"), _tag_name, 200, sort=False),
    Column("meaning", msg("Meaning"), _tag_meaning, 160, stretch=True, sort=False),
    Column("rooms", msg("Households"), lambda row, spoken: spoken.integer(row.rooms), 88, right=True, sort=False),
)
