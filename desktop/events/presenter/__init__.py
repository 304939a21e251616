"""What the page of events decides: which are shown, who is found, what is printed."""

from __future__ import annotations

from desktop.events.presenter.finding import GuestFinder, GuestHit, typed_guest
from desktop.events.presenter.lines import read_items, read_staff, text_of_items, text_of_staff
from desktop.events.presenter.listing import EventsPresenter
from desktop.events.presenter.moving import Joined, MovedUp, change, join, leave
from desktop.events.presenter.paper import LetterPaper, PlanPaper, SignInPaper, SummaryPaper

__all__ = [
    "EventsPresenter",
    "GuestFinder",
    "GuestHit",
    "Joined",
    "LetterPaper",
    "MovedUp",
    "PlanPaper",
    "SignInPaper",
    "SummaryPaper",
    "change",
    "join",
    "leave",
    "read_items",
    "read_staff",
    "text_of_items",
    "text_of_staff",
    "typed_guest",
]
