"""The page of slips is tested with the community of the requests."""

from __future__ import annotations

from tests.requests.screens import screens

__all__ = ["screens"]
