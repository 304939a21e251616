from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.core.permissions import Role
from desktop.months.dialogs import TargetsDialog
from desktop.months.presenter import TargetsPresenter
from desktop.months.rows import BUILT_IN_TARGETS, TARGETED, Figure
from desktop.months.service import MonthService
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.months.presenter import Targets
    from desktop.storage.desk import Desk
    from tests.months.conftest import Town
    from tests.ui.shells import RecordingShell


@pytest.fixture(autouse=True)
def untouched(town: Town) -> Iterator[None]:
    """Take back every target that a test laid down."""
    yield
    service = MonthService(town.desk)
    for row in service.targets():
        if row.version:
            service.set_target(row.figure, row.department_id, None, version=row.version)


def opened(qtbot: QtBot, desk: Desk, shell: RecordingShell) -> TargetsDialog:
    presenter = TargetsPresenter(desk, shell.tasks, shell.bus)
    dialog = TargetsDialog(presenter, None)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, shell)
    return dialog


def laid_down(town: Town) -> dict[tuple[Figure, int], float]:
    rows = MonthService(town.desk).targets()
    return {(row.figure, row.department_id): row.value for row in rows if row.version}


def test_that_a_field_shows_what_holds_until_something_is_laid_down(
    qtbot: QtBot, town: Town, shell: RecordingShell
) -> None:
    dialog = opened(qtbot, town.desk, shell)
    assert set(dialog.numbers) == set(TARGETED)
    field = dialog.numbers[Figure.COMPLETION_RATE]
    assert field.text() == ""
    assert field.line.placeholderText() == "92"
    assert BUILT_IN_TARGETS[Figure.COMPLETION_RATE] == 0.92


def test_that_targets_of_all_and_of_a_department_are_kept_at_once(
    qtbot: QtBot, town: Town, shell: RecordingShell
) -> None:
    dialog = opened(qtbot, town.desk, shell)
    engineering = town.departments["engineering"]
    dialog.numbers[Figure.COMPLETION_RATE].set_text("93.5")
    dialog.department.choose(str(engineering))
    assert dialog.numbers[Figure.COMPLETION_RATE].text() == ""
    dialog.numbers[Figure.TURNAROUND_P90_HOURS].set_text("36")
    dialog.submit()
    settle(qtbot, shell)
    assert not dialog.isVisible()
    assert laid_down(town) == {
        (Figure.COMPLETION_RATE, 0): pytest.approx(0.935),
        (Figure.TURNAROUND_P90_HOURS, engineering): 36.0,
    }


def test_that_an_emptied_field_takes_the_target_back(qtbot: QtBot, town: Town, shell: RecordingShell) -> None:
    MonthService(town.desk).set_target(Figure.REWORK_RATE, 0, 0.03, version=0)
    dialog = opened(qtbot, town.desk, shell)
    assert dialog.numbers[Figure.REWORK_RATE].text() == "3"
    dialog.numbers[Figure.REWORK_RATE].set_text("")
    dialog.submit()
    settle(qtbot, shell)
    assert laid_down(town) == {}


def test_that_a_wrong_number_is_marked_and_nothing_is_kept(qtbot: QtBot, town: Town, shell: RecordingShell) -> None:
    dialog = opened(qtbot, town.desk, shell)
    field = dialog.numbers[Figure.ON_TIME_RATE]
    field.set_text("130")
    dialog.department.choose(str(town.departments["order"]))
    qtbot.waitUntil(lambda: dialog.department.text() == "0")
    dialog.submit()
    settle(qtbot, shell)
    assert field.problem is not None
    assert dialog.isVisible()
    assert laid_down(town) == {}


def test_that_what_somebody_else_laid_down_meanwhile_is_not_overwritten(
    qtbot: QtBot, town: Town, shell: RecordingShell
) -> None:
    dialog = opened(qtbot, town.desk, shell)
    MonthService(town.desk).set_target(Figure.ON_TIME_RATE, 0, 0.9, version=0)
    dialog.numbers[Figure.ON_TIME_RATE].set_text("80")
    dialog.submit()
    settle(qtbot, shell)
    assert dialog.isVisible()
    assert laid_down(town) == {(Figure.ON_TIME_RATE, 0): pytest.approx(0.9)}


def test_that_a_departments_head_reads_the_own_departments_targets_only(
    qtbot: QtBot, town: Town, shell: RecordingShell
) -> None:
    own = town.departments["engineering"]
    desk = replace(town.desk, actor=replace(town.desk.actor, role=Role.MANAGER, department_id=own))
    presenter = TargetsPresenter(desk, shell.tasks, shell.bus)
    read: list[Targets] = []
    presenter.read_in.connect(read.append)
    dialog = TargetsDialog(presenter, None)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, shell)
    assert [row.id for row in read[0].departments] == [own]
    assert dialog.department.combo.count() == 1
    assert not dialog.save.isVisible()
    assert all(field.line.isReadOnly() for field in dialog.numbers.values())
