"""What households offer to the whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desktop.core.i18n import language
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.households.offer import alerts, timeline_words
from desktop.households.rows import ROLE_LABELS, STATE_LABELS, NewPerson

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.households.service import HouseholdService


def test_that_alerts_stand_in_the_order_of_urgency(households: HouseholdService, imported: Changes) -> None:
    assert imported.result
    room = households.find("1-1-101")[0].room_id
    for name, cause in (("历史遗留问题", "漏水"), ("独居老人", ""), ("爱好钓鱼", "")):
        households.tag(room, name, cause=cause)
    assert [(alert.meaning, alert.cause) for alert in alerts(households.household(room))] == [
        ("living_alone", ""),
        ("legacy_issue", "漏水"),
        ("vip", ""),
    ]


def test_that_every_touchpoint_of_households_has_its_sentence(households: HouseholdService, imported: Changes) -> None:
    assert imported.result
    room = households.find("3-2-0301")[0].room_id
    today = date(2026, 11, 22)
    households.move_in(room, NewPerson("解大伟"), OccupancyRole.TENANT, today, state=RoomStateKind.LET)
    person = households.household(room).people[0]
    households.move_out(person.occupancy_id, today, version=person.occupancy_version)
    households.set_room_state(room, RoomStateKind.RENOVATING, today)
    spoken = language("en")
    words = [timeline_words(entry.kind, entry.parameters) for entry in households.household(room).timeline]
    assert [spoken.message(sentence) for sentence in words if sentence] == [
        "The room became: Renovating",
        "解大伟 moved out (Tenant)",
        "解大伟 moved in (Tenant)",
    ]
    assert timeline_words("request_reported", {}) is None


def test_that_every_role_and_state_has_its_word() -> None:
    assert set(ROLE_LABELS) == set(OccupancyRole)
    assert set(STATE_LABELS) == set(RoomStateKind)
