"""What is done about guests without a form: signed up, moved, checked in; each with the line that says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.i18n import Message, msg, nmsg
from desktop.events.dialogs import AmendGuest
from desktop.events.model import GuestState
from desktop.events.presenter import Joined, MovedUp, change, join, leave
from desktop.events.rows import NewGuest
from desktop.ui.language import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.events.dialogs import Command
    from desktop.events.presenter import GuestHit
    from desktop.events.rows import EventFile, GuestLine
    from desktop.events.service import EventService
    from desktop.events.view.acting import EventActs
    from desktop.ui.language import Text

__all__ = ["GuestActs", "called", "may_answer"]


def called(guest: GuestLine | GuestHit) -> str:
    """Return what a guest is called in a line: the room with the name."""
    return " ".join(filter(None, (guest.room, guest.name)))


class GuestActs(QObject):
    """Writes what happens to guests of events through `acts`."""

    def __init__(self, acts: EventActs) -> None:
        """Speak and write as `acts` does."""
        super().__init__(acts)
        self._acts = acts

    def sign_up(
        self,
        file: EventFile,
        hit: GuestHit,
        people: int,
        then: Callable[[Changes], None],
        refused: Callable[[TouchpointError], None],
        ended: Callable[[], None],
    ) -> None:
        """Sign a household or a name up for `people`; `then` or `refused` hear of it, `ended` of either."""
        new = NewGuest(hit.room_id, hit.name if hit.room_id is None else "", people)
        event_id, told = file.line.id, Joined()
        words: Message = nmsg(
            "%(guest)s is signed up, %(count)s person.",
            "%(guest)s is signed up, %(count)s people.",
            people,
            guest=called(hit),
        )
        self._acts.make(
            join(event_id, new, told),
            partial(_joined_words, words, called(hit), told),
            self._sign_off_again(event_id),
            then=then,
            refused=refused,
            ended=ended,
        )

    def change_people(
        self, file: EventFile, guest: GuestLine, by: int, refused: Callable[[TouchpointError], None]
    ) -> None:
        """Let `by` people more come with a guest, or fewer; of one who came already it is who came."""
        if guest.came is not None:
            came = guest.came + by
            if came >= 1:
                self.check_in(guest, came, refused)
            return
        people = guest.people + by
        if people >= 1:
            words = nmsg("%(guest)s: %(count)s person", "%(guest)s: %(count)s people", people, guest=called(guest))
            told = MovedUp()
            command = change(file.line.id, guest, people, guest.note, told)
            self._acts.make(command, partial(_moved_words, words, told, between=" · "), refused=refused)

    def answer_invitation(self, guest: GuestLine, file: EventFile, refused: Callable[[TouchpointError], None]) -> None:
        """Sign up a guest who is invited, declined or had signed off."""
        new = NewGuest(guest.room_id, "" if guest.room_id is not None else guest.name, max(guest.people, 1), guest.note)
        told = Joined()
        words = msg("%(guest)s is signed up.", guest=called(guest))
        self._acts.make(
            join(file.line.id, new, told), partial(_joined_words, words, called(guest), told), refused=refused
        )

    def decline(self, file: EventFile, guest: GuestLine) -> None:
        """Note that a guest does not come, and tell who moved up."""
        told = MovedUp()
        words = msg("%(guest)s does not come.", guest=called(guest))
        command = leave(file.line.id, guest, told, declines=True)
        self._acts.make(command, partial(_moved_words, words, told))

    def sign_off(self, file: EventFile, guest: GuestLine) -> None:
        """Sign a guest off, and tell who moved up."""
        told = MovedUp()
        words = msg("%(guest)s is signed off.", guest=called(guest))
        command = leave(file.line.id, guest, told, declines=False)
        self._acts.make(command, partial(_moved_words, words, told))

    def check_in(self, guest: GuestLine, came: int, refused: Callable[[TouchpointError], None] | None = None) -> None:
        """Note that `came` people of a guest came."""
        words = nmsg(
            "%(guest)s came, %(count)s person.", "%(guest)s came, %(count)s people.", came, guest=called(guest)
        )
        first = guest.came is None
        self._acts.make(
            lambda service, operation_id: service.check_in(
                guest.id, came, version=guest.version, operation_id=operation_id
            ),
            words,
            self._undo_check_in(guest) if first else None,
            refused=refused,
        )

    def undo_check_in(self, guest: GuestLine) -> None:
        """Take back that a guest came."""
        self._acts.make(
            lambda service, operation_id: service.undo_check_in(
                guest.id, version=guest.version, operation_id=operation_id
            ),
            msg("%(guest)s has not come yet after all.", guest=called(guest)),
        )

    def walk_in(
        self,
        file: EventFile,
        hit: GuestHit,
        people: int,
        then: Callable[[Changes], None],
        refused: Callable[[TouchpointError], None],
    ) -> None:
        """Note somebody who came without having signed up; `then` or `refused` hear of it."""
        new, event_id = NewGuest(hit.room_id, hit.name if hit.room_id is None else "", people), file.line.id
        words = nmsg(
            "%(guest)s walked in, %(count)s person.",
            "%(guest)s walked in, %(count)s people.",
            people,
            guest=called(hit),
        )
        self._acts.make(
            lambda service, operation_id: service.walk_in(event_id, new, operation_id=operation_id),
            words,
            self._not_come_again(event_id),
            then=then,
            refused=refused,
        )

    def amend(self, file: EventFile, guest: GuestLine) -> None:
        """Change how many a guest comes with, and what is noted of it, in a form."""
        dialog = AmendGuest(file, guest, self._acts.page)
        dialog.saved = partial(_moved_words, dialog.saved, dialog.told, between=" · ")
        self._acts.open(dialog)

    def _sign_off_again(self, event_id: int) -> Callable[[Changes], Command]:
        def undo(changes: Changes) -> Command:
            def command(service: EventService, operation_id: str) -> Changes:
                guest = next(each for each in service.guests(event_id) if each.id == changes.result)
                return service.sign_off(guest.id, version=guest.version, operation_id=operation_id)

            return command

        return undo

    def _not_come_again(self, event_id: int) -> Callable[[Changes], Command]:
        def undo(changes: Changes) -> Command:
            def command(service: EventService, operation_id: str) -> Changes:
                guest = next(each for each in service.guests(event_id) if each.id == changes.result)
                return service.undo_check_in(guest.id, version=guest.version, operation_id=operation_id)

            return command

        return undo

    def _undo_check_in(self, guest: GuestLine) -> Callable[[Changes], Command]:
        # A check-in raises the version by one; were it more, the service says that someone else was faster.
        return lambda _changes: (
            lambda service, operation_id: service.undo_check_in(
                guest.id, version=guest.version + 1, operation_id=operation_id
            )
        )


def may_answer(guest: GuestLine) -> bool:
    """Tell whether a guest can still be signed up."""
    return guest.state in {GuestState.INVITED, GuestState.DECLINED, GuestState.CANCELLED}


def _joined_words(seated: Message, guest: str, told: Joined, spoken: Language) -> str:
    if told.waits:
        return spoken.gettext("%(guest)s is on the waiting list: the event is full.", guest=guest)
    return spoken.message(seated)


def _moved_words(done: Text, told: MovedUp, spoken: Language, between: str = " ") -> str:
    words = [translate(done, spoken)]
    if told.up:
        names = spoken.gettext(", ").join(called(each) for each in told.up)
        words.append(spoken.gettext("Moved up: %(names)s.", names=names))
    if told.passed:
        names = spoken.gettext(", ").join(called(each) for each in told.passed)
        words.append(spoken.gettext("Too many for the room left, still waiting: %(names)s.", names=names))
    return between.join(words)
