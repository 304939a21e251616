"""What the screens of households decide: which rooms are listed, which household is open, what is told of it."""

from __future__ import annotations

from desktop.households.presenter.household import HouseholdPresenter, HouseholdShown
from desktop.households.presenter.listing import ListPresenter, Places
from desktop.households.presenter.tags import TagsPresenter
from desktop.households.presenter.telling import TimelineGroup, Told, Touchpoint

__all__ = [
    "HouseholdPresenter",
    "HouseholdShown",
    "ListPresenter",
    "Places",
    "TagsPresenter",
    "TimelineGroup",
    "Told",
    "Touchpoint",
]
