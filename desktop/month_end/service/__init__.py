"""What is done at a month's end: `combing` it and issuing it to the heads, `commenting` it, `closing` it.

`gathering` reads what `spots` and `clusters` find to stand out, `checks` what is incomplete; `walking` counts what is
left in each step, `opening` guards the row of a month that is about to change.
"""

from __future__ import annotations

from desktop.month_end.service.closing import Closing
from desktop.month_end.service.combing import Combing
from desktop.month_end.service.commenting import Commenting

__all__ = ["MonthEndService"]


class MonthEndService(Combing, Commenting, Closing):
    """The service of a month's end, for one signed-in account."""
