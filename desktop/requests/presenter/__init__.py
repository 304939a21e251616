"""What the screens of requests decide: which list, which request, what is done with it, what is taken in."""

from __future__ import annotations

from desktop.requests.presenter.detail import DetailPresenter
from desktop.requests.presenter.directory import Directory, load_directory
from desktop.requests.presenter.intake import IntakePresenter
from desktop.requests.presenter.listing import ListPresenter
from desktop.requests.presenter.moments import Moments
from desktop.requests.presenter.rooms import RoomFinder
from desktop.requests.presenter.shown import CONDITIONS, FLAGS, PRESETS, Preset, Shown

__all__ = [
    "CONDITIONS",
    "FLAGS",
    "PRESETS",
    "DetailPresenter",
    "Directory",
    "IntakePresenter",
    "ListPresenter",
    "Moments",
    "Preset",
    "RoomFinder",
    "Shown",
    "load_directory",
]
