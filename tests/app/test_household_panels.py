"""What requests add to the page of a household."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.app.household_panels import OpenRequestsPanel, household_panels
from desktop.app.session import sign_in
from desktop.households.rows import AlertRank
from desktop.households.service import HouseholdService
from desktop.households.view import HouseholdsPage
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest, RequestFilter
from desktop.requests.service import RequestService
from desktop.ui.buttons import Button
from desktop.ui.language import translate, ui_language
from tests.app.conftest import PASSWORD
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from desktop.households.rows import Alert
    from tests.ui.shells import RecordingShell


@pytest.fixture
def session(demo_data: Path, clock: FixedClock) -> Iterator[Session]:
    signed_in = sign_in(demo_data, "clerk", PASSWORD, clock)
    yield signed_in
    signed_in.close()


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path, session: Session) -> Iterator[RecordingShell]:
    assert session.desk.community
    with recording_shell(qapp, tmp_path) as made:
        yield made


def first_room(session: Session) -> int:
    return HouseholdService(session.desk).households(limit=1)[0].room_id


def test_that_open_requests_are_shown_late_ones_warn_and_a_row_opens_its_request(
    session: Session, shell: RecordingShell, clock: FixedClock, qtbot: QtBot
) -> None:
    room_id, service = first_room(session), RequestService(session.desk)
    make, *_others = household_panels(session.desk, shell).panels
    panel = make()
    assert isinstance(panel, OpenRequestsPanel)
    qtbot.addWidget(panel)
    warned: list[list[Alert]] = []
    panel.alerted.connect(warned.append)
    panel.resize(780, 300)
    panel.show()
    panel.show_room(room_id)
    settle(qtbot, shell)
    before = panel.model.rowCount()
    draft = NewRequest(kind=RequestKind.REPAIR, words="厨房漏水", room_id=room_id)
    reported = service.report(draft)
    shell.bus.announce(reported)
    settle(qtbot, shell)
    assert panel.model.rowCount() == before + 1
    assert panel.note.isHidden()
    clock.set(clock.now() + timedelta(days=3))
    panel.show_room(room_id)
    settle(qtbot, shell)
    (strip,) = warned[-1]
    assert strip.tone == "red"
    assert "厨房漏水" in translate(strip.words, ui_language().language) or before
    panel.view.select(reported.result)
    panel.view.opened.emit(panel.view.row)
    assert shell.gone == [("requests", {"request_id": reported.result})]
    (new,) = panel.findChildren(Button, "new-request-here")
    new.click()
    assert shell.gone[-1] == ("intake", {"room_id": room_id})


def test_that_touchpoints_of_requests_are_told_and_open_their_request(
    session: Session, shell: RecordingShell, qtbot: QtBot
) -> None:
    page = HouseholdsPage(session.desk, shell, household_panels(session.desk, shell))
    qtbot.addWidget(page)
    page.resize(1198, 612)
    page.show()
    service = RequestService(session.desk)
    line = next(line for line in service.lines(limit=50) if line.room_id is not None)
    page.show_at(room_id=line.room_id)
    settle(qtbot, shell)
    assert page.household is not None
    rows = page.household.timeline.model.rows
    told = next(row.told for row in rows if row.told.reference == line.number)
    assert told.words == line.words
    page.household.timeline.opened.emit(next(row for row in rows if row.told is told))
    assert shell.gone == [("requests", {"request_id": line.id})]


def test_that_what_was_reported_today_is_told_and_opens_its_request(
    session: Session, shell: RecordingShell, clock: FixedClock, qtbot: QtBot
) -> None:
    room_id, service = first_room(session), RequestService(session.desk)
    page = HouseholdsPage(session.desk, shell, household_panels(session.desk, shell))
    qtbot.addWidget(page)
    page.resize(1198, 900)
    page.show()
    page.show_at(room_id=room_id)
    settle(qtbot, shell)
    assert page.household is not None
    strips = page.household.alerts

    def told() -> list[tuple[str, str]]:
        found = [alert for alert in strips._alerts if alert.rank is AlertRank.REPORTED]
        return [(alert.tone, translate(alert.lead, ui_language().language)) for alert in found]

    assert told() == []
    first = service.report(NewRequest(kind=RequestKind.REPAIR, words="厨房漏水", room_id=room_id))
    shell.bus.announce(first)
    settle(qtbot, shell)
    assert told() == [("amber", "Already reported today:")]
    second = service.report(NewRequest(kind=RequestKind.COMPLAINT, words="楼上噪音", room_id=room_id))
    shell.bus.announce(second)
    settle(qtbot, shell)
    assert told() == [("amber", "2 times reported today, last:")]
    alert = next(alert for alert in strips._alerts if alert.rank is AlertRank.REPORTED)
    assert (alert.words, alert.reference) == ("楼上噪音", service.detail(second.result).line.number)
    strips.opened.emit(alert)
    assert shell.gone[-1] == ("requests", {"request_id": second.result})
    for request in (first, second):
        line = service.detail(request.result).line
        service.cancel(line.id, version=line.version, reason="misdialled")
    shell.bus.announce(second)
    settle(qtbot, shell)
    assert told() == []
    clock.set(clock.now() + timedelta(days=1))
    assert service.lines(RequestFilter(room_id=room_id))
