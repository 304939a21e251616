"""Visits as rows, as many as a test asks for, past the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from desktop.visits.model import Visit, VisitKind, Visitor, VisitState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.care.villages import Village

__all__ = ["came", "visit_values", "visitor"]


def visit_values(village: Village, **given: Any) -> dict[str, Any]:
    """Return the columns of a guest's visit that came just now, with what is `given`."""
    now = village.desk.clock.now()
    values: dict[str, Any] = {column.name: "" for column in Visit.__table__.columns if not column.nullable}
    values |= {"community_id": 1, "version": 1, "kind": VisitKind.GUEST, "state": VisitState.INSIDE, "in_by": 1}
    values |= {"people": 1, "people_left": 0, "unplated": 0, "in_at": now, "recorded_at": now}
    values |= dict.fromkeys(("vehicle", "id_seen", "out_unseen", "incomplete"), False)
    values |= dict.fromkeys(("visitor_id", "own_kind_id", "gate_id", "room_id", "pass_id", "expected_id", "out_at"))
    values.pop("id")
    return values | given


def came(village: Village, visits: Sequence[dict[str, Any]]) -> None:
    """Write visits as `visit_values` makes them."""
    with village.desk.database.connect(writing=True) as connection:
        connection.execute(insert(Visit), visits)


def visitor(village: Village, key: str) -> int:
    """Write a visitor and return its id."""
    values = {"community_id": 1, "version": 1, "key": key, "plate": key, "name": "", "company": "", "place": ""}
    values |= {"kind": VisitKind.GUEST, "visits": 1, "last_at": village.desk.clock.now()}
    with village.desk.database.connect(writing=True) as connection:
        made = connection.execute(insert(Visitor).values(values).returning(Visitor.id)).scalar_one()
    return int(made)
