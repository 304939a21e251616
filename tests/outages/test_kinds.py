"""Kinds of outages: built in and own ones, with their times ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.outages.model import OutageKind
from desktop.outages.service import OutageService

if TYPE_CHECKING:
    from tests.outages.quarters import Quarter

DAY = timedelta(days=1)


def manager(quarter: Quarter) -> OutageService:
    return OutageService(quarter.desk_of(Role.MANAGER))


def test_that_a_built_in_kind_is_changed_once_and_then_by_its_version(either_quarter: Quarter) -> None:
    service = manager(either_quarter)
    kinds = {row.kind: row for row in service.kinds()}
    assert list(kinds) == list(OutageKind)
    assert (kinds[OutageKind.WATER].lead, kinds[OutageKind.POWER].lead) == (DAY, 7 * DAY)
    assert kinds[OutageKind.TYPHOON].lead == timedelta()
    service.set_kind(OutageKind.WATER, 2 * DAY, " 96390 ", version=0)
    water = service.kinds()[0]
    assert (water.lead, water.supplier_phone, water.version, water.name) == (2 * DAY, "96390", 1, "")
    with pytest.raises(ConflictError):
        service.set_kind(OutageKind.WATER, DAY, "", version=0)
    service.set_kind(OutageKind.WATER, timedelta(), "", version=1, id=water.id)
    assert service.check(either_quarter.new(hours=1)).latest is None
    assert [row.kind for row in service.kinds()] == list(OutageKind)


def test_that_own_kinds_are_offered_until_archived_and_can_come_back(filed: Quarter) -> None:
    service = manager(filed)
    kind_id = service.add_kind("外墙清洗", 3 * DAY, "0571-1234").result
    own = service.kinds()[-1]
    assert (own.kind, own.id, own.name, own.lead) == (OutageKind.OTHER, kind_id, "外墙清洗", 3 * DAY)
    new = filed.new(kind=OutageKind.OTHER, own_kind_id=kind_id)
    outage_id = filed.service.plan(new).result
    assert filed.service.check(new).latest == new.starts_at - 3 * DAY
    assert [line.kind_name for line in filed.service.outages()] == ["外墙清洗"]
    service.archive_kind(kind_id, version=1)
    assert all(not row.name for row in service.kinds())
    assert service.kinds(archived=True)[-1].archived
    with pytest.raises(UserError) as caught:
        filed.service.plan(new)
    assert caught.value.problems[0].field == "own_kind_id"
    filed.service.amend(outage_id, replace(new, note="照旧"), version=1)
    assert service.add_kind("外墙 清洗", DAY).result == kind_id
    assert (service.kinds()[-1].lead, service.kinds()[-1].archived) == (DAY, False)


@pytest.mark.parametrize(
    ("name", "lead", "phone", "fields"),
    [
        ("", DAY, "", {"name"}),
        ("长" * 21, DAY, "", {"name"}),
        ("停水", DAY, "", {"name"}),
        ("water OUTAGE", DAY, "", {"name"}),
        ("外墙清洗", -DAY, "1" * 41, {"lead", "supplier_phone"}),
        ("外墙清洗", timedelta(minutes=90), "", {"lead"}),
        ("外墙清洗", 32 * DAY, "", {"lead"}),
    ],
)
def test_that_what_is_no_kind_is_refused_by_its_field(
    filed: Quarter, name: str, lead: timedelta, phone: str, fields: set[str]
) -> None:
    with pytest.raises(UserError) as caught:
        manager(filed).add_kind(name, lead, phone)
    assert {problem.field for problem in caught.value.problems} == fields


def test_that_a_name_is_taken_once_and_only_the_manager_lays_kinds_down(filed: Quarter) -> None:
    service = manager(filed)
    service.add_kind("外墙清洗", DAY)
    with pytest.raises(UserError):
        service.add_kind("外墙清洗", DAY)
    with pytest.raises(UserError):
        service.archive_kind(99, version=1)
    with pytest.raises(RefusedError):
        filed.service.set_kind(OutageKind.WATER, DAY, "", version=0)
