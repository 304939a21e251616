"""Taking a request in: one form by keyboard, drafts above it, what matters about the household beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.core.errors import Problem
from desktop.core.i18n import msg
from desktop.requests.model import Move, RequestKind
from desktop.requests.presenter import IntakePresenter
from desktop.requests.presenter.drafting import Drafting
from desktop.requests.presenter.intake import Saving, Then, due_by
from desktop.requests.presenter.paper import WorkOrderPaper
from desktop.requests.rows import NewRequest
from desktop.requests.table import Seen
from desktop.requests.view.sheet import IntakeSheet
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.shell import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.households.rows import RoomChoice
    from desktop.requests.presenter.intake import Glance
    from desktop.requests.rows import RequestDetail, RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["IntakePage"]

AUTOSAVE_MS = 500


class IntakePage(Page):
    """The form of a new request. `show_at()` goes on with what is typed, `show_at(room_id=)` starts for a household.

    Asked for while one is typing in it, it parks what is typed and starts afresh: the phone rings again.
    """

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Take requests in for the account of `desk`."""
        super().__init__()
        self.setObjectName("intake-page")
        self._desk = desk
        self._shell = shell
        self._seen = Seen(desk.clock, desk.zone)
        self._merge_into: RequestLine | None = None
        self._handed_in = False
        self._loading = False
        self._saving = False
        self._started = False
        self._away = True
        self.presenter = IntakePresenter(desk, shell.tasks, shell.bus, self)
        self.drafting = Drafting(shell.drafts, self._seen)
        self.sheet = IntakeSheet(desk, shell.tasks, self._seen, self)
        self.form = self.sheet.form
        self.setFocusProxy(self.form.room.line)
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._connect()
        self._show_drafts()
        self._show_due()

    # --- what the window asks --------------------------------------------------------------------------------------

    def show_at(self, **where: object) -> None:
        """Go on with what is typed, or start for the household `room_id` with who calls from it.

        That is `reporter` from `phone`, or the resident `resident_id`.
        """
        if not self._started:
            self._started = True
            self.presenter.start()
        # Coming back, the page gets its old focus before it is asked for anything: that is no call that rings.
        rings_again = self._is_typing and not self._away
        self._away = False
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

    def leave(self) -> None:
        """Keep what is typed at once."""
        self._keep()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember that another page came up; a window that was minimised does not count."""
        super().hideEvent(event)
        self._away = self._away or not event.spontaneous()

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
        texts = self.drafting.forget(draft)
        if draft == self.drafting.key:
            self.drafting.begin()
            self._load(None)
        self._show_drafts()
        if texts is not None:
            self._shell.tell(msg("The draft was thrown away"), undo=partial(self._bring_back, texts))

    def _bring_back(self, texts: Mapping[str, str]) -> None:
        self._keep()
        self.drafting.begin()
        self._load(texts)
        self._keep()

    def _load(self, texts: Mapping[str, str] | None) -> None:
        self._loading = True
        self._merge(None)
        self.form.start_anew()
        if texts is not None:
            self.form.restore(texts)
        self._loading = False
        self._soon.stop()
        self._show_drafts()
        self._show_due()
        self._look_for_similar()

    def _keep(self) -> None:
        self._soon.stop()
        if self._saving:
            return
        if self.form.dirty:
            self.drafting.keep(self.form.texts())
            self.sheet.show_kept(self._seen.now())
        elif self.drafting.texts(self.drafting.key) is not None:
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
        self.sheet.drafts.show_cards(self.drafting.cards(), self.drafting.key)

    # --- while typing ----------------------------------------------------------------------------------------------

    @property
    def _is_typing(self) -> bool:
        focused = self.focusWidget()
        return self.isVisible() and focused is not None and focused.hasFocus() and self.form.isAncestorOf(focused)

    def _changed(self, field: str) -> None:
        if not self._loading:
            self._soon.start()
        if field == "words":
            self.presenter.suggest(self.form.words.text())
        elif field in {"category_id", "room_id"}:
            self._look_for_similar()
        elif field in {"kind", "occurred_at"}:
            self._show_due()

    def _take_room(self, choice: RoomChoice | None) -> None:
        self.presenter.glance(choice.room_id if choice else 0)
        if choice is None:
            self.sheet.beside.show_household(None)
        self._look_for_similar()
        if choice is not None and self._handed_in:
            self._handed_in = False
            self.form.settle()
            self.form.words.input.setFocus()

    def _show_glance(self, glance: Glance) -> None:
        choice = self.form.room.choice
        if choice is not None and choice.room_id == glance.file.room_id:
            self.sheet.beside.show_household(glance)

    def _look_for_similar(self) -> None:
        choice, category = self.form.room.choice, self.form.category.text()
        category_id = int(category) if category.isdecimal() else 0
        self.presenter.look_for_similar(category_id, choice.building_id if choice else 0)

    def _show_due(self) -> None:
        said = self.form.said_at() or self._seen.now()
        self.sheet.show_due(due_by(self.form.kind.text(), said))

    def _choose_kind(self, kind: RequestKind) -> None:
        self.form.kind.choose(kind)

    def _urge(self, line: RequestLine | None = None) -> None:
        wanted = line or self.sheet.beside.first_open
        if wanted is not None and not self._saving:
            self.presenter.urge(wanted, self.form.words.value())

    def _urged(self, line: RequestLine) -> None:
        words = msg("%(number)s was urged", number=line.number)
        self._shell.tell(words, look=partial(self._shell.go, "requests", request_id=line.id))
        self._start_next()

    def _merge_first(self) -> None:
        self._merge(self.sheet.beside.first)

    def _merge(self, line: RequestLine | None) -> None:
        self._merge_into = line
        self.sheet.show_merge(line, self._do_not_merge)

    def _do_not_merge(self) -> None:
        self._merge(None)

    # --- saving ----------------------------------------------------------------------------------------------------

    def save(self, then: Then) -> None:
        """Save what is typed, or mark what is missing; `then` is what follows."""
        values = None if self._saving else self.form.check()
        if values is None:
            return
        given = self.form.arguments(values)
        nobody = given["department_id"] is None and given["worker_id"] is None
        if then is Then.DISPATCH and nobody and not given["answered"]:
            self.form.show_problems([Problem(msg("Name a department or a worker."), "assignee")])
            return
        self._keep()
        request = NewRequest(**given, dispatch=then is Then.DISPATCH)
        self._send(Saving(request, self.drafting.key, self._merge_into, then))

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
        elif saving.then is Then.DISPATCH:
            who = self.presenter.directory.named(detail.department_id, detail.worker_id)
            words = msg("%(number)s was dispatched to %(who)s", number=number, who=who)
        elif detail.result:
            words = msg("%(number)s was answered and closed", number=number)
        else:
            words = msg("%(number)s was taken in", number=number)
        self._shell.tell(words, look=partial(self._shell.go, "requests", request_id=detail.line.id))
        if saving.then is Then.DISPATCH and Move.PRINT in detail.moves:
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
        form.submitted.connect(partial(self.save, Then.NEXT))
        form.changed.connect(self._changed)
        form.room_taken.connect(self._take_room)
        presenter.directory_changed.connect(form.offer_names)
        presenter.suggested.connect(form.suggest)
        presenter.glanced.connect(self._show_glance)
        presenter.similar.connect(sheet.beside.show_similar)
        presenter.saved.connect(self._saved)
        presenter.numbered.connect(self._numbered)
        presenter.printable.connect(self._print)
        presenter.refused.connect(self._refused)
        presenter.failed.connect(self._failed)
        presenter.urged.connect(self._urged)
        sheet.drafts.chosen.connect(self.choose_draft)
        sheet.drafts.discarded.connect(self.discard_draft)
        sheet.beside.urge.connect(self._urge)
        sheet.beside.merge.connect(self._merge)
        sheet.beside.room_asked.connect(self._go_to_room)
        sheet.beside.request_asked.connect(self._go_to_request)
        buttons: Mapping[str, Callable[[], None]] = {
            "dispatch": partial(self.save, Then.DISPATCH),
            "save": partial(self.save, Then.NEXT),
            "again": partial(self.save, Then.SAME_HOUSEHOLD),
            "park": self.park,
            "leave": self._leave_form,
        }
        for name, act in buttons.items():
            sheet.buttons[name].clicked.connect(partial(_call, act))
        self._listen(key("next-draft"), self._next_draft)
        self._listen(key("urge"), self._urge)
        self._listen(key("merge"), self._merge_first)
        for place, kind in enumerate(RequestKind, 1):
            self._listen(f"Alt+{place}", partial(self._choose_kind, kind))

    def _listen(self, sequence: str, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(sequence), self).activated.connect(act)

    def _go_to_room(self, room_id: int) -> None:
        self._shell.go("households", room_id=room_id)

    def _go_to_request(self, request_id: int) -> None:
        self._shell.go("requests", request_id=request_id)


def _call(act: Callable[[], None], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    act()
