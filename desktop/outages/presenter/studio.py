"""What the notice studio decides: the notice as it would be now, drawn in the background, and its issuing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.core.i18n import Message, msg
from desktop.outages.model import NoticeEdition, Outage, OutageState
from desktop.outages.rows import SHORT_MOST, NoticeForm
from desktop.outages.service import OutageService
from desktop.ui.attempts import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language
    from desktop.outages.rows import NewNotice, NoticeDraft, NoticeRow, OutageFile
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["PAPER_FORMS", "Look", "NoticePaper", "StudioPresenter", "editions", "short_words"]

SHORT_PART = 67
"""Characters of each part of a short message that is sent in several: the rest of the 70 number the parts."""

PAPER_FORMS: Sequence[tuple[NoticeForm, Message]] = (
    (NoticeForm.POSTER, msg("Poster")),
    (NoticeForm.STRIP, msg("Strip for lifts")),
    (NoticeForm.PER_BUILDING, msg("One per building")),
)
"""What a notice can be printed as, with its words."""


class Look(NamedTuple):
    """What is looked at: a paper, of one building where each has its own; no form where only texts are."""

    form: NoticeForm | None = None
    building_id: int | None = None


def editions(state: OutageState) -> tuple[NoticeEdition, ...]:
    """Return the editions that can be issued of an outage in `state`."""
    outage = Outage(state=state)
    return tuple(edition for edition in NoticeEdition if outage.can_issue(edition))


def short_words(text: str) -> tuple[Message, bool]:
    """Return how long a short message is, in words, and whether it is too long to go out as one."""
    count = len(text)
    if count <= SHORT_MOST:
        return msg("%(count)s of %(most)s characters", count=count, most=SHORT_MOST), False
    parts = -(-count // SHORT_PART)
    words = msg(
        "%(count)s of %(most)s characters: too long for one message, it is sent and paid for as %(parts)s messages.",
        count=count,
        most=SHORT_MOST,
        parts=parts,
    )
    return words, True


class StudioPresenter(QObject):
    """Writes one notice of an outage.

    `drafted(NoticeDraft)` and, where a paper is looked at, `drawn(pdf)` answer the last `ask`; `stuck(error)` says why
    there is none. `issued(Changes, NoticeRow | None)` and `refused(error)` answer `issue`; the row is the notice as it
    was issued. `renewed(OutageFile)`: the outage as someone else left it.
    """

    drafted = Signal(object)
    drawn = Signal(object)
    stuck = Signal(object)
    issued = Signal(object, object)
    refused = Signal(object)
    renewed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, file: OutageFile, parent: QObject | None = None) -> None:
        """Serve the account of `desk`."""
        super().__init__(parent)
        self.file = file
        self._tasks = tasks
        self._service = OutageService(desk)
        self._writer: Writer[OutageService] = Writer(self._service, tasks, self)
        self._writer.outdated.connect(self._renew)
        self._attempt = self._writer.attempt()
        self._attempt.done.connect(self._finish)
        self._attempt.refused.connect(self.refused)

    def ask(self, new: NewNotice, look: Look) -> None:
        """Fill in `new` and draw it; an earlier answer still on its way is dropped."""
        service, outage_id = self._service, self.file.line.id

        def work(_progress: Progress) -> tuple[NoticeDraft, bytes | None]:
            draft = service.notice_draft(outage_id, new)
            if look.form is None:
                return draft, None
            building = look.building_id if look.form is NoticeForm.PER_BUILDING else None
            return draft, service.preview(draft.text, look.form, building_id=building)

        self._tasks.run(work, self._show, self.stuck.emit, owner=self, key="draft")

    def issue(self, new: NewNotice) -> None:
        """Issue the notice; tried again after a failure it is issued once."""
        line = self.file.line
        self._attempt.make(
            lambda service, operation_id: service.issue(line.id, new, version=line.version, operation_id=operation_id)
        )

    def _show(self, answer: tuple[NoticeDraft, bytes | None]) -> None:
        draft, pdf = answer
        self.drafted.emit(draft)
        if pdf is not None:
            self.drawn.emit(pdf)

    def _finish(self, changes: Changes) -> None:
        service, outage_id = self._service, self.file.line.id

        def show(notices: Sequence[NoticeRow]) -> None:
            self.issued.emit(changes, next((row for row in notices if row.id == changes.result), None))

        self._tasks.run(
            lambda _progress: service.notices(outage_id), show, lambda _error: show(()), owner=self, key="issued"
        )

    def _renew(self) -> None:
        service, outage_id = self._service, self.file.line.id

        def show(file: OutageFile) -> None:
            self.file = file
            self.renewed.emit(file)

        self._tasks.run(lambda _progress: service.outage(outage_id), show, owner=self, key="outage")


class NoticePaper:
    """An issued notice as something to look at, print and save: poster, strip, or one poster per building."""

    kind = "notice"

    def __init__(self, desk: Desk, notice: NoticeRow) -> None:
        """Print `notice`."""
        self._service = OutageService(desk)
        self._notice = notice
        self._form = NoticeForm.POSTER

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return f"{self._notice.text.title} {self._notice.number}"

    @property
    def file_name(self) -> str:
        """Return a name with the number and the form."""
        return f"notice-{self._notice.number}-{self._form.replace('_', '-')}"

    @property
    def language_code(self) -> str:
        """Return the language it was issued in."""
        return self._notice.language

    @property
    def variant(self) -> str:
        """Return the form it is drawn as."""
        return str(self._form)

    def variants(self) -> Sequence[tuple[str, Text]]:
        """Return every form; one per building only where several are affected."""
        several = len(self._notice.text.buildings) > 1
        return [(str(form), words) for form, words in PAPER_FORMS if several or form is not NoticeForm.PER_BUILDING]

    def choose(self, variant: str) -> None:
        """Draw it as another form from now on."""
        self._form = NoticeForm(variant)

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        return self._service.poster(self._notice.id, self._form, language.code)

    def draw(self, language: Language, progress: Progress) -> bytes:
        """Draw it, telling `progress` after each building."""

        def tell(done: int, total: int) -> None:
            progress.check()
            progress.report(done, total, msg("Drawing the posters …"))

        return self._service.poster(self._notice.id, self._form, language.code, progress=tell)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
