"""An event from last year's copy to its summary: nobody is forgotten, and what is said stands where it was said."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from desktop.contacts.presenter import Stage
from desktop.contacts.view import CallsPage
from desktop.events.dialogs import InviteDialog, PlanEvent
from desktop.events.model import EventState, GuestState
from desktop.events.rows import NewGuest, SheetOrder
from desktop.events.service import EventService
from desktop.households.service import HouseholdService
from desktop.ui.buttons import Button
from tests.conftest import SHANGHAI
from tests.journeys.day import ALT, CTRL, SHIFT, Key
from tests.journeys.event_year import (
    LANTERNS,
    LEGACY,
    VILLAS,
    VIPS,
    EventYear,
    at,
    hold_last_year,
    plan_beside,
    settle_year,
)
from tests.journeys.outage import FAR, within

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program

FORGOTTEN = "Not invited for a year:"
SAID = "希望中秋再多放两盏灯"
INVITED = ["1-1-101", "3-1-101", "5-1-101", "5-1-102", "5-1-201", "5-1-202"]
"""The VIP households, the one with a legacy issue, and the villas."""


@pytest.fixture
def at_window(
    start: Callable[..., Program], empty_data: Path, tmp_path: Path, clock: FixedClock
) -> Callable[..., EventYear]:
    """Return a function that signs somebody in at the window at a moment."""
    return settle_year(start, empty_data, tmp_path, clock)


# --- from last year's copy to the summary -----------------------------------------------------------------------------


def copy(year: EventYear) -> None:
    """Copy last year's: it falls on the same lunar day; another place, less room, a limit."""
    year.go("events")
    page = year.events
    year.turn(page.filters.stages, "held", ["coming", "to_close", "held", "all"])
    year.program.until(lambda: page.detail.file is not None)
    assert year.event.line.title == LANTERNS
    year.push(page.copy)
    form = year.dialog().form
    assert isinstance(page.acts.dialog, PlanEvent)
    assert form.fields["day"].text() == "2027-8-15"
    year.fill(form.fields["place"], "架空层")
    year.fill(form.fields["capacity"], "6")
    year.fill(form.fields["household_limit"], "2")
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: page.acts.dialog is None and year.event.line.state is EventState.PLANNED)
    assert year.event.line.starts_at.astimezone(SHANGHAI) == at("2027-09-15 19:00")


def prepare(year: EventYear) -> None:
    """Tick the materials that are there by Space."""
    preparing = year.events.detail.preparing
    year.part("preparing")
    year.hands.tab_to(preparing.view, FAR)
    year.hands.press(Key.Key_Space)
    assert year.program.toast == "灯笼: ready"
    assert preparing.progress.text() == "1 of 2 materials ready"
    year.hands.press(Key.Key_Down)
    year.hands.press(Key.Key_Space)
    assert year.event.line.items_open == 0


def invite(year: EventYear) -> None:
    """Invite a contact list, a tag and a zone; who is invited already is not counted again."""
    year.part("inviting")
    invite_by(year, "list", VIPS, "2 households would be invited.")
    invite_by(year, "tag", LEGACY, "1 household would be invited.")
    invite_by(year, "zone", VILLAS, "3 households would be invited.")
    assert sorted(guest.room for guest in year.event.guests) == INVITED
    announce(year)


def invite_by(year: EventYear, kind: str, name: str, words: str) -> None:
    year.push(year.events.detail.inviting.invite)
    dialog = year.dialog()
    assert isinstance(dialog, InviteDialog)
    year.back_tab_to(dialog._kind.segments)
    year.turn(dialog._kind.segments, kind, ["list", "zone", "tag", "rooms"])
    year.pick(dialog.form.fields[kind], name)
    year.program.until(lambda: not dialog._soon.isActive() and dialog.forecast.text())
    assert dialog.forecast.text() == words
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.events.acts.dialog is None)


def announce(year: EventYear) -> None:
    """Make it known: a letter for each household; the chat text copied is the one shown."""
    inviting = year.events.detail.inviting
    year.push(inviting.letters)
    letters = year.hands.open_paper()
    assert len(letters) == len(INVITED)
    assert within(letters[0], LANTERNS, "1-1-101", "赵一鸣", "2027年9月15日", "八月十五", "19:00", "架空层")
    assert not any("中心广场" in letter for letter in letters), "last year's place"
    year.hands.press(Key.Key_C, CTRL | SHIFT)
    assert year.program.toast == "The text is copied."
    assert year.clipboard == inviting.chat.toPlainText()
    assert within("".join(year.clipboard.split()), LANTERNS, "架空层", "15 Sep 2027", "猜灯谜，做灯笼。")
    year.push(year.events.detail.announce)
    assert year.event.line.state is EventState.ANNOUNCED


def sign_up(year: EventYear) -> None:
    """Sign households up until it is full and beyond: two of one in three keys beside the room."""
    year.part("guests")
    with year.hands.task("two of a household"):
        year.sign_up("1-1-101")
        year.hands.press(Key.Key_Plus)
    assert year.hands.keys["two of a household"] == 3
    assert (year.guest("1-1-101").state, year.guest("1-1-101").people) == (GuestState.SIGNED_UP, 2)
    year.sign_up("3-1-101 x3")
    assert year.told == "At most 2 people of one household may come."
    assert year.entry == "3-1-101 x3", "what was typed is there still"
    for typed in ("3-1-101 x2", "5-1-101 x2", "1-1-201 x2", "2-1-101"):
        year.sign_up(typed)
    assert year.program.toast == "2-1-101 住户09 is on the waiting list: the event is full."
    assert {"1-1-201 Waiting 1", "2-1-101 Waiting 2"} <= {*year.standing()}
    amend_the_same(year)
    sign_off(year)


def amend_the_same(year: EventYear) -> None:
    """Sign the same household up again: it is said how many it has, it is chosen, and amended instead."""
    year.sign_up("1-1-101")
    assert year.told == "1-1-101 is signed up already, with 2 people."
    year.hands.press(Key.Key_Escape)
    guests = year.events.detail.guests
    year.hands.tab_to(guests.view, FAR)
    assert guests.guest is not None
    assert guests.guest.room == "1-1-101"
    year.hands.press(Key.Key_Return)
    year.fill(year.dialog().form.fields["note"], "轮椅")
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.guest("1-1-101").note == "轮椅")


def sign_off(year: EventYear) -> None:
    """Sign a household off: the first of the waiting list moves up, and the line says who."""
    year.back_tab_to(year.events.detail.guests.view)
    year.choose_guest("5-1-101")
    year.push(year.events.detail.guests.acts["sign-off"])
    assert year.program.toast == "5-1-101 住户17 is signed off. Moved up: 1-1-201 住户03."
    assert {"1-1-201 Signed up", "2-1-101 Waiting 1", "5-1-101 Signed off"} <= {*year.standing()}


def call(year: EventYear) -> None:
    """Call who has not answered, and nobody else; the card says what to say."""
    year.part("inviting")
    year.confirm_next()
    year.hands.press(Key.Key_G, ALT)
    calls = year.program.page(CallsPage)
    year.program.until(lambda: calls.presenter.card is not None)
    assert calls.presenter.card is not None
    assert within("".join(calls.presenter.card.script.split()), LANTERNS, "架空层")
    called = year.books.rows("SELECT room_label FROM call_entry ORDER BY room_label")
    assert [row["room_label"] for row in called] == ["5-1-102", "5-1-201", "5-1-202"]
    year.call(Key.Key_1, Key.Key_1, Key.Key_1)
    assert calls.presenter.stage is Stage.DONE


def print_sheet(year: EventYear) -> None:
    """Print the sheet to sign in on, by building and by the sound of the names, which are masked on paper."""
    year.go("events")
    year.part("guests")
    year.hands.press(Key.Key_P, CTRL)
    window = year.paper()
    found = {}
    for form in (SheetOrder.BUILDING, SheetOrder.ALPHABET):
        year.choose_form(window, form)
        (text,) = year.read(window).pages
        assert within(text, LANTERNS, "15 Sep 2027", "安*", "3 households signed up", "6 people")
        found[form] = sorted(("1-1-101", "1-1-201", "3-1-101"), key=text.index)
    assert found[SheetOrder.BUILDING] == ["1-1-101", "1-1-201", "3-1-101"]
    assert found[SheetOrder.ALPHABET] == ["3-1-101", "1-1-101", "1-1-201"]
    year.hands.press(Key.Key_Escape)


# --- on the day -------------------------------------------------------------------------------------------------------


def check_in(year: EventYear) -> None:
    """Find who comes by name, pinyin and room; whoever did not sign up walks in, also where there is no room left."""
    year.clock.set(at("2027-09-15 18:50"))
    assert year.counts()["events"] == "Events today 1"
    year.go("events")
    guests = year.events.detail.guests
    year.hands.press(Key.Key_I, CTRL)
    for typed in ("赵一鸣", "anran"):
        year.hands.enter(typed)
    assert year.program.toast == "3-1-101 安然 came, 2 people."
    year.hands.press(Key.Key_Minus)
    assert year.guest("3-1-101").came == 1
    year.hands.enter("1-1-101")
    assert year.told == "1-1-101 was checked in already, 2 people; + and - change it."
    year.hands.press(Key.Key_Escape)
    year.hands.enter("1-1-201")
    year.hands.enter("2-1-201 x3")
    assert year.told == "2-1-201 has not signed up: Enter once more notes a walk-in."
    year.hands.enter()
    assert (year.guest("2-1-201").came, year.guest("2-1-201").walk_in) == (3, True)
    assert guests.counts.text() == "8 came of 6 signed up"
    assert year.event.line.came > year.event.line.capacity


# --- afterwards -------------------------------------------------------------------------------------------------------


def close(year: EventYear) -> None:
    """Close it with what it cost and what came of it."""
    year.clock.set(at("2027-09-16 09:00"))
    assert year.counts()["to_close"] == "Events to close 1"
    year.push(year.today.links["to_close"])
    year.program.until(lambda: year.events.detail.file is not None)
    year.part("after")
    year.hands.press(Key.Key_F8)
    form = year.dialog().form
    year.fill(form.fields["cost_fen"], "860.50")
    year.fill(form.fields["outcome"], "孩子们很喜欢猜灯谜")
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.events.acts.dialog is None)
    assert year.event.line.state is EventState.HELD, "it is looked at still: photos and sayings follow"
    assert (year.event.cost_fen, year.event.line.came, year.event.line.households_came) == (86_050, 8, 4)


def note(year: EventYear) -> str:
    """Note what a household said, and make a request of it; return the number of the request."""
    after = year.events.detail.after
    year.push(after.say_it)
    form = year.dialog().form
    year.pick(form.fields["guest"], "3-1-101")
    year.fill(form.fields["words"], SAID)
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.guest("3-1-101").said == SAID)
    year.push(year.program.find(Button, "request-of-voice"))
    assert year.dialog().form.fields["words"].text() == SAID
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.event.requests)
    ((_id, number, words),) = year.event.requests
    request = year.books.request(number)
    assert words == SAID
    assert year.books.rows("SELECT label FROM room WHERE id = :id", id=request["room_id"]) == [{"label": "3-1-101"}]
    return number


def attach(year: EventYear, folder: Path) -> None:
    """Paste a photo; one that is only called a photo is refused in words."""
    false = folder / "合影.jpg"
    false.write_text("不是照片", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(false))])
    QGuiApplication.clipboard().setMimeData(data)
    year.hands.press(Key.Key_V, CTRL)
    year.program.until(lambda: year.program.window.findChildren(QLabel, "file-problem"))
    assert "is not what its name says" in year.program.find(QLabel, "file-problem").text()
    assert year.event.photos == 0
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    QGuiApplication.clipboard().setImage(image)
    year.hands.press(Key.Key_V, CTRL)
    year.program.until(lambda: year.event.photos == 1)


def summarise(year: EventYear, number: str) -> None:
    """Print the one page on it: figures beside last year's, what was said, what follows, the photo."""
    year.push(year.events.detail.after.print)
    window = year.paper()
    (text,) = year.read(window).pages
    assert within(text, LANTERNS, "15 Sep 2027", "860.50 / 800", "孩子们很喜欢猜灯谜", SAID, number, "HD-2609-0001")
    (page,) = PdfReader(BytesIO(bytes(window.preview._data))).pages
    assert len(page.images) == 1
    assert within(text, "Households invited 6 0", "People signed up 6 3", "People who came 8 3")
    year.hands.press(Key.Key_Escape)


def remember(year: EventYear) -> None:
    """See in the timelines who was invited, signed up and came, and who did not."""
    year.open_household("3-1-101")
    year.program.until(year.timeline)
    assert [words for words in year.timeline() if LANTERNS in words] == [
        f"Came to “{LANTERNS}”, 1 person",
        f"Signed up for “{LANTERNS}”, 2 people",
        f"Invited to “{LANTERNS}”",
    ]
    year.open_household("5-1-201")
    year.program.until(year.timeline)
    assert [words for words in year.timeline() if LANTERNS in words] == [
        f"called 住户19 for {LANTERNS}: Reached",
        f"Invited to “{LANTERNS}”",
    ]


def forgotten(year: EventYear, room: str) -> bool:
    """Tell whether the household of a room says that nobody invited it for a year."""
    year.open_household(room)
    return any(FORGOTTEN in alert for alert in year.alerts())


def test_that_an_event_goes_from_the_copy_of_last_years_to_its_summary(
    at_window: Callable[..., EventYear], empty_data: Path, tmp_path: Path
) -> None:
    hold_last_year(empty_data)
    year = at_window("2027-09-03 10:00")
    assert forgotten(year, "3-1-101")
    copy(year)
    prepare(year)
    invite(year)
    assert not forgotten(year, "3-1-101")
    year.go("events")
    sign_up(year)
    call(year)
    print_sheet(year)
    check_in(year)
    close(year)
    number = note(year)
    attach(year, tmp_path)
    summarise(year, number)
    remember(year)


# --- two desks --------------------------------------------------------------------------------------------------------


def test_that_of_two_desks_that_take_the_last_place_one_is_told_that_its_household_waits(
    at_window: Callable[..., EventYear], empty_data: Path, clock: FixedClock
) -> None:
    year = at_window("2027-09-03 10:00")
    event_id = plan_beside(empty_data, clock, at("2027-09-15 19:00"), capacity=1)
    year.program.window.go("events", event_id=event_id)
    year.program.until(lambda: year.events.detail.file is not None)
    year.hands.press(Key.Key_F, ALT)
    year.hands.type("1-1-101")
    with year.beside("manager") as desk:
        (room,) = HouseholdService(desk.session.desk).rooms_for("2-1-101")
        EventService(desk.session.desk).sign_up(event_id, NewGuest(room.room_id))
    assert year.event.line.room_left == 1, "of the other desk this one knows nothing yet"
    year.hands.press(Key.Key_Return)
    assert year.program.toast == "1-1-101 赵一鸣 is on the waiting list: the event is full."
    assert year.standing() == ["1-1-101 Waiting 1", "2-1-101 Signed up"]
