from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.core.changes import Draft
from desktop.events.dialogs import PlanEvent
from desktop.events.rows import EventFilter, NewItem, StaffRow
from tests.care.villages import SHANGHAI
from tests.events.screens import ALT, NARROW

if TYPE_CHECKING:
    from tests.events.screens import Screen

TYPED = {"kind": "convenience", "title": "免费理发", "day": "12-20", "starts_at": "9", "ends_at": "1130"}


def test_that_an_event_is_planned_with_staff_and_materials_a_line_each(screen: Screen) -> None:
    screen.show()
    screen.press(Qt.Key.Key_N, ALT)
    screen.dialog(PlanEvent)
    screen.submit(
        **TYPED, staff="张敏：签到\n何师傅", items="椅子 4把\n围布: 10\n剪刀", budget_fen="320", capacity="30"
    )
    plan = screen.file.plan
    assert plan.starts_at.astimezone(SHANGHAI) == datetime(2026, 12, 20, 9, tzinfo=SHANGHAI)
    assert plan.ends_at.astimezone(SHANGHAI) == datetime(2026, 12, 20, 11, 30, tzinfo=SHANGHAI)
    assert plan.staff == (StaffRow("张敏", "签到"), StaffRow("何师傅"))
    assert plan.items == (NewItem("椅子", "4把"), NewItem("围布", "10"), NewItem("剪刀"))
    assert (plan.budget_fen, plan.capacity, plan.open_to_all) == (32_000, 30, True)
    assert screen.page.presenter.wanted == EventFilter()


def test_that_the_switch_turns_a_solar_day_into_the_lunar_one_and_back(screen: Screen) -> None:
    screen.show(new={"day": "2026-09-25", "kind": "festival", "title": "中秋"})
    form = screen.dialog(PlanEvent).form
    assert (form.fields["kind"].text(), form.fields["title"].text()) == ("festival", "中秋")
    form.fields["calendar"].set_text("lunar")
    assert form.fields["day"].text() == "2026-8-15"
    form.fields["day"].set_text("5-5")
    form.fields["calendar"].set_text("solar")
    assert form.fields["day"].text() == "2027-06-09"
    form.fields["calendar"].set_text("lunar")
    screen.submit(**{**TYPED, "day": "腊月初八"})
    assert screen.file.plan.lunar_day == "--12-08"
    assert screen.file.line.starts_at.astimezone(SHANGHAI).date().isoformat() == "2027-01-15"


def test_that_everything_wrong_is_marked_at_once_and_nothing_is_lost(screen: Screen) -> None:
    screen.show()
    screen.page.acts.plan()
    screen.submit(kind="other", day="13-40", starts_at="25:00", title="x" * 61)
    assert set(screen.problems()) == {"day", "starts_at", "ends_at"}
    screen.submit(**{**TYPED, "kind": "other", "title": "x" * 61, "ends_at": "8:00", "items": "y" * 61})
    assert set(screen.problems()) == {"title", "kind_name", "ends_at", "items"}
    assert screen.dialog(PlanEvent).form.fields["day"].text() == "12-20"


def test_that_a_half_typed_plan_is_found_again_after_escape(screen: Screen) -> None:
    screen.show()
    screen.page.acts.plan()
    dialog = screen.dialog(PlanEvent)
    for key, text in {"calendar": "lunar", "day": "闰6-1", "title": "消夏"}.items():
        dialog.form.fields[key].set_text(text)
    dialog.reject()
    screen.settle()
    (draft,) = screen.shell.drafts.all("events")
    assert isinstance(draft, Draft)
    screen.page.acts.plan()
    texts = screen.dialog(PlanEvent).form.texts()
    assert (texts["calendar"], texts["day"], texts["title"]) == ("lunar", "闰6-1", "消夏")


def test_that_a_day_of_the_calendar_is_planned_beside_a_half_typed_plan(screen: Screen) -> None:
    screen.show()
    screen.page.acts.plan()
    screen.dialog(PlanEvent).form.fields["title"].set_text("消夏")
    screen.dialog(PlanEvent).reject()
    screen.settle()
    screen.page.show_at(new={"day": "2026-12-25", "kind": "festival", "title": "圣诞节"})
    screen.settle()
    texts = screen.dialog(PlanEvent).form.texts()
    assert (texts["day"], texts["kind"], texts["title"]) == ("2026-12-25", "festival", "圣诞节")
    screen.dialog(PlanEvent).reject()
    screen.settle()
    screen.page.acts.plan()
    assert screen.dialog(PlanEvent).form.texts()["title"] == "消夏"


def test_that_what_is_worth_a_thought_is_said_before_it_is_saved(screen: Screen) -> None:
    screen.planner.planned(title="磨刀")
    screen.show()
    screen.page.acts.plan()
    dialog = screen.dialog(PlanEvent)
    for key, text in {**TYPED, "day": "11-28"}.items():
        dialog.form.fields[key].set_text(text)
    screen.qtbot.waitUntil(lambda: dialog.doubts.text() == "“磨刀” is at the same time.")


def test_that_one_of_last_year_fills_the_form(screen: Screen) -> None:
    old = screen.planner.held(title="腊八施粥", starts_at=datetime(2025, 1, 7, 8, tzinfo=SHANGHAI), lunar_day="--12-08")
    screen.show()
    screen.page.acts.plan()
    screen.settle()
    dialog = screen.dialog(PlanEvent)
    (entry,) = dialog.menu_of_last_year().actions()
    assert entry.text() == "01-07 腊八施粥"
    entry.trigger()
    screen.settle()
    assert dialog.form.fields["title"].text() == "腊八施粥"
    assert dialog.focusWidget() is dialog.form.fields["day"].input
    screen.submit()
    assert screen.file.last_year == old.number


def test_that_the_form_is_scrolled_in_the_smallest_window(screen: Screen) -> None:
    screen.show(size=NARROW)
    screen.page.acts.plan()
    dialog = screen.dialog(PlanEvent)
    assert dialog.height() <= 470
    assert dialog.save.isVisible()
