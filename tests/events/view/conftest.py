"""The page of events in a window that remembers."""

from __future__ import annotations

from tests.events.screens import screen

__all__ = ["screen"]
