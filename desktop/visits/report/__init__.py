"""What is printed at the gate: badges, passes, the log, who is inside, what is counted at the end of a shift.

The paper kit takes a quarter of a second to import, which is due when something is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.visits.report.printing import Printing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.visits.rows import BadgeSize, InsideLine, LogSheet, NightSheet, PassLine, ShiftSheet, VisitFile

__all__ = [
    "Printing",
    "badge",
    "contractor_pass",
    "evacuation_list",
    "night_list",
    "shift_count",
    "visitor_log",
]


def badge(file: VisitFile, size: BadgeSize, printing: Printing) -> bytes:
    """Return a visitor's badge as PDF: a label 80 x 50 mm, or a day pass on A6 that the household signs."""
    from desktop.visits.report.badges import draw  # noqa: PLC0415 - see above

    return draw(file, size, printing)


def contractor_pass(line: PassLine, printing: Printing) -> bytes:
    """Return a contractor's pass on A6 as PDF; its QR code says its number."""
    from desktop.visits.report.contractor import draw  # noqa: PLC0415 - see above

    return draw(line, printing)


def visitor_log(sheet: LogSheet, printing: Printing) -> bytes:
    """Return the visitor log on A4 across as PDF: day by day, the oldest first; what its words mean below."""
    from desktop.visits.report.log import draw  # noqa: PLC0415 - see above

    return draw(sheet, printing)


def evacuation_list(lines: Sequence[InsideLine], printing: Printing) -> bytes:
    """Return who is inside on A4 as PDF: by building, rooms in natural order, a box to tick for each."""
    from desktop.visits.report.inside import draw_evacuation  # noqa: PLC0415 - see above

    return draw_evacuation(lines, printing)


def night_list(sheet: NightSheet, printing: Printing) -> bytes:
    """Return who stayed too long and every outside vehicle inside on A4 as PDF, to fill in on the round."""
    from desktop.visits.report.inside import draw_night  # noqa: PLC0415 - see above

    return draw_night(sheet, printing)


def shift_count(sheet: ShiftSheet, printing: Printing) -> bytes:
    """Return what is counted at the end of a shift on A4 as PDF, with lines to sign on."""
    from desktop.visits.report.shift import draw  # noqa: PLC0415 - see above

    return draw(sheet, printing)
