"""The page of the walk through a month."""

from __future__ import annotations

from desktop.month_end.view.page import CombingPage

__all__ = ["CombingPage"]
