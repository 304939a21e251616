"""Lists kept under a name by each account for itself, and lists of requests that leave the program."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from desktop.core.changes import Changes, RepeatedWriteError
from desktop.core.errors import Problem, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows, requires
from desktop.core.phones import display_phone, mask_phone
from desktop.core.texts import clean
from desktop.requests.model import SavedList
from desktop.requests.rows import LONGEST_NAME, filter_to_json
from desktop.requests.store import lists
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.requests.rows import RequestFilter, SavedListRow, TakenLine

__all__ = ["Lists"]

REPORT_EVERY = 100


class Lists(Service):
    """Keeps lists for the account signed in, and reads what is taken away."""

    @requires(Operation.READ_REQUEST)
    def saved_lists(self) -> tuple[SavedListRow, ...]:
        """Return the lists this account keeps, by name."""
        with self.desk.read() as session:
            return lists.saved_lists(session, self.actor.community_id, self.actor.account_id)

    @requires(Operation.READ_REQUEST)
    def save_list(self, name: str, wanted: RequestFilter, *, operation_id: str = "") -> Changes:
        """Keep the conditions of `wanted` under `name`, in place of what this account kept under it before.

        Raises UserError naming name, and for a list that was opened from a figure: it holds requests, no conditions.
        """
        name = clean(name)
        if not name:
            raise UserError(Problem(msg("Give the list a name."), "name"))
        if len(name) > LONGEST_NAME:
            raise UserError(Problem(msg("A name has at most %(most)s characters.", most=LONGEST_NAME), "name"))
        if wanted.ids is not None:
            raise UserError(
                Problem(msg("A list opened from a figure cannot be kept; choose its conditions instead."), "name")
            )
        kept = filter_to_json(wanted)
        with self.desk.write(Operation.READ_REQUEST, operation_id) as work:
            row = lists.saved_named(work.session, work.community_id, self.actor.account_id, name)
            if row is None:
                row = SavedList(
                    community_id=work.community_id, account_id=self.actor.account_id, name=name, wanted=kept
                )
                work.session.add(row)
            else:
                row.wanted = kept
            work.session.flush()
            work.audit("saved_list", row.id, "saved", None, {"name": name, "wanted": kept})
            work.result = row.id
        return work.changes

    @requires(Operation.READ_REQUEST)
    def forget_list(self, list_id: int, *, operation_id: str = "") -> Changes:
        """Keep a list no longer; raise UserError where this account keeps no such list."""
        with self.desk.write(Operation.READ_REQUEST, operation_id) as work:
            row = work.session.get(SavedList, list_id)
            mine = (work.community_id, self.actor.account_id)
            if row is None or (row.community_id, row.account_id) != mine:
                raise UserError(msg("This list is not kept any more."))
            before = {"name": row.name, "wanted": dict(row.wanted)}
            work.session.delete(row)
            work.audit("saved_list", list_id, "removed", before, None)
        return work.changes

    @requires(Operation.EXPORT_LIST)
    def export(
        self,
        ids: Sequence[int],
        *,
        unmasked: bool = False,
        reason: str = "",
        watch: Callable[[int, int], None] | None = None,
        operation_id: str = "",
    ) -> list[TakenLine]:
        """Return the requests with `ids` as a list to take away, in that order; what is gone by now is left out.

        Phones are masked unless `unmasked` is asked for by someone who may, with a `reason`; who took how many is
        written to the audit before anything is returned. `watch(done, total)` may raise to stop. Raises RefusedError
        without the right, UserError naming reason.
        """
        why = self._check_reason(unmasked=unmasked, reason=reason)
        show = display_phone if unmasked else mask_phone
        found = []
        with self.desk.read() as session:
            for line in lists.taken(session, ids, self.actor.community_id, self.desk.clock.now(), show):
                found.append(line)
                if watch is not None and len(found) % REPORT_EVERY == 0:
                    watch(len(found), len(ids))
        about = {"requests": len(found), "unmasked": unmasked, "reason": why}
        # tried again after the file could not be written, it is still the same list
        with suppress(RepeatedWriteError), self.desk.write(Operation.EXPORT_LIST, operation_id) as work:
            work.audit("community", work.community_id, "exported", None, about)
        return found

    def _check_reason(self, *, unmasked: bool, reason: str) -> str:
        """Return the reason for showing phones in full, "" where they are masked."""
        if not unmasked:
            return ""
        if not allows(self.actor, Operation.EXPORT_UNMASKED):
            raise RefusedError(
                msg("This account may not take phones away in full; ask a manager, or take them masked.")
            )
        why = clean(reason)
        if not why:
            raise UserError(Problem(msg("Write why phones are needed in full."), "reason"))
        return why
