"""What the lists of the desk's page of the gate show, and the words of it."""

from __future__ import annotations

from desktop.visits.table.beforehand import (
    expected_cell,
    expected_columns,
    message_words,
    pass_cell,
    pass_columns,
    watch_cell,
    watch_columns,
)
from desktop.visits.table.calls import PHRASES, call_cell, call_columns
from desktop.visits.table.log import inside_columns, log_columns, objection_words, state_cell
from desktop.visits.table.setup import (
    SECTION_LABELS,
    Laid,
    Section,
    SetupRow,
    reduction_words,
    rules_words,
    setup_columns,
)
from desktop.visits.table.source import VisitSource
from desktop.visits.table.words import NOTHING, When, days_words, joined, lasting_words, said, who_words

__all__ = [
    "NOTHING",
    "PHRASES",
    "SECTION_LABELS",
    "Laid",
    "Section",
    "SetupRow",
    "VisitSource",
    "When",
    "call_cell",
    "call_columns",
    "days_words",
    "expected_cell",
    "expected_columns",
    "inside_columns",
    "joined",
    "lasting_words",
    "log_columns",
    "message_words",
    "objection_words",
    "pass_cell",
    "pass_columns",
    "reduction_words",
    "rules_words",
    "said",
    "setup_columns",
    "state_cell",
    "watch_cell",
    "watch_columns",
    "who_words",
]
