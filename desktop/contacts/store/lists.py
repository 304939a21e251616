"""The lists themselves: their rows, and how many households each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.contacts.model import CallingOrder, ContactList, ContactMember, Membership
from desktop.contacts.rows import ContactListLine
from desktop.contacts.rule import Group, rule_from_json, rule_words, unknown_conditions
from desktop.contacts.store import members
from desktop.contacts.store.members import OnList
from desktop.contacts.store.names import named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from desktop.contacts.rule import Asking, ConditionKind

__all__ = ["lines", "name_is_taken", "on_list", "rule_of"]


def rule_of(row: ContactList) -> Group | None:
    """Return the rule of a list, None for one made only by hand."""
    return None if row.rule is None else rule_from_json(row.rule)


def on_list(row: ContactList, asking: Asking, kinds: Mapping[str, ConditionKind]) -> OnList:
    """Return a list as its households are asked for."""
    return OnList(row.id, rule_of(row), CallingOrder(row.calling_order), asking, kinds)


def lines(
    session: Session, rows: Sequence[ContactList], asking: Asking, kinds: Mapping[str, ConditionKind]
) -> list[ContactListLine]:
    """Return what is to be seen of lists, with the names that their rules' tags and places have now."""
    rules = iter(named(session, [rule_from_json(row.rule) for row in rows if row.rule is not None]))
    said = _said_by_hand(session, [row.id for row in rows])
    found = []
    for row in rows:
        rule = None if row.rule is None else next(rules)
        found.append(
            ContactListLine(
                id=row.id,
                name=row.name,
                note=row.note,
                rule=rule,
                words=None if rule is None else rule_words(rule, kinds),
                unknown=0 if rule is None else len(unknown_conditions(rule, kinds)),
                calling_order=CallingOrder(row.calling_order),
                members=members.count(session, on_list(row, asking, kinds)),
                added=said.get((row.id, Membership.ADDED), 0),
                excluded=said.get((row.id, Membership.EXCLUDED), 0),
                archived_at=row.archived_at,
                version=row.version,
            )
        )
    return found


def name_is_taken(session: Session, community_id: int, name: str, list_id: int) -> bool:
    """Tell whether another list of the community, archived or not, has this name."""
    query = select(ContactList.id).where(
        ContactList.community_id == community_id, ContactList.name == name, ContactList.id != list_id
    )
    return session.scalar(query) is not None


def _said_by_hand(session: Session, lists: Sequence[int]) -> Mapping[tuple[int, str], int]:
    query = (
        select(ContactMember.list_id, ContactMember.membership, func.count())
        .where(ContactMember.list_id.in_(lists))
        .group_by(ContactMember.list_id, ContactMember.membership)
    )
    return {(list_id, membership): number for list_id, membership, number in session.execute(query)}
