"""The papers of the gate as things to look at, print and save: log, who is inside, overnight, a pass."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.visits.rows import PassLine, VisitFilter

__all__ = ["EvacuationPaper", "NightPaper", "PassPaper", "ShiftPaper", "VisitLogPaper"]


DAY, WEEK, SHOWN = "day", "week", "shown"


class _GatePaper:
    """A paper of the gate: `service` draws it, `day` is today in the community."""

    def __init__(self, desk: Desk) -> None:
        self.service = VisitService(desk)
        self.day: date = desk.clock.now().astimezone(desk.zone).date()

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()


class VisitLogPaper(_GatePaper):
    """The log on A4, of the gate of a filter or of all: its last day, the week of that, or all of its days."""

    title: Text = msg("Visitor log")
    kind = "visitor-log"

    def __init__(self, desk: Desk, wanted: VisitFilter) -> None:
        """Print days of `wanted`; without any it is today."""
        super().__init__(desk)
        self._last = wanted.last_day or self.day
        self._first = wanted.first_day or self._last
        self._gate_id = wanted.gate_id
        self._variant = DAY

    @property
    def file_name(self) -> str:
        """Return a name with the days."""
        first, last = self._days()
        return f"visits-{first.isoformat()}-{last.isoformat()}"

    @property
    def variant(self) -> str:
        """Return which days it holds."""
        return self._variant

    def variants(self) -> Sequence[tuple[str, Text]]:
        """Return the day, its week, and the days shown."""
        return [(DAY, msg("One day")), (WEEK, msg("The week")), (SHOWN, msg("The days shown"))]

    def choose(self, variant: str) -> None:
        """Hold other days from now on."""
        if variant in {DAY, WEEK, SHOWN}:
            self._variant = variant

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        first, last = self._days()
        return self.service.visitor_log(first, last, self._gate_id, language)

    def _days(self) -> tuple[date, date]:
        if self._variant == SHOWN:
            return self._first, self._last
        if self._variant == DAY:
            return self._last, self._last
        monday = self._last - timedelta(days=self._last.weekday())
        return monday, monday + timedelta(days=6)


class EvacuationPaper(_GatePaper):
    """Who is inside now, building by building."""

    title: Text = msg("Who is inside, by building")

    @property
    def file_name(self) -> str:
        """Return a name with the day."""
        return f"inside-{self.day.isoformat()}"

    def pdf(self, language: Language) -> bytes:
        """Draw it as it is by then."""
        return self.service.evacuation_list(language)


class NightPaper(_GatePaper):
    """Vehicles that stayed the night and visits that should be over."""

    title: Text = msg("Overdue and overnight")

    @property
    def file_name(self) -> str:
        """Return a name with the day."""
        return f"overnight-{self.day.isoformat()}"

    def pdf(self, language: Language) -> bytes:
        """Draw it as it is by then."""
        return self.service.night_list(language)


class ShiftPaper(_GatePaper):
    """What came, went and is still inside, counted at the end of a shift."""

    title: Text = msg("Count of the shift")

    @property
    def file_name(self) -> str:
        """Return a name with the day."""
        return f"shift-{self.day.isoformat()}"

    def pdf(self, language: Language) -> bytes:
        """Draw it as it is by then."""
        return self.service.shift_count(language)


class PassPaper(_GatePaper):
    """A contractor's pass on A6 with its code to scan."""

    def __init__(self, desk: Desk, line: PassLine) -> None:
        """Print `line`."""
        super().__init__(desk)
        self._line = line

    @property
    def title(self) -> Text:
        """Return the pass's number."""
        return msg("Pass %(number)s", number=self._line.number)

    @property
    def file_name(self) -> str:
        """Return the pass's number."""
        return f"pass-{self._line.number}"

    def pdf(self, language: Language) -> bytes:
        """Draw it as the pass is by then."""
        return self.service.pass_paper(self._line.id, language)
