"""Every test of these screens may ask for `screens`."""

from __future__ import annotations

from tests.requests.screens import screens

__all__ = ["screens"]
