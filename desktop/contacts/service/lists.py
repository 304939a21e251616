"""Keeping contact lists: their names, rules and order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.contacts.model import CallingOrder, ContactList
from desktop.contacts.rule import Group, LegacyIssue, conditions_of, rule_to_json, rule_words
from desktop.contacts.service.shared import Contacting, seen
from desktop.contacts.store import lists as store
from desktop.contacts.store import rules
from desktop.contacts.store.names import named
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines

if TYPE_CHECKING:
    from desktop.contacts.rows import ContactListLine, ListDraft
    from desktop.contacts.rule import Condition, ConditionKind
    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork

__all__ = ["KeepingLists"]

LONGEST_NAME = 60
LONGEST_NOTE = 1000
MOST_CONDITIONS = 60


class KeepingLists(Contacting):
    """Makes, renames and archives lists; tells what a rule would name."""

    @requires(Operation.READ_CONTACTS)
    def condition_kinds(self) -> tuple[ConditionKind, ...]:
        """Return the conditions that other features offer for rules."""
        return tuple(self._kinds.values())

    @requires(Operation.READ_CONTACTS)
    def count(self, rule: Group) -> int:
        """Return how many households a rule names now."""
        with self.desk.read() as session:
            return rules.count(session, rule, self._asking(), self._kinds)

    @requires(Operation.READ_CONTACTS)
    def rule_words(self, rule: Group) -> Message:
        """Return a rule in words, with the names its tags and places have now, and other features' conditions."""
        with self.desk.read() as session:
            (said,) = named(session, [rule])
        return rule_words(said, self._kinds)

    @requires(Operation.READ_CONTACTS)
    def lists(self, *, archived: bool = False) -> list[ContactListLine]:
        """Return the lists by name (`archived`: the archived ones)."""
        query = select(ContactList).where(
            ContactList.community_id == self.actor.community_id,
            ContactList.archived_at.is_not(None) if archived else ContactList.archived_at.is_(None),
        )
        with self.desk.read() as session:
            rows = session.scalars(query.order_by(ContactList.name, ContactList.id)).all()
            return store.lines(session, rows, self._asking(), self._kinds)

    @requires(Operation.READ_CONTACTS)
    def contact_list(self, list_id: int) -> ContactListLine:
        """Return one list, archived or not; raise UserError where it is gone."""
        with self.desk.read() as session:
            row = self._list(session, list_id)
            return store.lines(session, [row], self._asking(), self._kinds)[0]

    @requires(Operation.EDIT_CONTACTS)
    def create_list(self, draft: ListDraft, *, operation_id: str = "") -> Changes:
        """Make a list; the result is its id. Raises UserError naming "name" where it is empty, too long or taken."""
        with self.desk.write(Operation.EDIT_CONTACTS, operation_id) as work:
            row = ContactList(community_id=work.community_id)
            self._fill(work, row, draft)
            work.session.add(row)
            work.session.flush()
            work.audit("contact_list", row.id, "made", None, _said(row))
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_CONTACTS)
    def edit_list(self, list_id: int, draft: ListDraft, *, version: int, operation_id: str = "") -> Changes:
        """Rename a list, change its note, its rule and its order; who was put on it or kept off it by hand stays so."""
        with self.desk.write(Operation.EDIT_CONTACTS, operation_id) as work:
            row = seen(work, ContactList, list_id, version)
            before = _said(row)
            self._fill(work, row, draft)
            if _said(row) != before:
                work.audit("contact_list", row.id, "edited", before, _said(row))
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_CONTACTS)
    def archive_list(self, list_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Put a list away; its rounds go on."""
        return self._put_away(list_id, version, operation_id, away=True)

    @requires(Operation.EDIT_CONTACTS)
    def restore_list(self, list_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take an archived list back."""
        return self._put_away(list_id, version, operation_id, away=False)

    def _fill(self, work: UnitOfWork, row: ContactList, draft: ListDraft) -> None:
        """Take over what was typed; raise UserError naming everything that is wrong with it."""
        name, problems = clean(draft.name), []
        if not name:
            problems.append(Problem(msg("Write what the list is called."), "name"))
        elif len(name) > LONGEST_NAME:
            problems.append(Problem(msg("A name has at most %(count)s characters.", count=LONGEST_NAME), "name"))
        elif store.name_is_taken(work.session, work.community_id, name, row.id or 0):
            problems.append(Problem(msg("There is a list “%(name)s” already; choose another name.", name=name), "name"))
        if len(draft.note) > LONGEST_NOTE:
            problems.append(Problem(msg("A note has at most %(count)s characters.", count=LONGEST_NOTE), "note"))
        if draft.rule is not None and sum(1 for _ in conditions_of(draft.rule)) > MOST_CONDITIONS:
            problems.append(Problem(msg("A rule has at most %(count)s conditions.", count=MOST_CONDITIONS), "rule"))
        if problems:
            raise UserError(*problems)
        row.name, row.note = name, clean_lines(draft.note)
        row.rule = None if draft.rule is None else rule_to_json(_tidy(draft.rule))
        row.calling_order = CallingOrder(draft.calling_order)

    def _put_away(self, list_id: int, version: int, operation_id: str, *, away: bool) -> Changes:
        with self.desk.write(Operation.EDIT_CONTACTS, operation_id) as work:
            row = seen(work, ContactList, list_id, version)
            if (row.archived_at is not None) is not away:
                row.archived_at = work.now if away else None
                work.audit("contact_list", row.id, "archived" if away else "restored", None, None)
            work.result = row.id
        return work.changes


def _tidy(group: Group) -> Group:
    """Return a rule with what was typed in it fit to be stored."""
    parts: list[Condition | Group] = []
    for part in group.parts:
        if isinstance(part, Group):
            parts.append(_tidy(part))
        else:
            parts.append(replace(part, cause=clean(part.cause)) if isinstance(part, LegacyIssue) else part)
    return Group(group.match, tuple(parts))


def _said(row: ContactList) -> dict[str, Any]:
    return {"name": row.name, "note": row.note, "rule": row.rule, "order": str(row.calling_order)}
