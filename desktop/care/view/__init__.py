"""The screens of care: the page of its lists, and the acts that a household's page shares with it."""

from __future__ import annotations

from desktop.care.view.acting import CareActs
from desktop.care.view.page import CarePage

__all__ = ["CareActs", "CarePage"]
