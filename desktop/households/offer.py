"""What households offer to the whole: sentences for their touchpoints, and the alerts of one page. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.households.rows import ROLE_LABELS, STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Message
    from desktop.households.rows import HouseholdFile

__all__ = ["Alert", "alerts", "timeline_words"]

_WORTH_AN_ALERT = ("living_alone", "ill", "pregnant_or_infant", "legacy_issue", "vip", "committee")
"""Meanings of tags that whoever answers the phone must know, in the order of the strip."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of the strip on top of a household's page: the tag's meaning, its name, and why it is worn."""

    meaning: str
    name: str
    cause: str


def alerts(household: HouseholdFile) -> Sequence[Alert]:
    """Return what must be known before a word is said, most urgent first."""
    worn = [tag for tag in household.tags if tag.meaning in _WORTH_AN_ALERT]
    worn.sort(key=lambda tag: (_WORTH_AN_ALERT.index(tag.meaning), tag.name))
    return [Alert(tag.meaning, tag.name, tag.cause) for tag in worn]


def timeline_words(kind: str, parameters: Mapping[str, Any]) -> Message | None:
    """Return the sentence of a touchpoint that households wrote, None for a kind that is another feature's."""
    if kind == "state_changed":
        return msg("The room became: %(state)s", state=STATE_LABELS[RoomStateKind(parameters["state"])])
    if kind == "moved_in":
        return msg("%(name)s moved in (%(role)s)", name=parameters["name"], role=_role(parameters))
    if kind == "moved_out":
        return msg("%(name)s moved out (%(role)s)", name=parameters["name"], role=_role(parameters))
    return None


def _role(parameters: Mapping[str, Any]) -> Message:
    return ROLE_LABELS[OccupancyRole(parameters["role"])]
