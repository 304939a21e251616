"""Charts: honest axes, gaps for months without figures, the same picture on screen and paper."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.core.tokens import DARK, LIGHT, SERIES, TOKENS, contrast, mix
from desktop.paper.charts import HEAT_STEPS, Distribution, Heat, Rank, Ranking, Trend, nice_ticks
from desktop.paper.charts.ink import Box, hatching
from desktop.paper.svg import SvgPen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.paper.charts import Ink

MONTHS = ["10", "11", "12", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10月"]


@given(st.integers(min_value=0, max_value=10_000_000))
def test_that_ticks_are_few_even_whole_and_reach_the_highest_bar(most: int) -> None:
    ticks = nice_ticks(most)
    steps = {round(upper - lower, 6) for lower, upper in pairwise(ticks)}
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert len(steps) == 1
    assert 2 <= len(ticks) <= 6
    assert all(tick == round(tick) for tick in ticks)


def test_that_ticks_are_the_round_numbers_people_expect() -> None:
    assert nice_ticks(236) == [0, 50, 100, 150, 200, 250]
    assert nice_ticks(0) == [0, 1]
    assert nice_ticks(3) == [0, 1, 2, 3]
    assert nice_ticks(9) == [0, 2, 4, 6, 8, 10]


@given(*(st.floats(min_value=1, max_value=300) for _ in range(4)))
def test_that_hatching_stays_inside_its_box_and_rises_at_45_degrees(x: float, y: float, w: float, h: float) -> None:
    for x1, y1, x2, y2 in hatching(Box(x, y, w, h), 3.75):
        assert x - 0.001 <= x1 <= x2 <= x + w + 0.001
        assert y - 0.001 <= y2 <= y1 <= y + h + 0.001
        assert math.isclose(x2 - x1, y1 - y2, abs_tol=0.001)


def test_that_series_of_different_length_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="one length"):
        Trend(MONTHS, [1], [1], "a", "b")


def test_that_only_the_first_and_the_last_bar_carry_their_number(trend: Trend) -> None:
    written = re.findall(r">([^<>]+)</text>", trend.svg(560, 160))
    assert written.count("221") == 1
    assert written.count("198") == 1
    assert "236" not in written
    assert {"受理", "完成", "10月", "250"} <= set(written)


def test_that_a_month_without_figures_leaves_a_gap() -> None:
    whole = Trend(MONTHS, [9.0] * 13, [8.0] * 13, "受理", "完成").svg(560, 160)
    broken = Trend(MONTHS, [9.0] * 5 + [None] + [9.0] * 7, [8.0] * 5 + [None] + [8.0] * 7, "受理", "完成").svg(560, 160)
    assert whole.count("<polyline") == 1
    assert broken.count("<polyline") == 2
    assert whole.count("<circle") - broken.count("<circle") == 1
    assert whole.count("<rect") - broken.count("<rect") == 1


def test_that_charts_without_figures_are_still_drawn() -> None:
    assert "<text" in Trend(MONTHS, [None] * 13, [None] * 13, "受理", "完成").svg(560, 160)
    assert "<svg" in Trend([], [], [], "受理", "完成").svg(560, 160)
    assert "<text" not in Ranking([]).svg(300, 100)
    assert "0" in Ranking([Rank("其他", 0)]).svg(300, 100)


@pytest.mark.parametrize(("ink", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_that_past_months_are_paler_than_the_month_itself(trend: Trend, ink: Ink, theme: int) -> None:
    drawn = trend.svg(560, 160, ink)
    bar = SERIES[0].colour[theme]
    assert drawn.count(f'fill="{mix(bar, TOKENS["panel"][theme], 0.55)}"') == 12
    assert drawn.count(f'fill="{bar}"') == 2  # the month and the legend


def test_that_labels_are_text_not_markup() -> None:
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in Ranking([Rank("<b>&</b>", 3)]).svg(300, 100)


def test_that_bars_alone_have_neither_line_nor_legend() -> None:
    drawn = Trend(MONTHS, [9.0] * 13, [None] * 13, "及时率", "").svg(560, 160)
    assert "<polyline" not in drawn
    assert "<circle" not in drawn
    assert "及时率" not in drawn


def test_that_a_click_finds_the_month_it_is_on() -> None:
    trend = Trend(MONTHS, [9.0] * 13, [8.0] * 13, "受理", "完成")
    assert trend.month_at(555, 560) == 12
    assert trend.month_at(0, 560) is None
    assert trend.month_at(600, 560) is None
    places = [trend.month_at(x, 560) for x in range(40, 560)]
    assert [place for place in range(13) if place in places] == list(range(13))


def test_that_a_distribution_writes_every_number_and_share_and_draws_no_bar_for_nothing() -> None:
    chart = Distribution(["≤2", "2–4", ">4"], [9, 0, 31], ["22.5%", "0.0%", "77.5%"])
    drawn = chart.svg(300, 150)
    written = re.findall(r">([^<>]+)</text>", drawn)
    assert {"≤2", "2–4", "&gt;4", "9", "0", "31", "22.5%", "77.5%"} <= set(written)
    assert drawn.count("<rect") == 2
    assert "<svg" in Distribution([], []).svg(300, 150)


def test_that_a_distribution_breaks_long_labels_and_refuses_uneven_series() -> None:
    assert "dissatisfied" in Distribution(["Very dissatisfied"] * 5, [1] * 5).svg(400, 150)
    with pytest.raises(ValueError, match="one length"):
        Distribution(["a"], [1, 2])
    with pytest.raises(ValueError, match="one length"):
        Distribution(["a"], [1], ["50%", "50%"])


def heat() -> Heat:
    return Heat(["1栋", "2栋"], ["给排水", "电梯", "噪声"], [[1, 0, 12], [3, 6, 9]])


def test_that_heat_darkens_in_four_steps_up_to_the_highest() -> None:
    chart = heat()
    assert [chart.step(value) for value in (0, 1, 3, 4, 6, 9, 10, 12)] == [0, 1, 1, 2, 2, 3, 4, HEAT_STEPS]
    greys = [chart.ground(value) for value in (0, 3, 6, 9, 12)]
    assert greys == sorted(greys, reverse=True)
    assert len(set(greys)) == 5
    assert Heat(["1栋"], ["噪声"], [[0]]).step(0) == 0


@pytest.mark.parametrize(("ink", "words"), [("light", "#18211F"), ("dark", "#E7ECEA"), ("paper", "#000000")])
def test_that_numbers_on_the_hottest_ground_can_be_read(ink: Ink, words: str) -> None:
    chart = heat()
    assert min(contrast(words, chart.ground(value, ink)) for value in range(13)) >= 4.5


def test_that_heat_writes_what_is_there_and_leaves_the_rest_empty() -> None:
    drawn = heat().svg(420, 170)
    written = re.findall(r">([^<>]+)</text>", drawn)
    assert {"1栋", "2栋", "给排水", "电梯", "噪声", "12", "9"} <= set(written)
    assert "0" not in written
    assert drawn.count("<rect") == 5
    assert "<svg" in Heat([], [], []).svg(420, 170)


def test_that_a_click_finds_row_and_column_of_a_heat_table() -> None:
    chart = heat()
    assert chart.place_at(419, 169, 420, 170) == (1, 2)
    assert chart.place_at(1, 169, 420, 170) == (1, None)
    assert chart.place_at(419, 1, 420, 170) == (None, 2)
    assert chart.place_at(500, 500, 420, 170) == (None, None)


def test_that_a_heat_table_with_a_hole_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="row for each"):
        Heat(["1栋"], ["噪声", "电梯"], [[1]])


@pytest.mark.parametrize("ink", ["light", "dark", "paper"])
def test_that_qt_draws_the_charts(qapp: QApplication, trend: Trend, ink: Ink) -> None:
    ground = QColor("#FF00FF")
    charts = (trend, Ranking([Rank("给排水", 74, "+11")]), Distribution(["满意"], [3], ["100.0%"]), heat())
    for picture in (chart.svg(400, 160, ink) for chart in charts):
        renderer = QSvgRenderer(QByteArray(picture.encode()))
        assert renderer.isValid()
        image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
        image.fill(ground)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        blank = QImage(image.size(), image.format())
        blank.fill(ground)
        assert image != blank
    assert qapp is not None


def test_that_the_screen_uses_the_family_the_program_loads() -> None:
    pen = SvgPen(100, 50)
    pen.text(1, 2, "中", size=12, weight=500)
    assert 'font-family="Noto Sans SC"' in pen.document()
    assert 'font-weight="500"' in pen.document()
