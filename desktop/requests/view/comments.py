"""Internal comments of a request: what colleagues remarked, and the form for one more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.core.changes import Draft, new_operation_id
from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.dialogs import FormDialog, show_error
from desktop.ui.forms import Form, TextField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from desktop.core.errors import WorldError
    from desktop.requests.presenter import DetailPresenter
    from desktop.requests.rows import RequestDetail
    from desktop.requests.table import Seen
    from desktop.ui.shell import Shell

__all__ = ["CommentMaker", "CommentsView"]

FORM = "request-comment"
STAMP_WIDTH = 44


class CommentsView(QWidget):
    """The comments, newest first, nothing where there are none. `asked()`: one more is to be written.

    `add` asks for one; it is put where there is room, also while there is none.
    """

    asked = Signal()

    def __init__(self, seen: Seen, *, may_comment: bool) -> None:
        """Tell times as `seen`; offer to write one if the account `may_comment`."""
        super().__init__()
        self._seen = seen
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 0)
        column.setSpacing(4)
        self.add = Button(msg("Comment"), icon="plus", kind="link", small=True, name="add-comment")
        self.add.clicked.connect(self.asked)
        if not may_comment:
            self.add.hide()
        column.addWidget(label(msg("Internal comments"), "strong"))
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(6)
        self._rows.setColumnMinimumWidth(0, STAMP_WIDTH)
        self._rows.setColumnStretch(1, 1)
        column.addLayout(self._rows)

    def show_request(self, detail: RequestDetail) -> None:
        """Show the comments of `detail`."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for place, row in enumerate(reversed(detail.comments)):
            self._rows.addWidget(label(self._seen.stamp(row.made_at), tone="ink2"), place, 0, top)
            self._rows.addWidget(label(row.words, wrap=True, name="comment"), place, 1)
            self._rows.addWidget(label(row.by, "small", "ink2"), place, 2, top | Qt.AlignmentFlag.AlignRight)
        self.setVisible(bool(detail.comments))


class CommentMaker(QObject):
    """Writes comments on the request a `DetailPresenter` shows. `dialog` is the form open now, if any."""

    def __init__(self, presenter: DetailPresenter, shell: Shell, page: QWidget) -> None:
        """Open the form over `page`; what is left unsaved is kept as a draft of `shell`."""
        super().__init__(page)
        self.dialog: FormDialog | None = None
        self._presenter = presenter
        self._shell = shell
        self._page = page
        self._request_id = 0
        self._operation_id = ""

    def begin(self) -> None:
        """Ask for a comment on the request shown."""
        detail = self._presenter.detail
        if detail is None or not self._presenter.may_comment or self.dialog is not None:
            return
        self._request_id, self._operation_id = detail.line.id, new_operation_id()
        form = Form(columns=1, name="comment")
        form.add(TextField("words", msg("For colleagues"), required=True, hint=msg("The resident never sees it")))
        title = msg("Internal comment · %(number)s", number=detail.line.number)
        dialog = self.dialog = FormDialog(title, form, msg("Save"), self._page, width=560)
        kept = next((draft for draft in self._shell.drafts.all(FORM) if draft.key == str(self._request_id)), None)
        if kept is not None:
            form.restore(kept.fields)
        dialog.submitted.connect(self._submit)
        self._presenter.remarked.connect(dialog.accept)
        self._presenter.remark_refused.connect(dialog.show_problems)
        self._presenter.remark_failed.connect(self._fail)
        dialog.accepted.connect(partial(self._shell.drafts.forget, FORM, str(self._request_id)))
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._close)
        dialog.open()

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        if self.dialog is not None and self.dialog.form.dirty:
            title = self.dialog.windowTitle()
            self._shell.drafts.keep(Draft(FORM, str(self._request_id), title, self.dialog.form.texts()))

    def _submit(self, values: dict[str, Any]) -> None:
        if self.dialog is not None:
            self.dialog.set_busy(True)
            self._presenter.comment(self._request_id, values["words"], self._operation_id)

    def _fail(self, error: WorldError) -> None:
        if self.dialog is None:
            return
        self.dialog.set_busy(False)
        if show_error(self.dialog, error):
            self.dialog.submit()

    def _close(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        self._presenter.remark_failed.disconnect(self._fail)
        if dialog is not None:
            dialog.deleteLater()
