"""The files beside everything else about something: a strip and what serves it, joined."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QImage

from desktop.core.i18n import msg
from desktop.ui.attachments import FileCard, FileStrip
from desktop.ui.kept_files import FilesPresenter
from desktop.ui.language import ui_language
from desktop.ui.picture_view import PictureView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from desktop.core.errors import Problem
    from desktop.core.i18n import Language
    from desktop.core.kept_files import KeptFile
    from desktop.ui.kept_files import FileShelf
    from desktop.ui.shell import Shell

__all__ = ["FilePanel"]

KILO = 1024


class FilePanel(QObject):
    """`strip` to be put where the files belong, `presenter` to be told whose they are."""

    def __init__(
        self,
        shelf: FileShelf,
        topic: str,
        shell: Shell,
        when: Callable[[datetime, Language], str],
        *,
        may_attach: bool,
        large: bool = False,
        parent: QObject,
    ) -> None:
        """Show none yet; `when` writes the moment a file was added, what was taken away is told through `shell`.

        `large` is for a finger, see `FileStrip`.
        """
        super().__init__(parent)
        self._shell = shell
        self._when = when
        self.presenter = FilesPresenter(shelf, topic, shell.tasks, shell.bus, may_attach=may_attach, parent=self)
        self.strip = FileStrip(may_add=may_attach, large=large)
        presenter, strip = self.presenter, self.strip
        strip.given.connect(presenter.add)
        strip.pasted.connect(self._take_picture)
        strip.opened.connect(presenter.open)
        strip.removed.connect(presenter.take_away)
        strip.saved.connect(presenter.save)
        presenter.shown.connect(self._show)
        presenter.reading.connect(strip.show_reading)
        presenter.refused.connect(self._refuse)
        presenter.taken_away.connect(self._offer_undo)
        presenter.pictured.connect(self._look)
        presenter.ready.connect(self._open)
        presenter.added.connect(self._tell_added)

    def stand_in(self, place: QVBoxLayout, panel: QWidget) -> None:
        """Stand at `place`, and take what is dropped on `panel`."""
        place.setContentsMargins(12, 0, 12, 0)
        place.addWidget(self.strip)
        self.strip.listen(panel)

    def _show(self, rows: Sequence[KeptFile]) -> None:
        self.strip.show_files([FileCard(row.id, row.name, partial(self._about, row), row.thumbnail) for row in rows])

    def _about(self, row: KeptFile, language: Language) -> str:
        when = self._when(row.added_at, language)
        return " · ".join(part for part in (_size(row.size), when, row.by) if part)

    def _take_picture(self, image: QImage) -> None:
        name = ui_language().language.gettext("Picture")
        self.presenter.add_picture(image, f"{name}.png")

    def _refuse(self, problems: Sequence[Problem]) -> None:
        self.strip.show_problems([problem.message for problem in problems])

    def _offer_undo(self, row: KeptFile) -> None:
        words = msg("“%(file)s” was taken away", file=row.name)
        self._shell.tell(words, undo=partial(self.presenter.put_back, row))

    def _look(self, row: KeptFile, image: QImage) -> None:
        view = PictureView(row.name, partial(self._about, row), image, self.strip.window())
        view.save_asked.connect(partial(self.strip.ask_where, row.id, row.name))
        view.open_asked.connect(partial(self.presenter.open_elsewhere, row.id))
        view.open()

    def _tell_added(self, name: str) -> None:
        # The strip may lie out of sight below a long form.
        self._shell.tell(msg("“%(file)s” was attached", file=name))

    def _open(self, path: str) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            self.strip.show_problems([msg("No program on this PC opens this file; save it instead.")])


def _size(count: int) -> str:
    if count < KILO * KILO:
        return f"{max(count // KILO, 1)} KB"
    return f"{count / KILO / KILO:.1f} MB"
