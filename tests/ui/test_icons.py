from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter

from desktop.core.paths import resources_dir
from desktop.ui.icons import draw_icon, icon, icon_pixmap
from desktop.ui.theme import ThemeChoice, colour, theme

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted((resources_dir() / "icons").glob("*.svg"))


def strongest(image: QImage) -> QColor:
    """Return the most opaque pixel."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_that_every_icon_is_drawn_with_the_stroke_of_the_house(path: Path) -> None:
    assert re.search(r'stroke-width="1\.75"', path.read_text("utf-8"))
    image = icon_pixmap(path.stem, "ink", 24).toImage()
    assert strongest(image).alpha() > 200


def test_that_the_licence_of_the_icons_is_shipped() -> None:
    assert "ISC License" in (resources_dir() / "icons" / "LICENSE.txt").read_text("utf-8")


def test_that_an_icon_follows_the_theme() -> None:
    made = icon("check", "accent")
    light = strongest(made.pixmap(QSize(24, 24)).toImage())
    assert light.rgb() == colour("accent").rgb()
    theme().choose(ThemeChoice.DARK)
    dark = strongest(made.pixmap(QSize(24, 24)).toImage())
    assert dark.rgb() == colour("accent").rgb()
    assert dark != light


def test_that_a_disabled_icon_is_drawn_as_disabled_text() -> None:
    shown = icon("check").pixmap(QSize(24, 24), QIcon.Mode.Disabled).toImage()
    assert strongest(shown).rgb() == colour("off").rgb()


def test_that_icons_are_sharp_at_200_percent() -> None:
    assert icon_pixmap("check", "ink", 16, ratio=2.0).size() == QSize(32, 32)
    image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2.0)
    image.fill(0)
    painter = QPainter(image)
    draw_icon(painter, QRectF(0, 0, 16, 16), "check")
    painter.end()
    assert strongest(image).rgb() == colour("ink").rgb()
