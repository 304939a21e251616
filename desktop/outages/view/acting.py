"""What is done on the page of outages, from a button to the line that says so: notices, kinds, outages called off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.i18n import msg
from desktop.outages.dialogs.drop import DropOutage
from desktop.outages.dialogs.kinds import KindForm, KindsDialog
from desktop.outages.model import NoticeEdition
from desktop.outages.presenter.studio import NoticePaper
from desktop.outages.view.panels import NoticeStudio
from desktop.outages.view.progress_acting import OutageActs
from desktop.ui.dialogs import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.outages.presenter.listing import OutagesPresenter
    from desktop.outages.rows import KindRow, OutageFile
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["PageActs"]


class PageActs(QObject):
    """Opens the studio and the forms over `page`. `shown()`: list and detail are to stand there again.

    `studio` and `kinds` are the ones that are open, None for none.
    """

    shown = Signal()

    def __init__(self, presenter: OutagesPresenter, desk: Desk, shell: Shell, page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(page)
        self._presenter = presenter
        self._desk = desk
        self._shell = shell
        self._page = page
        self._write_of = 0
        self._print_of = 0
        self.studio: NoticeStudio | None = None
        self.kinds: KindsDialog | None = None
        self.forms = OutageActs(desk, shell, page)
        presenter.kinds_known.connect(self._show_kinds)

    def keep(self) -> None:
        """Keep what was typed into what is open."""
        self.forms.keep()
        if self.studio is not None:
            self.studio.keep()

    # --- notices ---------------------------------------------------------------------------------------------------

    def write_notice(self, file: OutageFile, edition: NoticeEdition) -> None:
        """Open the studio for a notice of `edition`."""
        if self.studio is None:
            self.studio = NoticeStudio(self._desk, self._shell, file, edition, self._page)
            self.studio.finished.connect(self._forget_studio)
            self.studio.open()

    def planned(self, changes: Changes, *, write: bool, announced: bool) -> None:
        """Show what was saved, and go on to its notice where that is wanted; `announced` ones are to be amended."""
        plain = msg("The outage is saved; it is announced by its notice.")
        due = msg("The outage is saved. Residents know it otherwise: write a notice that amends it.")
        self._shell.tell(due if announced else plain)
        self._write_of = changes.result if write else 0
        self.shown.emit()
        self._presenter.show_outage(changes.result)

    def announced(self, changes: Changes) -> None:
        """Show what was announced at once, and its poster, to be printed."""
        self._shell.tell(msg("Announced. Print the poster, copy the text for the chat groups."))
        ids = changes.ids.get("outage", frozenset())
        outage_id = next(iter(ids), 0)
        self._print_of = outage_id
        self.shown.emit()
        if outage_id:
            self._presenter.show_outage(outage_id)

    def detailed(self, file: OutageFile | None) -> None:
        """Go on with the outage that was waited for, now that all of it is known."""
        if file is None:
            return
        if file.line.id == self._write_of:
            self._write_of = 0
            amended = bool(file.notices)
            self.write_notice(file, NoticeEdition.AMENDED if amended else NoticeEdition.ANNOUNCED)
        if file.line.id == self._print_of and file.notices:
            self._print_of = 0
            self._shell.show_paper(NoticePaper(self._desk, file.notices[0]))

    def _forget_studio(self, _result: int) -> None:
        studio, self.studio = self.studio, None
        if studio is not None:
            studio.deleteLater()

    # --- called off ------------------------------------------------------------------------------------------------

    def drop(self, file: OutageFile) -> None:
        """Call off an outage that nobody was told of."""
        if self.forms.dialog is None:
            self.forms.open(DropOutage(file, self._page))

    # --- kinds -----------------------------------------------------------------------------------------------------

    def edit_kinds(self) -> None:
        """Open the list of kinds."""
        if self.kinds is None:
            self.kinds = KindsDialog(self._presenter.kinds, self._page)
            self.kinds.asked.connect(self._edit_kind)
            self.kinds.archived.connect(self._archive_kind)
            self.kinds.finished.connect(self._forget_kinds)
            self.kinds.open()

    def _edit_kind(self, row: KindRow | None) -> None:
        if self.forms.dialog is None:
            self.forms.open(KindForm(row, self.kinds))

    def _archive_kind(self, row: KindRow) -> None:
        if ask(
            self.kinds,
            msg("Offer “%(name)s” no more?", name=row.name),
            msg("Outages of this kind stay as they are; a new one of the same name brings it back."),
            msg("Offer no more"),
        ):
            self.forms.make(
                lambda service, operation_id: service.archive_kind(
                    row.id, version=row.version, operation_id=operation_id
                )
            )

    def _show_kinds(self, kinds: Sequence[KindRow]) -> None:
        if self.kinds is not None:
            self.kinds.show_kinds(kinds)

    def _forget_kinds(self, _result: int) -> None:
        dialog, self.kinds = self.kinds, None
        if dialog is not None:
            dialog.deleteLater()
