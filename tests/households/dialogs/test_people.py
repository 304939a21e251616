"""Forms about what is known of people, their role, phones, belongings and photos, each asked for its command."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from desktop.core.birthdays import Birthday
from desktop.core.errors import UserError
from desktop.core.permissions import Role
from desktop.households.dialogs import (
    AddPhoneDialog,
    HouseholdDialog,
    OccupancyDialog,
    PersonDialog,
    PetDialog,
    PhoneLabelDialog,
    PhotoDialog,
    SettleDialog,
    VehicleDialog,
)
from desktop.households.model import OccupancyRole
from desktop.households.presenter.photos import small_photo
from desktop.staff.service import StaffService
from desktop.ui.buttons import Button
from desktop.ui.forms import MomentField
from desktop.ui.language import ui_language
from tests.households.screens import Screens, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database

TODAY = date(2026, 11, 22)


@pytest.fixture
def screens(
    file_db: Database, clock: FixedClock, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[Screens]:
    with opened(file_db, clock, qtbot, qapp, tmp_path) as made:
        yield made


def carry_out(screens: Screens, dialog: HouseholdDialog, **texts: str) -> None:
    """Fill the form, submit it and do what it asks for."""
    screens.qtbot.addWidget(dialog)
    for key, text in texts.items():
        dialog.form.fields[key].set_text(text)
    with screens.qtbot.waitSignal(dialog.submitted) as asked:
        dialog.submit()
    dialog.command(asked.args[0])(screens.service, "")


def test_that_facts_typed_are_kept_and_come_back_in_the_form(screens: Screens) -> None:
    dialog = PersonDialog(screens.file("1-1-101").people[0], TODAY)
    carry_out(screens, dialog, birthday="农历1961年三月初八", taboos="对花粉过敏", emergency_contact="女儿 13800002046")
    person = screens.file("1-1-101").people[0]
    assert person.birthday == Birthday(3, 8, 1961, lunar=True)
    for code, words in (("en", "lunar month 3, day 8, 1961"), ("zh_CN", "农历1961年三月初八")):
        ui_language().choose(code)
        again = PersonDialog(person, TODAY)
        assert again.form.texts()["birthday"] == words
        carry_out(screens, again, note=code)
        person = screens.file("1-1-101").people[0]
        assert (person.birthday, person.note) == (Birthday(3, 8, 1961, lunar=True), code)
    assert person.emergency_contact == "女儿 138 **** 2046"
    assert screens.service.reveal_emergency_contact(person.resident_id) == "女儿 13800002046"


def test_that_the_form_says_what_it_understood_of_a_birthday(screens: Screens) -> None:
    dialog = PersonDialog(screens.file("1-1-101").people[0], TODAY)
    screens.qtbot.addWidget(dialog)
    field = dialog.form.fields["birthday"]
    assert isinstance(field, MomentField)
    field.set_text("61-11-23")
    field.read()
    assert field.understood.text() == "23 Nov 1961 · 64 years old · next on 23 Nov 2026"
    field.set_text("soon")
    with pytest.raises(UserError):
        field.value()
    dialog.submit()
    assert field.problem is not None


def test_that_role_and_dates_are_corrected(screens: Screens) -> None:
    file = screens.file("1-1-102")
    dialog = OccupancyDialog(file, file.people[1], TODAY)
    assert dialog.form.texts()["since"] == "2024-03-01"
    carry_out(screens, dialog, role="agent", since="", until="2026-12-31", calls_first="yes", note="仅装修事宜")
    person = next(one for one in screens.file("1-1-102").people if one.name == "单小刚")
    assert (person.role, person.since, person.until) == (OccupancyRole.AGENT, None, date(2026, 12, 31))
    assert (person.calls_first, person.room_note) == (True, "仅装修事宜")


def test_that_someone_in_the_register_already_can_be_entered_in_a_further_room(screens: Screens) -> None:
    dialog = SettleDialog(screens.file("1-1-101"), TODAY, moving=False)
    (hit,) = screens.service.find("曾国强")
    dialog.offer([hit])
    dialog.name.choose(str(hit.id), hit.title)
    dialog.name.picked.emit(str(hit.id))
    carry_out(screens, dialog, role="agent")
    person = screens.file("1-1-101").people[-1]
    assert (person.resident_id, [room.label for room in person.also_in]) == (hit.id, ["1-1-102"])


def test_that_the_usual_labels_are_one_click_and_any_other_may_be_typed(screens: Screens) -> None:
    dialog = AddPhoneDialog(screens.file("1-1-101").people[0])
    buttons = dialog.findChildren(Button, "label-suggestion")
    assert [each.text() for each in buttons] == ["Mobile", "Home", "Work", "Spouse"]
    buttons[3].click()
    carry_out(screens, dialog, phone="13712345678")
    phone = screens.file("1-1-101").people[0].phones[-1]
    assert phone.label == "Spouse"
    carry_out(screens, PhoneLabelDialog(phone), label="白天先打")
    assert screens.file("1-1-101").people[0].phones[-1].label == "白天先打"


def test_that_vehicles_and_pets_are_added_and_corrected(screens: Screens) -> None:
    file = screens.file("1-1-101")
    carry_out(screens, VehicleDialog(file, file.vehicles[0]), note="白色卡罗拉")
    carry_out(screens, PetDialog(file), kind="金毛", name="豆豆")
    file = screens.file("1-1-101")
    assert [(each.plate, each.note) for each in file.vehicles] == [("浙A·12345", "白色卡罗拉")]
    carry_out(screens, PetDialog(file, file.pets[0]), note="温顺")
    assert [(each.kind, each.name, each.note) for each in screens.file("1-1-101").pets] == [("金毛", "豆豆", "温顺")]


def test_that_a_photo_is_kept_with_its_consent(screens: Screens, tmp_path: Path) -> None:
    StaffService(screens.desk(Role.ADMINISTRATOR)).allow_photos(allowed=True)
    picture = QImage(800, 600, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    assert picture.save(str(tmp_path / "face.png"))
    person = screens.file("1-1-101").people[0]
    dialog = PhotoDialog(person, small_photo(tmp_path / "face.png"), TODAY)
    screens.qtbot.addWidget(dialog)
    dialog.submit()
    assert dialog.form.fields["consent_by"].problem is not None
    carry_out(screens, dialog, consent_by="本人", consent_on="2026-11-01")
    photo = screens.file("1-1-101").people[0].photo
    assert photo is not None
    assert (photo.consent_by, photo.consent_on) == ("本人", date(2026, 11, 1))
