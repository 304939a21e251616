"""How a line is written: checked beside the others, compared with what was seen, noted before and after."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.households.model import Building
from desktop.requests.model import Category
from desktop.rules import store
from desktop.rules.rows import CategoryFacts, EquipmentFacts, GradeFacts, PhraseFacts, QuestionFacts, RuleFacts, What
from desktop.rules.service.checking import MOST_ASKED, cleaned, faults
from desktop.staff.model import Department

if TYPE_CHECKING:
    from desktop.rules.rows import Facts, Line
    from desktop.storage.work import UnitOfWork

__all__ = ["changed_meanwhile", "move", "remove_phrase", "save", "set_active", "table_of"]


def table_of(facts: Facts) -> What:
    """Return the table that `facts` are of."""
    match facts:
        case RuleFacts():
            return What.RULE
        case CategoryFacts():
            return What.CATEGORY
        case GradeFacts():
            return What.GRADE
        case PhraseFacts():
            return What.PHRASE
        case QuestionFacts():
            return What.QUESTION
        case EquipmentFacts():
            return What.EQUIPMENT


def changed_meanwhile() -> ConflictError:
    """Return what is told of a line that is not as it was seen."""
    return ConflictError(
        msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
    )


def save(work: UnitOfWork, what: What, facts: Facts, id_: int, version: int) -> None:
    """Write a new line, or other facts over the line `id_`; see `RulesService.save`."""
    facts = cleaned(facts)
    lines = store.lines(work.session, work.community_id, what)
    before = next((line for line in lines if line.id == id_), None)
    if id_ and (before is None or before.version != version):
        raise changed_meanwhile()
    active = before is None or before.active
    others = [line for line in lines if line.id != id_]
    # A line out of use holds for nothing; only what has a name has to be alone with it even then.
    problems = faults(what, facts, others if active or what is not What.RULE else [])
    problems += [*_strangers(work, facts), *(_too_many(others) if what is What.QUESTION and active else ())]
    if problems:
        raise UserError(*problems)
    values = asdict(facts)
    if before is None:
        row = store.TABLES[what](community_id=work.community_id, **values)
        if "position" in row.__table__.columns:
            row.position = max((line.position for line in lines), default=0) + 1
        work.session.add(row)
    else:
        row = work.session.get_one(store.TABLES[what], id_)
        for name, value in values.items():
            setattr(row, name, value)
    work.session.flush()
    if before is None:
        work.audit(what, row.id, "added", None, values)
    elif before.facts != facts:
        work.audit(what, row.id, "edited", asdict(before.facts), values)
    work.result = row.id


def set_active(work: UnitOfWork, what: What, id_: int, version: int, *, active: bool) -> None:
    """Take a line out of use, or put it back; see `RulesService.set_active`."""
    if what is What.PHRASE:
        raise ValueError("a phrase is removed")
    lines = store.lines(work.session, work.community_id, what)
    line = _seen(lines, id_, version)
    if active and not line.active:
        others = [other for other in lines if other.id != id_]
        problems = faults(what, line.facts, others) if what is What.RULE else []
        problems += _too_many(others) if what is What.QUESTION else ()
        if problems:
            raise UserError(*problems)
    work.session.get_one(store.TABLES[what], id_).active = active
    work.audit(what, id_, "put back" if active else "retired", {"active": line.active}, {"active": active})
    work.result = id_


def remove_phrase(work: UnitOfWork, id_: int, version: int) -> None:
    """Remove a phrase; see `RulesService.remove_phrase`."""
    line = _seen(store.lines(work.session, work.community_id, What.PHRASE), id_, version)
    work.session.delete(work.session.get_one(store.TABLES[What.PHRASE], id_))
    work.audit(What.PHRASE, id_, "removed", asdict(line.facts), None)
    work.result = id_


def move(work: UnitOfWork, what: What, id_: int, step: int) -> None:
    """Put a line `step` places later; at either end it stays. See `RulesService.move`."""
    if what in {What.RULE, What.EQUIPMENT}:
        raise ValueError("these have no order of their own")
    lines = store.lines(work.session, work.community_id, what)
    line = next((each for each in lines if each.id == id_), None)
    if line is None:
        raise changed_meanwhile()
    peers = [each for each in lines if _group(each) == _group(line)]
    place = peers.index(line)
    target = min(max(place + step, 0), len(peers) - 1)
    work.result = id_
    if target == place:
        return
    peers.insert(target, peers.pop(place))
    places = iter(peers)
    order = [next(places) if _group(each) == _group(line) else each for each in lines]
    for position, each in enumerate(order, start=1):
        if each.position != position:
            work.session.get_one(store.TABLES[what], each.id).position = position
            work.touch(what, each.id)
    work.audit(what, id_, "moved", {"place": place + 1}, {"place": target + 1})


def _group(line: Line[Any]) -> object:
    """Return among which lines of its table `line` is put in order."""
    return line.facts.use if isinstance(line.facts, PhraseFacts) else line.active


def _seen(lines: tuple[Line[Any], ...], id_: int, version: int) -> Line[Any]:
    found = next((line for line in lines if line.id == id_), None)
    if found is None or found.version != version:
        raise changed_meanwhile()
    return found


def _too_many(others: list[Line[Any]]) -> list[Problem]:
    if sum(line.active for line in others) < MOST_ASKED:
        return []
    message = msg("At most %(most)s questions are asked in a call; take one out of use first.", most=MOST_ASKED)
    return [Problem(message, "words")]


def _strangers(work: UnitOfWork, facts: Facts) -> list[Problem]:
    """Return a problem for each thing named in `facts` that is none of this community's."""
    wanted: dict[str, tuple[type[Any], int | None]] = {
        "department_id": (Department, getattr(facts, "department_id", None)),
        "category_id": (Category, getattr(facts, "category_id", None)),
        "building_id": (Building, getattr(facts, "building_id", None)),
    }
    found = []
    for field, (table, id_) in wanted.items():
        row = None if id_ is None else work.session.get(table, id_)
        if id_ is not None and (row is None or row.community_id != work.community_id):
            found.append(Problem(msg("This is not there any more; choose again."), field))
    return found
