"""What the register's upkeep adds to the page of households: buttons over the list, and papers of one household.

A household's file also holds what features above the register know of it: its requests and its care tasks.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from desktop.care.rows import KIND_LABELS as CARE_LABELS
from desktop.care.service import CareService
from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, allows
from desktop.households.presenter.telling import own_told
from desktop.households.view import Additions, ListAction, RoomAction
from desktop.register.presenter import FileSources
from desktop.register.rows import Entry, FileSection
from desktop.register.view import HouseholdTools
from desktop.release_slips.rows import ReleaseStart
from desktop.requests.rows import KIND_LABELS, STATE_LABELS, RequestFilter
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.households.presenter import Told
    from desktop.households.rows import HouseholdFile, TimelineLine
    from desktop.register.rows import Period
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["file_sources", "with_tools"]


def with_tools(additions: Additions, desk: Desk, shell: Shell) -> Additions:
    """Return `additions` with the buttons of the register's upkeep, as far as the account may use them."""
    tools = HouseholdTools(desk, shell, file_sources(desk, additions))
    actions = []
    if allows(desk.actor, Operation.BULK_EDIT_HOUSEHOLDS):
        actions.append(ListAction(tools.edit_words, "square-pen", "edit-many", tools.edit))
    if allows(desk.actor, Operation.PRINT_HOUSEHOLD):
        actions.append(ListAction(_always(msg("Labels …")), "printer", "labels", tools.labels))
    if allows(desk.actor, Operation.EXPORT_LIST):
        actions.append(ListAction(_always(msg("Export …")), "download", "export", tools.export))
    rooms = []
    if allows(desk.actor, Operation.PRINT_HOUSEHOLD):
        rooms.append(RoomAction(msg("Print"), "printer", "print-household", tools.print_household, key="print"))
    if allows(desk.actor, Operation.ISSUE_RELEASE_SLIP):
        rooms.append(RoomAction(msg("Release slip"), "truck", "new-release-slip", partial(_release_slip, shell)))
    return replace(additions, list_actions=tuple(actions), room_actions=tuple(rooms))


def file_sources(desk: Desk, additions: Additions) -> FileSources:
    """Return what goes into a household's file beside the register: requests, care tasks, every touchpoint in words."""

    def own(line: TimelineLine) -> Entry | None:
        return _entry(own_told(line, desk.zone))

    told = (partial(_told, teller) for teller in additions.tellers)
    return FileSources(partial(_sections, desk), (own, *told))


def _told(teller: Callable[[TimelineLine], Told | None], line: TimelineLine) -> Entry | None:
    return _entry(teller(line))


def _entry(told: Told | None) -> Entry | None:
    return None if told is None else Entry(told.kind, told.words, told.reference)


def _sections(desk: Desk, room_id: int, period: Period) -> Sequence[FileSection]:
    sections = []
    if allows(desk.actor, Operation.READ_REQUEST):
        sections.append(_requests(desk, room_id, period))
    if allows(desk.actor, Operation.READ_CARE):
        sections.append(_care(desk, room_id))
    return sections


def _requests(desk: Desk, room_id: int, period: Period) -> FileSection:
    heads = (msg("Number"), msg("Kind"), msg("State"), msg("Reported"), msg("About"))
    wanted = RequestFilter(room_id=room_id, occurred_from=period.start(desk.zone), occurred_until=period.end(desk.zone))
    rows: list[tuple[Message | str, ...]] = [
        (
            line.number,
            KIND_LABELS[line.kind],
            STATE_LABELS[line.state],
            line.occurred_at.astimezone(desk.zone).strftime("%Y-%m-%d %H:%M"),
            line.words,
        )
        for line in _all_requests(RequestService(desk), wanted)
    ]
    return FileSection(msg("Requests"), heads, rows, msg("No request was made."), widest=4)


def _all_requests(service: RequestService, wanted: RequestFilter) -> Iterator[RequestLine]:
    """Yield every request of a filter, newest first, page after page."""
    page = service.lines(wanted)
    while page:
        yield from page
        page = service.lines(wanted, after=page[-1])


def _care(desk: Desk, room_id: int) -> FileSection:
    tasks, welcome, _forgotten = CareService(desk).of_room(room_id)
    heads = (msg("Due"), msg("Kind"), msg("About"))
    rows: list[tuple[Message | str, ...]] = [
        (
            "" if line.due_on is None else line.due_on.isoformat(),
            "" if line.kind is None else CARE_LABELS[line.kind],
            line.words,
        )
        for line in chain(tasks, [welcome] if welcome else ())
    ]
    return FileSection(msg("Planned care"), heads, rows, msg("Nothing is planned."), widest=2)


def _release_slip(shell: Shell, household: HouseholdFile, _parent: QWidget) -> None:
    """Open the form of a new release slip for a household."""
    shell.go("releases", new=ReleaseStart(household.room_id, household.label))


def _always(words: Message) -> Callable[[int, int], Message]:
    return lambda _selected, _shown: words
