"""How people learn of an event: who is invited, the letters, the text for chat groups, the call rounds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.events.model import EventState, GuestState
from desktop.events.presenter import LetterPaper
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import Facts, label, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.contacts.rows import RoundLine
    from desktop.core.i18n import Language
    from desktop.events.rows import EventFile
    from desktop.events.view.acting import EventActs
    from desktop.ui.language import Text

__all__ = ["InvitingPart", "clear"]

CHAT_HEIGHT = 132


class InvitingPart(QWidget):
    """Shows who is invited to one event and by what; the text for chat groups is copied with one key."""

    def __init__(self, acts: EventActs) -> None:
        """Show nothing yet; write through `acts`."""
        super().__init__()
        self._acts = acts
        self._file: EventFile | None = None
        self._chat_of = 0
        actor = acts.presenter.desk.actor
        self._may = allows(actor, Operation.EDIT_EVENTS)
        self._calls = allows(actor, Operation.CALL_ROUND)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        self.facts = Facts(width=88)
        column.addWidget(self.facts)
        column.addWidget(self._buttons())
        self.rounds = QVBoxLayout()
        self.rounds.setSpacing(4)
        column.addLayout(self.rounds)
        column.addWidget(rule())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(msg("Text for chat groups"), "strong"))
        head.addStretch(1)
        self.copy = Button(msg("Copy the text"), icon="copy", key=key("copy-notice"), small=True, name="copy-chat")
        self.copy.clicked.connect(self._copy)
        head.addWidget(self.copy)
        column.addLayout(head)
        self.chat = QPlainTextEdit()
        self.chat.setObjectName("event-chat")
        self.chat.setFont(font("body"))
        self.chat.setReadOnly(True)
        self.chat.setTabChangesFocus(True)
        self.chat.setMinimumHeight(CHAT_HEIGHT)
        say(self.chat, accessibleName=msg("Text for chat groups"))
        column.addWidget(self.chat, 1)
        ui_language().changed.connect(self._read_chat)

    def show_file(self, file: EventFile) -> None:
        """Show the invitations of an event."""
        self._file = file
        self.facts.show_facts(_facts(file))
        open_ = file.line.state in {EventState.PLANNED, EventState.ANNOUNCED}
        invited = any(guest.invited_at is not None for guest in file.guests)
        off = file.line.state is EventState.CANCELLED
        called = {GuestState.SIGNED_UP, GuestState.WAITING} if off else {GuestState.INVITED}
        waiting = any(guest.state in called and guest.room_id is not None for guest in file.guests)
        self.invite.setVisible(open_ and self._may)
        self.letters.setVisible(invited and self._may)
        self.call.setVisible((open_ or off) and waiting and self._may and self._calls)
        say(self.call, text=msg("Call who signed up") if off else msg("Call who has not answered"))
        self._fill_rounds(file.rounds)
        self._read_chat()

    def _buttons(self) -> QWidget:
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(bar)
        self.invite = Button(msg("Invite households"), icon="mail", small=True, name="invite")
        self.letters = Button(msg("Print the letters"), icon="printer", small=True, name="letters")
        self.call = Button(
            msg("Call who has not answered"), icon="phone-call", key=key("start-round"), small=True, name="call-guests"
        )
        for button, act in ((self.invite, self._invite), (self.letters, self._print), (self.call, self._call)):
            button.clicked.connect(act)
            flow.addWidget(button)
        return bar

    def _fill_rounds(self, rounds: Sequence[RoundLine]) -> None:
        clear(self.rounds)
        for line in rounds:
            whole = QWidget()
            row = QHBoxLayout(whole)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(label(partial(_round_words, line), cut=True), 1)
            look = Button(msg("Open the round"), icon="phone-call", kind="link", small=True, name=f"round-{line.id}")
            look.clicked.connect(partial(self._open_round, line.id))
            row.addWidget(look)
            look.setVisible(self._calls)
            self.rounds.addWidget(whole)

    def _read_chat(self) -> None:
        file = self._file
        if file is None:
            return
        if self._chat_of != file.line.id:
            self.chat.setPlainText("")
        self._chat_of = file.line.id
        service, language = self._acts.presenter.service, ui_language().language
        event_id = file.line.id
        self._acts.shell.tasks.run(
            lambda _progress: service.chat(event_id, language),
            partial(self._show_chat, event_id),
            owner=self,
            key="chat",
        )

    def _show_chat(self, event_id: int, text: str) -> None:
        if event_id == self._chat_of and self.chat.toPlainText() != text:
            self.chat.setPlainText(text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.chat.toPlainText())
        self._acts.shell.tell(msg("The text is copied."))

    def _invite(self) -> None:
        if self._file is not None:
            self._acts.invite(self._file)

    def _print(self) -> None:
        if self._file is not None:
            self._acts.shell.show_paper(LetterPaper(self._acts.presenter.service, self._file.line))

    def _call(self) -> None:
        if self._file is not None:
            self._acts.start_round(self._file)

    def _open_round(self, round_id: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._acts.shell.go("calls", round_id=round_id)


def clear(place: QVBoxLayout) -> None:
    """Take out and throw away every widget at `place`."""
    while (item := place.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _facts(file: EventFile) -> list[tuple[Text, Text | QWidget]]:
    whom = msg("everybody") if file.plan.open_to_all else msg("only who is invited")
    facts: list[tuple[Text, Text | QWidget]] = [(msg("Open to"), whom), (msg("Invited"), partial(_invited_words, file))]
    through = dict.fromkeys(guest.invited_through for guest in file.guests if guest.invited_through)
    return [*facts, (msg("Through"), " · ".join(through))] if through else facts


def _invited_words(file: EventFile, spoken: Language) -> str:
    invited = [guest for guest in file.guests if guest.invited_at is not None]
    if not invited:
        return spoken.gettext("nobody so far")
    count = spoken.ngettext("%(count)s household", "%(count)s households", len(invited))
    counted = (
        (GuestState.SIGNED_UP, spoken.gettext("%(count)s signed up", count=_of(file, GuestState.SIGNED_UP))),
        (GuestState.DECLINED, spoken.gettext("%(count)s not coming", count=_of(file, GuestState.DECLINED))),
        (GuestState.INVITED, spoken.gettext("%(count)s not answered", count=_of(file, GuestState.INVITED))),
    )
    return " · ".join([count, *(words for state, words in counted if _of(file, state))])


def _of(file: EventFile, state: GuestState) -> int:
    return sum(guest.state is state and guest.invited_at is not None for guest in file.guests)


def _round_words(line: RoundLine, spoken: Language) -> str:
    progress = spoken.gettext("%(done)s of %(count)s called", done=line.progress.done, count=line.progress.total)
    reached = spoken.gettext("%(count)s reached", count=line.progress.reached)
    return f"{line.occasion} · {progress} · {reached}"
