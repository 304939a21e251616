"""The forms of a point as a whole: comment, signature, mended, withdrawn, reopened, merged, split, evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg, nmsg
from desktop.issues.dialogs.forms import IssueDialog, PointDialog
from desktop.issues.model import ActionState
from desktop.requests.service import RequestService
from desktop.ui.forms import CheckField, Choice, ChoiceField, Form, LineField, SegmentField, TextField
from desktop.ui.panels import label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.core.months import Month
    from desktop.issues.dialogs.forms import Command
    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.issues.service import IssueService

__all__ = [
    "AddEvidence",
    "CommentIssue",
    "ConfirmIssue",
    "DropIssue",
    "MendIssue",
    "MergeIssues",
    "ReopenIssue",
    "SplitIssue",
]

HIGHEST_LIST = 260
"""A form of many boxes scrolls beyond this height, px."""

MOST_WORDS, MOST_NAME = 24, 10
"""Characters of a request's or action's words, and of an owner's name, beside a box to tick."""

_BETWEEN = re.compile(r"[\s,，、;；]+")


class _WordsDialog(PointDialog):
    """One field of words about a point."""

    def __init__(
        self,
        row: IssueRow,
        title: Message,
        field: TextField,
        verb: Message,
        key: str,
        saved: Message,
        parent: QWidget | None,
    ) -> None:
        form = Form(columns=1, name=key)
        form.add(field)
        super().__init__(row, title, form, verb, key=f"{key}-{row.id}", saved=saved, about=row.title, parent=parent)


class CommentIssue(_WordsDialog):
    """The department's head says what is thought of a point; the latest words are printed."""

    def __init__(self, row: IssueRow, parent: QWidget | None = None) -> None:
        """Begin with the last comment on `row`."""
        field = TextField("words", msg("Head's comment"), required=True, lines=3)
        super().__init__(
            row,
            msg("Comment of the department's head"),
            field,
            msg("Save"),
            "comment-issue",
            msg("The comment was kept."),
            parent,
        )

    def texts(self) -> Mapping[str, str]:
        """Return what stands in the field at first."""
        return {"words": self.row.comment}

    def command(self, values: dict[str, Any]) -> Command:
        """Return the comment."""
        row = self.row
        return lambda service, operation_id: service.comment(
            row.id, values["words"], version=row.version, operation_id=operation_id
        )


class MendIssue(_WordsDialog):
    """A point is mended."""

    def __init__(self, row: IssueRow, parent: QWidget | None = None) -> None:
        """Ask what shows it of `row`."""
        field = TextField("words", msg("What shows it"), required=True, hint=msg("none in four weeks, checked twice …"))
        super().__init__(
            row,
            msg("The problem point is mended"),
            field,
            msg("Mended"),
            "mend-issue",
            msg("The problem point was marked as mended."),
            parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the mending."""
        row = self.row
        return lambda service, operation_id: service.mend(
            row.id, values["words"], version=row.version, operation_id=operation_id
        )


class DropIssue(_WordsDialog):
    """A point was none."""

    def __init__(self, row: IssueRow, parent: QWidget | None = None) -> None:
        """Ask why `row` is withdrawn."""
        field = TextField("reason", msg("Reason"), required=True, hint=msg("belongs to another, was a single case"))
        super().__init__(
            row,
            msg("Withdraw the problem point"),
            field,
            msg("Withdraw"),
            "drop-issue",
            msg("The problem point was withdrawn."),
            parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the withdrawing."""
        row = self.row
        return lambda service, operation_id: service.drop(
            row.id, values["reason"], version=row.version, operation_id=operation_id
        )


class ReopenIssue(_WordsDialog):
    """A point that was mended or withdrawn is taken up again."""

    def __init__(self, row: IssueRow, parent: QWidget | None = None) -> None:
        """Ask why `row` is reopened."""
        field = TextField("reason", msg("Reason"), required=True)
        super().__init__(
            row,
            msg("Reopen the problem point"),
            field,
            msg("Reopen"),
            "reopen-issue",
            msg("The problem point was reopened."),
            parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the reopening."""
        row = self.row
        return lambda service, operation_id: service.reopen(
            row.id, values["reason"], version=row.version, operation_id=operation_id
        )


class ConfirmIssue(PointDialog):
    """The department's head signs with the password: for the point and all its actions, or for one of them."""

    def __init__(self, row: IssueRow, action: ActionRow | None = None, parent: QWidget | None = None) -> None:
        """Sign for `row`, or for its `action` alone."""
        self._action_id = None if action is None else action.id
        form = Form(columns=1, name="confirm-issue")
        actions = [each for each in row.actions if each.state is not ActionState.DROPPED]
        self._asks_what = action is None and bool(actions)
        if self._asks_what:
            choices = (
                Choice("everything", nmsg("Point and %(count)s action", "Point and %(count)s actions", len(actions))),
                Choice("point", msg("The point alone")),
            )
            form.add(SegmentField("what", msg("Signed"), choices, required=True))
            form.fields["what"].set_text("everything")
        form.add(LineField("password", msg("Password"), required=True, password=True, width=240))
        super().__init__(
            row,
            msg("Confirm the problem point") if action is None else msg("Confirm the action"),
            form,
            msg("Sign"),
            key=f"confirm-{row.id}-{self._action_id or 0}",
            saved=msg("It is signed."),
            about=row.title if action is None else msg("%(point)s: %(action)s", point=row.title, action=action.words),
            width=520,
            parent=parent,
        )
        self.body.insertWidget(
            1,
            label(msg("The password is your signature; what is changed later needs a new one."), wrap=True),
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the signing."""
        row, action_id, password = self.row, self._action_id, values["password"]
        everything = self._asks_what and values["what"] == "everything"
        return lambda service, operation_id: service.confirm(
            row.id,
            password,
            version=row.version,
            action_id=action_id,
            everything=everything,
            operation_id=operation_id,
        )


class MergeIssues(IssueDialog):
    """Several points become one, which keeps the evidence, actions and history of all."""

    def __init__(self, rows: Sequence[IssueRow], parent: QWidget | None = None) -> None:
        """Merge `rows`; the oldest is proposed as the one that stays."""
        self._rows = {row.id: row for row in rows}
        oldest = min(rows, key=lambda row: (row.month, row.id))
        form = Form(columns=1, name="merge-issues")
        choices = [Choice(str(row.id), f"{row.title} · {row.department} · {row.month}") for row in rows]
        form.add(ChoiceField("into", msg("Stays"), choices, required=True))
        form.fields["into"].set_text(str(oldest.id))
        count = len(rows)
        super().__init__(
            nmsg("Merge %(count)s problem point", "Merge %(count)s problem points", count),
            form,
            msg("Merge points"),
            key=f"merge-{'-'.join(str(id_) for id_ in sorted(self._rows))}",
            saved=msg("The problem points were merged."),
            about=msg("What stays takes over evidence and actions of the others; they are kept and point to it."),
            parent=parent,
        )

    def renew(self, row: IssueRow) -> None:
        """Go on with one of them as it stands now."""
        if row.id in self._rows:
            self._rows[row.id] = row

    def command(self, values: dict[str, Any]) -> Command:
        """Return the merging."""
        into = int(values["into"])
        versions = {row.id: row.version for row in self._rows.values()}
        others = [id_ for id_ in self._rows if id_ != into]
        return lambda service, operation_id: service.merge(into, others, versions=versions, operation_id=operation_id)


class SplitIssue(PointDialog):
    """A part of a point becomes a point of its own: with a title, some of the evidence, some of the actions."""

    def __init__(self, row: IssueRow, parent: QWidget | None = None) -> None:
        """Split `row`, which holds its evidence."""
        form = Form(columns=1, name="split-issue")
        form.add(LineField("title", msg("Headline"), required=True, hint=msg("what the new point is called")))
        for place, each in enumerate(row.evidence_rows):
            words = " · ".join(filter(None, (each.number, each.room, _short(each.words, MOST_WORDS))))
            form.add(CheckField(f"request-{each.request_id}", msg("Evidence") if place == 0 else "", words))
        for place, action in enumerate(row.actions):
            words = " · ".join(filter(None, (_short(action.words, MOST_WORDS), _short(action.owner, MOST_NAME))))
            form.add(CheckField(f"action-{action.id}", msg("Actions") if place == 0 else "", words))
        super().__init__(
            row,
            msg("Split the problem point"),
            form,
            msg("Split"),
            key=f"split-{row.id}",
            saved=msg("The problem point was split."),
            about=msg("Choose what the new point takes with it; all else stays with “%(title)s”.", title=row.title),
            width=720,
            parent=parent,
        )
        self.body.removeWidget(form)
        form.setContentsMargins(0, 0, 12, 0)
        area = scrolled(form)
        area.setFixedHeight(min(form.sizeHint().height(), HIGHEST_LIST))
        self.body.insertWidget(1, area)
        form.focus_first()

    def command(self, values: dict[str, Any]) -> Command:
        """Return the splitting; raise UserError where nothing is taken along."""
        row = self.row
        requests, actions = (_chosen(values, kind) for kind in ("request-", "action-"))
        if not requests and not actions:
            raise UserError(Problem(msg("Choose at least one request or action that the new point takes with it.")))
        return lambda service, operation_id: service.split(
            row.id, values["title"], requests, actions, version=row.version, operation_id=operation_id
        )


class AddEvidence(PointDialog):
    """More requests are behind a point: their numbers are typed or scanned."""

    def __init__(self, row: IssueRow, month: Month, parent: QWidget | None = None) -> None:
        """Add to `row`, as found in the combing of `month`."""
        self._month = month
        form = Form(columns=1, name="add-evidence")
        form.add(
            TextField("numbers", msg("Request numbers"), required=True, hint=msg("numbers of requests, one or several"))
        )
        super().__init__(
            row,
            msg("Add requests as evidence"),
            form,
            msg("Add"),
            key=f"evidence-{row.id}",
            saved=msg("Evidence was added."),
            about=row.title,
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the adding; a number that nobody knows is refused by name."""
        row, month, numbers = self.row, self._month, [each for each in _BETWEEN.split(values["numbers"]) if each]
        return lambda service, operation_id: service.add_evidence(
            row.id, _ids(service, numbers), month, version=row.version, operation_id=operation_id
        )


def _short(words: str, most: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most]}…"


def _chosen(values: Mapping[str, Any], kind: str) -> list[int]:
    return [int(key.removeprefix(kind)) for key, value in values.items() if key.startswith(kind) and value]


def _ids(service: IssueService, numbers: Sequence[str]) -> list[int]:
    requests = RequestService(service.desk)
    found: list[int] = []
    for number in numbers:
        try:
            found.append(requests.by_number(number).line.id)
        except UserError as error:
            unknown = msg("There is no request “%(number)s”; look at its number again.", number=number)
            raise UserError(Problem(unknown, "numbers")) from error
    return found
