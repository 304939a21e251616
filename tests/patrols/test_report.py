from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.core.permissions import Role
from desktop.patrols.dialogs import RouteSheetPaper

if TYPE_CHECKING:
    from tests.patrols.beats import Beat


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_sheet_has_every_point_in_order_with_room_to_write(beat: Beat, code: str) -> None:
    names = tuple(f"点位{each:02d}号" for each in range(1, 31))
    made = beat.route("商铺与广场外围夜间加强巡逻线（节假日）", names, fixed=True)
    paper = RouteSheetPaper(beat.desk(Role.CLERK), beat.of().route(made))
    spoken = language(code)
    drawn = pages(paper.pdf(spoken))
    whole = "\n".join(drawn)
    assert len(drawn) > 1
    places = [whole.index(name) for name in names]
    assert places == sorted(places)
    for words in ("Patrol sheet", "In this order", "Walked by", "Broken off because", "Not seen"):
        assert spoken.gettext(words) in whole
    assert "商铺与广场外围夜间加强巡逻线" in drawn[0]
    assert "P30" in drawn[-1]
    assert paper.file_name == f"patrol-{made}-2026-11-22"
