"""A year of events in a quarter of four buildings, and the keyboard of whoever plans, counts and closes them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from desktop.calendar.view import CalendarPage
from desktop.community.service import CommunityService
from desktop.contacts.rows import ListDraft
from desktop.contacts.rule import Group, Tagged
from desktop.contacts.service import ContactService
from desktop.core.clock import FixedClock
from desktop.events.model import EventKind
from desktop.events.rows import NewEvent, NewGuest, NewItem, StaffRow
from desktop.events.service import EventService
from desktop.events.view import EventsPage
from desktop.events.view.detail import PARTS
from desktop.gifts.view import GiftsPage
from desktop.households.rows import NewPerson
from desktop.households.service import HouseholdService
from desktop.outages.model import OutageKind, PlaceLevel
from desktop.outages.rows import NewOutage, Pick
from desktop.outages.service import OutageService
from desktop.ui.dialogs import ErrorDialog, Question
from tests.conftest import SHANGHAI
from tests.journeys.beside import Desk
from tests.journeys.day import ALT, CTRL, SHIFT, Key
from tests.journeys.outage import FAR, Outages, settle_quarter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop.events.rows import EventFile, GuestLine
    from desktop.ui.choices import SegmentedRow
    from desktop.ui.dialogs import FormDialog
    from desktop.ui.forms import Field
    from tests.journeys.program import Program

__all__ = [
    "LANTERNS",
    "LEGACY",
    "VILLAS",
    "VIPS",
    "EventYear",
    "at",
    "hold_last_year",
    "plan_beside",
    "refusals",
    "settle_year",
    "shut_off",
]

VILLAS, VIPS, LEGACY = "别墅区", "贵宾", "历史遗留"
LANTERNS = "中秋灯会"
NAMES: Mapping[str, str] = {"1-1-101": "赵一鸣", "3-1-101": "安然"}
"""Two whose names sound otherwise than their rooms follow each other."""


def at(text: str) -> datetime:
    """Return a moment written as 2027-09-15 19:00, in the community's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


# --- beside the window ------------------------------------------------------------------------------------------------


def settle_year(start: Callable[..., Program], data: Path, folder: Path, clock: FixedClock) -> Callable[..., EventYear]:
    """Settle the quarter in `data`; return what signs somebody in at the window at a moment, at first the clerk."""
    settle_quarter(data, folder, clock)
    _add_names(data, clock)

    def sign_in(moment: str, name: str = "clerk") -> EventYear:
        clock.set(at(moment))
        program = start(data)
        program.sign_in(name)
        return EventYear(program, data, clock)

    return sign_in


def _add_names(data: Path, clock: FixedClock) -> None:
    """Make building 5 a zone of its own and list the VIP households; 3-1-101 has a legacy issue, two have names."""
    with Desk(data, "admin", clock) as desk:
        community = CommunityService(desk.session.desk)
        building = next(each.id for each in HouseholdService(desk.session.desk).buildings() if each.name == "5")
        zone_id = community.add_zone(VILLAS).result
        community.assign_zone({building: 1}, zone_id)
    with Desk(data, "clerk", clock) as desk:
        contacts = ContactService(desk.session.desk)
        contacts.create_list(ListDraft(VIPS, rule=Group(parts=(Tagged(meaning="vip"),))))
        register = HouseholdService(desk.session.desk)
        tag = next(each for each in register.community_tags() if each.name == "工程遗留")
        register.edit_tag(tag.id, version=tag.version, name=LEGACY, meaning="legacy_issue", tone="")
        for label, name in NAMES.items():
            (room,) = register.rooms_for(label)
            (person,) = register.people(room.room_id)
            register.edit_resident(person.resident_id, NewPerson(name), version=person.version)


def hold_last_year(data: Path) -> None:
    """Let the Mid-Autumn of 2026 be held with one household."""
    clock = FixedClock(at("2026-09-10 09:00"))
    new = NewEvent(
        EventKind.FESTIVAL,
        LANTERNS,
        at("2026-09-25 19:00"),
        at("2026-09-25 21:00"),
        words="猜灯谜，做灯笼。",
        lunar_day="--08-15",
        place="中心广场",
        capacity=100,
        budget_fen=80_000,
        staff=(StaffRow("何志强", "签到"),),
        items=(NewItem("灯笼", "50个"), NewItem("月饼", "30盒")),
    )
    with Desk(data, "clerk", clock) as desk:
        events = EventService(desk.session.desk)
        event_id = events.plan(new).result
        (room,) = HouseholdService(desk.session.desk).rooms_for("1-1-102")
        guest_id = events.sign_up(event_id, NewGuest(room.room_id, people=3)).result
        clock.set(at("2026-09-25 20:00"))
        guest = next(each for each in events.guests(event_id) if each.id == guest_id)
        events.check_in(guest.id, 3, version=guest.version)
        events.hold(event_id, 76_000, "", version=events.event(event_id).line.version)


def plan_beside(
    data: Path, clock: FixedClock, starts_at: datetime, zone: str = "", title: str = "免费理发", capacity: int = 0
) -> int:
    """Plan a convenience service of an hour for the community or a zone; return its id."""
    with Desk(data, "clerk", clock) as desk:
        zones = {each.name: each.id for each in HouseholdService(desk.session.desk).zones()}
        new = NewEvent(
            EventKind.CONVENIENCE,
            title,
            starts_at,
            starts_at + timedelta(hours=1),
            zone_id=zones[zone] if zone else None,
            capacity=capacity,
        )
        return EventService(desk.session.desk).plan(new).result


def shut_off(data: Path, clock: FixedClock, starts_at: datetime) -> int:
    """Plan that the water of building 2 is off for two hours; return the outage's id."""
    with Desk(data, "clerk", clock) as desk:
        building = next(each.id for each in HouseholdService(desk.session.desk).buildings() if each.name == "2")
        place = Pick(PlaceLevel.BUILDING, building_id=building)
        new = NewOutage(OutageKind.WATER, starts_at, starts_at + timedelta(hours=2), places=(place,))
        return OutageService(desk.session.desk).plan(new).result


@contextmanager
def refusals() -> Iterator[list[str]]:
    """Yield what error dialogs say meanwhile; they are closed at once."""
    said: list[str] = []

    def close(dialog: ErrorDialog) -> int:
        said.append(" ".join(words.text() for words in dialog.findChildren(QLabel)))
        return int(ErrorDialog.DialogCode.Rejected)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ErrorDialog, "exec", close)
        yield said


# --- at the window ----------------------------------------------------------------------------------------------------


class EventYear(Outages):
    """The window with its pages of events, gift lists and the calendar."""

    def beside(self, name: str = "manager") -> Desk:
        """Sign somebody in beside the window."""
        return Desk(self.data, name, self.clock)

    @property
    def events(self) -> EventsPage:
        return self.program.page(EventsPage)

    @property
    def event(self) -> EventFile:
        """Return the event looked at."""
        file = self.events.detail.file
        assert file is not None
        return file

    @property
    def gifts(self) -> GiftsPage:
        return self.program.page(GiftsPage)

    def rooms(self) -> list[str]:
        """Return the households of the gift list that are shown."""
        return [entry.room for entry in self.gifts.presenter.entries.rows]

    @property
    def calendar(self) -> CalendarPage:
        return self.program.page(CalendarPage)

    @property
    def told(self) -> str:
        """Return what is said below the line of guests."""
        return self.events.detail.guests.entry.words.text()

    @property
    def entry(self) -> str:
        """Return what stands in the line of guests."""
        return self.events.detail.guests.entry.line.text()

    def guest(self, room: str) -> GuestLine:
        """Return what the event looked at knows of a household."""
        (found,) = (guest for guest in self.event.guests if guest.room == room)
        return found

    def standing(self) -> list[str]:
        """Return the guests that the table shows, with the words for where they stand."""
        model = self.events.detail.guests.model
        return [f"{model.cell(n, 1).text} {model.cell(n, 0).text}" for n in range(model.rowCount())]  # type: ignore[union-attr]

    def go(self, page: str) -> None:
        """Go to a page by the navigation, and wait until it has read."""
        self.program.go(page)
        self.program.settle()

    def dialog(self) -> FormDialog:
        """Return the form of events that is open, once it has the keyboard."""
        self.program.until(lambda: self.events.acts.dialog is not None)
        dialog = self.events.acts.dialog
        assert dialog is not None
        self.program.until(dialog.isActiveWindow)
        return dialog

    def turn(self, row: SegmentedRow, wanted: str, keys: list[str]) -> None:
        """Go by Tab to a row of choices and by arrows to the one wanted."""
        self.hands.tab_to(row, FAR)
        steps = keys.index(wanted) - keys.index(row.key)
        self.hands.press(Key.Key_Right if steps > 0 else Key.Key_Left, times=abs(steps))
        assert row.key == wanted

    def part(self, name: str) -> None:
        """Turn to a part of the event looked at."""
        self.turn(self.events.detail.tabs, name, [*PARTS])
        self.program.settle()

    def pick(self, field: Field, words: str) -> None:
        """Go by Tab to a field of choices, type what is wanted of them and take the first."""
        self.hands.tab_to(field.input, FAR)
        self.hands.press(Key.Key_A, CTRL)
        self.hands.type(words)
        self.hands.press(Key.Key_Return)
        assert not field.text().startswith("?"), f"no choice is called {words}"

    def sign_up(self, typed: str) -> None:
        """Type into the line of guests, wherever the keyboard is, and press Enter."""
        self.hands.press(Key.Key_F, ALT)
        self.hands.enter(typed)

    def choose_guest(self, room: str) -> None:
        """Go by Tab and arrows to a household in the table of guests."""
        guests = self.events.detail.guests
        self.hands.tab_to(guests.view, FAR)
        self.hands.press(Key.Key_Home, CTRL)
        self.hands.press(Key.Key_Down, times=[row.room for row in guests.model.rows].index(room))
        assert guests.guest is not None
        assert guests.guest.room == room

    def back_tab_to(self, widget: QWidget) -> None:
        """Go back by Tab to a widget."""
        for _ in range(FAR):
            if self.hands.at(widget):
                return
            self.hands.press(Key.Key_Backtab, SHIFT)
        raise AssertionError(widget.objectName())

    def confirm_next(self) -> None:
        """Say yes to the question that what is done next asks."""
        # The question keeps the test waiting until it is answered.
        timer = QTimer(self.program.window, interval=5)

        def answer() -> None:
            shown = QApplication.activeModalWidget()
            if isinstance(shown, Question):
                timer.stop()
                shown.accept()

        timer.timeout.connect(answer)
        timer.start()
