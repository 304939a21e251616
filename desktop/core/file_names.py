"""Names for files that come from outside: fit to be saved under on every system, and saying no more than a name."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["LONGEST_NAME", "ending_of", "free_name", "safe_name"]

LONGEST_NAME = 80
"""Characters of a name with its ending; 80 Chinese ones take 240 of the 255 bytes a file system allows."""

LONGEST_ENDING = 10

_PATH_PARTS = re.compile(r"[\\/]+")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control and format characters (right-to-left override, zero-width), surrogates, what means nothing elsewhere."""

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"}
)
"""Names that Windows takes for devices, with any ending."""


def safe_name(text: str, fallback: str = "file") -> str:
    """Return the name a file called `text` is kept under: a base name that is safe on every system.

    Folders before it go, and characters that cannot be seen or that Windows forbids; a device's name gets a "_" in
    front; dots and spaces at the ends go. Longer than `LONGEST_NAME` it is cut before its ending. What is left empty
    becomes `fallback`. Applied twice it changes nothing.
    """
    base = _PATH_PARTS.split(unicodedata.normalize("NFC", text).rstrip("/\\ "))[-1]
    visible = "".join(" " if sign.isspace() else sign for sign in base if sign.isspace() or _can_be_seen(sign))
    name = _SPACES.sub(" ", _FORBIDDEN.sub("_", visible)).strip(" .")
    stem, ending = _parted(name)
    if not stem:
        stem = fallback
    if stem.partition(".")[0].strip().casefold() in _RESERVED:
        stem = f"_{stem}"
    return stem[: LONGEST_NAME - len(ending)].rstrip(" .") + ending


def ending_of(name: str) -> str:
    """Return the ending of `name` in small letters with its dot, empty where it has none."""
    return _parted(name)[1].lower()


def free_name(name: str, taken: Collection[str]) -> str:
    """Return `name`, numbered where one of `taken` is the same but for case: "a.jpg", "a (2).jpg", "a (3).jpg"."""
    known = {other.casefold() for other in taken}
    stem, ending = _parted(name)
    free, number = name, 1
    while free.casefold() in known:
        number += 1
        mark = f" ({number})"
        free = stem[: LONGEST_NAME - len(ending) - len(mark)] + mark + ending
    return free


def _can_be_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _INVISIBLE


def _parted(name: str) -> tuple[str, str]:
    """Return the name before its ending, and the ending with its dot."""
    stem, dot, last = name.rpartition(".")
    if not dot or not last or len(last) > LONGEST_ENDING or " " in last:
        return name, ""
    return stem.rstrip(" ."), f".{last}"
