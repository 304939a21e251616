"""The page of events."""

from __future__ import annotations

from desktop.events.view.page import EventsPage

__all__ = ["EventsPage"]
