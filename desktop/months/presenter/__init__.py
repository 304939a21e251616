"""What the month's page asks for: `month` reads figures and lists, `papers` are its reports."""

from __future__ import annotations

from desktop.months.presenter.month import Figured, Listed, MonthPresenter
from desktop.months.presenter.papers import Drawn, MonthPaper

__all__ = ["Drawn", "Figured", "Listed", "MonthPaper", "MonthPresenter"]
