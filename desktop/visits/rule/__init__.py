"""The rules of the gate, nothing else: what was typed, and what speaks against letting someone in."""

from desktop.visits.rule.against import (
    Coming,
    Destination,
    Lived,
    Objection,
    ObjectionKind,
    PassTerms,
    Watched,
    fitting_pass,
    meant_by,
    objections,
)
from desktop.visits.rule.typed import full_plate, is_part, is_plate, name_key, plates_told_by, same_name, visitor_key

__all__ = [
    "Coming",
    "Destination",
    "Lived",
    "Objection",
    "ObjectionKind",
    "PassTerms",
    "Watched",
    "fitting_pass",
    "full_plate",
    "is_part",
    "is_plate",
    "meant_by",
    "name_key",
    "objections",
    "plates_told_by",
    "same_name",
    "visitor_key",
]
