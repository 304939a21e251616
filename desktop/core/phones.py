"""Phone numbers as they stand in rosters and as they are kept.

Kept (canonical) forms, digits without any sign: a mobile `13800138000`; a landline with its area code
`057188001234`, without one `88001234`, with an extension `057188001234x801`; a 400 or 800 number `4001234567`; a
number abroad `+85291234567`. Shapes follow China's numbering plan (工信部《电信网编号计划》): mobiles are 11 digits
from 13 to 19, area codes 010, 02x and 03xx to 09xx, local numbers 7 or 8 digits not starting with 0 or 1.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "canonical_phone",
    "display_phone",
    "is_plausible_phone",
    "mask_phone",
    "mask_phones_in",
    "read_phones",
    "split_phones",
]

_USUAL = re.compile(r"1[3-9][0-9]{9}")
_SEPARATORS = re.compile(r"[/,;、|\\\n\r\t]+|或者?|和|以及|及")
_WHOLE_AS_DECIMAL = re.compile(r"([0-9]{7,13})\.0+")
_EXPONENT = re.compile(r"([0-9])(?:\.([0-9]*))?E\+?([0-9]{1,2})", re.IGNORECASE)
_DASHES = re.compile("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}\N{BULLET}\N{MIDDLE DOT}_]")

_AREA = r"10|2[0-9]|[3-9][0-9]{2}"
_LOCAL = r"[2-9][0-9]{2,3}[- ]?[0-9]{4}"
_PHONE = re.compile(
    rf"""(?<![0-9+])(?:
        (?:(?:\+|00)?86[- ]?)?(?P<mobile>1[3-9](?:[- .]?[0-9]){{9}})
      | (?P<service>[48]00(?:[- ]?[0-9]){{7}})
      | (?:\((?P<round>0(?:{_AREA}))\)|(?:\+|00)86[- ]?0?(?P<abroad>{_AREA})|(?P<area>0(?:{_AREA})))[- ]?
        (?P<local>{_LOCAL})(?![0-9])(?:[ ]*(?:转|分机|EXT\.?|X|\#|-)[ ]*(?P<extension>[0-9]{{1,6}}))?
      | (?P<bare>{_LOCAL})(?![0-9])(?:[ ]*(?:转|分机|EXT\.?|X|\#|-)[ ]*(?P<inner>[0-9]{{1,6}}))?
      | (?P<cut>(?:10|2[0-9])[2-9][0-9]{{7}}|[3-9][0-9]{{2}}[2-9][0-9]{{6,7}})
      | (?:\+|00)(?!86|0)(?P<foreign>[1-9](?:[- ]?[0-9]){{6,14}})
    )(?![0-9])""",
    re.VERBOSE | re.IGNORECASE,
)
_NOTHING = frozenset({"", "无", "没有", "暂无", "未留", "不详", "空", "NONE", "N/A", "NA", "NULL", "0"})
_WORDS = re.compile(r"手机号?码?|电话号?码?|联系|座机|固话|宅电|TEL|PHONE|MOBILE", re.IGNORECASE)
_BRACKETS = re.compile(r"[()\[\]{}<>【】《》]+")
_EDGES = " .-:'\"*。“”‘’"
_DIGITS = re.compile(r"[0-9]")


def read_phones(text: str) -> tuple[list[str], list[str]]:
    """Return the canonical numbers in one cell, in order and each once, and the pieces that are no phone number.

    Numbers may be separated by / , ; 、 ， ； | white space or 或 和 及, carry +86, 0086 or 86, be full-width, or be
    what a spreadsheet makes of a number (`13900001234.0`, `1.39000012340E10`). A number whose digits are lost
    (`1.39E+10`) is a piece, and so is a remark beside a number (`妻`); words such as 手机 and 无 are nothing. A
    landline of 10 or 11 digits that lost its leading 0 in a spreadsheet gets it back.
    """
    if _USUAL.fullmatch(text):
        return [text], []
    written = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip().lstrip("'")
    if written.upper() in _NOTHING:
        return [], []
    whole = _WHOLE_AS_DECIMAL.fullmatch(written)
    exponent = _EXPONENT.fullmatch(written)
    if whole:
        written = whole[1]
    elif exponent:
        fraction, power = exponent[2] or "", int(exponent[3])
        if len(fraction.rstrip("0")) > power or len(fraction) < power:
            return [], [text.strip()]
        written = (exponent[1] + fraction)[: power + 1]
    numbers: list[str] = []
    rest: list[str] = []
    for piece in _SEPARATORS.split(written):
        _read_piece(piece, numbers, rest)
    return list(dict.fromkeys(numbers)), rest


def split_phones(text: str) -> list[str]:
    """Return the canonical numbers in one cell; what is no number is left out."""
    return read_phones(text)[0]


def canonical_phone(text: str) -> str:
    """Return the one number that `text` holds in canonical form; if it is none, what digits there are.

    So a company's short number is kept and found although `is_plausible_phone` denies it.
    """
    numbers, rest = read_phones(text)
    if len(numbers) == 1 and not rest:
        return numbers[0]
    return "".join(_DIGITS.findall(unicodedata.normalize("NFKC", text)))


def is_plausible_phone(digits: str) -> bool:
    """Tell whether `digits` is a canonical number of a shape that exists."""
    return read_phones(digits) == ([digits], [])


def display_phone(digits: str) -> str:
    """Return a canonical number as it is shown: 138 0013 8000, 0571-88001234-801, 400-123-4567."""
    if _USUAL.fullmatch(digits):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    number, _, extension = digits.partition("x")
    if _is_service(number):
        return f"{number[:3]}-{number[3:6]}-{number[6:]}"
    area, local = _area_and_local(number)
    return "-".join(part for part in (area, local, extension) if part)


def mask_phone(digits: str) -> str:
    """Return a canonical number with its middle hidden: 138 **** 8000, 0571-****1234; an extension is left out."""
    if _USUAL.fullmatch(digits):
        return f"{digits[:3]} **** {digits[7:]}"
    number = digits.partition("x")[0]
    if _is_service(number):
        return f"{number[:3]}-***-{number[6:]}"
    if number.startswith("+"):
        return f"{number[:3]} **** {number[-4:]}" if len(number) > 10 else f"{number[:3]} ****"
    area, local = _area_and_local(number)
    shown = local[-4:] if len(local) >= 7 else ""
    return f"{area}-****{shown}" if area else f"****{shown}"


def mask_phones_in(text: str) -> str:
    """Return a sentence with every phone number in it masked, the rest as it stands; `text` is as `clean` keeps it."""
    return _PHONE.sub(lambda found: mask_phone(_canonical(found)), text)


def _read_piece(piece: str, numbers: list[str], rest: list[str]) -> None:
    end = 0
    for found in _PHONE.finditer(piece):
        _keep_rest(piece[end : found.start()], rest)
        numbers.append(_canonical(found))
        end = found.end()
    _keep_rest(piece[end:], rest)


def _keep_rest(text: str, rest: list[str]) -> None:
    remarks = (remark.strip(_EDGES) for remark in _BRACKETS.split(_WORDS.sub("", text)))
    rest.extend(filter(None, remarks))


def _canonical(found: re.Match[str]) -> str:
    groups = found.groupdict(default="")
    if groups["mobile"] or groups["service"]:
        return _only_digits(groups["mobile"] or groups["service"])
    if groups["foreign"]:
        return "+" + _only_digits(groups["foreign"])
    if groups["cut"]:
        return "0" + groups["cut"]
    area = groups["round"] or groups["area"] or (groups["abroad"] and "0" + groups["abroad"])
    extension = groups["extension"] or groups["inner"]
    return area + _only_digits(groups["local"] or groups["bare"]) + (f"x{extension}" if extension else "")


def _only_digits(text: str) -> str:
    return text.replace("-", "").replace(" ", "").replace(".", "")


def _is_service(number: str) -> bool:
    return len(number) == 10 and number.startswith(("400", "800"))


def _area_and_local(number: str) -> tuple[str, str]:
    if not number.startswith("0") or len(number) < 10:
        return "", number
    length = 3 if number[1] in "12" else 4
    return number[:length], number[length:]
