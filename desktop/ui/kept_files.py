"""Photos and files beside something kept or typed: read, made small, kept, opened and saved in the background."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.errors import UserError, WorldError
from desktop.core.file_kinds import kind_of
from desktop.core.file_names import safe_name
from desktop.core.i18n import msg
from desktop.core.kept_files import (
    LARGEST_FILE,
    LARGEST_THUMBNAIL,
    MOST_FILES,
    THUMBNAIL_SIDE,
    KeptFile,
    check_before_reading,
)
from desktop.ui.picture_view import LARGEST_SHOWN
from desktop.ui.pictures import PictureError, as_png, decoded, device_of, small_picture
from desktop.ui.private_files import PrivateFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QImage

    from desktop.core.changes import Changes
    from desktop.core.errors import Problem, TouchpointError
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["FileShelf", "FilesPresenter", "read_file"]

_PICTURES = frozenset({b"jpeg", b"jpg", b"png", b"gif", b"webp"})


class FileRead(NamedTuple):
    """A file as it is handed in: under which name, what is in it, and a small picture if it is one."""

    name: str
    content: bytes
    thumbnail: bytes | None


class FileShelf(Protocol):
    """The part of a feature's service that keeps files beside its rows and drafts; may raise TouchpointError."""

    def attach(
        self,
        name: str,
        content: bytes,
        *,
        owner_id: int | None = None,
        draft_key: str = "",
        thumbnail: bytes | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Keep a file of a row or of a draft."""
        ...

    def attachments(self, owner_id: int) -> tuple[KeptFile, ...]:
        """Return the files of a row."""
        ...

    def draft_attachments(self, draft_key: str) -> tuple[KeptFile, ...]:
        """Return the files of a draft."""
        ...

    def attachment_content(self, attachment_id: int) -> bytes:
        """Return what is in a file."""
        ...

    def take_away(self, attachment_id: int, version: int, *, operation_id: str = "") -> Changes:
        """Take a file away."""
        ...

    def put_back(self, attachment_id: int, version: int, *, operation_id: str = "") -> Changes:
        """Put a file back."""
        ...

    def take_away_draft(self, draft_key: str, *, operation_id: str = "") -> Changes:
        """Take the files of a draft away."""
        ...

    def put_back_draft(self, draft_key: str, *, operation_id: str = "") -> Changes:
        """Put the files of a draft back."""
        ...

    def claim(self, draft_key: str, owner_id: int) -> Changes:
        """Give the files of a draft to a row."""
        ...


class FilesPresenter(QObject):
    """Serves one strip of files: those of a row, or those of a draft.

    `shown(rows)`: what there is now. `reading(count)`: so many are on their way in. `refused(problems)`: why files
    were not taken, empty once the next ones are given. `taken_away(KeptFile)`: that can be put back.
    `pictured(KeptFile, QImage)`: a picture is to be looked at. `ready(path)`: a copy lies there for another
    program to open. `added(name)`: one more was kept.
    """

    shown = Signal(object)
    reading = Signal(int)
    refused = Signal(object)
    taken_away = Signal(object)
    pictured = Signal(object, object)
    ready = Signal(str)
    added = Signal(str)

    def __init__(
        self, shelf: FileShelf, topic: str, tasks: Tasks, bus: Bus, *, may_attach: bool, parent: QObject | None = None
    ) -> None:
        """Serve the files on `shelf`; `topic` is what changes announce their owners as. Nothing is shown yet."""
        super().__init__(parent)
        self.may_attach = may_attach
        self.rows: tuple[KeptFile, ...] = ()
        self._service = shelf
        self._topic = topic
        self._tasks = tasks
        self._owner_id: int | None = None
        self._draft_key = ""
        self._on_their_way: Counter[tuple[int | None, str]] = Counter()
        self.is_loading = False
        self._problems: list[Problem] = []
        self._private = PrivateFiles()
        self.destroyed.connect(self._private.remove)
        bus.changed.connect(self._changed)

    @property
    def count(self) -> int:
        """Return how many files there are, those on their way in among them."""
        return len(self.rows) + self._on_their_way[self._target]

    @property
    def _target(self) -> tuple[int | None, str]:
        return self._owner_id, self._draft_key

    def show_owner(self, owner_id: int) -> None:
        """Show the files of a row; 0 for none."""
        self._show(owner_id or None, "")

    def show_draft(self, draft_key: str, *, kept: bool) -> None:
        """Show the files of a draft; one that was not kept yet has none."""
        self._show(None, draft_key, known=not kept)

    def add(self, paths: Sequence[Path]) -> None:
        """Take files in, as many as fit."""
        self._begin()
        room = max(MOST_FILES - self.count, 0)
        for path in paths[:room]:
            self._take(partial(read_file, path))
        if len(paths) > room:
            self._refuse(UserError(msg("%(most)s files are kept here at most; take one away first.", most=MOST_FILES)))

    def add_picture(self, image: QImage, name: str) -> None:
        """Take in a picture that was pasted, as a PNG called `name`."""
        self._begin()
        self._take(lambda: _with_thumbnail(name, as_png(image)))

    def take_away(self, attachment_id: int) -> None:
        """Take a file away."""
        row = self._row(attachment_id)
        if row is not None:
            service, operation_id = self._service, new_operation_id()
            self._write(
                lambda: service.take_away(row.id, row.version, operation_id=operation_id),
                lambda _changes: self.taken_away.emit(row),
            )

    def put_back(self, row: KeptFile) -> None:
        """Put a file back that was just taken away."""
        service, operation_id = self._service, new_operation_id()
        self._write(lambda: service.put_back(row.id, row.version + 1, operation_id=operation_id))

    def open(self, attachment_id: int) -> None:
        """Let a picture be looked at, `pictured` follows; hand any other file to another program."""
        row, service = self._row(attachment_id), self._service
        if row is None:
            return
        if not row.media_type.startswith("image/"):
            self.open_elsewhere(attachment_id)
            return

        def read() -> QImage | None:
            try:
                return decoded(device_of(service.attachment_content(row.id)), LARGEST_SHOWN, _PICTURES)
            except PictureError:
                return None

        def show(image: QImage | None) -> None:
            if image is None:
                # Damaged further in: another program may show what is left of it.
                self.open_elsewhere(attachment_id)
            else:
                self.pictured.emit(row, image)

        self._read(read, show)

    def open_elsewhere(self, attachment_id: int) -> None:
        """Make a private copy of a file for another program; `ready` follows."""
        row, service, private = self._row(attachment_id), self._service, self._private
        if row is not None:
            self._read(
                lambda: str(private.put(safe_name(row.name), service.attachment_content(row.id))), self.ready.emit
            )

    def save(self, attachment_id: int, path: str) -> None:
        """Write a file to `path`."""
        service = self._service
        self._read(lambda: _written(Path(path), service.attachment_content(attachment_id)))

    def discard_draft(self, draft_key: str) -> None:
        """Take the files of a draft away that is thrown away."""
        service, operation_id = self._service, new_operation_id()
        self._write(lambda: service.take_away_draft(draft_key, operation_id=operation_id))

    def bring_back_draft(self, draft_key: str) -> None:
        """Give a draft that came back its files."""
        service, operation_id = self._service, new_operation_id()
        self._write(lambda: service.put_back_draft(draft_key, operation_id=operation_id))

    def claim(self, draft_key: str, owner_id: int) -> None:
        """Give the files of a draft to a row that is there already; nothing is written where there are none."""
        if self.count or self.is_loading:
            service = self._service
            self._write(lambda: service.claim(draft_key, owner_id))

    # --- on the way ------------------------------------------------------------------------------------------------

    def _show(self, owner_id: int | None, draft_key: str, *, known: bool = False) -> None:
        if (owner_id, draft_key) == self._target:
            return
        self._owner_id, self._draft_key = owner_id, draft_key
        self._begin()
        self._tasks.cancel(self, "files")
        self._know(())
        if not known:
            self._load()

    def _load(self) -> None:
        service, owner_id, draft_key = self._service, self._owner_id, self._draft_key

        def read(_progress: object) -> tuple[KeptFile, ...]:
            return service.draft_attachments(draft_key) if owner_id is None else service.attachments(owner_id)

        if owner_id is not None or (draft_key and self.may_attach):
            self.is_loading = True
            self._tasks.run(read, self._know, self._miss, owner=self, key="files")

    def _know(self, rows: tuple[KeptFile, ...]) -> None:
        self.rows = rows
        self.is_loading = False
        self.shown.emit(rows)
        self.reading.emit(self._on_their_way[self._target])

    def _miss(self, error: TouchpointError) -> None:
        self.is_loading = False
        self._refuse(error)

    def _begin(self) -> None:
        """Forget why files were refused before."""
        if self._problems:
            self._problems = []
            self.refused.emit(())

    def _take(self, read: Callable[[], FileRead]) -> None:
        """Read in one task, write in the next: slow sticks and networks hold up no other write."""
        if self._target == (None, ""):
            return
        target = owner_id, draft_key = self._target
        service, operation_id = self._service, new_operation_id()

        def keep(file: FileRead) -> None:
            def write(_progress: object) -> Changes:
                return service.attach(
                    file.name,
                    file.content,
                    owner_id=owner_id,
                    draft_key=draft_key,
                    thumbnail=file.thumbnail,
                    operation_id=operation_id,
                )

            self._count(target, 1)
            title = msg("Keeping the files …")
            tell = partial(self._tell_added, file.name)
            self._tasks.run(write, tell, self._refuse, owner=self, write=True, title=title, on_end=through)

        def through() -> None:
            # In every case, also when the reading was cancelled at the foot of the window.
            self._count(target, -1)

        self._count(target, 1)
        title = msg("Reading the files …")
        self._tasks.run(lambda _progress: read(), keep, self._refuse, owner=self, title=title, on_end=through)

    def _tell_added(self, name: str, _changes: Changes) -> None:
        self.added.emit(name)

    def _count(self, target: tuple[int | None, str], more: int) -> None:
        self._on_their_way[target] += more
        self.reading.emit(self._on_their_way[self._target])

    def _refuse(self, error: TouchpointError) -> None:
        self._problems += error.problems
        self.refused.emit(tuple(self._problems))

    def _write(self, act: Callable[[], Changes], done: Callable[[Changes], None] | None = None) -> None:
        self._begin()
        self._tasks.run(lambda _progress: act(), done, self._refuse, owner=self, write=True)

    def _read(self, act: Callable[[], object], done: Callable[[Any], None] | None = None) -> None:
        self._begin()
        self._tasks.run(lambda _progress: act(), done, self._refuse, owner=self, title=msg("Reading the files …"))

    def _row(self, attachment_id: int) -> KeptFile | None:
        return next((row for row in self.rows if row.id == attachment_id), None)

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if (self._owner_id is not None and changes.touches(self._topic)) or (
            self._draft_key and changes.touches("attachment", self._topic)
        ):
            self._load()


def read_file(path: Path) -> FileRead:
    """Read a file to be attached; raise UserError where it would be refused, too large ones before they are read."""
    name = safe_name(path.name)
    try:
        if not path.is_file():
            raise UserError(
                msg("“%(file)s” is no file, or not there any more; of a folder, add the files in it.", file=name)
            )
        check_before_reading(name, path.stat().st_size)
        with path.open("rb") as file:
            # One byte more than allowed: what grows meanwhile is noticed, and no more than that is read.
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UserError(msg("“%(file)s” cannot be read; look whether it is still there.", file=name)) from error
    return _with_thumbnail(name, content)


def _with_thumbnail(name: str, content: bytes) -> FileRead:
    """Return a file with its small picture, once its kind and its pixels were looked at."""
    if len(content) > LARGEST_FILE or not kind_of(name, content).picture:
        return FileRead(name, content, None)
    try:
        thumbnail = small_picture(device_of(content), THUMBNAIL_SIDE, LARGEST_THUMBNAIL, _PICTURES)
    except PictureError:
        # Damaged further in, it is kept as it is all the same: another program may show what is left of it.
        thumbnail = None
    return FileRead(name, content, thumbnail)


def _written(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WorldError(msg("“%(file)s” cannot be written. Choose another place.", file=path.name)) from error
