"""Taking a request in: one form by keyboard, drafts above it, what matters about the household beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor

from desktop.core.errors import Problem
from desktop.core.i18n import msg
from desktop.requests.model import OPEN_STATES, Move, Priority, RequestKind
from desktop.requests.presenter import IntakePresenter
from desktop.requests.presenter.drafting import Drafting
from desktop.requests.presenter.intake import Saving, Then
from desktop.requests.presenter.paper import WorkOrderPaper
from desktop.requests.presenter.phrases import Phrases
from desktop.requests.rows import NewRequest
from desktop.requests.table import Seen
from desktop.requests.view.files import request_files
from desktop.requests.view.prompting import Prompting
from desktop.requests.view.sheet import IntakeSheet
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.shell import Page
from desktop.ui.tab_order import keep_tab_order

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.households.rows import RoomChoice
    from desktop.requests.rows import RequestDetail, RequestLine, Saying
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["IntakePage"]

AUTOSAVE_MS = 500


class IntakePage(Page):
    """The form of a new request. `show_at()` goes on with what is typed, `show_at(room_id=)` starts for a household.

    Asked for while one is typing in it, it parks what is typed and starts afresh: the phone rings again.
    """

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        sayings: Sequence[Callable[[int], Sequence[Saying]]] = (),
        act: Callable[[Saying, str], None] | None = None,
    ) -> None:
        """Take requests in for the account of `desk`.

        `sayings` are features above this one that know what to say to whoever calls from a room, by its id (an outage
        that touches it); they are asked in the background. `act` does what a button of a saying is called.
        """
        super().__init__()
        self.setObjectName("intake-page")
        self._desk = desk
        self._shell = shell
        self._seen = Seen(desk.clock, desk.zone)
        self._handed_in = False
        self._loading = False
        self._saving = False
        self._started = False
        self._away = True
        self.presenter = IntakePresenter(desk, shell.tasks, shell.bus, self, sayings)
        self.drafting = Drafting(shell.drafts, self._seen)
        self.sheet = IntakeSheet(desk, shell.tasks, self._seen, self)
        self.form = self.sheet.form
        self.prompting = Prompting(self.sheet, self.presenter, self)
        self.files = request_files(desk, shell, self._seen, self)
        self.sheet.show_files(self.files.strip)
        self.files.strip.listen(self)
        self.phrases = Phrases(desk, shell.tasks, shell.bus, self)
        self.setFocusProxy(self.form.room.line)
        if act is not None:
            self.sheet.beside.saying_acted.connect(act)
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._connect()
        self._show_drafts()

    # --- what the window asks --------------------------------------------------------------------------------------

    def show_at(self, **where: object) -> None:
        """Go on with what is typed, or start for the household `room_id` with who calls from it.

        That is `reporter` from `phone`, or the resident `resident_id`.
        """
        if not self._started:
            self._started = True
            self.presenter.start()
            self.prompting.start()
            self.phrases.serve(self.form.fields)
        # Coming back, the page gets its old focus before it is asked for anything: that is no call that rings.
        rings_again = self._is_typing and not self._away
        self._away = False
        draft, goes_on = where.get("draft"), False
        if isinstance(draft, str) and self.drafting.texts(draft) is not None:
            self.choose_draft(draft)
            goes_on = not self.form.words.empty
            self.form.words.edit.moveCursor(QTextCursor.MoveOperation.End)
        # Half a sentence is gone on with; whatever else is begun with its room.
        self.setFocusProxy(self.form.words.input if goes_on else self.form.room.line)
        room_id, phone, reporter = where.get("room_id"), where.get("phone"), where.get("reporter")
        calling = isinstance(phone, str) and bool(phone)
        if isinstance(room_id, int) or calling or rings_again:
            self.park()
        if calling:
            self.form.start_call(str(phone), str(reporter or ""))
        if isinstance(room_id, int):
            self._handed_in = True
            resident_id = where.get("resident_id")
            self.form.expect(resident_id if isinstance(resident_id, int) else 0)
            self.form.room.set_text(f"\t{room_id}")
        self.form.focus_first()

    def shown_at(self) -> Mapping[str, object]:
        """Return the draft in the form."""
        return {"draft": self.drafting.key}

    def leave(self) -> None:
        """Keep what is typed at once."""
        self._keep()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember that another page came up; a window that was minimised does not count."""
        super().hideEvent(event)
        self._away = self._away or not event.spontaneous()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what matters beside the form, or below it where the page is narrow."""
        super().resizeEvent(event)
        self.sheet.fit(self.width())

    # --- drafts ----------------------------------------------------------------------------------------------------

    def park(self) -> None:
        """Keep what is typed as a draft and start afresh."""
        self._keep()
        self.drafting.begin()
        self._load(None)
        self.form.focus_first()

    def choose_draft(self, draft: str) -> None:
        """Take the draft with key `draft` into the form; the one there is kept."""
        if self._saving or draft == self.drafting.key:
            return
        self._keep()
        self._load(self.drafting.choose(draft))
        self.form.focus_first()

    def discard_draft(self, draft: str) -> None:
        """Throw a draft away; it can be brought back as long as that is offered."""
        if draft == self.drafting.key:
            # With the last half second typed: it is what would be brought back.
            self._keep()
        texts = self.drafting.forget(draft)
        self.files.presenter.discard_draft(draft)
        if draft == self.drafting.key:
            self.drafting.begin()
            self._load(None)
        self._show_drafts()
        if texts is not None:
            self._shell.tell(msg("The draft was thrown away"), undo=partial(self._bring_back, draft, texts))

    def _bring_back(self, draft: str, texts: Mapping[str, str]) -> None:
        self._keep()
        self.files.presenter.bring_back_draft(draft)
        self.drafting.begin(draft)
        self._load(texts)
        self._keep()

    def _load(self, texts: Mapping[str, str] | None) -> None:
        self._loading = True
        self.form.start_anew()
        if texts is not None:
            self.form.restore(texts)
        self.prompting.start(texts)
        self._loading = False
        self._soon.stop()
        self._show_drafts()

    def _keep(self) -> None:
        self._soon.stop()
        if self._saving:
            return
        files = self.files.presenter
        if self.form.dirty or files.count:
            self.drafting.keep({**self.form.texts(), **self.prompting.texts()})
            self.sheet.show_kept(self._seen.now())
        elif self.drafting.texts(self.drafting.key) is not None and not files.is_loading:
            self.drafting.forget()
        self._show_drafts()

    def _next_draft(self) -> None:
        draft = self.drafting.next_key()
        if draft:
            self.choose_draft(draft)

    def _leave_form(self) -> None:
        self.park()
        self._shell.go("requests")

    def _show_drafts(self) -> None:
        key_now = self.drafting.key
        self.sheet.show_drafts(self.drafting.cards(), key_now)
        self.files.presenter.show_draft(key_now, kept=self.drafting.texts(key_now) is not None)

    def _files_changed(self, _shown: object) -> None:
        """Keep the draft that files are on their way to: without it they would belong to nothing."""
        if self.files.presenter.count and self.drafting.texts(self.drafting.key) is None:
            self._keep()

    # --- while typing ----------------------------------------------------------------------------------------------

    @property
    def _is_typing(self) -> bool:
        focused = self.focusWidget()
        return self.isVisible() and focused is not None and focused.hasFocus() and self.form.isAncestorOf(focused)

    def _changed(self, field: str) -> None:
        if not self._loading:
            # Not started anew by every key: who types on and on is kept in between as well.
            if not self._soon.isActive():
                self._soon.start()
            self.prompting.changed(field)

    def _take_room(self, choice: RoomChoice | None) -> None:
        self.prompting.take_room(choice)
        if choice is not None and self._handed_in:
            self._handed_in = False
            self.form.settle()
            self.form.words.input.setFocus()

    def _choose_kind(self, kind: RequestKind) -> None:
        self.form.kind.choose(kind)

    def _urge(self, line: RequestLine | None = None) -> None:
        wanted = line or self.sheet.beside.picked
        if wanted is None or self._saving:
            return
        if wanted.state in OPEN_STATES:
            self.presenter.urge(wanted, self.form.words.value())
        else:
            self._shell.tell(msg("%(number)s is done already; there is nothing to urge", number=wanted.number))

    def _urged(self, line: RequestLine) -> None:
        words = msg("%(number)s was urged", number=line.number)
        self.files.presenter.claim(self.drafting.key, line.id)
        self._shell.tell(words, look=partial(self._shell.go, "requests", request_id=line.id))
        self._start_next()

    # --- saving ----------------------------------------------------------------------------------------------------

    def save(self, then: Then) -> None:
        """Save what is typed, or mark what is missing; `then` is what follows."""
        values = None if self._saving else self.form.check()
        if values is None:
            return
        given = self.form.arguments(values)
        nobody = given["department_id"] is None and given["worker_id"] is None
        # An emergency waits for nothing: it is on record at once, and who goes is said later.
        if then is Then.DISPATCH and nobody and not given["answered"] and not self.form.is_emergency:
            self.form.show_problems([Problem(msg("Name a department or a worker."), "assignee")])
            return
        self._keep()
        request = NewRequest(**given, dispatch=then is Then.DISPATCH)
        self._send(Saving(request, self.drafting.key, self.prompting.merge_into, then))

    def _send(self, saving: Saving) -> None:
        self._set_saving(saving=True)
        self.presenter.save(saving)

    def _set_saving(self, *, saving: bool) -> None:
        self._saving = saving
        self.sheet.panel.setEnabled(not saving)

    def _saved(self, saving: Saving) -> None:
        self._set_saving(saving=False)
        if saving.then is Then.SAME_HOUSEHOLD:
            kept = {name: self.form.fields[name].text() for name in ("room_id", "reporter", "phone", "channel")}
            self._start_next(kept)
            self.form.words.input.setFocus()
        else:
            self._start_next()

    def _start_next(self, texts: Mapping[str, str] | None = None) -> None:
        self.drafting.forget()
        self.drafting.begin()
        self._load(None)
        if texts is not None:
            self._handed_in = True
            self.form.start_anew(texts)
        self.form.focus_first()

    def _numbered(self, saving: Saving, detail: RequestDetail) -> None:
        number = detail.line.number
        if saving.merge_into is not None:
            words = msg(
                "%(number)s was taken in as one more caller of %(main)s", number=number, main=detail.duplicate_of
            )
        elif saving.then is Then.DISPATCH and detail.department_id is None and detail.worker_id is None:
            words = msg("%(number)s is saved; nobody is sent yet", number=number)
        elif saving.then is Then.DISPATCH:
            who = self.presenter.directory.named(detail.department_id, detail.worker_id)
            words = msg("%(number)s was dispatched to %(who)s", number=number, who=who)
        elif detail.result:
            words = msg("%(number)s was answered and closed", number=number)
        else:
            words = msg("%(number)s was taken in", number=number)
        self._shell.tell(words, look=partial(self._shell.go, "requests", request_id=detail.line.id))
        # In an emergency somebody is on the way; the preview would only be in the way of the next call.
        dispatched = saving.then is Then.DISPATCH and detail.line.priority != Priority.EMERGENCY
        if (dispatched or saving.then is Then.PRINT) and Move.PRINT in detail.moves:
            self.presenter.note_print(detail)

    def _print(self, detail: RequestDetail) -> None:
        self._shell.show_paper(WorkOrderPaper(self._desk, detail))

    def _refused(self, problems: Sequence[Problem]) -> None:
        self._set_saving(saving=False)
        self.form.show_problems(problems)

    def _failed(self, error: TouchpointError, saving: Saving) -> None:
        self._set_saving(saving=False)
        if show_error(self, error):
            self._send(saving)

    # --- wiring ----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        sheet, presenter, form = self.sheet, self.presenter, self.form
        self._soon.timeout.connect(self._keep)
        self.files.presenter.reading.connect(self._files_changed)
        form.submitted.connect(partial(self.save, Then.NEXT))
        form.changed.connect(self._changed)
        form.room_taken.connect(self._take_room)
        presenter.saved.connect(self._saved)
        presenter.numbered.connect(self._numbered)
        presenter.printable.connect(self._print)
        presenter.refused.connect(self._refused)
        presenter.failed.connect(self._failed)
        presenter.urged.connect(self._urged)
        sheet.drafts.chosen.connect(self.choose_draft)
        sheet.drafts.discarded.connect(self.discard_draft)
        sheet.beside.urge.connect(self._urge)
        sheet.prompts.urged.connect(partial(self._urge, None))
        sheet.beside.page_asked.connect(self._go_to_page)
        sheet.beside.room_asked.connect(self._go_to_room)
        sheet.beside.request_asked.connect(self._go_to_request)
        buttons: Mapping[str, Callable[[], None]] = {
            "dispatch": partial(self.save, Then.DISPATCH),
            "save": partial(self.save, Then.NEXT),
            "print": partial(self.save, Then.PRINT),
            "again": partial(self.save, Then.SAME_HOUSEHOLD),
            "park": self.park,
            "leave": self._leave_form,
        }
        for name, act in buttons.items():
            sheet.buttons[name].clicked.connect(partial(_call, act))
        self._listen(key("next-draft"), self._next_draft)
        self._listen(key("urge"), self._urge)
        self._listen(key("merge"), self.prompting.toggle_merge)
        self._listen(key("next-offered"), sheet.beside.pick_next)
        self._listen(key("rework"), self.prompting.toggle_rework)
        self._listen(key("emergency"), form.toggle_emergency)
        for place, kind in enumerate(RequestKind, 1):
            self._listen(f"Alt+{place}", partial(self._choose_kind, kind))

    def _listen(self, sequence: str, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(sequence), self).activated.connect(act)

    def _go_to_room(self, room_id: int) -> None:
        self._shell.go("households", room_id=room_id)

    def _go_to_page(self, page: str, where: Mapping[str, object]) -> None:
        self._shell.go(page, **where)

    def _go_to_request(self, request_id: int) -> None:
        self._shell.go("requests", request_id=request_id)


def _call(act: Callable[[], None], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    act()
