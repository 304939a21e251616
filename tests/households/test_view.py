"""The page of households, worked with keys and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from desktop.core.i18n import msg
from desktop.core.permissions import Role
from desktop.households.rows import Alert, AlertRank
from desktop.households.view import Additions, HouseholdsPage, RoomPanel
from desktop.households.view.actions import DRAFTS
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.language import ui_language
from desktop.ui.strips import AlertStrip
from tests.households.screens import Screens, add, button, household, open_room, opened, press, shown_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.households.dialogs import HouseholdDialog
    from desktop.storage.database import Database

Key = Qt.Key


class Looks(RoomPanel):
    """Another feature's panel."""

    def __init__(self) -> None:
        super().__init__("Looks")
        self.rooms: list[int] = []

    def show_room(self, room_id: int) -> None:
        self.rooms.append(room_id)
        alerts = [Alert(AlertRank(5 - place), "red", "ban", msg("Lead %(place)s", place=place)) for place in range(5)]
        self.alerted.emit(alerts if room_id else [])


@pytest.fixture
def screens(
    file_db: Database, clock: FixedClock, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[Screens]:
    with opened(file_db, clock, qtbot, qapp, tmp_path) as made:
        yield made


@pytest.fixture
def page(screens: Screens) -> HouseholdsPage:
    return shown_page(screens)


def dialog_of(page: HouseholdsPage) -> HouseholdDialog:
    dialog = page._actions.dialog
    assert dialog is not None
    return dialog


def test_that_a_household_shows_people_alerts_and_what_is_good_to_know(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-102")
    assert [chip.accessibleName() for chip in pane.findChildren(Chip, "tag")] == ["历史遗留问题"]
    (strip,) = pane.findChildren(AlertStrip, "household-alert")
    assert (strip.lead.text(), strip.words.text()[:3]) == ("历史遗留问题:", "学区.")
    assert [row.person.name for row in pane.people._rows] == ["曾国强", "单小刚"]
    assert pane.people.note.text() == "2 people"


def test_that_a_new_request_from_a_household_is_about_it(screens: Screens, page: HouseholdsPage) -> None:
    open_room(screens, page, "1-1-102")
    assert page.about() == {"room_id": screens.room("1-1-102")}
    page.back()
    assert page.about() == {}


def test_that_the_eye_shows_one_number_and_the_record_keeps_it(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-101")
    phone = screens.file("1-1-101").people[0].phones[0]
    row = pane.people.phone(phone.id)
    assert row is not None
    assert row.number.text() == "138 **** 0001"
    button(row, "reveal").click()
    screens.settle()
    row = pane.people.phone(phone.id)
    assert row is not None
    assert row.number.text() == "138 0000 0001"
    assert len(screens.audited("phone revealed")) == 1


def test_that_a_number_is_corrected_in_its_place(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-101")
    phone = screens.file("1-1-101").people[0].phones[0]
    person = pane.people._rows[0]
    person.do("correct", phone)
    edit = pane.people.findChild(QLineEdit, "phone-edit")
    assert isinstance(edit, QLineEdit)
    assert edit.hasFocus()
    QTest.keyClicks(edit, "139")
    press(screens, edit, Key.Key_Return)
    row = pane.people.phone(phone.id)
    assert row is not None
    assert row._below.text() == "“139” is not a phone number; check its digits."
    assert edit.text() == "139"
    edit.setText("139 1111 2222")
    press(screens, edit, Key.Key_Return)
    corrected = screens.file("1-1-101").people[0].phones[0]
    assert corrected.shown == "139 **** 2222"
    assert screens.audited("phone corrected") == [{"phone": "13800000001", "label": ""}]
    assert screens.shell.words == ["Phone corrected; the old number stays in the record"]
    row = pane.people.phone(phone.id)
    assert row is not None
    assert row.number.text() == "139 **** 2222"


def test_that_what_is_being_typed_survives_a_change_by_someone_else(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-101")
    phone = screens.file("1-1-101").people[0].phones[0]
    pane.people._rows[0].do("correct", phone)
    edit = pane.people.findChild(QLineEdit, "phone-edit")
    assert isinstance(edit, QLineEdit)
    edit.setText("1391")
    resident_id = screens.file("1-1-101").people[1].resident_id
    screens.shell.bus.announce(screens.service.add_phone(resident_id, "13711112222"))
    screens.settle()
    assert edit.isVisible()
    assert edit.text() == "1391"
    press(screens, edit, Key.Key_Escape)
    assert household(page).isVisible()
    assert sum(len(row.phones) for row in pane.people._rows) == 4


def test_that_the_menu_of_a_person_offers_what_can_be_done(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-101")
    row = pane.people._rows[0]
    button(row, "person-menu").click()
    menu = row.findChild(QMenu)
    assert menu is not None
    words = [action.text() for action in menu.actions()]
    assert words == [
        "Edit 王小明",
        "Role and dates …",
        "Call first",
        "Add a phone",
        "Moves out …",
        "",
        "138 **** 0001",
    ]
    menu.actions()[0].trigger()
    menu.close()
    assert dialog_of(page).windowTitle() == "Edit 王小明"
    dialog_of(page).reject()


def test_that_a_form_marks_what_is_wrong_then_saves_and_tells(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "3-2-0301")
    button(pane, "move-in").click()
    dialog = dialog_of(page)
    button(dialog, "save").click()
    assert dialog.form.fields["name"].problem is not None
    QTest.keyClicks(dialog.form.fields["name"].input, "Li Lei")
    dialog.form.fields["phones"].set_text("12")
    button(dialog, "save").click()
    screens.settle()
    assert dialog.isVisible()
    assert dialog.form.fields["phones"].problem is not None
    dialog.form.fields["phones"].set_text("13900007713")
    button(dialog, "save").click()
    button(dialog, "save").click()
    screens.settle()
    assert page._actions.dialog is None
    assert [person.name for person in screens.file("3-2-0301").people] == ["Li Lei"]
    assert screens.shell.words == ["3-2-0301: entered in the register"]
    assert [row.person.name for row in pane.people._rows] == ["Li Lei"]


def test_that_a_form_left_with_esc_comes_back_as_it_was(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-101")
    add(pane, "add-vehicle")
    screens.qtbot.waitUntil(dialog_of(page).isActiveWindow)
    QTest.keyClicks(dialog_of(page).form.fields["plate"].input, "B7K2M6")
    press(screens, dialog_of(page), Key.Key_Escape)
    assert household(page).isVisible()
    assert [draft.fields["plate"] for draft in screens.shell.drafts.all(DRAFTS)] == ["B7K2M6"]
    add(pane, "add-vehicle")
    assert dialog_of(page).form.texts()["plate"] == "B7K2M6"
    button(dialog_of(page), "save").click()
    screens.settle()
    assert screens.shell.drafts.all(DRAFTS) == []
    assert len(screens.file("1-1-101").vehicles) == 2


def test_that_leaving_the_page_keeps_what_is_typed(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-101")
    add(pane, "add-tag")
    dialog_of(page).form.fields["tag"].set_text("钥匙")
    page.leave()
    assert [draft.fields["tag"] for draft in screens.shell.drafts.all(DRAFTS)] == ["钥匙"]
    dialog_of(page).reject()


@pytest.mark.parametrize(("name", "left"), [("remove-tag", "tags"), ("remove-vehicle", "vehicles")])
def test_that_what_is_taken_off_can_be_put_back(screens: Screens, page: HouseholdsPage, name: str, left: str) -> None:
    before = getattr(screens.file("1-1-101"), left)
    pane = open_room(screens, page, "1-1-101")
    button(pane.notes, name).click()
    screens.settle()
    assert getattr(screens.file("1-1-101"), left) == ()
    assert screens.shell.undo is not None
    screens.shell.undo()
    screens.settle()
    after = getattr(screens.file("1-1-101"), left)
    assert [(each.note if left == "vehicles" else each.name) for each in after] == [
        (each.note if left == "vehicles" else each.name) for each in before
    ]


def test_that_a_phone_is_removed_only_once_confirmed(
    screens: Screens, page: HouseholdsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = open_room(screens, page, "1-1-101")
    phone = screens.file("1-1-101").people[1].phones[1]
    answers = iter([False, True])
    monkeypatch.setattr("desktop.households.view.people_actions.ask", lambda *_words: next(answers))
    pane.people._rows[1].do("remove-phone", phone)
    screens.settle()
    assert len(screens.file("1-1-101").people[1].phones) == 2
    pane.people._rows[1].do("remove-phone", phone)
    screens.settle()
    assert len(screens.file("1-1-101").people[1].phones) == 1


def test_that_the_administrator_looks_but_changes_and_reveals_nothing(screens: Screens) -> None:
    page = shown_page(screens, Role.ADMINISTRATOR)
    pane = open_room(screens, page, "1-1-101")
    offered = {each.objectName() for each in pane.findChildren(Button) if each.isVisible()}
    assert offered == {"back", "timeline-all"}


def test_that_other_features_add_panels_and_alerts(screens: Screens) -> None:
    made: list[Looks] = []

    def make() -> Looks:
        made.append(Looks())
        return made[-1]

    page = shown_page(screens, additions=Additions(panels=(make,)))
    pane = open_room(screens, page, "1-1-102")
    assert made[0].rooms == [screens.room("1-1-102")]
    strips = pane.findChildren(AlertStrip, "household-alert")
    assert [strip.lead.text() for strip in strips if strip.isVisible()] == ["Lead 4", "Lead 3", "Lead 2"]
    page.back()
    assert made[0].rooms[-1] == 0


def test_that_a_narrow_page_has_one_column_with_open_work_before_the_notes(screens: Screens) -> None:
    page = shown_page(screens, additions=Additions(panels=(Looks,)))
    pane = open_room(screens, page, "1-1-101")
    assert pane.people.mapTo(pane, pane.people.rect().topLeft()).x() < pane.timeline.x()
    page.resize(904, 384)
    screens.settle()
    tops = [each.mapTo(pane, each.rect().topLeft()).y() for each in (pane.people, pane._panels[0], pane.notes)]
    assert tops == sorted(tops)
    assert pane.people.width() == pane.timeline.width() == pane.notes.width()


def test_that_the_page_changes_its_language_while_it_is_open(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-101")
    ui_language().choose("zh_CN")
    assert pane.people.title.text() == "人员与电话"
    assert pane.header.title.text() == "1-1-101  王小明 户"
    page.back()
    screens.settle()
    assert page.list is not None
    assert page.list.header.title.text() == "住户"


def test_that_former_people_are_folded_away(screens: Screens, page: HouseholdsPage) -> None:
    file = screens.file("1-1-102")
    person = file.people[1]
    screens.service.move_out(person.occupancy_id, screens.clock.now().date(), version=person.occupancy_version)
    pane = open_room(screens, page, "1-1-102")
    assert [row.person.name for row in pane.people._rows] == ["曾国强"]
    button(pane.people, "former").click()
    assert [row.person.name for row in pane.people._rows] == ["曾国强", "单小刚"]
    assert pane.timeline.model.rowCount() == 1
