"""The reports of a month as papers: a closed one's are those that were issued."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from desktop.core.i18n import language
from desktop.core.permissions import Operation
from desktop.months.presenter.papers import MonthPaper, draw_all
from desktop.staff.model import Department
from desktop.staff.service import StaffService
from desktop.ui.tasks import Progress
from tests.months.closings import NOVEMBER, OCTOBER, Autumn

if TYPE_CHECKING:
    from desktop.core.months import Month
    from desktop.storage.database import Database


def papers(autumn: Autumn, month: Month) -> list[MonthPaper]:
    rows = [row for row in StaffService(autumn.desk()).departments() if row.active]
    return [MonthPaper(autumn.desk(), month, row) for row in (*rows, None)]


def test_that_a_closed_months_papers_are_those_that_were_issued(emptied: Database) -> None:
    autumn = Autumn(emptied, lives=20)
    autumn.close()
    with autumn.place.desk.write(Operation.EDIT_STAFF) as work:
        work.session.get_one(Department, autumn.place.departments["greening"]).active = True
    progress = Progress(Event(), lambda _report: None)
    drawn = draw_all(papers(autumn, OCTOBER), language("zh_CN"), progress)
    assert [each.file_name for each in drawn] == ["2026-10-service", "2026-10-engineering", "2026-10-all"]
    assert drawn[-1].pdf == autumn.months().paper(OCTOBER, None, language("zh_CN"))
    assert [each.exists() for each in papers(autumn, NOVEMBER)] == [True] * 4
