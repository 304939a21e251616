"""What becomes of each row of a ledger: a new request, a changed one, nothing new, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.core.texts import search_form
from desktop.requests.ledger.known import KnownFollowUp, KnownRequest
from desktop.requests.model import (
    OPEN_STATES,
    FollowUpOutcome,
    Place,
    Priority,
    RequestState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from desktop.requests.ledger.known import Known
    from desktop.requests.ledger.reading import LedgerRow
    from desktop.sheets.records import Refusal

__all__ = [
    "CHANGED",
    "CREATED",
    "REFUSED",
    "SKIPPED",
    "UNCHANGED",
    "Change",
    "Merged",
    "Spot",
    "follow_up_due",
    "follow_up_of",
    "follow_up_standing",
    "merge",
    "spot_of",
]

CREATED, CHANGED, UNCHANGED, SKIPPED, REFUSED = "created", "changed", "unchanged", "skipped", "refused"

PLAIN = (
    "kind",
    "reporter",
    "phone",
    "words",
    "place",
    "liability",
    "source",
    "channel",
    "occurred_at",
    "due_at",
    "result",
)
"""Fields whose cell is the column of the same name."""

NAMED = ("category", "department", "worker")
"""Fields whose cell is a name and whose column its id."""

_CALL = ("followed_up_at", "outcome", "satisfaction", "follow_up_words")
_ENDED = (RequestState.COMPLETED, RequestState.CLOSED)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a request is, as far as the register knows it."""

    room_id: int | None
    building_id: int | None
    label: str


@dataclass(slots=True)
class Change:
    """What a row changes about a request: columns, names by field, and a call that is new or corrected."""

    row: LedgerRow
    request: KnownRequest
    columns: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    call: KnownFollowUp | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether the row changes nothing."""
        return not (self.columns or self.names or self.call)


@dataclass(slots=True)
class Merged:
    """What becomes of the rows: an outcome for each, and what is to be written."""

    outcomes: list[str] = field(default_factory=list)
    created: list[LedgerRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    refusals: list[tuple[Refusal, ...]] = field(default_factory=list)
    doubts: list[Refusal] = field(default_factory=list)
    unknown_rooms: int = 0


def merge(known: Known, rows: Sequence[LedgerRow], now: datetime) -> Merged:
    """Return what becomes of `rows`, seen with what is `known` at `now`."""
    merged = Merged()
    seen: dict[str, LedgerRow] = {}
    for row in rows:
        identity = row.request_number or row.key
        earlier = seen.setdefault(identity, row)
        outcome = _repeated(merged, row, earlier) if earlier is not row else _outcome(merged, known, row, now)
        merged.outcomes.append(outcome)
        if outcome in {CREATED, CHANGED, UNCHANGED} and _is_unknown(known, row):
            merged.unknown_rooms += 1
            reason = msg("This room is not in the register; it was kept as text.")
            merged.doubts.append(row.table.refusal(row.row, "room", reason))
    return merged


def _repeated(merged: Merged, row: LedgerRow, earlier: LedgerRow) -> str:
    if row.cells == earlier.cells:
        reason = msg("It says the same as row %(row)s, so it was left out.", row=earlier.row.number)
        merged.doubts.append(row.table.refusal(row.row, "", reason))
        return SKIPPED
    reason = msg("Row %(row)s is about the same request and says something else.", row=earlier.row.number)
    merged.refusals.append((row.table.refusal(row.row, "number", reason),))
    return REFUSED


def _outcome(merged: Merged, known: Known, row: LedgerRow, now: datetime) -> str:
    request = known.by_number.get(row.request_number) if row.request_number else known.by_key.get(row.key)
    if request is None:
        merged.created.append(row)
        return CREATED
    change = _Comparison(known, row, request, merged.doubts, now).change()
    if change.is_empty:
        return UNCHANGED
    merged.changed.append(change)
    return CHANGED


def spot_of(known: Known, row: LedgerRow) -> Spot:
    """Return where the row's request is: a known room, else a known building, else only the text."""
    number = row.house_number
    if number is None:
        return Spot(None, None, row.room)
    if number.room and number.key in known.rooms:
        return Spot(*known.rooms[number.key])
    return Spot(None, known.buildings.get(search_form(number.building)), row.room)


def _is_unknown(known: Known, row: LedgerRow) -> bool:
    """Tell whether the row names a room that the register does not know; a spot in the public area is no room."""
    if not row.room:
        return False
    if row.house_number is None:
        place: str = row.cells.get("place") or row.cells["assumed_place"]
        return place == Place.IN_HOME
    spot = spot_of(known, row)
    return spot.room_id is None if row.house_number.room else spot.building_id is None


def follow_up_of(row: LedgerRow) -> KnownFollowUp | None:
    """Return the follow-up call that the row tells of."""
    cells = row.cells
    if "outcome" not in cells:
        return None
    grade, said = cells.get("satisfaction"), cells.get("follow_up_words", "")
    return KnownFollowUp(0, 1, cells["followed_up_at"], cells["outcome"], grade, said)


def follow_up_due(known: Known, number: str, row: LedgerRow, completed_at: datetime | None) -> datetime | None:
    """Return by when the resident of a request that only the ledger knows is called back, by the rules as they are."""
    if completed_at is None:
        return None
    category_id = known.categories.get(search_form(row.cells.get("category", "")))
    return known.book.follow_up_due(number, row.kind, category_id, Priority.NORMAL, completed_at).value


def follow_up_standing(
    due_at: datetime | None, completed_at: datetime | None, calls: Iterable[KnownFollowUp]
) -> dict[str, Any]:
    """Return the columns that serve the follow-up rate: only calls since the completion count."""
    if completed_at is None:
        return {"follow_up_due_at": None, "reached_at": None, "cannot_call": False}
    since = [call for call in calls if call.made_at >= completed_at]
    reached = [call.made_at for call in since if call.outcome == FollowUpOutcome.REACHED]
    return {
        "follow_up_due_at": due_at,
        "reached_at": min(reached, default=None),
        "cannot_call": not reached and any(call.outcome == FollowUpOutcome.CANNOT_CALL for call in since),
    }


class _Comparison:
    """One row beside the request it is about."""

    def __init__(
        self, known: Known, row: LedgerRow, request: KnownRequest, doubts: list[Refusal], now: datetime
    ) -> None:
        self.known = known
        self.row = row
        self.request = request
        self.doubts = doubts
        self.now = now
        self.result = Change(row, request)

    def change(self) -> Change:
        """Return what the row changes."""
        columns, taken = self.request.columns, self.result.columns
        for name in PLAIN:
            if self._is_new(name, columns[name]):
                taken[name] = self.row.cells[name]
        for name in NAMED:
            present = self.known.names[name].get(columns[f"{name}_id"], "")
            if self._is_new(name, present):
                self.result.names[name] = self.row.cells[name]
        self._compare_room()
        self._compare_cancelling()
        self._compare_completion()
        self._compare_call()
        # a further caller is called back when the main request says so
        on_its_own = columns["state"] != RequestState.DUPLICATE
        if on_its_own and (
            "completed_at" in taken or self.result.call or ("kind" in taken and columns["completed_at"])
        ):
            self._stand_anew()
        return self.result

    def _is_new(self, name: str, present: Any) -> bool:
        """Tell whether the cell is news to be taken: other than last time, and the request still as it was then."""
        given, base = self.row.cells.get(name), self.request.base.get(name)
        if given is None or _same(name, given, base) or _same(name, given, present):
            return False
        if present in {None, ""} or _same(name, present, base):
            return True
        self._keep(name)
        return False

    def _keep(self, name: str) -> None:
        reason = msg("It was changed in the program since; that was kept.")
        self.doubts.append(self.row.table.refusal(self.row.row, name, reason))

    def _compare_room(self) -> None:
        columns = self.request.columns
        spot = spot_of(self.known, self.row)
        now_known = spot.room_id is not None and columns["room_id"] is None and columns["room_label"] == self.row.room
        if now_known or self._is_new("room", columns["room_label"]):
            self.result.columns |= {
                "room_id": spot.room_id,
                "building_id": spot.building_id,
                "room_label": spot.label,
            }

    def _compare_cancelling(self) -> None:
        columns = self.request.columns
        if not self._is_new("cancel_reason", columns["cancel_reason"]):
            return
        state = columns["state"]
        if state == RequestState.CANCELLED:
            self.result.columns["cancel_reason"] = self.row.cells["cancel_reason"]
        elif state in OPEN_STATES and state != RequestState.ON_HOLD and not self.request.has_duplicates:
            self.result.columns |= {
                "state": RequestState.CANCELLED,
                "cancel_reason": self.row.cells["cancel_reason"],
                "cancelled_at": self.row.cells.get("cancelled_at", self.now),
            }
        else:
            self._keep("cancel_reason")

    def _compare_completion(self) -> None:
        columns, taken = self.request.columns, self.result.columns
        if "state" in taken or not self._is_new("completed_at", columns["completed_at"]):
            return
        state, completed_at = columns["state"], self.row.cells["completed_at"]
        first_time = state in OPEN_STATES and state != RequestState.ON_HOLD and columns["first_completed_at"] is None
        # who called about the same fault is called back once it is completed in the program
        if first_time and not self.request.has_duplicates:
            taken |= {"state": RequestState.COMPLETED, "completed_at": completed_at, "first_completed_at": completed_at}
            taken |= {} if columns["responded_at"] else {"responded_at": completed_at}
        elif state in _ENDED:
            taken["completed_at"] = completed_at
            if columns["first_completed_at"] == columns["completed_at"]:
                taken["first_completed_at"] = completed_at
        else:
            self._keep("completed_at")

    def _compare_call(self) -> None:
        """Take a call that is new; one told of before, whose time or answer alone was corrected, is corrected."""
        given = follow_up_of(self.row)
        base = tuple(self.request.base.get(name) for name in _CALL)
        if given is None or _told(given) == _filled(base):
            return
        if any(_told(call) == _told(given) for call in self.request.follow_ups):
            return
        for call in self.request.follow_ups:
            told_before = call.version == 1 and _told(call) == _filled(base)
            if told_before and (call.made_at == given.made_at or _told(call)[1:3] == _told(given)[1:3]):
                self.result.call = given._replace(id=call.id, version=call.version)
                return
        self.result.call = given

    def _stand_anew(self) -> None:
        columns, taken, call = self.request.columns, self.result.columns, self.result.call
        calls = [one for one in self.request.follow_ups if call is None or one.id != call.id]
        calls += [call] if call else []
        completed_at = taken.get("completed_at", columns["completed_at"])
        standing = follow_up_standing(self._follow_up_due(completed_at), completed_at, calls)
        taken |= {name: value for name, value in standing.items() if value != columns[name]}
        state = taken.get("state", columns["state"])
        signed = columns["grade_id"] is not None  # by a person, in the program
        if state == RequestState.COMPLETED and standing["reached_at"] is not None and not signed:
            taken |= {"state": RequestState.CLOSED, "closed_at": standing["reached_at"]}

    def _follow_up_due(self, completed_at: datetime | None) -> datetime | None:
        """Return by when the resident is called back: as it was due where neither kind nor completion change."""
        columns, taken = self.request.columns, self.result.columns
        if completed_at is None or ("kind" not in taken and completed_at == columns["completed_at"]):
            due: datetime | None = columns["follow_up_due_at"]
            return due
        category = self.result.names.get("category")
        category_id = columns["category_id"] if category is None else self.known.categories.get(search_form(category))
        kind = taken.get("kind", columns["kind"])
        found = self.known.book.follow_up_due(columns["number"], kind, category_id, columns["priority"], completed_at)
        return found.value


def _same(name: str, one: Any, other: Any) -> bool:
    if name in NAMED and one and other:
        return search_form(str(one)) == search_form(str(other))
    return bool(one == other)


def _told(call: KnownFollowUp) -> tuple[Any, ...]:
    return call.made_at, call.outcome, call.satisfaction, call.words


def _filled(base: tuple[Any, ...]) -> tuple[Any, ...]:
    return *base[:3], base[3] or ""
