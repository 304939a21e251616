"""What the page decides: what is shown of rules and calendar, what is written, how it is told."""

from __future__ import annotations

from desktop.rules.presenter.calendar import CalendarPresenter, Known
from desktop.rules.presenter.rules import RulesPresenter
from desktop.rules.presenter.writing import Done

__all__ = ["CalendarPresenter", "Done", "Known", "RulesPresenter"]
