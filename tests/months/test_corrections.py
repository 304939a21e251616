"""What happened to a closed month since, and what later reports say of it: each correction once, while it holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from desktop.core.permissions import Operation
from desktop.months.model import ClosedRequest, MonthEdition
from desktop.months.rows import CorrectionKind, Figure
from desktop.months.store.bits import BITS
from desktop.months.store.standings import FACTS
from tests.months.closings import NOVEMBER, OCTOBER, Autumn
from tests.requests.conftest import SHANGHAI

if TYPE_CHECKING:
    from desktop.core.months import Month
    from desktop.storage.database import Database


@pytest.fixture
def autumn(database: Database) -> Autumn:
    return Autumn(database)


def test_that_what_comes_late_is_told_apart_and_then_in_the_next_report(autumn: Autumn) -> None:
    months, engineering = autumn.months(), autumn.place.departments["engineering"]
    autumn.close()
    figures = months.summary(OCTOBER).total.figures
    assert months.after_closing(OCTOBER).corrections == []
    [late] = autumn.add(autumn.life())
    assert months.summary(OCTOBER).total.figures == figures
    after = months.after_closing(OCTOBER)
    assert [(each.request_id, each.kind, each.month) for each in after.corrections] == [
        (late, CorrectionKind.CAME_LATER, OCTOBER)
    ]
    assert (after.corrections[0].department, after.corrections[0].room) == ("工程", "1-1-101")
    assert after.corrections[0].recorded_at == autumn.clock.now()
    assert after.figures[Figure.RECEIVED] == (figures.received, figures.received + 1)
    assert months.after_closing(OCTOBER, autumn.place.departments["service"]).corrections == []
    assert len(months.after_closing(OCTOBER, engineering).corrections) == 1
    assert months.report(NOVEMBER).corrections == after.corrections
    assert months.report(NOVEMBER, autumn.place.departments["service"]).corrections == []
    assert months.summary(NOVEMBER).total.previous == figures
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    assert months.report(NOVEMBER).corrections == after.corrections
    assert len(months.report(NOVEMBER, engineering).corrections) == 1
    assert months.report(NOVEMBER.plus(1)).corrections == []


def test_that_what_is_told_is_told_again_where_it_changed_again(autumn: Autumn) -> None:
    autumn.close()
    [late] = autumn.add(autumn.life())
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    autumn.change([late], completed_at=datetime(2026, 10, 21, tzinfo=SHANGHAI))
    again = autumn.months().report(NOVEMBER.plus(1)).corrections
    assert [each.request_id for each in again if each.month == OCTOBER] == [late]


def test_that_a_correction_is_told_again_where_the_report_that_told_it_was_set_aside(autumn: Autumn) -> None:
    autumn.close()
    autumn.add(autumn.life())
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    assert autumn.months().corrections(NOVEMBER) == []
    autumn.reopen(NOVEMBER)
    assert len(autumn.months().report(NOVEMBER).corrections) == 1


def told(autumn: Autumn, month: Month, department_id: int | None = None) -> list[tuple[int, CorrectionKind]]:
    """Return the corrections of October that the report of `month` tells."""
    found = autumn.months().report(month, department_id).corrections
    return [(each.request_id, each.kind) for each in found if each.month == OCTOBER]


def test_that_what_was_told_and_holds_no_longer_is_told_once_more(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    december, january, february = (NOVEMBER.plus(later) for later in (1, 2, 3))
    engineering = autumn.place.departments["engineering"]
    [counted] = autumn.add(autumn.life())
    autumn.close()
    [late] = autumn.add(autumn.life(21))
    autumn.change([counted], worker_id=1)
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    other, gone = CorrectionKind.COUNTED_DIFFERENTLY, CorrectionKind.NO_LONGER_COUNTED
    assert told(autumn, NOVEMBER) == [(counted, other), (late, CorrectionKind.CAME_LATER)]
    assert told(autumn, december) == []
    autumn.change([counted], worker_id=None)
    autumn.change([late], cancelled_at=autumn.clock.now())
    assert told(autumn, december) == [(counted, other), (late, gone)], "the months before said otherwise"
    assert told(autumn, december, engineering) == [(counted, other)]
    autumn.after(december)
    autumn.close(december)
    assert told(autumn, january) == []
    autumn.change([counted], worker_id=1)
    autumn.after(january)
    assert told(autumn, january) == [(counted, other)], "as November told it, but December took that back"
    autumn.close(january)
    assert told(autumn, february) == []


def test_that_a_new_edition_needs_no_correction_of_what_was_told_of_the_one_before(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    december = NOVEMBER.plus(1)
    [counted] = autumn.add(autumn.life())
    autumn.close()
    autumn.change([counted], worker_id=1)
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    autumn.reopen(OCTOBER)
    autumn.change([counted], worker_id=None)
    autumn.close(OCTOBER)
    assert told(autumn, december) == []
    autumn.change([counted], worker_id=1)
    assert told(autumn, december) == [(counted, CorrectionKind.COUNTED_DIFFERENTLY)], "told of another edition only"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"cancelled_at": datetime(2026, 11, 2, tzinfo=SHANGHAI)}, CorrectionKind.NO_LONGER_COUNTED),
        ({"occurred_at": datetime(2026, 11, 2, tzinfo=SHANGHAI)}, CorrectionKind.NO_LONGER_COUNTED),
        ({"completed_at": None, "reopened_count": 1}, CorrectionKind.COUNTED_DIFFERENTLY),
        ({"category_id": None}, CorrectionKind.COUNTED_DIFFERENTLY),
        ({"worker_id": 1}, CorrectionKind.COUNTED_DIFFERENTLY),
    ],
    ids=["cancelled", "moved out", "reopened", "another category", "another worker"],
)
def test_that_a_change_after_closing_is_told_by_its_kind(
    database: Database, values: dict[str, object], kind: CorrectionKind
) -> None:
    autumn = Autumn(database, lives=0)
    done = autumn.life(21).occurred_at
    [id_] = autumn.add(autumn.life(20, completed_at=done))
    autumn.close()
    autumn.change([id_], **values)
    [told] = autumn.months().after_closing(OCTOBER).corrections
    assert (told.request_id, told.kind) == (id_, kind)


def test_that_work_going_on_as_usual_is_no_correction(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    ids = autumn.add(autumn.life(20), autumn.life(21, due_at=autumn.life(22).occurred_at))
    autumn.close()
    autumn.later(days=1)
    now = autumn.clock.now()
    autumn.change(ids, completed_at=now, responded_at=now, follow_up_due_at=now + timedelta(days=3), reached_at=now)
    assert autumn.months().after_closing(OCTOBER).corrections == []


def test_that_a_request_given_to_another_department_is_told_to_both(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    [id_] = autumn.add(autumn.life(20))
    autumn.close()
    service, engineering = (autumn.place.departments[code] for code in ("service", "engineering"))
    autumn.change([id_], department_id=service)
    told = {
        name: [each.kind for each in autumn.months().after_closing(OCTOBER, department).corrections]
        for name, department in (("all", None), ("service", service), ("engineering", engineering))
    }
    assert told == {
        "all": [CorrectionKind.COUNTED_DIFFERENTLY],
        "service": [CorrectionKind.CAME_LATER],
        "engineering": [CorrectionKind.NO_LONGER_COUNTED],
    }


def test_that_what_was_not_counted_yet_at_a_closing_is_no_correction(autumn: Autumn) -> None:
    autumn.close()
    lacked = BITS["responded"]
    with autumn.place.desk.write(Operation.AMEND_REQUEST) as work:
        bits = ClosedRequest.bits.op("&")(~lacked)
        work.session.execute(update(ClosedRequest).values(bits=bits, waited=0))
        work.session.execute(update(MonthEdition).values(facts=FACTS & ~lacked))
    assert autumn.months().after_closing(OCTOBER).corrections == []
