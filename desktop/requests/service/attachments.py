"""Photos and files of a request, and of one that is still being typed: kept byte for byte beside it.

While a request is typed its files belong to the draft, whose key is the operation id of the request to be; reporting
it claims them. What is taken away keeps its row and its bytes, so that it can be put back. Only files of drafts that
are gone for a day leave the data.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from desktop.attachments.model import Attachment, AttachmentContent
from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.file_kinds import kind_of, refuse_ending
from desktop.core.file_names import ending_of, free_name, safe_name
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.requests.rows import LARGEST_FILE, LARGEST_THUMBNAIL, MOST_FILES, AttachmentRow
from desktop.requests.service.recording import load
from desktop.requests.store import attachments
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from desktop.storage.work import UnitOfWork

__all__ = ["FIELD", "Attachments", "check_before_reading", "claim_draft"]

FIELD = "attachments"
"""The field that problems with files name."""

KEPT_WITHOUT_DRAFT = timedelta(days=1)
"""How long a file outlives its draft: within it throwing a draft away can be undone."""

_JPEG = b"\xff\xd8\xff"


def check_before_reading(name: str, size: int) -> None:
    """Raise UserError for a file that would be refused by its name or its `size` in bytes, before it is read."""
    shown = safe_name(name)
    try:
        refuse_ending(shown)
    except UserError as error:
        raise _about_files(error) from error
    if size > LARGEST_FILE:
        most = LARGEST_FILE // (1024 * 1024)
        raise _refused(
            msg("“%(file)s” is larger than %(most)s MB; make it smaller, then add it again.", file=shown, most=most)
        )


def claim_draft(work: UnitOfWork, draft_key: str, request_id: int) -> None:
    """Let the files of the acting account's draft belong to the request it became, or that was there already."""
    if not attachments.draft_has_files(work.session, work.community_id, work.actor.account_id, draft_key):
        return
    rows = _of_draft(work, draft_key, Attachment.removed_at.is_(None))
    known = attachments.kept(work.session, attachments.of_request(work.community_id, request_id))
    taken = [row.name for row in known]
    for row in sorted(rows, key=lambda row: row.id):
        row.owner_id, row.draft_key = request_id, ""
        row.name = free_name(row.name, taken)
        taken.append(row.name)
        work.audit("request", request_id, "file attached", None, _facts(row))


class Attachments(Service):
    """Adds, shows, takes away."""

    @requires(Operation.ATTACH_FILE)
    def attach(
        self,
        name: str,
        content: bytes,
        *,
        request_id: int | None = None,
        draft_key: str = "",
        thumbnail: bytes | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Keep a file for a request, or for the draft `draft_key`; `result` is the file's id.

        The name is made safe, and numbered where the request has one of that name. `thumbnail` is a small JPEG made
        from the picture. A draft that was reported meanwhile is the request it became. Raises UserError naming the
        field `attachments` for a file that is too large, of a kind that is not kept, one too many, or there already.
        """
        row = self._checked(name, content, thumbnail)
        with self.desk.write(Operation.ATTACH_FILE, operation_id) as work:
            _sweep(work)
            row.owner_id, row.draft_key = _target(work, request_id, draft_key)
            row.added_at, row.account_id = work.now, work.actor.account_id
            _make_room(work, row)
            work.session.add(row)
            work.session.flush()
            kept = AttachmentContent(attachment_id=row.id, community_id=work.community_id, content=content)
            work.session.add(kept)
            _note(work, row, "file attached", None, _facts(row))
            work.result = row.id
        return work.changes

    def _checked(self, name: str, content: bytes, thumbnail: bytes | None) -> Attachment:
        shown = safe_name(name)
        check_before_reading(shown, len(content))
        try:
            kind = kind_of(shown, content)
        except UserError as error:
            raise _about_files(error) from error
        if ending_of(shown) not in kind.endings:
            # A photo whose ending names another kind of photo, as chat programs write them.
            shown = safe_name(f"{shown.removesuffix(ending_of(shown))}{kind.endings[0]}")
        if thumbnail is not None and not (thumbnail.startswith(_JPEG) and len(thumbnail) <= LARGEST_THUMBNAIL):
            raise ValueError("a thumbnail is a small JPEG")
        return Attachment(
            community_id=self.actor.community_id,
            topic=attachments.TOPIC,
            name=shown,
            media_type=kind.media_type,
            size=len(content),
            sha256=sha256(content).hexdigest(),
            thumbnail=thumbnail if kind.picture else None,
        )

    @requires(Operation.READ_REQUEST)
    def attachments(self, request_id: int) -> tuple[AttachmentRow, ...]:
        """Return the files of a request, without what is in them."""
        with self.desk.read() as session:
            return attachments.kept(session, attachments.of_request(self.actor.community_id, request_id))

    @requires(Operation.ATTACH_FILE)
    def draft_attachments(self, draft_key: str) -> tuple[AttachmentRow, ...]:
        """Return the files of a draft of this account, without what is in them."""
        which = attachments.of_draft(self.actor.community_id, self.actor.account_id, draft_key)
        with self.desk.read() as session:
            return attachments.kept(session, which)

    @requires(Operation.READ_REQUEST)
    def attachment_content(self, attachment_id: int) -> bytes:
        """Return a file byte for byte; raise UserError where there is none, or it is not what was kept."""
        actor = self.actor
        with self.desk.read() as session:
            found = attachments.content(session, actor.community_id, actor.account_id, attachment_id)
        if found is None:
            raise _no_such_file()
        if sha256(found[0]).hexdigest() != found[1]:
            raise UserError(msg("This file is damaged in the data. Restore the last backup to have it back."))
        return found[0]

    @requires(Operation.ATTACH_FILE)
    def take_away(self, attachment_id: int, version: int, *, operation_id: str = "") -> Changes:
        """Take a file away from its request or draft; it can be put back. Raises ConflictError if it was changed."""
        return self._set_removed(attachment_id, version, "file taken away", operation_id)

    @requires(Operation.ATTACH_FILE)
    def put_back(self, attachment_id: int, version: int, *, operation_id: str = "") -> Changes:
        """Put a file back that was taken away; raise as `take_away` does, and where the request is full."""
        return self._set_removed(attachment_id, version, "file put back", operation_id)

    def _set_removed(self, attachment_id: int, version: int, action: str, operation_id: str) -> Changes:
        with self.desk.write(Operation.ATTACH_FILE, operation_id) as work:
            row = _load(work, attachment_id)
            if row.version != version:
                raise ConflictError(
                    msg("Someone else changed the files meanwhile; nothing was overwritten. Look at them again.")
                )
            before = _facts(row)
            if action == "file put back" and row.removed_at is not None:
                row.owner_id, row.draft_key = _target(work, row.owner_id, row.draft_key)
                _make_room(work, row)
                row.removed_at = None
            elif action == "file taken away":
                row.removed_at = row.removed_at or work.now
            _note(work, row, action, before, _facts(row))
            work.result = row.id
        return work.changes

    @requires(Operation.ATTACH_FILE)
    def take_away_draft(self, draft_key: str, *, operation_id: str = "") -> Changes:
        """Take away every file of a draft of this account that is thrown away; `put_back_draft` undoes it."""
        with self.desk.write(Operation.ATTACH_FILE, operation_id) as work:
            for row in _of_draft(work, draft_key, Attachment.removed_at.is_(None)):
                row.removed_at = work.now
                _note(work, row, "file taken away", None, _facts(row))
        return work.changes

    @requires(Operation.ATTACH_FILE)
    def put_back_draft(self, draft_key: str, *, operation_id: str = "") -> Changes:
        """Give a draft that came back the files that were taken away with it, those of the last moment only."""
        with self.desk.write(Operation.ATTACH_FILE, operation_id) as work:
            gone = _of_draft(work, draft_key, Attachment.removed_at.is_not(None))
            last = max((row.removed_at for row in gone if row.removed_at is not None), default=None)
            for row in gone:
                if row.removed_at == last:
                    row.removed_at = None
                    _note(work, row, "file put back", None, _facts(row))
        return work.changes

    @requires(Operation.ATTACH_FILE)
    def claim(self, draft_key: str, request_id: int) -> Changes:
        """Give the files of a draft of this account to a request that is there already: it urged that one.

        Done once for a draft; what is attached to it later goes there as well.
        """
        with self.desk.write(Operation.ATTACH_FILE, f"{draft_key}{attachments.CLAIMED}") as work:
            load(work.session, work.community_id, request_id)
            claim_draft(work, draft_key, request_id)
            work.result = request_id
        return work.changes


def _target(work: UnitOfWork, request_id: int | None, draft_key: str) -> tuple[int | None, str]:
    """Return request and draft key a file is kept under; raise UserError for an unknown request."""
    if request_id is None and not draft_key:
        raise ValueError("a file belongs to a request or to a draft")
    if request_id is None:
        request_id = attachments.became(work.session, work.community_id, work.actor.account_id, draft_key)
    if request_id is None:
        return None, draft_key
    load(work.session, work.community_id, request_id)
    return request_id, ""


def _make_room(work: UnitOfWork, row: Attachment) -> None:
    """Give `row` a name of its own among its neighbours; raise UserError where it is one too many or there already."""
    if row.owner_id is None:
        which = attachments.of_draft(work.community_id, work.actor.account_id, row.draft_key)
    else:
        which = attachments.of_request(work.community_id, row.owner_id)
    query = select(Attachment.name, Attachment.sha256).where(which, Attachment.removed_at.is_(None))
    with work.session.no_autoflush:
        others = work.session.execute(query).all()
    if len(others) >= MOST_FILES:
        raise _refused(msg("A request holds at most %(most)s files; take one away first.", most=MOST_FILES))
    same = next((other.name for other in others if other.sha256 == row.sha256), None)
    if same is not None:
        raise _refused(msg("“%(file)s” is attached already.", file=same))
    row.name = free_name(row.name, [other.name for other in others])


def _sweep(work: UnitOfWork) -> None:
    """Delete the files of drafts that are gone for a day: they belong to nothing, and nobody can see them."""
    for row in attachments.forgotten(work.session, work.community_id, work.now - KEPT_WITHOUT_DRAFT):
        work.audit("attachment", row.id, "file of a forgotten draft deleted", _facts(row), None)
        work.session.execute(delete(AttachmentContent).where(AttachmentContent.attachment_id == row.id))
        work.session.delete(row)


def _of_draft(work: UnitOfWork, draft_key: str, which: ColumnElement[bool]) -> Sequence[Attachment]:
    mine = attachments.of_draft(work.community_id, work.actor.account_id, draft_key)
    return work.session.scalars(select(Attachment).where(mine, which)).all()


def _load(work: UnitOfWork, attachment_id: int) -> Attachment:
    row = work.session.get(Attachment, attachment_id, with_for_update=True)
    if row is None or row.community_id != work.community_id:
        raise _no_such_file()
    if row.owner_id is None and row.account_id != work.actor.account_id:
        raise _no_such_file()
    return row


def _note(
    work: UnitOfWork, row: Attachment, action: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    """Write the audit row; nothing of a draft concerns a request yet."""
    if row.owner_id is None:
        work.audit("attachment", row.id, action, before, after)
    else:
        work.audit("request", row.owner_id, action, before, after)


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
    return UserError(msg("This file is not there any more; look at the request again."))


def _refused(message: Any) -> UserError:
    return UserError(Problem(message, FIELD))


def _about_files(error: UserError) -> UserError:
    return UserError(*(Problem(problem.message, FIELD) for problem in error.problems))
