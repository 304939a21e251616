"""The phone rings: a clerk finds who it is by whatever there is to go by, and is at the card in a few keys."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.app.today.view import TodayPage
from desktop.households.model import OccupancyRole
from desktop.households.rows import NewPerson
from desktop.households.service import HouseholdService
from desktop.households.view import HouseholdsPage
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from desktop.requests.view import IntakePage, RequestsPage
from desktop.ui.single_instance import SingleInstance

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.storage.desk import Desk
    from tests.journeys.program import Program

CTRL = Qt.KeyboardModifier.ControlModifier
ROOT = Path(__file__).resolve().parents[2]

PHONE = "13700001234"
PLATE = "浙F·6Q8Z2"
MOST_KEYS_RUNG = 2
"""From a call handed over to the household or to a repair with caller and phone filled in."""

MOST_KEYS_TYPED = 6
"""From the first key typed to the household, by initials, by the end of a phone or by the end of a plate."""


class Clerk:
    """Counts every key pressed since the phone last rang."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.keys = 0

    def rings(self) -> None:
        """Begin on Today, nothing open, with no key pressed yet."""
        self.program.go("today")
        self.program.settle()
        assert isinstance(self.program.window.stack.currentWidget(), TodayPage)
        self.keys = 0

    def type(self, text: str) -> None:
        for character in text:
            self.program.type(character)
        self.keys += len(text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.program.press(key, modifier)
        self.keys += 1

    @property
    def household(self) -> str:
        """Return the room of the household shown now."""
        pane = self.program.page(HouseholdsPage).household
        assert pane is not None
        self.program.until(pane.isVisible)
        return pane.header.title.text().partition(" ")[0]


def desk(program: Program) -> Desk:
    return program.window.session.desk


def settle_caller(program: Program) -> tuple[str, int]:
    """Let 曾海燕 with phone, plate, tag and an open request live in a room; return its label and id."""
    households = HouseholdService(desk(program))
    line = households.households(limit=40)[-1]
    households.add_resident(line.room_id, NewPerson("曾海燕", (PHONE,)), OccupancyRole.OWNER)
    households.add_vehicle(line.room_id, PLATE)
    RequestService(desk(program)).report(NewRequest(kind=RequestKind.REPAIR, words="厨房漏水", room_id=line.room_id))
    return line.label, line.room_id


@pytest.fixture
def program(start: Callable[..., Program], lively_data: Path) -> Program:
    opened = start(lively_data)
    opened.sign_in("clerk")
    return opened


@pytest.fixture
def clerk(program: Program) -> Clerk:
    return Clerk(program)


def test_that_a_caller_is_found_by_each_kind_of_input_without_touching_the_mouse(
    program: Program, clerk: Clerk
) -> None:
    label, _room_id = settle_caller(program)
    building, entrance, room = label.split("-")
    notations = (
        label,
        f"{building}栋{entrance}单元{room}室",
        f"{building}#{entrance}-{room}",
        f"{building} {entrance} {room}",
    )
    wide = label.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    others = ("曾海燕", "海燕", "zenghaiyan", "zhy", "chy", PHONE, "137 0000 1234", "1234", "浙F6Q8Z2", "6Q8Z2", "f6q8")
    for typed in (*notations, wide, *others):
        clerk.rings()
        # Bare typing: nothing was pressed to get to the box.
        clerk.type(typed)
        program.until(program.window.searching.isVisible)
        clerk.press(Qt.Key.Key_Return)
        assert clerk.household == label, typed


def test_that_a_caller_is_at_the_card_in_few_keys(program: Program, clerk: Clerk) -> None:
    label, _room_id = settle_caller(program)
    for typed in ("zhy", "chy", "曾海燕", "1234", "6Q8Z2"):
        clerk.rings()
        clerk.type(typed)
        clerk.press(Qt.Key.Key_Return)
        assert clerk.household == label
        assert clerk.keys <= MOST_KEYS_TYPED, typed


def test_that_ctrl_enter_takes_in_a_repair_of_the_one_who_was_found(program: Program, clerk: Clerk) -> None:
    _label, room_id = settle_caller(program)
    clerk.rings()
    clerk.type("1370000")
    program.until(program.window.searching.isVisible)
    clerk.press(Qt.Key.Key_Return, CTRL)
    form = program.page(IntakePage).form
    program.until(lambda: form.room.choice is not None)
    assert form.room.choice is not None
    assert form.room.choice.room_id == room_id
    assert (form.caller.line.text(), form.phone.value()) == ("曾海燕", PHONE)


def test_that_an_input_method_finds_too_from_the_first_composed_key(program: Program, clerk: Clerk) -> None:
    label, _room_id = settle_caller(program)
    for page in ("today", "households"):
        program.go(page)
        program.settle()
        composing = QInputMethodEvent("z", [])
        QCoreApplication.sendEvent(program.target(), composing)
        assert QApplication.focusWidget() is program.window.field
        program.type("曾海燕")
        assert program.window.field.text() == "曾海燕"
        clerk.press(Qt.Key.Key_Return)
        assert clerk.household == label


def test_that_the_box_is_there_from_anywhere_and_gives_the_keyboard_back(program: Program, clerk: Clerk) -> None:
    label, _room_id = settle_caller(program)
    for key, modifier in ((Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_K, CTRL)):
        program.press(Qt.Key.Key_F2)
        form = program.page(IntakePage).form
        form.words.input.setFocus()
        before = program.target()
        program.press(key, modifier)
        assert program.window.field.hasFocus()
        program.type("zhy")
        program.press(Qt.Key.Key_Escape)
        assert program.window.searching.isHidden()
        assert program.target() is before
        assert program.window.field.text() == ""
    program.press(Qt.Key.Key_F3)
    program.type(label)
    program.press(Qt.Key.Key_Return, CTRL)
    program.until(lambda: program.page(IntakePage).form.room.choice is not None)
    choice = program.page(IntakePage).form.room.choice
    assert choice is not None
    assert choice.label == label
    assert clerk.keys == 0


def test_that_an_empty_box_offers_what_was_opened_last(program: Program, clerk: Clerk) -> None:
    label, room_id = settle_caller(program)
    request = RequestService(desk(program)).open_for_room(room_id)[0]
    program.window.go("households", room_id=room_id)
    program.settle()
    program.window.go("requests", request_id=request.id)
    program.settle()
    clerk.rings()
    clerk.press(Qt.Key.Key_F3)
    assert [hit.title.partition(" ")[0] for hit in program.window.searching.list.values] == [request.number, label]
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Return)
    assert clerk.household == label
    # Kept in the data: another sign-in of the same account finds it there.
    program.lock()
    program.sign_in("clerk")
    program.press(Qt.Key.Key_F3)
    assert [hit.title.partition(" ")[0] for hit in program.window.searching.list.values] == [label, request.number]
    program.press(Qt.Key.Key_Down)
    program.press(Qt.Key.Key_Return)
    program.until(lambda: program.page(RequestsPage).detail.number.text() == request.number)


def test_that_a_household_opened_in_the_list_is_offered_again_too(program: Program, clerk: Clerk) -> None:
    clerk.rings()
    program.go("households")
    program.settle()
    program.press(Qt.Key.Key_Down)
    program.press(Qt.Key.Key_Return)
    label = clerk.household
    program.press(Qt.Key.Key_F3)
    assert [hit.title for hit in program.window.searching.list.values] == [label]


# --- a call handed over ---------------------------------------------------------------------------------------------


def hand_over(program: Program, data: Path, address: str) -> subprocess.CompletedProcess[str]:
    """Start the program a second time, as a softphone does, while the window answers."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    second = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--data", str(data), "--language", "en", address],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    program.until(lambda: second.poll() is not None)
    out, err = second.communicate()
    return subprocess.CompletedProcess(second.args, second.returncode, out, err)


@pytest.fixture
def listening(program: Program, lively_data: Path) -> None:
    """Let the window be the one of its data, as `Controller.run` does."""
    instance = SingleInstance(str(lively_data.resolve()), program.controller)
    assert instance.claim([])
    instance.asked.connect(program.controller.hear)
    program.qtbot.addWidget(program.window, before_close_func=lambda _window: instance.release())


@pytest.mark.usefixtures("listening")
def test_that_a_second_start_shows_the_caller_in_the_running_window(
    program: Program, clerk: Clerk, lively_data: Path
) -> None:
    label, _room_id = settle_caller(program)
    clerk.rings()
    told = hand_over(program, lively_data, f"tel:+86-{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}")
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    card = program.window.calls.card
    program.until(card.isVisible)
    assert "曾海燕" in card.spoken()
    assert label in card.spoken()
    clerk.press(Qt.Key.Key_F12)
    clerk.press(Qt.Key.Key_Return)
    assert clerk.household == label
    assert clerk.keys <= MOST_KEYS_RUNG


@pytest.mark.usefixtures("listening")
def test_that_what_is_no_call_is_refused_in_words_and_troubles_no_window(program: Program, lively_data: Path) -> None:
    for address in ("tel:anonymous", "tel:" + "1" * 5000):
        told = hand_over(program, lively_data, address)
        assert told.returncode == 1
        assert told.stdout == ""
        assert "tel:13800138000" in told.stderr
    assert program.window.calls.card.isHidden()


def test_that_a_repair_is_logged_for_a_caller_while_another_form_is_typed(program: Program, clerk: Clerk) -> None:
    label, room_id = settle_caller(program)
    program.press(Qt.Key.Key_F2)
    program.type("half a word")
    form = program.page(IntakePage).form
    program.controller.hear([f"tel:{PHONE}"])
    program.until(program.window.calls.card.isVisible)
    program.type(" more")
    assert form.room.line.text() == "half a word more"
    clerk.press(Qt.Key.Key_F12)
    clerk.press(Qt.Key.Key_Return, CTRL)
    assert clerk.keys <= MOST_KEYS_RUNG
    program.until(lambda: form.room.choice is not None)
    assert form.room.choice is not None
    assert form.room.choice.room_id == room_id
    assert form.caller.line.text() == "曾海燕"
    assert form.phone.value() == PHONE
    assert form.words.edit.hasFocus()
    assert label in form.room.line.text()
    # What was half typed is kept as a draft.
    assert any("half a word more" in str(draft.fields.values()) for draft in program.window.drafts.all("intake"))


def test_that_the_phone_of_an_unknown_caller_stays_whoever_lives_there(program: Program, clerk: Clerk) -> None:
    label, _room_id = settle_caller(program)
    program.controller.hear(["tel:13999990000"])
    program.until(program.window.calls.card.isVisible)
    clerk.press(Qt.Key.Key_F12)
    clerk.press(Qt.Key.Key_Return, CTRL)
    form = program.page(IntakePage).form
    program.type(label)
    program.press(Qt.Key.Key_Return)
    program.until(lambda: form.room.choice is not None)
    assert form.phone.value().replace(" ", "") == "13999990000"


def test_that_a_call_at_the_door_is_shown_after_signing_in(start: Callable[..., Program], lively_data: Path) -> None:
    program = start(lively_data)
    program.controller.hear(["tel:13999990000"])
    program.sign_in("clerk")
    program.until(program.window.calls.card.isVisible)
    assert "139 9999 0000" in program.window.calls.card.spoken()


def test_that_a_guard_sees_no_caller(start: Callable[..., Program], lively_data: Path) -> None:
    program = start(lively_data)
    program.sign_in("guard")
    program.controller.hear([f"tel:{PHONE}"])
    program.settle()
    assert PHONE[-4:] not in program.toast
    assert "front desk" in program.toast
