"""What is done with several requests at once: the same move made on each by itself, or a list taken away."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import Changes, new_operation_id
from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import Message, msg, nmsg
from desktop.core.permissions import allows
from desktop.requests.model import Move
from desktop.requests.presenter.moves import TAKEN_BACK_BY, perform
from desktop.requests.service import RequestService
from desktop.requests.service.recording import OPERATIONS
from desktop.requests.sheet import write_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.core.permissions import Actor
    from desktop.requests.presenter.listing import ListPresenter
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["MOST_AT_ONCE", "Chosen", "ManyPresenter", "Outcome", "many_done", "many_moves"]

_MOVES = (Move.ASSIGN, Move.HOLD, Move.URGE, Move.CLOSE, Move.PRINT)

MOST_AT_ONCE = 500
"""A move is made on at most so many requests at once; more are most likely a mistake."""


def many_moves(actor: Actor) -> Sequence[Move]:
    """Return the moves that `actor` may make on several requests at once, in the order of their buttons."""
    return [move for move in _MOVES if allows(actor, OPERATIONS[move])]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows selected: those loaded, the places of the others, and whether that is the whole list."""

    count: int
    lines: Sequence[RequestLine]
    places: Sequence[int]
    whole: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move with `arguments` came to: the requests it was made on, and why not on each of the others."""

    move: Move
    arguments: Mapping[str, Any]
    done: Sequence[RequestLine]
    refused: Sequence[Message]


class ManyPresenter(QObject):
    """Runs the service in the background, one unit of work for each request.

    `made(Outcome)`: a move was made on those that allow it. `written(count, file name)`: a list was taken away.
    `refused(TouchpointError)`: nothing, or nothing more, was done.
    """

    made = Signal(object)
    written = Signal(int, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, listing: ListPresenter, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Act on what `listing` shows, for the account of `desk`."""
        super().__init__(parent)
        self._desk = desk
        self._service = RequestService(desk)
        self._listing = listing
        self._tasks = tasks
        self._bus = bus

    def gather(
        self, chosen: Chosen, most: int, known: Callable[[Sequence[RequestLine]], None], *, selected: bool = True
    ) -> None:
        """Tell `known` every request chosen, in the order shown; refuse more than `most`.

        Rows that were selected without being loaded are read now, and refused where the list is no longer the same.
        """
        if chosen.count > most:
            words = msg("%(count)s are selected, but only %(most)s can be done at once.", count=chosen.count, most=most)
            self.refused.emit(UserError(words))
        elif selected and not chosen.places and not chosen.whole:
            known(chosen.lines)
        else:
            self._read(chosen, known)

    def move(self, move: Move, lines: Sequence[RequestLine], arguments: Mapping[str, Any]) -> None:
        """Make `move` on each of `lines` as it was seen; what is not possible is told and the rest is done."""
        service = self._service
        tries = [(line, new_operation_id()) for line in lines]
        title = msg("Changing many requests …")

        def write(progress: Progress) -> Outcome:
            done: list[RequestLine] = []
            refused: list[Message] = []
            for place, (line, operation_id) in enumerate(tries):
                progress.report(place, len(tries), title)
                try:
                    perform(service, move, line.id, arguments, line.version, operation_id)
                except WorldError as error:
                    refused += [_named(other, error) for other, _ in tries[place:]]
                    break
                except UserError as error:
                    refused.append(_named(line, error))
                else:
                    done.append(line)
            return Outcome(move, arguments, tuple(done), tuple(refused))

        self._tasks.run(write, self._made, self.refused.emit, owner=self, write=True, title=title)

    def take_back(self, outcome: Outcome) -> None:
        """Take a move back on every request it was made on, by the move that undoes it."""
        service, opposite = self._service, TAKEN_BACK_BY[outcome.move]

        def read(_progress: object) -> Sequence[RequestLine]:
            return [service.detail(line.id).line for line in outcome.done]

        self._tasks.run(read, lambda found: self.move(opposite, found, {}), self.refused.emit, owner=self)

    def export(
        self,
        ids: Sequence[int],
        path: Path,
        language: Language,
        *,
        unmasked: bool,
        reason: str,
        on_error: Callable[[TouchpointError], None],
    ) -> None:
        """Write the requests with `ids` to `path`, .xlsx or .csv; `on_error` gets what is refused."""
        service, desk, operation_id = self._service, self._desk, new_operation_id()
        title = msg("Writing the list …")

        def work(progress: Progress) -> int:
            def watch(done: int, total: int) -> None:
                progress.check()
                progress.report(done, total, title)

            lines = service.export(ids, unmasked=unmasked, reason=reason, watch=watch, operation_id=operation_id)
            write_list(path, lines, language, desk.clock.now(), desk.zone)
            return len(lines)

        def done(count: int) -> None:
            self.written.emit(count, path.name)

        self._tasks.run(work, done, on_error, owner=self, title=title)

    def _made(self, outcome: Outcome) -> None:
        if outcome.done:
            self._bus.announce(Changes({"request": frozenset(line.id for line in outcome.done)}), self)
        self.made.emit(outcome)

    def _read(self, chosen: Chosen, known: Callable[[Sequence[RequestLine]], None]) -> None:
        service, wanted = self._service, self._listing.shown.filter()
        order, turned = self._listing.order
        expected = self._listing.model.rowCount()
        picked = set(chosen.places) | {
            place for line in chosen.lines if (place := self._listing.model.position(line.id)) is not None
        }

        def read(_progress: object) -> Sequence[RequestLine]:
            found = service.lines(wanted, order, limit=expected + 1)
            if len(found) != expected:
                raise UserError(msg("The list has changed meanwhile; look at it and select again."))
            found = found[::-1] if turned else found
            return found if chosen.whole else [line for place, line in enumerate(found) if place in picked]

        self._tasks.run(read, known, self.refused.emit, owner=self, key="gather")


def _named(line: RequestLine, error: TouchpointError) -> Message:
    """Return why nothing was done with a request, the request named."""
    why = error.problems[0].message
    if line.number in why.params.values():
        return why
    return msg("%(number)s: %(why)s", number=line.number, why=why)


def many_done(outcome: Outcome, who: str = "") -> Message:
    """Return the sentence for what was just done with several requests, dispatched to `who`."""
    count = len(outcome.done)
    if outcome.move is Move.ASSIGN:
        return nmsg(
            "%(count)s request was dispatched to %(who)s",
            "%(count)s requests were dispatched to %(who)s",
            count,
            who=who,
        )
    return _DONE[outcome.move](count)


_DONE: Mapping[Move, Callable[[int], Message]] = MappingProxyType(
    {
        Move.HOLD: lambda count: nmsg(
            "%(count)s request is on hold; its clock is stopped",
            "%(count)s requests are on hold; their clocks are stopped",
            count,
        ),
        Move.RESUME: lambda count: nmsg("%(count)s request goes on", "%(count)s requests go on", count),
        Move.URGE: lambda count: nmsg("%(count)s request was urged", "%(count)s requests were urged", count),
        Move.CLOSE: lambda count: nmsg("%(count)s request is closed", "%(count)s requests are closed", count),
        Move.PRINT: lambda count: nmsg(
            "%(count)s work order is noted as printed", "%(count)s work orders are noted as printed", count
        ),
    }
)
