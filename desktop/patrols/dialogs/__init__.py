"""The forms of patrols, and the sheet of a route to look at and print."""

from __future__ import annotations

from desktop.patrols.dialogs.duties import DutiesDialog
from desktop.patrols.dialogs.forms import Command, PatrolDialog
from desktop.patrols.dialogs.paper import RouteSheetPaper
from desktop.patrols.dialogs.points import PointDialog, as_new
from desktop.patrols.dialogs.routes import RouteDialog
from desktop.patrols.dialogs.sheet import SheetDialog

__all__ = [
    "Command",
    "DutiesDialog",
    "PatrolDialog",
    "PointDialog",
    "RouteDialog",
    "RouteSheetPaper",
    "SheetDialog",
    "as_new",
]
