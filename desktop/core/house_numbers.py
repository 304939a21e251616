"""House numbers as people say, type and paste them, and one written form for all of them.

A house number is building, entrance and room. `3-1-502`, `3栋1单元502室`, `3#1-502`, `3号楼1单元502` and full-width
spellings are one and the same. Two parts are building and room. Villas, shops and garages have no entrance. A zone in
front of the building stays part of its name (`东区3栋` is the building `东区3`), because it is what tells the building
from the `3` of another zone. A bare `0301` is a room of any building.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg

__all__ = ["HouseNumber", "combine_house_number", "natural_key", "parse_house_number", "try_house_number"]

_LONGEST = 40
# A word's character is anything beyond ASCII: `_read` lets only letters and digits through, and naming the blocks of
# Han characters would cost every start of the program 10 ms.
_HAN = r"[^\x00-\x7f]"
_HAN_OR_CODE = r"[^\x00-/:-@\[-\x7f]"
_PLACES = "别墅|別墅|商铺|商鋪|店铺|铺位|门面|底商|商业|车库|車庫|地库|车位|車位|车棚|储藏室|储物间|杂物间|地下室"
_NUMERAL = "一二三四五六七八九"
_AFTER_BUILDING = "\x01"
_AFTER_ENTRANCE = "\x02"

_USUAL = re.compile(
    r"([A-Z]?[1-9][0-9]{0,2})(?:-|号楼|[栋幢座#])(?:([1-9][0-9]?)(?:-|单元))?([A-Z]?[0-9]{1,5}[A-Z]?)室?"
)
"""What nine of ten cells hold, read in one go: an import asks this ten thousand times."""
_SEPARATORS = re.compile(r"[\s\-－—–―‐‑‒−_/\\~～·.、,，|]+")
_WHOLE_AS_DECIMAL = re.compile(r"([0-9]{1,5})\.0+")
_NUMBERED = re.compile(
    rf"(?<![{_NUMERAL}十])(?:([{_NUMERAL}]?)(十))?([{_NUMERAL}]?)(?<=[{_NUMERAL}十])(?=号楼|號樓|[栋棟幢座#层楼单單门門梯])"
)
_BUILDING_WORD = re.compile(r"(?<=[0-9A-Z甲乙丙丁])(?:号楼|號樓|[栋棟幢座#]楼?|楼(?=-?[0-9A-Z]))")
_BUILDING_NUMBER = re.compile(r"(?<=[0-9])[号號](?=-?[0-9A-Z])")
_ENTRANCE_WORD = re.compile(r"(?<=[0-9A-Z甲乙丙丁东西南北])(?:单元|單元|[门門梯])")
_FLOOR = re.compile(rf"(?:(?<=[{_AFTER_BUILDING}{_AFTER_ENTRANCE}-])|^)[0-9]{{1,3}}(?:层|楼)-?(?=[^-])")
_PLACE = re.compile(rf"((?:[0-9]{{1,2}}号)?{_HAN}*(?:{_PLACES}))区?-?(.+)")
_NAME = re.compile(rf"{_HAN}+")
_PLACE_AREA = re.compile(rf".*(?:{_PLACES})区")
_NAMED = re.compile(rf"({_HAN}{{2,}})([A-Z]{{0,3}}[0-9]{{1,5}}[A-Z]{{0,2}})")
_ROOM_WORD = re.compile(r"(?:号房|[室号號户戶房])$")

_BUILDING = re.compile(rf"(?![0-9]{{4,}}[A-Z]*$)(?:{_HAN_OR_CODE}{{0,12}}{_HAN})?[A-Z]{{0,3}}[0-9]{{0,3}}[A-Z]{{0,2}}")
_ENTRANCE = re.compile(r"[A-Z]?[0-9]{1,3}[A-Z]?|[A-Z]|[甲乙丙丁东西南北]")
_ROOM = re.compile(
    rf"{_HAN}{{0,6}}(?:[A-Z]{{0,3}}[0-9]{{1,5}}[A-Z]{{0,2}}|[A-Z]{{1,2}})(?:-[A-Z]{{0,3}}[0-9]{{0,5}}[A-Z]?){{0,3}}"
)
_BARE_ROOM = re.compile(r"[A-Z]{0,2}[0-9]{1,5}[A-Z]{0,2}")
_DIGIT = re.compile(r"[0-9]")
_CODED = re.compile(r"[0-9A-Z甲乙丙丁]$")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_DASH_AFTER_HAN = re.compile(rf"(?<={_HAN})[ -]")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class HouseNumber:
    """One house number; letters are capitals; zeros in front are kept in the room only, as they were written.

    `building` is empty where only a room was given; `entrance` is empty for villas, shops, garages and buildings with
    a single entrance; `room` is empty where a whole building or entrance is meant (`3栋`).
    """

    building: str
    entrance: str
    room: str

    @cached_property
    def label(self) -> str:
        """The number as it is shown, stored and printed: 3-1-502, 3-502, 别墅 12, 0301, 3栋."""
        building, entrance, room = self.building, self.entrance, self.room
        if not room:
            coded = bool(_CODED.search(building))
            return (f"{building}栋" if coded else building) + (f"{entrance}单元" if entrance else "")
        if not entrance:
            if not building:
                return room
            return f"{building}-{room}" if building[-1].isascii() else f"{building} {room}"
        return f"{building}-{entrance}-{room}" if building else f"{entrance}单元{room}"

    @cached_property
    def key(self) -> str:
        """The number's identity for look-ups: equal exactly for spellings of the same place.

        The label in NFKC and folded case, without zeros in front of any number and without the space or dash after a
        name, so that 3-01-0502 equals 3-1-502 and `商铺S-12` equals `商铺 S-12`.
        """
        folded = unicodedata.normalize("NFKC", self.label).casefold()
        return _LEADING_ZEROS.sub("", _DASH_AFTER_HAN.sub("", folded))

    @property
    def natural_key(self) -> str:
        """The label's `natural_key`, by which lists are sorted."""
        return natural_key(self.label)

    def __str__(self) -> str:
        """Return the label."""
        return self.label


@lru_cache(maxsize=16384)
def try_house_number(text: str) -> HouseNumber | None:
    """Return the house number written in `text`, None if there is none or more than one; never raises."""
    if len(text) > _LONGEST:
        return None
    number = _read(text)
    # Nearly every cell is in the usual form, whose label reads back as itself.
    return number if number is None or _USUAL.fullmatch(text) else _settled(number)


def parse_house_number(text: str) -> HouseNumber:
    """Return the house number written in `text`; raise UserError if it is none."""
    number = try_house_number(text)
    if number is None:
        message = msg("“%(text)s” is not a house number; write it as 3-1-502.", text=text.strip()[:_LONGEST])
        raise UserError(Problem(message, "room"))
    return number


def combine_house_number(building: str, entrance: str, room: str) -> HouseNumber | None:
    """Return the house number spread over three cells, None if they do not make one.

    Each cell may hold the bare number or the number with its word (`3栋`, `1单元`, `502室`). Any but the room may be
    empty, and the room may repeat what the other cells say (`3-1-502`, `1-502`).
    """
    place, gate = _without_word(building), _without_word(entrance)
    whole = try_house_number(room)
    if whole is None or not whole.room or not (place or gate):
        return whole if whole and whole.room else None
    said = [part for part in (whole.building, whole.entrance) if part]
    front = [part for part in (place, gate) if part]
    if place and said and _same(said[0], place):
        return whole if whole.entrance or not gate else _settled(_checked(place, gate, whole.room))
    if said and len(said) <= len(front) and all(map(_same, said, front[-len(said) :])):
        return _settled(_checked(place, gate, whole.room))
    return _settled(_checked(place, gate, "-".join((*said, whole.room))))


def natural_key(text: str) -> str:
    """Return a string whose plain binary order is the natural order of `text`: 2 before 10, case and width ignored.

    NFKC, case folded, numbers padded with zeros to eight digits; longer ones carry a colon and their length in front,
    which sorts after every shorter number.
    """
    return _DIGITS.sub(_padded, unicodedata.normalize("NFKC", text).casefold())


def _padded(digits: re.Match[str]) -> str:
    number = digits[0]
    if len(number) <= 8:
        return number.zfill(8)
    number = number.lstrip("0")
    return number.zfill(8) if len(number) <= 8 else f":{len(number):04d}{number}"


def _read(text: str) -> HouseNumber | None:
    usual = _USUAL.fullmatch(text)
    if usual:
        return HouseNumber(usual[1], usual[2] or "", usual[3])
    written = unicodedata.normalize("NFKC", text).strip().upper()
    whole = _WHOLE_AS_DECIMAL.fullmatch(written)
    written = _SEPARATORS.sub("-", whole[1] if whole else written).strip("-")
    if not written.replace("-", "").replace("#", "").isalnum():
        return None
    if not written.isascii() or "#" in written:
        place = _PLACE.fullmatch(written)
        if place:
            return _checked(place[1], "", _without_words(place[2]))
        written = _with_marks(written)
    return _assigned([part for part in written.split("-") if part])


def _settled(number: HouseNumber | None) -> HouseNumber | None:
    """Return the number as its own label is read, so that one place has one division into parts; None if it is not."""
    if number is None:
        return None
    again = _read(number.label)
    if again is None or again == number:
        return again
    return again if again.key == number.key and _read(again.label) == again else None


def _with_marks(written: str) -> str:
    """Reduce the words for building and entrance to one mark and a dash each; floors are left out."""
    written = _NUMBERED.sub(_arabic, written)
    written = _BUILDING_WORD.sub(f"{_AFTER_BUILDING}-", written, count=1)
    if _AFTER_BUILDING not in written:
        written = _BUILDING_NUMBER.sub(f"{_AFTER_BUILDING}-", written, count=1)
    written = _ENTRANCE_WORD.sub(f"{_AFTER_ENTRANCE}-", written, count=1).replace("--", "-")
    if _AFTER_BUILDING in written or _AFTER_ENTRANCE in written:
        written = _FLOOR.sub("", written)
    return written


def _arabic(found: re.Match[str]) -> str:
    tens = (_NUMERAL.index(found[1]) + 1 if found[1] else 1) * 10 if found[2] else 0
    return str(tens + (_NUMERAL.index(found[3]) + 1 if found[3] else 0))


def _assigned(parts: list[str]) -> HouseNumber | None:
    """Give each part its place: by its mark where it has one, else by how many there are."""
    building = entrance = ""
    at = next((index for index, part in enumerate(parts) if part.endswith(_AFTER_BUILDING)), -1)
    if at >= 0:
        building, parts = "".join(parts[: at + 1])[:-1], parts[at + 1 :]
    at = next((index for index, part in enumerate(parts) if part.endswith(_AFTER_ENTRANCE)), -1)
    if at > 0 and building:
        return None
    if at >= 0:
        building, entrance, parts = building or "".join(parts[:at]), parts[at][:-1], parts[at + 1 :]
    if not building and not entrance:
        return _unmarked(parts)
    if not entrance and len(parts) > 1:
        entrance, parts = parts[0], parts[1:]
    return _checked(building, entrance, _ROOM_WORD.sub("", "-".join(parts)))


def _unmarked(parts: list[str]) -> HouseNumber | None:
    if len(parts) == 1:
        room = _ROOM_WORD.sub("", parts[0])
        if _BARE_ROOM.fullmatch(room):
            return HouseNumber("", "", room)
        named = _NAMED.fullmatch(room)
        return _checked(named[1], "", named[2]) if named else None
    if len(parts) == 2:
        return _checked(parts[0], "", _ROOM_WORD.sub("", parts[1]))
    if len(parts) > 3 and _NAME.fullmatch(parts[0]):
        parts = [parts[0] + parts[1], *parts[2:]]
    if 3 <= len(parts) <= 5:
        return _checked(parts[0], parts[1], _ROOM_WORD.sub("", "-".join(parts[2:])))
    return None


def _without_words(rest: str) -> str:
    """Return what follows a villa, shop or garage as its room: there `12栋101` is just 12-101."""
    rest = _ENTRANCE_WORD.sub("-", _BUILDING_NUMBER.sub("-", _BUILDING_WORD.sub("-", rest)))
    return re.sub("-+", "-", _ROOM_WORD.sub("", rest).strip("-"))


def _checked(building: str, entrance: str, room: str) -> HouseNumber | None:
    """Return the number if every part can be one; letters alone name a place only with their word (`A栋`)."""
    if "0" in building or "0" in entrance:
        building, entrance = _LEADING_ZEROS.sub("", building), _LEADING_ZEROS.sub("", entrance)
    fits = (
        (not building or _BUILDING.fullmatch(building))
        and (not entrance or _ENTRANCE.fullmatch(entrance))
        and (not room or _ROOM.fullmatch(room))
        and (_DIGIT.search(building + room) or (not room and _CODED.search(building)))
    )
    return HouseNumber(building, entrance, room) if fits else None


@lru_cache(maxsize=1024)
def _without_word(cell: str) -> str:
    written = unicodedata.normalize("NFKC", cell).strip().upper()
    written = _SEPARATORS.sub("", written) if not _WHOLE_AS_DECIMAL.fullmatch(written) else written.split(".")[0]
    bare = _with_marks(written).rstrip(f"-{_AFTER_BUILDING}{_AFTER_ENTRANCE}").removesuffix("号")
    return bare[:-1] if _PLACE_AREA.fullmatch(bare) else bare


def _same(said: str, known: str) -> bool:
    return _LEADING_ZEROS.sub("", said) == _LEADING_ZEROS.sub("", known)
