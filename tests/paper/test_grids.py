"""Grids: boxes side by side that grow with what they hold."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.core.tokens import PAPER
from desktop.paper.frames import CARBON, Document
from desktop.paper.grids import Box, Grid, GridRow, head, label, value

if TYPE_CHECKING:
    from collections.abc import Callable

GROUND = f"{int(PAPER['cell'][1:3], 16) / 255:.3g}"


def operators(pdf: bytes) -> str:
    contents = PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert contents is not None
    return contents.get_data().decode("latin-1")


def test_that_a_row_has_the_height_asked_for_and_grows_with_its_words() -> None:
    assert Grid(GridRow([label("房号"), value("3-1-502")], 30)).wrap(400, 1000)[1] == pytest.approx(30)
    assert Grid(GridRow([label("内容"), value("滴水。" * 60)], 30)).wrap(400, 1000)[1] > 60


def test_that_a_grid_of_one_box_is_allowed() -> None:
    assert Grid([Box("一")]).wrap(400, 1000)[1] == pytest.approx(22.5)


def test_that_rows_of_different_boxes_stand_in_one_frame(make_document: Callable[..., Document]) -> None:
    grid = Grid([head("材料"), head("数量", 20)], [value("生料带"), value("1", 20)], [value("合计")])
    drawn = operators(make_document(CARBON).pdf([grid]))
    assert drawn.count(" re S") == 1
    assert drawn.count(" l S") == 4  # two lines between rows, one between the boxes of each of two rows


def test_that_carbon_paper_gets_no_fills(make_document: Callable[..., Document]) -> None:
    rows = [label("房号"), value("3-1-502")]
    assert f"{GROUND} {GROUND} {GROUND} rg" in operators(make_document(CARBON).pdf([Grid(rows)]))
    assert " re f" not in operators(make_document(CARBON).pdf([Grid(rows, shading=False)]))
