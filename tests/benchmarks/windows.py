"""Windows measured from process start to first paint: ours (the desk's, the guard's, the door), and bare ones.

Started as `python -m tests.benchmarks.windows KIND FOLDER`; prints one line of JSON: the monotonic time of the first
paint and of the filled list (0 for none), and the proportional memory of the idle window in KiB.
"""
# ruff: noqa: PLC0415 - each window imports what it needs and nothing else: that is what is measured

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.app.session import Session
    from desktop.ui.shell import Page, Shell

if sys.argv[1] in {"ours", "gate", "door"}:
    from desktop.app import warming

    warming.begin()
    import desktop.ui  # noqa: F401 - before Qt, as everywhere

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QWidget

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
TABLES = 110
COLUMNS = 10
"""On average, as ours have."""

IDLE_MS = 1500
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
"""When the made-up communities end; midday in Shanghai."""


class FirstPaint(QObject):
    """Tells when a widget was painted first."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.monotonic()
        return False


def memory() -> int:
    """Return the proportional set size of this process in KiB."""
    text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))


def bare() -> QWidget:
    """Return a window with a 20 x 8 table and nothing else, in our fonts."""
    from PySide6.QtGui import QFont, QFontDatabase

    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf"):
        QFontDatabase.addApplicationFont(str(FONTS / name))
    font = QFont()
    font.setFamilies(["Noto Sans SC"])
    QApplication.setFont(font)
    table = QTableWidget(20, 8)
    for row in range(20):
        for column in range(8):
            table.setItem(row, column, QTableWidgetItem(f"报修 {row}-{column}"))
    table.resize(1366, 696)
    return table


def mapped() -> QWidget:
    """Return the bare window of a process with driver and ORM imported and as many tables mapped as ours."""
    import sqlcipher3.dbapi2
    from sqlalchemy import Integer, String
    from sqlalchemy.orm import DeclarativeBase, configure_mappers, mapped_column

    class Base(DeclarativeBase):
        pass

    assert sqlcipher3.dbapi2.sqlite_version
    for number in range(TABLES):
        fields: dict[str, object] = {"__tablename__": f"t{number}", "id": mapped_column(Integer, primary_key=True)}
        fields |= {f"c{column}": mapped_column(String) for column in range(COLUMNS - 1)}
        type(f"T{number}", (Base,), fields)
    configure_mappers()
    return bare()


def door(folder: Path) -> QWidget:
    """Return the window that asks for name and password."""
    from desktop.app.signin import Door
    from desktop.core.clock import SystemClock
    from desktop.ui.bus import Bus
    from desktop.ui.kit import start_kit
    from desktop.ui.tasks import Tasks

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    start_kit(app)
    return Door(folder, SystemClock(), Tasks(Bus(app), app), name="clerk")


def signed_in(folder: Path) -> Session:
    """Return a clerk's session on the data in `folder`, whose key is derived already."""
    from desktop.app import features
    from desktop.app.session import Session, desk_of
    from desktop.core.clock import FixedClock
    from desktop.storage.database import file_database
    from desktop.storage.opening import Opened
    from desktop.storage.places import DataPlace

    features.load_models()
    key = bytes.fromhex((folder / "key.hex").read_text(encoding="ascii"))
    place = DataPlace(folder)
    opened = Opened(file_database(place.data_file, key), "clerk", place=place, key=key)
    return Session(opened, desk_of(opened, "clerk", FixedClock(NOON)))


def ours(folder: Path, filled: Callable[[object], None]) -> QWidget:
    """Return our main window on the data in `folder`; call `filled` with its list."""
    from desktop.app.pages import PAGES
    from desktop.app.window import MainWindow
    from desktop.core.settings import Settings
    from desktop.ui.kit import start_kit

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    start_kit(app)

    def make(session: Session, shell: Shell) -> Page:
        page = PAGES[0].make(session, shell)
        page.presenter.changed.connect(filled)  # type: ignore[attr-defined]  # of Today
        return page

    pages = (replace(PAGES[0], make=make), *PAGES[1:])
    return MainWindow(signed_in(folder), Settings(folder / "settings.json"), pages)


def gate(folder: Path) -> QWidget:
    """Return the guard's window on the data in `folder`."""
    from desktop.app.gate_pages import GATE_PAGES
    from desktop.app.gate_window import GateWindow
    from desktop.app.session import Session
    from desktop.core.permissions import Role
    from desktop.core.settings import Settings
    from desktop.ui.kit import start_kit

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    start_kit(app)
    clerk = signed_in(folder)
    guard = replace(clerk.desk, actor=replace(clerk.desk.actor, role=Role.GUARD))
    return GateWindow(Session(clerk.opened, guard), Settings(folder / "settings.json"), GATE_PAGES)


def main() -> int:
    """Show one window, measure, and print what was found."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    app = QApplication([])
    filled = [0.0]
    window: QWidget
    if kind == "ours":

        def fill(_day: object) -> None:
            filled[0] = time.monotonic()
            QTimer.singleShot(0, warming.settle)

        window = ours(folder, fill)
        painted = FirstPaint(window)
    elif kind in {"gate", "door"}:
        window = gate(folder) if kind == "gate" else door(folder)
        painted = FirstPaint(window)
    else:
        table = bare() if kind == "bare" else mapped()
        assert isinstance(table, QTableWidget)
        window, painted = table, FirstPaint(table.viewport())
    window.show()
    QTimer.singleShot(IDLE_MS, app.quit)
    app.exec()
    sys.stdout.write(json.dumps({"painted": painted.at, "filled": filled[0], "memory": memory()}) + "\n")
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
