"""The screen of the calendar."""

from __future__ import annotations

from desktop.calendar.view.page import CalendarPage

__all__ = ["CalendarPage"]
