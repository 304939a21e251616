"""Which part of a text shown is what somebody typed to find it: what a list of finds draws a mark under.

Compared as the search index compares: compatibility forms unified, case folded, nothing but letters, digits and "-"
counts. So `浙A12345` is found in `浙A·12345`, and `502` in full-width digits.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from desktop.core.house_numbers import try_house_number
from desktop.core.pinyin import spelt_part
from desktop.core.texts import clean, search_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Span", "excerpt", "marked_name", "marked_phone", "marked_room", "marked_text"]

Span = tuple[int, int]
"""From where to where in a text, as a slice takes it."""

EXCERPT = 30
"""Characters of longer words shown around what was found."""

_HIDDEN = "*"
_DIGITS = re.compile("[0-9*]")


def excerpt(words: str, form: str = "") -> str:
    """Return the part of `words` around the search form `form` on one line, the beginning where it is not found."""
    line = clean(words)
    found = max(search_form(line).find(form), 0) if form else 0
    start = max(found - EXCERPT // 3, 0)
    cut = line[start : start + EXCERPT]
    return f"{'…' if start else ''}{cut}{'…' if start + EXCERPT < len(line) else ''}"


def marked_text(shown: str, typed: str) -> Sequence[Span]:
    """Return where the words of `typed` stand in `shown`, each once, from left to right and never overlapping."""
    letters, places = _letters(shown)
    spans = []
    for word in typed.split():
        wanted = "".join(_letters(word)[0]).strip("-")
        start = "".join(letters).find(wanted) if wanted else -1
        if start >= 0:
            spans.append((places[start], places[start + len(wanted) - 1] + 1))
    return _apart(spans)


def marked_name(name: str, typed: str) -> Sequence[Span]:
    """Return what of a name was typed: as it stands, else the characters whose pinyin or initials were typed."""
    spans = list(marked_text(name, typed))
    if not spans:
        folded = ("".join(_letters(word)[0]) for word in typed.split())
        spans = [span for span in (spelt_part(name, word) for word in folded) if span != (0, 0)]
    return _apart(spans)


def marked_room(label: str, typed: str) -> Sequence[Span]:
    """Return what of a room's label was typed, in whichever notation."""
    found = marked_text(label, typed)
    number = None if found else try_house_number(typed)
    if number is None:
        return found
    room = number.room.lstrip("0")
    ends = [(len(label) - len(room), len(label))] if room and label.endswith(room) else []
    begins = [(0, len(number.building))] if ends and number.building and label.startswith(number.building) else []
    return marked_text(label, number.label) or _apart([*begins, *ends])


def marked_phone(masked: str, typed: str) -> Sequence[Span]:
    """Return where digits typed stand in a masked phone; a hidden digit may be any.

    Of several places the one with the most digits to be seen counts, of equal ones the last: people say the end of
    a number.
    """
    wanted = "".join(_DIGITS.findall(unicodedata.normalize("NFKC", typed).replace(_HIDDEN, "")))
    places = [found.start() for found in _DIGITS.finditer(masked)]
    best, seen = (0, 0), -1
    for start in range(len(places) - len(wanted) + 1 if wanted else 0):
        under = [masked[place] for place in places[start : start + len(wanted)]]
        if all(sign in {digit, _HIDDEN} for sign, digit in zip(under, wanted, strict=True)):
            plain = len(wanted) - under.count(_HIDDEN)
            if plain >= seen:
                best, seen = (places[start], places[start + len(wanted) - 1] + 1), plain
    return (best,) if seen >= 0 else ()


def _letters(text: str) -> tuple[list[str], list[int]]:
    """Return what counts of `text`, sign by sign, and where each sign comes from."""
    counted = list(_counted(text))
    return [sign for sign, _ in counted], [place for _, place in counted]


def _counted(text: str) -> Iterator[tuple[str, int]]:
    for place, character in enumerate(text):
        folded = character.lower() if character.isascii() else unicodedata.normalize("NFKC", character).casefold()
        yield from ((sign, place) for sign in folded if sign.isalnum() or sign == "-" or sign > "\u2e80")


def _apart(spans: Sequence[Span]) -> Sequence[Span]:
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return tuple(apart)
