"""The page of follow-ups."""

from __future__ import annotations

from desktop.follow_ups.view.page import FollowUpsPage

__all__ = ["FollowUpsPage"]
