"""The page that imports spreadsheets."""

from __future__ import annotations

from desktop.app.importing.view.page import ImportPage

__all__ = ["ImportPage"]
