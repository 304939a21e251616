from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.contacts.dialogs import AddDialog, ListDialog, MemberDialog, StartDialog
from desktop.contacts.model import CallingOrder
from desktop.contacts.rule import Group, InBuilding, Match, Other, Tagged
from desktop.core.permissions import Role
from desktop.ui.buttons import Button
from tests.contacts.neighbours import LABELS

if TYPE_CHECKING:
    from desktop.contacts.view import ContactsPage
    from tests.contacts.screens import Screens

ALT = Qt.KeyboardModifier.AltModifier
NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def members(page: ContactsPage) -> list[str]:
    rows = (page.presenter.model.row_at(row) for row in range(page.presenter.model.rowCount()))
    return [row.label for row in rows if row is not None]


def choose(screens: Screens, page: ContactsPage, room: str) -> None:
    page.members.view.select(screens.neighbours.rooms[room])
    page.members.view.setFocus()
    screens.settle()


def test_that_a_list_shows_its_rule_in_words_and_who_is_on_it(screens: Screens) -> None:
    list_id = screens.neighbours.listed(rule=Group(Match.ALL, (InBuilding(1, "1"),)))
    page = screens.lists()
    assert page.lists.row.id == list_id
    assert page.members.words.text() == "Households in building 1"
    assert members(page) == list(LABELS[:4])


def test_that_a_list_is_made_with_its_rule_and_looked_at(screens: Screens) -> None:
    page = screens.lists()
    screens.press(page, Qt.Key.Key_N, ALT)
    dialog = page.keeper.acts.dialog
    assert isinstance(dialog, ListDialog)
    dialog.form.fields["name"].set_text("一栋")
    dialog.editor.add_line(InBuilding).choose(InBuilding(1, "1"))  # type: ignore[attr-defined]  # a PickLine
    dialog.submit()
    screens.settle()
    assert page.keeper.acts.dialog is None
    assert [line.name for line in page.lists_model.rows] == ["一栋"]
    assert members(page) == list(LABELS[:4])
    assert screens.shell.words == ["一栋: saved"]


def test_that_a_half_made_list_is_kept_with_its_rule(screens: Screens) -> None:
    page = screens.lists()
    page.keeper.new()
    dialog = page.keeper.acts.dialog
    assert isinstance(dialog, ListDialog)
    dialog.editor.add_line(Tagged).choose(Tagged("vip"))  # type: ignore[attr-defined]  # a PickLine
    dialog.reject()
    page.keeper.new()
    again = page.keeper.acts.dialog
    assert isinstance(again, ListDialog)
    assert again.editor.rule == Group(Match.ALL, (Tagged("vip"),))


def test_that_a_household_is_searched_and_added(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(LABELS[0]))
    page.keeper.act("add", [])
    dialog = page.keeper.acts.dialog
    assert isinstance(dialog, AddDialog)
    dialog.rooms.asked.emit(LABELS[3])
    screens.settle()
    assert [choice.finds[0] for choice in dialog.rooms._offered] == [LABELS[3]]
    dialog.submit()
    assert dialog.rooms.problem is not None
    dialog.rooms.choose(str(screens.neighbours.rooms[LABELS[3]]), LABELS[3])
    dialog.submit()
    screens.settle()
    assert members(page) == [LABELS[0], LABELS[3]]


def test_that_who_is_kept_off_is_shown_and_put_back(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(rule=Group(Match.ALL, (InBuilding(1, "1"),))))
    choose(screens, page, LABELS[1])
    screens.click(page, Button, "members-remove")
    assert members(page) == [LABELS[0], *LABELS[2:4]]
    assert page.members.kept_off.text() == "1 kept off by hand"
    screens.click(page, Button, "kept-off")
    page.members.excluded.selectRow(0)
    screens.click(page, Button, "members-put-back")
    assert members(page) == list(LABELS[:4])
    assert page.members.view.isVisible()


def test_that_taking_off_can_be_undone(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(LABELS[0], LABELS[1]))
    choose(screens, page, LABELS[1])
    screens.click(page, Button, "members-remove")
    assert screens.shell.undo is not None
    screens.shell.undo()
    screens.settle()
    assert members(page) == [LABELS[0], LABELS[1]]


def test_that_keys_put_a_household_earlier_and_later(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(*LABELS[:3]))
    choose(screens, page, LABELS[1])
    screens.press(page.members.view, Qt.Key.Key_Up, ALT)
    assert members(page) == [LABELS[1], LABELS[0], LABELS[2]]
    assert page.members.view.row.label == LABELS[1]
    screens.press(page.members.view, Qt.Key.Key_Down, ALT)
    screens.press(page.members.view, Qt.Key.Key_Down, ALT)
    assert members(page) == [LABELS[0], LABELS[2], LABELS[1]]
    assert page.members.order.key == CallingOrder.HAND


def test_that_a_household_is_dragged_to_its_place(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(*LABELS[:3]))
    view = page.members.view
    high = view.verticalHeader().defaultSectionSize()
    QTest.mousePress(view.viewport(), LEFT, NO_KEY, QPoint(40, high // 2))
    for down in (high, 2 * high, 3 * high - 2):
        QTest.mouseMove(view.viewport(), QPoint(40, down))
    QTest.mouseRelease(view.viewport(), LEFT, NO_KEY, QPoint(40, 3 * high - 2))
    screens.settle()
    assert members(page) == [LABELS[1], LABELS[2], LABELS[0]]


def test_that_priority_and_note_are_said_of_a_household(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(*LABELS[:2]))
    choose(screens, page, LABELS[1])
    screens.click(page, Button, "members-member")
    dialog = page.keeper.acts.dialog
    assert isinstance(dialog, MemberDialog)
    dialog.form.fields["priority"].set_text("1")
    dialog.form.fields["note"].set_text("下午打")
    dialog.submit()
    screens.settle()
    page.members.order.choose(CallingOrder.PRIORITY)
    screens.settle()
    assert members(page) == [LABELS[1], LABELS[0]]


def test_that_archived_lists_are_folded_and_can_be_taken_back(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(LABELS[0]))
    screens.click(page, Button, "members-archive")
    assert not page.lists_model.rows
    assert page.fold.text() == "1 archived list"
    screens.click(page, Button, "archived")
    assert [line.name for line in page.lists_model.rows] == ["春节"]
    screens.click(page, Button, "members-archive")
    assert [line.archived_at for line in page.lists_model.rows] == [None]


def test_that_a_round_begins_after_it_was_said_who_is_left_out(screens: Screens) -> None:
    neighbours = screens.neighbours
    neighbours.instruct(LABELS[1])
    page = screens.lists(neighbours.listed(*LABELS[:3]))
    screens.press(page, Qt.Key.Key_G, ALT)
    dialog = page.keeper.acts.dialog
    assert isinstance(dialog, StartDialog)
    screens.settle()
    assert dialog.forecast.text() == ("2 households are called (By building). Left out: 1 asked not to be called.")
    dialog.form.fields["occasion"].set_text("停水")
    dialog.form.fields["script"].set_text("{name}您好，{occasion}")
    assert dialog.preview.text() == "业主0您好，停水"
    dialog.submit()
    screens.settle()
    (round_line,) = neighbours.clerk().open_rounds()
    assert screens.shell.gone == [("calls", {"round_id": round_line.id})]
    assert round_line.progress.left_out == 1


def test_that_a_list_with_an_open_round_goes_on_with_it(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    page = screens.lists(screens.neighbours.clerk().lists()[0].id)
    screens.click(page, Button, "members-start")
    assert screens.shell.gone == [("calls", {"round_id": round_id})]
    screens.click(page, Button, "members-sheet")
    assert len(screens.shell.papers) == 1


def test_that_care_is_planned_for_everyone_on_a_list(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(*LABELS[:3]), role=Role.MANAGER)
    screens.click(page, Button, "members-care")
    dialog = page.keeper.plan
    assert dialog is not None
    dialog.form.fields["kind"].set_text("gift")
    dialog.form.fields["words"].set_text("月饼")
    dialog.submit()
    screens.settle()
    assert page.keeper.plan is None
    assert screens.neighbours.village.told(LABELS[2]) == ["care_planned"]


def test_that_an_unknown_condition_is_said_and_no_round_is_offered(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(rule=Group(Match.ALL, (Other("new", {}),))))
    assert page.members.warning.count() == 1
    assert not page.members._buttons["start"].isEnabled()


def test_that_a_row_opens_its_household(screens: Screens) -> None:
    page = screens.lists(screens.neighbours.listed(LABELS[0]))
    choose(screens, page, LABELS[0])
    screens.press(page.members.view, Qt.Key.Key_Return)
    assert screens.shell.gone == [("households", {"room_id": screens.neighbours.rooms[LABELS[0]]})]
    assert page.about() == {"room_id": screens.neighbours.rooms[LABELS[0]]}


def test_that_a_small_window_shows_the_list_in_the_lists_place(screens: Screens) -> None:
    screens.neighbours.listed(LABELS[0])
    page = screens.lists(size=(904, 384))
    assert page.lists.isVisible()
    assert not page.members.isVisible()
    page.lists.selectRow(0)
    screens.press(page.lists, Qt.Key.Key_Return)
    assert page.members.isVisible()
    screens.press(page.members.view, Qt.Key.Key_Escape)
    assert page.lists.isVisible()
