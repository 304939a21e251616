"""What the page of incidents decides: which are listed, which one is looked at, what is printed."""

from __future__ import annotations

from desktop.incidents.presenter.listing import IncidentsPresenter, Show
from desktop.incidents.presenter.paper import IncidentPaper

__all__ = ["IncidentPaper", "IncidentsPresenter", "Show"]
