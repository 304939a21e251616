"""What the window is told of a page before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.app.session import Session
    from desktop.core.i18n import Message
    from desktop.core.permissions import Operation
    from desktop.ui.shell import Page, Shell

__all__ = ["PageEntry"]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of the window: its key, its word and icon in the navigation, who may see it, what makes it.

    A page without an icon is reached from other pages only and is marked as `under` one of them. What is typed on a
    page with `typing_finds`, and into no field of it, goes to the search box. `shortcut` names the key of a pane of
    the guard's window.
    """

    key: str
    title: Message
    icon: str
    needs: Operation
    make: Callable[[Session, Shell], Page]
    under: str = ""
    typing_finds: bool = False
    shortcut: str = ""
