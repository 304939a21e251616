"""What the page of patrols decides: which day, rounds, findings and routes are shown, what is looked at."""

from __future__ import annotations

from desktop.patrols.presenter.listing import PARTS, Part, PatrolsPresenter

__all__ = ["PARTS", "Part", "PatrolsPresenter"]
