"""Sums of money: kept as whole fen (hundredths of a yuan), written with two decimals, read as people type them.

In words a sum is written in capital numerals, which nobody can change with a stroke (《会计基础工作规范》第五十二条).
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FEN", "MOST_FEN", "capital_yuan", "read_fen", "yuan"]

FEN = 100
"""Fen of a yuan."""

MINUS = "\u2212"
MOST_FEN = 10**12 - 1
"""The greatest sum that is written in words: below ten thousand million yuan."""


class _Numerals(NamedTuple):
    digits: str
    places: tuple[str, str, str, str]
    groups: tuple[str, str, str]
    yuan: str
    whole: str
    minus: str
    jiao: str = "角"
    fen: str = "分"


_NUMERALS: Mapping[str, _Numerals] = MappingProxyType(
    {
        "zh_CN": _Numerals("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿"), "元", "整", "负"),
        "zh_TW": _Numerals("零壹貳參肆伍陸柒捌玖", ("", "拾", "佰", "仟"), ("", "萬", "億"), "元", "整", "負"),
    }
)


def yuan(fen: int) -> str:
    """Return `fen` in yuan: 25.00, with U+2212 before a negative one."""
    whole, rest = divmod(abs(fen), FEN)
    return f"{MINUS if fen < 0 else ''}{whole}.{rest:02d}"


def capital_yuan(fen: int, language: str) -> str:
    """Return `fen` in words as a bill states its total: 贰拾伍元整 in Chinese, "25.00 yuan" in any other `language`.

    Raises ValueError beyond `MOST_FEN`.
    """
    if abs(fen) > MOST_FEN:
        raise ValueError(f"no words for {fen} fen")
    numerals = _NUMERALS.get(language)
    if numerals is None:
        return f"{yuan(fen)} yuan"
    whole, rest = divmod(abs(fen), FEN)
    jiao, hundredth = divmod(rest, 10)
    said = f"{_whole(whole, numerals)}{numerals.yuan}" if whole or not rest else ""
    if not rest:
        said += numerals.whole
    elif jiao:
        # a nought in the place of yuan is read: 壹拾元零伍角
        said += (numerals.digits[0] if whole and whole % 10 == 0 else "") + numerals.digits[jiao] + numerals.jiao
    elif whole:
        said += numerals.digits[0]
    if hundredth:
        said += numerals.digits[hundredth] + numerals.fen
    elif rest:
        said += numerals.whole
    return f"{numerals.minus if fen < 0 else ''}{said}"


def _whole(number: int, numerals: _Numerals) -> str:
    """Return a whole number in groups of four digits; a run of noughts inside is read once, at the end never."""
    nought = numerals.digits[0]
    if number == 0:
        return nought
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            continue
        # between groups a nought is read where the lower one does not fill its four places, or one is all noughts
        gap = bool(said) and (group < 1000 or (place + 1 < len(groups) and not groups[place + 1]))
        said += (nought if gap else "") + _group(group, numerals) + numerals.groups[place]
    return said


def _group(group: int, numerals: _Numerals) -> str:
    said, owed = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit:
            said += (numerals.digits[0] if owed else "") + numerals.digits[digit] + numerals.places[place]
            owed = False
        else:
            owed = bool(said)
    return said


def read_fen(text: str) -> int:
    """Return a sum as typed (25, 25.5, ￥1,200.00, 25元) in fen; raise ValueError for what is none or too fine."""
    typed = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace(MINUS, "-").removeprefix("¥")
    try:
        fen = Decimal(typed.removesuffix("元").strip()) * FEN
    except InvalidOperation:
        raise ValueError("no sum") from None
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > MOST_FEN:
        raise ValueError("no sum")
    return int(fen)
