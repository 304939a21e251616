"""What was typed at the gate: plates and names, in the forms in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.core.name_scripts import one_script
from desktop.core.pinyin import readings
from desktop.core.plates import canonical_plate, plate_doubt
from desktop.core.texts import search_form

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["full_plate", "is_part", "is_plate", "name_key", "plates_told_by", "same_name", "visitor_key"]

FEWEST_OF_PLATE = 5
"""So many characters of a plate, typed without its province, are taken for the whole of it."""

LONGEST_OF_PLATE = 9
FEWEST_OF_PINYIN = 3

_PART = re.compile(r"[A-Z0-9]+[挂学警港澳试超领]?")
_LIKE = re.compile(r"(?:[\u4e00-\u9fff][A-Z])?[A-Z0-9]{3,8}[\u4e00-\u9fff]?")


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return the form in which names are compared: `search_form` without dots, dashes and other signs, in one script.

    吳 is 吴. Characters without a known meaning (of newer standards, or of a font of their own) stay.
    """
    form = one_script(search_form(name))
    if form.isalnum():
        return form
    return "".join(each for each in form if unicodedata.category(each)[0] not in "PZS")


def same_name(known: str, typed: str) -> bool:
    """Tell whether `typed` is the name `known`, in any spelling, or that name in pinyin."""
    wanted = name_key(typed)
    written = name_key(known)
    if not wanted or not written:
        return False
    if wanted == written:
        return True
    if not wanted.isascii() or len(wanted) < FEWEST_OF_PINYIN:
        return False
    return wanted in _spelt(known, len(written))


@lru_cache(maxsize=4096)
def _spelt(name: str, written: int) -> frozenset[str]:
    # initials alone are no name: they would be half the town
    return frozenset(name_key(spelt) for spelt in readings(name) if len(spelt) > written)


def is_plate(typed: str) -> bool:
    """Tell whether what was typed in the first field looks like a plate, whole or without its province."""
    plate = canonical_plate(typed)
    if not plate:
        return False
    with_digit = any(each.isascii() and each.isdigit() for each in plate)
    if plate_doubt(plate) is None:
        # 临 alone makes a temporary plate, and stands in names too
        return with_digit or "临" not in plate
    return with_digit and FEWEST_OF_PLATE <= len(plate) <= LONGEST_OF_PLATE and bool(_LIKE.fullmatch(plate))


def full_plate(typed: str, prefix: str = "") -> str:
    """Return the canonical plate; one typed without its province gets it from `prefix` (浙 or 浙A)."""
    plate = canonical_plate(typed)
    prefix = canonical_plate(prefix)
    if not prefix or not _PART.fullmatch(plate):
        return plate
    if len(plate) in {6, 7} and plate[0].isalpha():
        # two letters and five digits are an army's plate, unless the first letter is that of the town
        army = plate_doubt(plate) is None and prefix[1:2] != plate[0]
        return plate if army else f"{prefix[0]}{plate}"
    return f"{prefix}{plate}" if len(prefix) > 1 and len(plate) in {5, 6} else plate


def visitor_key(plate: str, name: str, room_id: int | None, place: str) -> str:
    """Return what a visitor is known by again: the canonical plate, or name and where they go; "" for nobody's."""
    if plate:
        return plate
    compared = name_key(name)
    return f"{compared}|{room_id if room_id is not None else search_form(place)}" if compared else ""


def is_part(plate: str) -> bool:
    """Tell whether a canonical plate was typed without its province, and long enough to be told by it."""
    return len(plate) >= FEWEST_OF_PLATE and bool(_PART.fullmatch(plate))


def plates_told_by(plates: Sequence[str]) -> tuple[str, ...]:
    """Return all by which canonical plates may have been written down: whole, and without their province.

    浙AF97531 may stand on the watchlist as AF97531, F97531 or 97531.
    """
    short = (plate for plate in plates if len(plate) <= LONGEST_OF_PLATE)
    ends = (plate[start:] for plate in short for start in range(max(1, len(plate) - FEWEST_OF_PLATE + 1)))
    return tuple(dict.fromkeys([*plates, *filter(is_part, ends)]))
