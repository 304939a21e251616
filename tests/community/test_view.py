"""The editor's page, on a real register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from desktop.community.dialogs import BuildingDialog, NameDialog, RenumberDialog, RoomsDialog, ZoneDialog
from desktop.community.service import CommunityService
from desktop.community.view import CommunityPage
from desktop.ui.language import translate, ui_language
from tests.community.conftest import built
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.community.table import Node
    from desktop.storage.desk import Desk
    from desktop.ui.table import ListView
    from tests.ui.shells import RecordingShell


class Editor:
    """The page with its window around it."""

    def __init__(self, qtbot: QtBot, desk: Desk, shell: RecordingShell) -> None:
        self.qtbot = qtbot
        self.shell = shell
        self.service = CommunityService(desk)
        self.page = CommunityPage(desk, shell)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)
        self.page.show()
        self.page.show_at()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)

    def dialog(self, kind: type[Any]) -> Any:
        assert isinstance(self.page.dialog, kind)
        return self.page.dialog

    def submit(self, **texts: str) -> None:
        dialog: Any = self.page.dialog
        for key, text in texts.items():
            dialog.form.fields[key].set_text(text)
        dialog.submit()
        self.settle()

    def press(self, name: str) -> None:
        self.page.detail.buttons[name].click()

    def tree(self) -> list[str]:
        return [line for root in self.page.tree.tree.roots for line in told(root)]

    def choose(self, *key: Any) -> None:
        node = self.page.tree.tree.node(key)
        assert node is not None
        self.page.tree.setCurrentIndex(self.page.tree.tree.index_of(node))
        self.settle()

    def rooms(self) -> list[str]:
        return [room.label for room in self.page.detail.rooms.rows]


def told(node: Node, depth: int = 0) -> list[str]:
    line = f"{'  ' * depth}{translate(node.name, ui_language().language)} {node.rooms}"
    return [line, *(each for below in node.below for each in told(below, depth + 1))]


def pick(view: ListView, *places: int) -> None:
    """Select rows as clicks with Ctrl do."""
    flags = QItemSelectionModel.SelectionFlag
    view.clearSelection()
    for place in places:
        view.selectionModel().setCurrentIndex(view.list_model.index(place, 0), flags.Select | flags.Rows)


@pytest.fixture
def editor(qtbot: QtBot, desk: Desk, shell: RecordingShell) -> Editor:
    return Editor(qtbot, desk, shell)


def test_that_a_community_is_built_from_nothing(editor: Editor) -> None:
    assert not editor.page.detail.buttons["rooms"].isVisible()
    editor.page._ask_building()
    editor.dialog(BuildingDialog)
    editor.submit(name="3栋")
    assert editor.tree() == ["Building 3 0"]
    editor.press("rooms")
    dialog = editor.dialog(RoomsDialog)
    dialog.form.fields["entrances"].set_text("1-2")
    dialog.form.fields["last_floor"].set_text("5")
    dialog.form.fields["skipped_floors"].set_text("4")
    dialog.look()
    editor.settle()
    assert dialog.count.text() == "16 new rooms: 3-1-101 … 3-2-502"
    editor.submit()
    assert editor.tree() == ["Building 3 16", "  Entrance 1 8", "  Entrance 2 8"]
    assert editor.rooms()[:2] == ["3-1-101", "3-1-102"]
    assert editor.shell.words[-1] == "16 rooms were made."
    editor.press("rooms")
    dialog = editor.dialog(RoomsDialog)
    dialog.form.fields["entrances"].set_text("2-3")
    dialog.form.fields["last_floor"].set_text("1")
    dialog.look()
    editor.settle()
    assert dialog.count.text() == "2 new rooms: 3-3-101 … 3-3-102"
    assert dialog.existing.text() == "2 exist already and are left alone: 3-2-101、3-2-102"
    dialog.reject()
    assert editor.shell.undo is not None
    editor.shell.undo()
    editor.settle()
    assert editor.tree()[0] == "Building 3 0"


def test_that_a_pattern_says_at_once_why_it_makes_nothing_and_marks_its_field_when_asked_for(editor: Editor) -> None:
    editor.service.add_building("商铺")
    editor.page.presenter.read()
    editor.settle()
    editor.press("rooms")
    dialog = editor.dialog(RoomsDialog)
    assert dialog.form.fields["pattern"].text() == "{room}"
    assert not dialog.form.fields["first_floor"].shown
    dialog.form.fields["pattern"].set_text("S-{place}")
    dialog.look()
    editor.settle()
    assert "means nothing in a pattern" in dialog.count.text()
    editor.submit()
    assert dialog.form.fields["pattern"].problem is not None
    editor.submit(pattern="S-{room:02}", last_room="30")
    assert (editor.rooms()[0], len(editor.rooms())) == ("商铺 S-01", 30)


def test_that_a_building_is_renamed_or_swapped_and_that_is_taken_back(editor: Editor) -> None:
    built(editor.service)
    editor.service.add_building("5")
    editor.page.presenter.read()
    editor.settle()
    editor.press("rename")
    dialog = editor.dialog(NameDialog)
    editor.submit(name="5")
    assert dialog.form.fields["name"].problem is not None
    editor.submit(swap="yes")
    assert [row.name for row in editor.service.places().buildings if row.rooms] == ["5"]
    assert editor.rooms()[0] == "5-1-101"
    assert editor.shell.undo is not None
    editor.shell.undo()
    editor.settle()
    assert editor.rooms()[0] == "3-1-101"


def test_that_rooms_are_renumbered_line_by_line(editor: Editor) -> None:
    built(editor.service)
    editor.page.presenter.read()
    editor.settle()
    editor.choose(*editor.page.tree.tree.roots[0].below[0].key)
    pick(editor.page.detail.rooms_view, 0, 1)
    editor.page.detail.renumber.click()
    dialog = editor.dialog(RenumberDialog)
    assert dialog.form.fields["numbers"].text() == "101 → 101\n102 → 102"
    editor.submit(numbers="101 to 9")
    dialog.reject()
    editor.choose(*editor.page.tree.tree.roots[0].key)
    pick(editor.page.detail.rooms_view, 0, 4)
    editor.page.detail.renumber.click()
    dialog = editor.dialog(RenumberDialog)
    assert dialog.form.fields["numbers"].text() == "3-1-101 → 101\n3-2-101 → 101"
    dialog.reject()
    editor.choose(*editor.page.tree.tree.roots[0].below[0].key)
    pick(editor.page.detail.rooms_view, 0, 1)
    editor.page.detail.renumber.click()
    dialog = editor.dialog(RenumberDialog)
    editor.submit(numbers="101 to 9")
    assert dialog.form.fields["numbers"].problem is not None
    editor.submit(numbers="101 → 102\n102 -> 101")
    labels = {room.id: room.label for room in editor.page.detail.rooms.rows}
    assert list(labels) == sorted(labels, key=lambda id_: labels[id_])
    assert sorted(labels, key=int)[:2] != list(labels)[:2]
    assert editor.shell.words[-1] == "2 rooms have other numbers now."


def test_that_an_empty_room_is_removed_after_a_question_and_opened_by_enter(editor: Editor) -> None:
    built(editor.service)
    editor.page.presenter.read()
    editor.settle()
    detail = editor.page.detail
    assert not detail.remove_rooms.isEnabled()
    pick(detail.rooms_view, 1)
    QTest.keyClick(detail.rooms_view, Qt.Key.Key_Return)
    assert editor.shell.gone == [("households", {"room_id": detail.rooms.rows[1].id})]
    detail.remove_rooms.click()
    assert editor.page.question is not None
    editor.page.question.yes.click()
    editor.settle()
    assert "3-1-102" not in editor.rooms()


def test_that_zones_are_added_given_buildings_and_refused_while_in_use(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(editor.service)
    editor.page._ask_zone()
    editor.submit(name="东区")
    assert editor.tree()[:2] == ["东区 0", "No zone 8"]
    editor.choose("zone", 0)
    pick(editor.page.detail.buildings_view, 0)
    editor.page.detail.assign.click()
    editor.dialog(ZoneDialog)
    editor.submit(zone_id=str(editor.service.places().zones[0].id))
    assert editor.tree()[:2] == ["东区 8", "  Building 3 8"]
    refused: list[object] = []

    def note(_page: object, error: object) -> bool:
        refused.append(error)
        return False

    monkeypatch.setattr("desktop.community.view.page.show_error", note)
    editor.choose("zone", editor.service.places().zones[0].id)
    editor.press("remove")
    editor.settle()
    assert len(refused) == 1
    editor.shell.undo = None
    editor.press("rename")
    editor.submit(name="东苑")
    assert editor.tree()[0] == "东苑 8"


def test_that_an_entrance_is_added_and_the_tree_is_walked_by_keys(editor: Editor) -> None:
    built(editor.service)
    editor.page.presenter.read()
    editor.settle()
    editor.press("entrance")
    editor.submit(name="3单元")
    assert editor.tree()[-1] == "  Entrance 3 0"
    tree = editor.page.tree
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Home)
    QTest.keyClick(tree, Qt.Key.Key_Left)
    QTest.keyClick(tree, Qt.Key.Key_Right)
    QTest.keyClick(tree, Qt.Key.Key_Down)
    editor.settle()
    assert tree.node is not None
    assert translate(tree.node.name, ui_language().language) == "Entrance 1"
    assert editor.rooms() == ["3-1-101", "3-1-102", "3-1-201", "3-1-202"]


def test_that_another_window_s_rooms_are_shown(editor: Editor) -> None:
    changes = editor.service.add_building("8")
    editor.shell.bus.announce(changes)
    editor.settle()
    assert editor.tree() == ["Building 8 0"]
