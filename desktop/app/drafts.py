"""Half-typed forms of the signed-in account: in memory for the screens, on disk through the write worker."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from desktop.core.changes import FOR_OPERATION, Draft
from desktop.core.permissions import Operation, requires
from desktop.storage.audit import OperationRow
from desktop.storage.desk import Service
from desktop.storage.drafts import DraftRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Delete

__all__ = ["DraftBox", "DraftService"]


class DraftService(Service):
    """Keeps drafts in the data file, so that a crash or a power cut loses none."""

    @requires(Operation.KEEP_DRAFTS)
    def all(self) -> Sequence[Draft]:
        """Return every draft of this account, oldest first.

        One that names the write it was meant for is left out once that is made: the program ended in between.
        """
        statement = (
            select(DraftRow.form, DraftRow.key, DraftRow.title, DraftRow.fields)
            .where(DraftRow.community_id == self.actor.community_id, DraftRow.account_id == self.actor.account_id)
            .order_by(DraftRow.id)
        )
        with self.desk.read() as session:
            drafts = [Draft(form, key, title, fields) for form, key, title, fields in session.execute(statement)]
            meant = {draft.fields[FOR_OPERATION] for draft in drafts if FOR_OPERATION in draft.fields}
            made = select(OperationRow.operation_id).where(OperationRow.operation_id.in_(meant))
            done = set(session.scalars(made)) if meant else set()
        return [draft for draft in drafts if draft.fields.get(FOR_OPERATION) not in done]

    @requires(Operation.KEEP_DRAFTS)
    def keep(self, draft: Draft) -> None:
        """Keep `draft`, in place of an older one with the same form and key.

        No audit and no operation: nothing has happened yet.
        """
        row = {
            "community_id": self.actor.community_id,
            "account_id": self.actor.account_id,
            "form": draft.form,
            "key": draft.key,
            "title": draft.title,
            "fields": dict(draft.fields),
            "saved_at": self.desk.clock.now(),
        }
        with self.desk.database.connect(writing=True) as connection:
            connection.execute(self._gone(draft.form, draft.key))
            connection.execute(insert(DraftRow), row)

    @requires(Operation.KEEP_DRAFTS)
    def forget(self, form: str, key: str) -> None:
        """Throw a draft away."""
        with self.desk.database.connect(writing=True) as connection:
            connection.execute(self._gone(form, key))

    def _gone(self, form: str, key: str) -> Delete:
        return delete(DraftRow).where(
            DraftRow.community_id == self.actor.community_id,
            DraftRow.account_id == self.actor.account_id,
            DraftRow.form == form,
            DraftRow.key == key,
        )


class DraftBox:
    """The drafts of the window: at hand in memory, written through in the background, last one wins."""

    def __init__(self, service: DraftService, write: Callable[[Callable[[], None]], None]) -> None:
        """Load what was left behind; `write` runs a function on the write worker."""
        self._service = service
        self._write = write
        self._drafts = {(draft.form, draft.key): draft for draft in service.all()}

    def all(self, form: str) -> Sequence[Draft]:
        """Return the drafts of one form, oldest first."""
        return [draft for draft in self._drafts.values() if draft.form == form]

    def keep(self, draft: Draft) -> None:
        """Keep a draft, in place of an older one with the same form and key; nothing is written if it is the same."""
        if self._drafts.get((draft.form, draft.key)) == draft:
            return
        self._drafts[draft.form, draft.key] = draft
        self._write(partial(self._service.keep, draft))

    def forget(self, form: str, key: str) -> None:
        """Throw a draft away because it was saved or discarded."""
        if self._drafts.pop((form, key), None) is not None:
            self._write(partial(self._service.forget, form, key))
