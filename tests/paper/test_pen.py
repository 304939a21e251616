"""The pen writes what it was asked for, where it was asked for."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.paper.fonts import BOLD, width
from desktop.paper.pen import Align, Pen


def written(*texts: tuple[float, str, Align], size: float = 10) -> str:
    canvas = Canvas(BytesIO())
    pen = Pen(canvas, 100)
    for x, text, align in texts:
        pen.text(x, 40, text, size=size, align=align)
    pen.close()
    operators = canvas._code[-1]
    assert isinstance(operators, str)
    return operators


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("centre", 0.5), ("right", 1)])
def test_that_text_stands_left_of_at_or_right_of_its_place(align: Align, share: float) -> None:
    place = re.search(r"1 0 0 1 (\S+) (\S+) Tm", written((200, "派工单 12", align)))
    assert place is not None
    assert float(place[1]) == pytest.approx(200 - share * width("派工单 12", 10), abs=0.01)
    assert float(place[2]) == pytest.approx(60)


def test_that_the_state_is_written_only_where_it_changes() -> None:
    operators = written((10, "一", "left"), (20, "二", "left"), (30, "三", "left"))
    assert operators.count(" Tf") == 1
    assert operators.count(" rg") == 1
    assert operators.count(" Tj") == 3


def test_that_the_canvas_is_left_as_it_was() -> None:
    operators = written((10, "一", "left"))
    assert operators.startswith("q\n")
    assert operators.endswith("\nQ")


def test_that_y_runs_down_from_the_top_of_the_block() -> None:
    canvas = Canvas(BytesIO())
    pen = Pen(canvas, 100)
    pen.rule(0, 10, 50, 10, width=1.1)
    pen.fill(5, 20, 30, 15, "#EEEEEE")
    pen.frame(5, 20, 30, 15)
    pen.polyline([(0, 0), (10, 100)], width=2)
    pen.segments([(1, 1, 2, 2), (3, 3, 4, 4)], width=0.5)
    pen.ring(50, 50, 3, width=1, colour="#0F666A", ground="#FFFFFF")
    pen.close()
    operators = canvas._code[-1]
    assert "0.00 90.00 m 50.00 90.00 l S" in operators
    assert "5.00 65.00 30.00 15.00 re f" in operators
    assert "5.00 65.00 30.00 15.00 re S" in operators
    assert "0.00 100.00 m 10.00 0.00 l S" in operators
    assert "1.00 99.00 m 2.00 98.00 l\n3.00 97.00 m 4.00 96.00 l\nS" in operators
    assert operators.count(" c") == 4


def test_that_an_empty_text_writes_nothing_at_all() -> None:
    assert written((10, "", "left"), (10, "\u200b", "right")) == "q\nQ"


def test_that_bold_and_rare_runs_follow_each_other_without_a_gap() -> None:
    canvas = Canvas(BytesIO())
    pen = Pen(canvas, 100)
    pen.text(0, 10, "王𪨊明", size=9, weight=BOLD)
    pen.close()
    operators = canvas._code[-1]
    assert operators.count(" Tm") == 1
    assert operators.count(" Tf") == 3
    assert width("王𪨊明", 9, BOLD) == pytest.approx(27)
