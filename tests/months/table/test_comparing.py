from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from desktop.core.i18n import language
from desktop.core.months import Month
from desktop.months.rows import AfterClosing, Compared, Counts, Figure, Figures, MonthSummary, Named
from desktop.months.table import (
    FIGURES,
    MonthComparison,
    compare_columns,
    compare_lines,
    since_columns,
    since_lines,
)
from desktop.ui.language import translate
from desktop.ui.table import Cell

EN = language("en")


def figures(received: int) -> Figures:
    return Figures.of(Counts(received=received, received_completed=received // 2), [], 100)


def summary(month: Month, received: int, *categories: tuple[int, str, int]) -> MonthSummary:
    return MonthSummary(
        month=month,
        community="云栖花园",
        zone=ZoneInfo("Asia/Shanghai"),
        cut_off=datetime(2026, 11, 1, tzinfo=UTC),
        closed=False,
        occupied_households=100,
        total=Compared(figures(received), None, None),
        departments=(),
        categories=[Named(id_, "", name, Compared(figures(count), None, None)) for id_, name, count in categories],
        buildings=(),
    )


OCTOBER = summary(Month(2026, 10), 90, (1, "Lifts", 40), (2, "Locks", 50))
LAST_YEAR = summary(Month(2025, 10), 60, (1, "Lifts", 50), (3, "Noise", 10))
BOTH = MonthComparison(OCTOBER, LAST_YEAR)


def shown(line_at: int, by: str) -> dict[str, Cell]:
    line = compare_lines(BOTH, by)[line_at]
    cells = {each.key: each.show(line, EN) for each in compare_columns(Month(2026, 10), Month(2025, 10), by)}
    return {key: Cell(cell) if isinstance(cell, str) else cell for key, cell in cells.items()}


def test_that_every_figure_stands_beside_that_of_the_other_month() -> None:
    assert [line.figure for line in compare_lines(BOTH, FIGURES)] == list(Figure)
    received = shown(0, FIGURES)
    assert [received[key].text for key in ("first", "second", "change", "percent")] == ["90", "60", "+30", "+50.0%"]
    assert received["first"].link


def test_that_groups_of_either_month_are_compared_by_what_was_received() -> None:
    lines = compare_lines(BOTH, "category")
    assert [translate(line.words, EN) for line in lines] == ["Locks", "Lifts", "Noise"]
    gone = shown(2, "category")
    assert [gone[key].text for key in ("first", "second")] == ["-", "10"]
    assert not gone["first"].link


def test_that_a_month_in_which_nothing_was_counted_is_unknown() -> None:
    nothing = MonthComparison(OCTOBER, summary(Month(2020, 1), 0))
    assert {line.second for line in compare_lines(nothing, FIGURES)} == {None}


def test_that_only_what_changed_since_the_closing_is_told() -> None:
    after = AfterClosing({Figure.RECEIVED: (90, 92), Figure.OVERDUE: (3, 3), Figure.COMPLETION_RATE: (0.5, None)}, ())
    lines = since_lines(after)
    assert [line.id for line in lines] == [Figure.RECEIVED, Figure.COMPLETION_RATE]
    texts = [column.show(lines[0], EN) for column in since_columns()]
    assert [each if isinstance(each, str) else each.text for each in texts] == ["Received (requests)", "90", "92", "+2"]
