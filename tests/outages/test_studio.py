"""The notice studio: what is typed is drawn, kept, and issued by key."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.core.i18n import language
from desktop.core.permissions import Operation, Role
from desktop.outages.dialogs.notice import near_reader
from desktop.outages.model import NoticeEdition, OutageState
from desktop.outages.presenter.studio import editions
from desktop.outages.rows import NewCaller, NewNotice, NoticeForm
from desktop.outages.view.studio import DRAFTS, NoticeStudio
from desktop.outages.view.studio_shown import CHAT
from desktop.stationery.model import TextTemplate
from desktop.stationery.rows import TemplatePurpose
from tests.outages.studios import desktop_of, noticed

if TYPE_CHECKING:
    from tests.outages.studios import Desktop

__all__ = ["desktop_of", "noticed"]

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_that_only_the_editions_that_can_be_issued_are_offered() -> None:
    changes = tuple(edition for edition in NoticeEdition if edition is not NoticeEdition.ANNOUNCED)
    assert editions(OutageState.PLANNED) == (NoticeEdition.ANNOUNCED,)
    assert editions(OutageState.ANNOUNCED) == changes
    assert editions(OutageState.RESTORED) == editions(OutageState.CANCELLED) == ()


def test_that_the_template_fills_what_nobody_typed_and_leaves_what_somebody_did(desktop_of: Desktop) -> None:
    studio = desktop_of.studio()
    fields, texts = studio.fields.fields, studio.shown.texts
    assert fields["title"].text() == "停水通知"
    assert studio.shown.preview.document.pageCount() == 1
    fields["cause"].set_text("换阀门")
    studio.ask()
    desktop_of.settle()
    assert "换阀门" in texts["chat"].text()
    studio.language.choose("en")
    desktop_of.settle()
    assert fields["cause"].text() == "换阀门"
    assert fields["title"].text() != "停水通知"
    studio.back.click()
    desktop_of.settle()
    assert fields["cause"].text() == "主管道检修"


def test_that_a_notice_is_issued_and_its_poster_opened_by_key(desktop_of: Desktop) -> None:
    studio = desktop_of.studio()
    studio.fields.fields["closing"].set_text("请多包涵。")
    with desktop_of.qtbot.waitSignal(studio.issued):
        desktop_of.press(studio.fields.fields["closing"].input, Qt.Key.Key_Return, CONTROL)
    desktop_of.settle()
    (notice,) = desktop_of.quarter.service.notices(desktop_of.outage_id)
    assert notice.text.closing == "请多包涵。"
    assert desktop_of.shell.words == [f"Notice {notice.number} is issued."]
    (paper,) = desktop_of.shell.papers
    assert paper.pdf(language("zh_CN")).startswith(b"%PDF")
    assert notice.number in paper.file_name
    assert desktop_of.shell.drafts.kept == {}


def test_that_the_end_tells_how_many_wait_for_the_call_they_were_promised(noticed: Desktop) -> None:
    service, room = noticed.quarter.service, next(iter(noticed.quarter.rooms.values()))
    service.log_caller(NewCaller(noticed.outage_id, room, call_back=True))
    noticed.quarter.clock.advance(hours=49)
    studio = noticed.studio(NoticeEdition.RESTORED)
    noticed.press(studio.fields.fields["closing"].input, Qt.Key.Key_Return, CONTROL)
    assert noticed.shell.words[-1].endswith("1 household waits for the call back it was promised.")


def test_that_enter_alone_breaks_a_line_and_issues_nothing(desktop_of: Desktop) -> None:
    studio = desktop_of.studio()
    for name in ("advice", "title"):
        desktop_of.press(studio.fields.fields[name].input, Qt.Key.Key_Return)
    assert desktop_of.quarter.service.notices(desktop_of.outage_id) == ()
    studio.reject()


def test_that_an_extension_says_until_when_or_is_marked(noticed: Desktop) -> None:
    studio = noticed.studio(NoticeEdition.EXTENDED)
    studio.issue(paper=False)
    noticed.settle()
    assert studio.fields.fields["ends_at"].problem is not None
    old = noticed.file.line.ends_at
    assert old is not None
    later = (old + timedelta(hours=2)).astimezone(noticed.quarter.desk.zone)
    studio.fields.fields["ends_at"].set_text(f"{later:%H:%M}")
    studio.issue(paper=False)
    noticed.settle()
    assert noticed.file.line.ends_at == old + timedelta(hours=2)
    assert noticed.shell.papers == []


def test_that_a_notice_speaks_the_language_of_the_one_it_follows_on(noticed: Desktop) -> None:
    studio = NoticeStudio(noticed.quarter.desk, noticed.shell, noticed.file, NoticeEdition.EXTENDED, noticed.window)
    assert studio.language.text() == "zh_CN"
    studio.open()
    noticed.settle()
    assert studio.fields.fields["title"].text() == "停水延时通知"
    studio.reject()
    noticed.settle()
    studio.deleteLater()


def test_that_a_half_typed_notice_is_there_again_and_each_edition_has_its_own(noticed: Desktop) -> None:
    studio = noticed.studio(NoticeEdition.EXTENDED)
    studio.fields.fields["ends_at"].set_text("19:00")
    studio.shown.texts["chat"].set_text("再等两小时")
    noticed.press(studio, Qt.Key.Key_Escape)
    assert [draft.form for draft in noticed.shell.drafts.kept.values()] == [DRAFTS]
    again = noticed.studio(NoticeEdition.EXTENDED)
    assert again.fields.fields["ends_at"].text() == "19:00"
    assert again.shown.texts["chat"].text() == "再等两小时"
    again.edition_row.choose(NoticeEdition.CANCELLED)
    noticed.settle()
    assert again.shown.texts["chat"].text() != "再等两小时"
    again.edition_row.choose(NoticeEdition.EXTENDED)
    noticed.settle()
    assert again.shown.texts["chat"].text() == "再等两小时"
    again.reject()


def test_that_tab_comes_to_everything_in_the_studio(desktop_of: Desktop) -> None:
    studio = desktop_of.studio()
    reached: list[QWidget] = []
    while (holder := studio.focusWidget()) is not None and holder not in reached:
        reached.append(holder)
        desktop_of.press(holder, Qt.Key.Key_Tab)
    tab = Qt.FocusPolicy.TabFocus
    stops = [each for each in studio.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
    stops = [each for each in stops if each.focusPolicy() & tab == tab and each.focusProxy() is None]
    assert [each.objectName() for each in stops if each not in reached] == []
    studio.reject()


def test_that_a_long_text_in_a_low_window_leaves_the_key_to_copy_it_whole(desktop_of: Desktop) -> None:
    desktop_of.window.resize(960, 468)
    studio = desktop_of.studio()
    shown = studio.shown
    high = shown.copy_button.height()
    shown.ways.choose(CHAT)
    shown.texts[CHAT].set_text("\n".join("停水期间请存些水备用" for _ in range(20)))
    desktop_of.settle()
    assert shown.copy_button.height() == high
    studio.reject()


def test_that_a_text_with_an_unknown_field_is_refused_in_words(desktop_of: Desktop) -> None:
    desk = desktop_of.quarter.desk_of(Role.MANAGER)
    with desk.write(Operation.EDIT_STATIONERY) as work:
        known = {"community_id": work.community_id, "purpose": TemplatePurpose("chat_announced"), "language": "zh_CN"}
        work.session.add(TextTemplate(**known, title="通知", body="停水{weather}"))
    studio = desktop_of.studio()
    assert studio.shown.said.isVisible()
    assert "weather" in studio.shown.said.text()
    studio.reject()


def test_that_a_notice_someone_else_was_faster_with_overwrites_nothing(noticed: Desktop) -> None:
    studio = noticed.studio(NoticeEdition.CANCELLED)
    service, old = noticed.quarter.service, noticed.file.line
    assert old.ends_at is not None
    extended = NewNotice(NoticeEdition.EXTENDED, "zh_CN", ends_at=old.ends_at + timedelta(hours=1))
    service.issue(noticed.outage_id, extended, version=old.version)
    studio.fields.fields["reason"].set_text("改到下周")
    studio.issue(paper=False)
    noticed.settle()
    assert noticed.state == OutageState.ANNOUNCED
    studio.issue(paper=False)
    noticed.settle()
    assert noticed.state == OutageState.CANCELLED


def test_that_each_way_of_looking_is_drawn_and_one_per_building_asks_which(desktop_of: Desktop) -> None:
    studio = desktop_of.studio()
    for form in NoticeForm:
        studio.shown.ways.choose(form)
        desktop_of.settle()
        assert studio.shown.preview.document.pageCount() == 1
    assert studio.shown.building.text() == str(desktop_of.quarter.buildings["1"])
    studio.reject()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("17:30", "2026-12-31 17:30"),
        ("0:30", "2027-01-01 00:30"),
        ("1-2 9:00", "2027-01-02 09:00"),
        ("2026-11-25 8:00", "2026-11-25 08:00"),
    ],
)
def test_that_a_time_alone_is_of_the_day_of_the_outage(desktop_of: Desktop, typed: str, meant: str) -> None:
    zone, now = desktop_of.quarter.desk.zone, desktop_of.quarter.clock.now()
    base = now.replace(month=12, day=31)
    at, _words = near_reader(base, now, zone, after=True)(typed)
    assert f"{at.astimezone(zone):%Y-%m-%d %H:%M}" == meant
