"""The words and icons for kinds, states and editions, and which outages a list or paper is about."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.outages.model import NoticeEdition, OutageKind, OutageState

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BUILT_IN_LEAD",
    "EDITION_LABELS",
    "KIND_ICONS",
    "KIND_LABELS",
    "SHORT_MOST",
    "STATE_LABELS",
    "WARNED_MEANINGS",
    "NoticeForm",
    "OutageStage",
]

SHORT_MOST = 70
"""Characters of one short message in Chinese; a longer one is sent, and paid for, as two."""

WARNED_MEANINGS = ("vip", "living_alone", "ill", "pregnant_or_infant")
"""Meanings of the tags whose households are called before an outage, unless others are chosen."""

KIND_LABELS: Mapping[OutageKind, Message] = MappingProxyType(
    {
        OutageKind.WATER: msg("Water outage"),
        OutageKind.POWER: msg("Power outage"),
        OutageKind.GAS: msg("Gas outage"),
        OutageKind.HEATING: msg("Heating outage"),
        OutageKind.LIFT: msg("Lift out of service"),
        OutageKind.NETWORK: msg("Network outage"),
        OutageKind.ROAD: msg("Road closure"),
        OutageKind.PEST_CONTROL: msg("Pest control"),
        OutageKind.TANK_CLEANING: msg("Tank cleaning"),
        OutageKind.FIRE_TEST: msg("Fire alarm test"),
        OutageKind.TYPHOON: msg("Typhoon warning"),
        OutageKind.RAINSTORM: msg("Rain warning"),
        OutageKind.COLD: msg("Cold warning"),
        OutageKind.HEAT: msg("Heat warning"),
        OutageKind.OTHER: msg("Other notice"),
    }
)

KIND_ICONS: Mapping[OutageKind, str] = MappingProxyType(
    {
        OutageKind.WATER: "droplet-off",
        OutageKind.POWER: "zap-off",
        OutageKind.GAS: "flame",
        OutageKind.HEATING: "heater",
        OutageKind.LIFT: "arrow-up-down",
        OutageKind.NETWORK: "wifi-off",
        OutageKind.ROAD: "traffic-cone",
        OutageKind.PEST_CONTROL: "bug",
        OutageKind.TANK_CLEANING: "waves",
        OutageKind.FIRE_TEST: "siren",
        OutageKind.TYPHOON: "tornado",
        OutageKind.RAINSTORM: "cloud-rain",
        OutageKind.COLD: "snowflake",
        OutageKind.HEAT: "thermometer-sun",
        OutageKind.OTHER: "megaphone",
    }
)
"""Icons by their names in resources/icons."""

BUILT_IN_LEAD: Mapping[OutageKind, timedelta] = MappingProxyType(
    {
        OutageKind.WATER: timedelta(hours=24),
        OutageKind.POWER: timedelta(days=7),
        OutageKind.GAS: timedelta(hours=24),
        OutageKind.HEATING: timedelta(hours=24),
        OutageKind.LIFT: timedelta(hours=24),
        OutageKind.NETWORK: timedelta(hours=24),
        OutageKind.ROAD: timedelta(hours=24),
        OutageKind.PEST_CONTROL: timedelta(hours=24),
        OutageKind.TANK_CLEANING: timedelta(hours=24),
        OutageKind.FIRE_TEST: timedelta(hours=24),
    }
)
"""How long before a planned outage its first notice must be out (PRODUCT.md: 24 h water, 7 days planned power)."""

STATE_LABELS: Mapping[OutageState, Message] = MappingProxyType(
    {
        OutageState.PLANNED: msg("Not announced"),
        OutageState.ANNOUNCED: msg("Announced"),
        OutageState.RESTORED: msg("Restored"),
        OutageState.CANCELLED: msg("Called off"),
    }
)

EDITION_LABELS: Mapping[NoticeEdition, Message] = MappingProxyType(
    {
        NoticeEdition.ANNOUNCED: msg("Announcement"),
        NoticeEdition.EXTENDED: msg("Extension"),
        NoticeEdition.MOVED: msg("New time"),
        NoticeEdition.AMENDED: msg("Amendment"),
        NoticeEdition.CANCELLED: msg("Cancellation"),
        NoticeEdition.RESTORED: msg("Restoration"),
    }
)


class OutageStage(StrEnum):
    """Which outages a list shows: running now, still to come, over or called off, or all of them."""

    RUNNING = "running"
    COMING = "coming"
    PAST = "past"
    ALL = "all"


class NoticeForm(StrEnum):
    """What a notice is printed as: posters (one, or one per building), or strips for lifts."""

    POSTER = "poster"
    PER_BUILDING = "per_building"
    STRIP = "strip"
