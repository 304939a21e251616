"""The screen of slips."""

from __future__ import annotations

from desktop.slips.view.page import SlipsPage

__all__ = ["SlipsPage"]
