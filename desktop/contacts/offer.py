"""What contacts offer to the whole: sentences for their touchpoints on a household's timeline. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.contacts.model import CallOutcome
from desktop.contacts.rows import OUTCOME_LABELS, TIMELINE_KIND
from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TIMELINE_KINDS", "timeline_words"]

TIMELINE_KINDS = frozenset({TIMELINE_KIND})
"""The kinds of touchpoint that contacts write."""


def timeline_words(kind: str, parameters: Mapping[str, Any]) -> Message | None:
    """Return a touchpoint of a call round in words, None for a kind that is another feature's."""
    if kind not in TIMELINE_KINDS:
        return None
    outcome = OUTCOME_LABELS[CallOutcome(parameters["outcome"])]
    if parameters.get("note"):
        outcome = msg("%(outcome)s (%(note)s)", outcome=outcome, note=parameters["note"])
    if parameters.get("name"):
        return msg(
            "called %(name)s for %(occasion)s: %(outcome)s",
            name=parameters["name"],
            occasion=parameters["occasion"],
            outcome=outcome,
        )
    return msg("called for %(occasion)s: %(outcome)s", occasion=parameters["occasion"], outcome=outcome)
