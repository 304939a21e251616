"""Selects of photos and files; what is in them is read one at a time only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ColumnElement, Text, bindparam, func, select

from desktop.accounts.model import Account
from desktop.attachments.model import Attachment, AttachmentContent
from desktop.core.kept_files import KeptFile
from desktop.core.permissions import Operation
from desktop.storage.audit import OperationRow
from desktop.storage.drafts import DraftRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

__all__ = ["CLAIMED", "became", "content", "draft_has_files", "forgotten", "kept", "of_draft", "of_owner"]

CLAIMED = "-files"
"""After a draft's key: the operation that gave its files to something that was there already."""


def of_owner(community_id: int, topic: str, owner_id: int) -> ColumnElement[bool]:
    """Return the condition for the files of a row of the table `topic`."""
    return (Attachment.community_id == community_id) & (Attachment.topic == topic) & (Attachment.owner_id == owner_id)


def of_draft(
    community_id: int | ColumnElement[int],
    account_id: int | ColumnElement[int],
    topic: str | ColumnElement[str],
    draft_key: str | ColumnElement[str],
) -> ColumnElement[bool]:
    """Return the condition for the files of an account's draft; of the empty key there are none."""
    return (
        (Attachment.community_id == community_id)
        & (Attachment.topic == topic)
        & Attachment.owner_id.is_(None)
        & (Attachment.account_id == account_id)
        & (Attachment.draft_key == draft_key)
        & (Attachment.draft_key != "")
    )


# Made once: whatever is saved from a draft asks for it, and hardly any has files.
_IN_DRAFT = (
    select(Attachment.id)
    .where(
        of_draft(
            bindparam("community", type_=BigInteger),
            bindparam("account", type_=BigInteger),
            bindparam("topic", type_=Text),
            bindparam("key", type_=Text),
        ),
        Attachment.removed_at.is_(None),
    )
    .limit(1)
)


def draft_has_files(session: Session, community_id: int, account_id: int, topic: str, draft_key: str) -> bool:
    """Tell whether an account's draft has files that were not taken away."""
    asked = {"community": community_id, "account": account_id, "topic": topic, "key": draft_key}
    return session.connection().execute(_IN_DRAFT, asked).first() is not None


def kept(session: Session, which: ColumnElement[bool]) -> tuple[KeptFile, ...]:
    """Return the files that were not taken away, the first added first."""
    columns = (
        Attachment.id,
        Attachment.version,
        Attachment.name,
        Attachment.media_type,
        Attachment.size,
        Attachment.thumbnail,
        Attachment.added_at,
        Account.name,
    )
    query = (
        select(*columns)
        .outerjoin(Account, Account.id == Attachment.account_id)
        .where(which, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    rows = session.execute(query)
    return tuple(
        KeptFile(id_, version, name, kind, size, thumbnail, added_at, by or "")
        for id_, version, name, kind, size, thumbnail, added_at, by in rows
    )


def content(
    session: Session, community_id: int, topic: str, attachment_id: int
) -> Row[bytes, str, int | None, int] | None:
    """Return the bytes of a file, the SHA-256 they had when added, and whose it is: owner and account."""
    query = (
        select(AttachmentContent.content, Attachment.sha256, Attachment.owner_id, Attachment.account_id)
        .join(Attachment, Attachment.id == AttachmentContent.attachment_id)
        .where(Attachment.id == attachment_id, Attachment.community_id == community_id, Attachment.topic == topic)
    )
    return session.execute(query).one_or_none()


def became(session: Session, community_id: int, account_id: int, draft_key: str, saving: Operation) -> int | None:
    """Return the id of what an account's draft became by `saving`, or was given to; None while it is a draft."""
    made_by = {draft_key: saving, f"{draft_key}{CLAIMED}": Operation.ATTACH_FILE}
    query = select(OperationRow.operation_id, OperationRow.name, OperationRow.result).where(
        OperationRow.community_id == community_id,
        OperationRow.operation_id.in_(made_by),
        OperationRow.account_id == account_id,
    )
    found = session.execute(query)
    return next((row.result for row in found if row.name == made_by[row.operation_id]), None)


def forgotten(session: Session, community_id: int, before: datetime) -> Sequence[Attachment]:
    """Return the files added, or taken away, before a moment that belong to nothing and to no draft any more."""
    draft = select(DraftRow.id).where(
        DraftRow.community_id == community_id,
        DraftRow.account_id == Attachment.account_id,
        DraftRow.key == Attachment.draft_key,
    )
    query = select(Attachment).where(
        Attachment.community_id == community_id,
        Attachment.owner_id.is_(None),
        # a draft is thrown away with its files: that moment counts, however long it was parked before
        func.coalesce(Attachment.removed_at, Attachment.added_at) < before,
        ~draft.exists(),
    )
    return session.scalars(query).all()
