"""What came of an event: who came, what it cost, what was said, requests made of it, photos, the page to print."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg
from desktop.core.money import yuan
from desktop.core.permissions import Operation, allows
from desktop.events.model import EventState
from desktop.events.presenter import SummaryPaper
from desktop.events.service import EventFiles
from desktop.events.table import came_words
from desktop.events.view.inviting import clear
from desktop.ui.buttons import Button
from desktop.ui.file_panel import FilePanel
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.panels import Facts, label, rule

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.events.rows import EventFile, GuestLine
    from desktop.events.view.acting import EventActs
    from desktop.ui.language import Text

__all__ = ["AfterPart"]


class AfterPart(QWidget):
    """Shows what came of one event, and takes what is noted of it."""

    def __init__(self, acts: EventActs) -> None:
        """Show nothing yet; write through `acts`."""
        super().__init__()
        self._acts = acts
        self._file: EventFile | None = None
        desk = acts.presenter.desk
        self._may_edit = allows(desk.actor, Operation.EDIT_EVENTS)
        self._may_note = allows(desk.actor, Operation.SIGN_UP_GUEST)
        self._may_request = allows(desk.actor, Operation.REPORT_REQUEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        self.facts = Facts(width=88)
        column.addWidget(self.facts)
        column.addWidget(self._buttons())
        self._voices = self._part(column, msg("What residents said"))
        self._requests = self._part(column, msg("Requests made of it"))
        photos = self._part(column, msg("Photos"))
        self.files = FilePanel(
            EventFiles(desk),
            "event",
            acts.shell,
            lambda at, spoken: spoken.moment(at, desk.zone),
            may_attach=allows(desk.actor, Operation.ATTACH_FILE) and self._may_edit,
            parent=self,
        )
        self.files.stand_in(photos, self)
        photos.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)

    def show_file(self, file: EventFile) -> None:
        """Show what came of an event."""
        if self._file is None or self._file.line.id != file.line.id:
            self.files.presenter.show_owner(file.line.id)
        self._file = file
        line = file.line
        self.facts.show_facts(_facts(file))
        open_ = line.state in {EventState.PLANNED, EventState.ANNOUNCED}
        begun = line.starts_at <= self._acts.presenter.now
        self.close_it.setVisible(open_ and begun and self._may_edit)
        self.say_it.setVisible(self._may_note and line.state is not EventState.CANCELLED)
        self.request.setVisible(self._may_request and line.state is not EventState.CANCELLED)
        self.print.setVisible(line.state is EventState.HELD)
        self._fill_voices(file)
        self._fill_requests(file)

    def _part(self, column: QVBoxLayout, title: Message) -> QVBoxLayout:
        column.addWidget(rule())
        column.addWidget(label(title, "strong"))
        inside = QVBoxLayout()
        inside.setSpacing(4)
        column.addLayout(inside)
        return inside

    def _buttons(self) -> QWidget:
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(bar)
        self.close_it = Button(
            msg("Close as held"),
            icon="circle-check",
            key=key("complete"),
            kind="primary",
            small=True,
            name="hold-event",
        )
        self.say_it = Button(msg("Note what was said"), icon="message-square", small=True, name="note-saying")
        self.request = Button(msg("Make a request"), icon="clipboard-list", small=True, name="event-request")
        self.print = Button(msg("Print the summary"), icon="printer", small=True, name="print-summary")
        for button, act in (
            (self.close_it, self._close),
            (self.say_it, self._say),
            (self.request, self._request),
            (self.print, self._print),
        ):
            button.clicked.connect(act)
            flow.addWidget(button)
        return bar

    def _fill_voices(self, file: EventFile) -> None:
        clear(self._voices)
        said = [guest for guest in file.guests if guest.said]
        for guest in said:
            who = " ".join(filter(None, (guest.room, guest.name)))
            self._voices.addWidget(self._voice(guest.said, who, guest))
        # What nobody known said stands with no guest.
        known = [guest.said for guest in said]
        others = [words for words in file.voices if words not in known]
        for words in others:
            self._voices.addWidget(self._voice(words, msg("somebody"), None))
        if not said and not others:
            self._voices.addWidget(label(msg("Nothing is noted yet."), tone="ink2"))

    def _voice(self, words: str, who: Text, guest: GuestLine | None) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(who, "small", "ink2", cut=True))
        column.addWidget(label(words, wrap=True))
        row.addLayout(column, 1)
        make = Button(msg("Make a request"), icon="clipboard-list", kind="link", small=True, name="request-of-voice")
        make.clicked.connect(partial(self._request_of, words, guest))
        row.addWidget(make, 0, Qt.AlignmentFlag.AlignTop)
        make.setVisible(self._may_request)
        return whole

    def _fill_requests(self, file: EventFile) -> None:
        clear(self._requests)
        for request_id, number, words in file.requests:
            whole = QWidget()
            row = QHBoxLayout(whole)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            look = Button(number, kind="link", small=True, name=f"open-request-{request_id}")
            look.clicked.connect(partial(self._open_request, request_id))
            row.addWidget(look)
            row.addWidget(label(" ".join(words.split()), cut=True), 1)
            self._requests.addWidget(whole)
        if not file.requests:
            self._requests.addWidget(label(msg("None yet."), tone="ink2"))

    def _close(self) -> None:
        if self._file is not None:
            self._acts.hold(self._file)

    def _say(self) -> None:
        if self._file is not None:
            self._acts.note_saying(self._file)

    def _request(self) -> None:
        if self._file is not None:
            self._acts.make_request(self._file)

    def _request_of(self, words: str, guest: GuestLine | None, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        if self._file is not None:
            self._acts.make_request(self._file, guest, words)

    def _open_request(self, request_id: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._acts.shell.go("requests", request_id=request_id)

    def _print(self) -> None:
        if self._file is not None:
            self._acts.shell.show_paper(SummaryPaper(self._acts.presenter.service, self._file.line))


def _facts(file: EventFile) -> list[tuple[Text, Text | QWidget]]:
    facts: list[tuple[Text, Text | QWidget]] = [(msg("Came"), partial(came_words, file.line))]
    if file.cost_fen is not None or file.budget_fen is not None:
        facts.append((msg("Money"), partial(_money_words, file)))
    if file.outcome:
        facts.append((msg("What came of it"), file.outcome))
    if file.end_words:
        facts.append((msg("Why not held"), file.end_words))
    return facts


def _money_words(file: EventFile, spoken: Language) -> str:
    parts = []
    if file.cost_fen is not None:
        parts.append(spoken.gettext("cost %(sum)s yuan", sum=yuan(file.cost_fen)))
    if file.budget_fen is not None:
        parts.append(spoken.gettext("budget %(sum)s yuan", sum=yuan(file.budget_fen)))
    return " · ".join(parts)
