"""The page of households: the list, and one household in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout

from desktop.households.dialogs import TagsDialog
from desktop.households.presenter import HouseholdPresenter, ListPresenter, TagsPresenter
from desktop.households.view.actions import HouseholdActions
from desktop.households.view.additions import Additions
from desktop.households.view.household import HouseholdPane
from desktop.households.view.listing import ListPane
from desktop.ui.dialogs import show_error
from desktop.ui.shell import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["HouseholdsPage"]


class HouseholdsPage(Page):
    """Households. `show_at(room_id=7)` opens one; without a room the list or what was open last is shown."""

    def __init__(self, desk: Desk, shell: Shell, additions: Additions | None = None) -> None:
        """Show what `desk`'s account may see; `additions` come from features above this one."""
        super().__init__()
        self.setObjectName("households-page")
        self._shell = shell
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        self._stack = QStackedLayout()
        column.addLayout(self._stack)
        self.tags: TagsDialog | None = None
        self._build(desk, additions or Additions())

    def show_at(self, **where: object) -> None:
        """Open the household of `room_id`; without one begin with the list."""
        room_id = where.get("room_id")
        self._listing.begin()
        if isinstance(room_id, int):
            self.open(room_id)

    def about(self) -> Mapping[str, object]:
        """Return the household shown, if one is: a new request is most likely its own."""
        shown = self._stack.currentWidget() is self.household
        return {"room_id": self._presenter.room_id} if shown and self._presenter.room_id else {}

    def shown_at(self) -> Mapping[str, object]:
        """Return the household shown, if one is."""
        return self.about()

    def leave(self) -> None:
        """Keep what is typed in an open form."""
        self._actions.keep()
        for panel in self._panels:
            panel.keep()

    def open(self, room_id: int) -> None:
        """Show one household in the list's place."""
        self._presenter.open(room_id)
        for panel in self._panels:
            panel.show_room(room_id)
        self._stack.setCurrentWidget(self.household)
        self.setFocusProxy(self.household)
        self.household.focus_first()
        self.visited.emit("room", room_id)

    def back(self) -> None:
        """Show the list again, the household left still chosen in it."""
        room_id = self._presenter.room_id
        self._presenter.close()
        for panel in self._panels:
            panel.show_room(0)
        self._stack.setCurrentWidget(self.list)
        self.setFocusProxy(self.list.view)
        self.list.view.select(room_id)
        self.list.view.setFocus()

    def show_tags(self) -> None:
        """Show the community's tags, to be made, changed and removed."""
        self.tags = TagsDialog(self._tags, self)
        self.tags.finished.connect(self._forget_tags)
        self.tags.open()

    def _forget_tags(self, _result: int) -> None:
        if self.tags is not None:
            self.tags.deleteLater()
            self.tags = None

    def _build(self, desk: Desk, additions: Additions) -> None:
        shell = self._shell
        self._listing = ListPresenter(desk, shell.tasks, shell.bus, self)
        self._presenter = HouseholdPresenter(
            desk, shell.tasks, shell.bus, groups=additions.groups, tellers=additions.tellers, parent=self
        )
        self._tags = TagsPresenter(desk, shell.tasks, shell.bus, self)
        self._panels = [make() for make in additions.panels]
        self.list = ListPane(self._listing, additions.list_actions)
        self.household = HouseholdPane(self._presenter, self._panels, additions.room_actions)
        self._actions = HouseholdActions(self._presenter, shell, self.household)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.household)
        self.setFocusProxy(self.list.view)
        self.list.opened.connect(self.open)
        self.list.tags_asked.connect(self.show_tags)
        self.household.left.connect(self.back)
        self.household.timeline.opened.connect(lambda row: shell.go(row.told.page, **row.told.where))
        self.household.alerts.opened.connect(lambda alert: shell.go(alert.page, **alert.where))
        self._presenter.failed.connect(self._fail)

    def _fail(self, error: TouchpointError) -> None:
        """Say why the household cannot be shown, and try again or return to the list."""
        if show_error(self, error):
            self._presenter.read()
        else:
            self.back()
