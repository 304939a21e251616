"""What serves the page of the walk: the steps of a month, and the papers of its editions."""

from __future__ import annotations

from desktop.month_end.presenter.walk import MonthEndPresenter

__all__ = ["MonthEndPresenter"]
