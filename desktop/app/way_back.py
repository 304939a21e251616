"""The way back: from what a page opened to the page itself, as it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.keys import key

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["WayBack"]

MOST_STEPS = 20


class WayBack(Button):
    """Goes back to the page shown before; hidden while there is none. Pages keep what they showed."""

    def __init__(self, go: Callable[[str], None]) -> None:
        """Show pages with `go`."""
        super().__init__(msg("Back"), icon="arrow-left", key=key("back"), kind="link", name="way-back")
        self.set_icon_only(True)
        self._go = go
        self._steps: list[str] = []
        self._returning = False
        self.clicked.connect(self._return)
        self.hide()

    def left(self, page: str) -> None:
        """Note that `page` was left for another one; "" is none."""
        if page and not self._returning:
            self._steps = [*self._steps, page][-MOST_STEPS:]
        self.setVisible(bool(self._steps))

    def _return(self) -> None:
        if self._steps:
            self._returning = True
            page = self._steps.pop()
            self._go(page)
            self._returning = False
            self.setVisible(bool(self._steps))
