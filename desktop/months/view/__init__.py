"""The page of the month: `page` puts it together from `header`, `tiles`, `charts` and `tables`."""

from __future__ import annotations

from desktop.months.view.page import MonthPage

__all__ = ["MonthPage"]
