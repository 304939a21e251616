"""What can be asked of a month, and laid down about it: `reading` its figures, lists and reports."""

from __future__ import annotations

from desktop.months.service.reading import Reading

__all__ = ["MonthService"]


class MonthService(Reading):
    """The service of months, for one signed-in account."""
