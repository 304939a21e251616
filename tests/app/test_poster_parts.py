"""The texts of notices as posters, while they are edited."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader

from desktop.app.poster_parts import poster_drawing
from desktop.stationery.rows import TemplatePurpose
from desktop.stationery.service import StationeryService
from tests.outages.conftest import filed, quarter_file

if TYPE_CHECKING:
    from tests.outages.quarters import Quarter

__all__ = ["filed", "quarter_file"]


def test_that_every_text_of_a_notice_is_seen_on_its_poster(filed: Quarter) -> None:
    draw, stationery = poster_drawing(filed.desk), StationeryService(filed.desk)
    for purpose in (each for each in TemplatePurpose if each.startswith("notice_")):
        row = stationery.template(purpose, "zh_CN")
        filled = stationery.try_text(purpose, "zh_CN", row.title, row.body)
        (sheet,) = PdfReader(BytesIO(draw(purpose, filled, "zh_CN"))).pages
        seen = "".join(sheet.extract_text().split())
        assert filled.title in seen
        assert "".join(filled.body.splitlines()[-1].split())[:12] in seen
