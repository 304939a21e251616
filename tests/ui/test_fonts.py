from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontDatabase, QFontMetricsF, QGuiApplication, QRawFont

from desktop.core.errors import WorldError
from desktop.core.tokens import TYPE
from desktop.ui.fonts import FAMILIES, _register, font

if TYPE_CHECKING:
    from pathlib import Path

RARE = "㛃𬭚䶮㙓堃喆犇𠅤𪨊"


@pytest.mark.parametrize("role", TYPE)
def test_that_every_role_has_its_size_and_weight(role: str) -> None:
    made = font(role)
    assert made.pointSizeF() == TYPE[role].points
    assert int(made.weight()) == TYPE[role].weight


@pytest.mark.parametrize("role", TYPE)
def test_that_figures_are_of_equal_width(role: str) -> None:
    metrics = QFontMetricsF(font(role))
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("character", RARE)
def test_that_rare_characters_are_shown_by_one_of_our_fonts(character: str) -> None:
    fonts = [QRawFont.fromFont(QFontDatabase.font(family, "", 12)) for family in FAMILIES]
    assert any(raw.supportsCharacter(ord(character)) for raw in fonts)


def test_that_a_missing_font_is_told_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert QGuiApplication.instance() is not None
    monkeypatch.setattr("desktop.ui.fonts.resources_dir", lambda: tmp_path)
    with pytest.raises(WorldError) as told:
        _register(["NotoSansSC-Regular.ttf"])
    assert told.value.problems[0].message.params["file"] == "NotoSansSC-Regular.ttf"
