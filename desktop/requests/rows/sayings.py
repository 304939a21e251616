"""What a clerk should say to a household that calls, whatever feature knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message
    from desktop.households.rows import AlertAct

__all__ = ["Saying"]


@dataclass(frozen=True, slots=True)
class Saying:
    """What to say: `lead` tells what it is about, `script` is read aloud, `aside` is for the clerk alone.

    `tone` and `icon` are those of the look; it is opened on page `page` at `where`, "" if nowhere. `acts` are buttons
    on it; they are done by whoever gave the saying.
    """

    lead: Message | str
    script: Message | str
    aside: Message | str = ""
    tone: str = "amber"
    icon: str = "info"
    page: str = ""
    where: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    acts: tuple[AlertAct, ...] = ()
