"""The page of letterhead, letters and the make-up of reports."""

from __future__ import annotations

from desktop.stationery.view.page import StationeryPage

__all__ = ["StationeryPage"]
