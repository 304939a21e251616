"""The guests of an event: the line to enter them, the table, and what can be done with the one chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, allows
from desktop.events.model import EventState, GuestState
from desktop.events.presenter import GuestFinder, LetterPaper, SignInPaper
from desktop.events.rule import check_in_opens
from desktop.events.service import SignedUpError
from desktop.events.table import guest_columns
from desktop.events.view.guesting import GuestActs, may_answer
from desktop.events.view.line import GuestEntry
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, ListFrame, label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QResizeEvent

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.events.presenter import GuestHit
    from desktop.events.rows import EventFile, GuestLine
    from desktop.events.view.acting import EventActs

__all__ = ["GuestsPart"]

LOWEST_TABLE = 168
_SHOWN: Mapping[str, tuple[Message, Callable[[GuestLine], bool]]] = {
    "coming": (msg("Signed up"), lambda guest: guest.state is GuestState.SIGNED_UP),
    "waiting": (msg("Waiting list"), lambda guest: guest.state is GuestState.WAITING),
    "invited": (msg("Not answered"), lambda guest: guest.state is GuestState.INVITED),
    "not": (msg("Not coming"), lambda guest: guest.state in {GuestState.DECLINED, GuestState.CANCELLED}),
    "came": (msg("Came"), lambda guest: bool(guest.came)),
}
"""What the table can be narrowed to, in the order of the chips."""


class GuestsPart(QWidget):
    """Shows the guests of one event."""

    def __init__(self, acts: EventActs) -> None:
        """Show none yet; write through `acts`."""
        super().__init__()
        self._acts = acts
        self.guests = GuestActs(acts)
        self._file: EventFile | None = None
        self._narrowed = ""
        self._last = 0
        self._walking_in = ""
        self._signing_up = False
        presenter = acts.presenter
        self._may = allows(presenter.desk.actor, Operation.SIGN_UP_GUEST)
        self.entry = GuestEntry(GuestFinder(presenter.service, acts.shell.tasks, self))
        self.entry.taken.connect(self._take)
        self.entry.stepped.connect(self._step_last)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        self._build_tools()
        column.addWidget(self.entry)
        column.addWidget(self._filters())
        self.model: RowsModel[GuestLine] = RowsModel(guest_columns(), parent=self)
        self.view = ListView(self.model, label=msg("Guests"), name="guests", row="row-dense")
        self.view.setMinimumHeight(LOWEST_TABLE)
        self.view.opened.connect(self._open)
        self.view.row_changed.connect(lambda _row: self._offer())
        self.view.installEventFilter(self)
        self.empty = EmptyState(
            msg("Nobody stands with the event yet"), msg("Sign up who calls, or invite households."), icon="users"
        )
        column.addWidget(_GuestTable(self.view, self.empty), 1)
        column.addWidget(self._bar())

    @property
    def guest(self) -> GuestLine | None:
        """Return the guest chosen."""
        row: GuestLine | None = self.view.row
        return row

    def show_file(self, file: EventFile) -> None:
        """Show the guests of an event."""
        if self._file is None or self._file.line.id != file.line.id:
            self._narrowed, self._last = "", 0
            self.entry.event_id = file.line.id
            self.door.setChecked(False)
            self.entry.stand_at_door(False)
        self._file = file
        open_ = file.line.state is not EventState.CANCELLED
        self.entry.line.setVisible(open_ and self._may)
        self.door.setVisible(open_ and self._may and self._is_open())
        self._fill()

    def begin(self, text: str) -> None:
        """Begin to sign up the room `text`."""
        if self._may:
            self.entry.begin(text)

    def stand_at_door(self, at_door: bool) -> None:  # noqa: FBT001 - a setter
        """Note who comes instead of who signs up, or no longer."""
        self.door.setChecked(at_door)
        self.entry.stand_at_door(at_door)
        self._say_counts()
        self.entry.line.setFocus()

    # --- building --------------------------------------------------------------------------------------------------

    def _build_tools(self) -> None:
        self.door = Button(msg("Check in"), icon="user-check", key=key("check-in"), name="check-in-mode")
        self.door.setCheckable(True)
        self.door.clicked.connect(self.stand_at_door)
        self.entry.tools.addWidget(self.door)
        self.sheet = Button(msg("Sign-in sheet"), icon="printer", key=key("print"), name="sign-in-sheet")
        self.sheet.show_key = False
        self.sheet.clicked.connect(self._print_sheet)
        self.entry.tools.addWidget(self.sheet)
        self.sheet.setVisible(self._may)

    def _filters(self) -> QWidget:
        whole = QWidget()
        whole.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(whole, gap=6)
        self.counts = label("", "strong", name="guest-counts")
        flow.addWidget(self.counts)
        self.chips: dict[str, FilterChip] = {}
        for name, (words, _holds) in _SHOWN.items():
            chip = FilterChip(words, name=f"guests-{name}")
            chip.clicked.connect(partial(self._narrow, name))
            flow.addWidget(chip)
            self.chips[name] = chip
        return whole

    def _bar(self) -> QWidget:
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = FlowLayout(bar, gap=6)
        self.acts: dict[str, Button] = {}
        looks = (
            ("fewer", msg("One fewer"), "minus", "fewer-people"),
            ("more", msg("One more"), "plus", "more-people"),
            ("came", msg("Came"), "user-check", ""),
            ("not-yet", msg("Not come yet"), "undo-2", ""),
            ("sign-up", msg("Sign up"), "check", ""),
            ("sign-off", msg("Sign off"), "user-x", ""),
            ("decline", msg("Not coming"), "circle-x", ""),
            ("menu", msg("More"), "ellipsis", ""),
        )
        for name, words, icon, keys in looks:
            button = Button(
                words, icon=icon, key=key(keys) if keys else "", bind=False, small=True, name=f"guest-{name}"
            )
            button.clicked.connect(partial(self._act, name))
            row.addWidget(button)
            self.acts[name] = button
        return bar

    def menu(self) -> QMenu:
        """Return the menu of what else can be done with the guest chosen."""
        menu, spoken = QMenu(self), ui_language().language
        entries = (
            (msg("People and note"), "amend"),
            (msg("What was said"), "said"),
            (msg("Letter of invitation"), "letter"),
            (msg("Open the household"), "household"),
        )
        for words, name in entries:
            action = menu.addAction(spoken.message(words))
            action.triggered.connect(partial(self._act, name))
            action.setEnabled(name != "household" or (self.guest is not None and self.guest.room_id is not None))
        return menu

    # --- showing ---------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        file = self._file
        if file is None:
            return
        holds = _SHOWN[self._narrowed][1] if self._narrowed else lambda _guest: True
        # Of what somebody unknown said a row is kept, in which nobody comes.
        guests = [guest for guest in file.guests if guest.people or guest.room]
        rows = [guest for guest in guests if holds(guest)]
        self.model.set_rows(rows)
        for name, (_words, wanted) in _SHOWN.items():
            self.chips[name].set_count(sum(wanted(guest) for guest in guests))
            self.chips[name].setChecked(name == self._narrowed)
        if self._last in {guest.id for guest in rows}:
            self.view.select(self._last)
        self._say_counts()
        self._offer()

    def _is_open(self) -> bool:
        """Tell whether guests can be checked in by now."""
        presenter, file = self._acts.presenter, self._file
        return file is not None and presenter.now >= check_in_opens(file.line.starts_at, presenter.desk.zone)

    def _say_counts(self) -> None:
        if self._file is not None:
            say(self.counts, text=partial(_door_words, self._file) if self.entry.at_door else "")
            self.counts.setVisible(self.entry.at_door)
            self.sheet.setVisible(self._may and not self.entry.at_door)
            for name in ("waiting", "invited", "not"):
                self.chips[name].setVisible(not self.entry.at_door)

    def _narrow(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._narrowed = "" if self._narrowed == name else name
        self._fill()

    def _offer(self) -> None:
        guest, file = self.guest, self._file
        can = guest is not None and file is not None and self._may and file.line.state is not EventState.CANCELLED
        for name, button in self.acts.items():
            button.setVisible(can and guest is not None and _fits(name, guest) and (name != "came" or self._is_open()))

    # --- the line --------------------------------------------------------------------------------------------------

    def _take(self, hit: GuestHit, people: int | None) -> None:
        file = self._file
        if file is None:
            return
        if self.entry.at_door:
            self._note_came(file, hit, people)
        elif not self._signing_up:
            # Enter pressed twice means one guest: names alone are not told apart by anything else
            self._signing_up = True
            self.guests.sign_up(file, hit, people or 1, self._signed_up, self._refuse, self._sign_up_ended)

    def _note_came(self, file: EventFile, hit: GuestHit, people: int | None) -> None:
        text = self.entry.line.text()
        guest = hit.guest and next((each for each in file.guests if each.id == hit.guest.id), hit.guest)
        if guest is not None and guest.came and people in {None, guest.came}:
            self._last = guest.id
            self.entry.done()
            self.entry.tell(partial(_came_already, guest), "amber")
            self._fill()
        elif guest is not None and guest.state is not GuestState.CANCELLED:
            self._last = guest.id
            self.guests.check_in(guest, people or max(guest.people, 1), self._refuse)
            self.entry.done()
        elif self._walking_in == text:
            self._walking_in = ""
            self.guests.walk_in(file, hit, people or 1, self._note_last, self._refuse)
            self.entry.done()
        else:
            self._walking_in = text
            self.entry.tell(partial(_stranger_words, hit), "amber")

    def _sign_up_ended(self) -> None:
        self._signing_up = False

    def _signed_up(self, changes: Changes) -> None:
        self._note_last(changes)
        self.entry.done()

    def _note_last(self, changes: Changes) -> None:
        self._last = changes.result

    def _refuse(self, error: TouchpointError) -> None:
        if isinstance(error, SignedUpError):
            self._last = error.guest_id
            self.view.select(error.guest_id)
        self.entry.tell(error.problems[0].message)

    def _step_last(self, by: int) -> None:
        file = self._file
        guest = None if file is None else next((each for each in file.guests if each.id == self._last), None)
        if file is not None and guest is not None:
            self.guests.change_people(file, guest, by, self._refuse)

    # --- the table -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take + and - in the table for one more or fewer of the guest chosen."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            name = {"+": "more", "=": "more", "-": "fewer"}.get(event.text())
            if name is not None and self.acts[name].isVisible():
                self._act(name)
                return True
        return super().eventFilter(watched, event)

    def _open(self, guest: GuestLine) -> None:
        if self.entry.at_door and not guest.came:
            self._act("came")
        elif self._file is not None and self._may:
            self.guests.amend(self._file, guest)

    def _act(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        guest, file = self.guest, self._file
        if guest is None or file is None:
            return
        self._last = guest.id
        acts = self.guests
        table: dict[str, Callable[[], object]] = {
            "fewer": lambda: acts.change_people(file, guest, -1, self._refuse),
            "more": lambda: acts.change_people(file, guest, 1, self._refuse),
            "came": lambda: acts.check_in(guest, max(guest.people, 1), self._refuse),
            "not-yet": lambda: acts.undo_check_in(guest),
            "sign-up": lambda: acts.answer_invitation(guest, file, self._refuse),
            "sign-off": lambda: acts.sign_off(file, guest),
            "decline": lambda: acts.decline(file, guest),
            "menu": self._open_menu,
            "amend": lambda: acts.amend(file, guest),
            "said": lambda: self._acts.note_saying(file, guest),
            "letter": lambda: self._print_letter(file, guest),
            "household": lambda: self._acts.shell.go("households", room_id=guest.room_id),
        }
        table[name]()

    def _open_menu(self) -> None:
        menu, button = self.menu(), self.acts["menu"]
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _print_letter(self, file: EventFile, guest: GuestLine) -> None:
        self._acts.shell.show_paper(LetterPaper(self._acts.presenter.service, file.line, guest.id))

    def _print_sheet(self) -> None:
        if self._file is not None:
            self._acts.shell.show_paper(SignInPaper(self._acts.presenter.service, self._file.line))


class _GuestTable(ListFrame):
    """The table, which asks for its least height and takes what is left: what is done with a guest stays in sight."""

    def __init__(self, view: ListView, empty: EmptyState) -> None:
        super().__init__(view, empty)
        self._list = view

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the guest chosen in sight: with it come the buttons that take a line from the table."""
        super().resizeEvent(event)
        chosen = self._list.currentIndex()
        if chosen.isValid() and 0 <= self._list.visualRect(chosen).top() < event.oldSize().height():
            self._list.scrollTo(chosen)


def _fits(name: str, guest: GuestLine) -> bool:
    coming = guest.state is GuestState.SIGNED_UP
    fits = {
        "fewer": (guest.came or guest.people) > 1,
        "came": coming and not guest.came,
        "not-yet": bool(guest.came),
        "sign-up": may_answer(guest) and not guest.came,
        "sign-off": guest.state in {GuestState.SIGNED_UP, GuestState.WAITING} and not guest.came,
        "decline": guest.state is GuestState.INVITED and not guest.came,
    }
    return fits.get(name, True)


def _door_words(file: EventFile, spoken: Language) -> str:
    came, wanted = file.line.came, file.line.signed_up
    return spoken.gettext("%(came)s came of %(count)s signed up", came=came, count=wanted)


def _came_already(guest: GuestLine, spoken: Language) -> str:
    count = guest.came or 0
    return spoken.ngettext(
        "%(guest)s was checked in already, %(count)s person; + and - change it.",
        "%(guest)s was checked in already, %(count)s people; + and - change it.",
        count,
        guest=guest.room or guest.name,
    )


def _stranger_words(hit: GuestHit, spoken: Language) -> str:
    return spoken.gettext("%(guest)s has not signed up: Enter once more notes a walk-in.", guest=hit.room or hit.name)
