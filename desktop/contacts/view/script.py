"""The words to read aloud in a call, in parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.contacts.rows import fill_script

if TYPE_CHECKING:
    from desktop.contacts.rows import CallCard

__all__ = ["spoken_parts"]

_FILLED = re.compile("\x02([^\x03]*)\x03")


def spoken_parts(card: CallCard, name: str) -> list[tuple[str, bool]]:
    """Return the script for `name` in parts, each with whether it was filled in."""
    names = {"name": name or card.room, "room": card.room, "community": card.community, "occasion": card.occasion}
    marked = fill_script(card.script.strip(), {key: f"\x02{value}\x03" for key, value in names.items()})
    pieces = _FILLED.split(marked)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
