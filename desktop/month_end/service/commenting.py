"""The comments of a month's report: one on each department and one on all, drafted from the figures, then edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import ConflictError, Problem, RefusedError, UserError
from desktop.core.i18n import LANGUAGES, msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean_lines
from desktop.month_end import store
from desktop.month_end.service.opening import month_to_change, refuse_closed, refuse_not_begun
from desktop.months.model import MonthComment
from desktop.months.rows import CommentRow
from desktop.months.service import MonthService, comment_in_sentences
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.storage.work import UnitOfWork

__all__ = ["LONGEST_COMMENT", "MOST_SENTENCES", "Commenting"]

LONGEST_COMMENT = 2000
MOST_SENTENCES = 6
"""A draft has at most so many sentences."""


class Commenting(Service):
    """Keeps the comments. A head writes on the own department, and reads the others once the month is issued."""

    @requires(Operation.COMMENT_MONTH)
    def comments(self, month: Month) -> tuple[CommentRow, ...]:
        """Return the comment on each active department (and on what has one), then on all (id 0); "" where none is.

        A department's head gets the own department's only until the month is issued.
        """
        with self.desk.read() as session:
            community_id, own = self.actor.community_id, self.actor.heads_department
            kept = store.comments(session, community_id, str(month))
            named = [
                (id_, name) for id_, name, active in store.departments(session, community_id) if active or id_ in kept
            ]
            issued = own is None or store.is_issued(session, community_id, str(month))
        rows = []
        for id_, name in (*named, (0, "")):
            if issued or id_ == own:
                row = kept.get(id_)
                if row is None:
                    rows.append(CommentRow(id_, name, "", "", is_draft=True, written_at=None, written_by="", version=0))
                else:
                    rows.append(
                        CommentRow(
                            department_id=id_,
                            department=name,
                            words=row.words,
                            language=row.language,
                            is_draft=row.is_draft,
                            written_at=row.written_at,
                            written_by=row.written_by or "",
                            version=row.version,
                        )
                    )
        return tuple(rows)

    @requires(Operation.COMMENT_MONTH)
    def draft_comment(self, month: Month, department_id: int, language: Language) -> str:
        """Return a comment made of the month's figures, on a department or on all (0); nothing is kept.

        Raises UserError for a month that has not begun or a department that is gone, RefusedError for another
        department where a head asks.
        """
        self._refuse_another(department_id)
        report = MonthService(self.desk).gist(month, department_id or None)
        between = "" if language.code.startswith("zh") else " "
        return between.join(comment_in_sentences(report, language, MOST_SENTENCES))

    @requires(Operation.COMMENT_MONTH)
    def keep_comment(
        self,
        month: Month,
        department_id: int,
        words: str,
        language: str,
        *,
        is_draft: bool,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Keep the words about a department (0: about all), in the language of that code; "" takes them away.

        `is_draft` while they are as `draft_comment` made them. The result is the month's id. Raises UserError for a
        month that is closed or has not begun, a text too long and an unknown department, RefusedError for another
        department where a head writes, ConflictError where someone else wrote meanwhile: nothing of it is overwritten.
        """
        self._refuse_another(department_id)
        refuse_not_begun(self.desk, month)
        kept = _checked(words, language)
        with self.desk.write(Operation.COMMENT_MONTH, operation_id) as work:
            held = month_to_change(work, month, None)
            refuse_closed(held, month)
            row = self._row(work, month, department_id, version)
            before = {"words": row.words, "is_draft": row.is_draft} if row.id else None
            row.words, row.language, row.is_draft = kept, language, is_draft
            row.written_at, row.written_by = work.now, work.actor.account_id
            work.session.add(row)
            work.session.flush()
            after = {"month": row.month, "department": department_id, "words": kept, "is_draft": is_draft}
            work.audit("month", held.id, "commented", before, after)
            work.result = held.id
        return work.changes

    def _row(self, work: UnitOfWork, month: Month, department_id: int, version: int) -> MonthComment:
        ours = (
            MonthComment.community_id == work.community_id,
            MonthComment.month == str(month),
            MonthComment.department_id == department_id,
        )
        row = work.session.scalars(select(MonthComment).where(*ours).with_for_update()).one_or_none()
        if version != (0 if row is None else row.version):
            raise ConflictError(
                msg("Someone else wrote this comment meanwhile; nothing was overwritten. Read it, then add yours.")
            )
        known = {0, *(id_ for id_, _name, _active in store.departments(work.session, work.community_id))}
        if row is None and department_id not in known:
            raise UserError(Problem(msg("This department does not exist any more; choose another."), "department"))
        return row or MonthComment(community_id=work.community_id, month=str(month), department_id=department_id)

    def _refuse_another(self, department_id: int) -> None:
        if self.actor.heads_department not in {None, department_id}:
            raise RefusedError(msg("A department's head comments on the own department only."))


def _checked(words: str, language: str) -> str:
    kept = clean_lines(words)
    if len(kept) > LONGEST_COMMENT:
        raise UserError(
            Problem(
                msg(
                    "This text has %(count)s characters; shorten it to %(most)s.", count=len(kept), most=LONGEST_COMMENT
                ),
                "words",
            )
        )
    if language not in LANGUAGES:
        raise ValueError(f"no language: {language}")
    return kept
