from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.household_tools import with_tools
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.households.service import HouseholdService
from desktop.households.view import Additions, HouseholdsPage
from desktop.register.dialogs import BulkDialog, ExportDialog, LabelsDialog, PrintDialog
from desktop.ui.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.register.view import HouseholdTools
    from desktop.storage.desk import Desk
    from tests.register.people import Village
    from tests.ui.shells import RecordingShell

Key = Qt.Key


class Opened:
    """The page of households as one role sees it, and the tools behind its buttons."""

    def __init__(self, page: HouseholdsPage, tools: HouseholdTools) -> None:
        self.page = page
        self.tools = tools

    def button(self, name: str) -> Button:
        return next(each for each in self.page.findChildren(Button, name) if each.isVisible())

    def offers(self, name: str) -> bool:
        return any(each.isVisible() for each in self.page.findChildren(Button, name))

    def select(self, *places: int) -> None:
        assert self.page.list is not None
        view = self.page.list.view
        view.clearSelection()
        flags = view.selectionModel().SelectionFlag
        for place in places:
            view.selectionModel().select(view.list_model.index(place, 0), flags.Select | flags.Rows)


@pytest.fixture
def rooms(village: Village) -> list[int]:
    made = [village.room(label) for label in ("1-101", "1-102", "2-101")]
    village.person("王芳", made[:1], ["13800000001"])
    village.zone("高层")
    return made


@pytest.fixture
def open_as(
    qtbot: QtBot,
    shell: RecordingShell,
    calm: Callable[[], None],
    desk_of: Callable[[Role], Desk],
    rooms: list[int],
) -> Callable[[Role], Opened]:
    def make(role: Role) -> Opened:
        assert rooms
        additions = with_tools(Additions(), desk_of(role), shell)
        page = HouseholdsPage(desk_of(role), shell, additions)
        qtbot.addWidget(page)
        page.resize(1198, 612)
        page.show()
        page.show_at()
        calm()
        return Opened(page, additions.list_actions[0].act.__self__ if additions.list_actions else None)  # type: ignore[attr-defined, arg-type]  # a bound method

    return make


def test_that_each_role_is_offered_what_it_may_do(open_as: Callable[[Role], Opened]) -> None:
    offered = {
        role: {name for name in ("edit-many", "labels", "export") if open_as(role).offers(name)}
        for role in (Role.CLERK, Role.MANAGER, Role.ADMINISTRATOR)
    }
    assert offered == {
        Role.CLERK: {"edit-many", "labels"},
        Role.MANAGER: {"edit-many", "labels", "export"},
        Role.ADMINISTRATOR: set(),
    }


def test_that_the_button_says_how_many_it_is_for(open_as: Callable[[Role], Opened]) -> None:
    opened = open_as(Role.CLERK)
    assert opened.button("edit-many").text() == "Edit all 3 shown …"
    opened.select(0, 2)
    assert opened.button("edit-many").text() == "Edit 2 selected …"
    opened.select(0, 1, 2)
    assert opened.button("edit-many").text() == "Edit 3 selected …"


def test_that_several_are_edited_with_a_preview_and_undone(
    open_as: Callable[[Role], Opened],
    calm: Callable[[], None],
    qtbot: QtBot,
    shell: RecordingShell,
    desk_of: Callable[[Role], Desk],
) -> None:
    opened = open_as(Role.CLERK)
    opened.select(0, 2)
    opened.button("edit-many").click()
    calm()
    dialog = opened.tools.dialog
    assert isinstance(dialog, BulkDialog)
    assert dialog.title.text() == "Edit 2 households"
    dialog.form.fields["put_on"].set_text("VIP，老人独居")
    dialog.form.fields["zone"].set_text("1")
    qtbot.waitUntil(lambda: "get a tag" in dialog.told.text())
    assert dialog.told.text() == (
        "2 households get a tag.\n"
        "A zone belongs to a building: building 1, 2 changes, with its 3 rooms."
        " 1 of them was not chosen and changes too."
    )
    dialog.submit()
    calm()
    households = HouseholdService(desk_of(Role.CLERK))
    assert [line.tags for line in households.households()] == [("VIP", "老人独居"), (), ("VIP", "老人独居")]
    assert shell.words == ["4 entries changed"]
    assert opened.tools.dialog is None
    assert shell.undo is not None
    shell.undo()
    calm()
    assert [(line.tags, line.zone) for line in households.households()] == [((), "")] * 3


def test_that_a_refused_edit_is_marked_in_the_form(
    open_as: Callable[[Role], Opened], calm: Callable[[], None], desk_of: Callable[[Role], Desk], rooms: list[int]
) -> None:
    HouseholdService(desk_of(Role.CLERK)).tag(rooms[0], "VIP")
    opened = open_as(Role.CLERK)
    opened.button("edit-many").click()
    calm()
    dialog = opened.tools.dialog
    assert isinstance(dialog, BulkDialog)
    dialog.form.fields["put_on"].set_text("VIP")
    dialog.form.fields["take_off"].set_text("1")
    dialog.submit()
    calm()
    assert dialog.form.fields["take_off"].problem is not None
    dialog.reject()


def test_that_a_list_is_written_masked_and_in_full_only_with_a_reason(
    open_as: Callable[[Role], Opened],
    calm: Callable[[], None],
    shell: RecordingShell,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "out"
    monkeypatch.setattr("desktop.ui.exporting.QFileDialog.getSaveFileName", lambda *_args: (str(path), "CSV"))
    opened = open_as(Role.MANAGER)
    opened.button("export").click()
    dialog = opened.tools.dialog
    assert isinstance(dialog, ExportDialog)
    dialog.form.fields["format"].set_text("csv")
    dialog.submit()
    calm()
    written = path.with_suffix(".csv")
    rows = list(csv.reader(written.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["Room", "'1-101", "'1-102", "'2-101"]
    assert "138 **** 0001" in written.read_text(encoding="utf-8-sig")
    assert shell.words == ["3 households written to out.csv"]
    opened.button("export").click()
    dialog = opened.tools.dialog
    assert isinstance(dialog, ExportDialog)
    dialog.form.fields["format"].set_text("csv")
    dialog.form.fields["unmasked"].set_text("yes")
    dialog.submit()
    assert dialog.form.fields["reason"].problem is not None or dialog.isVisible()
    dialog.form.fields["reason"].set_text("街道办普查")
    dialog.submit()
    calm()
    assert "138 0000 0001" in written.read_text(encoding="utf-8-sig")


def test_that_labels_of_what_is_shown_are_looked_at(
    open_as: Callable[[Role], Opened], calm: Callable[[], None], shell: RecordingShell
) -> None:
    opened = open_as(Role.CLERK)
    opened.button("labels").click()
    dialog = opened.tools.dialog
    assert isinstance(dialog, LabelsDialog)
    dialog.submit()
    calm()
    (paper,) = shell.papers
    assert paper.file_name == "labels-3x8"
    assert paper.pdf(language("en")).startswith(b"%PDF")
    assert list(paper.others()) == []


def test_that_ctrl_p_on_a_household_offers_card_file_and_label(
    open_as: Callable[[Role], Opened], calm: Callable[[], None], shell: RecordingShell, rooms: list[int]
) -> None:
    opened = open_as(Role.MANAGER)
    for number, (kind, name) in enumerate(
        (("card", "card-1-101"), ("file", "household-1-101"), ("label", "labels-3x8"))
    ):
        opened.page.show_at(room_id=rooms[0])
        calm()
        if number:
            # a window behind a closed dialog is not active again without a window manager
            opened.button("print-household").click()
        else:
            QTest.keyClick(opened.page, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        dialog = opened.tools.dialog
        assert isinstance(dialog, PrintDialog)
        dialog.form.fields["paper"].set_text(kind)
        dialog.submit()
        calm()
        assert shell.papers[number].file_name == name
        assert shell.papers[number].pdf(language("zh_CN")).startswith(b"%PDF")


def test_that_a_history_is_printed_of_the_days_wanted(
    open_as: Callable[[Role], Opened], calm: Callable[[], None], shell: RecordingShell, rooms: list[int]
) -> None:
    opened = open_as(Role.MANAGER)
    opened.page.show_at(room_id=rooms[0])
    calm()
    opened.button("print-household").click()
    dialog = opened.tools.dialog
    assert isinstance(dialog, PrintDialog)
    fields = dialog.form.fields
    assert not fields["since"].row.isVisible()
    fields["paper"].set_text("file")
    fields["paper"].changed.emit()
    assert fields["since"].row.isVisible()
    fields["since"].set_text("2026-03-02")
    fields["until"].set_text("2026-03-01")
    dialog.submit()
    assert fields["until"].problem is not None
    fields["until"].set_text("2026-03-31")
    dialog.submit()
    calm()
    [paper] = shell.papers
    assert paper.pdf(language("en")).startswith(b"%PDF")


def test_that_the_clerk_is_not_offered_to_show_everything(
    open_as: Callable[[Role], Opened], calm: Callable[[], None], rooms: list[int]
) -> None:
    opened = open_as(Role.CLERK)
    opened.page.show_at(room_id=rooms[0])
    calm()
    opened.button("print-household").click()
    dialog = opened.tools.dialog
    assert isinstance(dialog, PrintDialog)
    assert "unmasked" not in dialog.form.fields
    dialog.reject()
