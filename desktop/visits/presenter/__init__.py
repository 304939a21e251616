"""What the desk's page of the gate shows and reads."""

from __future__ import annotations

from desktop.visits.presenter.lists import (
    CallsPresenter,
    ExpectedPresenter,
    ExpectedScope,
    InsidePresenter,
    InsideScope,
    ListPresenter,
    PassesPresenter,
    PassScope,
    WatchPresenter,
    WatchScope,
)
from desktop.visits.presenter.log import LATELY, LogPresenter, last_days
from desktop.visits.presenter.papers import EvacuationPaper, NightPaper, PassPaper, ShiftPaper, VisitLogPaper
from desktop.visits.presenter.reading import PartPresenter
from desktop.visits.presenter.rooms import RoomFinder
from desktop.visits.presenter.setup import SetupPresenter

__all__ = [
    "LATELY",
    "CallsPresenter",
    "EvacuationPaper",
    "ExpectedPresenter",
    "ExpectedScope",
    "InsidePresenter",
    "InsideScope",
    "ListPresenter",
    "LogPresenter",
    "NightPaper",
    "PartPresenter",
    "PassPaper",
    "PassScope",
    "PassesPresenter",
    "RoomFinder",
    "SetupPresenter",
    "ShiftPaper",
    "VisitLogPaper",
    "WatchPresenter",
    "WatchScope",
    "last_days",
]
