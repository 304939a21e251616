"""What the page of follow-ups decides: who is on the phone, what was said, what comes next."""

from __future__ import annotations

from desktop.follow_ups.presenter.calling import BAD, FollowUpPresenter
from desktop.follow_ups.presenter.lines import Line

__all__ = ["BAD", "FollowUpPresenter", "Line"]
