"""A strip of photos and files: thumbnails with names; files come by dialog, by drag and drop, or pasted.

It knows no feature: whoever owns it is told what was given or asked for, and shows it the cards there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.icons import draw_icon
from desktop.ui.keys import key
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import box, line_of_text, metrics
from desktop.ui.panels import IconLabel, label
from desktop.ui.scrolling import into_sight
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QPaintEvent, QResizeEvent

    from desktop.core.i18n import Message

__all__ = ["FileCard", "FileStrip", "FileTile"]

WIDTH, PICTURE, CROSS = 104, 64, 22
LARGE_WIDTH, LARGE_PICTURE, LARGE_CROSS = 168, 104, 44
"""A tile's width, its picture's height, the side of its cross, px: for a mouse, and for a cold finger."""


@dataclass(frozen=True, slots=True)
class FileCard:
    """One file as it is shown: its name, more about it for the tooltip, a small picture if it is one."""

    key: int
    name: str
    about: Text
    thumbnail: bytes | None = None


class FileTile(QAbstractButton):
    """One file. Clicked or entered it is to be opened; `removed()` and `saved()` are asked for by key and menu."""

    removed = Signal()
    saved = Signal()
    moved = Signal(int)

    def __init__(self, card: FileCard, *, removable: bool, large: bool = False) -> None:
        """Show `card`; with `removable` it has a cross."""
        super().__init__()
        self.card = card
        self._wide, self._high, self._side = (
            (LARGE_WIDTH, LARGE_PICTURE, LARGE_CROSS) if large else (WIDTH, PICTURE, CROSS)
        )
        self._removable = removable
        self._picture = QPixmap()
        if card.thumbnail is not None:
            self._picture.loadFromData(card.thumbnail)
        self.setObjectName(f"file-{card.key}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, accessibleName=card.name, accessibleDescription=card.about, toolTip=self._tip)
        self.cross = Button("", icon="x", kind="link", small=True, name="remove-file", parent=self)
        self.cross.setProperty("iconOnly", True)
        say(self.cross, text=msg("Take this file away"), toolTip=msg("Take this file away"))
        self.cross.setVisible(removable)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.clicked.connect(self.removed)

    def sizeHint(self) -> QSize:
        """Return room for the picture and the name below it."""
        return QSize(self._wide, self._high + round(metrics("small").height()) + 14)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross in its corner."""
        super().resizeEvent(event)
        self.cross.setGeometry(self.width() - self._side - 3, 3, self._side, self._side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter or Space, take away by Delete, go to the neighbours by the arrow keys."""
        pressed = Qt.Key(event.key())
        if pressed in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif pressed == Qt.Key.Key_Delete and self._removable:
            self.removed.emit()
        elif pressed in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.moved.emit(-1 if pressed == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the file."""
        spoken = ui_language().language
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(translate(msg("Open"), spoken)).triggered.connect(self.click)
        menu.addAction(translate(msg("Save as"), spoken)).triggered.connect(self.saved)
        if self._removable:
            menu.addAction(translate(msg("Take this file away"), spoken)).triggered.connect(self.removed)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the focus."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = QPainter(self)
        focus = self.hasFocus()
        fill = "sunk" if self.underMouse() else "panel"
        box(painter, self.rect(), fill, "accent" if focus else "line", line=2 if focus else 1)
        room = QRectF(4, 4, self.width() - 8, self._high)
        if self._picture.isNull():
            draw_icon(painter, QRectF(room.center().x() - 12, room.center().y() - 12, 24, 24), "file-text", "ink2")
        else:
            size = self._picture.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(room.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))
        if self._removable:
            box(painter, QRectF(self.cross.geometry()), fill, "line", radius="chip")
        low = QRectF(6, self._high + 6, self.width() - 12, self.height() - self._high - 10)
        line_of_text(painter, low, self.card.name, "small", colour("ink"), Qt.AlignmentFlag.AlignHCenter)

    def _tip(self, language: object) -> str:
        return f"{self.card.name}\n{translate(self.card.about, language)}"  # type: ignore[arg-type]  # a Language


class FileStrip(QWidget):
    """Every file of something, and the way to add more.

    `given(paths)`: files were chosen, dropped or pasted. `pasted(QImage)`: a picture without a file was.
    `opened(key)`, `removed(key)`, `saved(key, path)`: that was asked for a file.
    """

    given = Signal(object)
    pasted = Signal(object)
    opened = Signal(int)
    removed = Signal(int)
    saved = Signal(int, str)

    def __init__(
        self, *, may_add: bool, large: bool = False, name: str = "files", parent: QWidget | None = None
    ) -> None:
        """Show none; without `may_add` files can only be looked at.

        A `large` one, for a finger, leaves the button that adds to whoever has it.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self._may_add = may_add
        self._large = large
        self._current = 0
        self.tiles: list[FileTile] = []
        self.add = Button(msg("Add files"), icon="paperclip", key=key("open-file"), small=True, name="add-files")
        if large or not may_add:
            self.add.hide()
        self.add.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.add)
        self.hint = label("", "small", "ink2", cut=True, name="files-hint")
        head.addWidget(self.hint, 1)
        column.addLayout(head)
        self.hint.setVisible(not large)
        self._row = QWidget()
        self._flow = FlowLayout(self._row)
        column.addWidget(self._row)
        self._problems = QVBoxLayout()
        self._problems.setSpacing(2)
        column.addLayout(self._problems)
        self.show_files(())

    def show_files(self, cards: Sequence[FileCard]) -> None:
        """Show `cards` in place of those before; the focus stays on its place."""
        had_focus = any(tile.hasFocus() for tile in self.tiles)
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.tiles = [FileTile(card, removable=self._may_add, large=self._large) for card in cards]
        for place, tile in enumerate(self.tiles):
            tile.clicked.connect(partial(self._ask, self.opened, tile.card.key))
            tile.removed.connect(partial(self.removed.emit, tile.card.key))
            tile.saved.connect(partial(self.ask_where, tile.card.key, tile.card.name))
            tile.moved.connect(partial(self._go, place))
            self._flow.addWidget(tile)
            # The layout would show it later only, and what is not shown takes no focus.
            tile.show()
        self._row.setVisible(bool(cards))
        if not self._may_add and not cards:
            self.hide()
        elif self.parentWidget() is not None:
            # Before that it would come up as a window of its own.
            self.show()
        self._go(min(self._current, max(len(cards) - 1, 0)), 0, take_focus=had_focus)
        self.show_reading(0)

    def show_reading(self, count: int) -> None:
        """Tell that `count` files are being read; 0 for none."""
        if not self._may_add:
            say(self.hint, text="")
        elif count:
            say(self.hint, text=msg("Reading the files …"))
        else:
            say(self.hint, text="" if self.tiles else msg("or drop, paste"))

    def show_problems(self, messages: Sequence[Message]) -> None:
        """Say why files were refused, in place of what was said before, where it is seen."""
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for message in messages:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            row.addWidget(IconLabel("circle-alert", "red", 14), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(message, "small", "red", wrap=True, name="file-problem"), 1)
            self._problems.addWidget(line)
            # The layout would show it later only, and what is not shown gets no place.
            line.show()
        if messages:
            # Once the files that came with them have found their place.
            QTimer.singleShot(0, self, partial(into_sight, self))

    def listen(self, page: QWidget) -> None:
        """Take files dropped anywhere on `page` or pasted on it, also into its text fields, once those are made."""
        if not self._may_add:
            return
        page.setAcceptDrops(True)
        watched: list[QObject] = [page, *page.findChildren(QLineEdit)]
        for edit in page.findChildren(QPlainTextEdit):
            watched += [edit, edit.viewport()]
        for each in watched:
            each.installEventFilter(self)
        shortcut = QShortcut(QKeySequence(key("paste")), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._paste)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what is dropped or pasted if it is files or a picture; text goes where it would."""
        if not self.isEnabled() or not self.isVisible():
            return False
        if isinstance(event, QDropEvent) and _holds_files(event.mimeData()):
            # QDragEnterEvent and QDragMoveEvent are drop events too.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self._take(event.mimeData())
            return True
        pasting = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        return pasting and event.matches(QKeySequence.StandardKey.Paste) and self._paste()  # type: ignore[attr-defined]

    def _paste(self) -> bool:
        """Take files or a picture from the clipboard, and tell whether there were any."""
        data = QGuiApplication.clipboard().mimeData()
        return data is not None and _holds_files(data) and self._take(data)

    def _take(self, data: QMimeData) -> bool:
        paths = _paths(data)
        if paths:
            self.given.emit(paths)
            return True
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            self.pasted.emit(image)
            return True
        return False

    def _choose(self) -> None:
        spoken = ui_language().language
        kinds = "*.jpg *.jpeg *.png *.webp *.gif *.pdf *.txt *.docx *.xlsx"
        what = spoken.gettext("Photos and files")
        chosen, _ = QFileDialog.getOpenFileNames(self, spoken.gettext("Add files"), "", f"{what} ({kinds})")
        if chosen:
            self.given.emit([Path(name) for name in chosen])

    def _ask(self, signal: object, file_key: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        signal.emit(file_key)  # type: ignore[attr-defined]  # a bound signal

    def ask_where(self, file_key: int, name: str) -> None:
        """Ask where to save a file; `saved` follows unless the person thinks better of it."""
        chosen, _ = QFileDialog.getSaveFileName(self, translate(msg("Save as"), ui_language().language), name)
        if chosen:
            self.saved.emit(file_key, chosen)

    def _go(self, place: int, step: int, *, take_focus: bool = True) -> None:
        """Let the tile `step` from `place` be the one that Tab reaches."""
        if not self.tiles:
            if take_focus and step == 0 and self._may_add:
                self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._current = min(max(place + step, 0), len(self.tiles) - 1)
        for number, tile in enumerate(self.tiles):
            here = number == self._current
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
        if take_focus:
            self.tiles[self._current].setFocus(Qt.FocusReason.TabFocusReason)


def _holds_files(data: QMimeData) -> bool:
    """Tell whether files are meant, or a picture: cells copied from a spreadsheet are a picture and text, and text."""
    return bool(_paths(data)) or (data.hasImage() and not data.hasText())


def _paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
