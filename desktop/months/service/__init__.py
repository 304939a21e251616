"""What can be asked of a month, and laid down about it: `reading` its figures, lists and reports, `targets`.

`sets` draws what is taken away of it as a whole.
"""

from __future__ import annotations

from desktop.months.report.sentences import month_in_sentences
from desktop.months.service.closed import masked_by_letterhead
from desktop.months.service.freezing import NewPaper, Snapshot, Telling, keep_edition
from desktop.months.service.sets import Sets
from desktop.months.service.targets import Targets

__all__ = [
    "MonthService",
    "NewPaper",
    "Snapshot",
    "Telling",
    "keep_edition",
    "masked_by_letterhead",
    "month_in_sentences",
]


class MonthService(Sets, Targets):
    """The service of months, for one signed-in account."""
