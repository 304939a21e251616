from __future__ import annotations

from desktop.months.rows import Heat
from desktop.months.table import heat_grid

HEAT = [
    Heat(0, "", 7, "Lifts", 1),
    Heat(1, "1", 7, "Lifts", 2),
    Heat(1, "1", 8, "Locks", 5),
    Heat(2, "2", 0, "", 9),
    Heat(3, "3", 7, "Lifts", 0),
]


def test_that_the_most_frequent_category_comes_first_and_what_has_no_name_last() -> None:
    grid = heat_grid(HEAT)
    assert grid.buildings == [(1, "1"), (2, "2"), (0, "")]
    assert grid.categories == [(8, "Locks"), (7, "Lifts"), (0, "")]


def test_that_sums_are_those_of_the_cells() -> None:
    grid = heat_grid(HEAT)
    assert grid.count(1, 7) == 2
    assert grid.count(1, None) == 7
    assert grid.count(None, 7) == 3
    assert grid.count(None, None) == 17
    assert grid.count(2, 8) == 0


def test_that_nothing_received_is_an_empty_grid() -> None:
    grid = heat_grid([])
    assert (grid.buildings, grid.categories, grid.count(None, None)) == ([], [], 0)
