"""Selects of what is laid down: every line, also what is offered no more."""

from __future__ import annotations

from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.requests.model import (
    Category,
    ComplaintGrade,
    Equipment,
    FollowUpQuestion,
    Phrase,
    RequestRule,
    RequestSetup,
)
from desktop.rules.rows import (
    CategoryFacts,
    EquipmentFacts,
    Facts,
    GradeFacts,
    Line,
    PhraseFacts,
    QuestionFacts,
    RuleFacts,
    SetupFacts,
    What,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

__all__ = ["FACTS", "TABLES", "lines", "setup"]

TABLES: Mapping[What, type[Any]] = MappingProxyType(
    {
        What.RULE: RequestRule,
        What.CATEGORY: Category,
        What.GRADE: ComplaintGrade,
        What.PHRASE: Phrase,
        What.QUESTION: FollowUpQuestion,
        What.EQUIPMENT: Equipment,
    }
)
"""The table behind each list."""

FACTS: Mapping[What, type[Facts]] = MappingProxyType(
    {
        What.RULE: RuleFacts,
        What.CATEGORY: CategoryFacts,
        What.GRADE: GradeFacts,
        What.PHRASE: PhraseFacts,
        What.QUESTION: QuestionFacts,
        What.EQUIPMENT: EquipmentFacts,
    }
)
"""What a line of each list says; its fields are called as the columns."""


def lines(session: Session, community_id: int, what: What) -> tuple[Line[Any], ...]:
    """Return the lines of a table, those in use first, in their order, else in that of their making."""
    table, facts = TABLES[what], FACTS[what]
    columns = table.__table__.columns
    shown = [columns[field.name] for field in fields(facts)]
    statement = select(
        table.id,
        table.version,
        table.active if "active" in columns else table.id.is_not(None),
        table.position if "position" in columns else table.id,
        *shown,
    ).where(table.community_id == community_id)
    found = [
        Line(id_, version, bool(active), position, facts(*values))
        for id_, version, active, position, *values in session.execute(statement)
    ]
    return tuple(sorted(found, key=lambda line: (not line.active, line.position, line.id)))


def setup(session: Session, community_id: int) -> tuple[SetupFacts, int]:
    """Return what the desk laid down for itself, with its version; the defaults and 0 where it laid down nothing."""
    columns = [getattr(RequestSetup, field.name) for field in fields(SetupFacts)]
    statement = select(RequestSetup.version, *columns).where(RequestSetup.community_id == community_id)
    found = session.execute(statement).one_or_none()
    if found is None:
        return SetupFacts(), 0
    version, *values = found
    return SetupFacts(*values), version
