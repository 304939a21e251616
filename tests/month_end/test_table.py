"""The columns of the walk: what stands in them is seen whole, also in a small window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.i18n import language
from desktop.core.months import Month
from desktop.issues.model import ActionState
from desktop.issues.rows import ACTION_STATE_LABELS
from desktop.month_end.rows import SPOT_LABELS
from desktop.month_end.table import action_columns, comment_columns, point_columns, spot_columns
from desktop.ui.table import Cell
from desktop.ui.table.delegate import cell_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

    from desktop.ui.table import Column

ROOM = 590
"""Px of the step's list in a window of 960 px."""


def widths(columns: Sequence[Column[object]]) -> dict[str, int]:
    return {column.key: column.width for column in columns}


@pytest.mark.parametrize("code", ["zh_CN", "zh_TW", "en"])
def test_that_states_and_reasons_are_seen_whole(qtbot: QtBot, code: str) -> None:
    assert qtbot is not None
    spoken = language(code)
    states = widths(action_columns())["state"]  # type: ignore[arg-type]
    for state in ActionState:
        chip = Cell(spoken.message(ACTION_STATE_LABELS[state]), icon="wrench", chip=True)
        assert cell_width(chip) <= states, chip.text
    kinds = widths(spot_columns())["kind"]  # type: ignore[arg-type]
    # The longest of them may end in dots in a long language, most may not.
    cut = [kind for kind, words in SPOT_LABELS.items() if cell_width(Cell(spoken.message(words))) > kinds]
    assert len(cut) <= 1, cut


def test_that_the_lists_fit_a_small_window() -> None:
    month = Month(2026, 10)
    for columns in (action_columns(), point_columns(lambda: month)):
        assert sum(widths(columns).values()) <= ROOM  # type: ignore[arg-type]
    assert sum(widths(comment_columns()).values()) <= ROOM  # type: ignore[arg-type]
