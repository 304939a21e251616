"""Outages as the search box finds and opens them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.app.search import find, marks
from desktop.core.permissions import Role
from desktop.outages.model import NoticeEdition, OutageKind
from desktop.outages.rows import KIND_ICONS, NewNotice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.app.search import Hit
    from tests.outages.quarters import Quarter


def outages(quarter: Quarter, typed: str) -> Sequence[Hit]:
    return [hit for hit in find(quarter.desk, typed) if hit.kind == "outage"]


def test_that_an_outage_is_found_by_kind_in_every_language_place_and_cause(either_quarter: Quarter) -> None:
    quarter = either_quarter
    water = quarter.planned(quarter.building("2"), quarter.room("1-1-101", excluded=True))
    quarter.planned(quarter.building("别墅"), kind=OutageKind.LIFT, cause="钢丝绳更换")
    for typed in ("停水", "water", "WATER outage", "检修", "2栋 停水"):
        (hit,) = outages(quarter, typed)
        assert hit.target == ("outages", {"outage_id": water})
        assert (hit.title, hit.room, hit.icon) == ("2栋", "2026-11-24", KIND_ICONS[OutageKind.WATER])
        assert any(marks(hit, typed)), typed
    (lift,) = outages(quarter, "電梯")
    assert (lift.title, lift.matched) == ("别墅", "電梯停用")
    assert (
        [hit.id for hit in outages(quarter, "钢丝")] == [hit.id for hit in outages(quarter, "别墅 更换")] == [lift.id]
    )
    assert outages(quarter, "1-1-101") == []
    assert outages(quarter, '%" OR *') == []


def test_that_what_was_changed_is_found_as_it_is_now(filed: Quarter) -> None:
    outage_id = filed.planned()
    assert [hit.id for hit in outages(filed, "检修")] == [outage_id]
    changed = filed.new(kind=OutageKind.TANK_CLEANING, cause="半年清洗")
    filed.service.amend(outage_id, changed, version=1)
    assert outages(filed, "检修") == []
    assert [hit.id for hit in outages(filed, "水箱")] == [outage_id]


def test_that_the_number_of_a_notice_comes_first_and_a_guard_finds_none(filed: Quarter) -> None:
    outage_id = filed.planned()
    filed.service.issue(outage_id, NewNotice(NoticeEdition.ANNOUNCED, "zh_CN"), version=1)
    hit = find(filed.desk, "2026-001")[0]
    assert (hit.id, hit.exact, hit.title) == (outage_id, True, "2026-001 1栋")
    guarding = replace(filed.desk, actor=replace(filed.desk.actor, role=Role.GUARD))
    assert find(guarding, "2026-001") == []
