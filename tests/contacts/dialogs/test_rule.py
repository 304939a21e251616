from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from desktop.contacts.dialogs import ListDialog, RuleEditor
from desktop.contacts.dialogs.conditions import AgesLine, FixedLine, PickLine
from desktop.contacts.presenter import RuleCounter, RuleKinds
from desktop.contacts.rule import (
    EVERYONE,
    ConditionKind,
    Group,
    InBuilding,
    InState,
    LegacyIssue,
    Match,
    MovedIn,
    Other,
    Person,
    SeveralRooms,
    Tagged,
    WithPhone,
)
from desktop.core.i18n import msg
from desktop.households.model import OccupancyRole, Room, RoomStateKind
from desktop.households.rows import PlaceLine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.contacts.screens import Screens

EVENT = ConditionKind(
    "event", msg("Event"), lambda _data: msg("who came"), lambda _asking, _data: select(Room.id), lambda _desk: []
)
KINDS = RuleKinds((), (), (PlaceLine(1, "1", 4), PlaceLine(2, "2", 3)), (EVENT,), {"event": ((1, "端午"),)})
WHOLE = Group(
    Match.ANY,
    (
        Tagged("vip"),
        Group(Match.ANY, (InBuilding(1, "1"), InBuilding(2, "2"))),
        Person(OccupancyRole.OWNER, 60, None, birthday_this_month=True),
        LegacyIssue("水"),
        InState(RoomStateKind.LET),
        WithPhone(present=False),
        SeveralRooms(),
        MovedIn(30),
        Group(Match.ALL, (Tagged("ill"), WithPhone())),
        Other("newer", {"x": 1}),
        Other("event", {"id": 1, "name": "端午"}),
    ),
)


@pytest.fixture
def editor(screens: Screens, qtbot: QtBot) -> RuleEditor:
    assert screens.shell
    made = RuleEditor()
    qtbot.addWidget(made)
    made.offer(KINDS)
    return made


def test_that_every_condition_goes_through_the_editor_unchanged(editor: RuleEditor) -> None:
    editor.show_rule(WHOLE)
    assert editor.rule == WHOLE
    assert not editor.unfinished


def test_that_several_of_a_kind_are_chosen_in_one_line(editor: RuleEditor) -> None:
    line = editor.add_line(InBuilding)
    assert isinstance(line, PickLine)
    assert editor.rule == EVERYONE
    assert editor.unfinished
    for condition, _words in list(line.options):
        line.choose(condition)
    assert line.options == []
    assert editor.rule == Group(Match.ALL, (Group(Match.ANY, (InBuilding(1, "1"), InBuilding(2, "2"))),))


def test_that_a_person_is_narrowed_by_role_and_age(editor: RuleEditor) -> None:
    line = editor.add_line(Person)
    assert isinstance(line, AgesLine)
    line.choose_role(OccupancyRole.TENANT)
    line.first.setText("18")
    line.last.setText("x")
    assert editor.rule == Group(Match.ALL, (Person(OccupancyRole.TENANT, 18),))


def test_that_what_cannot_be_edited_is_shown_and_can_be_taken_away(editor: RuleEditor) -> None:
    editor.show_rule(Group(Match.ALL, (Other("newer", {}), Tagged("vip"))))
    first = editor.lines[0]
    assert isinstance(first, FixedLine)
    first.remove.click()
    assert editor.rule == Group(Match.ALL, (Tagged("vip"),))


def test_that_all_or_any_is_chosen(editor: RuleEditor) -> None:
    editor.add_line(SeveralRooms)
    editor.match.choose(Match.ANY.value)
    assert editor.rule.match is Match.ANY


def test_that_sentence_and_count_follow_the_editing(screens: Screens, qtbot: QtBot) -> None:
    counter = RuleCounter(screens.desk(), screens.shell.tasks, ())
    with qtbot.waitSignal(counter.counted):
        dialog = ListDialog(counter)
    qtbot.addWidget(dialog)
    screens.settle()
    assert dialog.editor._count.text() == "7 households"
    line = dialog.editor.add_line(InBuilding)
    assert isinstance(line, PickLine)
    with qtbot.waitSignal(counter.counted):
        line.choose(InBuilding(1, "1"))
    screens.settle()
    assert dialog.editor._words.text() == "Households in building 1"
    assert dialog.editor._count.text() == "4 households"
    dialog.reject()


def test_that_a_condition_that_says_nothing_is_refused(screens: Screens, qtbot: QtBot) -> None:
    counter = RuleCounter(screens.desk(), screens.shell.tasks, ())
    dialog = ListDialog(counter)
    qtbot.addWidget(dialog)
    dialog.editor.add_line(InBuilding)
    values = {"name": "x", "note": "", "filled": "rule"}
    with pytest.raises(Exception, match="says nothing yet"):
        dialog.command(values)
    assert dialog.command({**values, "filled": "hand"}) is not None
    dialog.reject()
    screens.settle()


def test_that_tab_comes_to_the_rule_before_the_buttons(screens: Screens, qtbot: QtBot) -> None:
    dialog = ListDialog(RuleCounter(screens.desk(), screens.shell.tasks, ()))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    screens.settle()
    dialog.editor.add_line(InBuilding)
    screens.settle()
    visited = []
    for _ in range(7):
        holder = dialog.focusWidget()
        assert holder is not None
        visited.append(holder.objectName())
        QTest.keyClick(holder, Qt.Key.Key_Tab)
    assert visited[:5] == ["name", "note", "filled-rule", "match-all", "add-condition"]
    assert not {"cancel", "save"} & set(visited)
    dialog.reject()
    screens.settle()
