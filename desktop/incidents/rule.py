"""Who may do what with an incident as it stands, and what a signature under it is under. Pure."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, Role, allows
from desktop.incidents.model import IncidentMove, IncidentState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop.core.permissions import Actor

__all__ = ["OPERATIONS", "digest_of", "may", "moves_of", "split_time"]


_WRITTEN = frozenset({IncidentState.OPEN, IncidentState.REPORTED, IncidentState.SIGNED_OFF})

_STATES: Mapping[IncidentMove, frozenset[IncidentState]] = MappingProxyType(
    {
        IncidentMove.AMEND: _WRITTEN,
        IncidentMove.NOTE: _WRITTEN,
        IncidentMove.END: frozenset({IncidentState.OPEN}),
        IncidentMove.GO_ON: frozenset({IncidentState.OPEN}),
        IncidentMove.HAND_IN: frozenset({IncidentState.OPEN}),
        IncidentMove.SIGN_OFF: frozenset({IncidentState.REPORTED}),
        IncidentMove.REOPEN: frozenset(IncidentState) - {IncidentState.OPEN},
        IncidentMove.DROP: frozenset({IncidentState.OPEN}),
    }
)

OPERATIONS: Mapping[IncidentMove, Operation] = MappingProxyType(
    {**dict.fromkeys(IncidentMove, Operation.REPORT_INCIDENT), IncidentMove.SIGN_OFF: Operation.SIGN_OFF_INCIDENT}
)
"""The right each move needs."""

_CHANGES = frozenset({IncidentMove.AMEND, IncidentMove.NOTE})
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])\s+(?=\S)")


def may(actor: Actor, move: IncidentMove, state: IncidentState, department_id: int | None) -> bool:
    """Tell whether `actor` may make `move` with an incident that stands at `state`.

    What a guard handed in, a guard changes only once it is taken back; what was signed off, only a manager opens
    again. A department's head signs the own department's, the project manager all.
    """
    if not allows(actor, OPERATIONS[move]) or state not in _STATES[move]:
        return False
    if move in _CHANGES:
        return state is IncidentState.OPEN or actor.role is not Role.GUARD
    if move is IncidentMove.SIGN_OFF:
        return actor.heads_department in {None, department_id}
    if move is IncidentMove.REOPEN and state is IncidentState.SIGNED_OFF:
        return allows(actor, Operation.SIGN_OFF_INCIDENT) and actor.heads_department in {None, department_id}
    return True


def moves_of(actor: Actor, state: IncidentState, department_id: int | None, *, ended: bool) -> frozenset[IncidentMove]:
    """Return what `actor` may do now with an incident; one that has `ended` can only be taken back to go on."""
    other = IncidentMove.END if ended else IncidentMove.GO_ON
    return frozenset(move for move in IncidentMove if move is not other and may(actor, move, state, department_id))


def digest_of(facts: Mapping[str, object], entries: Iterable[tuple[str, str, str, str]]) -> str:
    """Return the digest of what a signature is under: all that was written, and each entry (kind, time, who, words).

    Values are texts, numbers or none. Photos are not part of it: they may be added afterwards, each in the audit.
    """
    parts = (sorted(facts.items()), sorted(entries))
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def split_time(typed: str) -> tuple[tuple[int, int] | None, str]:
    """Return hour and minute that a line begins with ("14:05 called 119"), None without, and the rest of it."""
    found = _TIME.match(typed.lstrip())
    if found is None:
        return None, typed.strip()
    return (int(found[1]), int(found[2])), typed.lstrip()[found.end() :].strip()
