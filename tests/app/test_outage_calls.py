"""What outages add where a household is opened: the alert, what to say, one more caller in one key, the timeline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.calls.callers import call_from
from desktop.app.household_panels import household_panels, last_words
from desktop.app.outage_calls import OutagesPanel, intake_page, outage_sayings
from desktop.app.session import sign_in
from desktop.core.i18n import language
from desktop.households.rows import AlertRank
from desktop.households.service import HouseholdService
from desktop.households.view import HouseholdsPage
from desktop.outages.dialogs.caller import CallerDialog
from desktop.outages.model import OutageKind, PlaceLevel
from desktop.outages.offer import outage_alert
from desktop.outages.rows import NewCaller, NewOutage, Pick
from desktop.outages.service import OutageService
from desktop.ui.buttons import Button
from desktop.ui.strips import AlertStrip
from tests.app.conftest import PASSWORD, quieten
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from desktop.outages.rows import CallerLine
    from tests.ui.shells import RecordingShell

SAID = "目前停水，约两小时后恢复。"


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


@pytest.fixture
def outage(session: Session) -> int:
    """Return an outage of the whole community that runs."""
    quieten(session.desk)
    starts = session.desk.clock.now() - timedelta(hours=1)
    ends = starts + timedelta(hours=3)
    places = (Pick(PlaceLevel.COMMUNITY),)
    return OutageService(session.desk).plan(NewOutage(OutageKind.WATER, starts, ends, say=SAID, places=places)).result


def first_room(session: Session) -> int:
    return HouseholdService(session.desk).households(limit=1)[0].room_id


def callers(session: Session, outage: int) -> list[CallerLine]:
    return [line for line in OutageService(session.desk).outage(outage).callers if not line.undone]


def first_alert(page: HouseholdsPage) -> str:
    """Return what the strip on top says, "" while there is none."""
    assert page.household is not None
    shown = [each for each in page.household.alerts.findChildren(AlertStrip) if not each.isHidden()]
    return shown[0].words.text() if shown else ""


def test_that_an_open_household_says_what_to_say_and_logs_a_caller_in_one_key(
    session: Session, shell: RecordingShell, outage: int, qtbot: QtBot
) -> None:
    page = HouseholdsPage(session.desk, shell, household_panels(session.desk, shell))
    qtbot.addWidget(page)
    page.resize(1198, 612)
    page.show()
    page.show_at(room_id=first_room(session))
    qtbot.waitUntil(lambda: first_alert(page) == SAID, timeout=20_000)
    panel = page.findChild(OutagesPanel)
    assert panel is not None
    assert panel.isHidden()
    page.activateWindow()
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: SAID in first_alert(page) != SAID, timeout=20_000)
    (line,) = callers(session, outage)
    assert line.room_id == first_room(session)
    assert shell.undo is not None
    shell.undo()
    qtbot.waitUntil(lambda: first_alert(page) == SAID, timeout=20_000)
    assert callers(session, outage) == []


def test_that_a_note_and_a_promise_are_taken_in_a_form(
    session: Session, shell: RecordingShell, outage: int, qtbot: QtBot
) -> None:
    panel = OutagesPanel(session.desk, shell)
    qtbot.addWidget(panel)
    panel.show_room(first_room(session))
    settle(qtbot, shell)
    (told,) = OutageService(session.desk).for_room(first_room(session))
    alert = outage_alert(told, session.desk.clock.now(), session.desk.zone, may_log=True)
    panel.act(alert, "caller-note")
    dialog = panel.calls.acts.dialog
    assert isinstance(dialog, CallerDialog)
    dialog.form.fields["note"].set_text("家里有婴儿")
    dialog.form.fields["call_back"].set_text("yes")
    dialog.submit()
    settle(qtbot, shell)
    (line,) = callers(session, outage)
    assert (line.note, line.call_back) == ("家里有婴儿", True)
    panel.act(alert, "look")
    assert shell.gone == [("outages", {"outage_id": outage})]


def test_that_the_form_of_a_new_request_says_it_too(
    session: Session, shell: RecordingShell, outage: int, qtbot: QtBot
) -> None:
    (saying,) = outage_sayings(session.desk, first_room(session))
    assert saying.script == SAID
    page = intake_page(session.desk, shell)
    qtbot.addWidget(page)
    page.show()
    page.show_at(room_id=first_room(session))
    for _ in range(4):
        settle(qtbot, shell)
    button = page.findChild(Button, "saying-another-caller")
    assert button is not None
    button.click()
    for _ in range(3):
        settle(qtbot, shell)
    assert [line.room_id for line in callers(session, outage)] == [first_room(session)]


def test_that_the_callers_card_and_the_timeline_tell_of_it(session: Session, outage: int) -> None:
    service, room_id = HouseholdService(session.desk), first_room(session)
    file = service.household(room_id)
    phone = next(phone for person in file.people for phone in person.phones)
    digits = "".join(filter(str.isdigit, service.reveal_phone(phone.id)))
    ranks = [alert.rank for caller in call_from(session.desk, digits).callers for alert in caller.alerts]
    assert AlertRank.OUTAGE in ranks
    (saying,) = outage_sayings(session.desk, room_id)
    assert saying.told is not None
    OutageService(session.desk).log_caller(NewCaller(outage, room_id, "没水"))
    newest = service.household(room_id).timeline[0]
    told = last_words(newest, session.desk.zone)
    assert told is not None
    assert language("en").message(told) == "Outage: rang about it: Water outage (没水)"
