"""Which sheet of a workbook is which, told by its headers alone."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.sheets.headers import Header

__all__ = ["SheetKind", "kind_of"]

_OTHER_TABLES = ("费用", "收费", "应收", "欠费", "缴费", "金额", "停车场", "车位", "读数", "度数", "表号", "合同")
"""Words in the headers of tables that name rooms or owners but are about money, parking, meters."""


class SheetKind(Enum):
    """What a sheet is about."""

    ROOMS = "rooms"
    OWNERS = "owners"
    BUILDINGS = "buildings"
    OTHER = "other"


def kind_of(header: Header) -> SheetKind:
    """Return what a sheet with this header is about."""
    found = header.found
    names_room = any(name in found for name in ("room", "room_code", "address"))
    names_person = "name" in found
    about_other_things = any(word in text for text in header.texts for word in _OTHER_TABLES)
    if about_other_things and not (names_room and names_person):
        return SheetKind.OTHER
    if names_room:
        return SheetKind.ROOMS
    if names_person and "owner_number" in found:
        return SheetKind.OWNERS
    if any(name in found for name in ("building", "building_number", "building_name")) and not names_person:
        return SheetKind.BUILDINGS
    return SheetKind.OTHER
