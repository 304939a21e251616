"""Who may lay down what."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.core.errors import UserError
from desktop.core.permissions import Operation, requires
from desktop.households.service import HouseholdService
from desktop.requests.model import RequestSetup
from desktop.requests.service.ruling import Rulebook
from desktop.rules import store
from desktop.rules.rows import LaidDown, Named, TriedRule, What
from desktop.rules.service import writing
from desktop.rules.service.checking import cleaned_setup, setup_faults
from desktop.staff.service import StaffService
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.rules.rows import (
        CategoryFacts,
        EquipmentFacts,
        GradeFacts,
        PhraseFacts,
        QuestionFacts,
        RuleFacts,
        SetupFacts,
    )

__all__ = ["RulesService"]


class RulesService(Service):
    """What the community lays down about its requests.

    Saving takes the id and the version of the line that was seen, 0 and 0 for a new one, and returns its id as the
    result. Raises UserError with everything to mend, by field; ConflictError where the line was changed meanwhile.
    """

    @requires(Operation.READ_RULES)
    def laid_down(self) -> LaidDown:
        """Return everything that is laid down, also what is offered no more."""
        community_id = self.actor.community_id
        with self.desk.hold() as desk, desk.read() as session:
            found: dict[What, Any] = {what: store.lines(session, community_id, what) for what in What}
            setup, setup_version = store.setup(session, community_id)
            departments = StaffService(desk).departments()
            buildings = HouseholdService(desk).buildings()
        return LaidDown(
            rules=tuple(sorted(found[What.RULE], key=lambda rule: (rule.active, rule.facts.rank), reverse=True)),
            categories=found[What.CATEGORY],
            grades=found[What.GRADE],
            phrases=tuple(sorted(found[What.PHRASE], key=lambda phrase: phrase.facts.use)),
            questions=found[What.QUESTION],
            equipment=tuple(sorted(found[What.EQUIPMENT], key=lambda one: (not one.active, one.facts.name))),
            setup=setup,
            setup_version=setup_version,
            departments=tuple(Named(row.id, row.name) for row in departments if row.active),
            buildings=tuple(Named(row.id, row.name) for row in buildings),
        )

    @requires(Operation.READ_RULES)
    def try_rule(self, kind: str, category_id: int | None, priority: str, occurred_at: datetime) -> TriedRule:
        """Return which rule such a request said at `occurred_at` would be held to, and by when it would be due."""
        with self.desk.read() as session:
            book = Rulebook(session, self.actor.community_id, self.desk.zone)
            rule = book.rule_for(kind, category_id, priority)
            due = book.due_times(rule, occurred_at)
            lines = store.lines(session, self.actor.community_id, What.RULE)
        held = next((line for line in lines if rule is not None and line.id == rule.id), None)
        return TriedRule(held, due.response, due.completion, due.doubt)

    @requires(Operation.EDIT_RULES)
    def save(
        self,
        facts: RuleFacts | CategoryFacts | GradeFacts | QuestionFacts | EquipmentFacts,
        *,
        id_: int = 0,
        version: int = 0,
        operation_id: str = "",
    ) -> Changes:
        """Keep a line. Requests keep the due times they were given, and what refers to a line follows its name."""
        with self.desk.write(Operation.EDIT_RULES, operation_id) as work:
            writing.save(work, writing.table_of(facts), facts, id_, version)
        return work.changes

    @requires(Operation.EDIT_RULES)
    def set_active(self, what: What, id_: int, version: int, *, active: bool, operation_id: str = "") -> Changes:
        """Offer a line no more, or again; what was done with it stays. Phrases are removed instead."""
        with self.desk.write(Operation.EDIT_RULES, operation_id) as work:
            writing.set_active(work, what, id_, version, active=active)
        return work.changes

    @requires(Operation.EDIT_RULES)
    def move(self, what: What, id_: int, step: int, *, operation_id: str = "") -> Changes:
        """Put a category, grade or question `step` places later (negative: earlier) among those in use."""
        with self.desk.write(Operation.EDIT_RULES, operation_id) as work:
            writing.move(work, what, id_, step)
        return work.changes

    @requires(Operation.EDIT_PHRASES)
    def save_phrase(self, facts: PhraseFacts, *, id_: int = 0, version: int = 0, operation_id: str = "") -> Changes:
        """Keep a phrase."""
        with self.desk.write(Operation.EDIT_PHRASES, operation_id) as work:
            writing.save(work, What.PHRASE, facts, id_, version)
        return work.changes

    @requires(Operation.EDIT_PHRASES)
    def remove_phrase(self, id_: int, version: int, *, operation_id: str = "") -> Changes:
        """Remove a phrase; texts written with it stay as they are."""
        with self.desk.write(Operation.EDIT_PHRASES, operation_id) as work:
            writing.remove_phrase(work, id_, version)
        return work.changes

    @requires(Operation.EDIT_PHRASES)
    def move_phrase(self, id_: int, step: int, *, operation_id: str = "") -> Changes:
        """Put a phrase `step` places later (negative: earlier) among those of its field."""
        with self.desk.write(Operation.EDIT_PHRASES, operation_id) as work:
            writing.move(work, What.PHRASE, id_, step)
        return work.changes

    @requires(Operation.EDIT_RULES)
    def save_setup(self, facts: SetupFacts, version: int, *, operation_id: str = "") -> Changes:
        """Keep what the desk lays down for itself; `version` 0 where it had laid down nothing."""
        facts = cleaned_setup(facts)
        problems = setup_faults(facts)
        if problems:
            raise UserError(*problems)
        with self.desk.write(Operation.EDIT_RULES, operation_id) as work:
            before, known = store.setup(work.session, work.community_id)
            if known != version:
                raise writing.changed_meanwhile()
            statement = select(RequestSetup).where(RequestSetup.community_id == work.community_id)
            row = work.session.execute(statement).scalar_one_or_none() or RequestSetup(community_id=work.community_id)
            for name, value in asdict(facts).items():
                setattr(row, name, value)
            work.session.add(row)
            work.session.flush()
            work.audit("request_setup", row.id, "edited", asdict(before) if known else None, asdict(facts))
            work.result = row.id
        return work.changes
