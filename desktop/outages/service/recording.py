"""How an outage is written down: kept with its places, audited, found by the search box."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from desktop.core.i18n import LANGUAGES, language
from desktop.outages.model import Outage, OutageKind, OutageKindRule, OutageNotice
from desktop.outages.rows import KIND_LABELS, NewOutage
from desktop.outages.store import counting, picks
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.storage.work import UnitOfWork

__all__ = ["facts", "fill", "index", "kind_words", "plan_of", "raise_version", "record", "search_fields"]

_UNSAID = frozenset({"id", "community_id", "version", "recorded_at", "recorded_by"})
_TYPED = ("starts_at", "ends_at", "own_kind_id", "planned", "cause", "say", "advice", "phone", "supplier_phone")


def facts(session: Session, outage: Outage) -> dict[str, Any]:
    """Return what may change of an outage as JSON values, with its places as they are called."""
    keys = (column.key for column in Outage.__table__.columns if column.key not in _UNSAID)
    told = {key: _plain(getattr(outage, key)) for key in keys}
    places = picks.kept(session, [outage.id]).get(outage.id, ())
    return {**told, "places": [f"-{pick.label}" if pick.excluded else pick.label for pick in places]}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def plan_of(session: Session, outage: Outage) -> NewOutage:
    """Return an outage as it was typed, with its places as they were called then."""
    typed = {key: getattr(outage, key) for key in _TYPED}
    places = picks.kept(session, [outage.id]).get(outage.id, ())
    return NewOutage(
        OutageKind(outage.kind),
        **typed,
        exclude_vacant=outage.exclude_vacant,
        note=outage.note,
        places=tuple(places),
    )


def fill(work: UnitOfWork, outage: Outage, plan: NewOutage, today: date) -> None:
    """Let an outage be what a checked `plan` says: its words, times and places, and how many households those are."""
    # asked first: a query between two changes would write half of them, and raise the version twice
    households = counting.household_count(
        work.session, work.community_id, plan.places, exclude_vacant=plan.exclude_vacant, today=today
    )
    for key in _TYPED:
        setattr(outage, key, getattr(plan, key))
    outage.kind, outage.note, outage.exclude_vacant = plan.kind, plan.note, plan.exclude_vacant
    outage.households = households
    if outage.id is not None:
        raise_version(outage)
    work.session.add(outage)
    work.session.flush()
    picks.keep(work.session, work.community_id, outage.id, plan.places)


def raise_version(outage: Outage) -> None:
    """Let whoever saw the outage before this write be told that it changed, even where only its places did."""
    flag_modified(outage, "state")


def record(work: UnitOfWork, outage: Outage, action: str, before: dict[str, Any] | None = None, **noted: Any) -> None:
    """Audit what was done to an outage and let it be found as it is now; `noted` is what else belongs to it."""
    work.session.flush()
    after = facts(work.session, outage)
    if before is None:
        work.audit("outage", outage.id, action, None, {**after, **noted})
    else:
        changed = [key for key in after if after[key] != before.get(key)]
        now = {key: after[key] for key in changed}
        work.audit("outage", outage.id, action, {key: before.get(key) for key in changed}, {**now, **noted})
    index(work, outage)


def index(work: UnitOfWork, outage: Outage) -> None:
    """Let the search box find an outage by its numbers, its kind in every language, its places and its cause."""
    work.index("notice", outage.id, search_fields(work.session, outage))


def search_fields(session: Session, outage: Outage) -> SearchFields:
    """Return what an outage is found by; places by what they are called now, and what they were when picked."""
    of_it = select(OutageNotice.number).where(OutageNotice.outage_id == outage.id).order_by(OutageNotice.id)
    places = picks.today(session, outage.community_id, picks.kept(session, [outage.id]).get(outage.id, ()))
    names = dict.fromkeys(name for pick in places if not pick.excluded for name in (pick.now, pick.label) if name)
    own = select(OutageKindRule.name).where(OutageKindRule.id == outage.own_kind_id)
    kinds = kind_words(OutageKind(outage.kind), session.scalar(own) or "" if outage.own_kind_id else "")
    return SearchFields(public=tuple(session.scalars(of_it)), text=(*kinds, *names, outage.cause))


def kind_words(kind: OutageKind, name: str) -> Sequence[str]:
    """Return what a kind is called: by the `name` of an own one, else in every language."""
    return (name,) if name else tuple(dict.fromkeys(language(code).message(KIND_LABELS[kind]) for code in LANGUAGES))
