"""The set of a month's reports and its ledger, as the service hands them out."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from desktop.core.errors import RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.months.rows import Figure
from desktop.storage.audit import Audit
from tests.months.closings import NOVEMBER, OCTOBER, Autumn

if TYPE_CHECKING:
    from desktop.core.i18n import Message
    from desktop.storage.database import Database

ZH, EN = language("zh_CN"), language("en")


@pytest.fixture
def autumn(database: Database) -> Autumn:
    return Autumn(database, lives=30)


def words_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace(" ", "").replace("\n", "")


def exports(autumn: Autumn) -> list[dict[str, Any]]:
    with autumn.place.desk.read() as session:
        wanted = select(Audit.after).where(Audit.action == "exported", Audit.topic == "community").order_by(Audit.id)
        return [dict(after) for after in session.scalars(wanted) if after]


class Watch:
    """Keeps what it is told, and stops at one step."""

    def __init__(self, until: int = 99) -> None:
        self.until = until
        self.told: list[tuple[int, int]] = []

    def check(self) -> None:
        if len(self.told) == self.until:
            raise InterruptedError

    def report(self, done: int, total: int = 0, doing: Message | None = None) -> None:
        assert doing is not None
        self.told.append((done, total))


def test_that_an_open_months_set_has_a_cover_and_every_report(autumn: Autumn) -> None:
    watch = Watch()
    papers = autumn.months().papers(OCTOBER, EN, watch=watch)
    assert [paper.code for paper in papers] == ["cover", "service", "engineering", "all"]
    assert [paper.file_name for paper in papers][:2] == ["2026-10-cover", "2026-10-service"]
    assert watch.told == [(0, 4), (1, 4), (2, 4)]
    pages = [len(PdfReader(BytesIO(paper.pdf)).pages) for paper in papers]
    assert f"Total{sum(pages[1:])}" in words_of(papers[0].pdf)
    assert exports(autumn) == [{"month": "2026-10", "reports": 3, "unmasked": False, "reason": ""}]


def test_that_a_closed_months_set_is_what_was_issued_and_copies_say_so(autumn: Autumn) -> None:
    autumn.close()
    months = autumn.months()
    cover, *issued = months.papers(OCTOBER, ZH)
    assert "副本" not in words_of(cover.pdf)
    for paper, department_id in zip(issued, months.departments(OCTOBER).values(), strict=True):
        assert paper.pdf == months.paper(OCTOBER, department_id, ZH)
    cover, *copies = months.papers(OCTOBER, EN)
    assert all("Copy" in words_of(paper.pdf) for paper in (cover, *copies))


def test_that_names_in_full_need_a_manager_and_a_reason_and_are_written_down(autumn: Autumn) -> None:
    with pytest.raises(RefusedError):
        autumn.months(Role.CLERK).papers(OCTOBER, EN, unmasked=True, reason="asked")
    with pytest.raises(UserError) as refused:
        autumn.months().papers(OCTOBER, EN, unmasked=True, reason="  ")
    assert refused.value.problems[0].field == "reason"
    assert exports(autumn) == []
    autumn.months().papers(OCTOBER, EN, unmasked=True, reason="街道办调阅", operation_id="once")
    autumn.months().papers(OCTOBER, EN, unmasked=True, reason="街道办调阅", operation_id="once")
    assert exports(autumn) == [{"month": "2026-10", "reports": 3, "unmasked": True, "reason": "街道办调阅"}]


def test_that_a_set_can_be_stopped_between_two_reports(autumn: Autumn) -> None:
    with pytest.raises(InterruptedError):
        autumn.months().papers(OCTOBER, EN, watch=Watch(until=1))
    assert exports(autumn) == []


def test_that_a_head_gets_the_own_report_only(autumn: Autumn) -> None:
    papers = autumn.months(department="engineering").papers(OCTOBER, EN)
    assert [paper.code for paper in papers] == ["cover", "engineering"]


def test_that_the_ledger_has_every_request_received(autumn: Autumn) -> None:
    months = autumn.months()
    whole = months.ledger(OCTOBER)
    assert {line.id for line in whole.lines} == autumn.counted(Figure.RECEIVED)
    assert [line.occurred_at for line in whole.lines] == sorted(line.occurred_at for line in whole.lines)
    engineering = autumn.place.departments["engineering"]
    own = months.ledger(OCTOBER, engineering)
    assert {line.id for line in own.lines} == autumn.counted(Figure.RECEIVED, department_id=engineering)
    assert own.file_name == "2026-10-ledger-engineering"
    assert months.ledger(NOVEMBER).edition is None


def test_that_a_closed_months_ledger_stays_as_it_was_frozen(autumn: Autumn) -> None:
    autumn.close()
    before = autumn.months().ledger(OCTOBER)
    autumn.change([line.id for line in before.lines], reporter="别人", words="改过", reopened_count=3)
    autumn.add(autumn.life())
    after = autumn.months().ledger(OCTOBER)
    assert after.edition is not None
    assert after.lines == before.lines


def test_that_a_request_in_the_ledger_tells_hours_and_the_latest_answer(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    life = autumn.life()
    done = life.occurred_at + timedelta(hours=5)
    life.completed_at, life.held = done, timedelta(hours=2)
    life.answers = [(done + timedelta(days=1), "fair"), (done + timedelta(days=2), "satisfied")]
    life.reached_at = done + timedelta(days=1)
    autumn.add(life)
    [line] = autumn.months().ledger(OCTOBER).lines
    assert line.worked == timedelta(hours=3)
    assert line.grade == "satisfied"
