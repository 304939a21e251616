"""The files of a request beside everything else about it: a strip and what serves it, joined."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QImage

from desktop.core.i18n import msg
from desktop.requests.presenter.files import FilesPresenter
from desktop.ui.attachments import FileCard, FileStrip
from desktop.ui.language import ui_language
from desktop.ui.picture_view import PictureView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from desktop.core.errors import Problem
    from desktop.core.i18n import Language
    from desktop.requests.presenter import DetailPresenter
    from desktop.requests.rows import AttachmentRow, RequestDetail
    from desktop.requests.table import Seen
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["RequestFiles"]

KILO = 1024


class RequestFiles(QObject):
    """`strip` to be put where the files belong, `presenter` to be told whose they are."""

    def __init__(self, desk: Desk, shell: Shell, seen: Seen, parent: QObject) -> None:
        """Show none yet; tell times as `seen`, and what was taken away through `shell`."""
        super().__init__(parent)
        self._shell = shell
        self._seen = seen
        self.presenter = FilesPresenter(desk, shell.tasks, shell.bus, self)
        self.strip = FileStrip(may_add=self.presenter.may_attach)
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

    def follow(self, presenter: DetailPresenter, place: QVBoxLayout, panel: QWidget) -> None:
        """Show the files of the request that `presenter` shows at `place`, and take what is dropped on `panel`."""
        place.setContentsMargins(12, 0, 12, 0)
        place.addWidget(self.strip)
        self.strip.listen(panel)
        presenter.shown.connect(self._follow)

    def _follow(self, detail: RequestDetail | None) -> None:
        self.presenter.show_request(detail.line.id if detail is not None else 0)

    def _show(self, rows: Sequence[AttachmentRow]) -> None:
        self.strip.show_files([FileCard(row.id, row.name, partial(self._about, row), row.thumbnail) for row in rows])

    def _about(self, row: AttachmentRow, language: Language) -> str:
        when = self._seen.when(row.added_at, language)
        return " · ".join(part for part in (_size(row.size), when, row.by) if part)

    def _take_picture(self, image: QImage) -> None:
        name = ui_language().language.gettext("Picture")
        self.presenter.add_picture(image, f"{name}.png")

    def _refuse(self, problems: Sequence[Problem]) -> None:
        self.strip.show_problems([problem.message for problem in problems])

    def _offer_undo(self, row: AttachmentRow) -> None:
        words = msg("“%(file)s” was taken away", file=row.name)
        self._shell.tell(words, undo=partial(self.presenter.put_back, row))

    def _look(self, row: AttachmentRow, image: QImage) -> None:
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
