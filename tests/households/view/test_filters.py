from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.households.presenter.telling import TimelineGroup
from desktop.households.view.filters import ALL, TimelineFilters

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_that_no_filter_is_half_shown_where_showing_one_makes_room_for_all(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    filters = TimelineFilters([TimelineGroup(key, msg("Requests"), frozenset()) for key in ("one", "two", "three")])
    row = QHBoxLayout(host)
    row.addStretch(1)
    row.addWidget(filters)
    host.resize(600, 60)
    host.show()
    filters.show_counts({ALL: 9, "one": 3, "two": 3, "three": 3}, ALL)
    QCoreApplication.processEvents()
    buttons = [*filters.buttons.values(), filters.more]
    assert [button.isVisible() for button in buttons] == [True, True, True, True, False]
