"""What the made-up desk laid down for itself: phrases, equipment, its phones, and what is counted at a handover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from desktop.handover.model import CountedThing
from desktop.households.model import Building
from desktop.requests.model import Category, Equipment, Phrase, RequestSetup
from desktop.staff.model import Community

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop.storage.work import UnitOfWork

__all__ = ["add_habits"]


def add_habits(work: UnitOfWork, words: Mapping[str, Any]) -> None:
    """Insert them; `words` are those of the sample community."""
    habits = words["habits"]
    connection = work.session.connection()
    ours = {"community_id": work.community_id, "version": 1}
    phrases = [{**ours, "position": place, **phrase} for place, phrase in enumerate(habits["phrases"], start=1)]
    things = [{**ours, "position": place, **thing} for place, thing in enumerate(habits["counted_things"], start=1)]
    connection.execute(insert(Phrase), phrases)
    connection.execute(insert(CountedThing), things)
    connection.execute(insert(RequestSetup), [{**ours, **habits["setup"]}])
    ours_alone = update(Community).where(Community.id == work.community_id)
    connection.execute(ours_alone.values(phone=habits["phone"]))  # without one no notice could say whom to call
    equipment = [{**ours, **row} for row in _equipment(work, habits["equipment"])]
    if equipment:
        connection.execute(insert(Equipment), equipment)


def _equipment(work: UnitOfWork, kinds: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """Yield a piece of each kind: one in every tower, whose name is a number, or one for the community."""
    session = work.session
    categories = {row.name: row.id for row in session.execute(select(Category.name, Category.id))}
    buildings = session.execute(select(Building.id, Building.name).order_by(Building.order_key)).all()
    towers = [(building_id, name) for building_id, name in buildings if name.isdigit()]
    for kind in kinds:
        category_id = categories.get(kind["category"])
        if kind["where"] == "building":
            for building_id, name in towers:
                yield {"name": f"{name}栋{kind['name']}", "building_id": building_id, "category_id": category_id}
        else:
            yield {"name": kind["name"], "building_id": None, "category_id": category_id}
