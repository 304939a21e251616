"""From a pattern to house numbers: {floor}{room:02} for floors 1 to 33, rooms 1 to 4, without the 4th and 13th."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.house_numbers import HouseNumber, combine_house_number, try_house_number
from desktop.core.i18n import msg
from desktop.core.texts import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.community.rows import RoomPattern

__all__ = ["MOST_ROOMS", "PlannedRoom", "building_number", "entrance_number", "expand", "read_list"]

MOST_ROOMS = 5000
"""Made at most at once: more is a slip of the finger."""

_FARTHEST = 200
"""No house has more floors, and no list of entrances is longer."""

_MOST_IN_A_ROW = 2000

_FIELD = re.compile(r"\{\s*([^{}:\s]+)\s*(?::\s*([^{}\s]+)\s*)?\}")
_WORDS = {"floor": ("floor", "层", "層", "楼层", "樓層"), "room": ("room", "室", "房", "号", "號", "户", "戶")}
_NAMES = {word: name for name, words in _WORDS.items() for word in words}
_PADDED = re.compile(r"0?([1-9])")
_BETWEEN = re.compile(r"[\s、,，;；]+")
_RANGE = re.compile(r"(-?[0-9]+)(?:\s*[-–—~～至到]\s*|\.\.)(-?[0-9]+)")
_TWO_NUMBERS = re.compile(r"[0-9][^\w#]+[0-9]")
_WHOLE = re.compile(r"-?[0-9]{1,5}")
_TO = re.compile(r"\s*([–—~～至到]|\.\.)\s*|(?<=[0-9])\s*-\s*(?=-?[0-9])")


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A room a pattern makes, and the floor it is on ("" for none)."""

    number: HouseNumber
    floor: str


def expand(pattern: RoomPattern, building: str) -> Sequence[PlannedRoom]:
    """Return the rooms of `pattern` in a building, entrance by entrance, floor by floor.

    Raises UserError naming the fields for a pattern that is none, makes a number twice or one that is no house
    number, for ranges that run backwards, and for more than `MOST_ROOMS` rooms.
    """
    parts = _parts(pattern.pattern)
    floors = _floors(pattern)
    rooms = _bounds(pattern.rooms, "rooms", _MOST_IN_A_ROW)
    skipped_rooms = set(read_list(pattern.skipped_rooms, "skipped_rooms"))
    entrances = read_list(pattern.entrances, "entrances") or [""]
    if len(entrances) * len(floors) * len(rooms) > MOST_ROOMS:
        words = msg("That would be more than %(count)s rooms; make them building by building.", count=MOST_ROOMS)
        raise UserError(Problem(words, "rooms"))
    found: dict[str, PlannedRoom] = {}
    for typed in entrances:
        entrance = entrance_number(building, typed) if typed else ""
        for floor in floors:
            for room in rooms:
                text = _filled(parts, floor, room)
                if str(room) in skipped_rooms or text in skipped_rooms:
                    continue
                number = _checked(HouseNumber(building, entrance, text))
                if number.key in found:
                    words = msg("The pattern makes %(room)s more than once.", room=number.label)
                    raise UserError(Problem(words, "pattern"))
                found[number.key] = PlannedRoom(number, "" if floor is None else str(floor))
    if not found:
        raise UserError(Problem(msg("Everything is skipped; no room would be made."), "skipped_rooms"))
    return list(found.values())


def read_list(typed: str, field: str) -> list[str]:
    """Return the entries of a list such as `4, 13-14、甲`, ranges of numbers written out, each once.

    Raises UserError for a range that runs backwards or far beyond any house.
    """
    entries: dict[str, None] = {}
    for piece in _BETWEEN.split(_TO.sub("~", clean(typed))):
        span = _RANGE.fullmatch(piece)
        if span is None:
            if piece:
                entries[piece.upper()] = None
            continue
        first, last = int(span[1]), int(span[2])
        if not 0 <= last - first <= _FARTHEST:
            raise UserError(Problem(msg("“%(text)s” is no range; write it as 13-15.", text=piece), field))
        entries.update(dict.fromkeys(map(str, range(first, last + 1))))
    return list(entries)


def building_number(typed: str) -> str:
    """Return the building written in `typed` as house numbers begin with it: 5 for 5栋, 东区3, 别墅.

    Raises UserError where no house number can begin so.
    """
    text = clean(typed)
    number = combine_house_number(text, "", "1") if text and not _TWO_NUMBERS.search(text) else None
    if number is None or number.room != "1" or not number.building or number.entrance:
        raise UserError(
            Problem(
                msg(
                    "“%(name)s” is no building; write its number or letter (5, 5栋, 东区5栋), or 别墅, 商铺, 车库.",
                    name=text,
                ),
                "name",
            )
        )
    return number.building


def entrance_number(building: str, typed: str) -> str:
    """Return the entrance written in `typed`: 1 for 1单元; raise UserError where it is none."""
    number = combine_house_number(building, clean(typed), "101")
    if number is None or number.room != "101" or number.building != building or not number.entrance:
        words = msg("“%(name)s” is no entrance; write its number or letter, such as 1 or 甲.", name=clean(typed))
        raise UserError(Problem(words, "entrances"))
    return number.entrance


def _parts(pattern: str) -> Sequence[tuple[str, str]]:
    """Return a pattern as pairs of name and width, plain text as pairs of nothing and itself."""
    text = clean(pattern)
    parts: list[tuple[str, str]] = []
    end = 0
    for match in _FIELD.finditer(text):
        name, width = _NAMES.get(match[1].lower(), ""), match[2] or ""
        padded = _PADDED.fullmatch(width)
        if not name or (width and not padded and (width.upper() != "A" or name != "room")):
            raise _unknown(match[0])
        parts += [("", text[end : match.start()]), (name, padded[1] if padded else width.upper())]
        end = match.end()
    parts.append(("", text[end:]))
    stray = next((words for name, words in parts if not name and ("{" in words or "}" in words)), "")
    if stray:
        raise _unknown(stray)
    return [part for part in parts if part != ("", "")]


def _unknown(text: str) -> UserError:
    words = msg(
        "“%(text)s” means nothing in a pattern; use %(floor)s, %(room)s, %(two)s or %(letter)s.",
        text=text,
        floor="{floor}",
        room="{room}",
        two="{room:02}",
        letter="{room:A}",
    )
    return UserError(Problem(words, "pattern"))


def _floors(pattern: RoomPattern) -> Sequence[int | None]:
    """Return the floors; there is no floor 0, and below the ground they count down from -1."""
    if not any(part.strip() for part in pattern.floors):
        return [None]
    skipped = set(read_list(pattern.skipped_floors, "skipped_floors"))
    return [floor for floor in _bounds(pattern.floors, "floors", _FARTHEST) if floor and str(floor) not in skipped]


def _bounds(typed: tuple[str, str], field: str, most: int) -> range:
    first, last = (clean(part) for part in typed)
    last = last or first
    if not _WHOLE.fullmatch(first) or not _WHOLE.fullmatch(last):
        raise UserError(Problem(msg("Write the first and the last as whole numbers."), field))
    if not 0 <= int(last) - int(first) <= most:
        words = msg("From %(first)s to %(last)s is no range of a house.", first=first, last=last)
        raise UserError(Problem(words, field))
    return range(int(first), int(last) + 1)


def _filled(parts: Sequence[tuple[str, str]], floor: int | None, room: int) -> str:
    return "".join(width if not name else _counted(name, width, floor, room) for name, width in parts).upper()


def _counted(name: str, width: str, floor: int | None, room: int) -> str:
    value = room if name == "room" else floor
    if value is None:
        raise UserError(Problem(msg("The pattern names the floor; say which floors there are."), "floors"))
    if width == "A":
        letters, rest = "", room
        while rest > 0:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return letters
    below = "B" if value < 0 else ""
    return below + str(abs(value)).zfill(int(width or 1))


def _checked(number: HouseNumber) -> HouseNumber:
    again = try_house_number(number.label)
    same = again is not None and (again.key, again.building, again.entrance) == (
        number.key,
        number.building,
        number.entrance,
    )
    if again is None or not same or not again.room:
        words = msg("“%(room)s” could not be read as a house number; change the pattern.", room=number.label)
        raise UserError(Problem(words, "pattern"))
    return again
