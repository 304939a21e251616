"""Release slips as screens, papers and other features have them. Free of Qt."""

from __future__ import annotations

from desktop.release_slips.rows.labels import (
    APPLICANT_LABELS,
    CONSENT_LABELS,
    LAYOUT_LABELS,
    OUTCOME_LABELS,
    STAGE_LABELS,
    STANDING_LABELS,
    moment_text,
    verdict,
)
from desktop.release_slips.rows.slips import (
    CheckLine,
    GoodsLine,
    NewRelease,
    ReleaseCounts,
    ReleaseFile,
    ReleaseFilter,
    ReleaseLayout,
    ReleaseLine,
    ReleaseStage,
    ReleaseStart,
)
from desktop.release_slips.rule import Goods, ReleaseStanding

__all__ = [
    "APPLICANT_LABELS",
    "CONSENT_LABELS",
    "ISSUED",
    "LAYOUT_LABELS",
    "OUTCOME_LABELS",
    "RELEASED",
    "STAGE_LABELS",
    "STANDING_LABELS",
    "TIMELINE_KINDS",
    "CheckLine",
    "Goods",
    "GoodsLine",
    "NewRelease",
    "ReleaseCounts",
    "ReleaseFile",
    "ReleaseFilter",
    "ReleaseLayout",
    "ReleaseLine",
    "ReleaseStage",
    "ReleaseStanding",
    "ReleaseStart",
    "moment_text",
    "verdict",
]

ISSUED, RELEASED = "release_slip_issued", "goods_released"
TIMELINE_KINDS = frozenset({ISSUED, RELEASED})
"""The kinds of touchpoint that release slips write."""
