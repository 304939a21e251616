"""The page of the month: `page` puts it together from `header` and `content`, whose parts have a module each.

`asking` opens the dialogs, `standing` says how the month stands, `printing` prints several reports.
"""

from __future__ import annotations

from desktop.months.view.page import MonthPage

__all__ = ["MonthPage"]
