"""Where the notices of an outage hang, with photos, and where none hangs yet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.outages.dialogs.posting import PostingDialog
from desktop.outages.service.posting import PostingFiles
from desktop.outages.view.progress_acting import OutageActs
from desktop.outages.view.progress_lines import Lines, line_row
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.file_panel import FilePanel
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import Panel, label
from desktop.ui.scrolling import into_sight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.outages.rows import OutageFile, PostingRow
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["PostingsPanel", "without_posting"]

SHOWN_BUILDINGS = 8
"""So many buildings without a posting are named; the others are counted."""


def without_posting(file: OutageFile) -> Sequence[tuple[int, str]]:
    """Return the affected buildings (id, name) in which the newest notice does not hang."""
    if not file.notices:
        return ()
    newest, names = file.notices[0].id, building_names(file)
    hung = {each.building_id for each in file.postings if each.notice_id == newest and each.taken_down_at is None}
    return [(number, names[number]) for number, _name, _households in file.count.buildings if number not in hung]


def building_names(file: OutageFile) -> Mapping[int, str]:
    """Return how the buildings of an outage are called, by id: as its latest notice that names them does."""
    names = {number: name for number, name, _households in file.count.buildings}
    for notice in reversed(file.notices):
        names |= dict(notice.text.buildings)
    return names


class PostingsPanel(Panel):
    """The places, those of the newest notice first; photos of the one chosen stand below."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show nothing yet."""
        super().__init__(msg("Posted"), name="outage-postings")
        self._desk, self._shell = desk, shell
        self._file: OutageFile | None = None
        self._photos_of = 0
        self._may = allows(desk.actor, Operation.ISSUE_NOTICE)
        self.acts = OutageActs(desk, shell, self)
        self.add = Button(msg("Put up"), icon="plus", key=key("post-notice"), small=True, name="post-notice")
        self.add.clicked.connect(self.begin)
        self.tools.addWidget(self.add)
        self.add.hide()
        self.missing = label("", tone="amber", wrap=True, name="postings-missing")
        self.lines = Lines(self._line, msg("It hangs nowhere yet."), name="posting-lines", few=8)
        self.body.addWidget(self.missing)
        self.body.addWidget(self.lines)
        self.missing.hide()
        self._build_photos()
        self.body.setSpacing(6)
        self.pad()

    def show_file(self, file: OutageFile) -> None:
        """Show where the notices of an outage hang."""
        other = self._file is None or self._file.line.id != file.line.id
        self._file = file
        if other:
            self._show_photos(0)
        self.add.setVisible(self._may and bool(file.notices))
        self.lines.show_rows(file.postings)
        missing = without_posting(file)
        say(self.missing, text=partial(_missing_words, [name for _number, name in missing]))
        self.missing.setVisible(bool(missing))

    def begin(self) -> None:
        """Ask where the newest notice was put up."""
        file = self._file
        if file is None or not file.notices or not self._may or self.acts.dialog is not None:
            return
        missing = dict(without_posting(file))
        posted = [number for number, _name in file.notices[0].text.buildings if number not in missing]
        desk = self._desk
        dialog = PostingDialog(file.notices, posted, desk.actor.name, desk.clock.now(), desk.zone, self.window())
        self.acts.open(dialog)

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        self.acts.keep()

    def _build_photos(self) -> None:
        self._filed = QWidget()
        column = QVBoxLayout(self._filed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.photos_of = label("", "small", "ink2", cut=True, name="photos-of")
        column.addWidget(self.photos_of)
        place = QVBoxLayout()
        column.addLayout(place)
        desk = self._desk
        self.files = FilePanel(
            PostingFiles(desk),
            "outage",
            self._shell,
            lambda at, spoken: spoken.moment(at, desk.zone),
            may_attach=allows(desk.actor, Operation.ATTACH_FILE),
            parent=self,
        )
        self.files.stand_in(place, self)
        place.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._filed)
        self._filed.hide()

    def _show_photos(self, posting_id: int) -> None:
        self._photos_of = posting_id
        rows = self._file.postings if self._file is not None else ()
        row = next((each for each in rows if each.id == posting_id), None)
        self._filed.setVisible(row is not None)
        self.files.presenter.show_owner(posting_id if row is not None else 0)
        if row is not None:
            where = self._where(row)
            say(self.photos_of, text=lambda spoken: spoken.gettext("Photos: %(where)s", where=where))

    def _open_photos(self, row: PostingRow, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._show_photos(row.id)
        # Once they have found their place below the last line.
        QTimer.singleShot(0, self, partial(into_sight, self._filed))

    def _line(self, row: PostingRow) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(0)
        parts: list[QWidget] = [label(self._where(row), "strong", cut=True, name=f"posting-{row.id}")]
        count = row.photos
        words = nmsg("%(count)s photo", "%(count)s photos", count) if count else msg("Photos")
        photos = Button(words, icon="camera", kind="link", small=True, name=f"photos-{row.id}")
        photos.clicked.connect(partial(self._open_photos, row))
        parts.append(photos)
        if row.taken_down_at is not None:
            parts.append(Chip(msg("taken down"), "grey", "circle-x", name=f"down-{row.id}"))
        elif self._may:
            down = Button(msg("Take down"), icon="x", kind="link", small=True, name=f"take-down-{row.id}")
            down.clicked.connect(partial(self._take_down, row))
            parts.append(down)
        column.addWidget(line_row(*parts, gap=4, wide=0))
        column.addWidget(label(partial(self._about, row), "small", "ink2", cut=True))
        return whole

    def _where(self, row: PostingRow) -> str:
        names = building_names(self._file) if self._file is not None else {}
        name = names.get(row.building_id or 0, "")
        return " ".join(filter(None, (name, row.place)))

    def _about(self, row: PostingRow, spoken: Language) -> str:
        zone = self._desk.zone
        parts = [row.number, spoken.moment(row.posted_at, zone), row.posted_by]
        if row.taken_down_at is not None:
            at = spoken.moment(row.taken_down_at, zone)
            parts.append(spoken.gettext("taken down %(time)s", time=at))
        return " · ".join(filter(None, parts))

    def _take_down(self, row: PostingRow, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.acts.make(
            lambda service, operation_id: service.take_down(row.id, version=row.version, operation_id=operation_id),
            msg("%(where)s: taken down", where=self._where(row)),
        )


def _missing_words(names: Sequence[str], spoken: Language) -> str:
    listed = spoken.gettext(", ").join(names[:SHOWN_BUILDINGS])
    if len(names) > SHOWN_BUILDINGS:
        more = len(names) - SHOWN_BUILDINGS
        return spoken.gettext("Hangs not yet in: %(names)s and %(count)s more", names=listed, count=more)
    return spoken.gettext("Hangs not yet in: %(names)s", names=listed)
