"""What the form of a request's facts hands in: its defaults, what is usual for a category, its values as arguments."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.requests.model import Channel, Liability, Place, Priority, RequestKind, Source
from desktop.requests.presenter.directory import Assignee
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.requests.dialogs.facts import FactsForm
    from desktop.requests.rows import CategoryRow

__all__ = ["DEFAULTS", "facts_given", "new_given", "usual_texts"]

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "kind": RequestKind.REPAIR,
        "place": Place.IN_HOME,
        "priority": Priority.NORMAL,
        "liability": Liability.PROPERTY,
        "channel": Channel.PHONE,
    }
)
"""What stands in a fresh form."""


def usual_texts(usual: CategoryRow) -> Mapping[str, str]:
    """Return what is usual for a category, by field of the form; the default where nothing is."""
    return {
        "assignee": Assignee(department_id=usual.department_id).key,
        "place": usual.place or DEFAULTS["place"],
        "liability": usual.liability or DEFAULTS["liability"],
        "priority": usual.priority or DEFAULTS["priority"],
    }


def facts_given(form: FactsForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `RequestFacts` that the form's `values` make; what is hidden is not said."""
    choice = form.room.choice
    given: dict[str, Any] = {
        "room_id": choice.room_id if choice is not None else None,
        "room_text": "" if choice is not None else values["room_id"],
        "reporter": values["reporter"],
        "phone": values["phone"],
        "words": values["words"],
        "category_id": _number(values["category_id"]),
        "place": Place(values["place"] or DEFAULTS["place"]),
        "liability": Liability(values["liability"] or DEFAULTS["liability"]),
        "channel": Channel(values["channel"] or Channel.OTHER),
        "source": Source.INSPECTION if values["inspection"] else Source.RESIDENT,
        "priority": Priority(values["priority"]) if form.priority.shown else Priority.NORMAL,
        "appointment_at": values["appointment_at"] if form.appointment.shown else None,
        "chargeable": values["chargeable"] if form.chargeable.shown else False,
        "equipment_id": _number(values["equipment_id"]) if form.equipment.shown else None,
        "rework_of_id": form.rework_of_id if form.kind.text() == RequestKind.REPAIR else None,
    }
    return given | _as_emergency(given) if form.is_emergency else given


def new_given(form: FactsForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that only `NewRequest` has."""
    to = Assignee.parse(values["assignee"])
    accused = form.accused.shown
    return {
        "kind": RequestKind(values["kind"]),
        "department_id": to.department_id,
        "worker_id": to.worker_id,
        "occurred_at": values["occurred_at"],
        "answered": values["answered"] if form.answered.shown else "",
        "grade_id": _number(values["grade_id"]) if accused else None,
        "accused_department_id": _number(values["accused_department_id"]) if accused else None,
        "promised_at": values["promised_at"] if accused else None,
    }


def _number(key: str) -> int | None:
    return int(key) if key else None


def _as_emergency(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an emergency is saved with where nobody had time to say it."""
    words = given["words"] or translate(msg("Emergency; what happened follows."), ui_language().language)
    nowhere = given["room_id"] is None and not given["room_text"]
    return {"words": words, "place": Place.PUBLIC_AREA if nowhere else given["place"]}
