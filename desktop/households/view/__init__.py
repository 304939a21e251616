"""The screens of households: the list, one household's page, and names for the gate."""

from __future__ import annotations

from desktop.households.view.additions import Additions, ListAction, RoomAction, RoomPanel
from desktop.households.view.page import HouseholdsPage

__all__ = ["Additions", "HouseholdsPage", "ListAction", "RoomAction", "RoomPanel"]
