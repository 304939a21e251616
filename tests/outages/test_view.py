"""The page of outages: the list with its chips, the one looked at, what can be done with it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.core.permissions import Role
from desktop.outages.model import NoticeEdition, OutageKind, OutageState
from desktop.outages.rows import NewNotice, OutageFilter, OutageStage
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.language import ui_language
from tests.outages.screens import NARROW, screen

if TYPE_CHECKING:
    from tests.outages.screens import Screen

__all__ = ["screen"]

ALT = Qt.KeyboardModifier.AltModifier


def announce(screen: Screen, outage_id: int, edition: NoticeEdition = NoticeEdition.ANNOUNCED) -> None:
    service = screen.quarter.service
    version = service.outage(outage_id).line.version
    service.issue(outage_id, NewNotice(edition, "zh_CN"), version=version)


def filled(screen: Screen) -> tuple[int, int, int]:
    """Return one outage that runs late, one to come, one that is over."""
    quarter = screen.quarter
    over = quarter.planned(quarter.building("3"), kind=OutageKind.GAS, hours=1)
    announce(screen, over)
    late = quarter.planned(quarter.building("1"), hours=1, say="今天停水到下午五点。")
    announce(screen, late)
    quarter.clock.advance(hours=10)
    announce(screen, over, NoticeEdition.RESTORED)
    coming = quarter.planned(quarter.building("2"), kind=OutageKind.POWER, cause="线路检修")
    return late, coming, over


def moves(screen: Screen) -> list[str]:
    """Return what can be done with the outage looked at: buttons first, then the menu."""
    detail = screen.page.detail
    shown = [button.text() for button in (*detail.buttons.values(), detail.print) if not button.isHidden()]
    return shown + [action.text() for action in detail.menu().actions()]


def test_that_what_runs_is_shown_first_with_all_that_is_to_be_said(screen: Screen) -> None:
    late, _coming, _over = filled(screen)
    screen.show()
    page = screen.page
    assert screen.places == ["1栋"]
    assert page.filters.stages[OutageStage.RUNNING].isChecked()
    assert page.filters.stages[OutageStage.COMING].words() == "To come 1"
    assert screen.shell.counts["outages"] == 1
    assert page.detail.file is not None
    assert page.detail.file.line.id == late
    assert page.detail.state.accessibleName() == "Over its time by 1 hour"
    assert page.detail.title.text() == "Water outage"
    assert page.detail.script.accessibleName() == "今天停水到下午五点。"
    assert page.detail.count.count is not None
    assert moves(screen)[:3] == ["It is over", "It takes longer", "Print"]


def test_that_stages_kinds_and_words_narrow_the_list(screen: Screen) -> None:
    filled(screen)
    screen.show()
    for stage, places in (
        (OutageStage.COMING, ["2栋"]),
        (OutageStage.PAST, ["3栋"]),
        (OutageStage.ALL, ["2栋", "1栋", "3栋"]),
    ):
        screen.find(FilterChip, f"stage-{stage}").click()
        screen.settle()
        assert sorted(screen.places) == sorted(places), stage
    bar = screen.page.filters
    next(action for action in bar.menu().actions() if action.text() == "Gas outage").trigger()
    screen.settle()
    assert screen.places == ["3栋"]
    bar.kinds.click()
    bar.text.setText("线路")
    bar.text.returnPressed.emit()
    screen.settle()
    assert screen.places == ["2栋"]
    bar.text.setText("没有的")
    bar.text.returnPressed.emit()
    screen.settle()
    assert screen.places == []
    assert screen.page.empty.missing.text() == "No outage is like this"


def test_that_nothing_at_all_says_what_to_do(screen: Screen) -> None:
    screen.show()
    assert screen.page.filters.stages[OutageStage.ALL].isChecked()
    assert screen.page.empty.missing.text() == "No outage is planned"
    assert screen.page.detail.file is None


def test_that_an_outage_asked_for_is_shown_though_the_list_would_hide_it(screen: Screen) -> None:
    _late, _coming, over = filled(screen)
    screen.show()
    screen.page.show_at(outage_id=over)
    screen.settle()
    assert screen.page.detail.file is not None
    assert screen.page.detail.file.line.id == over
    assert screen.page.shown_at() == {"outage_id": over}
    assert moves(screen) == ["Print"]
    screen.page.show_at(outage_id=999)
    screen.settle()
    assert len(screen.shell.words) == 1, "it is told that there is none"


def test_that_where_one_more_caller_is_entered_is_seen_when_the_keyboard_comes_there(screen: Screen) -> None:
    outage_id = screen.quarter.planned()
    screen.show(outage_id=outage_id, caller=True)
    callers = screen.page.detail.panels[1]
    assert callers.rooms.line.hasFocus()
    assert callers.adding.visibleRegion().boundingRect().height() == callers.adding.height()


def test_that_an_outage_nobody_was_told_of_is_called_off_without_a_notice(screen: Screen) -> None:
    outage_id = screen.quarter.planned()
    screen.show(outage_id=outage_id)
    rare = ["Change it …", "Warn by phone …", "It does not take place …"]
    assert moves(screen) == ["Write the notice", *rare]
    screen.page.detail.menu().actions()[-1].trigger()
    dialog = screen.page.acts.forms.dialog
    assert dialog is not None
    dialog.form.fields["reason"].set_text("施工单位改期")
    dialog.submit()
    screen.settle()
    file = screen.quarter.service.outage(outage_id)
    assert (file.line.state, file.end_words) == (OutageState.CANCELLED, "施工单位改期")
    assert screen.page.detail.file is not None
    assert screen.page.detail.file.line.state is OutageState.CANCELLED, "the page read it again"


def test_that_keys_open_the_studio_for_what_is_to_be_told(screen: Screen) -> None:
    outage_id = screen.quarter.planned(hours=30)
    announce(screen, outage_id)
    screen.show(outage_id=outage_id)
    for key, edition in ((Qt.Key.Key_X, NoticeEdition.EXTENDED), (Qt.Key.Key_V, NoticeEdition.RESTORED)):
        screen.press(key, modifier=ALT)
        studio = screen.page.acts.studio
        assert studio is not None
        assert studio.edition is edition
        studio.reject()
        screen.settle()


def test_that_in_a_narrow_window_the_outage_opens_in_the_place_of_the_list(screen: Screen) -> None:
    filled(screen)
    screen.show(size=NARROW)
    assert screen.page.detail.isHidden()
    screen.press(Qt.Key.Key_Return, at=screen.page.view)
    assert not screen.page.list_panel.isVisible()
    assert screen.page.detail.back.hasFocus()
    screen.press(Qt.Key.Key_Escape)
    assert not screen.page.detail.isVisible()
    assert screen.page.view.hasFocus()


def test_that_whoever_only_reads_has_no_buttons_that_write(screen: Screen) -> None:
    late, _coming, _over = filled(screen)
    screen.show(Role.ADMINISTRATOR, outage_id=late)
    assert moves(screen) == ["Print"]
    assert screen.find(Button, "new-outage").isHidden()
    assert screen.find(Button, "urgent-outage").isHidden()


def test_that_what_another_window_writes_is_shown(screen: Screen) -> None:
    outage_id = screen.quarter.planned()
    screen.show(stage="all")
    other = screen.quarter.service
    version = other.outage(outage_id).line.version
    screen.shell.bus.announce(other.drop(outage_id, "取消了", version=version))
    screen.settle()
    assert [line.state for line in screen.page.presenter.model.rows] == [OutageState.CANCELLED]


def test_that_more_outages_are_read_when_asked_for(screen: Screen) -> None:
    for hours in range(30, 36):
        screen.quarter.planned(hours=hours)
    screen.show(stage="all")
    presenter = screen.page.presenter
    presenter._limit = 4
    presenter.read()
    screen.settle()
    assert len(presenter.model.rows) == 4
    assert not screen.page.more.isHidden()
    screen.page.more.click()
    screen.settle()
    assert len(presenter.model.rows) == 6
    presenter._limit = 2
    presenter.model.set_rows(())
    screen.page.show_at(outage_id=screen.quarter.service.outages(OutageFilter())[-1].id)
    screen.settle()
    assert screen.page.detail.file is not None, "found behind what was read"
    assert screen.page.more.isHidden()


def test_that_the_page_speaks_the_language_chosen_while_it_is_shown(screen: Screen) -> None:
    late, _coming, _over = filled(screen)
    screen.show(outage_id=late)
    ui_language().choose("zh_CN")
    screen.settle()
    page = screen.page
    assert page.header.title.text() == "停水停电通知"
    assert page.detail.state.accessibleName() == "超时 1 小时"
    assert page.detail.when.text() == "昨天 15:05 至 23:05"
    ui_language().choose("en")
    screen.settle()
    assert page.detail.when.text() == "Yesterday 15:05 to 23:05"
    assert screen.quarter.service.outages(OutageFilter(OutageStage.RUNNING))[0].late == timedelta(hours=1)
