"""Number plates of vehicles: one canonical form for look-ups, a friendly doubt where one looks mistyped.

Shapes follow GA 36-2018 (plates of motor vehicles). A doubt is only ever a warning: foreign, old and special plates
exist, and the guard sees the car.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.texts import clean

if TYPE_CHECKING:
    from desktop.core.i18n import Message

__all__ = ["canonical_plate", "display_plate", "plate_doubt"]

_BLANKS = re.compile(r"[\s·•∙‧・˙⋅.．。\-_—‐‒–―−\ufe00-\ufe0f]+")
_NONE = frozenset({"无", "没有", "无车", "无牌", "无牌照", "未上牌", "暂无", "NONE", "N/A"})
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云渝藏陕甘青宁新"
_SERIAL = "A-HJ-NP-Z0-9"
_ENERGY = "A-HJK"

_WITH_PROVINCE = re.compile(rf"[{_PROVINCES}][A-Z].+")
_SHAPES = re.compile(
    rf"""[{_PROVINCES}][A-Z][{_SERIAL}]{{5}}                    # ordinary
      | [{_PROVINCES}][A-Z][{_ENERGY}][{_SERIAL}][0-9]{{4}}     # new energy, small
      | [{_PROVINCES}][A-Z][0-9]{{5}}[{_ENERGY}]                # new energy, large
      | [{_PROVINCES}][A-Z][{_SERIAL}]{{4}}[挂学警港澳试超领]
      | [{_PROVINCES}][A-Z][{_SERIAL}]{{3,4}}应急
      | [0-9]{{6}}使 | 使[0-9]{{6}} | [{_PROVINCES}]?领[0-9]{{5,6}} | [{_PROVINCES}][0-9]{{4,6}}领
      | WJ[{_PROVINCES}]?[{_SERIAL}]{{5,6}}                     # armed police
      | [A-Z]{{2}}[0-9]{{5}}                                    # army
      | 民航[A-Z0-9]{{5}}
      | .*临.*                                                  # temporary""",
    re.VERBOSE,
)


def canonical_plate(text: str) -> str:
    """Return the plate as it is looked up: NFKC, capitals, without spaces, dots and dashes; empty for 无 and such.

    Nor with what nobody sees: control and format characters would keep a watched plate from being the one that comes.
    """
    plain = text if text.isprintable() else clean(text)
    plate = _BLANKS.sub("", unicodedata.normalize("NFKC", plain).upper())
    # Without what stood between them, combining marks of foreign plates may need their order restored.
    return "" if plate in _NONE else unicodedata.normalize("NFKC", plate)


def display_plate(plate: str) -> str:
    """Return a plate as it stands on the car: 浙A·12345; what has no province is returned in canonical form."""
    canonical = canonical_plate(plate)
    return f"{canonical[:2]}·{canonical[2:]}" if _WITH_PROVINCE.fullmatch(canonical) else canonical


def plate_doubt(text: str) -> Message | None:
    """Return what looks odd about a plate, None if nothing does or there is none; a warning, never a refusal."""
    plate = canonical_plate(text)
    if not plate or _SHAPES.fullmatch(plate):
        return None
    if plate[0] not in _PROVINCES:
        return msg("A plate usually begins with its province, such as 浙A; please check “%(plate)s”.", plate=plate)
    if len(plate) not in {7, 8}:
        return msg("A plate has 7 characters, a new-energy plate 8; please check “%(plate)s”.", plate=plate)
    if set(plate[2:]) & set("IO"):
        return msg("Plates have no letters I and O, only the digits 1 and 0; please check “%(plate)s”.", plate=plate)
    if len(plate) == 8:
        return msg(
            "A new-energy plate has a letter from A to K in the third or the last place; please check “%(plate)s”.",
            plate=plate,
        )
    return msg("“%(plate)s” does not look like a plate; please check it.", plate=plate)
