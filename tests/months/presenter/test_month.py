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
from desktop.months.rows import Figure, Figures
from desktop.months.table import listed
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
    assert len(heard.listed[-1].trend) == 13
    assert heard.listed[-1].trend[-1].received == figures_of(heard).received


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


@pytest.mark.parametrize("kind", ["department", "category", "building"])
@pytest.mark.parametrize("figure", [Figure.RECEIVED, Figure.ON_TIME_RATE, Figure.OVERDUE])
def test_that_a_groups_list_is_as_long_as_its_figure_says(
    qtbot: QtBot,
    town: Town,
    present: Callable[..., tuple[MonthPresenter, Heard]],
    shell: RecordingShell,
    kind: str,
    figure: Figure,
) -> None:
    presenter, heard = present(town.desk)
    presenter.read()
    settle(qtbot, shell)
    summary = heard.figured[-1].summary
    groups = {"department": summary.departments, "category": summary.categories, "building": summary.buildings}[kind]
    assert kind == "department" or any(group.id == 0 for group in groups)
    for group in groups:
        presenter.open_figure(figure, kind, group.id, group.name)
        settle(qtbot, shell)
        assert counted(town, heard) == listed(figure, group.compared.figures), group.name
    assert len(heard.opened) == len(groups)


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
    assert heard.listed[-1].carried == figures_of(heard).carried_over
    assert 0 <= heard.listed[-1].done <= heard.listed[-1].carried


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


def test_that_reports_are_drawn_and_saved_for_every_department_and_all(
    qtbot: QtBot,
    town: Town,
    present: Callable[..., tuple[MonthPresenter, Heard]],
    shell: RecordingShell,
    tmp_path: Path,
) -> None:
    presenter, _heard = present(town.desk)
    presenter.read()
    settle(qtbot, shell)
    with qtbot.waitSignal(presenter.saved, timeout=60_000) as saved:
        presenter.save_all(tmp_path, EN)
    settle(qtbot, shell)
    assert saved.args == [tmp_path, 6]
    names = {path.name for path in tmp_path.glob("*.pdf")}
    assert names == {f"2026-10-{code}.pdf" for code in (*town.departments, "all")}
    assert all(path.read_bytes().startswith(b"%PDF-") for path in tmp_path.glob("*.pdf"))


def test_that_a_folder_that_is_gone_is_told(
    qtbot: QtBot,
    town: Town,
    present: Callable[..., tuple[MonthPresenter, Heard]],
    shell: RecordingShell,
    tmp_path: Path,
) -> None:
    presenter, heard = present(town.desk)
    presenter.save_all(tmp_path / "gone", EN)
    settle(qtbot, shell)
    assert len(heard.refused) == 1


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
