"""What the page of release slips decides: which slips are shown, what is written, found and printed."""

from __future__ import annotations

from desktop.release_slips.presenter.acting import Command, ReleaseWriter
from desktop.release_slips.presenter.finding import RoomFinder
from desktop.release_slips.presenter.listing import ReleasesPresenter
from desktop.release_slips.presenter.paper import ReleasePaper

__all__ = ["Command", "ReleasePaper", "ReleaseWriter", "ReleasesPresenter", "RoomFinder"]
