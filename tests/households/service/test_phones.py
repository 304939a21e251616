"""Phones: added, corrected, called in order, confirmed on a day, labelled."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, UserError
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.households.rows import PersonLine, PhoneLine
    from desktop.households.service import HouseholdService
    from desktop.storage.database import Database

pytestmark = pytest.mark.usefixtures("imported")

TODAY = date(2026, 11, 22)


def person(service: HouseholdService) -> PersonLine:
    page = service.household(service.find("1-1-101")[0].room_id)
    return next(one for one in page.people if one.name == "李小红")


def phones(service: HouseholdService) -> tuple[PhoneLine, ...]:
    return person(service).phones


def shown(service: HouseholdService) -> list[str]:
    return [phone.shown for phone in phones(service)]


def audited(database: Database, action: str) -> list[Any]:
    with database.read() as session:
        query = select(Audit.before, Audit.after).where(Audit.action == action).order_by(Audit.id)
        return [tuple(row) for row in session.execute(query)]


def test_that_a_phone_is_confirmed_today_in_the_community(
    households: HouseholdService, clock: FixedClock, database: Database
) -> None:
    # half past four in the afternoon in London is the next day in Shanghai
    clock.set(clock.now().replace(hour=16, minute=30))
    phone = phones(households)[0]
    households.confirm_phone(phone.id, version=phone.version)
    again = phones(households)[0]
    assert (again.confirmed_on, again.shown) == (date(2026, 11, 23), phone.shown)
    ((before, after),) = audited(database, "phone confirmed")
    assert (before["confirmed_on"], after["confirmed_on"]) == (None, "2026-11-23")
    with pytest.raises(ConflictError):
        households.confirm_phone(phone.id, version=phone.version)


def test_that_phones_are_called_in_the_order_chosen(households: HouseholdService, database: Database) -> None:
    households.add_phone(person(households).resident_id, "13900003333", label="单位")
    assert shown(households) == ["138 **** 0002", "0571-****0001", "139 **** 3333"]
    last = phones(households)[2]
    households.move_phone(last.id, -1, version=last.version)
    assert shown(households) == ["138 **** 0002", "139 **** 3333", "0571-****0001"]
    first = phones(households)[0]
    households.move_phone(first.id, 1, version=first.version)
    assert shown(households) == ["139 **** 3333", "138 **** 0002", "0571-****0001"]
    top = phones(households)[0]
    households.move_phone(top.id, -5, version=top.version)
    assert shown(households)[0] == "139 **** 3333"
    before, after = audited(database, "phones reordered")[0]
    assert before["phones"] == ["13800000002", "057188000001", "13900003333"]
    assert after["phones"] == ["13800000002", "13900003333", "057188000001"]
    callers = households.callers(households.find("1-1-101")[0].room_id)
    assert next(one.digits for one in callers if one.name == "李小红") == "13900003333"


def test_that_a_label_is_any_word_and_confirms_nothing(households: HouseholdService) -> None:
    phone = phones(households)[0]
    households.label_phone(phone.id, " 白天先打 ", version=phone.version)
    again = phones(households)[0]
    assert (again.label, again.confirmed_on) == ("白天先打", None)
    assert households.callers(households.find("1-1-101")[0].room_id)[1].label == "白天先打"


def test_that_nobody_has_one_number_twice(households: HouseholdService) -> None:
    with pytest.raises(UserError) as refused:
        households.add_phone(person(households).resident_id, "138 0000 0002")
    assert refused.value.problems[0].field == "phone"
    second = phones(households)[1]
    with pytest.raises(UserError):
        households.correct_phone(second.id, "13800000002", version=second.version)
    households.correct_phone(second.id, "0571-8800 0001", version=second.version)
    assert phones(households)[1].confirmed_on == TODAY
