"""The page behind a window that remembers."""

from __future__ import annotations

from tests.visits.screens import screen

__all__ = ["screen"]
