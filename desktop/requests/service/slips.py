"""Work orders going out and coming back: what is printed on them, which one a number means, what they cost."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.money import MOST_FEN, yuan
from desktop.core.months import Month
from desktop.core.permissions import Operation, requires
from desktop.core.phones import mask_phone
from desktop.core.texts import clean
from desktop.households.model import InstructionKind
from desktop.households.rows import INSTRUCTION_LABELS
from desktop.households.service import HouseholdService
from desktop.requests.model import SERIES, StepKind
from desktop.requests.rows import MOST_ITEMS, BillLine, OpenListGroup, OpenListOrder, SlipReturn, WorkOrderSheet
from desktop.requests.service.intake import named_people
from desktop.requests.service.reading import Reading
from desktop.requests.store import beside, details, slips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from desktop.households.rows import HouseholdFile
    from desktop.requests.rows import RequestDetail
    from desktop.requests.service.recording import Moving
    from desktop.requests.store.slips import WorkLine

__all__ = ["LONGEST_ITEM", "Slips", "cautions", "numbers_meant", "take_slip"]

LONGEST_ITEM = 100
"""Characters of what a line of a bill is for."""
MOST_PRICE_FEN = 10_000_000_00
"""A price or total of more than ten million yuan is a slip of the finger."""
MOST_QUANTITY = 1_000_000 * 1000

_TOLD = (InstructionKind.KEY_HELD, InstructionKind.DO_NOT_CALL, InstructionKind.OTHER)
"""What a worker is told of a household's instructions; who is away or may come in stays with desk and gate."""

_TYPED = re.compile(r"([A-Z]{2})?(\d{1,4}|(\d{4})(\d{4,8}))")


def numbers_meant(typed: str, months: Sequence[Month]) -> list[list[str]]:
    """Return the request numbers that `typed` may mean, in groups: a later one counts where the earlier has none.

    Whole numbers are read in any case, with or without dashes and spaces; a tail of up to four digits means one of
    `months`, each a group of its own. Without letters every series is meant.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    found = _TYPED.fullmatch("".join(character for character in plain if character.isalnum()))
    as_typed = [clean(typed)] if clean(typed) else []
    if found is None:
        return [as_typed] if as_typed else []
    all_series = [found[1]] if found[1] else list(SERIES.values())
    if found[3]:
        return [as_typed, [f"{series}-{found[3]}-{found[4]}" for series in all_series]]
    tail = int(found[2])
    periods = [f"{month.year % 100:02d}{month.number:02d}" for month in months]
    return [as_typed, *([f"{series}-{period}-{tail:04d}" for series in all_series] for period in periods)]


class Slips(Reading):
    """Reads what is printed of open work, and finds the request of a slip that came back."""

    @requires(Operation.READ_REQUEST)
    def slip(self, typed: str) -> RequestDetail:
        """Return the request whose slip came back, by its number as typed or scanned, or only its tail.

        A tail means this month, then the month before. Of several series the one that is open is meant. Raises
        UserError on `number` where there is none or more than one.
        """
        this = Month.containing(self.desk.clock.now(), self.desk.zone)
        with self.desk.read() as session:
            for group in numbers_meant(typed, (this, this.plus(-1))):
                found = slips.numbered(session, self.actor.community_id, group)
                ids = {number: id_ for number, (id_, open_) in found.items() if open_}
                ids = ids or {number: id_ for number, (id_, _open) in found.items()}
                if len(ids) > 1:
                    words = msg(
                        "“%(typed)s” may be any of %(numbers)s; type more of the number.",
                        typed=clean(typed),
                        numbers=" · ".join(sorted(ids)),
                    )
                    raise UserError(Problem(words, "number"))
                if ids:
                    return self._detail(session, *ids.values())
        words = msg(
            "There is no request “%(typed)s”; look at the number on the slip.", typed=clean(typed)[:LONGEST_ITEM]
        )
        raise UserError(Problem(words, "number"))

    @requires(Operation.PRINT_WORK_ORDER)
    def work_order_sheets(self, ids: Sequence[int]) -> tuple[WorkOrderSheet, ...]:
        """Return the requests with `ids` as their work orders show them, in that order; UserError for a wrong id."""
        with self.desk.hold() as desk:
            return tuple(_sheet(Slips(desk), id_) for id_ in ids)

    @requires(Operation.READ_REQUEST)
    def bill(self, request_id: int) -> tuple[BillLine, ...]:
        """Return the lines of a request's bill in their order."""
        with self.desk.read() as session:
            return slips.bill(session, self.actor.community_id, request_id)

    @requires(Operation.PRINT_OPEN_LIST)
    def print_open_list(
        self,
        *,
        department_id: int | None = None,
        worker_id: int | None = None,
        ids: Sequence[int] | None = None,
        order: OpenListOrder = OpenListOrder.DUE,
    ) -> tuple[OpenListGroup, ...]:
        """Return the open work of a worker, a department or `ids`, grouped by worker, for printing; that is noted.

        Neither means all there is. Phones come masked. Workers stand by name, what has none last.
        """
        with self.desk.write(Operation.PRINT_OPEN_LIST) as work:
            found = slips.open_work(
                work.session,
                work.community_id,
                work.now,
                department_id=department_id,
                worker_id=worker_id,
                ids=ids,
            )
            told = {"department_id": department_id, "worker_id": worker_id, "requests": len(found)}
            work.audit("open_list", worker_id or department_id or 0, "open list printed", None, told)
        return _grouped(found, order)


def _sheet(service: Slips, request_id: int) -> WorkOrderSheet:
    detail = service.detail(request_id)
    with service.desk.read() as session:
        facts = slips.slip_facts(session, request_id)
        items = slips.bill(session, service.actor.community_id, request_id)
        helpers = slips.helpers(session, request_id)
    told: tuple[str | Message, ...] = ()
    if detail.line.room_id is not None:
        told = tuple(cautions(HouseholdService(service.desk).household(detail.line.room_id), service.desk.clock.now()))
    return WorkOrderSheet(detail, facts.chargeable, facts.arrived_at, facts.fee_fen, items, helpers, told)


def cautions(file: HouseholdFile, now: datetime) -> Iterator[str | Message]:
    """Yield what whoever knocks should know: animals, what must not be said or done, instructions for the door.

    Names, tags and their causes, who is away and who may come in are not among it.
    """
    for pet in file.pets:
        about = " ".join(filter(None, (pet.name, " ".join(pet.note.split()))))
        yield msg("%(pet)s: %(about)s", pet=pet.kind, about=about) if about else pet.kind
    for taboo in dict.fromkeys(" ".join(person.taboos.split()) for person in file.people):
        if taboo:
            yield taboo
    for kind in _TOLD:
        for line in file.instructions:
            if line.kind is kind and line.in_force(now):
                words = " ".join(line.words.split())
                if kind is InstructionKind.OTHER:
                    yield words or INSTRUCTION_LABELS[kind]
                else:
                    label = INSTRUCTION_LABELS[kind]
                    yield msg("%(kind)s: %(words)s", kind=label, words=words) if words else label


def _grouped(found: Sequence[WorkLine], order: OpenListOrder) -> tuple[OpenListGroup, ...]:
    groups: dict[tuple[bool, str, int, str, int], list[WorkLine]] = {}
    for one in found:
        by = (not one.line.worker, one.line.worker, one.worker_id or 0, one.line.department, one.department_id or 0)
        groups.setdefault(by, []).append(one)
    made = []
    for (_nobody, worker, _id, department, _department_id), members in sorted(groups.items()):
        if order is OpenListOrder.ROOM:
            members.sort(key=attrgetter("room_order"))
        phones = tuple(mask_phone(member.phone) if member.phone else "" for member in members)
        made.append(OpenListGroup(worker, department, tuple(member.line for member in members), phones))
    return tuple(made)


def take_slip(moving: Moving, slip: SlipReturn, completed_at: datetime) -> dict[str, Any]:
    """Note on the request what came back with its slip and return what its step keeps of it.

    Raises UserError with everything that is wrong. A bill replaces what an earlier return brought.
    """
    request, work = moving.request, moving.work
    reopened_at = details.last_step_at(work.session, request.id, StepKind.REOPENED)
    problems = [*_check_times(slip, request.occurred_at, reopened_at, completed_at), *_check_bill(slip)]
    department_id, wrong = named_people(work.session, work.community_id, None, slip.worker_id)
    problems += wrong
    if problems:
        raise UserError(*problems)
    items = [BillLine(clean(item.name), item.quantity, item.price_fen, item.kind) for item in slip.items]
    request.arrived_at = slip.arrived_at
    request.fee_fen = sum(item.sum_fen for item in items) if items else slip.fee_fen
    slips.replace_bill(work.session, work.community_id, request.id, items)
    kept: dict[str, Any] = {"arrived_at": slip.arrived_at, "fee_fen": request.fee_fen}
    if slip.worker_id is not None and slip.worker_id != request.worker_id:
        request.worker_id = slip.worker_id
        helping = [helper.worker_id for helper in beside.helpers(work.session, request.id)]
        if slip.worker_id in helping:
            helping.remove(slip.worker_id)
            beside.set_helpers(work.session, work.community_id, request.id, helping)
        if request.department_id is None:
            request.department_id = department_id
        kept["worker_id"] = slip.worker_id
    if items:
        kept["items"] = [[item.name, item.quantity, item.price_fen, item.kind.value] for item in items]
    return kept


def _check_times(
    slip: SlipReturn, occurred_at: datetime, reopened_at: datetime | None, completed_at: datetime
) -> Iterator[Problem]:
    if slip.arrived_at is None:
        return
    # a request is often typed in the minute in which the worker is already at the door
    early = timedelta(minutes=1)
    if reopened_at is not None and occurred_at <= slip.arrived_at < reopened_at - early:
        yield Problem(msg("It was reopened after this time; enter when the worker came since then."), "arrived_at")
    if slip.arrived_at < occurred_at - early:
        yield Problem(msg("The worker cannot have arrived before it was reported; correct the time."), "arrived_at")
    if slip.arrived_at > completed_at:
        yield Problem(
            msg("It cannot have been done before the worker arrived; correct one of the times."), "arrived_at"
        )


def _check_bill(slip: SlipReturn) -> Iterator[Problem]:
    if len(slip.items) > MOST_ITEMS:
        yield Problem(msg("A bill has at most %(most)s lines; sum some of them up.", most=MOST_ITEMS), "items")
    faults = [(place, _item_fault(item)) for place, item in enumerate(slip.items, start=1)]
    wrong = [(place, fault) for place, fault in faults if fault is not None]
    for place, fault in wrong:
        yield Problem(msg("Line %(line)s of the bill: %(fault)s", line=place, fault=fault), "items")
    total = sum(item.sum_fen for item in slip.items)
    if total > MOST_PRICE_FEN and not wrong:
        yield Problem(msg("The bill comes to %(sum)s yuan; that is too much to be true.", sum=yuan(total)), "items")
    if slip.fee_fen is None:
        return
    if slip.fee_fen < 0:
        yield Problem(msg("A fee cannot be negative; enter what was charged, or 0."), "fee_fen")
    elif slip.fee_fen > MOST_PRICE_FEN:
        yield Problem(
            msg("A fee of %(sum)s yuan is too much to be true.", sum=yuan(min(slip.fee_fen, MOST_FEN))), "fee_fen"
        )
    elif slip.items and slip.fee_fen != total:
        words = msg("The lines come to %(sum)s yuan; correct a line, or leave the fee empty.", sum=yuan(total))
        yield Problem(words, "fee_fen")


def _item_fault(item: BillLine) -> Message | None:
    name = clean(item.name)
    faults = (
        (not name, msg("say what it is for.")),
        (len(name) > LONGEST_ITEM, msg("its name is too long; shorten it to %(most)s characters.", most=LONGEST_ITEM)),
        (item.quantity <= 0, msg("the quantity must be more than 0.")),
        (item.quantity > MOST_QUANTITY, msg("the quantity is too large.")),
        (item.price_fen < 0, msg("the price cannot be negative.")),
        (item.price_fen > MOST_PRICE_FEN, msg("the price is too large.")),
    )
    return next((fault for wrong, fault in faults if wrong), None)
