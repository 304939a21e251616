"""Keeping photos and files byte for byte beside what they belong to, and beside what is still being typed.

While something is typed its files belong to the draft, whose key is the operation id of the row to be; saving it
claims them. What is taken away keeps its row and its bytes, so that it can be put back. Only files of drafts that are
gone for a day leave the data.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import delete, select

from desktop.attachments import store
from desktop.attachments.model import Attachment, AttachmentContent
from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.file_kinds import kind_of
from desktop.core.file_names import ending_of, free_name, safe_name
from desktop.core.i18n import msg
from desktop.core.kept_files import FIELD, LARGEST_THUMBNAIL, MOST_FILES, KeptFile, about_files, check_before_reading
from desktop.core.permissions import Operation, requires_named
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.storage.work import UnitOfWork

__all__ = ["KEPT_WITHOUT_DRAFT", "Attaching", "claim_draft"]

KEPT_WITHOUT_DRAFT = timedelta(days=1)
"""How long a file outlives its draft: within it throwing a draft away can be undone."""

_JPEG = b"\xff\xd8\xff"


def claim_draft(
    work: UnitOfWork, topic: str, draft_key: str, owner_id: int, subject: tuple[str, int], *, becomes: str = ""
) -> None:
    """Let the files of the acting account's draft belong to the row it became, or that was there already.

    `subject` is topic and id of the audit they are noted in. A draft of one topic that `becomes` a row of another gives
    its files to that.
    """
    owned = becomes or topic
    if not store.draft_has_files(work.session, work.community_id, work.actor.account_id, topic, draft_key):
        return
    rows = _of_draft(work, topic, draft_key, Attachment.removed_at.is_(None))
    known = store.kept(work.session, store.of_owner(work.community_id, owned, owner_id))
    taken = [row.name for row in known]
    for row in sorted(rows, key=lambda row: row.id):
        row.topic, row.owner_id, row.draft_key = owned, owner_id, ""
        row.name = free_name(row.name, taken)
        taken.append(row.name)
        work.audit(*subject, "file attached", None, _facts(row))


class Attaching(Service):
    """Adds, shows, takes away: the part of a feature's service that keeps files beside its rows.

    The feature says which table its files belong to (`TOPIC`), by which right its files are looked at (`READ_BY`) and
    added or taken away (`ATTACHED_BY`), also those of drafts, by which operation a draft becomes a row of it
    (`SAVED_BY`), and whose history and audit it is, in `_subject`.
    """

    TOPIC: ClassVar[str]
    READ_BY: ClassVar[Operation]
    ATTACHED_BY: ClassVar[Operation]
    SAVED_BY: ClassVar[Operation]

    def _subject(self, session: Session, owner_id: int, *, lock: bool) -> tuple[str, int]:
        """Return topic and id of the audit for what the files of `owner_id` are about, locked where `lock`.

        Raises UserError where there is no such row, RefusedError where this account may not see it.
        """
        raise NotImplementedError

    @requires_named("ATTACHED_BY")
    def attach(
        self,
        name: str,
        content: bytes,
        *,
        owner_id: int | None = None,
        draft_key: str = "",
        thumbnail: bytes | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Keep a file for a row, or for the draft `draft_key`; `result` is the file's id.

        The name is made safe, and numbered where there is one of that name. `thumbnail` is a small JPEG made
        from the picture. A draft that was saved meanwhile is the row it became. Raises UserError naming the
        field `attachments` for a file that is too large, of a kind that is not kept, one too many, or there already.
        """
        row = self._checked(name, content, thumbnail)
        with self.desk.write(Operation.ATTACH_FILE, operation_id) as work:
            _sweep(work)
            row.owner_id, row.draft_key = self._target(work, owner_id, draft_key)
            row.added_at, row.account_id = work.now, work.actor.account_id
            self._make_room(work, row)
            work.session.add(row)
            work.session.flush()
            kept = AttachmentContent(attachment_id=row.id, community_id=work.community_id, content=content)
            work.session.add(kept)
            self._note(work, row, "file attached", None, _facts(row))
            work.result = row.id
        return work.changes

    def _checked(self, name: str, content: bytes, thumbnail: bytes | None) -> Attachment:
        shown = safe_name(name)
        check_before_reading(shown, len(content))
        try:
            kind = kind_of(shown, content)
        except UserError as error:
            raise about_files(error) from error
        if ending_of(shown) not in kind.endings:
            # A photo whose ending names another kind of photo, as chat programs write them.
            shown = safe_name(f"{shown.removesuffix(ending_of(shown))}{kind.endings[0]}")
        if thumbnail is not None and not (thumbnail.startswith(_JPEG) and len(thumbnail) <= LARGEST_THUMBNAIL):
            raise ValueError("a thumbnail is a small JPEG")
        return Attachment(
            community_id=self.actor.community_id,
            topic=self.TOPIC,
            name=shown,
            media_type=kind.media_type,
            size=len(content),
            sha256=sha256(content).hexdigest(),
            thumbnail=thumbnail if kind.picture else None,
        )

    @requires_named("READ_BY")
    def attachments(self, owner_id: int) -> tuple[KeptFile, ...]:
        """Return the files of a row, without what is in them; raise UserError where there is no such row."""
        with self.desk.read() as session:
            self._subject(session, owner_id, lock=False)
            return store.kept(session, store.of_owner(self.actor.community_id, self.TOPIC, owner_id))

    @requires_named("ATTACHED_BY")
    def draft_attachments(self, draft_key: str) -> tuple[KeptFile, ...]:
        """Return the files of a draft of this account, without what is in them."""
        which = store.of_draft(self.actor.community_id, self.actor.account_id, self.TOPIC, draft_key)
        with self.desk.read() as session:
            return store.kept(session, which)

    @requires_named("READ_BY")
    def attachment_content(self, attachment_id: int) -> bytes:
        """Return a file byte for byte; raise UserError where there is none, or it is not what was kept."""
        with self.desk.read() as session:
            found = store.content(session, self.actor.community_id, self.TOPIC, attachment_id)
            if found is None or (found.owner_id is None and found.account_id != self.actor.account_id):
                raise _no_such_file()
            if found.owner_id is not None:
                self._subject(session, found.owner_id, lock=False)
        content: bytes = found.content
        if sha256(content).hexdigest() != found.sha256:
            raise UserError(msg("This file is damaged in the data. Restore the last backup to have it back."))
        return content

    @requires_named("ATTACHED_BY")
    def take_away(self, attachment_id: int, version: int, *, operation_id: str = "") -> Changes:
        """Take a file away from its row or draft; it can be put back. Raises ConflictError if it was changed."""
        return self._set_removed(attachment_id, version, "file taken away", operation_id)

    @requires_named("ATTACHED_BY")
    def put_back(self, attachment_id: int, version: int, *, operation_id: str = "") -> Changes:
        """Put a file back that was taken away; raise as `take_away` does, and where there is no room."""
        return self._set_removed(attachment_id, version, "file put back", operation_id)

    def _set_removed(self, attachment_id: int, version: int, action: str, operation_id: str) -> Changes:
        with self.desk.write(Operation.ATTACH_FILE, operation_id) as work:
            row = self._load(work, attachment_id)
            if row.version != version:
                raise ConflictError(
                    msg("Someone else changed the files meanwhile; nothing was overwritten. Look at them again.")
                )
            before = _facts(row)
            if action == "file put back" and row.removed_at is not None:
                row.owner_id, row.draft_key = self._target(work, row.owner_id, row.draft_key)
                self._make_room(work, row)
                row.removed_at = None
            elif action == "file taken away":
                row.removed_at = row.removed_at or work.now
            self._note(work, row, action, before, _facts(row))
            work.result = row.id
        return work.changes

    @requires_named("ATTACHED_BY")
    def take_away_draft(self, draft_key: str, *, operation_id: str = "") -> Changes:
        """Take away every file of a draft of this account that is thrown away; `put_back_draft` undoes it."""
        with self.desk.write(Operation.ATTACH_FILE, operation_id) as work:
            for row in _of_draft(work, self.TOPIC, draft_key, Attachment.removed_at.is_(None)):
                row.removed_at = work.now
                self._note(work, row, "file taken away", None, _facts(row))
        return work.changes

    @requires_named("ATTACHED_BY")
    def put_back_draft(self, draft_key: str, *, operation_id: str = "") -> Changes:
        """Give a draft that came back the files that were taken away with it, those of the last moment only."""
        with self.desk.write(Operation.ATTACH_FILE, operation_id) as work:
            gone = _of_draft(work, self.TOPIC, draft_key, Attachment.removed_at.is_not(None))
            last = max((row.removed_at for row in gone if row.removed_at is not None), default=None)
            for row in gone:
                if row.removed_at == last:
                    row.removed_at = None
                    self._note(work, row, "file put back", None, _facts(row))
        return work.changes

    @requires_named("ATTACHED_BY")
    def claim(self, draft_key: str, owner_id: int) -> Changes:
        """Give the files of a draft of this account to a row that is there already: it urged that one.

        Done once for a draft; what is attached to it later goes there as well.
        """
        with self.desk.write(Operation.ATTACH_FILE, f"{draft_key}{store.CLAIMED}") as work:
            claim_draft(work, self.TOPIC, draft_key, owner_id, self._subject(work.session, owner_id, lock=True))
            work.result = owner_id
        return work.changes

    def _target(self, work: UnitOfWork, owner_id: int | None, draft_key: str) -> tuple[int | None, str]:
        """Return owner and draft key a file is kept under; raise UserError for an unknown owner."""
        if owner_id is None and not draft_key:
            raise ValueError("a file belongs to a row or to a draft")
        if owner_id is None:
            account_id = work.actor.account_id
            owner_id = store.became(work.session, work.community_id, account_id, draft_key, self.SAVED_BY)
        if owner_id is None:
            return None, draft_key
        self._subject(work.session, owner_id, lock=True)
        return owner_id, ""

    def _make_room(self, work: UnitOfWork, row: Attachment) -> None:
        """Give `row` a name of its own among its neighbours; raise UserError where there is no room, or it is there."""
        if row.owner_id is None:
            which = store.of_draft(work.community_id, work.actor.account_id, self.TOPIC, row.draft_key)
        else:
            which = store.of_owner(work.community_id, self.TOPIC, row.owner_id)
        query = select(Attachment.name, Attachment.sha256).where(which, Attachment.removed_at.is_(None))
        with work.session.no_autoflush:
            others = work.session.execute(query).all()
        if len(others) >= MOST_FILES:
            raise _refused(msg("%(most)s files are kept here at most; take one away first.", most=MOST_FILES))
        same = next((other.name for other in others if other.sha256 == row.sha256), None)
        if same is not None:
            raise _refused(msg("“%(file)s” is attached already.", file=same))
        row.name = free_name(row.name, [other.name for other in others])

    def _load(self, work: UnitOfWork, attachment_id: int) -> Attachment:
        row = work.session.get(Attachment, attachment_id, with_for_update=True)
        if row is None or row.community_id != work.community_id or row.topic != self.TOPIC:
            raise _no_such_file()
        if row.owner_id is None and row.account_id != work.actor.account_id:
            raise _no_such_file()
        return row

    def _note(
        self,
        work: UnitOfWork,
        row: Attachment,
        action: str,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any],
    ) -> None:
        """Write the audit row; what is in a draft concerns nothing kept yet."""
        if row.owner_id is None:
            work.audit("attachment", row.id, action, before, after)
        else:
            work.audit(*self._subject(work.session, row.owner_id, lock=True), action, before, after)


def _of_draft(work: UnitOfWork, topic: str, draft_key: str, which: ColumnElement[bool]) -> Sequence[Attachment]:
    mine = store.of_draft(work.community_id, work.actor.account_id, topic, draft_key)
    return work.session.scalars(select(Attachment).where(mine, which)).all()


def _sweep(work: UnitOfWork) -> None:
    """Delete the files of drafts that are gone for a day: they belong to nothing, and nobody can see them."""
    for row in store.forgotten(work.session, work.community_id, work.now - KEPT_WITHOUT_DRAFT):
        work.audit("attachment", row.id, "file of a forgotten draft deleted", _facts(row), None)
        work.session.execute(delete(AttachmentContent).where(AttachmentContent.attachment_id == row.id))
        work.session.delete(row)


def _facts(row: Attachment) -> dict[str, Any]:
    # what is in the file is nobody's business in the audit; its sum proves which file it was
    removed: datetime | None = row.removed_at
    return {
        "attachment_id": row.id,
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "sha256": row.sha256,
        "removed_at": None if removed is None else removed.isoformat(),
    }


def _no_such_file() -> UserError:
    return UserError(msg("This file is not there any more; look again."))


def _refused(message: Any) -> UserError:
    return UserError(Problem(message, FIELD))
