"""Icons that follow theme and scale: Lucide's outlines drawn in a token's colour each time they are shown."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.core.paths import resources_dir
from desktop.ui.theme import colour

__all__ = ["draw_icon", "icon", "icon_pixmap"]


class _Engine(QIconEngine):
    """Draws one icon in one role's colour; disabled icons are drawn as disabled text."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        role = "off" if mode == QIcon.Mode.Disabled else self._role
        draw_icon(painter, QRectF(rect), self._name, role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, _scale: float) -> QPixmap:
        role = "off" if mode == QIcon.Mode.Disabled else self._role
        return _pixmap(self._name, colour(role).name(), size.width(), size.height())


def icon(name: str, role: str = "ink") -> QIcon:
    """Return icon `name` (a file of resources/icons) in the colour of token `role`, live with theme and scale."""
    return QIcon(_Engine(name, role))


def icon_pixmap(name: str, role: str = "ink", size: int = 16, ratio: float | None = None) -> QPixmap:
    """Return icon `name` as pixmap of `size` logical pixels, as theme and scale are now (or for pixel `ratio`)."""
    scale = ratio or QGuiApplication.primaryScreen().devicePixelRatio()
    physical = round(size * scale)
    pixmap = QPixmap(_pixmap(name, colour(role).name(), physical, physical))
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def draw_icon(painter: QPainter, rect: QRectF, name: str, role: str = "ink") -> None:
    """Draw icon `name` into `rect` in the colour of token `role`, sharp at the painter's scale."""
    ratio = painter.device().devicePixelRatio()
    width, high = round(rect.width() * ratio), round(rect.height() * ratio)
    pixmap = _pixmap(name, colour(role).name(), width, high)
    painter.drawPixmap(rect, pixmap, QRectF(0, 0, width, high))


@cache
def _source(name: str) -> str:
    path = resources_dir() / "icons" / f"{name}.svg"
    return path.read_text(encoding="utf-8")


@cache
def _pixmap(name: str, shade: str, width: int, high: int) -> QPixmap:
    """Return the icon in physical pixels. A window shows a few dozen icons in three or four colours: kept for good."""
    pixmap = QPixmap(width, high)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", shade).encode()))
    painter = QPainter(pixmap)
    side = min(width, high)
    renderer.render(painter, QRectF((width - side) / 2, (high - side) / 2, side, side))
    painter.end()
    return pixmap
