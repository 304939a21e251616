"""The words for the codes of people and rooms."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.households.model import InstructionKind, OccupancyRole, RoomStateKind

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["INSTRUCTION_LABELS", "MEANING_LABELS", "ROLE_LABELS", "SEX_LABELS", "STATE_LABELS", "TONE_LABELS"]


ROLE_LABELS: Mapping[OccupancyRole, Message] = MappingProxyType(
    {
        OccupancyRole.OWNER: msg("Owner"),
        OccupancyRole.FAMILY: msg("Family"),
        OccupancyRole.TENANT: msg("Tenant"),
        OccupancyRole.AGENT: msg("Agent"),
        OccupancyRole.OTHER: msg("Other person"),
    }
)


STATE_LABELS: Mapping[RoomStateKind, Message] = MappingProxyType(
    {
        RoomStateKind.HANDED_OVER: msg("Handed over"),
        RoomStateKind.RENOVATING: msg("Renovating"),
        RoomStateKind.OCCUPIED: msg("Occupied"),
        RoomStateKind.LET: msg("Let"),
        RoomStateKind.VACANT: msg("Vacant"),
        RoomStateKind.UNSOLD: msg("Unsold"),
    }
)


SEX_LABELS: Mapping[str, Message] = MappingProxyType({"male": msg("Male"), "female": msg("Female")})

MEANING_LABELS: Mapping[str, Message] = MappingProxyType(
    {
        "vip": msg("VIP"),
        "committee": msg("Owners' committee"),
        "living_alone": msg("Elderly, living alone"),
        "pregnant_or_infant": msg("Pregnant or infant"),
        "ill": msg("Ill"),
        "legacy_issue": msg("Legacy issue"),
    }
)
"""What a tag can mean to the program, in the order in which tags are offered."""

TONE_LABELS: Mapping[str, Message] = MappingProxyType(
    {
        "grey": msg("Grey"),
        "blue": msg("Blue"),
        "violet": msg("Violet"),
        "green": msg("Green"),
        "amber": msg("Amber"),
        "red": msg("Red"),
    }
)
"""The status colours by name; a tag may wear any of them."""

INSTRUCTION_LABELS: Mapping[InstructionKind, Message] = MappingProxyType(
    {
        InstructionKind.ADMIT: msg("Admit"),
        InstructionKind.DO_NOT_ADMIT: msg("Do not admit"),
        InstructionKind.OUT_OF_TOWN: msg("Out of town"),
        InstructionKind.KEEP_PARCELS: msg("Keep parcels"),
        InstructionKind.CARETAKER: msg("Caretaker"),
        InstructionKind.KEY_HELD: msg("Key held"),
        InstructionKind.DO_NOT_CALL: msg("Do not call"),
        InstructionKind.OTHER: msg("Other instruction"),
    }
)
