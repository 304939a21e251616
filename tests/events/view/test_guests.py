from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.permissions import Role
from desktop.events.model import EventState, GuestState
from desktop.events.presenter.finding import GuestHit
from tests.care.villages import SHANGHAI
from tests.events.screens import ALT, CTRL

if TYPE_CHECKING:
    from tests.events.screens import Screen

LONG = "欧阳慕容上官司徒诸葛令狐皇甫尉迟公孙东方赫连澹台夏侯闻人宇文长孙端木申屠钟离南宫"


def test_that_a_household_is_signed_up_by_a_key_its_room_and_enter(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.show()
    screen.press(Qt.Key.Key_F, ALT)
    assert screen.page.detail.guests.entry.line.hasFocus()
    screen.enter("1-1-101 x3")
    assert screen.shell.words == ["1-1-101 is signed up, 3 people."]
    assert screen.planner.of(line, "1-1-101").people == 3
    assert screen.page.detail.guests.entry.line.text() == ""
    assert screen.guests == [("Signed up", "1-1-101")]


def test_that_the_last_one_gets_another_person_by_plus_in_the_empty_line(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.show()
    screen.enter("1-1-101")
    screen.press(Qt.Key.Key_Plus)
    assert screen.planner.of(line, "1-1-101").people == 2
    screen.press(Qt.Key.Key_Minus)
    assert screen.planner.of(line, "1-1-101").people == 1


def test_that_a_sign_up_can_be_taken_back(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.show()
    screen.enter("1-1-101")
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert screen.planner.of(line, "1-1-101").state is GuestState.CANCELLED


def test_that_the_same_household_twice_is_told_below_the_line_and_chosen(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.planner.sign_up(line, "1-1-102", 2)
    screen.planner.sign_up(line, "1-1-201")
    screen.show()
    screen.enter("1-1-102")
    assert screen.told == "1-1-102 is signed up already, with 2 people."
    assert screen.page.detail.guests.entry.line.text() == "1-1-102"
    guest = screen.page.detail.guests.guest
    assert guest is not None
    assert guest.room == "1-1-102"


def test_that_a_name_of_no_household_is_signed_up_as_it_is_and_a_wrong_room_is_not(screen: Screen) -> None:
    screen.planner.planned()
    screen.show()
    screen.enter(LONG)
    assert screen.guests == [("Signed up", LONG)]
    screen.enter("9-9-999")
    assert len(screen.guests) == 1
    assert screen.told.startswith("“9-9-999” may mean several, or nobody")


def test_that_enter_takes_the_row_chosen_in_the_list_of_who_may_be_meant(screen: Screen) -> None:
    screen.planner.planned()
    screen.show()
    screen.press(Qt.Key.Key_F, ALT)
    line, box = screen.page.detail.guests.entry.line, screen.page.detail.guests.entry.box.list
    QTest.keyClicks(line, "1-1")
    screen.qtbot.waitUntil(box.isVisible)
    rooms = [str(box.model().index(row, 0).data()) for row in range(box.model().rowCount())]
    assert len(rooms) > 1
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    screen.settle()
    ((_state, room),) = screen.guests
    assert rooms[1].startswith(room)


def test_that_signing_off_tells_who_moved_up_and_who_did_not_fit(screen: Screen) -> None:
    line = screen.planner.planned(capacity=2)
    screen.planner.sign_up(line, "1-1-101", 1)
    screen.planner.sign_up(line, "1-1-102", 1)
    screen.planner.sign_up(line, "1-1-201", 2)
    screen.planner.sign_up(line, "2-1-101", 1)
    screen.show()
    assert [state for state, _room in screen.guests] == ["Signed up", "Signed up", "Waiting 1", "Waiting 2"]
    screen.page.detail.guests.view.selectRow(0)
    screen.click("guest-sign-off")
    assert screen.shell.words == [
        "1-1-101 is signed off. Moved up: 2-1-101. Too many for the room left, still waiting: 1-1-201."
    ]


def test_that_who_moves_up_because_fewer_come_is_told_by_key_and_by_form(screen: Screen) -> None:
    line = screen.planner.planned(capacity=3)
    screen.planner.sign_up(line, "1-1-101", 3)
    screen.planner.sign_up(line, "1-1-102", 1)
    screen.planner.sign_up(line, "1-1-201", 1)
    screen.show()
    screen.page.detail.guests.view.selectRow(0)
    screen.click("guest-fewer")
    screen.press(Qt.Key.Key_Return, at=screen.page.detail.guests.view)
    screen.submit(people="1")
    assert screen.shell.words == [
        "1-1-101: 2 people · Moved up: 1-1-102.",
        "1-1-101: saved · Moved up: 1-1-201.",
    ]


def test_that_a_full_event_says_that_the_household_waits(screen: Screen) -> None:
    line = screen.planner.planned(capacity=1)
    screen.planner.sign_up(line, "1-1-101")
    screen.show()
    screen.enter("1-1-102")
    assert screen.shell.words == ["1-1-102 is on the waiting list: the event is full."]


def test_that_guests_are_checked_in_at_the_door_by_enter(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.planner.sign_up(line, "1-1-101", 2)
    screen.planner.now(datetime(2026, 11, 28, 8, 50, tzinfo=SHANGHAI))
    screen.show()
    screen.press(Qt.Key.Key_I, CTRL)
    screen.enter("1-1-101")
    assert screen.planner.of(line, "1-1-101").came == 2
    screen.press(Qt.Key.Key_Plus)
    assert screen.planner.of(line, "1-1-101").came == 3
    screen.enter("1-1-101")
    assert screen.told.startswith("1-1-101 was checked in already, 3 people")
    assert screen.page.detail.guests.counts.text() == "3 came of 2 signed up"


def test_that_who_did_not_sign_up_is_noted_as_a_walk_in_by_a_second_enter(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.planner.now(datetime(2026, 11, 28, 9, 10, tzinfo=SHANGHAI))
    screen.show()
    screen.press(Qt.Key.Key_I, CTRL)
    screen.enter("2-1-101")
    assert screen.told == "2-1-101 has not signed up: Enter once more notes a walk-in."
    screen.press(Qt.Key.Key_Return)
    guest = screen.planner.of(line, "2-1-101")
    assert (guest.came, guest.walk_in) == (1, True)
    screen.press(Qt.Key.Key_Plus)
    assert screen.planner.of(line, "2-1-101").came == 2
    screen.press(Qt.Key.Key_Minus)
    screen.click("guest-not-yet")
    screen.enter("2-1-101")
    screen.press(Qt.Key.Key_Return)
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert screen.planner.of(line, "2-1-101").came is None


def test_that_nobody_is_checked_in_days_before(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.planner.sign_up(line, "1-1-101")
    screen.show()
    screen.page.detail.guests.view.selectRow(0)
    assert screen.button("check-in-mode").isHidden()
    assert screen.button("guest-came").isHidden()


def test_that_a_check_in_is_undone_from_the_line_that_said_so(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.planner.sign_up(line, "1-1-101")
    screen.planner.now(datetime(2026, 11, 28, 9, 10, tzinfo=SHANGHAI))
    screen.show()
    screen.page.detail.guests.view.selectRow(0)
    screen.click("guest-came")
    assert screen.planner.of(line, "1-1-101").came == 1
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert screen.planner.of(line, "1-1-101").came is None


def test_that_an_administrator_looks_and_signs_nobody_up(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.planner.sign_up(line, "1-1-101")
    screen.show(Role.ADMINISTRATOR)
    assert screen.guests == [("Signed up", "1-1-101")]
    detail = screen.page.detail
    assert detail.guests.entry.line.isHidden()
    assert all(button.isHidden() for button in (*detail.guests.acts.values(), detail.amend, screen.page.add))
    assert screen.file.line.state is EventState.PLANNED


def test_that_enter_pressed_twice_signs_a_name_up_once(screen: Screen) -> None:
    screen.planner.planned()
    screen.show()
    entry = screen.page.detail.guests.entry
    entry.line.insert("路过的李阿姨")
    for _ in range(2):
        entry.taken.emit(GuestHit(name="路过的李阿姨"), None)
    screen.settle()
    assert screen.guests == [("Signed up", "路过的李阿姨")]
    screen.enter("路过的李阿姨")
    assert len(screen.guests) == 2, "two people may have one name"
