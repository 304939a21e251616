from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.core.permissions import Role
from desktop.events.dialogs import (
    AmendEvent,
    GoalDialog,
    HoldEvent,
    InviteDialog,
    NoteSaying,
    PlanEvent,
    RequestFromEvent,
)
from desktop.events.model import EventKind, EventState, GuestState
from desktop.events.presenter import LetterPaper, SignInPaper, SummaryPaper, listing
from desktop.events.rows import Audience, AudienceKind, EventStage, NewItem
from desktop.events.view import acting
from desktop.requests.service import RequestService
from desktop.ui.language import ui_language
from desktop.ui.shell import VariedPaper
from tests.care.villages import SHANGHAI
from tests.events.screens import ALT, CTRL, NARROW

if TYPE_CHECKING:
    import pytest

    from desktop.core.i18n import Message
    from tests.events.screens import Screen

SHIFT = Qt.KeyboardModifier.ShiftModifier


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def test_that_coming_events_are_listed_and_the_next_is_looked_at(screen: Screen) -> None:
    screen.planner.planned(title="包饺子", starts_at=at(12, 22), kind=EventKind.FESTIVAL)
    screen.planner.planned(capacity=20, place="中心广场")
    screen.planner.held(title="去年的", starts_at=at(10, 1))
    screen.show()
    assert screen.titles == ["免费理发", "包饺子"]
    assert screen.page.detail.title.text() == "免费理发"
    assert "in 6 days · lunar month 10, day 20" in screen.page.detail.when.text()
    assert screen.page.detail.where.text().startswith("中心广场 · 0 people signed up · room for 20 more")
    chips = [chip.accessibleName() for chip in screen.page.goals.chips]
    assert chips == ["Convenience service: 1 of 6 held · 1 planned · 4 missing"]
    screen.page.filters.stages.choose("held")
    screen.settle()
    assert screen.titles == ["去年的"]


def test_that_kind_year_and_words_narrow_the_list(screen: Screen) -> None:
    screen.planner.planned(title="包饺子", starts_at=at(12, 22), kind=EventKind.FESTIVAL)
    screen.planner.planned()
    screen.show()
    festival = next(each for each in screen.page.filters.kind_menu().actions() if each.text() == "Festival")
    festival.trigger()
    screen.settle()
    assert screen.titles == ["包饺子"]
    screen.page.filters.kind.click()
    screen.settle()
    screen.page.filters.text.setText("理发")
    screen.page.filters.text.returnPressed.emit()
    screen.settle()
    assert screen.titles == ["免费理发"]


def test_that_an_event_is_shown_wherever_it_is_listed_with_the_part_asked_for(screen: Screen) -> None:
    held = screen.planner.held(title="春游", starts_at=at(4, 5))
    screen.planner.planned()
    screen.show(event_id=held.id, part="after")
    assert screen.file.line.id == held.id
    assert screen.page.shown_at() == {"event_id": held.id, "part": "after"}
    assert screen.page.view.row.id == held.id


def test_that_an_event_further_down_than_is_read_is_looked_at_all_the_same(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 1)
    old = screen.planner.held(title="去年的", starts_at=at(10, 1))
    screen.planner.planned()
    screen.show(event_id=old.id)
    assert screen.titles == ["免费理发"]
    assert screen.page.presenter.wanted.stage is EventStage.ALL
    assert screen.file.line.id == old.id


def test_that_list_and_detail_take_turns_where_there_is_one_column(screen: Screen) -> None:
    screen.planner.planned()
    screen.show(size=NARROW)
    assert screen.page.detail.isHidden()
    screen.press(Qt.Key.Key_Return, at=screen.page.view)
    assert not screen.page.detail.isHidden()
    assert screen.page.list_panel.isHidden()
    screen.click("event-back")
    assert not screen.page.list_panel.isHidden()
    screen.page.show_at(event_id=screen.file.line.id)
    screen.settle()
    assert screen.page.list_panel.isHidden()


def test_that_materials_are_ticked_with_space(screen: Screen) -> None:
    line = screen.planner.planned(items=(NewItem("剪刀", "3把"), NewItem("围布")))
    screen.show(part="preparing")
    screen.press(Qt.Key.Key_Space, at=screen.page.detail.preparing.view)
    assert [item.ready_at is not None for item in screen.planner.file(line.id).items] == [True, False]
    assert screen.page.detail.preparing.progress.text() == "1 of 2 materials ready"
    assert screen.button("tick-item").text() == "To get"
    screen.press(Qt.Key.Key_Space, at=screen.page.detail.preparing.view)
    assert screen.planner.file(line.id).items[0].ready_at is None


def test_that_rooms_are_invited_with_the_count_told_before(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.show(part="inviting")
    screen.click("invite")
    dialog = screen.dialog(InviteDialog)
    dialog.form.fields["kind"].set_text("rooms")
    dialog.form.fields["rooms"].set_text("1-1-101，1-1-102")
    screen.qtbot.waitUntil(lambda: dialog.forecast.text() == "2 households would be invited.")
    screen.submit(rooms="1-1-101 9-9-9")
    assert screen.problems() == {"rooms": "There is no room “%(number)s”; look at its number again."}
    screen.submit(rooms="1-1-101 1-1-102")
    assert [guest.state for guest in screen.planner.clerk.guests(line.id)] == [GuestState.INVITED] * 2
    assert screen.shell.words[-1] == "2 households invited."


def test_that_the_chat_text_is_copied_by_key_as_it_is_shown(screen: Screen) -> None:
    line = screen.planner.planned(place="中心广场")
    screen.show(part="inviting")
    screen.press(Qt.Key.Key_C, CTRL | SHIFT, at=screen.page.detail.inviting.chat)
    shown = screen.page.detail.inviting.chat.toPlainText()
    assert shown == screen.planner.clerk.chat(line.id, ui_language().language)
    assert QGuiApplication.clipboard().text() == shown


def test_that_an_event_is_made_known_and_closed_with_what_came_of_it(screen: Screen) -> None:
    line = screen.planner.planned(budget_fen=50_000)
    screen.planner.now(at(11, 28, 10))
    screen.show()
    screen.click("announce-event")
    assert screen.file.line.state is EventState.ANNOUNCED
    screen.page.detail.show_part("after")
    screen.press(Qt.Key.Key_F8, at=screen.page.detail.tabs)
    screen.dialog(HoldEvent)
    screen.submit(cost_fen="486.5", outcome="来了不少人")
    file = screen.planner.file(line.id)
    assert (file.line.state, file.cost_fen, file.outcome) == (EventState.HELD, 48_650, "来了不少人")
    screen.click("print-summary")
    assert isinstance(screen.shell.papers[-1], SummaryPaper)
    assert screen.shell.papers[-1].pdf(ui_language().language).startswith(b"%PDF")


def test_that_what_was_said_becomes_a_request(screen: Screen) -> None:
    line = screen.planner.planned()
    guest = screen.planner.sign_up(line, "1-1-101")
    screen.show(part="after")
    screen.page.acts.note_saying(screen.file, guest)
    screen.dialog(NoteSaying)
    screen.submit(words="路灯坏了")
    screen.click("request-of-voice")
    screen.dialog(RequestFromEvent)
    screen.submit(kind="repair")
    ((request_id, number, words),) = screen.planner.file(line.id).requests
    request = RequestService(screen.village.desk).by_number(number)
    assert (request.line.id, words, request.line.room) == (request_id, "路灯坏了", "1-1-101")
    screen.click(f"open-request-{request_id}")
    assert screen.shell.gone == [("requests", {"request_id": request_id})]


def test_that_calling_who_has_not_answered_asks_first_and_says_why_it_cannot(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = screen.planner.planned()
    screen.planner.clerk.invite(line.id, Audience(AudienceKind.ROOMS, None, (screen.village.rooms["1-1-101"],)))
    screen.show(part="inviting")
    asked: list[Message] = []

    def agree(_parent: object, question: Message, *_words: object) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(acting, "ask", agree)
    screen.press(Qt.Key.Key_G, ALT)
    assert [question.msgid for question in asked] == ["Call the households that have not answered?"]
    assert "None of these households can be called" in screen.errors[0].problems[0].message.msgid
    assert screen.shell.gone == []


def test_that_sheet_letters_and_plan_can_be_looked_at(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.planner.clerk.invite(line.id, Audience(AudienceKind.ROOMS, None, (screen.village.rooms["1-1-101"],)))
    screen.show()
    screen.click("sign-in-sheet")
    screen.click("letters")
    screen.click("print-plan")
    sheet, letters, plan = screen.shell.papers
    assert isinstance(sheet, SignInPaper)
    assert isinstance(sheet, VariedPaper)
    sheet.choose("alphabet")
    assert isinstance(letters, LetterPaper)
    assert all(paper.pdf(ui_language().language).startswith(b"%PDF") for paper in (sheet, letters, plan))


def test_that_only_a_manager_lays_goals_down(screen: Screen) -> None:
    screen.show()
    assert screen.page.goals.edit.isHidden()
    screen.show(Role.MANAGER)
    screen.click("edit-goals")
    screen.dialog(GoalDialog)
    screen.submit(goal="8")
    assert [goal.goal for goal in screen.planner.manager.goals()] == [8]
    screen.click("edit-goals")
    zone = str(screen.page.presenter.names.zones[0].id)
    screen.submit(kind="festival", zone_id=zone, goal="2")
    chips = [chip.accessibleName() for chip in screen.page.goals.chips]
    assert chips[1:] == ["别墅区 · Festival: 0 of 2 held · 2 missing"]


def test_that_a_household_asked_for_is_invited_or_signed_up(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.show(room_id=screen.village.rooms["1-1-101"])
    screen.click("invite-room")
    assert screen.dialog(InviteDialog).form.fields["rooms"].text() == "1-1-101"
    screen.submit()
    assert screen.planner.of(line, "1-1-101").state is GuestState.INVITED
    screen.press(Qt.Key.Key_Return, at=screen.page.view)
    assert screen.page.room.strip is None
    screen.press(Qt.Key.Key_Return, at=screen.page.detail.guests.entry.line)
    assert screen.planner.of(line, "1-1-101").state is GuestState.SIGNED_UP


def test_that_last_years_event_is_copied_from_the_list(screen: Screen) -> None:
    mid_autumn = datetime(2025, 10, 6, 19, tzinfo=SHANGHAI)
    old = screen.planner.held(
        title="中秋赏月", starts_at=mid_autumn, lunar_day="--08-15", items=(NewItem("月饼", "80"),)
    )
    screen.show(event_id=old.id)
    screen.click("copy-event")
    dialog = screen.dialog(PlanEvent)
    texts = dialog.form.texts()
    assert (texts["calendar"], texts["day"], texts["items"]) == ("lunar", "2026-8-15", "月饼: 80")
    screen.submit()
    file = screen.file
    assert (file.last_year, file.line.starts_at.astimezone(SHANGHAI)) == (old.number, at(9, 25, 19))


def test_that_the_plan_is_changed_and_someone_faster_is_not_overwritten(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.show()
    screen.click("amend-event")
    dialog = screen.dialog(AmendEvent)
    dialog.form.fields["title"].set_text("理发与磨刀")
    screen.planner.other.amend(line.id, screen.planner.new(place="会所"), version=line.version)
    screen.submit()
    assert screen.page.acts.dialog is dialog
    assert screen.planner.file(line.id).line.title == "免费理发"
    assert dialog.form.fields["title"].text() == "理发与磨刀"
    assert dialog.form.fields["place"].text() == "会所"
    screen.submit()
    plan = screen.planner.file(line.id).plan
    assert (plan.title, plan.place) == ("理发与磨刀", "会所")
