"""Where gift lists are told of besides their own page: Today, the end of the day, a household's touchpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.app.care_panel import care_told
from desktop.app.day_end import CHECKS
from desktop.app.session import sign_in
from desktop.app.today.view import TodayPage
from desktop.gifts.model import GiftListState
from desktop.gifts.rows import NewGiftList
from desktop.gifts.service import GiftService
from desktop.households.service import HouseholdService
from tests.app.conftest import PASSWORD
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock


@pytest.fixture
def session(demo_data: Path, clock: FixedClock) -> Iterator[Session]:
    signed_in = sign_in(demo_data, "clerk", PASSWORD, clock)
    yield signed_in
    signed_in.close()


@pytest.fixture
def gifts(session: Session) -> GiftService:
    """Return the service, every list of the made-up community ended."""
    service = GiftService(session.desk)
    for line in service.lists():
        service.end(line.id, version=line.version)
    return service


def start(session: Session, gifts: GiftService) -> tuple[int, int]:
    """Start a list that is due today for one household; return its id and the room's."""
    today = session.desk.clock.now().astimezone(session.desk.zone).date()
    made = gifts.start(NewGiftList("中秋", "月饼", today, stock=5)).result
    room_id = HouseholdService(session.desk).households(limit=1)[0].room_id
    gifts.add_rooms(made, [room_id])
    return made, room_id


def test_that_the_made_up_community_has_a_list_that_ended_and_one_under_way(session: Session) -> None:
    service = GiftService(session.desk)
    under_way, ended = service.lists(), service.lists(ended=True)
    assert [line.state for line in (*under_way, *ended)] == [GiftListState.OPEN, GiftListState.ENDED]
    assert all(line.left >= 0 and line.households for line in (*under_way, *ended))
    assert under_way[0].handed + under_way[0].waiting + under_way[0].not_home > 0
    assert all(not line.waiting and not line.not_home for line in ended)


def test_that_today_tells_of_gifts_while_any_are_to_be_given(
    session: Session, gifts: GiftService, qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    with recording_shell(qapp, tmp_path) as shell:
        page = TodayPage(session.desk, shell)
        qtbot.addWidget(page)
        page.show()
        page.show_at()
        settle(qtbot, shell)
        link = page.links["gifts"]
        assert link.isHidden()
        start(session, gifts)
        page.presenter.read()
        settle(qtbot, shell)
        assert (link.isHidden(), link.text()) == (False, "Gifts to give 1")
        link.click()
        assert shell.gone == [("gifts", {})]


def test_that_the_end_of_the_day_counts_what_is_due_and_not_given(session: Session, gifts: GiftService) -> None:
    (check,) = (check for check in CHECKS if check.key == "gifts")
    assert check.count(session.desk) == 0
    made, _room_id = start(session, gifts)
    assert check.count(session.desk) == 1
    (entry,) = gifts.entries(made)
    gifts.hand_over(entry.id, "本人", version=entry.version)
    assert check.count(session.desk) == 0


def test_that_a_household_was_given_it_and_the_touchpoint_leads_to_the_list(
    session: Session, gifts: GiftService
) -> None:
    made, room_id = start(session, gifts)
    (entry,) = gifts.entries(made)
    gifts.hand_over(entry.id, "杨奶奶", version=entry.version)
    (line,) = (line for line in HouseholdService(session.desk).timeline(room_id) if line.kind == "gift_handed")
    told = care_told(line)
    assert told is not None
    assert (told.icon, told.page, told.where) == ("gift", "gifts", {"gift_list_id": made})
