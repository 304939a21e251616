"""Alerts, tags, standing instructions and the room's state on a household's page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.permissions import Role
from desktop.households.dialogs import CommunityTagDialog
from desktop.households.model import InstructionKind, RoomStateKind
from desktop.households.rows import NewInstruction
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.strips import AlertStrip
from tests.households.conftest import SHANGHAI
from tests.households.screens import Screens, add, button, open_room, opened, shown_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.households.dialogs import HouseholdDialog
    from desktop.households.view import HouseholdsPage
    from desktop.households.view.household import HouseholdPane
    from desktop.storage.database import Database

Key = Qt.Key


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


def leads(pane: HouseholdPane) -> list[str]:
    strips = pane.findChildren(AlertStrip, "household-alert")
    return [strip.lead.text() for strip in strips if strip.isVisible()]


def texts(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible() and each.text()]


def give(screens: Screens, kind: InstructionKind, words: str = "", **times: datetime) -> int:
    room_id = screens.room("1-1-101")
    changes = screens.service.give_instruction(room_id, NewInstruction(kind, words, "王小明", **times))
    screens.shell.bus.announce(changes)
    return changes.result


# --- alerts ----------------------------------------------------------------------------------------------------------


def test_that_three_alerts_stand_on_top_and_the_others_unfold(screens: Screens, page: HouseholdsPage) -> None:
    for kind in (InstructionKind.KEY_HELD, InstructionKind.OUT_OF_TOWN, InstructionKind.DO_NOT_ADMIT):
        give(screens, kind, "话")
    screens.service.tag(screens.room("1-1-101"), "独居老人")
    pane = open_room(screens, page, "1-1-101")
    assert leads(pane) == ["Do not admit:", "独居老人:", "VIP:"]
    fold = button(pane, "more-alerts")
    assert fold.text() == "2 more to know"
    fold.click()
    screens.settle()
    assert leads(pane)[3:] == ["Out of town:", "Key held:"]
    button(pane, "more-alerts").click()
    screens.settle()
    assert len(leads(pane)) == 3
    button(pane, "more-alerts").click()
    screens.settle()
    open_room(screens, page, "1-1-102")
    open_room(screens, page, "1-1-101")
    assert len(leads(pane)) == 3


def test_that_an_alert_wraps_its_words_and_is_never_cut(screens: Screens, page: HouseholdsPage) -> None:
    give(screens, InstructionKind.DO_NOT_ADMIT, "自称亲戚的刘姓男子来访，一律先打电话核实。" * 6)
    pane = open_room(screens, page, "1-1-101")
    page.resize(904, 384)
    screens.settle()
    strip = pane.findChildren(AlertStrip, "household-alert")[0]
    assert strip.height() >= strip.heightForWidth(strip.width()) > 40
    assert strip.words.height() >= strip.words.heightForWidth(strip.words.width())


def test_that_an_alert_goes_when_its_instruction_expires_while_the_page_is_open(
    screens: Screens, page: HouseholdsPage
) -> None:
    until = screens.clock.now() + timedelta(milliseconds=60)
    give(screens, InstructionKind.DO_NOT_ADMIT, "刘姓男子", until=until)
    pane = open_room(screens, page, "1-1-101")
    assert leads(pane)[0] == "Do not admit:"
    screens.clock.set(until)
    screens.qtbot.waitUntil(lambda: "Do not admit:" not in leads(pane))
    screens.settle()
    assert button(pane.notes, "fold-instructions").text() == "1 expired instruction"


# --- standing instructions -------------------------------------------------------------------------------------------


def test_that_an_instruction_is_given_with_who_said_it_and_until_when(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-101")
    add(pane, "add-instruction")
    form = dialog_of(page).form
    button(dialog_of(page), "save").click()
    assert form.fields["kind"].problem is not None
    form.fields["kind"].set_text("do_not_admit")
    assert "introduce" in form.fields["words"].input.property("placeholderText")
    button(dialog_of(page), "save").click()
    screens.settle()
    assert form.fields["words"].problem is not None
    form.fields["words"].set_text("刘姓男子")
    said_by = [each for each in dialog_of(page).findChildren(Button, "said_by-suggestion") if each.isVisible()]
    said_by[0].click()
    form.fields["until"].set_text("12-31")
    button(dialog_of(page), "save").click()
    screens.settle()
    (line,) = screens.file("1-1-101").instructions
    assert (line.kind, line.words, line.said_by) == (InstructionKind.DO_NOT_ADMIT, "刘姓男子", "王小明")
    assert line.until == datetime(2027, 1, 1, tzinfo=SHANGHAI)
    assert leads(pane)[0] == "Do not admit:"
    assert "Do not admit: 刘姓男子" in texts(pane.notes)
    assert "since 22 Nov 2026 · until 2026-12-31, said by 王小明" in texts(pane.notes)


def test_that_an_instruction_expires_now_stays_in_the_history_and_can_hold_again(
    screens: Screens, page: HouseholdsPage
) -> None:
    give(screens, InstructionKind.KEEP_PARCELS, "放前台")
    pane = open_room(screens, page, "1-1-101")
    button(pane.notes, "end-instruction").click()
    screens.settle()
    assert screens.file("1-1-101").instructions[0].ended_at == screens.clock.now()
    assert "Keep parcels: 放前台" not in texts(pane.notes)
    button(pane.notes, "fold-instructions").click()
    screens.settle()
    assert "Keep parcels: 放前台" in texts(pane.notes)
    assert screens.shell.words == ["1-1-101: “Keep parcels” has expired"]
    assert screens.shell.undo is not None
    screens.shell.undo()
    screens.settle()
    assert screens.file("1-1-101").instructions[0].in_force(screens.clock.now())


def test_that_a_corrected_instruction_keeps_the_moment_it_began(screens: Screens, page: HouseholdsPage) -> None:
    screens.clock.advance(microseconds=1234)
    give(screens, InstructionKind.KEY_HELD, "K-12", until=datetime(2026, 11, 30, 18, tzinfo=SHANGHAI))
    before = screens.file("1-1-101").instructions[0]
    pane = open_room(screens, page, "1-1-101")
    button(pane.notes, "edit-instruction").click()
    form = dialog_of(page).form
    assert (form.texts()["since"], form.texts()["until"]) == ("2026-11-22 14:05", "2026-11-30 18:00")
    form.fields["words"].set_text("K-13")
    button(dialog_of(page), "save").click()
    screens.settle()
    after = screens.file("1-1-101").instructions[0]
    assert (after.words, after.since, after.until) == ("K-13", before.since, before.until)


# --- tags ------------------------------------------------------------------------------------------------------------


def test_that_a_tag_there_is_is_suggested_and_a_new_one_gets_meaning_and_colour(
    screens: Screens, page: HouseholdsPage
) -> None:
    pane = open_room(screens, page, "1-1-101")
    add(pane, "add-tag")
    screens.settle()
    dialog = dialog_of(page)
    offered = [each.text() for each in dialog.findChildren(Button, "tag-suggestion")]
    assert offered[0] == "历史遗留问题"
    assert "VIP" not in offered
    assert {"Owners' committee", "Ill"} < set(offered)
    assert not dialog.form.fields["tone"].input.isEnabled()
    dialog.form.fields["tag"].set_text("爱钓鱼")
    assert dialog.form.fields["tone"].input.isEnabled()
    dialog.form.fields["tone"].set_text("green")
    (chip,) = dialog.findChildren(Chip, "tag-preview")
    assert (chip.accessibleName(), chip._tone) == ("爱钓鱼", "green")
    dialog.form.fields["tag"].set_text("历史遗留问题")
    assert not dialog.form.fields["tone"].input.isEnabled()
    assert (chip._tone, chip._icon) == ("amber", "history")
    dialog.form.fields["cause"].set_text("水浸")
    dialog.form.fields["since"].set_text("2024-05-01")
    button(dialog, "save").click()
    screens.settle()
    worn = next(tag for tag in screens.file("1-1-101").tags if tag.meaning == "legacy_issue")
    assert (worn.cause, worn.since) == ("水浸", datetime(2024, 5, 1, tzinfo=SHANGHAI))
    assert leads(pane) == ["历史遗留问题:", "VIP:"]


def test_that_cause_and_since_of_a_tag_are_corrected(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-102")
    button(pane.notes, "edit-tag").click()
    form = dialog_of(page).form
    assert form.texts()["cause"] == "学区"
    form.fields["cause"].set_text("外墙渗水")
    form.fields["since"].set_text("2019-7-1")
    button(dialog_of(page), "save").click()
    screens.settle()
    (tag,) = screens.file("1-1-102").tags
    assert (tag.cause, tag.since) == ("外墙渗水", datetime(2019, 7, 1, tzinfo=SHANGHAI))
    assert pane.timeline.model.rows[0].told.icon == "tag"


def test_that_the_communitys_tags_are_made_changed_and_removed(screens: Screens, page: HouseholdsPage) -> None:
    assert page.list is not None
    button(page.list, "community-tags").click()
    screens.settle()
    tags = page.tags
    assert tags is not None
    assert [(row.name, row.rooms) for row in tags.model.rows] == [("VIP", 1), ("历史遗留问题", 1)]
    assert (tags.edit.isEnabled(), tags.remove.isEnabled()) == (True, False)
    tags.add.click()
    form = tags.form
    assert isinstance(form, CommunityTagDialog)
    form.form.restore({"name": "ｖｉｐ", "meaning": "", "tone": ""})
    form.submit()
    screens.settle()
    assert form.form.fields["name"].problem is not None
    form.form.restore({"name": "长者", "meaning": "living_alone", "tone": "blue"})
    form.submit()
    screens.settle()
    made = next(row for row in tags.model.rows if row.name == "长者")
    assert (made.meaning, made.tone) == ("living_alone", "blue")
    assert tags.view.row == made
    assert tags.remove.isEnabled()
    tags.remove.click()
    screens.settle()
    assert "长者" not in [row.name for row in tags.model.rows]
    tags.view.select(next(row.id for row in tags.model.rows if row.name == "VIP"))
    assert (tags.edit.isEnabled(), tags.remove.isEnabled()) == (True, False)
    tags.edit.click()
    assert tags.form is not None
    tags.form.form.fields["name"].set_text("贵宾")
    tags.form.submit()
    screens.settle()
    assert [tag.name for tag in screens.file("1-1-101").tags] == ["贵宾"]
    row = page.list.view.list_model.row_at(0)
    assert row is not None
    assert row.tags == ("贵宾",)
    tags.close_button.click()
    assert page.tags is None


def test_that_the_administrator_sees_tags_without_changing_them(screens: Screens) -> None:
    page = shown_page(screens, Role.ADMINISTRATOR)
    assert page.list is not None
    button(page.list, "community-tags").click()
    screens.settle()
    assert page.tags is not None
    assert [each.objectName() for each in page.tags.findChildren(Button) if each.isVisible()] == ["close"]


# --- the room's state ------------------------------------------------------------------------------------------------


def test_that_a_state_is_set_corrected_and_taken_back(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "1-1-101")
    button(pane.notes, "set-state").click()
    dialog_of(page).form.fields["state"].set_text("renovating")
    button(dialog_of(page), "save").click()
    screens.settle()
    assert screens.file("1-1-101").state is RoomStateKind.RENOVATING
    button(pane.notes, "set-state").click()
    form = dialog_of(page).form
    form.fields["state"].set_text("renovating")
    assert form.texts()["since"] == "2026-11-22"
    assert "corrects" in dialog_of(page).note.text()  # type: ignore[attr-defined]  # the dialog of a state
    form.fields["since"].set_text("2026-10-01")
    button(dialog_of(page), "save").click()
    screens.settle()
    states = screens.file("1-1-101").states
    assert [state.since for state in states][:1] == [date(2026, 10, 1)]
    assert "Renovating since 1 Oct 2026" in texts(pane.notes)
    button(pane.notes, "take-back-state").click()
    screens.settle()
    assert screens.file("1-1-101").state is RoomStateKind.OCCUPIED
    assert screens.shell.undo is not None
    screens.shell.undo()
    screens.settle()
    assert screens.file("1-1-101").states == states


def test_that_older_states_are_folded_away(screens: Screens, page: HouseholdsPage) -> None:
    room_id = screens.room("1-1-101")
    for month, state in ((1, "vacant"), (2, "renovating"), (3, "let"), (4, "occupied")):
        screens.service.set_room_state(room_id, RoomStateKind(state), date(2026, month, 1))
    pane = open_room(screens, page, "1-1-101")
    assert "Let since 1 Mar 2026" in texts(pane.notes)
    assert "Vacant since 1 Jan 2026" not in texts(pane.notes)
    button(pane.notes, "fold-states").click()
    screens.settle()
    assert "Vacant since 1 Jan 2026" in texts(pane.notes)
