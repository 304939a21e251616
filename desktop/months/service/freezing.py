"""Freezing a month: all its reports read from one snapshot, and kept as an edition in the closing's unit of work."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import insert

from desktop.core.clock import FixedClock
from desktop.core.errors import RefusedError
from desktop.core.i18n import language, msg
from desktop.core.permissions import Operation, requires
from desktop.months.frozen import freeze, freeze_summary, thaw_summary
from desktop.months.model import IssuedPaper, MonthEdition
from desktop.months.report import monthly_report
from desktop.months.rows import EditionChange, EditionRow, Figure
from desktop.months.service.around import around
from desktop.months.service.closed import Closed, masked_by_letterhead
from desktop.months.service.reading import Reading
from desktop.months.store import editions, kept, standings
from desktop.months.store.cuts import Cuts
from desktop.months.store.editions import WHOLE, Kept
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.core.months import Month
    from desktop.months.rows import MonthReport
    from desktop.months.service.around import Around
    from desktop.months.store.standings import Standing
    from desktop.storage.work import UnitOfWork

__all__ = ["Freezing", "NewPaper", "Snapshot", "Telling", "keep_edition"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A month as it is to be frozen: its reports, that of all first, also packed, and what each request counts as.

    `at` is the moment of closing, `told` are the corrections that the reports tell; by its `fingerprint` it is seen
    whether it still holds (`Freezing.fingerprint`).
    """

    month: Month
    number: int
    at: datetime
    zone: str
    reports: Sequence[MonthReport]
    kept: Sequence[Kept]
    standing: Mapping[int, Standing]
    told: Sequence[tuple[str, int, int]]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A report's PDF to be kept with an edition; `code` is the report's, `language` a code."""

    code: str
    language: str
    masked: bool
    pdf: bytes


class Telling(Protocol):
    """Whom a closing tells how far it is, and asks whether to go on (`ui.tasks.Progress`)."""

    def check(self) -> None:
        """Raise where the closing should stop."""
        ...

    def report(self, done: int, total: int = 0, doing: Message | None = None) -> None:
        """Take note of how far it is."""
        ...


class Freezing(Closed):
    """Reads and draws what a closing freezes."""

    @requires(Operation.CLOSE_MONTH)
    def snapshot(self, month: Month, at: datetime) -> Snapshot:
        """Return `month` as it is frozen at the moment `at`, from one snapshot: the reports of all and of departments.

        A department that is no longer used gets a report where the month counts or tells anything of it. Raises as
        `summary`, and RefusedError for anyone but the project manager.
        """
        if not self.actor.is_project_manager:
            raise RefusedError(
                msg("Only the project manager closes a month or opens it again; a department's head cannot.")
            )
        with replace(self.desk, clock=FixedClock(at)).hold() as desk, desk.read() as session:
            cuts = Cuts(session, self.actor.community_id)
            return type(self)(desk, cuts)._read_all(session, month, at)  # noqa: SLF001 - our own, on the snapshot

    @requires(Operation.CLOSE_MONTH)
    def fingerprint(self, month: Month, at: datetime) -> str:
        """Return what `snapshot` of the same moment would have as its fingerprint, for a fraction of the time.

        It is another one where a request counts otherwise, or a comment, a problem point or the letterhead changed.
        """
        with replace(self.desk, clock=FixedClock(at)).hold() as desk, desk.read() as session:
            fixed = type(self)(desk)
            standing, beside = fixed._standing(session, month), around(fixed.desk, month, None)  # noqa: SLF001 - as above
            return fixed._fingerprint(session, month, standing, beside)  # noqa: SLF001 - as above

    def _standing(self, session: Session, month: Month) -> dict[int, Standing]:
        return standings.standings(self._pass(session, self._window(month), None))

    def _fingerprint(self, session: Session, month: Month, standing: Mapping[int, Standing], beside: Around) -> str:
        departments = [None, *(row.id for row in StaffService(self.desk).departments())]
        comments = [kept.comment(session, self.actor.community_id, month, each) for each in departments]
        told = repr((sorted(standing.items()), comments, beside))
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    @requires(Operation.CLOSE_MONTH)
    def draw(self, snapshot: Snapshot, languages: Sequence[str], progress: Telling | None = None) -> list[NewPaper]:
        """Draw every report of `snapshot` in `languages` (codes), masked as its letterhead says.

        `progress` is told of each, and may stop it. Raises as `monthly_report`.
        """
        papers: list[NewPaper] = []
        total = len(snapshot.reports) * len(languages)
        for code in languages:
            for report in snapshot.reports:
                if progress is not None:
                    progress.check()
                    progress.report(len(papers), total, msg("Preparing the report %(name)s …", name=report.file_name))
                masked = masked_by_letterhead(report.letterhead)
                pdf = monthly_report(report, language(code), masked=masked)
                papers.append(NewPaper(report.code, code, masked, pdf))
        if progress is not None:
            progress.check()
            progress.report(total, total, msg("Keeping the closed month …"))
        return papers

    def _read_all(self, session: Session, month: Month, at: datetime) -> Snapshot:
        untold = self._untold(session, month)
        last = editions.newest(session, self.actor.community_id, month)
        number = last.number + 1 if last else 1
        beside = around(self.desk, month, None)

        def report_of(department_id: int | None) -> MonthReport:
            read = Reading.report(self, month, department_id)
            told = [
                each
                for earlier in untold
                for each in standings.corrections(session, earlier.month, earlier.of(department_id))
            ]
            own = tuple(point for point in beside["issues"] if department_id in {None, point.department_id})
            seen = replace(read, summary=replace(read.summary, closed=True), corrections=told, issues=own)
            return replace(seen, letterhead=beside["letterhead"], layout=beside["layout"])

        whole = report_of(None)
        reports = [whole, *map(report_of, self._departments(whole))]
        changes = _changes(editions.kept_reports(session, last.id), reports) if last else ()
        edition = EditionRow(0, number, at, self.actor.name, whole.summary.cut_off, changes, None, "", "")
        reports = [replace(report, edition=_of(edition, report.code)) for report in reports]
        standing = self._standing(session, month)
        return Snapshot(
            month=month,
            number=number,
            at=at,
            zone=self.desk.zone.key,
            reports=reports,
            kept=[_kept(report) for report in reports],
            standing=standing,
            told=[(str(each.month), found.request_id, found.mark) for each in untold for found in each.of(None)],
            fingerprint=self._fingerprint(session, month, standing, beside),
        )

    def _departments(self, whole: MonthReport) -> list[int]:
        """Return the departments that get a report: those in use, and those the month tells anything of."""
        spoken_of = {point.department_id for point in whole.issues}
        used = {row.id for row in StaffService(self.desk).departments() if row.active} | spoken_of
        return [
            each.id
            for each in whole.summary.departments
            if each.id in used or any(each.compared.figures.counts) or each.compared.figures.overdue
        ]


def _kept(report: MonthReport) -> Kept:
    department_id = report.department.id if report.department else 0
    return Kept(report.code, department_id, freeze_summary(report.summary), freeze(report))


def _changes(before: Sequence[Kept], reports: Sequence[MonthReport]) -> tuple[EditionChange, ...]:
    """Return which figures differ from the edition before, of all first, then by department."""
    was = {each.code: thaw_summary(each.summary) for each in before}
    now = {report.code: report.summary for report in reports}
    found = []
    for code in dict.fromkeys([*now, *was]):
        then, since = was.get(code), now.get(code)
        named = since or then
        name = "" if code == WHOLE or named is None else next((each.name for each in named.departments), code)
        for figure in Figure:
            earlier = then.total.figures.value(figure) if then else None
            later = since.total.figures.value(figure) if since else None
            if earlier != later:
                found.append(EditionChange(name, figure, earlier, later, code))
    return tuple(found)


def _of(edition: EditionRow, code: str) -> EditionRow:
    """Return the edition as the report `code` tells it: a department's says nothing of the others."""
    if code == WHOLE:
        return edition
    return replace(edition, changes=tuple(each for each in edition.changes if each.code == code))


def keep_edition(work: UnitOfWork, snapshot: Snapshot, papers: Sequence[NewPaper]) -> int:
    """Keep `snapshot` and its papers as the month's next edition, within the closing's write; return its id."""
    whole = snapshot.reports[0]
    row = MonthEdition(
        community_id=work.community_id,
        month=str(snapshot.month),
        number=snapshot.number,
        zone=snapshot.zone,
        cut_off=whole.summary.cut_off,
        closed_at=snapshot.at,
        closed_by=work.actor.account_id,
        closed_by_name=work.actor.name,
        occupied_households=whole.summary.occupied_households,
        facts=standings.FACTS,
        reports=editions.pack(snapshot.kept),
        changes=[] if whole.edition is None else [asdict(change) for change in whole.edition.changes],
        told=[list(each) for each in snapshot.told],
    )
    work.session.add(row)
    work.session.flush()
    standings.keep(work.session, work.community_id, row.id, snapshot.standing)
    work.session.execute(
        insert(IssuedPaper),
        [
            {
                "community_id": work.community_id,
                "edition_id": row.id,
                **asdict(paper),
                "sha256": sha256(paper.pdf).hexdigest(),
            }
            for paper in papers
        ],
    )
    return row.id
