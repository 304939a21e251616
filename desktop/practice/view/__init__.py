"""The screen of practice."""

from __future__ import annotations

from desktop.practice.view.page import PracticePage

__all__ = ["PracticePage"]
