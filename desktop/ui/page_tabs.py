"""The one row of tabs of pages that are one system to the person: each page shows it at its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.core.permissions import Actor, Operation, allows
from desktop.ui.choices import SegmentedRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.shell import Shell

__all__ = ["GATE_TABS", "PageTabs", "Tab"]

Tab = tuple[str, Message, Operation]
"""The key of a page as `Shell.go` takes it, its word, and who may see it."""

GATE_TABS: Sequence[Tab] = (
    ("visits", msg("Visits"), Operation.READ_VISITS),
    ("releases", msg("Release slips"), Operation.READ_RELEASE_SLIPS),
    ("patrols", msg("Patrols"), Operation.READ_PATROLS),
    ("incidents", msg("Incidents"), Operation.READ_INCIDENTS),
)
"""The pages of the gate at the desk."""


class PageTabs(SegmentedRow):
    """Leads from page `page` to the others of `tabs` that `actor` may see; its own stays chosen.

    A page puts it among the tags of its header: `header.tags.addWidget(PageTabs("patrols", desk.actor, shell))`.
    Alone, the row is hidden.
    """

    def __init__(self, page: str, actor: Actor, shell: Shell, tabs: Sequence[Tab] = GATE_TABS) -> None:
        """Offer what `actor` may see."""
        offered = [(key, words) for key, words, needs in tabs if allows(actor, needs)]
        super().__init__(offered, name="page-tab", on_page=True)
        self._page = page
        self._shell = shell
        if len(offered) == 1:
            self.hide()
        self.choose(page)
        self.chosen.connect(self._go)

    def _go(self, page: str) -> None:
        """Show another page; this one, when it comes up again, is where its own row says it is."""
        if page not in {"", self._page}:
            self.choose(self._page)
            self._shell.go(page)
