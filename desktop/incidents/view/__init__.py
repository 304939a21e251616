"""The screen of incidents."""

from __future__ import annotations

from desktop.incidents.view.page import IncidentsPage

__all__ = ["IncidentsPage"]
