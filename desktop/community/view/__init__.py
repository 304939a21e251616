"""The page of the community editor."""

from __future__ import annotations

from desktop.community.view.page import CommunityPage

__all__ = ["CommunityPage"]
