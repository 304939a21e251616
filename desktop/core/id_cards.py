"""Numbers of resident identity cards: check, mask, and what they say about their holder.

GB 11643-1999: six digits of the place of registration, eight of the birth date, three in sequence (odd for men), one
check character (ISO 7064 MOD 11-2). Cards before 2000 had 15 digits: a birth year of two digits, no check character.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Literal

from desktop.core.i18n import msg
from desktop.core.texts import clean

if TYPE_CHECKING:
    from desktop.core.i18n import Message

__all__ = ["born_on", "canonical_id_card", "holds_id_card", "id_card_fault", "mask_id_card", "sex_of"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LONG = re.compile(r"[1-9][0-9]{16}[0-9X]")
_SHORT = re.compile(r"[1-9][0-9]{14}")
_BLANKS = re.compile(r"[\s'\-·]+")
_ROUNDED = re.compile(r"[1-9](?:\.[0-9]*)?E\+?1[47]|[1-9][0-9]{14}000(?:\.0+)?")
_FIRST_YEAR = 1880
_WITHIN = re.compile(r"(?<![0-9])[1-9](?:[\s\-·]?[0-9]){16}[\s\-·]?[0-9X](?![0-9A-Z])")


def canonical_id_card(text: str) -> str:
    """Return the number as it is kept: NFKC, X as a capital, without spaces, dashes, apostrophes, unseen signs."""
    plain = text if text.isprintable() else clean(text)
    return _BLANKS.sub("", unicodedata.normalize("NFKC", plain).upper())


def id_card_fault(text: str, today: date | None = None) -> Message | None:
    """Return what is wrong with an ID card number, None if nothing is or there is none.

    With `today` a birth date after it is a fault as well. Passports and permits are faults: they are no ID cards.
    """
    number = canonical_id_card(text)
    if not number:
        return None
    sound = bool(_LONG.fullmatch(number)) and number[17] == _check_character(number)
    if not sound and _ROUNDED.fullmatch(number):
        return msg("The spreadsheet rounded this ID number and lost its last digits; type it again from the card.")
    if not (_LONG.fullmatch(number) or _SHORT.fullmatch(number)):
        return msg("An ID number has 18 digits, the last may be X; please compare it with the card.")
    born = _birth_date(number)
    if born is None or (today is not None and born > today):
        return msg("The birth date inside this ID number does not exist; please compare it with the card.")
    if len(number) == 18 and not sound:
        return msg("The last character of this ID number does not fit the others; please compare it with the card.")
    return None


def holds_id_card(text: str) -> bool:
    """Tell whether what looks like a whole ID card number stands somewhere in `text`, in whatever spelling.

    Its birth date must exist; its check character need not fit, for it may be mistyped. The old ones of 15 digits look
    like any other number and are not looked for.
    """
    plain = unicodedata.normalize("NFKC", text if text.isprintable() else clean(text)).upper()
    return any(_birth_date(canonical_id_card(found[0])) is not None for found in _WITHIN.finditer(plain))


def mask_id_card(text: str) -> str:
    """Return the number with its middle hidden: 330***********123X; a short one shows at most its last two."""
    number = canonical_id_card(text)
    if len(number) >= 12:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    shown = 2 if len(number) > 4 else 0
    return "*" * (len(number) - shown) + number[len(number) - shown :]


def sex_of(text: str) -> Literal["male", "female"] | None:
    """Return the holder's sex by the sequence digit, None for a number with a fault."""
    number = canonical_id_card(text)
    if not number or id_card_fault(number):
        return None
    return "male" if int(number[16] if len(number) == 18 else number[14]) % 2 else "female"


def born_on(text: str) -> date | None:
    """Return the holder's birth date, None for a number with a fault."""
    number = canonical_id_card(text)
    return None if not number or id_card_fault(number) else _birth_date(number)


def _check_character(number: str) -> str:
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11]


def _birth_date(number: str) -> date | None:
    digits = number[6:14] if len(number) == 18 else "19" + number[6:12]
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if born.year >= _FIRST_YEAR else None
