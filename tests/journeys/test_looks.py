"""Every page in every language, size and look: nothing cut off, nothing outside, nothing empty.

Pictures of all of them are saved where TOUCHPOINT_SHOTS names a folder.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.app.gate_pages import GATE_PAGES
from desktop.app.gate_window import GateWindow
from desktop.app.signin import Door
from desktop.app.window import MainWindow
from desktop.core import settings as known_settings
from desktop.core.errors import Problem
from desktop.core.i18n import LANGUAGES, msg
from desktop.core.months import Month
from desktop.events.model import EventKind
from desktop.events.rows import NewEvent
from desktop.events.service import EventService
from desktop.events.view import EventsPage
from desktop.issues.presenter import ACTION_MOVES, POINT_MOVES
from desktop.issues.rows import NewAction, NewIssue
from desktop.issues.service import IssueService
from desktop.issues.view import IssuesPage
from desktop.requests.model import Move, RequestKind
from desktop.requests.presenter.moves import AT_ONCE
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from desktop.requests.view import RequestsPage
from desktop.rules.rows import What
from desktop.rules.view import RulesPage
from desktop.ui.language import ui_language
from desktop.ui.theme import ThemeChoice, theme
from desktop.visits.rows import NewPass, NewWatch
from desktop.visits.service import VisitService
from desktop.visits.view import VisitsPage
from desktop.visits.view.setup import SetupPart
from tests.journeys.seeing import cut_words, outside, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.journeys.program import Program

SIZES = ((1366, 696), (960, 468))
SIZES_AT_GATE = ((1366, 696), (1024, 700))
"""The window on a screen of 1366x768, and on the same at 150 %; px."""

FEWEST_WORDS = 10
SECONDS_TO_REST = 1.0

Place = tuple[str, dict[str, Any]]
PLACES: dict[str, tuple[Place, ...]] = {
    "admin": (
        *(("today", {}), ("requests", {}), ("households", {}), ("month", {}), ("import", {}), ("accounts", {})),
        *(("staff", {}), ("settings", {}), ("community", {})),
    ),
    "clerk": (
        *(("today", {}), ("requests", {"request_id": 30}), ("intake", {"room_id": 3}), ("households", {"room_id": 3})),
        *(("households", {"room_id": 8}), ("contacts", {}), ("calls", {}), ("register", {})),
        ("gifts", {}),
        *(("care", {"list": "planned"}), ("practice", {}), ("slips", {}), ("follow_ups", {}), ("phrases", {})),
        *(("households", {}), ("handover", {}), ("issues", {}), ("outages", {}), ("outages", {"new": True})),
        *(("events", {}), ("events", {"part": "inviting"}), ("calendar", {}), ("calendar", {"day": "2027-02-06"})),
        *(("releases", {"stage": "all"}), ("releases", {"stage": "expired"})),
        *(("visits", {}), ("visits", {"part": "calls"})),
        *(("incidents", {}), ("patrols", {}), ("patrols", {"part": "findings"})),
    ),
    "manager": (
        *(("rules", {}), ("rules", {"section": "categories"}), ("rules", {"section": "desk"})),
        *(("rules", {"section": "calendar"}), ("month", {"month": "2026-10"}), ("staff", {})),
        *(("events", {"stage": "held", "part": "after"}), ("incidents", {"incident_id": 1})),
        ("visits", {"part": "setup"}),
        *(("patrols", {"part": "routes"}), ("patrols", {"part": "rounds"})),
        *(
            ("combing", {"month": "2026-10", "step": step})
            for step in ("completeness", "hot_spots", "comments", "closing")
        ),
        *(("stationery", {}), ("stationery", {"part": "complaint_reply"}), ("stationery", {"part": "layout"})),
    ),
    "guard": tuple((entry.key, {}) for entry in GATE_PAGES),
}


def shots() -> Path | None:
    folder = os.environ.get("TOUCHPOINT_SHOTS")
    return Path(folder) if folder else None


def looks(program: Program, place: Place) -> Iterator[tuple[str, list[str]]]:
    """Show `place` in every size, language and look; yield a name for each and what is wrong with it."""
    page, where = place
    at_gate = isinstance(program.controller.window, GateWindow)
    sizes = SIZES_AT_GATE if at_gate else SIZES
    for size, code, choice in product(sizes, LANGUAGES, (ThemeChoice.LIGHT, ThemeChoice.DARK)):
        ui_language().choose(code)
        theme().choose(choice)
        if at_gate:
            # The gate goes by a choice of its own.
            program.gate.settings.set(known_settings.GATE_LOOK, choice.value)
            program.gate.station.changed.emit()
        program.window.resize(*size)
        program.window.go(page, **where)
        program.settle()
        name = "-".join([page, *map(str, where.values()), f"{size[0]}x{size[1]}", code, choice.value])
        folder = shots()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            program.window.grab().save(str(folder / f"{program.window.session.desk.actor.name}-{name}.png"))
        yield name, lasting_faults(program)


def lasting_faults(program: Program) -> list[str]:
    """Return what is wrong with the window once its layouts have come to rest."""
    until = time.monotonic() + SECONDS_TO_REST
    while True:
        wrong = [*outside(program.window), *cut_words(program.window)]
        if len(words_of(program.window)) < FEWEST_WORDS:
            wrong.append("the page is empty")
        if not wrong or time.monotonic() > until:
            return wrong
        QTest.qWait(10)


@pytest.mark.parametrize(("account", "place"), [(account, place) for account in PLACES for place in PLACES[account]])
def test_that_a_page_is_whole_in_every_size_language_and_look(
    start: Callable[..., Program], lively_data: Path, account: str, place: Place
) -> None:
    program = start(lively_data)
    program.sign_in(account)
    wrong = {name: faults for name, faults in looks(program, place) if faults}
    assert wrong == {}


Open = Callable[[Any], "QDialog | None"]
LONG = "欧阳慕容上官司徒诸葛令狐皇甫尉迟公孙东方赫连澹台夏侯闻人宇文长孙端木申屠钟离南宫"
"""A name of 40 characters."""


def moves_of(page: RequestsPage) -> dict[str, Open]:
    """Return how the dialog of each move that the request shown may make is opened."""

    def begin(move: Move, page: RequestsPage) -> QDialog | None:
        page.moving.begin(move)
        return page.moving.dialog

    detail = page.presenter.detail
    assert detail is not None
    asking = [move for move in detail.moves if move not in AT_ONCE and move is not Move.PRINT]
    return {str(move): partial(begin, move) for move in asking}


def faults_of_dialogs(program: Program, page: Any, ways: Mapping[str, Open]) -> dict[str, list[str]]:
    """Open every dialog in every size and language; return what is wrong with which."""
    wrong: dict[str, list[str]] = {}
    for size, code in product(SIZES, LANGUAGES):
        ui_language().choose(code)
        program.window.resize(*size)
        program.settle()
        for name, open_it in ways.items():
            dialog = open_it(page)
            assert dialog is not None, name
            program.settle()
            until = time.monotonic() + SECONDS_TO_REST
            while (faults := [*outside(dialog), *cut_words(dialog)]) and time.monotonic() < until:
                QTest.qWait(10)
            if faults:
                wrong[f"{name}-{size[0]}x{size[1]}-{code}"] = faults
            dialog.reject()
            program.settle()
    return wrong


@pytest.mark.parametrize("kind", [RequestKind.REPAIR, RequestKind.COMPLAINT])
@pytest.mark.parametrize("stage", ["open", "done"])
def test_that_every_dialog_of_a_request_is_whole_in_every_language(
    start: Callable[..., Program], lively_data: Path, kind: RequestKind, stage: str
) -> None:
    program = start(lively_data)
    program.sign_in("clerk")
    service = RequestService(program.window.session.desk)
    said = NewRequest(
        kind=kind, words="厨房水槽下面的软管接头一直滴水" * 8, room_id=3, reporter=LONG, phone="13800138000"
    )
    request_id = service.report(said).result
    if stage == "done":
        service.complete(request_id, version=service.detail(request_id).line.version)
    program.window.go("requests", request_id=request_id)
    program.settle()
    page = program.page(RequestsPage)
    assert faults_of_dialogs(program, page, moves_of(page)) == {}


def test_that_every_dialog_of_the_rules_is_whole_in_every_language(
    start: Callable[..., Program], lively_data: Path
) -> None:
    program = start(lively_data)
    program.sign_in("manager")
    program.window.go("rules")
    program.settle()

    page = program.page(RulesPage)

    def ask(call: Callable[[], None], _page: object) -> QDialog | None:
        call()
        return page.dialog

    ways: dict[str, Open] = {str(what): partial(ask, partial(page._ask_line, what, None)) for what in What}
    ways["hours"] = partial(ask, page._ask_hours)
    ways["year"] = partial(ask, partial(page._ask_year, None, 2027))
    assert faults_of_dialogs(program, page, ways) == {}


def test_that_every_dialog_of_a_problem_point_is_whole_in_every_language(
    start: Callable[..., Program], lively_data: Path
) -> None:
    program = start(lively_data)
    program.sign_in("manager")
    session = program.window.session
    service = IssueService(session.desk, session.prove)
    said = NewIssue(Month(2026, 11), 1, LONG, request_ids=range(1, 9), actions=(NewAction(LONG, LONG),))
    issue_id = service.raise_issue(said).result
    program.window.go("issues", issue_id=issue_id)
    program.settle()
    page = program.page(IssuesPage)
    row = page.detail.row
    assert row is not None
    assert row.title == LONG

    def ask(call: Callable[[], None], _page: object) -> QDialog | None:
        call()
        dialog = page.acts.dialog
        if dialog is not None:
            wrong = msg("“%(text)s” is not in the list.", text=LONG)
            dialog.show_problems([Problem(wrong, key) for key in list(dialog.form.fields)[:1]])
        return dialog

    ways: dict[str, Open] = {"raise": partial(ask, page.acts.raise_issue)}
    ways |= {str(move): partial(ask, partial(page.acts.begin, move, row)) for move in POINT_MOVES}
    for move in ACTION_MOVES:
        ways[f"action-{move}"] = partial(ask, partial(page.acts.begin_action, move, row, row.actions[0]))
    assert faults_of_dialogs(program, page, ways) == {}


def test_that_every_dialog_of_an_event_is_whole_in_every_language(
    start: Callable[..., Program], lively_data: Path
) -> None:
    program = start(lively_data)
    program.sign_in("manager")
    session = program.window.session
    begins = session.desk.clock.now() + timedelta(days=9)
    said = NewEvent(EventKind.OTHER, LONG, begins, begins + timedelta(hours=2), kind_name=LONG[:20], place=LONG)
    event_id = EventService(session.desk).plan(said).result
    program.window.go("events", event_id=event_id)
    program.settle()
    page = program.page(EventsPage)
    file = page.detail.file
    assert file is not None
    assert file.line.title == LONG

    def ask(call: Callable[[], None], _page: object) -> QDialog | None:
        call()
        return page.acts.dialog

    acts = page.acts
    calls: dict[str, Callable[[], None]] = {
        "amend": partial(acts.amend, file),
        "hold": partial(acts.hold, file),
        "cancel": partial(acts.cancel, file),
        "invite": partial(acts.invite, file),
        "said": partial(acts.note_saying, file),
        "goals": acts.set_goals,
    }
    assert faults_of_dialogs(program, page, {name: partial(ask, call) for name, call in calls.items()}) == {}


def test_that_every_dialog_of_the_gate_is_whole_in_every_language(
    start: Callable[..., Program], lively_data: Path
) -> None:
    program = start(lively_data)
    program.sign_in("manager")
    today = program.window.session.desk.clock.now().date()
    service = VisitService(program.window.session.desk)
    made = service.issue_pass(NewPass(LONG, today, today, place=LONG[:20], deposit_fen=1_000_000)).result
    watched = service.note_watched(NewWatch(name=LONG, reason=LONG)).result
    program.window.go("visits", pass_id=made)
    program.settle()
    page = program.page(VisitsPage)

    def ask(call: Callable[[], None], _page: object) -> QDialog | None:
        call()
        dialog = page.acts.dialog
        if dialog is not None:
            wrong = msg("“%(text)s” is not in the list.", text=LONG)
            dialog.show_problems([Problem(wrong, key) for key in list(dialog.form.fields)[:1]])
        return dialog

    acts, line, entry = page.acts, service.pass_(made), service.watch_entry(watched)
    page.show_at(part="setup")
    setup = page.part
    assert isinstance(setup, SetupPart)
    calls: dict[str, Callable[[], None]] = {
        "expect": acts.expect,
        "pass": partial(acts.amend_pass, line),
        "revoke": partial(acts.revoke_pass, line),
        "deposit": partial(acts.set_deposit, line),
        "watch": partial(acts.amend_watched, entry),
        "end": partial(acts.end_watched, entry),
        "kind": setup.setting.edit_kind,
        "shift": setup.setting.add_shift,
        "rules": partial(setup.setting.edit_rules, service.rules()),
    }
    assert faults_of_dialogs(program, page, {name: partial(ask, call) for name, call in calls.items()}) == {}


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            own = isinstance(watched, MainWindow | GateWindow | Door | QDialog)
            if not own:
                self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.mark.parametrize("account", list(PLACES))
def test_that_nothing_flashes_up_as_a_window_of_its_own(
    start: Callable[..., Program], lively_data: Path, account: str
) -> None:
    program = start(lively_data)
    windows = Windows()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(windows)
    program.sign_in(account)
    for page, where in PLACES[account]:
        program.window.go(page, **where)
        program.settle()
    app.removeEventFilter(windows)
    assert windows.shown == []
