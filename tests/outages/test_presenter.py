"""What the form counts while somebody clicks: the last question only, and the community as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.changes import Changes
from desktop.outages.presenter.planning import PlanPresenter
from tests.outages.quarters import whole
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.outages.rows import Pick
    from tests.outages.quarters import Quarter


class Asker:
    """A presenter of the form with all it answered."""

    def __init__(self, quarter: Quarter, shell: Any, qtbot: QtBot) -> None:
        self.presenter = PlanPresenter(quarter.service, shell.tasks, shell.bus)
        self.shell, self.qtbot = shell, qtbot
        self.rooms: list[int] = []
        self.checks: list[object] = []
        self.known: list[int] = []
        self.presenter.counted.connect(lambda count: self.rooms.append(count.rooms))
        self.presenter.checked.connect(self.checks.append)
        self.presenter.known.connect(lambda places: self.known.append(len(places.every)))

    def ask(self, *picks: Pick, exclude_vacant: bool = False, new: Any = None) -> None:
        self.presenter.ask(picks, exclude_vacant=exclude_vacant, new=new)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.presenter._soon.isActive())
        settle(self.qtbot, self.shell)


@pytest.fixture
def asker(filed: Quarter, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Asker]:
    """Yield the presenter of the form over the quarter."""
    with recording_shell(qapp, tmp_path) as shell:
        yield Asker(filed, shell, qtbot)


def test_that_only_the_last_question_is_answered(asker: Asker, filed: Quarter) -> None:
    asker.ask(whole())
    asker.ask(filed.building("1"))
    asker.ask(filed.building("2"))
    asker.settle()
    assert asker.rooms == [4]
    assert asker.checks == [None], "nothing to check before kind and start are typed"
    asker.ask(whole())
    asker.presenter.rest()
    asker.settle()
    assert asker.rooms == [4], "left alone"


def test_that_vacant_homes_are_left_out_and_the_plan_is_checked(asker: Asker, filed: Quarter) -> None:
    asker.ask(filed.building("1"), exclude_vacant=True, new=filed.new(hours=1))
    asker.settle()
    count = filed.service.count((filed.building("1"),), exclude_vacant=True)
    assert asker.rooms == [count.rooms]
    (check,) = asker.checks
    assert check.late  # type: ignore[attr-defined]


def test_that_the_community_is_read_again_once_it_was_edited(asker: Asker, filed: Quarter) -> None:
    presenter = asker.presenter
    presenter.read_places()
    asker.settle()
    first = presenter.places
    presenter.read_places()
    asker.settle()
    assert presenter.places is first
    asker.shell.bus.announce(Changes({"room": frozenset({1})}))
    presenter.read_places()
    asker.settle()
    assert presenter.places is not first
    assert presenter.places is not None
    households = filed.service.count((whole(),)).households
    assert sum(presenter.places.households.values()) == households
    assert len(asker.known) == 3
