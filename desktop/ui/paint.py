"""What widgets and table cells draw alike: boxes, key boxes, chips, cut text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop.core.tokens import HEIGHTS, RADIUS
from desktop.ui.fonts import font
from desktop.ui.icons import draw_icon
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor

__all__ = [
    "box",
    "chip",
    "chip_height",
    "chip_width",
    "key_box",
    "key_height",
    "key_width",
    "line_of_text",
    "mark_text",
    "metrics",
    "text_width",
    "tint_of",
]

CHIP_ICON = 14
CHIP_PAD = 6
CHIP_GAP = 4
KEY_PAD = 5


@lru_cache(maxsize=32)
def metrics(role: str) -> QFontMetricsF:
    """Return the metrics of the font of `role`."""
    return QFontMetricsF(font(role))


def text_width(text: str, role: str) -> float:
    """Return how wide `text` is in the font of `role`, px."""
    return metrics(role).horizontalAdvance(text)


def line_of_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: str,
    shade: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:
    """Draw one line of `text` into `rect`, cut with … where it does not fit, and return its width, px."""
    measure = metrics(role)
    wide = measure.horizontalAdvance(text)
    if wide > rect.width():
        text = measure.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        wide = measure.horizontalAdvance(text)
    painter.setFont(font(role))
    painter.setPen(shade)
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
    return wide


def mark_text(painter: QPainter, rect: QRectF, text: str, role: str, spans: Sequence[tuple[int, int]]) -> None:
    """Draw a tint and a line where the parts `spans` of `text` will stand in `rect`; colour alone is not enough."""
    high = metrics(role).height()
    for start, end in spans:
        left = rect.left() + text_width(text[:start], role)
        wide = min(text_width(text[start:end], role), rect.right() - left)
        if wide > 0:
            under = QRectF(left, rect.center().y() - high / 2, wide, high)
            box(painter, under, "amber-tint", radius="chip")
            painter.fillRect(QRectF(under.left(), under.bottom() - 2, wide, 1), colour("amber"))


def box(
    painter: QPainter, rect: QRect | QRectF, fill: str, border: str = "", *, line: float = 1.0, radius: str = "box"
) -> None:
    """Draw a rounded box filled with token `fill` and, where given, a border of token `border`, `line` px wide."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(rect)
    if border:
        painter.setPen(QPen(colour(border), line))
        area.adjust(line / 2, line / 2, -line / 2, -line / 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if fill:
        painter.setBrush(colour(fill))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = max(RADIUS[radius] - line / 2, 0) if border else RADIUS[radius]
    painter.drawRoundedRect(area, corner, corner)


def key_width(text: str, role: str = "small") -> float:
    """Return the width of the key box of `text` in the font of `role`, px."""
    return max(text_width(text, role) + 2 * KEY_PAD, key_height(role))


def key_height(role: str = "small") -> float:
    """Return the height of a key box in the font of `role`, px."""
    return max(HEIGHTS["key" if role == "small" else "gate-key"], metrics(role).height() + 2)


def key_box(
    painter: QPainter,
    left: float,
    middle: float,
    text: str,
    shade: str = "ink2",
    border: str = "line",
    role: str = "small",
) -> None:
    """Draw key `text` in its box: left edge and vertical middle in px, text and border in tokens."""
    high = key_height(role)
    rect = QRectF(round(left), round(middle - high / 2), round(key_width(text, role)), round(high))
    box(painter, rect, "sunk" if border == "line" else "", border, radius="key")
    line_of_text(painter, rect, text, role, colour(shade), Qt.AlignmentFlag.AlignHCenter)


def tint_of(tone: str) -> str:
    """Return the token of the fill that belongs to the text colour `tone`."""
    return "sunk" if tone in {"ink", "ink2"} else f"{tone}-tint"


def chip_width(text: str, icon: str = "") -> float:
    """Return the width of a chip with `text` and, where named, an icon, px."""
    return 2 * CHIP_PAD + text_width(text, "chip") + (CHIP_ICON + CHIP_GAP if icon else 0)


def chip_height() -> int:
    """Return the height of a chip, px."""
    return max(HEIGHTS["chip"], round(metrics("chip").height()) + 4)


def chip(painter: QPainter, at: QPointF, text: str, tone: str, icon: str = "", *, most: float = 0) -> QRectF:
    """Draw a chip with its left top at `at`, not wider than `most` px (0: as needed), and return what it covers."""
    wide = min(chip_width(text, icon), most) if most else chip_width(text, icon)
    rect = QRectF(at.x(), at.y(), round(wide), chip_height())
    box(painter, rect, tint_of(tone), radius="chip")
    inside = rect.adjusted(CHIP_PAD, 0, -CHIP_PAD + 1, 0)
    if icon:
        top = round(rect.center().y() - CHIP_ICON / 2)
        draw_icon(painter, QRectF(round(inside.left()) - 1, top, CHIP_ICON, CHIP_ICON), icon, tone)
        inside.adjust(CHIP_ICON + CHIP_GAP - 1, 0, 0, 0)
    line_of_text(painter, inside, text, "chip", colour(tone))
    return rect
