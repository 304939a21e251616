"""What the month's page asks for: `month` reads it, `opening` its lists, `papers` what is looked at of it.

`issued_set` draws the set of its reports, `comparing` reads two months, `targets` what figures ought to be.
"""

from __future__ import annotations

from desktop.months.presenter.comparing import ComparePresenter
from desktop.months.presenter.issued_set import SetChoice, SetPresenter, paper_name
from desktop.months.presenter.month import MonthPresenter
from desktop.months.presenter.papers import LedgerPaper, MonthPaper, WeekPaper
from desktop.months.presenter.reading import Figured, Listed
from desktop.months.presenter.targets import Targets, TargetsPresenter

__all__ = [
    "ComparePresenter",
    "Figured",
    "LedgerPaper",
    "Listed",
    "MonthPaper",
    "MonthPresenter",
    "SetChoice",
    "SetPresenter",
    "Targets",
    "TargetsPresenter",
    "WeekPaper",
    "paper_name",
]
