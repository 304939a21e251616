"""What can be asked of a month, and laid down about it: `reading` its figures, lists and reports, `targets`.

`sets` draws what is taken away of it as a whole, `weeks` reads weeks by the same definitions.
"""

from __future__ import annotations

from desktop.months.report.sentences import comment_in_sentences, month_in_sentences
from desktop.months.service.closed import masked_by_letterhead
from desktop.months.service.freezing import NewPaper, Snapshot, Telling, keep_edition
from desktop.months.service.targets import Targets
from desktop.months.service.weeks import Weeks

__all__ = [
    "MonthService",
    "NewPaper",
    "Snapshot",
    "Telling",
    "comment_in_sentences",
    "keep_edition",
    "masked_by_letterhead",
    "month_in_sentences",
]


class MonthService(Weeks, Targets):
    """The service of months, for one signed-in account."""
