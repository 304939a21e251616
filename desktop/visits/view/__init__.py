"""The desk's page of visits. Public: `VisitsPage`."""

from __future__ import annotations

from desktop.visits.view.page import VisitsPage

__all__ = ["VisitsPage"]
