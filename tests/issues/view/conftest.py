"""Every test here may ask for the page of problem points."""

from __future__ import annotations

from tests.issues.screens import screen

__all__ = ["screen"]
