"""One cell of a roster to one value of the register, or a sentence why not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.id_cards import canonical_id_card
from desktop.core.phones import read_phones
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean, search_form
from desktop.households.model import OccupancyRole, RoomStateKind, document_fault
from desktop.sheets.cells import CellFault, shown, to_id_text, to_lines, to_number, to_phone_text, to_text
from desktop.sheets.dates import Dated, to_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from desktop.sheets.workbook import Cell

__all__ = [
    "read_area",
    "read_day",
    "read_document",
    "read_name",
    "read_note",
    "read_phone_cell",
    "read_plates",
    "read_role",
    "read_sex",
    "read_state",
    "read_tags",
    "read_word",
    "split_list",
]

LONGEST_NAME = 100
LARGEST_AREA = 1_000_000
_NOTHING = frozenset(
    (
        *("", "-", "--", "---", "—", "——", "/", "//", "\\", "无", "無", "没有", "沒有", "暂无", "未知", "不详"),
        *("n/a", "na", "null", "none", "0"),
    )
)
"""How people write that there is nothing to write."""

_BETWEEN = re.compile(r"[、,，;；/|\n\r]+")
_BLANKS = re.compile(r"[ \t\u3000]+")
_PLAIN_CARD = re.compile(r"[0-9]{17}[0-9X]")
_REMARK = re.compile(r"[^0-9]{1,8}")
_CAUSE = re.compile(r"(.+?)\s*(?:[(（](.+?)[)）]|[:：](.+))")


def _words(text: str) -> dict[str, str]:
    """Return a table from lines of `value: word word ...`."""
    pairs = (line.split(": ", 1) for line in text.strip().splitlines())
    return {search_form(word): value.strip() for value, words in pairs for word in words.split()}


_STATES: Mapping[str, RoomStateKind] = {
    word: RoomStateKind(value)
    for word, value in _words("""
        occupied: 已入住 入住 自住 自用 居住 常住 在住 有人 已居住 業主自住 业主自住 occupied livedin owneroccupied
        let: 出租 已出租 出租中 租住 租用 租赁 租賃 已租 let rented tenanted
        vacant: 空置 空 空房 空关 空關 空闲 空閒 闲置 閒置 未入住 无人 無人 无人居住 vacant empty
        renovating: 装修 装修中 正在装修 裝修 裝修中 装修期 在装修 renovating renovation
        handed_over: 已交房 已交付 交房 已收房 收房 已收楼 已售 已出售 已售出 已装修 已裝修 handedover sold
        unsold: 未售 未出售 未售出 待售 未交房 未交付 未收房 未收楼 unsold
    """).items()
}
_ROLES: Mapping[str, OccupancyRole] = {
    word: OccupancyRole(value)
    for word, value in _words("""
        owner: 业主 業主 户主 戶主 产权人 產權人 房主 房东 本人 业主本人 主业主 共有人 产权共有人 owner coowner
        family: 家属 家屬 家庭成员 家庭成員 家人 成员 亲属 親屬 配偶 夫妻 妻子 丈夫 父亲 母亲 父母 儿子 女儿 子女 family
        tenant: 租客 租户 租戶 承租人 租赁人 租住人 租住户 tenant lessee
        agent: 中介 代理人 代理 经纪人 經紀人 委托人 受托人 联系人 agent
        other: 其他 其它 其他人员 其他人 保姆 朋友 员工 临时 临时人员 使用人 other
    """).items()
}
_SEXES = _words("""
    male: 男 男性 男士 先生 m male
    female: 女 女性 女士 小姐 f female
    : 未知 保密 不详 未说明 unknown
""")


def read_word(cell: Cell) -> str:
    """Return a free text, empty where the cell only says that there is nothing."""
    return _word(cell) if isinstance(cell, str) else _word(to_text(cell))


@lru_cache(maxsize=16384)
def _word(text: str) -> str:
    """Return `read_word` of a text; most words of a roster come again and again."""
    word = to_text(text)
    return "" if word.lower() in _NOTHING else word


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return search_form(word)


def read_note(cell: Cell) -> str:
    """Return a remark with its lines."""
    text = to_lines(cell)
    return "" if text.lower() in _NOTHING else text


def read_name(cell: Cell) -> str | CellFault:
    """Return a person's name, empty for none."""
    if not isinstance(cell, str):
        return "" if cell is None else CellFault(msg("“%(value)s” is not a name.", value=shown(cell)))
    name = read_word(cell)
    if len(name) > LONGEST_NAME:
        return CellFault(msg("A name has at most %(count)s characters.", count=LONGEST_NAME))
    if name.isdecimal():
        return CellFault(msg("“%(value)s” is not a name.", value=shown(cell)))
    return name


def read_state(cell: Cell) -> RoomStateKind | CellFault | None:
    """Return the state a word stands for."""
    word = read_word(cell)
    if not word:
        return None
    return _STATES.get(_key(word)) or _unknown(cell, "自住, 出租, 空置, 装修, 已交房, 未售")


def read_role(cell: Cell) -> tuple[OccupancyRole | None, str]:
    """Return the role a word stands for, none for an empty cell; and the word itself where it is a role of its own."""
    word = read_word(cell)
    if not word:
        return None, ""
    role = _ROLES.get(_key(word))
    return (role, "") if role else (OccupancyRole.OTHER, word)


def read_sex(cell: Cell) -> str | CellFault:
    """Return male, female or nothing."""
    word = read_word(cell)
    sex = _SEXES.get(_key(word)) if word else ""
    return _unknown(cell, "男, 女") if sex is None else sex


def read_area(cell: Cell) -> float | CellFault | None:
    """Return square metres above zero; a zero is how some programs write that nobody knows."""
    number = to_number(cell) if read_word(cell) else None
    if number is None or isinstance(number, CellFault) or 0 < number < LARGEST_AREA:
        return number
    return None if number == 0 else CellFault(msg("“%(value)s” is not an area in m².", value=shown(cell)))


def read_day(cell: Cell) -> date | CellFault | None:
    """Return a day; a date without its year is refused, for a roster has no order in time to take it from."""
    dated = to_date(cell) if not isinstance(cell, str) or read_word(cell) else None
    return dated.day if isinstance(dated, Dated) else dated


def read_document(cell: Cell, today: date) -> str | CellFault:
    """Return an ID number in its canonical form; passports and permits as they are."""
    text = cell if isinstance(cell, str) and _PLAIN_CARD.fullmatch(cell) else to_id_text(cell)
    if isinstance(text, CellFault):
        return text
    number = text if text is cell else "" if text.lower() in _NOTHING else canonical_id_card(text)
    fault = document_fault(number, today)
    return CellFault(fault) if fault else number


def read_phone_cell(cell: Cell) -> tuple[tuple[str, str], ...] | CellFault:
    """Return the phones in a cell as pairs of digits and label (妻, where it stands beside the only number)."""
    if type(cell) is int or cell is None:
        cell = "" if cell is None else str(cell)
    text = to_phone_text(cell)
    if isinstance(text, CellFault):
        return text
    # the cell's own line breaks separate numbers; the cleaned text has none
    numbers, rest = read_phones(cell if isinstance(cell, str) and "\n" in cell else text)
    if not rest:
        return tuple((digits, "") for digits in numbers)
    if len(numbers) == 1 and len(rest) == 1 and _REMARK.fullmatch(rest[0]):
        return ((numbers[0], clean(rest[0])),)
    return CellFault(msg("“%(piece)s” is not a phone number; correct or remove it.", piece=clean(rest[0])[:40]))


def read_plates(cell: Cell) -> tuple[str, ...]:
    """Return the plates in a cell, canonical, each once."""
    plates: dict[str, None] = {}
    for piece in split_list(cell):
        parts = _BLANKS.split(piece)
        # 浙A 12345 is one plate, 浙A12345 浙B54321 are two
        whole = len(parts) > 1 and all(len(canonical_plate(part)) >= 6 for part in parts)
        for part in parts if whole else (piece,):
            plate = canonical_plate(part)
            if plate and plate.lower() not in _NOTHING:
                plates[plate] = None
    return tuple(plates)


def read_tags(cell: Cell) -> tuple[tuple[str, str], ...]:
    """Return the tags in a cell as pairs of name and cause: 历史遗留问题（学区） is a tag with its cause."""
    tags: dict[str, str] = {}
    for piece in split_list(cell):
        caused = _CAUSE.fullmatch(piece)
        name, cause = (caused[1], caused[2] or caused[3]) if caused else (piece, "")
        tags.setdefault(clean(name), clean(cause))
    return tuple(tags.items())


def split_list(cell: Cell) -> list[str]:
    """Return the entries of a cell that lists several, parted by 、 , ; / | or lines."""
    text = cell if isinstance(cell, str) else to_text(cell)
    pieces = (clean(piece) for piece in _BETWEEN.split(text))
    return [piece for piece in pieces if piece.lower() not in _NOTHING]


def _unknown(cell: Cell, words: str) -> CellFault:
    return CellFault(msg("“%(value)s” is unknown here; write one of: %(words)s.", value=shown(cell), words=words))
