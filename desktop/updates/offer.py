"""What updates tell the rest of the program: the sentence at the door after one that did not hold. Free of Qt."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.updates.rows import Returned

__all__ = ["returned_words"]

_WHY: Mapping[str, Message] = MappingProxyType(
    {
        "start": msg("It did not start on this computer."),
        "data": msg("It could not bring the data up to date; the data is as it was."),
        "2": msg("This program was still open. Close all its windows, then install the update again."),
        "3": msg("A newer version is installed already."),
        "4": msg("There was no room for it, or its folder cannot be written to. Make room, then install it again."),
        "5": msg("It needs a newer Windows than this one."),
        "6": msg("Its installation was broken off."),
    }
)


def returned_words(returned: Returned) -> Message:
    """Return which version did not come, why, and that the one before runs: for whoever stands at the door."""
    known = _WHY.get(returned.reason)
    why = known or msg("Its installation ended with error %(code)s.", code=returned.reason)
    return msg(
        "Version %(version)s was not kept, and the version before runs again. %(why)s",
        version=returned.version,
        why=why,
    )
