"""How the sheet of a route is composed of the paper kit's blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Paragraph, Signatures, Title, WritingBox
from desktop.paper.cells import Stacked, TickBoxes
from desktop.paper.flow import Gap
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT, Document
from desktop.paper.grids import Grid, label, value
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import Span
from desktop.patrols.model import PointKind
from desktop.patrols.rows import POINT_LABELS
from desktop.staff.rows import department_name

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.paper.flow import Block
    from desktop.paper.pen import Pen
    from desktop.patrols.rows import PointLine, RouteLine

__all__ = ["draw"]

BODY, SMALL = PAPER_TYPE["body"], PAPER_TYPE["label"]
POINT_MM, TIME_MM, BOXES_MM = 50.0, 17.0, 49.0
HIGH = 32.0
"""Height of a row in which two lines can be written by hand, points."""

LABEL_MM = 21.0


@dataclass(frozen=True, slots=True)
class _Space:
    """A cell that is left white to be written in."""

    high: float = HIGH - 8

    def height(self, _width: float) -> float:
        """Return the height in which one can write."""
        return self.high

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw nothing."""


def draw(route: RouteLine, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF; see `route_sheet`."""
    t, printed = language.gettext, printed_at.astimezone(zone)
    title = t("Patrol sheet")
    facts = (
        department_name(route.department, language),
        language.ngettext("%(count)s point", "%(count)s points", len(route.points)),
        t("In this order") if route.fixed_order else t("In any order"),
        t("Printed %(at)s", at=language.moment(printed, zone)),
    )
    blocks: list[Block] = [Title(title, route.name, facts), _head(language), Gap(4)]
    if route.note:
        blocks.append(Paragraph(Span(route.note, BODY), BODY))
    blocks += [_points(route, language), Gap(6), WritingBox(t("Broken off because"), 14)]
    end, day = _colon(language), language.pgettext("space for a handwritten date", "Date:")
    blocks.append(Signatures((t("Walked by") + end, day), (t("Checked by") + end, day)))
    head = f"{title} {route.name}"
    return Document(REPORT, language, printed, head, author=community, company=community).pdf(blocks)


def _head(language: Language) -> Grid:
    t = language.gettext
    names = ((t("Day"), t("Shift"), t("Walked by")), (t("Begun at"), t("Ended at"), t("Findings")))
    return Grid(*([part for name in row for part in (label(name, LABEL_MM), value())] for row in names))


def _points(route: RouteLine, language: Language) -> Table:
    t = language.gettext
    columns = (
        Column(t("No."), FIT, "right"),
        Column(t("Point"), POINT_MM, weight=MEDIUM),
        Column(t("Time"), TIME_MM),
        Column(t("Seen"), BOXES_MM),
        Column(t("What was found, or why it was not visited")),
    )
    boxes = [t("OK"), t("Amiss"), t("Not seen")]
    rows = [
        Row(
            (language.integer(point.position), _point(point, language), _Space(), TickBoxes(boxes), _Space()),
            height=HIGH,
        )
        for point in route.points
    ]
    return Table(columns, rows, size=BODY)


def _point(point: PointLine, language: Language) -> Stacked:
    kind = "" if point.kind is PointKind.OTHER else language.message(POINT_LABELS[point.kind])
    about = " · ".join(filter(None, (kind, point.building, point.code)))
    return Stacked([Span(point.name, BODY, MEDIUM), *([Span(about, SMALL)] if about else [])])


def _colon(language: Language) -> str:
    return ":" if language.code == "en" else "："
