"""What features above contacts offer for the rules of contact lists. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.contacts.rule import Asking, ConditionKind
from desktop.core.i18n import Message, msg
from desktop.events.store.households import YEAR, came_since, invited_since
from desktop.households.model import Room
from desktop.outages.model import Outage
from desktop.outages.store.lists import is_open as is_open_outage
from desktop.outages.store.scope import rooms_of_outages
from desktop.requests.model import Request
from desktop.requests.store.lines import is_open

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select

__all__ = ["CONDITIONS"]


def _open_request_words(_data: Mapping[str, Any]) -> Message:
    return msg("with an open request")


def _open_request_rooms(asking: Asking, _data: Mapping[str, Any]) -> Select[Any]:
    return select(Request.room_id).where(
        Request.community_id == asking.community_id, Request.room_id.is_not(None), is_open()
    )


def _running_outage_words(_data: Mapping[str, Any]) -> Message:
    return msg("affected by a running outage")


def _running_outage_rooms(asking: Asking, _data: Mapping[str, Any]) -> Select[Any]:
    ours = (Outage.community_id == asking.community_id, is_open_outage())
    running = select(Outage.id).where(*ours, Outage.starts_at <= asking.now)
    return rooms_of_outages(asking.community_id, running, asking.today)


def _not_invited_words(_data: Mapping[str, Any]) -> Message:
    return msg("invited to no event for a year")


def _not_invited_rooms(asking: Asking, _data: Mapping[str, Any]) -> Select[Any]:
    invited = invited_since(asking.community_id, asking.now - YEAR)
    return select(Room.id).where(Room.community_id == asking.community_id, Room.id.not_in(invited))


def _came_words(_data: Mapping[str, Any]) -> Message:
    return msg("came to an event within a year")


def _came_rooms(asking: Asking, _data: Mapping[str, Any]) -> Select[Any]:
    return came_since(asking.community_id, asking.now - YEAR)


CONDITIONS: Sequence[ConditionKind] = (
    ConditionKind("open_request", msg("Open request"), _open_request_words, _open_request_rooms),
    ConditionKind("running_outage", msg("Running outage"), _running_outage_words, _running_outage_rooms),
    ConditionKind("not_invited", msg("Not invited for a year"), _not_invited_words, _not_invited_rooms),
    ConditionKind("came_to_event", msg("Came to an event"), _came_words, _came_rooms),
)
"""The conditions that the service and the page of contacts are made with."""
