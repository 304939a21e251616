"""Closed months: told from what was frozen, whatever became of their requests since; and what did become of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from desktop.core.clock import FixedClock
from desktop.core.errors import Problem, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows, requires
from desktop.months.frozen import thaw, thaw_summary
from desktop.months.report import monthly_report
from desktop.months.rows import AfterClosing, Figure
from desktop.months.service.around import around, points_of
from desktop.months.service.counted import FIELDS, USUAL, YEAR
from desktop.months.service.reading import Reading
from desktop.months.store import counting, editions, standings
from desktop.requests.rows import RequestFilter
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.months.rows import Correction, EditionRow, MonthReport, MonthState, MonthSummary
    from desktop.months.store.editions import Edition, Kept
    from desktop.months.store.standings import Difference, Standing
    from desktop.stationery.rows import LetterheadRow

__all__ = ["Changed", "Closed", "masked_by_letterhead", "with_its_edition"]

LOOKED_BACK = 13
"""Corrections are looked for in so many months before: as far back as any figure is compared with."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A closed month as it was counted and as it would be today.

    `told` is what reports in force have told of it since, by request: the mark of how it counted then.
    """

    month: Month
    closed: Mapping[int, Standing]
    today: Mapping[int, Standing]
    told: Mapping[int, int] = field(default_factory=dict)

    def of(self, department_id: int | None) -> list[Difference]:
        """Return what differs for a department, for all where none is named, and was not told yet."""
        found = standings.differences(self.closed, self.today, department_id)
        untold = [each for each in found if self.told.get(each.request_id) != each.mark]
        return untold + standings.taken_back(self.closed, self.today, self.told, department_id)


class Closed(Reading):
    """Reads months as `Reading` does, but of a closed one what was frozen."""

    @requires(Operation.READ_FIGURES)
    def state(self, month: Month) -> MonthState:
        """Return how `month` stands: issued, closed, in which edition, and all editions there were.

        A department's head is told what an edition changed of the own department only.
        """
        with self.desk.read() as session:
            found = editions.state(session, self.actor.community_id, month)
        own = self.actor.heads_department
        if own is None:
            return found
        code = next((each.code for each in StaffService(self.desk).departments() if each.id == own), "")
        editions_told = tuple(_told(each, code) for each in found.editions)
        return replace(
            found, edition=None if found.edition is None else _told(found.edition, code), editions=editions_told
        )

    @requires(Operation.READ_FIGURES)
    def summary(self, month: Month, department_id: int | None = None, *, by: Sequence[str] = USUAL) -> MonthSummary:
        """Return the figures of `month` (`Reading.summary`), of a closed one as they were frozen.

        Raises also UserError where there was no such department at the closing, WorldError where it is damaged.
        """
        found = self._frozen(month, department_id)
        if found is None:
            return super().summary(month, department_id, by=by)
        frozen = thaw_summary(found[1].summary)
        unasked: dict[str, Any] = {field: () for kind, field in FIELDS.items() if kind not in by}
        return replace(frozen, **unasked, year_to_date=frozen.year_to_date if YEAR in by else None)

    @requires(Operation.READ_FIGURES)
    def list_of(self, /, month: Month, figure: Figure, **within: Any) -> RequestFilter:
        """Return the filter that lists the requests a figure is about (`Reading.list_of`).

        Of a closed month those that were counted, wherever they belong by now. Raises as `Reading.summary`.
        """
        within["department_id"] = self._within_reach(within.get("department_id"))
        with self.desk.read() as session:
            edition = editions.in_force(session, self.actor.community_id, month)
        if edition is None:
            return super().list_of(month, figure, **within)
        return RequestFilter(ids=standings.listed_as_closed(edition.id, figure, **within))

    @requires(Operation.PRINT_REPORT)
    def report(self, month: Month, department_id: int | None = None) -> MonthReport:
        """Return the report of one department, or of all (`Reading.report`), of a closed month as it was frozen.

        An open month's report tells the corrections of earlier closed ones. Raises as `summary`.
        """
        own = self._within_reach(department_id)
        found = self._frozen(month, own)
        if found is not None:
            return self._readable(with_its_edition(*found))
        corrections = self.corrections(month, department_id)
        live = replace(super().report(month, department_id), corrections=corrections, **around(self.desk, month, own))
        return self._readable(live)

    @requires(Operation.PRINT_REPORT)
    def gist(self, month: Month, department_id: int | None = None) -> MonthReport:
        """Return of `report` what its few sentences are made of (`Reading.gist`), of a closed month all of it."""
        own = self._within_reach(department_id)
        found = self._frozen(month, own)
        if found is not None:
            return self._readable(with_its_edition(*found))
        return replace(super().gist(month, own), issues=points_of(self.desk, month, own))

    @requires(Operation.PRINT_REPORT)
    def on_screen(self, month: Month, department_id: int | None = None) -> MonthReport:
        """Return `report` without what paper alone tells: corrections, and what is behind the problem points."""
        own = self._within_reach(department_id)
        found = self._frozen(month, own)
        if found is not None:
            return self._readable(with_its_edition(*found))
        return self._readable(replace(super().report(month, own), issues=points_of(self.desk, month, own)))

    @requires(Operation.READ_FIGURES)
    def after_closing(self, month: Month, department_id: int | None = None) -> AfterClosing:
        """Return what a closed month would be told as today: its figures then and now, and the requests behind it.

        Counted in the time zone of the closing, to the month's end or now: of one closed early also what its last days
        brought. Nothing where the month is open. Raises as `summary`.
        """
        found = self._frozen(month, department_id)
        if found is None:
            return AfterClosing({}, ())
        edition, kept = found
        own = self._within_reach(department_id)
        then = thaw_summary(kept.summary).total.figures
        with self.desk.hold() as desk, desk.read() as session:
            seen = edition.seen_by(desk.clock.now())
            as_then = replace(desk, clock=FixedClock(seen.cut_off), zone=edition.zone)
            now = Reading(as_then).summary(month, own, by=()).total.figures
            corrections = standings.corrections(session, month, self._changed(session, edition).of(own))
        return AfterClosing({figure: (then.value(figure), now.value(figure)) for figure in Figure}, corrections)

    @requires(Operation.READ_FIGURES)
    def corrections(self, month: Month, department_id: int | None = None) -> Sequence[Correction]:
        """Return what closed months before `month` would count otherwise today and no report in force tells yet.

        Months are looked at as far back as figures are compared with (`LOOKED_BACK`), the oldest first.
        """
        own = self._within_reach(department_id)
        with self.desk.read() as session:
            untold = self._untold(session, month)
            return [each for months in untold for each in standings.corrections(session, months.month, months.of(own))]

    @requires(Operation.PRINT_REPORT)
    def departments(self, month: Month) -> Mapping[str, int | None]:
        """Return of whom `month` has a report: the departments' ids by their codes, last (all, none) that of all.

        Of a closed month those of the closing, of an open one the departments in use; a head's is the own alone.
        """
        own = self.actor.heads_department
        with self.desk.read() as session:
            edition = editions.in_force(session, self.actor.community_id, month)
            if edition is not None:
                found = {each.code: each.department_id for each in editions.kept_reports(session, edition.id)}
            else:
                rows = StaffService(self.desk).departments()
                found = {row.code: row.id for row in rows if row.active or row.id == own}
        reported = {code: id_ for code, id_ in found.items() if id_ and own in {None, id_}}
        return reported if own is not None else reported | {editions.WHOLE: None}

    @requires(Operation.PRINT_REPORT)
    def paper(
        self,
        month: Month,
        department_id: int | None,
        language: Language,
        *,
        masked: bool | None = None,
        edition_id: int | None = None,
    ) -> bytes:
        """Return a report as PDF: as it was issued where it was in this language and masking, byte for byte.

        Else drawn from the frozen rows and marked as a copy; of an open month drawn from what is known now. `masked`
        is as the letterhead says where nothing else is asked for; with `edition_id` it is the paper of that edition,
        also of one set aside. Raises as `summary`, WorldError for a damaged paper, and RefusedError where what is
        masked by the letterhead is asked for unmasked by an account that may not see it. Who reads no problem points
        gets a copy without these and the comments.
        """
        found = self._frozen(month, department_id, edition_id)
        if found is None:
            return self._drawn(self.report(month, department_id), language, masked=masked, copy=False)
        return self._frozen_paper(*found, language, masked=masked)[0]

    def _frozen_paper(
        self, edition: Edition, kept: Kept, language: Language, *, masked: bool | None
    ) -> tuple[bytes, bool]:
        """Return a frozen report as PDF, and whether it was issued so; what was not is a copy."""
        if masked is False:
            self._refuse_unmasked(with_its_edition(edition, kept))
        if allows(self.actor, Operation.READ_ISSUES):
            with self.desk.read() as session:
                issued = editions.issued_paper(session, edition.id, kept.code, language.code, masked=masked)
            if issued:
                return issued, True
        copied = self._readable(with_its_edition(edition, kept))
        return self._drawn(copied, language, masked=masked, copy=True), False

    def _readable(self, report: MonthReport) -> MonthReport:
        """Return `report` without problem points and comment for an account that may not read these."""
        if allows(self.actor, Operation.READ_ISSUES):
            return report
        return replace(report, issues=(), comment=None)

    def _drawn(self, report: MonthReport, language: Language, *, masked: bool | None, copy: bool) -> bytes:
        if masked is False:
            self._refuse_unmasked(report)
        hidden = masked_by_letterhead(report.letterhead) if masked is None else masked
        return monthly_report(report, language, masked=hidden, copy=copy)

    def _refuse_unmasked(self, report: MonthReport) -> None:
        if not allows(self.actor, Operation.EXPORT_UNMASKED) and masked_by_letterhead(report.letterhead):
            raise RefusedError(
                msg("Names and phones are hidden on paper by the letterhead; only a manager prints them in full.")
            )

    def _frozen(
        self, month: Month, department_id: int | None, edition_id: int | None = None
    ) -> tuple[Edition, Kept] | None:
        """Return the edition a month is told from and what it keeps of the department, none of an open month."""
        own = self._within_reach(department_id)
        community_id = self.actor.community_id
        with self.desk.read() as session:
            if edition_id is None:
                edition = editions.in_force(session, community_id, month)
            else:
                edition = editions.edition(session, community_id, month, edition_id)
                if edition is None:
                    raise UserError(msg("There is no such edition of this month; look at the list again."))
            if edition is None:
                return None
            kept = next(
                (each for each in editions.kept_reports(session, edition.id) if each.department_id == (own or 0)), None
            )
        if kept is None:
            words = msg("When the month was closed there was no report of this department; choose another.")
            raise UserError(Problem(words, "department"))
        return edition, kept

    def _changed(self, session: Session, edition: Edition) -> Changed:
        made = counting.read(session, self.actor.community_id, edition.seen_by(self.desk.clock.now()))
        return Changed(edition.month, standings.kept(session, edition.id), standings.standings(made, edition.facts))

    def _untold(self, session: Session, month: Month) -> list[Changed]:
        """Return what closed months before `month` would be told otherwise, with what was told of it already."""
        if self._cuts is None:
            return self._find_untold(session, month)
        return self._cuts.once(("untold", month), lambda: self._find_untold(session, month))

    def _find_untold(self, session: Session, month: Month) -> list[Changed]:
        community_id = self.actor.community_id
        earlier = [month.plus(-back) for back in range(1, LOOKED_BACK + 1)]
        told = editions.told(session, community_id)
        return [
            replace(
                self._changed(session, each),
                # the last word counts; what was told of an edition before this one is in this one already
                told={
                    one.request_id: one.mark
                    for one in told
                    if one.month == str(each.month) and one.edition_id > each.id
                },
            )
            for each in editions.closed_months(session, community_id, earlier)
        ]


def masked_by_letterhead(head: LetterheadRow | None) -> bool:
    """Tell whether a letterhead hides names or phones on paper that leaves the desk."""
    return head is not None and (head.mask_names or head.mask_phones)


def with_its_edition(edition: Edition, kept: Kept) -> MonthReport:
    """Return a frozen report; when it was frozen its edition had no id yet."""
    report = thaw(kept.report)
    return report if report.edition is None else replace(report, edition=replace(report.edition, id=edition.id))


def _told(edition: EditionRow, code: str) -> EditionRow:
    return replace(edition, changes=tuple(each for each in edition.changes if each.code == code))
