"""Icons on paper: Lucide's paths as lines and curves."""

from __future__ import annotations

import math

import pytest

from desktop.core.paths import resources_dir
from desktop.paper.icons import SIDE, _Path, outline_of


def test_that_an_arc_keeps_to_its_circle_however_its_flags_are_written() -> None:
    for path in ("M22 12A10 10 0 0 1 2 12", "M22 12a10 10 0 01-20 0", "M22 12A10 10 0 1 1 2 12"):
        strokes = list(_Path(path).strokes())
        ends = [(values[-2], values[-1]) for _operator, values in strokes]
        assert ends[0] == pytest.approx((22, 12))
        assert ends[-1] == pytest.approx((2, 12))
        assert all(math.dist(end, (12, 12)) == pytest.approx(10) for end in ends)


def test_that_smooth_and_quadratic_curves_go_on_as_they_came() -> None:
    smooth = list(_Path("M0 0q2.5 2 5 0t5 0").strokes())
    assert [operator for operator, _values in smooth[1:3]] == ["c", "c"]
    assert smooth[1][1] == pytest.approx((5 / 3, 4 / 3, 10 / 3, 4 / 3, 5, 0))
    assert smooth[2][1] == pytest.approx((5 + 5 / 3, -4 / 3, 5 + 10 / 3, -4 / 3, 10, 0))


def test_that_every_icon_that_is_made_of_paths_and_circles_stays_in_its_square() -> None:
    plain = [
        file.stem
        for file in (resources_dir() / "icons").glob("*.svg")
        if not any(f"<{shape}" in file.read_text("utf-8") for shape in ("rect", "line ", "polyline", "ellipse"))
    ]
    assert len(plain) > 50
    for name in plain:
        ends = [value for _operator, values in outline_of(name) for value in values[-2:]]
        assert min(ends) >= 0
        assert max(ends) <= SIDE
