"""What the page of stationery decides: what is shown, what is written, and the pages drawn to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QFile, QIODevice, QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, language, msg
from desktop.core.merge_fields import show
from desktop.stationery.report import letter, sample_page, words_page
from desktop.stationery.rows import Filled, LayoutRow, LetterheadRow, TemplatePurpose, TemplateRow, arranged
from desktop.stationery.service import LARGEST_LOGO, StationeryService
from desktop.ui.pictures import PictureError, PictureFault, as_png, decoded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language
    from desktop.core.merge_fields import Field
    from desktop.stationery.rows import NewLetterhead, SectionLayout
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["Known", "PosterDrawing", "ReportParts", "StationeryPresenter"]

LETTERS = frozenset({TemplatePurpose.THANK_YOU, TemplatePurpose.COMPLAINT_REPLY, TemplatePurpose.EVENT_INVITATION})
RUN_ON = frozenset(purpose for purpose in TemplatePurpose if purpose.startswith(("short_", "say_", "event_say")))
"""What is sent or said as one line."""

TOPICS = ("letterhead", "text_template", "report_layout", "community")
LOGO_SIDES = (1200, 800, 400)
"""Longest sides tried until a logo is small enough, px; the first prints at 14 mm with 600 dots per inch and more."""


PosterDrawing = Callable[[TemplatePurpose, Filled, str], bytes]
"""Draws the text of a notice, filled in, as its poster in the language of a code; of a feature above this one."""


@dataclass(frozen=True, slots=True)
class ReportParts:
    """A report whose make-up can be laid down, of a feature above this one.

    `sections` are its sections by key, in their built-in order; `draw(language, sections)` returns the PDF of one made
    up as given, and is called in the background.
    """

    report: str
    sections: Sequence[tuple[str, Message]]
    draw: Callable[[Language, Sequence[SectionLayout]], bytes]


@dataclass(frozen=True, slots=True)
class Known:
    """What is laid down: letterhead, every text, how the report is made up; and the fields each may hold."""

    letterhead: LetterheadRow
    texts: Mapping[tuple[TemplatePurpose, str], TemplateRow]
    fields: Mapping[TemplatePurpose, Sequence[Field]]
    layout: LayoutRow | None = None
    sections: Sequence[SectionLayout] = ()
    report_fields: Sequence[Field] = ()
    names: Mapping[str, Message] = field(default_factory=dict)

    def shown_text(self, purpose: TemplatePurpose, code: str) -> tuple[str, str]:
        """Return title and body as they are typed, their fields by their labels in the text's language."""
        row, fields = self.texts[purpose, code], self.fields[purpose]
        return show(row.title, fields, language(code)), show(row.body, fields, language(code))


class StationeryPresenter(QObject):
    """Runs the service in the background.

    `shown(Known)`: what is laid down. `drawn(part, pdf)` and `undrawn(part, error)` answer the last `draw` of a part;
    `done(part, words)` and `refused(part, error)` a write. `logo_read(bytes)` and `logo_refused(problems)` answer
    `read_logo`.
    """

    shown = Signal(object)
    drawn = Signal(str, object)
    undrawn = Signal(str, object)
    done = Signal(str, object)
    refused = Signal(str, object)
    logo_read = Signal(object)
    logo_refused = Signal(object)

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        bus: Bus,
        report: ReportParts | None,
        parent: QObject | None = None,
        posters: PosterDrawing | None = None,
    ) -> None:
        """Serve the account of `desk`."""
        super().__init__(parent)
        self.report = report
        self._posters = posters
        self.may_edit_shared = desk.actor.is_project_manager
        self._desk = desk
        self._service = StationeryService(desk)
        self._tasks = tasks
        self._started = False
        bus.changed.connect(self._note)

    def read(self) -> None:
        """Read everything anew."""
        self._started = True
        self._tasks.run(lambda _progress: self._known(), self.shown.emit, owner=self, key="known")

    # --- writing -----------------------------------------------------------------------------------------------------

    def save_letterhead(self, part: str, draft: NewLetterhead, version: int) -> None:
        """Lay down the letterhead."""
        act = partial(self._service.set_letterhead, draft, version=version, operation_id=new_operation_id())
        self._write(part, act, msg("The letterhead is saved."))

    def save_text(self, part: str, purpose: TemplatePurpose, code: str, title: str, body: str, version: int) -> None:
        """Lay down a text as typed."""
        act = partial(self._service.set_template, purpose, code, title, body, version=version)
        self._write(part, partial(act, operation_id=new_operation_id()), msg("The text is saved."))

    def reset_text(self, part: str, purpose: TemplatePurpose, code: str, version: int) -> None:
        """Go back to a built-in text."""
        act = partial(self._service.reset_template, purpose, code, version=version, operation_id=new_operation_id())
        self._write(part, act, msg("The built-in text is back."))

    def save_layout(self, part: str, sections: Sequence[SectionLayout], version: int) -> None:
        """Lay down how the report is made up; no sections is the built-in make-up."""
        assert self.report is not None
        act = partial(self._service.set_layout, self.report.report, sections, version=version)
        words = msg("The make-up of the report is saved.") if sections else msg("The built-in make-up is back.")
        self._write(part, partial(act, operation_id=new_operation_id()), words)

    # --- looking -----------------------------------------------------------------------------------------------------

    def draw_letterhead(self, part: str, draft: NewLetterhead, spoken: Language) -> None:
        """Draw a page with a letterhead as typed."""
        desk = self._desk

        def draw() -> bytes:
            return sample_page(self._service.try_letterhead(draft), spoken, desk.clock.now(), desk.zone)

        self._draw(part, draw)

    def draw_text(self, part: str, purpose: TemplatePurpose, code: str, title: str, body: str) -> None:
        """Draw a text as typed, with made-up values: as a letter, a poster, or the words that are sent or said."""
        desk, posters = self._desk, self._posters

        def draw() -> bytes:
            filled, now = self._service.try_text(purpose, code, title, body), desk.clock.now()
            if purpose in LETTERS:
                return letter(filled, self._service.letterhead(), language(code), now, desk.zone)
            if purpose.startswith("notice_") and posters is not None:
                return posters(purpose, filled, code)
            return words_page(filled, language(code), now, desk.zone, run_on=purpose in RUN_ON)

        self._draw(part, draw)

    def draw_layout(self, part: str, sections: Sequence[SectionLayout], spoken: Language) -> None:
        """Draw the report made up as typed."""
        report = self.report
        assert report is not None
        self._draw(part, lambda: report.draw(spoken, self._service.try_layout(report.report, sections)))

    def read_logo(self, path: Path) -> None:
        """Read a picture as the logo, made small enough; what a camera wrote beside the pixels is gone."""

        def stumble(error: Any) -> None:
            self.logo_refused.emit(error.problems)

        self._tasks.run(lambda _progress: _logo(path), self.logo_read.emit, stumble, owner=self, key="logo")

    # --- inside ------------------------------------------------------------------------------------------------------

    def _known(self) -> Known:
        service = self._service
        texts = {(row.purpose, row.language): row for row in service.templates()}
        fields = {purpose: service.fields(purpose) for purpose in TemplatePurpose}
        if self.report is None:
            return Known(service.letterhead(), texts, fields)
        layout = service.report_layout(self.report.report)
        names = dict(self.report.sections)
        sections = arranged(layout.sections, [*names])
        report_fields = service.report_fields(self.report.report)
        return Known(service.letterhead(), texts, fields, layout, sections, report_fields, names)

    def _write(self, part: str, act: Callable[[], Changes], words: Message) -> None:
        self._tasks.run(
            lambda _progress: act(),
            lambda _changes: self.done.emit(part, words),
            lambda error: self.refused.emit(part, error),
            owner=self,
            write=True,
        )

    def _draw(self, part: str, draw: Callable[[], bytes]) -> None:
        self._tasks.run(
            lambda _progress: draw(),
            lambda pdf: self.drawn.emit(part, pdf),
            lambda error: self.undrawn.emit(part, error),
            owner=self,
            key=f"draw {part}",
        )

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._started and changes.touches(*TOPICS):
            self.read()


def _logo(path: Path) -> bytes:
    """Return the picture at `path` as a PNG that is kept; raise UserError naming `logo`."""
    content = b""
    for side in LOGO_SIDES:
        file = QFile(str(path))
        if not file.open(QIODevice.OpenModeFlag.ReadOnly):
            raise _refused(msg("“%(file)s” cannot be read; choose another file.", file=path.name))
        try:
            content = as_png(decoded(file, side, (b"png", b"jpeg")))
        except PictureError as error:
            raise _refused(_FAULTS[error.fault]) from error
        finally:
            file.close()
        if len(content) <= LARGEST_LOGO:
            return content
    raise _refused(
        msg("The logo is larger than %(most)s MB; save it smaller, then choose it again.", most=LARGEST_LOGO >> 20)
    )


_FAULTS: Mapping[PictureFault, Message] = {
    PictureFault.OTHER_KIND: msg("The logo must be a PNG or JPEG picture; save it as one, then choose it again."),
    PictureFault.TOO_MANY_PIXELS: msg("The logo has too many pixels; save it smaller, then choose it again."),
    PictureFault.DAMAGED: msg("The logo is damaged; save it again, then choose it again."),
}


def _refused(words: Message) -> UserError:
    return UserError(Problem(words, "logo"))
