"""What gift lists offer to the whole: sentences for a household's timeline. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.gifts.rows import TIMELINE_KIND

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TIMELINE_KINDS", "timeline_words"]

TIMELINE_KINDS = frozenset({TIMELINE_KIND})
"""The kinds of touchpoint that gift lists write."""


def timeline_words(kind: str, parameters: Mapping[str, Any]) -> Message | None:
    """Return a gift that was handed over in words, None for a kind that is another feature's."""
    if kind not in TIMELINE_KINDS:
        return None
    title, gift, to = parameters["title"], parameters["gift"], parameters["to"]
    pieces = parameters.get("pieces", 1)
    if pieces > 1:
        return msg("%(title)s: %(gift)s ×%(pieces)s, taken by %(to)s", title=title, gift=gift, pieces=pieces, to=to)
    return msg("%(title)s: %(gift)s, taken by %(to)s", title=title, gift=gift, to=to)
