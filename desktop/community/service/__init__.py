"""The community editor: zones, buildings, entrances and rooms are made, renamed, renumbered and removed."""

from __future__ import annotations

from desktop.community.service.naming import Naming
from desktop.community.service.patterns import MOST_ROOMS
from desktop.community.service.removing import Removing
from desktop.community.service.rooms import MakingRooms

__all__ = ["MOST_ROOMS", "CommunityService"]


class CommunityService(MakingRooms, Naming, Removing):
    """Everything an administrator can do with the places of a community."""
