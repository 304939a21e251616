"""What is done from a button to the line that says so: the form, its draft, the write, what is refused, the undo."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer

from desktop.core.changes import Draft
from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.ui.dialogs import FormDialog, show_error
from desktop.ui.language import translate, ui_language
from desktop.ui.panels import label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QScrollArea, QWidget

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.ui.attempts import Attempt, Writer
    from desktop.ui.forms import Form
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["AUTOSAVE_MS", "Acts", "CommandDialog"]

ServiceT = TypeVar("ServiceT")

AUTOSAVE_MS = 500
"""What is typed into a form is kept this long after its first change."""
WIDTH = 560
AROUND = 178
"""Px of a dialog above and below a form that is scrolled, with some of the window left to see."""
LOWEST = 240


class CommandDialog(FormDialog, Generic[ServiceT]):
    """A form that makes one write. `key` names its draft; `saved` is what to say once the write was taken."""

    def __init__(
        self,
        title: Text,
        form: Form,
        verb: Text,
        *,
        key: str,
        saved: Text = "",
        about: Text = "",
        parent: QWidget | None = None,
        width: int = WIDTH,
    ) -> None:
        """Show `form`; `verb` is the button that saves, `about` says what the form is about."""
        form.settle()
        super().__init__(title, form, verb, parent, width=width)
        self.key = key
        self.saved = saved
        self._area: QScrollArea | None = None
        if about:
            self.body.insertWidget(0, label(about, tone="ink2", wrap=True))

    @property
    def dirty(self) -> bool:
        """Tell whether anything was typed since the form was opened."""
        return self.form.dirty

    def draft_texts(self) -> dict[str, str]:
        """Return what a draft keeps."""
        return self.form.texts()

    def take_up(self, texts: Mapping[str, str]) -> None:
        """Take up what a draft kept."""
        self.form.restore(texts)
        self.form.focus_first()

    def renew(self, row: Any) -> None:
        """Go on with `row`, what the form is about, as it stands now; what was typed stays."""

    def scroll_form(self) -> None:
        """Scroll the form where it is, or becomes, higher than a small window."""
        place = self.body.indexOf(self.form)
        self.body.removeWidget(self.form)
        self.form.setContentsMargins(0, 0, 12, 0)
        self._area = scrolled(self.form)
        self.body.insertWidget(place, self._area)
        self.form.installEventFilter(self)
        self._fit_form()
        self.form.focus_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give a scrolled form the height it needs now: fields come and go by what was chosen."""
        if watched is self.form and event.type() == QEvent.Type.LayoutRequest:
            self._fit_form()
        return super().eventFilter(watched, event)

    def _fit_form(self) -> None:
        if self._area is None:
            return
        parent, high = self.parentWidget(), self.form.sizeHint().height()
        if parent is not None:
            high = min(high, max(parent.window().height() - AROUND, LOWEST))
        self._area.setFixedHeight(high)

    @abstractmethod
    def command(self, values: dict[str, Any]) -> Callable[[ServiceT, str], Changes]:
        """Return the write that the values ask for, given the service and the operation id.

        Raises UserError where they ask for nothing.
        """


class Acts(QObject, Generic[ServiceT]):
    """Opens forms over `page` and makes writes with `writer`. `dialog` is the form that is open, None for none.

    Half-typed forms are kept as drafts of `drafts`.
    """

    def __init__(self, writer: Writer[ServiceT], shell: Shell, page: QWidget, drafts: str) -> None:
        """Speak through `shell`."""
        super().__init__(page)
        self.dialog: CommandDialog[ServiceT] | None = None
        self.writer = writer
        self.shell = shell
        self.page = page
        self._drafts = drafts
        self._was_outdated = False
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._soon.timeout.connect(self.keep)

    def open(
        self,
        dialog: CommandDialog[ServiceT],
        then: Callable[[Changes], None] | None = None,
        undo: Callable[[Changes], Callable[[ServiceT, str], Changes] | None] | None = None,
    ) -> None:
        """Open `dialog`, as far as it was filled in before, and make its write once it is submitted.

        `then` follows what was written; `undo` returns the write that takes it back, or None where nothing does.
        """
        kept = next((draft for draft in self.shell.drafts.all(self._drafts) if draft.key == dialog.key), None)
        if kept is not None:
            dialog.take_up(kept.fields)
        attempt = self.writer.attempt()
        attempt.done.connect(partial(self._done, dialog, then, undo))
        attempt.refused.connect(partial(self._refuse, dialog))
        dialog.submitted.connect(partial(self._submit, dialog, attempt))
        dialog.form.changed.connect(self._keep_soon)
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._forget)
        self._was_outdated = False
        self.dialog = dialog
        dialog.open()

    def make(
        self,
        command: Callable[[ServiceT, str], Changes],
        said: Text = "",
        undo: Callable[[Changes], Callable[[ServiceT, str], Changes]] | None = None,
        *,
        then: Callable[[Changes], None] | None = None,
        refused: Callable[[TouchpointError], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Make `command` at once, say `said`, and offer the write that `undo` returns where it can be taken back.

        `then` follows what was written. `refused` hears of a refusal; without it that is told in a dialog. `ended`
        follows either, once it is not tried again.
        """
        attempt = self.writer.attempt()

        def done(changes: Changes) -> None:
            if said:
                self.shell.tell(said, undo=None if undo is None else partial(self._take_back, undo, changes))
            if then is not None:
                then(changes)
            if ended is not None:
                ended()

        def refuse(error: TouchpointError) -> None:
            if refused is not None and isinstance(error, UserError | ConflictError):
                refused(error)
            elif show_error(self.page, error):
                attempt.make(command)
                return
            if ended is not None:
                ended()

        attempt.done.connect(done)
        attempt.refused.connect(refuse)
        attempt.make(command)

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        self._soon.stop()
        dialog = self.dialog
        if dialog is not None and dialog.dirty:
            title = translate(dialog.windowTitle(), ui_language().language)
            self.shell.drafts.keep(Draft(self._drafts, dialog.key, title, dialog.draft_texts()))

    def renew(self, row: object) -> None:
        """Let the form go on with what someone else made of its row, once it was told that somebody did."""
        if row is not None and self.dialog is not None and self._was_outdated:
            self.dialog.renew(row)

    def _take_back(self, undo: Callable[[Changes], Callable[[ServiceT, str], Changes]], changes: Changes) -> None:
        self.make(undo(changes), msg("Taken back."))

    def _keep_soon(self, _field: str) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _submit(self, dialog: CommandDialog[ServiceT], attempt: Attempt[ServiceT], values: dict[str, Any]) -> None:
        try:
            command = dialog.command(values)
        except UserError as error:
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(True)
        attempt.make(command)

    def _done(
        self,
        dialog: CommandDialog[ServiceT],
        then: Callable[[Changes], None] | None,
        undo: Callable[[Changes], Callable[[ServiceT, str], Changes] | None] | None,
        changes: Changes,
    ) -> None:
        self._soon.stop()
        self.shell.drafts.forget(self._drafts, dialog.key)
        dialog.form.settle()
        back = None if undo is None else undo(changes)
        self.shell.tell(dialog.saved, undo=None if back is None else partial(self.make, back, msg("Taken back.")))
        dialog.accept()
        if then is not None:
            then(changes)

    def _refuse(self, dialog: CommandDialog[ServiceT], error: TouchpointError) -> None:
        dialog.set_busy(False)
        if isinstance(error, ConflictError):
            # What the other one wrote is read by now or soon; saving once more is meant as an answer to it.
            self._was_outdated = True
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
        elif show_error(dialog, error):
            dialog.submit()

    def _forget(self, _result: int) -> None:
        self._soon.stop()
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
