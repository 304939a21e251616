"""The screen of patrols."""

from __future__ import annotations

from desktop.patrols.view.page import PatrolsPage

__all__ = ["PatrolsPage"]
