"""Papers of the gate: the badge, the visitor log, who is inside, who stayed overnight, the count of the shift."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.visits.rows import BadgeSize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.ui.language import Text
    from desktop.visits.service import VisitService

__all__ = ["BadgePaper", "LogPaper", "Sheet", "evacuation_list", "night_list", "shift_count"]


class Sheet:
    """A paper that is drawn in one way, as things are by then."""

    def __init__(self, title: Text, file_name: str, draw: Callable[[Language], bytes]) -> None:
        """Head it `title`; `draw` raises what the service raises."""
        self.title = title
        self.file_name = file_name
        self._draw = draw

    def pdf(self, language: Language) -> bytes:
        """Draw it."""
        return self._draw(language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()


def evacuation_list(service: VisitService, day: date) -> Sheet:
    """Return who is inside, building by building."""
    return Sheet(msg("Who is inside, by building"), f"inside-{day.isoformat()}", service.evacuation_list)


def night_list(service: VisitService, day: date) -> Sheet:
    """Return who should have left, and the vehicles that stay the night."""
    return Sheet(msg("Overdue and overnight"), f"overnight-{day.isoformat()}", service.night_list)


def shift_count(service: VisitService, day: date) -> Sheet:
    """Return what came, went and is inside at the end of the shift."""
    return Sheet(msg("Count of the shift"), f"shift-{day.isoformat()}", service.shift_count)


class _VariedSheet(Sheet):
    """A paper that can be drawn in several ways, by code."""

    kind = ""
    ways: Mapping[str, Text]

    @property
    def variant(self) -> str:
        """Return the way it is drawn."""
        return self._variant

    def __init__(self, title: Text, file_name: str, draw: Callable[[Language], bytes], variant: str) -> None:
        super().__init__(title, file_name, draw)
        self._variant = variant

    def variants(self) -> Sequence[tuple[str, Text]]:
        """Return every way with its words."""
        return tuple(self.ways.items())

    def choose(self, variant: str) -> None:
        """Draw it in another way from now on; what is no way changes nothing."""
        if variant in self.ways:
            self._variant = variant


class BadgePaper(_VariedSheet):
    """A visitor's badge: a label, or a day pass on A6."""

    kind = "visitor-badge"

    def __init__(self, service: VisitService, visit_id: int) -> None:
        """Draw the badge of one visit."""
        self.ways = {BadgeSize.LABEL.value: msg("Label, 80 mm"), BadgeSize.A6.value: msg("Day pass, A6")}
        super().__init__(msg("Badge"), f"badge-{visit_id}", self._badge, BadgeSize.LABEL.value)
        self._service, self._visit_id = service, visit_id

    def _badge(self, language: Language) -> bytes:
        return self._service.badge(self._visit_id, language, BadgeSize(self.variant))


DAY, WEEK, DAY_ALL, WEEK_ALL = "day", "week", "day-all", "week-all"


class LogPaper(_VariedSheet):
    """The visitor log of a day or its week, of this gate or of all."""

    kind = "gate-log"

    def __init__(self, service: VisitService, day: date, gate_id: int | None) -> None:
        """Draw the log of `day`; without a gate it is that of all."""
        here: Mapping[str, Text] = {DAY: msg("This gate, one day"), WEEK: msg("This gate, the week")}
        everywhere: Mapping[str, Text] = {DAY_ALL: msg("All gates, one day"), WEEK_ALL: msg("All gates, the week")}
        self.ways = everywhere if gate_id is None else {**here, **everywhere}
        super().__init__(
            msg("Visitor log"), f"visits-{day.isoformat()}", self._log, DAY_ALL if gate_id is None else DAY
        )
        self._service, self._day, self._gate_id = service, day, gate_id

    def _log(self, language: Language) -> bytes:
        first = last = self._day
        if self.variant in {WEEK, WEEK_ALL}:
            first = self._day - timedelta(days=self._day.weekday())
            last = first + timedelta(days=6)
        gate_id = self._gate_id if self.variant in {DAY, WEEK} else None
        return self._service.visitor_log(first, last, gate_id, language)
