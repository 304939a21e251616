from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.care.dialogs import DayDialog, DropDialog, PlanDialog, ResultDialog
from desktop.care.model import CareKind
from desktop.care.rows import CareFilter, CareList, Stage
from desktop.care.service import CareService
from desktop.care.view import CarePage
from desktop.core.changes import Draft
from desktop.core.permissions import Role
from desktop.ui.buttons import Button, FilterChip
from tests.care.villages import TODAY
from tests.ui.shells import settle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.care.villages import Village
    from tests.ui.shells import RecordingShell

WidgetT = TypeVar("WidgetT", bound="QWidget")


class Screen:
    """The page of care in a window that remembers."""

    def __init__(self, village: Village, shell: RecordingShell, qtbot: QtBot, role: Role = Role.CLERK) -> None:
        self.village = village
        self.shell = shell
        self.qtbot = qtbot
        self.care = CareService(village.desk)
        self.page = CarePage(village.desk_of(role), shell)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)

    def show(self, **where: object) -> None:
        self.page.show()
        self.page.show_at(**where)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def rooms(self) -> list[str]:
        model = self.page.listing.model
        return [row.room for place in range(model.rowCount()) if (row := model.row_at(place)) is not None]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        # Keys are heard in the active window only, which nobody manages here once a dialog has closed.
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        QTest.keyClick(self.page.view, key, modifier)
        self.settle()

    def button(self, name: str) -> Button:
        found: Button | None = self.page.findChild(Button, name)
        assert found is not None
        return found

    def chip(self, name: str) -> FilterChip:
        found: FilterChip | None = self.page.findChild(FilterChip, name)
        assert found is not None
        return found

    def dialog(self, kind: type[WidgetT]) -> WidgetT:
        assert isinstance(self.page.acts.dialog, kind)
        return self.page.acts.dialog

    def submit(self, **texts: str) -> None:
        dialog = self.page.acts.dialog
        assert dialog is not None
        for key, text in texts.items():
            dialog.form.fields[key].set_text(text)
        dialog.submit()
        self.settle()


@pytest.fixture
def screen(on_file: Village, shell: RecordingShell, qtbot: QtBot) -> Screen:
    return Screen(on_file, shell, qtbot)


def planned(screen: Screen, *labels: str, kind: CareKind = CareKind.VISIT) -> list[int]:
    return [screen.care.plan(screen.village.rooms[label], kind, "走访", TODAY).result for label in labels]


def test_that_what_is_due_is_shown_counted_and_looked_at(screen: Screen) -> None:
    screen.village.settle("1-1-101", "杨奶奶")
    planned(screen, "1-1-101", "2-1-101")
    screen.care.plan(screen.village.rooms["1-1-102"], CareKind.GIFT, "", TODAY + timedelta(days=3))
    screen.show()
    assert screen.rooms() == ["1-1-101", "2-1-101"]
    assert screen.shell.counts["care"] == 2
    assert screen.chip("list-planned").words() == "Planned 3"
    assert screen.page.detail.title.text() == "1-1-101  杨奶奶 household"
    assert screen.page.about() == {"room_id": screen.village.rooms["1-1-101"]}
    screen.page.detail.room.click()
    assert screen.shell.gone == [("households", {"room_id": screen.village.rooms["1-1-101"]})]


def test_that_f8_notes_what_came_of_it_and_it_is_taken_back(screen: Screen) -> None:
    (task,) = planned(screen, "1-1-101")
    screen.show()
    screen.press(Qt.Key.Key_F8)
    screen.dialog(ResultDialog)
    screen.submit(result="聊了半小时")
    assert screen.care.task(task).result == "聊了半小时"
    assert screen.rooms() == []
    assert screen.shell.words == ["1-1-101: Home visit done"]
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert screen.care.task(task).stage is Stage.PLANNED
    assert screen.rooms() == ["1-1-101"]


def test_that_a_task_is_moved_given_up_and_taken_up_again(screen: Screen) -> None:
    (task,) = planned(screen, "1-1-101")
    screen.show()
    screen.button("care-move").click()
    screen.settle()
    screen.dialog(DayDialog)
    screen.submit(due_on="2026-11-30")
    assert screen.care.task(task).due_on == TODAY + timedelta(days=8)
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert screen.care.task(task).due_on == TODAY
    screen.button("care-drop").click()
    screen.settle()
    dialog = screen.dialog(DropDialog)
    screen.submit()
    assert dialog.form.fields["result"].problem is not None
    screen.submit(result="出远门")
    assert screen.care.task(task).stage is Stage.DROPPED
    screen.page.show_at(list="ended")
    screen.settle()
    assert screen.rooms() == ["1-1-101"]
    screen.button("care-reopen").click()
    screen.settle()
    assert screen.care.task(task).stage is Stage.PLANNED


def test_that_several_rows_are_planned_for_and_done_together(screen: Screen) -> None:
    for label in ("1-1-101", "1-1-102", "2-1-101"):
        screen.village.tag(label, "历史遗留", "漏水")
    screen.show(list="forgotten")
    assert screen.rooms() == ["1-1-101", "1-1-102", "2-1-101"]
    assert screen.button("care-plan").text() == "Plan for this household"
    screen.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert screen.page.detail.empty.missing.text() == "3 chosen"
    assert screen.button("care-plan").text() == "Plan for all chosen"
    screen.press(Qt.Key.Key_F6)
    dialog = screen.dialog(PlanDialog)
    screen.submit(kind="gift", words="月饼", due_on="2026-11-22")
    assert dialog.form.fields["kind"].problem is None
    assert screen.shell.words == ["Care planned for 3 households"]
    assert screen.rooms() == []
    screen.page.show_at(list="due")
    screen.settle()
    screen.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    screen.press(Qt.Key.Key_F8)
    screen.submit(result="已签收")
    assert screen.care.count(CareFilter(CareList.ENDED)) == 3


def test_that_what_was_planned_together_is_looked_at_and_printed_together(screen: Screen) -> None:
    wanted = [screen.village.rooms[label] for label in ("1-1-101", "1-1-102")]
    screen.care.plan_many(wanted, CareKind.GIFT, "月饼", TODAY)
    planned(screen, "2-1-101")
    screen.show()
    screen.page.view.select(min(line.id for line in screen.care.lines(CareFilter())))
    screen.settle()
    assert screen.page.detail.series.text() == "Planned together for 2"
    screen.page.detail.series.click()
    screen.settle()
    assert screen.rooms() == ["1-1-101", "1-1-102"]
    screen.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (paper,) = screen.shell.papers
    assert paper.file_name.startswith("care-list")
    screen.chip("series").click()
    screen.settle()
    assert len(screen.rooms()) == 3


def test_that_it_is_planned_for_whom_the_form_says(screen: Screen) -> None:
    tag = screen.village.tag("2-1-102", "VIP")
    screen.show()
    screen.press(Qt.Key.Key_F6)
    dialog = screen.dialog(PlanDialog)
    assert dialog.rooms is not None
    screen.submit(kind="gift")
    assert dialog.form.fields["rooms"].problem is not None
    dialog.rooms.line.setText("VI")
    dialog.rooms.line.textEdited.emit("VI")
    screen.settle()
    assert [choice.key for choice in dialog.rooms._offered] == [f"tag:{tag}"]
    dialog.rooms._take(0)
    screen.submit(kind="gift", words="贺卡")
    assert [line.room for line in screen.care.lines(CareFilter(CareList.PLANNED))] == ["2-1-102"]
    assert screen.shell.words == ["VIP: care planned"]


def test_that_a_welcome_is_recorded_from_its_list(screen: Screen) -> None:
    screen.village.settle("1-1-101", "新住户", since=TODAY)
    screen.show(list="welcome")
    assert screen.rooms() == ["1-1-101"]
    assert not screen.button("care-move").isVisible()
    screen.press(Qt.Key.Key_F8)
    screen.submit(result="很高兴")
    assert screen.rooms() == []
    assert screen.care.counts().welcome == 0


def test_that_a_list_is_narrowed_by_kind_and_an_empty_one_says_so(screen: Screen) -> None:
    planned(screen, "1-1-101")
    planned(screen, "1-1-102", kind=CareKind.GIFT)
    screen.show(list="planned")
    gift = next(action for action in screen.page.filters.menu().actions() if action.text() == "Gift")
    gift.toggle()
    screen.settle()
    assert screen.rooms() == ["1-1-102"]
    assert screen.chip("kinds-chosen").text() == "Gift"
    screen.chip("list-forgotten").click()
    screen.settle()
    assert screen.page.empty.missing.text() == "No household is forgotten"
    assert not screen.page.filters.more.isVisible()
    screen.chip("list-forgotten").click()
    screen.settle()
    assert len(screen.rooms()) == 2


def test_that_a_touchpoint_opens_its_task_on_the_list_it_is_on(screen: Screen) -> None:
    tasks = planned(screen, "1-1-101", "1-1-102")
    screen.care.finish(tasks[1], "好", version=1)
    for task, wanted in ((tasks[1], CareList.ENDED), (tasks[0], CareList.PLANNED)):
        screen.show(task_id=task)
        assert screen.page.listing.wanted.list is wanted
        assert screen.page.view.row.id == task


def test_that_what_was_typed_is_kept_and_offered_again(screen: Screen) -> None:
    (task,) = planned(screen, "1-1-101")
    screen.show()
    screen.press(Qt.Key.Key_F8)
    screen.dialog(ResultDialog).form.fields["result"].set_text("说到一半")
    screen.page.leave()
    assert screen.shell.drafts.all("care") == [
        Draft("care", f"result-{task}", "1-1-101　Home visit", {"result": "说到一半"})
    ]
    screen.dialog(ResultDialog).reject()
    screen.settle()
    screen.press(Qt.Key.Key_F8)
    assert screen.dialog(ResultDialog).form.fields["result"].text() == "说到一半"
    screen.submit()
    assert screen.shell.drafts.all("care") == []


def test_that_an_edit_made_elsewhere_meanwhile_is_told(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []

    def tell(_parent: object, error: object) -> bool:
        told.append(error)
        return False

    monkeypatch.setattr("desktop.ui.acting.show_error", tell)
    (task,) = planned(screen, "1-1-101")
    screen.show()
    screen.press(Qt.Key.Key_F8)
    screen.care.move(task, TODAY + timedelta(days=1), version=1)
    screen.submit(result="x")
    assert screen.care.task(task).stage is Stage.PLANNED
    assert told or screen.dialog(ResultDialog).isVisible()
    screen.dialog(ResultDialog).reject()


def test_that_a_narrow_page_shows_the_row_in_the_lists_place(screen: Screen) -> None:
    planned(screen, "1-1-101")
    screen.page.resize(904, 384)
    screen.show()
    assert not screen.page.detail.isVisible()
    screen.press(Qt.Key.Key_Return)
    assert screen.page.detail.isVisible()
    assert not screen.page.list_panel.isVisible()
    screen.page.detail.back.click()
    assert screen.page.list_panel.isVisible()
