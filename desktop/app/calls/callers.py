"""Whose call it is: everyone the register knows under a number, and what to know before saying a word. Free of Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, allows
from desktop.core.phones import mask_phone
from desktop.households.rows import household_alerts
from desktop.households.service import HouseholdService
from desktop.outages.offer import outage_alert
from desktop.outages.service import OutageService
from desktop.requests.offer import open_work
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.households.model import OccupancyRole
    from desktop.households.rows import Alert
    from desktop.requests.offer import OpenWork
    from desktop.storage.desk import Desk

__all__ = ["Call", "Caller", "call_from", "same_line"]

MOST_ROOMS = 30
"""An agent may be reached under one number for many rooms; beyond so many nobody would look them through."""

LEAST_LOCAL = 7
"""A number without its area code has seven or eight digits."""

_AREA = re.compile("0(?:10|2[0-9]|[3-9][0-9]{2})")


@dataclass(frozen=True, slots=True)
class Caller:
    """One person in one room who may be calling. `role` is None for someone who has moved out of it.

    `alerts` are the household's, most urgent first; `work` is what is open for it, None where nothing is.
    """

    resident_id: int
    name: str
    role: OccupancyRole | None
    room_id: int
    room: str
    alerts: Sequence[Alert] = ()
    work: OpenWork | None = None

    @property
    def open_words(self) -> Message | None:
        """Return what is open in words."""
        return None if self.work is None else self.work.words


@dataclass(frozen=True, slots=True)
class Call:
    """A number that calls, and who of the register is known under it; nobody for an unknown one."""

    digits: str
    callers: tuple[Caller, ...] = ()

    @property
    def masked(self) -> str:
        """Return the number with its middle hidden."""
        return mask_phone(self.digits)


def call_from(desk: Desk, digits: str) -> Call:
    """Return who calls from the canonical number `digits`: those who live somewhere now, else those who did.

    Raises RefusedError for an account that may not look people up by their phones.
    """
    service = HouseholdService(desk)
    now = desk.clock.now()
    found: dict[tuple[int, int], Caller] = {}
    for choice in service.rooms_for(_sought(digits), MOST_ROOMS):
        for person in choice.people:
            if same_line(person.digits, digits):
                caller = Caller(person.resident_id, person.name, person.role, choice.room_id, choice.label)
                found.setdefault((person.resident_id, choice.room_id), caller)
    callers = list(found.values()) or _former(service, digits)
    return Call(digits, tuple(_told(desk, service, caller, now) for caller in callers))


def same_line(kept: str, calling: str) -> bool:
    """Tell whether a call from `calling` may come from the number `kept`, both canonical.

    Extensions do not show in a call, and landlines of one's own area come with or without its code.
    """
    one, other = kept.partition("x")[0], calling.partition("x")[0]
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    area = long.removesuffix(short)
    return one == other or (len(short) >= LEAST_LOCAL and _AREA.fullmatch(area) is not None)


def _sought(digits: str) -> str:
    """Return what the register is asked for: of a landline the local part, which is kept with or without its area."""
    number = digits.partition("x")[0]
    if not number.startswith("0") or len(number) <= LEAST_LOCAL + 1:
        return number
    return number[3:] if number[1] in "12" else number[4:]


def _former(service: HouseholdService, digits: str) -> list[Caller]:
    people = [hit for hit in service.find(_sought(digits), MOST_ROOMS) if hit.kind == "resident" and hit.room_id]
    callers = []
    for hit in people:
        file = service.household(hit.room_id)
        gone = any(person.resident_id == hit.id for person in file.former)
        if gone and "*" in hit.matched:
            callers.append(Caller(hit.id, hit.title, None, hit.room_id, hit.room))
    return callers


def _told(desk: Desk, service: HouseholdService, caller: Caller, now: datetime) -> Caller:
    file = service.household(caller.room_id)
    alerts = household_alerts(file, now, desk.zone)
    if allows(desk.actor, Operation.READ_OUTAGES):
        outages = OutageService(desk).for_room(caller.room_id)
        alerts += [outage_alert(told, now, desk.zone, may_log=False) for told in outages]
        alerts.sort(key=lambda alert: alert.rank)
    return replace(caller, alerts=tuple(alerts), work=open_work(RequestService(desk), caller.room_id))
