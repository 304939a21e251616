"""The people of a household on its page, worked with keys and clicks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QWidget

from desktop.core.permissions import Role
from desktop.households.dialogs import PhotoDialog
from desktop.households.model import OccupancyRole
from desktop.households.rows import NewPerson, PersonFacts
from desktop.staff.service import StaffService
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from tests.households.screens import Screens, button, household, open_room, opened, press, shown_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.households.rows import PersonLine
    from desktop.households.view import HouseholdsPage
    from desktop.households.view.people import PeoplePanel
    from desktop.households.view.person import PersonRow
    from desktop.households.view.phones import PhoneRow
    from desktop.storage.database import Database

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
FACTS = PersonFacts("农历三月初八", "粤语", "喜欢称呼陈老师", "对花粉过敏", "女儿 13800002046")


@pytest.fixture
def screens(
    file_db: Database, clock: FixedClock, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[Screens]:
    with opened(file_db, clock, qtbot, qapp, tmp_path) as made:
        yield made


@pytest.fixture
def page(screens: Screens) -> HouseholdsPage:
    made = shown_page(screens)
    made.activateWindow()
    screens.qtbot.waitUntil(made.isActiveWindow)
    return made


def person(screens: Screens, name: str, label: str = "1-1-101") -> PersonLine:
    return next(one for one in screens.file(label).people if one.name == name)


def row(panel: PeoplePanel, name: str) -> PersonRow:
    return next(each for each in panel._rows if each.person.name == name)


def phone_row(panel: PeoplePanel, phone_id: int) -> PhoneRow:
    found = panel.phone(phone_id)
    assert found is not None
    return found


def words(widget: QWidget, name: str) -> str:
    found = [each.text() for each in widget.findChildren(QLabel, name) if each.isVisible()]
    return found[0] if found else ""


def know(screens: Screens, name: str, facts: PersonFacts) -> None:
    who = person(screens, name)
    screens.service.edit_resident(who.resident_id, NewPerson(who.name, facts=facts), version=who.version)


def test_that_what_to_know_before_speaking_stands_with_the_person(screens: Screens, page: HouseholdsPage) -> None:
    know(screens, "李小红", FACTS)
    shown = row(open_room(screens, page, "1-1-101").people, "李小红")
    assert words(shown, "taboos") == "Never: 对花粉过敏"
    taboos = shown.findChild(QLabel, "taboos")
    assert taboos is not None
    assert taboos.property("tone") == "amber"
    assert words(shown, "birthday") == "born lunar month 3, day 8 · speaks 粤语"
    assert words(shown, "preferences") == "Likes: 喜欢称呼陈老师"
    assert words(shown, "emergency") == "In an emergency: 女儿 138 **** 2046"
    assert words(shown, "person-note") == "白天在家"


def test_that_an_age_stands_where_the_year_is_known_and_a_birthday_soon_is_told(
    screens: Screens, page: HouseholdsPage
) -> None:
    know(screens, "李小红", PersonFacts("1961-11-25"))
    shown = row(open_room(screens, page, "1-1-101").people, "李小红")
    assert words(shown, "birthday") == "born 25 Nov 1961 · 64 years old"
    assert [chip.accessibleName() for chip in shown.findChildren(Chip, "birthday-soon")] == ["Birthday 25 Nov"]


def test_that_the_emergency_contact_is_shown_in_full_on_demand(screens: Screens, page: HouseholdsPage) -> None:
    know(screens, "李小红", FACTS)
    panel = open_room(screens, page, "1-1-101").people
    button(row(panel, "李小红"), "reveal-contact").click()
    screens.settle()
    assert words(row(panel, "李小红"), "emergency") == "In an emergency: 女儿 13800002046"
    assert screens.audited("emergency contact revealed") == [None]
    page.back()
    panel = open_room(screens, page, "1-1-101").people
    assert "138 **** 2046" in words(row(panel, "李小红"), "emergency")


def test_that_enter_on_a_phone_corrects_it(screens: Screens, page: HouseholdsPage) -> None:
    panel = open_room(screens, page, "1-1-101").people
    phone = person(screens, "李小红").phones[1]
    phone_row(panel, phone.id).setFocus()
    press(screens, phone_row(panel, phone.id), Key.Key_Return)
    edit = panel.findChild(QLineEdit, "phone-edit")
    assert isinstance(edit, QLineEdit)
    QTest.keyClicks(edit, "0571-88009999")
    press(screens, edit, Key.Key_Return)
    assert person(screens, "李小红").phones[1].shown == "0571-****9999"
    assert phone_row(panel, phone.id).hasFocus()


def test_that_a_phone_seen_is_confirmed_with_one_click_or_key(screens: Screens, page: HouseholdsPage) -> None:
    panel = open_room(screens, page, "1-1-101").people
    first, second = person(screens, "李小红").phones
    button(phone_row(panel, first.id), "reveal").click()
    screens.settle()
    button(phone_row(panel, first.id), "confirm").click()
    screens.settle()
    assert screens.shell.words == ["138 0000 0002 confirmed today"]
    assert words(phone_row(panel, first.id), "phone-note") == "confirmed today"
    phone_row(panel, second.id).setFocus()
    QTest.keyClick(phone_row(panel, second.id), Key.Key_C, ALT)
    screens.settle()
    assert [phone.confirmed_on for phone in person(screens, "李小红").phones] == [date(2026, 11, 22)] * 2


def test_that_keys_change_the_order_of_calling_and_stay_with_the_phone(screens: Screens, page: HouseholdsPage) -> None:
    panel = open_room(screens, page, "1-1-101").people
    first, second = person(screens, "李小红").phones
    phone_row(panel, second.id).setFocus()
    QTest.keyClick(phone_row(panel, second.id), Key.Key_Up, ALT)
    screens.settle()
    assert [phone.id for phone in person(screens, "李小红").phones] == [second.id, first.id]
    assert phone_row(panel, second.id).hasFocus()
    QTest.keyClick(phone_row(panel, second.id), Key.Key_Down, ALT)
    screens.settle()
    assert [phone.id for phone in person(screens, "李小红").phones] == [first.id, second.id]


def test_that_the_menu_offers_each_phone_what_fits_it(screens: Screens, page: HouseholdsPage) -> None:
    panel = open_room(screens, page, "1-1-101").people
    shown = row(panel, "李小红")
    first, second = shown.person.phones
    assert [words for words, _key, _phone in shown.offered_of(first)] == [
        "Correct",
        "Confirmed today",
        "Label …",
        "Call later",
        "Remove",
    ]
    assert "Call earlier" in [words for words, _key, _phone in shown.offered_of(second)]
    button(shown, "person-menu").click()
    menu = shown.findChild(QMenu)
    assert menu is not None
    labels = next(menu for menu in menu.findChildren(QMenu) if menu.title().startswith("0571"))
    next(action for action in labels.actions() if action.text() == "Label …").trigger()
    menu.close()
    dialog = page._actions.dialog
    assert dialog is not None
    dialog.form.fields["label"].set_text("家")
    button(dialog, "save").click()
    screens.settle()
    assert person(screens, "李小红").phones[1].label == "家"
    assert words(phone_row(panel, second.id), "phone-note") == "家"


def test_that_who_is_called_first_stands_on_top_with_a_chip(screens: Screens, page: HouseholdsPage) -> None:
    panel = open_room(screens, page, "1-1-102").people
    row(panel, "单小刚").do("call-first", row(panel, "单小刚").person)
    screens.settle()
    assert [each.person.name for each in panel._rows] == ["单小刚", "曾国强"]
    assert panel._rows[0].findChild(Chip, "calls-first") is not None
    assert household(page).header.title.text() == "1-1-102  曾国强 household"
    row(panel, "单小刚").do("call-first", row(panel, "单小刚").person)
    screens.settle()
    assert [each.person.name for each in panel._rows] == ["曾国强", "单小刚"]


def test_that_the_other_rooms_of_a_person_are_links(screens: Screens, page: HouseholdsPage) -> None:
    room, who = screens.room("1-1-102"), person(screens, "李小红")
    screens.service.add_resident(room, who.resident_id, OccupancyRole.OWNER)
    panel = open_room(screens, page, "1-1-101").people
    link = button(row(panel, "李小红"), "other-room")
    assert link.text() == "1-1-102 (Owner)"
    link.click()
    assert screens.shell.gone == [("households", {"room_id": room})]


def test_that_of_many_phones_the_last_ones_unfold(screens: Screens, page: HouseholdsPage) -> None:
    who = person(screens, "王小明")
    for number in range(6):
        screens.service.add_phone(who.resident_id, f"1390000000{number}")
    panel = open_room(screens, page, "1-1-101").people
    shown = row(panel, "王小明")
    assert sum(each.isVisible() for each in shown.phones.values()) == 3
    button(shown, "more-phones").click()
    assert sum(each.isVisible() for each in shown.phones.values()) == 7
    screens.service.add_phone(who.resident_id, "13900000009")
    page._presenter.read()
    screens.settle()
    assert sum(each.isVisible() for each in row(panel, "王小明").phones.values()) == 8


def test_that_a_photo_is_chosen_kept_shown_and_removed(
    screens: Screens, page: HouseholdsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = StaffService(screens.desk(Role.ADMINISTRATOR))
    panel = open_room(screens, page, "1-1-101").people
    assert "photo" not in [key for _words, key, _subject in row(panel, "王小明").offered()]
    screens.shell.bus.announce(staff.allow_photos(allowed=True))
    screens.settle()
    assert "photo" in [key for _words, key, _subject in row(panel, "王小明").offered()]
    picture = QImage(600, 400, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    assert picture.save(str(tmp_path / "face.png"))
    page._actions.people.take_photo(row(panel, "王小明").person, tmp_path / "face.png")
    screens.settle()
    dialog = page._actions.dialog
    assert isinstance(dialog, PhotoDialog)
    dialog.form.fields["consent_by"].set_text("本人")
    button(dialog, "save").click()
    screens.settle()
    face = row(panel, "王小明").findChild(QPushButton, "photo")
    assert isinstance(face, QPushButton)
    face.click()
    window = page._actions.people.window
    assert window is not None
    assert words(window, "consent") == "Consent by 本人 on 22 Nov 2026"
    window.close()
    screens.shell.bus.announce(staff.allow_photos(allowed=False))
    screens.settle()
    assert row(panel, "王小明").findChild(QPushButton, "photo") is None
    screens.shell.bus.announce(staff.allow_photos(allowed=True))
    screens.settle()
    monkeypatch.setattr("desktop.households.view.people_actions.ask", lambda *_words: True)
    row(panel, "王小明").do("remove-photo", row(panel, "王小明").person)
    screens.settle()
    assert row(panel, "王小明").findChild(QPushButton, "photo") is None
    assert screens.audited("photo removed")[0] is not None


def test_that_a_name_of_forty_rare_characters_does_not_widen_the_page(screens: Screens, page: HouseholdsPage) -> None:
    screens.service.add_resident(screens.room("1-1-101"), NewPerson("𬭚" * 40), OccupancyRole.OTHER)
    pane = open_room(screens, page, "1-1-101")
    assert pane.people.width() == 372
    assert row(pane.people, "𬭚" * 40).width() <= 372


def test_that_the_administrator_is_offered_nothing_to_change(screens: Screens) -> None:
    know(screens, "李小红", FACTS)
    page = shown_page(screens, Role.ADMINISTRATOR)
    panel = open_room(screens, page, "1-1-101").people
    assert [each.objectName() for each in panel.findChildren(Button) if each.isVisible()] == []
    assert words(row(panel, "李小红"), "taboos") == "Never: 对花粉过敏"


def test_that_tab_goes_from_the_tools_to_the_people_whose_rows_were_made_last(
    screens: Screens, page: HouseholdsPage
) -> None:
    pane = open_room(screens, page, "1-1-101")
    panel = pane.people
    screens.qtbot.waitUntil(lambda: all(each.isVisible() for each in panel._rows))
    button(panel, "add-person").setFocus()
    visited = [tab(pane), tab(pane)]
    assert visited[0] in panel._rows[0].phones.values()
    assert panel._rows[0].isAncestorOf(visited[1])
    # and back again
    assert [tab(pane, Key.Key_Backtab), tab(pane, Key.Key_Backtab)][1] is button(panel, "add-person")
    # the next panel follows the last of the people
    holder = tab(pane)
    while panel.isAncestorOf(holder):
        holder = tab(pane)
    assert pane.notes.isAncestorOf(holder)


def tab(pane: QWidget, key: Qt.Key = Key.Key_Tab) -> QWidget:
    """Press Tab and return what has the keyboard then."""
    before = pane.window().focusWidget()
    assert before is not None
    QTest.keyClick(before, key)
    after = pane.window().focusWidget()
    assert after is not None
    return after


def test_that_the_keys_stay_with_a_person_who_was_read_again(screens: Screens, page: HouseholdsPage) -> None:
    panel = open_room(screens, page, "1-1-101").people
    more = button(panel._rows[0], "person-menu")
    more.setFocus()
    know(screens, panel._rows[0].person.name, FACTS)
    panel.show_people(screens.file("1-1-101").people)
    again = button(panel._rows[0], "person-menu")
    assert again is not more
    assert again.hasFocus()
