from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.households.model import OccupancyRole, Resident
from desktop.households.rows import NewPerson
from desktop.households.service import HouseholdService
from desktop.register.dialogs import MergeDialog
from desktop.register.dialogs.sides import stay_words
from desktop.register.rows import Stay
from desktop.register.service import RegisterService
from desktop.register.view import RegisterPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop.storage.desk import Desk
    from tests.register.people import Village
    from tests.ui.shells import RecordingShell

Key = Qt.Key


@pytest.fixture
def people(village: Village) -> dict[str, int]:
    first, second = village.room("1-101"), village.room("1-102")
    return {
        "room": first,
        "kept": village.person("王芳", [first], ["13800000001"], note="老住户", sex="female"),
        "other": village.person("王方", [first], ["13900000002"], note="养猫"),
        "one": village.person("陈强", [second], ["13700000003"]),
        "two": village.person("李静", [second], ["13700000003"]),
    }


@pytest.fixture
def page(
    qtbot: QtBot,
    shell: RecordingShell,
    calm: Callable[[], None],
    desk_of: Callable[[Role], Desk],
    people: dict[str, int],
) -> RegisterPage:
    assert people
    made = RegisterPage(desk_of(Role.CLERK), shell)
    qtbot.addWidget(made)
    made.resize(1198, 612)
    made.show()
    made.show_at()
    calm()
    return made


def listed(page: RegisterPage) -> list[tuple[str, str]]:
    return [(line.first_name, line.second_name) for line in page.pair_model.rows]


def opened(page: RegisterPage) -> MergeDialog:
    assert isinstance(page.dialog, MergeDialog)
    return page.dialog


def test_that_pairs_are_listed_likeliest_first_with_both_sides_beside(
    page: RegisterPage, shell: RecordingShell
) -> None:
    assert listed(page) == [("王芳", "王方"), ("陈强", "李静")]
    assert page.header.note.text() == "2 pairs may be one person"
    assert shell.counts == {"register": 2}
    words = page.grid.texts()
    for shown in ("Older entry", "王芳", "王方", "138 **** 0001", "养猫", "1-101 · Owner"):
        assert shown in words, shown
    assert [chip.accessibleName() for chip in page._chips] == ["Similar names"]


def test_that_a_stay_says_since_when_and_leaves_no_dash_behind() -> None:
    first, last, english = date(2025, 4, 8), date(2026, 3, 1), language("en")
    assert (
        stay_words(Stay(7, "4-2-402", OccupancyRole.OWNER, first, None), english)
        == "4-2-402 · Owner · since 2025-04-08"
    )
    both = stay_words(Stay(7, "4-2-402", OccupancyRole.OWNER, first, last), english)
    assert both == "4-2-402 · Owner · 2025-04-08 – 2026-03-01"
    assert stay_words(Stay(7, "4-2-402", OccupancyRole.OWNER, None, None), english) == "4-2-402 · Owner"


def test_that_enter_opens_the_merge_and_the_choice_is_kept_with_all_phones(
    page: RegisterPage, calm: Callable[[], None], shell: RecordingShell, village: Village, people: dict[str, int]
) -> None:
    page.pairs.setFocus()
    QTest.keyClick(page.pairs, Key.Key_Return)
    dialog = opened(page)
    assert dialog.form.fields["note"].value() == "both"
    assert sorted(dialog.form.fields) == ["name", "note"]
    assert "Female" in [each.text() for each in dialog.united.findChildren(QLabel)]
    dialog.form.fields["name"].set_text("other")
    dialog.submit()
    calm()
    kept = next(row for row in village.rows(Resident) if row["id"] == people["kept"])
    assert (kept["name"], kept["note"]) == ("王方", "老住户\n养猫")
    assert listed(page) == [("陈强", "李静")]
    assert shell.words == ["王芳: two entries are one now."]
    assert page.dialog is None


def test_that_ctrl_z_in_the_window_takes_a_merge_back(
    page: RegisterPage, calm: Callable[[], None], shell: RecordingShell, village: Village, people: dict[str, int]
) -> None:
    page.merge.click()
    opened(page).submit()
    calm()
    assert shell.undo is not None
    shell.undo()
    calm()
    assert listed(page) == [("王芳", "王方"), ("陈强", "李静")]
    assert {row["merged_into_id"] for row in village.rows(Resident)} == {None}
    assert people["other"] in {row["id"] for row in village.rows(Resident)}


def test_that_two_people_are_remembered_with_one_key_and_can_be_undone(
    page: RegisterPage, calm: Callable[[], None], shell: RecordingShell
) -> None:
    QTest.keyClick(page, Key.Key_T, Qt.KeyboardModifier.AltModifier)
    calm()
    assert listed(page) == [("陈强", "李静")]
    assert page.pairs.row is not None
    assert "陈强" in page.grid.texts()
    QTest.keyClick(page, Key.Key_F5)
    calm()
    assert listed(page) == [("陈强", "李静")]
    assert shell.undo is not None
    shell.undo()
    calm()
    assert len(listed(page)) == 2


def test_that_an_earlier_merge_is_taken_back_from_its_list(
    page: RegisterPage, calm: Callable[[], None], village: Village
) -> None:
    page.merge.click()
    opened(page).submit()
    calm()
    assert page.earlier.words() == "Merged before 1"
    page.earlier.click()
    page.merges.selectRow(0)
    calm()
    assert page.take_back.isVisible()
    assert not page.merge.isVisible()
    page.take_back.click()
    calm()
    assert not page.take_back.isEnabled()
    assert {row["merged_into_id"] for row in village.rows(Resident)} == {None}
    page.earlier.click()
    calm()
    assert page.merge.isVisible()
    assert len(listed(page)) == 2


def test_that_what_was_changed_meanwhile_is_told_and_nothing_is_merged(
    page: RegisterPage,
    calm: Callable[[], None],
    desk_of: Callable[[Role], Desk],
    people: dict[str, int],
) -> None:
    page.merge.click()
    dialog = opened(page)
    HouseholdService(desk_of(Role.CLERK)).edit_resident(people["kept"], NewPerson("王芳芳"), version=1)
    dialog.submit()
    calm()
    assert dialog.isVisible()
    assert dialog.save.isEnabled()
    assert any("Someone else changed this" in each.text() for each in dialog.findChildren(QLabel))
    assert "王芳芳" in page.grid.texts()
    assert len(listed(page)) == 2
    dialog.reject()


def test_that_a_clean_register_says_so(
    page: RegisterPage, calm: Callable[[], None], desk_of: Callable[[Role], Desk], people: dict[str, int]
) -> None:
    service = RegisterService(desk_of(Role.CLERK))
    service.tell_apart(people["kept"], people["other"])
    service.tell_apart(people["one"], people["two"])
    page.again.click()
    calm()
    assert page.header.note.text() == "Nobody seems to be entered twice"
    assert not page.merge.isEnabled()
    assert page.shown.currentIndex() == 0


def test_that_the_household_of_a_pair_is_opened(
    page: RegisterPage, shell: RecordingShell, people: dict[str, int]
) -> None:
    page.open_room.click()
    assert shell.gone == [("households", {"room_id": people["room"]})]


def test_that_a_search_can_be_stopped_and_keeps_what_was_listed(page: RegisterPage, calm: Callable[[], None]) -> None:
    page.presenter.read()
    assert page.stop.isVisible()
    page.stop.click()
    calm()
    assert not page.stop.isVisible()
    assert page.again.isEnabled()
    assert len(listed(page)) == 2
