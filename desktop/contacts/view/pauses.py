"""What stands in a household's place: nobody to call right now, or the end of the round and who was not reached."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.contacts.model import RoundState
from desktop.contacts.rows import EntryFilter
from desktop.contacts.table import EntrySource, unreached_columns, when_words
from desktop.core.i18n import Language, msg
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, IconLabel, ListFrame, Panel, label
from desktop.ui.table import KeysetModel, ListView

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QLayout

    from desktop.contacts.presenter import CallPresenter
    from desktop.contacts.rows import EntryLine, RoundLine
    from desktop.core.i18n import Message
    from desktop.ui.tasks import Tasks

__all__ = ["DonePane", "WaitPane", "unreached_name"]


class WaitPane(Panel):
    """Nobody is to be called right now. `asked(what)`: look, end or undo."""

    asked = Signal(str)

    def __init__(self) -> None:
        """Say nothing yet."""
        super().__init__(name="call-wait")
        self._buttons: dict[str, Button] = {}
        self.pad(24, 24, 24, 24)
        column = self.body
        column.setSpacing(10)
        column.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel("clock", "ink2", 24))
        self.title = label("", "section", name="wait-title")
        head.addWidget(self.title)
        head.addStretch(1)
        column.addLayout(head)
        self.words = label("", wrap=True, name="wait-words")
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, words, icon in (
            ("look", msg("Look again"), "refresh-cw"),
            ("undo", msg("Undo the last outcome"), "undo-2"),
            ("end", msg("End the round"), "circle-check"),
        ):
            button = Button(words, icon=icon, key=key("undo") if name == "undo" else "", name=f"wait-{name}")
            button.clicked.connect(partial(self._ask, name))
            row.addWidget(button)
            self._buttons[name] = button
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    def show_round(self, line: RoundLine, presenter: CallPresenter) -> None:
        """Say who comes again when, and how many others are on the phone with."""
        say(self.title, text=msg("Nobody is to be called right now"))
        say(self.words, text=partial(_wait_words, line, presenter))
        self._buttons["undo"].setVisible(presenter.last is not None)

    def _ask(self, name: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.asked.emit(name)


class DonePane(Panel):
    """The round is through: what came of it, who was not reached. `asked(what)`: again, sheet, end, undo or rounds."""

    asked = Signal(str)
    opened = Signal(object)

    def __init__(self, presenter: CallPresenter, tasks: Tasks) -> None:
        """Show the round that `presenter` works on."""
        super().__init__(name="call-done")
        self._presenter = presenter
        self.title = label("", "section", name="done-title")
        self.words = label("", wrap=True, name="done-words")
        holder = QVBoxLayout()
        holder.setContentsMargins(16, 14, 16, 12)
        holder.setSpacing(6)
        holder.addWidget(self.title)
        holder.addWidget(self.words)
        self._row = FlowLayout(gap=8)
        self._buttons = self._tools(self._row)
        holder.addLayout(self._row)
        self.body.addLayout(holder)
        columns = unreached_columns(presenter.desk.zone, presenter.desk.clock.now)
        self.model: KeysetModel[EntryLine] = KeysetModel(columns, tasks, parent=self)
        self.view = ListView(self.model, label=msg("Not reached"), name="not-reached")
        self.view.opened.connect(self.opened)
        empty = EmptyState(msg("Everyone was reached"), msg("Nobody was forgotten."), icon="circle-check")
        self.body.addWidget(ListFrame(self.view, empty), 1)

    def show_round(self, line: RoundLine) -> None:
        """Say what came of the round and list who was not reached."""
        progress = line.progress
        ended = line.state is RoundState.ENDED
        title: Message = msg("The round has ended") if ended else msg("Everyone on the list was called")
        if not progress.total:
            title = msg("There is nobody to call on this list")
        say(self.title, text=title)
        say(self.words, text=partial(_done_words, line))
        self._buttons["end"].setVisible(not ended)
        self._buttons["undo"].setVisible(not ended and self._presenter.last is not None)
        self._buttons["again"].setVisible(progress.unreached > progress.no_phone)
        self.model.set_source(EntrySource(self._presenter.service, line.id, EntryFilter(not_reached=True)))

    def _tools(self, row: QLayout) -> dict[str, Button]:
        made = {}
        for name, words, icon, kind in (
            ("again", msg("Call them again"), "phone-call", "primary"),
            ("sheet", msg("Print who was not reached"), "printer", "plain"),
            ("end", msg("End the round"), "circle-check", "plain"),
            ("undo", msg("Undo the last outcome"), "undo-2", "plain"),
            ("rounds", msg("All rounds"), "chevron-left", "plain"),
        ):
            sequence = key("undo") if name == "undo" else ""
            made[name] = Button(words, icon=icon, kind=kind, key=sequence, name=f"done-{name}")
            made[name].clicked.connect(partial(self._ask, name))
            row.addWidget(made[name])
        return made

    def _ask(self, name: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.asked.emit(name)


def _wait_words(line: RoundLine, presenter: CallPresenter, spoken: Language) -> str:
    progress, now = line.progress, presenter.desk.clock.now()
    said = []
    if progress.later:
        said.append(
            spoken.ngettext(
                "%(count)s household is to be called again.",
                "%(count)s households are to be called again.",
                progress.later,
            )
        )
    if progress.next_at is not None and progress.next_at > now:
        said.append(spoken.gettext("The next comes at %(time)s.", time=_time(progress.next_at, now, presenter, spoken)))
    if progress.calling:
        said.append(
            spoken.ngettext(
                "%(count)s household is on the phone with someone else.",
                "%(count)s households are on the phone with others.",
                progress.calling,
            )
        )
    said.append(spoken.gettext("This page goes on by itself; another page can be open meanwhile."))
    return " ".join(said)


def _time(at: datetime, now: datetime, presenter: CallPresenter, spoken: Language) -> str:
    return when_words(at, now, presenter.desk.zone, spoken)


def _done_words(line: RoundLine, spoken: Language) -> str:
    progress = line.progress
    said = [spoken.ngettext("%(count)s household was reached.", "%(count)s households were reached.", progress.reached)]
    if progress.unreached:
        said.append(
            spoken.ngettext(
                "%(count)s was not: call again, or print the sheet and ring at the door.",
                "%(count)s were not: call again, or print the sheet and ring at the door.",
                progress.unreached,
            )
        )
    if progress.no_phone:
        words = spoken.ngettext("%(count)s has no phone.", "%(count)s have no phone.", progress.no_phone)
        said.append(words)
    if progress.left_out:
        said.append(
            spoken.ngettext(
                "%(count)s was left out: asked not to be called.",
                "%(count)s were left out: asked not to be called.",
                progress.left_out,
            )
        )
    return " ".join(said)


def unreached_name(line: RoundLine) -> Message:
    """Return what the list of those is called who were not reached in a round."""
    return msg("%(occasion)s: not reached", occasion=line.occasion)
