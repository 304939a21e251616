from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.clock import FixedClock
from desktop.core.i18n import language
from desktop.households.rows import RoomChoice
from desktop.requests.presenter import (
    Moments,
    RoomFinder,
    load_directory,
)
from desktop.requests.presenter.directory import Assignee
from desktop.requests.presenter.rooms import meant
from desktop.requests.table import Seen
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW, Screens

if TYPE_CHECKING:
    from collections.abc import Sequence


MOMENTS = Moments(Seen(FixedClock(NOW), SHANGHAI))
ENGLISH = language("en")


# --- names ----------------------------------------------------------------------------------------------------------


def test_that_the_directory_names_departments_workers_and_finds_them_by_pinyin(screens: Screens) -> None:
    directory = load_directory(screens.desk)
    engineering, worker = screens.place.departments["engineering"], screens.place.workers["何志强"]
    assert directory.named(engineering, worker) == "工程 · 何志强"
    assert directory.named(engineering, None) == "工程"
    assert directory.named(None, 10_000) == ""
    assert "hezhiqiang" in directory.finds["何志强"]
    keys = [who.key for who, _ in directory.assignees()]
    assert keys.index(f"department:{engineering}") < keys.index(f"worker:{worker}")
    assert dict(directory.assignees())[Assignee(worker_id=worker)] == "工程 · 何志强"


def test_that_a_grade_of_complaints_is_found_by_pinyin(screens: Screens) -> None:
    directory = load_directory(screens.desk)
    assert directory.grades
    assert all(grade.name in directory.finds for grade in directory.grades)
    assert "yzts" in directory.finds["严重投诉"]


@pytest.mark.parametrize("who", [Assignee(), Assignee(department_id=3), Assignee(worker_id=7)])
def test_that_an_assignee_survives_being_kept_in_a_form(who: Assignee) -> None:
    assert Assignee.parse(who.key) == who


def test_that_a_room_is_meant_only_where_there_is_no_doubt() -> None:
    rooms = [RoomChoice(1, "3-1-502", 1, ()), RoomChoice(2, "3-2-502", 1, ())]
    assert meant("3栋1单元502室", rooms) is rooms[0]
    assert meant("502", rooms) is None
    assert meant("陈", rooms[:1]) is rooms[0]
    assert meant("9-9-999", []) is None


def test_that_rooms_are_found_settled_and_looked_up_in_the_background(screens: Screens) -> None:
    screens.people()
    finder = RoomFinder(screens.desk, screens.shell.tasks)
    found: list[Sequence[RoomChoice]] = []
    settled: list[RoomChoice | None] = []
    finder.found.connect(found.append)
    finder.settled.connect(settled.append)
    finder.find("2046")
    screens.settle()
    finder.settle("3#1-502")
    screens.settle()
    finder.look_up(screens.place.rooms["1-1-101"])
    screens.settle()
    finder.settle("9-9-999")
    screens.settle()
    assert [[choice.label for choice in choices] for choices in found] == [["3-1-502"]]
    assert [choice and choice.label for choice in settled] == ["3-1-502", "1-1-101", None]
