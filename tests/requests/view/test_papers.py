from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.permissions import Role
from desktop.requests.presenter.paper import OpenListPaper
from desktop.requests.view import RequestsPage
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from tests.requests.screens import Screens


def names(page: RequestsPage) -> list[str]:
    return [action.objectName() for action in page.tools.menu_of_tools().actions()]


def pull(page: RequestsPage, name: str) -> None:
    (action,) = (one for one in page.tools.menu_of_tools().actions() if one.objectName() == name)
    action.trigger()


def test_that_the_list_of_open_work_follows_what_the_list_is_narrowed_to(screens: Screens) -> None:
    worker = screens.place.workers["何志强"]
    screens.report(worker_id=worker)
    page = RequestsPage(screens.desk, screens.shell)
    screens.show(page)
    screens.settle()
    pull(page, "print-open-work")
    page.listing.narrow(worker_ids=frozenset({worker}))
    screens.settle()
    pull(page, "print-open-work")
    page.listing.narrow(worker_ids=frozenset(), department_ids=frozenset({screens.place.departments["engineering"]}))
    screens.settle()
    pull(page, "print-open-work")
    assert all(isinstance(paper, OpenListPaper) for paper in screens.shell.papers)
    titles = [translate(paper.title, ui_language().language) for paper in screens.shell.papers]
    assert titles == ["Open work", "Open work: 何志强", "Open work: 工程"]


def test_that_slips_are_one_choice_away_for_who_may_return_them(screens: Screens) -> None:
    page = RequestsPage(screens.desk, screens.shell)
    screens.show(page)
    screens.settle()
    pull(page, "return-slips")
    assert screens.shell.gone == [("slips", {})]
    looking_on = RequestsPage(screens.desk_of(Role.ADMINISTRATOR), screens.shell)
    screens.show(looking_on)
    screens.settle()
    assert not {"return-slips", "print-open-work"} & set(names(looking_on))
