"""The forms about a household, each asked for its command."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.households.dialogs import (
    AddPhoneDialog,
    HouseholdDialog,
    MoveOutDialog,
    PersonDialog,
    RoomDialog,
    SettleDialog,
    StateDialog,
    TagDialog,
    VehicleDialog,
    day_reader,
)
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.ui.language import translate
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


def fill(dialog: HouseholdDialog, **texts: str) -> None:
    for key, text in texts.items():
        dialog.form.fields[key].set_text(text)


def carry_out(screens: Screens, dialog: HouseholdDialog, **texts: str) -> None:
    """Fill the form, submit it and do what it asks for."""
    screens.qtbot.addWidget(dialog)
    fill(dialog, **texts)
    with screens.qtbot.waitSignal(dialog.submitted) as asked:
        dialog.submit()
    dialog.command(asked.args[0])(screens.service, "")


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_that_every_day_written_out_is_read_back(day: date) -> None:
    assert day_reader(TODAY)(day.isoformat())[0] == day
    assert day_reader(TODAY)(f"{day.year}年{day.month}月{day.day}日")[0] == day


def test_that_today_and_days_without_a_year_are_understood() -> None:
    read = day_reader(TODAY)
    assert read("今天")[0] == TODAY
    assert read(" Today ")[0] == TODAY
    day, words = read("3月1日")
    assert day == date(2026, 3, 1)
    assert translate(words, language("en")) == "1 Mar 2026"


@pytest.mark.parametrize("text", ["someday", "2026-13-01", "13月1日"])
def test_that_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        day_reader(TODAY)(text)


def test_that_someone_new_moves_in_with_all_that_was_typed(screens: Screens) -> None:
    dialog = SettleDialog(screens.file("3-2-301"), TODAY, moving=True)
    carry_out(
        screens, dialog, name="张𬭚", role="tenant", phones="139 0000 7713，0571-88001234", state="let", note="夜班"
    )
    file = screens.file("3-2-301")
    (person,) = file.people
    assert (person.name, person.role, person.since, person.note) == ("张𬭚", OccupancyRole.TENANT, TODAY, "夜班")
    assert [phone.shown for phone in person.phones] == ["139 **** 7713", "0571-****1234"]
    assert file.state is RoomStateKind.LET


def test_that_no_typed_phone_is_dropped_in_silence(screens: Screens) -> None:
    dialog = SettleDialog(screens.file("3-2-301"), TODAY, moving=False)
    screens.qtbot.addWidget(dialog)
    fill(dialog, name="张三", phones="13900007713, 没有")
    with screens.qtbot.waitSignal(dialog.submitted) as asked:
        dialog.submit()
    with pytest.raises(UserError) as refused:
        dialog.command(asked.args[0])(screens.service, "")
    assert refused.value.problems[0].field == "phones"


def test_that_someone_in_the_register_is_not_entered_twice(screens: Screens) -> None:
    dialog = SettleDialog(screens.file("3-2-301"), TODAY, moving=True)
    screens.qtbot.addWidget(dialog)
    (hit,) = screens.service.find("曾国强")
    dialog.name.choose(str(hit.id), hit.title)
    dialog.name.picked.emit(str(hit.id))
    assert not dialog.form.fields["phones"].shown
    carry_out(screens, dialog, role="owner")
    assert screens.file("3-2-301").people[0].resident_id == hit.id


def test_that_typing_on_after_a_choice_means_someone_new(screens: Screens) -> None:
    dialog = SettleDialog(screens.file("3-2-301"), TODAY, moving=True)
    screens.qtbot.addWidget(dialog)
    dialog.show()
    dialog.name.choose("1", "曾国强")
    dialog.name.picked.emit("1")
    QTest.keyClicks(dialog.name.line, "x")
    assert dialog.name.chosen == ""
    assert dialog.form.fields["phones"].shown
    screens.settle()


def test_that_a_person_keeps_the_document_that_is_not_typed_anew(screens: Screens) -> None:
    person = screens.file("1-1-101").people[0]
    carry_out(screens, PersonDialog(person, TODAY), name="王晓明", sex="male", note="喜欢称呼“王老师”")
    changed = screens.file("1-1-101").people[0]
    assert (changed.name, changed.sex, changed.id_number) == ("王晓明", "male", person.id_number)
    assert changed.note == "喜欢称呼“王老师”"


def test_that_a_phone_is_added_after_the_others(screens: Screens) -> None:
    carry_out(screens, AddPhoneDialog(screens.file("1-1-101").people[0]), phone="13712345678", label="单位")
    phones = screens.file("1-1-101").people[0].phones
    assert [(phone.shown, phone.label) for phone in phones][-1] == ("137 **** 5678", "单位")


def test_that_who_moves_out_is_former_from_that_day(screens: Screens) -> None:
    file = screens.file("1-1-102")
    carry_out(screens, MoveOutDialog(file, file.people[1], TODAY), state="vacant")
    after = screens.file("1-1-102")
    assert [person.name for person in after.former] == [file.people[1].name]
    assert after.state is RoomStateKind.VACANT


def test_that_a_state_begins_on_the_day_given(screens: Screens) -> None:
    carry_out(screens, StateDialog(screens.file("1-1-101"), TODAY), state="renovating", since="2026-11-01")
    first = screens.file("1-1-101").states[0]
    assert (first.state, first.since) == (RoomStateKind.RENOVATING, date(2026, 11, 1))


def test_that_an_odd_plate_is_doubted_and_taken(screens: Screens) -> None:
    dialog = VehicleDialog(screens.file("1-1-101"))
    screens.qtbot.addWidget(dialog)
    dialog.plate.line.setText("ABC")
    dialog.plate.line.editingFinished.emit()
    assert dialog.doubt.text()
    carry_out(screens, dialog, plate="ABC", note="外籍")
    assert screens.file("1-1-101").vehicles[-1].note == "外籍"


def test_that_a_room_takes_its_facts(screens: Screens) -> None:
    file = screens.file("1-1-101")
    carry_out(screens, RoomDialog(file), floor="1", area_m2="12345.67", kind="住宅", note="快递放前台")
    changed = screens.file("1-1-101")
    assert (changed.floor, changed.area_m2, changed.kind, changed.note) == ("1", 12345.67, "住宅", "快递放前台")
    dialog = RoomDialog(changed)
    screens.qtbot.addWidget(dialog)
    assert dialog.form.texts()["area_m2"] == "12345.67"


def test_that_what_is_missing_is_marked_and_nothing_is_asked(screens: Screens) -> None:
    dialog = TagDialog(screens.file("1-1-101"), TODAY)
    screens.qtbot.addWidget(dialog)
    asked: list[dict[str, object]] = []
    dialog.submitted.connect(asked.append)
    dialog.submit()
    assert asked == []
    assert dialog.form.fields["tag"].problem is not None
