"""What Today tells of outages: the strip while one runs, whom nobody warned yet, which calls back are promised."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.app.day_end import CHECKS, SUBJECTS
from desktop.app.session import sign_in
from desktop.app.today.view import TodayPage
from desktop.core.i18n import language
from desktop.handover.rows import Shift
from desktop.households.service import HouseholdService
from desktop.outages.model import OutageKind, PlaceLevel
from desktop.outages.rows import NewCaller, NewOutage, OutageStage, Pick
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


def plan(session: Session, starts_in: float, lasts: float = 4) -> int:
    """Plan an outage of the whole community."""
    starts = session.desk.clock.now() + timedelta(hours=starts_in)
    new = NewOutage(
        OutageKind.WATER,
        starts,
        starts + timedelta(hours=lasts),
        cause="更换水泵",
        places=(Pick(PlaceLevel.COMMUNITY),),
    )
    return OutageService(session.desk).plan(new).result


def room(session: Session) -> int:
    return HouseholdService(session.desk).households(limit=1)[0].room_id


def test_that_today_tells_what_runs_and_opens_it(session: Session, shell: RecordingShell, qtbot: QtBot) -> None:
    quieten(session.desk)
    page = TodayPage(session.desk, shell)
    qtbot.addWidget(page)
    page.resize(1198, 612)
    page.show()
    page.show_at()
    for _ in range(3):
        settle(qtbot, shell)
        QCoreApplication.processEvents()
    assert not page.findChildren(AlertStrip)
    promised = OutageService(session.desk).counts().promised
    assert page.links["promised"].isHidden() is not bool(promised)
    first, second = plan(session, -1), plan(session, -2, lasts=1)
    caller = NewCaller(first, room(session), call_back=True)
    shell.bus.announce(OutageService(session.desk).log_caller(caller))
    for _ in range(3):
        settle(qtbot, shell)
        QCoreApplication.processEvents()
    (strip,) = (each for each in page.findChildren(AlertStrip) if not each.isHidden())
    assert "更换水泵" in strip.words.text()
    assert not page.links["promised"].isHidden()
    opened = strip.findChild(Button, "open-outage")
    more = strip.findChild(Button, "more-outages")
    assert opened is not None
    assert more is not None
    opened.click()
    more.click()
    page.links["promised"].click()
    assert shell.gone == [
        ("outages", {"outage_id": second}),
        ("outages", {"stage": OutageStage.RUNNING}),
        ("outages", {"stage": "all"}),
    ]
    page.presenter._turn.stop()


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_that_the_end_of_the_day_and_a_handover_tell_what_hangs(session: Session, code: str) -> None:
    checks = {check.key: check for check in CHECKS}
    subject = next(subject for subject in SUBJECTS if subject.key == "outages")
    now = session.desk.clock.now()
    shift = Shift(now - timedelta(hours=8), now)
    quieten(session.desk)
    before = checks["outages_left"].count(session.desk)
    plan(session, -9, lasts=2)
    words = subject.draft(session.desk, shift, language(code))
    assert checks["outages_left"].count(session.desk) == before + 2, "neither announced nor restored"
    assert checks["outage_calls"].count(session.desk) == 0
    assert language(code).gettext("not announced") in words
