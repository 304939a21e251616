"""Selects that tell where a request is, and whose categories, departments and workers it may name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from desktop.core.house_numbers import try_house_number
from desktop.core.texts import clean, search_form
from desktop.households.model import Building, Room
from desktop.requests.model import Category
from desktop.requests.rows import CategoryRow
from desktop.staff.model import Department, Worker

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = [
    "Where",
    "active_categories",
    "department_name",
    "has_category",
    "has_department",
    "room_with_id",
    "room_written",
    "worker_department",
]


def _of(*columns: Any, table: type[Room | Category | Department | Worker]) -> Select[Any]:
    return select(*columns).where(table.id == bindparam("id"), table.community_id == bindparam("community"))


# Made once: every saved request asks for them.
_ROOM = _of(Room.id, Room.building_id, Room.label, table=Room)
_CATEGORY = _of(Category.id, table=Category)
_DEPARTMENT = _of(Department.id, table=Department)
_WORKER = _of(Worker.department_id, table=Worker)


@dataclass(frozen=True, slots=True)
class Where:
    """A place as a request keeps it: room and building where they are known, and the label that is shown."""

    room_id: int | None
    building_id: int | None
    label: str


def room_with_id(session: Session, community_id: int, room_id: int) -> Where | None:
    """Return the room with this id, None if the community has no such room."""
    row = session.connection().execute(_ROOM, {"community": community_id, "id": room_id}).one_or_none()
    return None if row is None else Where(row.id, row.building_id, row.label)


def room_written(session: Session, community_id: int, text: str) -> Where:
    """Return the place written in `text`: a known room, else a known building, else only the text."""
    label = clean(text)
    number = try_house_number(label)
    if number is None:
        return Where(None, None, label)
    if number.room:
        row = session.execute(
            select(Room.id, Room.building_id, Room.label).where(
                Room.community_id == community_id, Room.key == number.key
            )
        ).one_or_none()
        if row is not None:
            return Where(row.id, row.building_id, row.label)
    building_id = session.execute(
        select(Building.id).where(Building.community_id == community_id, Building.key == search_form(number.building))
    ).scalar_one_or_none()
    return Where(None, building_id, label)


def has_category(session: Session, community_id: int, category_id: int) -> bool:
    """Tell whether the community has the category."""
    return _has(session, _CATEGORY, community_id, category_id)


def has_department(session: Session, community_id: int, department_id: int) -> bool:
    """Tell whether the community has the department."""
    return _has(session, _DEPARTMENT, community_id, department_id)


def department_name(session: Session, community_id: int, department_id: int) -> str:
    """Return the department's name, "" for one the community does not have."""
    statement = select(Department.name).where(Department.id == department_id, Department.community_id == community_id)
    return session.execute(statement).scalar_one_or_none() or ""


def _has(session: Session, statement: Select[Any], community_id: int, row_id: int) -> bool:
    found = session.connection().execute(statement, {"community": community_id, "id": row_id})
    return found.one_or_none() is not None


def worker_department(session: Session, community_id: int, worker_id: int) -> tuple[int | None] | None:
    """Return the worker's department in a tuple (it may be none), None if the community has no such worker."""
    row = session.connection().execute(_WORKER, {"community": community_id, "id": worker_id}).one_or_none()
    return None if row is None else (row.department_id,)


def active_categories(session: Session, community_id: int) -> tuple[CategoryRow, ...]:
    """Return the categories to choose from, in their order."""
    rows = session.execute(
        select(
            Category.id,
            Category.name,
            Category.department_id,
            Category.keywords,
            Category.place,
            Category.liability,
            Category.priority,
        )
        .where(Category.community_id == community_id, Category.active)
        .order_by(Category.position, Category.id)
    )
    return tuple(CategoryRow(*row) for row in rows)
