"""How a month is counted for whoever asks: in which reach, with which months beside it, and where from."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.months.rows import Compared, MonthSummary, Named
from desktop.months.store import editions, kept, lists, living, tallying
from desktop.months.store.bits import KINDS
from desktop.months.store.definitions import window, year_to
from desktop.months.store.frozen_counts import count_closed
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.core.months import Month
    from desktop.months.rows import Figures, Window
    from desktop.months.store.cuts import Cuts
    from desktop.months.store.tallying import Tallies
    from desktop.storage.desk import Desk

__all__ = ["EVERYTHING", "FIELDS", "USUAL", "YEAR", "Counted", "Counting", "is_known"]

USUAL = ("department", "category", "building")
"""By what a month is counted unless something else is asked for."""

YEAR = "year"
"""Asked for beside the kinds: what was counted since 1 January."""

EVERYTHING = (*KINDS, YEAR)

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "department": "departments",
        "category": "categories",
        "building": "buildings",
        "zone": "zones",
        "worker": "workers",
        "place": "places",
        "liability": "liabilities",
        "source": "sources",
    }
)
"""Where a summary keeps the groups of each kind."""

_COMPARED_WITH = (0, -1, -12)
_CODED = frozenset({"place", "liability", "source"})


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one month, and how many households lived there."""

    tallies: Tallies
    occupied: float

    def figures(self, kind: str = "", key: int | str = 0) -> Figures:
        """Return the figures of one group, of all where `kind` is empty."""
        return self.tallies.figures(self.occupied, kind, key)


class Counting(Service):
    """Counts months from one snapshot; a department's head is told of the own department only."""

    def __init__(self, desk: Desk, cuts: Cuts | None = None) -> None:
        """Serve `desk`; with `cuts`, which hold for its snapshot only, no month is counted twice."""
        super().__init__(desk)
        self._cuts = cuts

    def _within_reach(self, department_id: int | None) -> int | None:
        own = self.actor.heads_department
        if own is None:
            return department_id
        if department_id not in {None, own}:
            raise RefusedError(msg("A department's head sees the own department's report only."))
        return own

    def _window(self, month: Month) -> Window:
        now = self.desk.clock.now()
        if month.start(self.desk.zone) > now:
            raise UserError(Problem(msg("The month %(month)s has not begun yet.", month=month), "month"))
        return window(month, self.desk.zone, now)

    def _windows(self, months: Sequence[Month]) -> list[Window]:
        now = self.desk.clock.now()
        return [window(each, self.desk.zone, now) for each in months]

    def _summary(
        self,
        session: Session,
        seen: Window,
        department_id: int | None,
        by: Sequence[str],
        tallies: Tallies | None = None,
    ) -> MonthSummary:
        """Return the month's figures with what they are compared with; `tallies` are its own, where counted before."""
        kinds = [kind for kind in KINDS if kind in by]
        windows = self._windows([seen.month.plus(offset) for offset in _COMPARED_WITH])
        months = self._count(session, windows, department_id, kinds, live=seen.month, given=tallies)
        now = months[0]
        assert now is not None
        named = lists.names(session, self.actor.community_id, kinds)
        groups = {kind: _groups(kind, months, named[kind]) for kind in kinds}
        if "department" in groups:
            shown = [each for each in groups["department"] if each.id and department_id in {None, each.id}]
            groups["department"] = shown
        return MonthSummary(
            month=seen.month,
            community=self.desk.community,
            zone=self.desk.zone,
            cut_off=seen.cut_off,
            closed=False,
            occupied_households=now.occupied,
            total=_compared(months),
            **{"departments": (), "categories": (), "buildings": ()}
            | {FIELDS[kind]: found for kind, found in groups.items()},
            year_to_date=self._year_to(session, seen, department_id) if YEAR in by else None,
            targets=kept.targets_of(session, self.actor.community_id, department_id),
        )

    def _count(
        self,
        session: Session,
        windows: Sequence[Window],
        department_id: int | None,
        kinds: Sequence[str] = (),
        *,
        live: Month | None = None,
        given: Tallies | None = None,
    ) -> list[Counted | None]:
        """Return what was counted in each window, none before the community is known.

        A closed month counts as its closing kept it, but for `live`, which is always counted as of now; `given` is
        what that came to, where it was counted already.
        """
        community_id = self.actor.community_id
        first = living.first_request_at(session, community_id)
        days = [day for each in windows for day in self._first_and_last_day(each)]
        lived_in = living.occupied_households(session, community_id, days)
        beside = [each.month for each in windows if each.month != live]
        closed = {each.month: each for each in editions.closed_months(session, community_id, beside)} if beside else {}
        counted: list[Counted | None] = []
        for place, each in enumerate(windows):
            if each.month != live and not is_known(each, first):
                counted.append(None)
                continue
            if edition := closed.get(each.month):
                frozen = self._count_closed(session, edition.id, department_id, kinds)
                counted.append(Counted(frozen, edition.occupied_households))
                continue
            tallies = given if each.month == live else None
            tallies = tallies or self._count_live(session, each, department_id, kinds)
            counted.append(Counted(tallies, (lived_in[2 * place] + lived_in[2 * place + 1]) / 2))
        return counted

    def _count_live(self, session: Session, seen: Window, department_id: int | None, kinds: Sequence[str]) -> Tallies:
        if self._cuts is not None:
            return self._cuts.count(seen, department_id, kinds)
        return tallying.count(session, self.actor.community_id, seen, department_id, kinds)

    def _count_closed(
        self, session: Session, edition_id: int, department_id: int | None, kinds: Sequence[str]
    ) -> Tallies:
        if self._cuts is not None:
            return self._cuts.count_closed(edition_id, department_id, kinds)
        return count_closed(session, self.actor.community_id, edition_id, department_id, kinds)

    def _year_to(self, session: Session, seen: Window, department_id: int | None) -> Figures | None:
        [year] = self._count(session, [year_to(seen, self.desk.zone)], department_id, live=seen.month)
        return None if year is None else year.figures()

    def _first_and_last_day(self, seen: Window) -> tuple[date, date]:
        """Return the days on which a window's households are counted; a running month ends today."""
        last = min(seen.month.last_day, seen.cut_off.astimezone(self.desk.zone).date())
        return seen.start.astimezone(self.desk.zone).date(), last


def is_known(seen: Window, first: datetime | None) -> bool:
    """Tell whether the community had any request before the month's end; `first` is when its first occurred."""
    return first is not None and first < seen.end


def _compared(months: Sequence[Counted | None], kind: str = "", key: int | str = 0) -> Compared:
    present, previous, last_year = (None if each is None else each.figures(kind, key) for each in months)
    assert present is not None
    return Compared(present, previous, last_year)


def _groups(kind: str, months: Sequence[Counted | None], named: Mapping[int | str, tuple[str, str]]) -> list[Named]:
    """Return the figures of each group, the named ones first, then (id 0) of what belongs to none.

    Of workers, who come and go, only those something was counted of.
    """
    counted = {key for each in months if each for key in each.tallies.by[kind]}
    keys = [key for key in named if kind != "worker" or key in counted]
    keys += sorted(counted - named.keys(), key=str)
    found = []
    for key in keys:
        code, name = named.get(key, (str(key) if key and kind in _CODED else "", ""))
        found.append(Named(key if isinstance(key, int) else 0, code, name, _compared(months, kind, key)))
    return found
