"""What the administrator decides for the whole community, as a panel of the settings page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import new_operation_id
from desktop.core.i18n import msg
from desktop.staff.service import StaffService
from desktop.ui.choices import CheckBox
from desktop.ui.dialogs import show_error
from desktop.ui.panels import Panel, label

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.staff.rows import CommunityRow
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["CommunityPanel"]


class CommunityPanel(Panel):
    """Decisions that hold on every PC; each is taken at once and stands in the audit."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show what holds in `desk`'s community."""
        super().__init__(msg("This community"), note=desk.community, name="community")
        self._shell = shell
        self._service = StaffService(desk)
        self.pad(12, 10, 12, 12)
        self.body.setSpacing(6)
        self.photos = CheckBox(msg("Keep photos of residents"))
        self.photos.setObjectName("allow-photos")
        self.photos.setEnabled(False)
        self.photos.clicked.connect(self._allow_photos)
        self.body.addWidget(self.photos)
        words = msg(
            "The desk may then keep a small photo of a resident who agreed to it. While this is off, nobody sees any"
            " photo; those there are stay hidden until they are removed."
        )
        self.body.addWidget(label(words, "small", "ink2", wrap=True))
        shell.bus.changed.connect(self._note)
        self._read()

    def _read(self) -> None:
        self._shell.tasks.run(lambda _progress: self._service.community(), self._show, owner=self, key="community")

    def _show(self, community: CommunityRow) -> None:
        self.photos.setChecked(community.photos_allowed)
        self.photos.setEnabled(True)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("community"):
            self._read()

    def _allow_photos(self, allowed: bool) -> None:  # noqa: FBT001 - Qt's signal
        operation_id = new_operation_id()
        self.photos.setEnabled(False)
        self._shell.tasks.run(
            lambda _progress: self._service.allow_photos(allowed=allowed, operation_id=operation_id),
            lambda _changes: self._shell.tell(
                msg("Photos of residents may be kept") if allowed else msg("Photos of residents are hidden")
            ),
            self._fail,
            owner=self,
            write=True,
        )

    def _fail(self, error: TouchpointError) -> None:
        show_error(self, error)
        self._read()
