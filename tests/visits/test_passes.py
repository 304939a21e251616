"""Contractors' passes: numbered by the year, with a deposit, revoked and taken up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from desktop.core.errors import UserError
from desktop.visits.model import DepositState, Visit
from desktop.visits.rows import NewPass
from desktop.visits.service import VisitService
from tests.care.villages import TODAY

if TYPE_CHECKING:
    from tests.care.villages import Village

A_MONTH = timedelta(days=30)


def terms(village: Village) -> NewPass:
    return NewPass(
        "美居装饰",
        TODAY,
        TODAY + A_MONTH,
        village.rooms["2-1-101"],
        crew="张强\n\n李勇 ",
        people=4,
        deposit_fen=200_000,
    )


def test_that_passes_are_numbered_and_count_who_is_inside(village: Village) -> None:
    service = VisitService(village.desk)
    first = service.issue_pass(terms(village)).result
    service.issue_pass(replace(terms(village), room_id=None, place="公区", company="绿化公司"))
    entry = {
        "community_id": 1, "version": 1, "kind": "contractor", "in_by": 1, "pass_id": first, "state": "inside",
        "people_left": 1, "in_at": village.desk.clock.now(), "recorded_at": village.desk.clock.now(), "place": "",
        "name": "", "company": "", "reason": "", "vehicle": False, "plate": "", "plate_typed": "", "unplated": 0,
        "badge": "", "id_seen": False, "id_tail": "", "out_unseen": False, "incomplete": False, "overridden": "",
        "override_words": "", "agreed_by": "", "refused_words": "", "remark": "", "held_words": "",
    }  # fmt: skip
    with village.desk.database.connect(writing=True) as connection:
        connection.execute(insert(Visit), [{**entry, "people": people} for people in (3, 2)])
    lines = service.passes()
    assert [(line.number, line.place, line.inside) for line in lines] == [
        ("ZX-2026-001", "2-1-101", 3),
        ("ZX-2026-002", "公区", 0),
    ]
    assert lines[0].crew == "张强\n李勇"
    assert lines[0].deposit_state is DepositState.TAKEN
    assert service.passes("绿化") == lines[1:]


def test_that_a_revoked_pass_is_over_until_it_is_resumed(on_file: Village) -> None:
    service = VisitService(on_file.desk)
    made = service.issue_pass(terms(on_file)).result
    with pytest.raises(UserError, match="good no more"):
        service.revoke_pass(made, " ", version=1)
    service.revoke_pass(made, "违规动火", version=1)
    assert not service.pass_(made).good_on(TODAY)
    assert service.passes() == ()
    assert [line.id for line in service.passes(over=True)] == [made]
    service.resume_pass(made, version=2)
    assert service.pass_(made).good_on(TODAY + A_MONTH)
    assert not service.pass_(made).good_on(TODAY + A_MONTH + timedelta(days=1))


def test_that_a_deposit_is_given_back_or_kept_for_a_reason(on_file: Village) -> None:
    service = VisitService(on_file.desk)
    made = service.issue_pass(terms(on_file)).result
    with pytest.raises(UserError, match="why the deposit is kept"):
        service.set_deposit(made, DepositState.KEPT, "", version=1)
    service.set_deposit(made, DepositState.KEPT, "电梯轿厢划伤", version=1)
    assert service.pass_(made).deposit_words == "电梯轿厢划伤"
    with pytest.raises(UserError, match="settled already"):
        service.amend_pass(made, replace(terms(on_file), deposit_fen=0), version=2)
    free = service.issue_pass(replace(terms(on_file), deposit_fen=0)).result
    with pytest.raises(UserError, match="has no deposit"):
        service.set_deposit(free, DepositState.RETURNED, "", version=1)


def test_that_what_makes_no_sense_is_refused_by_its_field(on_file: Village) -> None:
    wrong = NewPass("", TODAY, TODAY + timedelta(days=366), people=0, deposit_fen=-1, work="x" * 201)
    with pytest.raises(UserError) as caught:
        VisitService(on_file.desk).issue_pass(wrong)
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"company", "room_id", "last_day", "people", "deposit_fen", "work"}
