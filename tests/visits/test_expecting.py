"""Expected visitors: their days, their codes, and what is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, UserError
from desktop.core.permissions import Role
from desktop.storage.audit import Audit
from desktop.visits.rows import NewExpected
from desktop.visits.service import VisitService, expecting
from tests.care.villages import TODAY

if TYPE_CHECKING:
    from tests.care.villages import Village


def test_that_a_visitor_is_expected_today_unless_days_are_said(village: Village) -> None:
    service, room = VisitService(village.desk), village.rooms["1-1-101"]
    made = service.expect(NewExpected(room, name="王芳", plate="浙a·12345", asked_by="业主")).result
    [line] = service.expected()
    assert (line.id, line.place, line.name, line.plate) == (made, "1-1-101", "王芳", "浙A12345")
    assert (line.first_day, line.last_day) == (TODAY, TODAY)
    assert len(line.code) == 4
    assert line.code.isdigit()
    assert service.expected(text="王芳 101") == (line,)
    assert service.expected(text="李") == ()
    assert service.expected(first_day=TODAY + timedelta(days=1)) == ()


def test_that_codes_are_unlike_on_days_that_overlap(on_file: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    """With three codes there are, the third visitor of a day gets the last one and the fourth is refused."""
    monkeypatch.setattr(expecting, "_CODES", ("0001", "0002", "0003"))
    service, room = VisitService(on_file.desk), on_file.rooms["1-1-101"]

    def expect(first: int, last: int) -> int:
        days = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
        return service.expect(NewExpected(room, name="客人", first_day=days[0], last_day=days[1])).result

    for _ in range(3):
        expect(0, 2)
    assert {line.code for line in service.expected()} == {"0001", "0002", "0003"}
    with pytest.raises(UserError, match="Too many"):
        expect(2, 4)
    later = service.expected_visit(expect(3, 3))
    assert later.code in {"0001", "0002", "0003"}
    first = service.expected()[0]
    service.withdraw_expected(first.id, version=first.version)
    taken = service.expected_visit(expect(2, 2))
    assert taken.code == first.code
    with pytest.raises(UserError, match="Too many"):
        service.resume_expected(first.id, version=first.version + 1)


@pytest.mark.postgresql
def test_that_desks_that_expect_at_once_give_different_codes(
    on_server: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expecting, "_CODES", tuple("12345678"))
    service, room = VisitService(on_server.desk), on_server.rooms["1-1-101"]
    with ThreadPoolExecutor(4) as pool:
        made = [pool.submit(service.expect, NewExpected(room, name=f"客人{number}")) for number in range(8)]
        assert all(each.result().result for each in made)
    assert {line.code for line in service.expected()} == set("12345678")


def test_that_what_makes_no_sense_is_refused_by_its_field(on_file: Village) -> None:
    service = VisitService(on_file.desk)
    wrong = NewExpected(
        on_file.rooms["1-1-101"], people=0, first_day=TODAY, last_day=TODAY - timedelta(days=1), asked_by="业" * 61
    )
    with pytest.raises(UserError) as caught:
        service.expect(wrong)
    assert {problem.field for problem in caught.value.problems} == {"name", "people", "last_day", "asked_by"}
    with pytest.raises(UserError, match="no longer in the register"):
        service.expect(NewExpected(999, name="王芳"))
    with pytest.raises(UserError, match="has passed"):
        service.expect(NewExpected(1, name="王芳", first_day=date(2026, 11, 20), last_day=date(2026, 11, 21)))


def test_that_an_amended_visitor_keeps_the_code_and_the_audit_names_nobody(on_file: Village) -> None:
    service, room = VisitService(on_file.desk), on_file.rooms["1-1-101"]
    made = service.expect(NewExpected(room, name="王芳")).result
    code = service.expected_visit(made).code
    service.amend_expected(made, NewExpected(room, name="王小芳", people=2), version=1)
    line = service.expected_visit(made)
    assert (line.name, line.people, line.code) == ("王小芳", 2, code)
    with pytest.raises(ConflictError):
        service.withdraw_expected(made, version=1)
    with on_file.desk.read() as session:
        kept = [str((row.before, row.after)) for row in session.query(Audit).filter_by(topic="expected_visit")]
    assert len(kept) == 2
    assert not any("芳" in each or code in each for each in kept)


def test_that_the_gate_sees_but_does_not_expect(on_file: Village) -> None:
    guard = VisitService(on_file.desk_of(Role.GUARD))
    assert guard.expected() == ()
    with pytest.raises(UserError, match="may not do that"):
        guard.expect(NewExpected(1, name="王芳"))
