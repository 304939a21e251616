from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject
from sqlalchemy import select, update

from desktop.core.changes import Changes
from desktop.core.i18n import language
from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.months.presenter import Figured, Listed, MonthPresenter
from desktop.months.presenter.opening import within
from desktop.months.presenter.reading import read_lists
from desktop.months.rows import Figure, Figures
from desktop.months.service import MonthService
from desktop.months.table import GROUP_HEADS, groups_of, listed, named_text
from desktop.requests.model import Request
from desktop.requests.service import RequestService
from desktop.ui.language import translate
from tests.requests.conftest import SHANGHAI
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.storage.desk import Desk
    from tests.months.conftest import Town
    from tests.ui.shells import RecordingShell

EN = language("en")
OCTOBER = Month(2026, 10)


class Heard(QObject):
    """Keeps what a presenter told."""

    def __init__(self, presenter: MonthPresenter) -> None:
        super().__init__()
        self.figured: list[Figured] = []
        self.listed: list[Listed] = []
        self.opened: list[tuple[Any, Any]] = []
        self.refused: list[Exception] = []
        presenter.figured.connect(self.figured.append)
        presenter.listed.connect(self.listed.append)
        presenter.opened.connect(lambda title, wanted: self.opened.append((title, wanted)))
        presenter.refused.connect(self.refused.append)


@pytest.fixture
def present(shell: RecordingShell) -> Iterator[Callable[[Desk], tuple[MonthPresenter, Heard]]]:
    parent = QObject()

    def present(desk: Desk) -> tuple[MonthPresenter, Heard]:
        presenter = MonthPresenter(desk, shell.tasks, shell.bus, parent)
        presenter.shown = True
        return presenter, Heard(presenter)

    yield present
    parent.deleteLater()


@pytest.fixture(scope="module", autouse=True)
def some_without_category_and_building(town: Town) -> None:
    """Take category and building of some requests: an imported ledger may name neither."""
    some = select(Request.id).where(Request.occurred_at >= OCTOBER.start(SHANGHAI)).order_by(Request.id).limit(7)
    with town.desk.database.connect(writing=True) as connection:
        nowhere = update(Request).values(category_id=None, building_id=None).where(Request.id.in_(some))
        assert connection.execute(nowhere).rowcount == 7


def figures_of(heard: Heard) -> Figures:
    return heard.figured[-1].summary.total.figures


def counted(town: Town, heard: Heard) -> int:
    return RequestService(town.desk).count(heard.opened[-1][1])


def test_that_the_last_full_month_is_shown_first(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.read()
    settle(qtbot, shell)
    assert heard.figured[-1].summary.month == OCTOBER
    assert not heard.figured[-1].empty
    series = heard.listed[-1].series
    assert len(series) == 13
    assert series[-1].figures == figures_of(heard)


@pytest.mark.parametrize("figure", list(Figure))
def test_that_a_figures_list_is_as_long_as_the_figure_says(
    qtbot: QtBot,
    town: Town,
    present: Callable[..., tuple[MonthPresenter, Heard]],
    shell: RecordingShell,
    figure: Figure,
) -> None:
    presenter, heard = present(town.desk)
    presenter.read()
    presenter.open_figure(figure)
    settle(qtbot, shell)
    expected = listed(figure, figures_of(heard))
    if figure is Figure.SATISFACTION:
        assert 0 < counted(town, heard) <= expected
    else:
        assert counted(town, heard) == expected
    assert "October 2026" in translate(heard.opened[-1][0], EN)


def fits(count: int, figure: Figure, rows: int) -> bool:
    """Who answered twice counts twice, and stands in the list once."""
    return rows <= count and bool(rows) == bool(count) if figure is Figure.SATISFACTION else rows == count


@pytest.mark.parametrize("kind", list(GROUP_HEADS))
def test_that_every_figure_of_every_group_opens_as_many_requests_as_it_says(town: Town, kind: str) -> None:
    summary = read_lists(town.desk, OCTOBER, None).report.summary
    service, requests = MonthService(town.desk), RequestService(town.desk)
    groups = groups_of(summary, kind)
    assert groups
    opened = 0
    for group in groups:
        inside = within(kind, group.id, group.code)
        for figure in Figure:
            rows = requests.count(service.list_of(OCTOBER, figure, **inside))
            count = listed(figure, group.compared.figures)
            assert fits(count, figure, rows), (named_text(group, kind, EN), figure, count, rows)
            opened += rows
    assert opened > 0


def test_that_a_group_is_opened_with_its_name(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.read()
    settle(qtbot, shell)
    nowhere = next(group for group in heard.listed[-1].report.summary.buildings if group.id == 0)
    presenter.open_group(Figure.RECEIVED, "building", nowhere)
    settle(qtbot, shell)
    assert counted(town, heard) == nowhere.compared.figures.received > 0
    assert translate(heard.opened[-1][0], EN) == "October 2026 · No building · received"


def test_that_every_cell_of_the_heat_table_opens_as_many_requests_as_it_says(town: Town) -> None:
    grid = read_lists(town.desk, OCTOBER, None).grid
    service, requests = MonthService(town.desk), RequestService(town.desk)
    assert sum(grid.counts.values()) == requests.count(service.list_of(OCTOBER, Figure.RECEIVED))
    for building, _ in grid.buildings:
        for category, _ in grid.categories:
            wanted = service.list_of(OCTOBER, Figure.RECEIVED, building_id=building, category_id=category)
            assert requests.count(wanted) == grid.count(building, category)


def test_that_a_cell_and_a_sum_of_the_heat_table_open_their_lists(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.read()
    settle(qtbot, shell)
    grid = heard.listed[-1].grid
    building, name = grid.buildings[0]
    for category in (grid.categories[0][0], None):
        count = grid.count(building, category)
        presenter.open_cell(building, category, name, count)
        settle(qtbot, shell)
        assert counted(town, heard) == count > 0


def test_that_every_band_and_grade_opens_as_many_requests_as_it_says(town: Town) -> None:
    lists = read_lists(town.desk, OCTOBER, None).report.lists
    service, requests = MonthService(town.desk), RequestService(town.desk)
    for band in lists.turnaround:
        assert requests.count(service.list_of_band(OCTOBER, band.hours)) == band.requests
    for grade, count in lists.grades.items():
        assert fits(count, Figure.SATISFACTION, requests.count(service.list_of_grade(OCTOBER, grade)))
    assert sum(band.requests for band in lists.turnaround) == len(service.lines(OCTOBER, Figure.COMPLETED))


def test_that_a_department_narrows_bands_and_grades(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.choose_department(town.departments["engineering"])
    settle(qtbot, shell)
    lists = heard.listed[-1].report.lists
    band = max(lists.turnaround, key=lambda each: each.requests)
    presenter.open_band(band.hours, "a band", band.requests)
    settle(qtbot, shell)
    assert counted(town, heard) == band.requests > 0
    grade, count = max(lists.grades.items(), key=lambda each: each[1])
    presenter.open_grade(grade, "a grade", count)
    settle(qtbot, shell)
    assert 0 < counted(town, heard) <= count
    assert translate(heard.opened[-1][0], EN) == "October 2026 · a grade · answered"


def test_that_a_figure_of_an_earlier_month_opens_that_months_list(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.read()
    settle(qtbot, shell)
    line = heard.listed[-1].series[3]
    assert line.figures is not None
    presenter.open_figure(Figure.COMPLETED, line.id, line.figures)
    settle(qtbot, shell)
    assert counted(town, heard) == line.figures.completed > 0
    assert translate(heard.opened[-1][0], EN) == f"{EN.month(line.id)} · completed"


def test_that_a_list_says_so_where_it_is_not_as_it_was_counted(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.read()
    settle(qtbot, shell)
    count = figures_of(heard).received
    counted_ids = MonthService(town.desk).list_of(OCTOBER, Figure.RECEIVED).ids
    assert counted_ids is not None
    with town.desk.database.connect(writing=True) as connection:
        one = connection.scalars(counted_ids.limit(1)).one()
        moment = OCTOBER.end(SHANGHAI)
        connection.execute(update(Request).values(cancelled_at=moment).where(Request.id == one))
    try:
        presenter.open_figure(Figure.RECEIVED)
        settle(qtbot, shell)
        told = translate(heard.opened[-1][0], EN)
        assert told == f"October 2026 · received · as counted at 09:20: {count}, now {count - 1}"
    finally:
        with town.desk.database.connect(writing=True) as connection:
            connection.execute(update(Request).values(cancelled_at=None).where(Request.id == one))


def test_that_what_repeats_opens_as_many_requests_as_it_says(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.read()
    settle(qtbot, shell)
    repeats = heard.listed[-1].repeats
    assert repeats
    for repeat in repeats:
        presenter.open_repeat(repeat)
        settle(qtbot, shell)
        assert counted(town, heard) == repeat.requests


def test_that_carried_over_agrees_with_its_figure(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.read()
    settle(qtbot, shell)
    carried = len(heard.listed[-1].report.lists.carried_over)
    assert carried == figures_of(heard).carried_over
    assert 0 <= heard.listed[-1].done <= carried


def test_that_no_month_is_shown_before_it_has_begun(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.step(1)
    assert presenter.month == presenter.current == Month(2026, 11)
    presenter.step(1)
    assert presenter.month == presenter.current
    presenter.show(Month(1990, 1))
    settle(qtbot, shell)
    assert presenter.month == Month(2000, 1)
    assert heard.figured[-1].empty
    assert heard.refused == []


def test_that_a_department_is_counted_alone(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.choose_department(town.departments["engineering"])
    settle(qtbot, shell)
    assert [group.code for group in heard.figured[-1].summary.departments] == ["engineering"]
    assert presenter.paper().file_name == "2026-10-engineering"
    presenter.choose_department(None)
    settle(qtbot, shell)
    assert len(heard.figured[-1].summary.departments) == 5
    assert presenter.paper().file_name == "2026-10-all"


def test_that_a_departments_head_stays_with_the_own_department(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    own = town.departments["engineering"]
    desk = replace(town.desk, actor=replace(town.desk.actor, role=Role.MANAGER, department_id=own))
    presenter, heard = present(desk)
    presenter.choose_department(town.departments["order"])
    presenter.read()
    settle(qtbot, shell)
    assert presenter.tied
    assert heard.figured[-1].department_id == own
    assert heard.refused == []


def test_that_changes_that_come_one_upon_another_are_read_once(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    _presenter, heard = present(town.desk)
    for id_ in range(5):
        shell.bus.announce(Changes({"request": frozenset({id_})}))
    shell.bus.announce(Changes({"account": frozenset({1})}))
    qtbot.waitUntil(lambda: len(heard.listed) == 1 and shell.tasks.is_idle, timeout=20_000)
    assert len(heard.figured) == 1


def test_that_nothing_is_read_while_nobody_looks(
    qtbot: QtBot, town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], shell: RecordingShell
) -> None:
    presenter, heard = present(town.desk)
    presenter.shown = False
    shell.bus.announce(Changes({"request": frozenset({1})}))
    presenter.read()
    settle(qtbot, shell)
    assert heard.figured == []
    assert not presenter._soon.isActive()


def test_that_the_report_is_a_paper_in_the_language_asked_for(
    town: Town, present: Callable[..., tuple[MonthPresenter, Heard]], tmp_path: Path
) -> None:
    presenter, _heard = present(town.desk)
    paper = presenter.paper()
    assert translate(paper.title, EN) == "Report of October 2026"
    assert paper.pdf(EN) != paper.pdf(language("zh_CN"))
    [(ending, write)] = paper.others()
    write(tmp_path / f"report.{ending}", EN)
    assert (tmp_path / "report.xlsx").stat().st_size > 0
