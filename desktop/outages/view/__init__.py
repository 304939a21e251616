"""The page of outages and its parts."""

from __future__ import annotations

from desktop.outages.view.page import OutagesPage

__all__ = ["OutagesPage"]
