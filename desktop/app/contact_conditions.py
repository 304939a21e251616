"""What features above contacts offer for the rules of contact lists. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.contacts.rule import Asking, ConditionKind
from desktop.core.i18n import Message, msg
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


CONDITIONS: Sequence[ConditionKind] = (
    ConditionKind("open_request", msg("Open request"), _open_request_words, _open_request_rooms),
)
"""The conditions that the service and the page of contacts are made with."""
