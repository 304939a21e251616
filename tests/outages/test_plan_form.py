"""The form of an outage: planned, changed, announced at once; counted while clicking; nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.core.permissions import Role
from desktop.outages.model import NoticeEdition, OutageKind, OutageState
from desktop.outages.presenter.planning import picks_from, picks_text
from desktop.outages.presenter.studio import NoticePaper
from desktop.outages.rows import NewNotice, OutageFilter
from desktop.outages.view.plan import DRAFTS
from desktop.ui.buttons import Button
from tests.outages.screens import screen

if TYPE_CHECKING:
    from tests.outages.screens import Screen

__all__ = ["screen"]

CTRL = Qt.KeyboardModifier.ControlModifier


def test_that_a_planned_outage_is_entered_counted_checked_and_saved(screen: Screen) -> None:
    screen.show(new=True)
    assert screen.sheet.form.kind.input.hasFocus() or screen.sheet.form.kind.choices.buttons[0].hasFocus()
    screen.press(Qt.Key.Key_Space)
    screen.fill(starts_at="11-23 9:00", ends_at="17:00", cause="更换水泵")
    screen.pick("1栋1单元，2栋")
    count = screen.sheet.count.count
    assert count is not None
    assert (count.rooms, [name for _, name, _ in count.buildings]) == (8, ["1栋", "2栋"])
    told = [str(each.msgid) for each in screen.sheet.warnings.sentences]  # type: ignore[union-attr]
    assert any("to be in time" in sentence for sentence in told), "tomorrow at nine is less than 24 hours away"
    assert screen.sheet.warnings.visibleRegion().boundingRect().height() >= 16, "however often it is checked anew"
    screen.sheet.form.fields["cause"].input.setFocus()
    screen.press(Qt.Key.Key_Return)
    assert screen.page.stack.currentWidget() is screen.page.lists
    file = screen.page.detail.file
    assert file is not None
    assert (file.line.kind, file.line.state, file.plan.cause) == (OutageKind.WATER, OutageState.PLANNED, "更换水泵")
    assert file.line.where == ("1栋1单元", "2栋")
    zone = screen.quarter.desk.zone
    assert file.line.starts_at.astimezone(zone).strftime("%m-%d %H:%M") == "11-23 09:00"
    assert file.line.ends_at is not None
    assert file.line.ends_at.astimezone(zone).strftime("%m-%d %H:%M") == "11-23 17:00", "of the day it begins"
    assert screen.shell.drafts.all(DRAFTS) == []


def test_that_everything_missing_is_told_at_once(screen: Screen) -> None:
    screen.show(new=True)
    screen.sheet.submit()
    marked = {key for key, field in screen.sheet.form.fields.items() if field.problem is not None}
    assert marked == {"kind", "starts_at"}
    assert "Choose the buildings" in screen.sheet.picker.problem.text()
    screen.fill(kind="power", starts_at="11-30 9:00", ends_at="11-29 9:00")
    screen.pick("3栋")
    screen.sheet.submit()
    screen.settle()
    assert screen.sheet.form.fields["ends_at"].problem is not None, "the end lies before the start"
    assert screen.quarter.service.outages(OutageFilter()) == ()


def test_that_the_quick_choices_fill_in_times(screen: Screen) -> None:
    screen.show(new=True)
    for name, field, text in (
        ("starts_at-now", "starts_at", "14:05"),
        ("ends_at-2-hours", "ends_at", "16:05"),
        ("starts_at-tomorrow-9", "starts_at", "11-23 09:00"),
        ("ends_at-4-hours", "ends_at", "11-23 13:00"),
        ("ends_at-17-o-clock", "ends_at", "11-23 17:00"),
    ):
        screen.find(Button, name).click()
        assert screen.sheet.form.fields[field].text() == text, name
    screen.settle()


def test_that_what_was_half_typed_is_there_again_after_esc(screen: Screen) -> None:
    screen.show(new=True)
    screen.fill(kind="lift", cause="年检")
    screen.pick("1-2")
    screen.press(Qt.Key.Key_Escape)
    assert screen.page.stack.currentWidget() is screen.page.lists
    screen.page.begin_new()
    screen.settle()
    assert screen.sheet.form.texts()["cause"] == "年检"
    assert [pick.label for pick in screen.sheet.picker.picks] == ["1栋2单元"]
    screen.sheet.anew.click()
    screen.settle()
    assert screen.sheet.form.texts()["cause"] == ""
    assert screen.sheet.picker.picks == ()
    assert screen.shell.drafts.all(DRAFTS) == []


def test_that_picks_survive_as_a_draft(screen: Screen) -> None:
    screen.show(new=True)
    screen.pick("1栋1层, 高层区")
    picks = screen.sheet.picker.picks
    assert picks_from(picks_text(picks)) == picks
    assert picks_from("not a draft") == ()


def test_that_only_what_a_notice_does_not_fix_can_be_changed_after_it(screen: Screen) -> None:
    outage_id = screen.quarter.planned()
    screen.show(outage_id=outage_id)
    screen.page.detail.change_asked.emit()
    screen.settle()
    screen.fill(cause="改管", starts_at="11-26 8:00", ends_at="12:00")
    screen.sheet.submit()
    screen.settle()
    assert screen.quarter.service.outage(outage_id).plan.cause == "改管"
    service = screen.quarter.service
    version = service.outage(outage_id).line.version
    service.issue(outage_id, NewNotice(NoticeEdition.ANNOUNCED, "zh_CN"), version=version)
    screen.page.presenter.read()
    screen.settle()
    screen.page.detail.change_asked.emit()
    screen.settle()
    assert not screen.sheet.form.fields["starts_at"].row.isEnabled()
    screen.fill(note="已和水务确认")
    screen.sheet.submit()
    screen.settle()
    assert service.outage(outage_id).plan.note == "已和水务确认"


def test_that_saving_can_go_on_to_the_notice(screen: Screen) -> None:
    screen.show(new=True)
    screen.fill(kind="water", starts_at="11-25 9:00")
    screen.pick("2栋")
    screen.press(Qt.Key.Key_Return, modifier=CTRL)
    assert screen.page.acts.studio is not None
    screen.page.acts.studio.reject()
    screen.settle()
    assert screen.page.acts.studio is None


def test_that_an_emergency_is_announced_and_printed_by_a_few_keys(screen: Screen) -> None:
    screen.show()
    screen.page.show_at(urgent=True)
    screen.settle()
    screen.press(Qt.Key.Key_Space)
    screen.press(Qt.Key.Key_Tab)
    screen.enter("主管爆裂")
    screen.sheet.picker.line.setFocus()
    screen.enter("1栋")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    file = screen.page.detail.file
    assert file is not None
    assert (file.line.kind, file.line.planned, file.line.running) == (OutageKind.WATER, False, True)
    assert (file.line.state, file.plan.cause) == (OutageState.ANNOUNCED, "主管爆裂")
    (paper,) = screen.shell.papers
    assert isinstance(paper, NoticePaper)
    assert paper.file_name.startswith("notice-2026-")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_that_only_a_manager_edits_kinds(screen: Screen, role: Role) -> None:
    screen.show(role)
    assert screen.page.plan.kinds.isHidden() is (role is not Role.MANAGER)
    assert screen.page.add.isHidden() is (role is Role.ADMINISTRATOR)
    screen.page.begin_new()
    screen.page.begin_urgent()
    assert (screen.page.stack.currentWidget() is screen.page.lists) is (role is Role.ADMINISTRATOR)
    screen.settle()


def test_that_an_own_kind_is_added_and_offered(screen: Screen) -> None:
    screen.show(Role.MANAGER, new=True)
    screen.page.plan.kinds.click()
    kinds = screen.page.acts.kinds
    assert kinds is not None
    kinds.add.click()
    form = screen.page.acts.forms.dialog
    assert form is not None
    for key, text in (("name", "外墙清洗"), ("lead", "48"), ("supplier_phone", "400-820-0000")):
        form.form.fields[key].set_text(text)
    form.submit()
    screen.settle()
    row = next(row for row in kinds.model.rows if row.name == "外墙清洗")
    assert row.lead.total_seconds() == 48 * 3600
    kinds.accept()
    screen.settle()
    offered = [button.text() for button in screen.sheet.form.kind.choices.buttons]
    assert "外墙清洗" in offered
    screen.sheet.form.kind.choices.choose(f"other:{row.id}")
    screen.fill(starts_at="11-30 9:00")
    screen.pick("2栋")
    screen.sheet.submit()
    screen.settle()
    (line,) = screen.quarter.service.outages(OutageFilter())
    assert line.kind_name == "外墙清洗"
    assert QApplication.activeModalWidget() is None


def test_that_what_somebody_else_changed_meanwhile_is_told_and_not_overwritten_unseen(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    outage_id = screen.quarter.planned()
    screen.show(outage_id=outage_id)
    screen.page.detail.change_asked.emit()
    screen.settle()
    service = screen.quarter.service
    file = service.outage(outage_id)
    service.amend(outage_id, replace(file.plan, note="别人写的"), version=file.line.version)
    told: list[object] = []
    monkeypatch.setattr("desktop.outages.view.plan.show_error", lambda _parent, error: told.append(error))
    screen.fill(cause="改管")
    screen.sheet.submit()
    screen.settle()
    assert len(told) == 1
    assert service.outage(outage_id).plan.note == "别人写的"
    assert screen.sheet.form.texts()["cause"] == "改管", "what was typed stays"
    screen.sheet.submit()
    screen.settle()
    assert service.outage(outage_id).plan.cause == "改管", "saved once more it is meant"
