"""What the month's page asks for: `month` reads figures and lists, `papers` are its reports."""

from __future__ import annotations

from desktop.months.presenter.month import Figured, Listed, MonthPresenter

__all__ = ["Figured", "Listed", "MonthPresenter"]
