"""What screens and paper get to see of requests, and what forms hand in: frozen values, never rows of the ORM.

`commands` go in, `lines` come out, `labels` are the words for the codes in both, `setup` is what
the community laid down.
"""

from __future__ import annotations

from desktop.requests.rows.commands import MOST_WORDS, NewRequest, RequestFacts
from desktop.requests.rows.labels import (
    CHANNEL_LABELS,
    HOLD_REASON_LABELS,
    KIND_LABELS,
    LIABILITY_LABELS,
    MOVE_LABELS,
    OUTCOME_LABELS,
    PHRASE_USE_LABELS,
    PLACE_LABELS,
    PRIORITY_LABELS,
    SATISFACTION_LABELS,
    SIGNER_LABELS,
    SOURCE_LABELS,
    STATE_LABELS,
    STEP_LABELS,
)
from desktop.requests.rows.lines import (
    TIMELINE_PREFIX,
    TITLE_LENGTH,
    CategoryRow,
    CategorySuggestion,
    FollowUpRow,
    HoldRow,
    RequestDetail,
    RequestFilter,
    RequestHit,
    RequestLine,
    RequestOrder,
    StateGroup,
    StepRow,
    TodayCounts,
)
from desktop.requests.rows.setup import (
    DUE_SOON_MINUTES,
    HOLD_DAYS,
    EquipmentRow,
    GradeRow,
    PhraseRow,
    QuestionRow,
    SetupRow,
)

__all__ = [
    "CHANNEL_LABELS",
    "DUE_SOON_MINUTES",
    "HOLD_DAYS",
    "HOLD_REASON_LABELS",
    "KIND_LABELS",
    "LIABILITY_LABELS",
    "MOST_WORDS",
    "MOVE_LABELS",
    "OUTCOME_LABELS",
    "PHRASE_USE_LABELS",
    "PLACE_LABELS",
    "PRIORITY_LABELS",
    "SATISFACTION_LABELS",
    "SIGNER_LABELS",
    "SOURCE_LABELS",
    "STATE_LABELS",
    "STEP_LABELS",
    "TIMELINE_PREFIX",
    "TITLE_LENGTH",
    "CategoryRow",
    "CategorySuggestion",
    "EquipmentRow",
    "FollowUpRow",
    "GradeRow",
    "HoldRow",
    "NewRequest",
    "PhraseRow",
    "QuestionRow",
    "RequestDetail",
    "RequestFacts",
    "RequestFilter",
    "RequestHit",
    "RequestLine",
    "RequestOrder",
    "SetupRow",
    "StateGroup",
    "StepRow",
    "TodayCounts",
]
