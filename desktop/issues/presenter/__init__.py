"""What the page of problem points decides: which are shown, what may be done with one, what is printed."""

from __future__ import annotations

from desktop.issues.presenter.allowed import ACTION_MOVES, POINT_MOVES, action_moves, point_moves
from desktop.issues.presenter.listing import Flag, IssuesPresenter, Wanted, is_flagged
from desktop.issues.presenter.paper import ActionSheetPaper

__all__ = [
    "ACTION_MOVES",
    "POINT_MOVES",
    "ActionSheetPaper",
    "Flag",
    "IssuesPresenter",
    "Wanted",
    "action_moves",
    "is_flagged",
    "point_moves",
]
