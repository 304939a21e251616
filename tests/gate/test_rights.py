"""What the guard's role reaches: no complaint or request but the state of own findings, no full phone, no notes.

Every door of every service is looked at, so that a new one that is open to the gate is tried by itself.
"""

from __future__ import annotations

import inspect
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from sqlalchemy import String, cast, func, insert, literal, select, update

from desktop.accounts.service import AccountService
from desktop.app.drafts import DraftService
from desktop.app.importing.service import ImportsService
from desktop.app.recent import RecentService
from desktop.app.search import find
from desktop.app.session import Session, sign_in
from desktop.app.upkeep import UpkeepService
from desktop.attachments.model import Attachment, AttachmentContent
from desktop.attachments.service import Attaching
from desktop.core.clock import FixedClock
from desktop.core.errors import RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import MATRIX, Operation, Role
from desktop.core.texts import search_form
from desktop.events.service import EventFiles
from desktop.households.model import (
    GATE_KINDS,
    InstructionKind,
    Occupancy,
    Pet,
    Phone,
    Resident,
    Room,
    RoomTag,
    StandingInstruction,
    Vehicle,
)
from desktop.households.service import HouseholdService
from desktop.incidents.rows import IncidentFilter
from desktop.issues.service import ActionFiles
from desktop.outages.service.posting import PostingFiles
from desktop.patrols.model import PatrolFinding
from desktop.practice.rows import PracticeChoice
from desktop.requests.model import Comment, Request
from desktop.requests.service import RequestService
from desktop.staff.service import StaffService
from desktop.storage.audit import Audit
from desktop.storage.drafts import DraftRow
from desktop.visits.rows import NewVisit, VisitFilter
from tests.app.conftest import PASSWORD, demo_data, demo_template, run
from tests.architecture.test_services import service_classes
from tests.conftest import SUNDAY_AFTERNOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.storage.desk import Desk

__all__ = ["demo_data", "demo_template", "run"]

SECRET = "密不外传"
"""Planted before every text that the gate must not read."""

PRIVATE = (
    *(Room.note, Resident.note, Resident.preferences, Resident.taboos, Resident.emergency_contact, Resident.id_number),
    *(Occupancy.note, Vehicle.note, Pet.note, RoomTag.cause, Request.result, Request.reporter),
    *(Request.overdue_reason, Request.cancel_reason, Comment.words),
)
"""Columns that no guard reads; the words of requests and of other instructions are planted apart."""

NOT_OF_RESIDENTS = {"StationeryService", "AccountService"}
"""The house's own letterhead and texts, and the own password."""

TYPED = ("1", "3-1", "王", "13", SECRET, "浙A", "")
IDS = range(1, 13)


def shelves() -> Iterator[type[Attaching]]:
    """Yield every class that keeps files."""
    waiting: list[type[Attaching]] = [Attaching]
    while waiting:
        children = waiting.pop().__subclasses__()
        yield from children
        waiting += children


def doors() -> list[tuple[type, str, Operation]]:
    """Return every public method of every service, with the operation it is asked for by."""
    services = {*service_classes(), *shelves(), UpkeepService, ImportsService, RecentService, DraftService}
    found = []
    for service in sorted(services, key=lambda each: each.__qualname__):
        for name, method in inspect.getmembers(service, inspect.isfunction):
            named = getattr(method, "__operation__", None)
            if not name.startswith("_") and named is not None:
                operation = named if isinstance(named, Operation) else getattr(service, named)
                found.append((service, name, operation))
    return found


def is_open(operation: Operation) -> bool:
    return Role.GUARD in MATRIX[operation]


OPEN = [(service, name) for service, name, operation in doors() if is_open(operation)]
CLOSED = [(service, name) for service, name, operation in doors() if not is_open(operation)]


@pytest.fixture(scope="module")
def village(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Yield the guard's session in a made-up community with something secret in every private text."""
    data = shutil.copytree(demo_template, tmp_path_factory.mktemp("gate") / "data")
    session = sign_in(data, "guard", PASSWORD, FixedClock(SUNDAY_AFTERNOON + timedelta(minutes=5)))
    with session.desk.database.connect(writing=True) as connection:
        for column in PRIVATE:
            marked = func.concat(literal(SECRET), cast(column, String))
            connection.execute(update(column.class_).values({column: marked}))
        own = select(PatrolFinding.request_id).where(PatrolFinding.request_id.is_not(None))
        connection.execute(
            update(Request).where(Request.id.not_in(own)).values(words=func.concat(literal(SECRET), Request.words))
        )
        others = [kind for kind in InstructionKind if kind not in GATE_KINDS]
        connection.execute(update(StandingInstruction).where(StandingInstruction.kind.in_(others)).values(words=SECRET))
    yield session
    session.close()


def bare(service: type, desk: Desk) -> Any:
    """Return a service that knows who acts and nothing else: who is refused at the door needs no more."""
    standing: Any = object.__new__(service)
    standing.desk = desk
    return standing


def values_for(parameter: inspect.Parameter, desk: Desk, rooms: list[int]) -> list[Any]:
    """Return what a door is tried with; a parameter of a kind not known here fails, to be thought about."""
    today = desk.clock.now().astimezone(desk.zone).date()
    by_type: dict[str, list[Any]] = {
        "date": [today - timedelta(days=3), today],
        "datetime": [desk.clock.now()],
        "Language": [language("zh_CN")],
        "IncidentFilter": [IncidentFilter()],
        "VisitFilter": [VisitFilter()],
        "PracticeChoice": [PracticeChoice()],
        "NewVisit": [NewVisit(who="王先生", room_id=room) for room in rooms[:8]],
        "Sequence[int]": [rooms],
        "str": list(TYPED),
        "int | None": [None, 1],
    }
    kind = str(parameter.annotation)
    if parameter.name == "room_id":
        return rooms
    if parameter.name in {"index", "total", "size"}:
        return [10]
    if kind == "int":
        return list(IDS)
    return by_type[kind]


def told(answer: object) -> str:
    """Return all that an answer tells: rows as they are, papers as they are read."""
    if isinstance(answer, bytes) and answer.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer)).pages)
    return repr(answer)


def answers(session: Session) -> Iterator[tuple[str, str]]:
    """Yield each reading door that is open to the gate, with what it answers."""
    with session.desk.read() as reading:
        rooms = list(reading.scalars(select(Room.id).order_by(Room.id)))
    for service, name in OPEN:
        method = getattr(service, name)
        signature = inspect.signature(method)
        if service.__name__ in NOT_OF_RESIDENTS or signature.return_annotation in {"Changes", "None"}:
            continue
        if name == "reveal_phone":
            continue
        needed = [each for each in list(signature.parameters.values())[1:] if each.default is inspect.Parameter.empty]
        asked = [values_for(each, session.desk, rooms) for each in needed]
        for values in product(*asked):
            given = dict(zip((each.name for each in needed), values, strict=True))
            try:
                yield f"{service.__name__}.{name}", told(getattr(service(session.desk), name)(**given))
            except UserError:
                continue


def test_that_what_is_closed_to_the_gate_is_refused_at_every_door(village: Session) -> None:
    for service, name in CLOSED:
        door = getattr(bare(service, village.desk), name)
        # the right is asked before anything that was given is looked at
        with pytest.raises(RefusedError):
            door()
    assert len(CLOSED) > 200


def test_that_no_open_door_tells_a_private_text_or_a_full_phone(village: Session) -> None:
    with village.desk.read() as session:
        phones = set(session.scalars(select(Phone.digits))) | set(session.scalars(select(Request.phone)))
        workers = {worker.phone for worker in StaffService(village.desk).workers()}
    full = re.compile("|".join(sorted(re.escape(digits) for digits in phones if len(digits) > 6)))
    assert workers == {""}
    leaks, answered = set(), set()
    for door, words in answers(village):
        answered.add(door)
        if SECRET in words.replace(f"'{SECRET}'", ""):
            leaks.add(f"{door}: a private text")
        if full.search(re.sub(r"[ \-\u00a0]", "", words)):
            leaks.add(f"{door}: a phone in full")
    assert sorted(leaks) == []
    assert len(answered) > 40


def test_that_what_is_planted_would_be_seen(village: Session) -> None:
    clerk = replace(village.desk, actor=replace(village.desk.actor, role=Role.CLERK))
    assert SECRET in told(HouseholdService(clerk).household(1))
    assert SECRET in told(RequestService(clerk).detail(1))


def test_that_each_look_at_a_phone_is_in_the_audit_and_no_request_gives_its_own(village: Session) -> None:
    with village.desk.read() as session:
        phone = session.execute(select(Phone.id, Phone.digits).order_by(Phone.id).limit(1)).one()
    assert re.sub(r"\D", "", HouseholdService(village.desk).reveal_phone(phone.id)) == phone.digits
    with village.desk.read() as session:
        seen = session.execute(select(Audit.account_id, Audit.after).where(Audit.action == "phone revealed")).all()
    assert (seen[-1].account_id, seen[-1].after) == (village.desk.actor.account_id, {"phone": phone.id})
    with pytest.raises(RefusedError):
        RequestService(village.desk).reveal_phone(1)


def test_that_the_search_finds_public_words_only(village: Session) -> None:
    with village.desk.read() as session:
        phone = session.scalars(select(Phone.digits).where(func.length(Phone.digits) == 11).limit(1)).one()
        number = session.scalars(select(Request.number).limit(1)).one()
        cause = session.scalars(select(RoomTag.cause).limit(1)).one().removeprefix(SECRET)
    assert find(village.desk, phone) == find(village.desk, phone[-4:]) == []
    assert find(village.desk, number) == []
    assert not [hit for hit in find(village.desk, cause) if search_form(cause) in search_form(hit.matched)]
    kinds = {hit.kind for typed in ("1", "王", "浙", "A") for hit in find(village.desk, typed)}
    assert kinds <= {"room", "resident", "vehicle", "visitor"}


def test_that_nobody_elses_drafts_are_told(village: Session) -> None:
    with village.desk.database.connect(writing=True) as connection:
        row = {"community_id": 1, "account_id": 2, "form": "intake", "key": "k", "title": SECRET, "fields": {}}
        connection.execute(insert(DraftRow), {**row, "saved_at": village.desk.clock.now()})
    assert SECRET not in repr(DraftService(village.desk).all())


def try_to_reach(files: type[Attaching], village: Session) -> None:
    """Try every door of a shelf, also with a file that is the gate's own draft there."""
    desk = village.desk
    with desk.database.connect(writing=True) as connection:
        common = {"community_id": desk.actor.community_id, "account_id": desk.actor.account_id, "topic": files.TOPIC}
        row = {"draft_key": "mine", "name": "a.txt", "media_type": "text/plain", "size": 1, "sha256": "", "version": 1}
        kept = connection.execute(
            insert(Attachment).values(**common, **row, added_at=desk.clock.now()).returning(Attachment.id)
        ).scalar_one()
        connection.execute(
            insert(AttachmentContent).values(attachment_id=kept, community_id=desk.actor.community_id, content=b"x")
        )
    shelf = bare(files, desk)
    attempts: list[Callable[[], object]] = [
        lambda: shelf.attach("a.txt", b"x", owner_id=1),
        lambda: shelf.attach("a.txt", b"x", draft_key="mine"),
        lambda: shelf.attachments(1),
        lambda: shelf.attachment_content(kept),
        lambda: shelf.draft_attachments("mine"),
        lambda: shelf.take_away(kept, 1),
        lambda: shelf.put_back(kept, 1),
        lambda: shelf.take_away_draft("mine"),
        lambda: shelf.put_back_draft("mine"),
        lambda: shelf.claim("mine", 1),
    ]
    for attempt in attempts:
        with pytest.raises(RefusedError):
            attempt()


def test_that_files_are_the_gates_only_beside_what_is_its_own(village: Session) -> None:
    closed = [each for each in shelves() if not is_open(each.ATTACHED_BY)]
    assert {RequestService, EventFiles, ActionFiles, PostingFiles} <= set(closed)
    for files in closed:
        try_to_reach(files, village)


def test_that_every_shelf_of_files_names_its_rights() -> None:
    assert {each.TOPIC for each in shelves() if is_open(each.ATTACHED_BY)} <= {
        "visit",
        "release_slip",
        "patrol_finding",
        "incident",
    }
    for each in shelves():
        assert is_open(each.READ_BY) >= is_open(each.ATTACHED_BY)


COMMANDS = (
    ("report", "month", "2026-10", "--format", "json", "--out", "{out}"),
    ("report", "week", "--week", "2026-W43", "--out", "{out}"),
    ("import", "requests", "{sheet}", "--dry-run"),
    ("user", "list"),
    ("user", "role", "guard", "manager"),
    ("backup", "{out}/all.tpbackup"),
    ("restore", "{sheet}"),
    ("check",),
)
"""What reads or changes more than the gate may."""


def test_that_the_guard_is_refused_on_the_command_line(
    run: Callable[..., int], demo_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, out = tmp_path / "roster.csv", tmp_path / "out"
    sheet.write_text("楼栋,单元,房号,业主\n1,1,101,张三\n", encoding="utf-8")
    capsys.readouterr()
    for command in COMMANDS:
        given = [word.format(out=out, sheet=sheet) for word in command]
        assert run(*given, "--user", "guard", "--data", str(demo_data)) == 1, command
        printed = capsys.readouterr()
        assert printed.out == "", command
        assert "may not do that" in printed.err or command[0] == "restore", printed.err
    assert list(out.glob("*")) == []


def test_that_a_search_on_the_command_line_prints_no_phone_and_no_request(
    run: Callable[..., int], demo_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed in ("1", "王", "BX", "13"):
        assert run("search", typed, "--user", "guard", "--data", str(demo_data)) == 0
    printed = capsys.readouterr().out
    assert '"kind": "request"' not in printed
    assert not re.search(r"1[3-9]\d{9}", re.sub(r"[ -]", "", printed))


def test_that_an_account_changes_its_own_password_only(village: Session) -> None:
    assert [name for service, name in OPEN if service is AccountService] == ["change_own_password"]
    assert village.desk.actor.role is Role.GUARD
