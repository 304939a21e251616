from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel

from desktop.core.permissions import MATRIX, Actor, Role
from desktop.requests.dialogs import move_dialog
from desktop.requests.dialogs.moves import Surroundings
from desktop.requests.model import FollowUpOutcome, HoldReason, Move, RequestKind, RequestState
from desktop.requests.presenter import Moments, load_directory
from desktop.requests.presenter.moves import AT_ONCE
from desktop.requests.service import RequestService
from desktop.requests.service.recording import OPERATIONS
from desktop.requests.table import Seen
from desktop.requests.view import RequestsPage
from desktop.ui.buttons import Button
from tests.requests.screens import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.requests.rows import RequestDetail
    from desktop.ui.dialogs import FormDialog
    from tests.requests.screens import Screens

SIZE = (1198, 612)

PATHS: dict[RequestState, Callable[[RequestService, int, Callable[[], int]], object]] = {
    RequestState.RECEIVED: lambda _service, _id, _version: None,
    RequestState.ASSIGNED: lambda service, id_, version: service.assign(id_, department_id=1, version=version()),
    RequestState.IN_PROGRESS: lambda service, id_, version: service.start(id_, version=version()),
    RequestState.ON_HOLD: lambda service, id_, version: service.hold(id_, HoldReason.PARTS, version=version()),
    RequestState.COMPLETED: lambda service, id_, version: service.complete(id_, version=version()),
    RequestState.CLOSED: lambda service, id_, version: (
        service.complete(id_, version=version()),
        service.close(id_, version=version()),
    ),
    RequestState.REOPENED: lambda service, id_, version: (
        service.complete(id_, version=version()),
        service.reopen(id_, "又漏", version=version()),
    ),
    RequestState.CANCELLED: lambda service, id_, version: service.cancel(id_, "误报", version=version()),
    RequestState.DUPLICATE: lambda service, id_, version: service.merge(id_, 1, version=version()),
}
"""How a fresh request comes to each state there is."""


def shown(screens: Screens, detail: RequestDetail, role: Role = Role.CLERK) -> RequestsPage:
    page = RequestsPage(screens.desk_of(role), screens.shell)
    screens.show(page, SIZE)
    page.show_at(request_id=detail.line.id)
    screens.settle()
    return page


def texts(page: RequestsPage) -> str:
    return "\n".join(label.text() for label in page.detail.findChildren(QLabel) if label.isVisibleTo(page))


def offered(page: RequestsPage) -> set[str]:
    """Return every move a person can reach from the foot: by button, by menu, by key."""
    bar = page.detail.moves
    menu = bar.menu()
    buttons = {move.value for move in Move if bar.button(move) is not None}
    keys = {move.value for move, action in bar._shortcuts.items() if action.isEnabled()}
    return buttons | keys | {action.objectName().removeprefix("move-") for action in menu.actions()}


def complaint(screens: Screens, grade: str, **changes: Any) -> RequestDetail:
    grades = {row.name: row.id for row in screens.service.grades()}
    return screens.report(
        "保安态度差", kind=RequestKind.COMPLAINT, category_id=None, grade_id=grades.get(grade), **changes
    )


def button(page: RequestsPage, name: str) -> Button:
    found = page.detail.findChild(Button, name)
    assert isinstance(found, Button)
    return found


def commenting(page: RequestsPage) -> FormDialog | None:
    return page.commenting.dialog


# --- what can be done -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [RequestKind.REPAIR, RequestKind.COMPLAINT])
@pytest.mark.parametrize("state", list(RequestState))
def test_that_only_what_is_possible_and_granted_is_offered_and_each_has_its_form(
    screens: Screens, state: RequestState, kind: RequestKind
) -> None:
    screens.report("主单")
    detail = screens.report(kind=kind, occurred_at=NOW - timedelta(days=4))
    id_ = detail.line.id
    PATHS[state](screens.service, id_, lambda: screens.service.detail(id_).line.version)
    detail = screens.service.detail(id_)
    assert detail.line.state is state
    page = shown(screens, detail)
    assert offered(page) == {move.value for move in detail.moves}
    assert all(Role.CLERK in MATRIX[OPERATIONS[move]] for move in detail.moves)
    around = Surroundings(
        screens.desk, screens.shell.tasks, Moments(Seen(screens.clock, screens.desk.zone)), load_directory(screens.desk)
    )
    for move in Move:
        if move not in detail.moves:
            page.moving.begin(move)
            assert page.moving.dialog is None
        elif move not in AT_ONCE and move is not Move.PRINT:
            screens.qtbot.addWidget(move_dialog(move, detail, around))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CLERK])
def test_that_only_the_desk_may_add_a_comment(screens: Screens, role: Role) -> None:
    detail = screens.report()
    screens.service.comment(detail.line.id, "说话要慢")
    page = shown(screens, detail, role)
    assert "说话要慢" in texts(page)
    assert page.detail.comments.add.isVisibleTo(page) == (role is Role.CLERK)
    page.commenting.begin()
    assert (commenting(page) is not None) == (role is Role.CLERK)


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_that_a_plain_request_shows_nothing_it_does_not_have(screens: Screens) -> None:
    page = shown(screens, screens.report())
    words = texts(page).split("\n")
    absent = (
        "Helpers",
        "Graded as",
        "Promised for",
        "Told",
        "Signed by",
        "Fee",
        "Equipment",
        "Why late",
        "Rework of",
    )
    assert not {*words} & {*absent}
    assert not page.detail.alerts.isVisibleTo(page)


def test_that_a_complaint_shows_how_it_is_handled_and_leads_to_what_is_next(screens: Screens) -> None:
    detail = complaint(
        screens,
        "重大投诉",
        accused_department_id=screens.place.departments["order"],
        promised_at=NOW + timedelta(hours=3),
    )
    page = shown(screens, detail)
    words = texts(page)
    for part in ("重大投诉", "秩序", "today 17:05, 3 hours left", "To be told", "部门主管, 项目经理"):
        assert part in words
    button(page, "tell").click()
    dialog = page.moving.dialog
    assert dialog is not None
    dialog.submit()
    screens.settle()
    assert "部门主管 · today 14:05" in texts(page)
    assert screens.said() == [f"Who was told of {detail.line.number} is noted"]


def test_that_it_is_said_who_must_sign_before_anyone_tries_to_close(screens: Screens) -> None:
    detail = complaint(screens, "严重投诉", accused_department_id=screens.place.departments["order"])
    screens.service.tell(detail.line.id, "部门主管", version=detail.line.version)
    screens.service.complete(detail.line.id, version=screens.detail(detail.line.number).line.version)
    page = shown(screens, detail)
    assert "the head of 秩序 or the project manager must sign" in texts(page)
    assert page.detail.moves.button(Move.CLOSE) is None
    headed = screens.place.departments["order"]
    actor = Actor(3, "秩序主管", Role.MANAGER, screens.desk.actor.community_id, headed)
    service = RequestService(replace(screens.desk, actor=actor))
    now = service.detail(detail.line.id)
    assert now.closing_refusal is None
    screens.shell.bus.announce(
        service.follow_up(detail.line.id, FollowUpOutcome.REACHED, close=True, version=now.line.version)
    )
    screens.settle()
    assert "秩序主管" in texts(page)
    assert not page.detail.alerts.isVisibleTo(page)


def test_that_an_earlier_repair_is_offered_and_linked_by_one_button(screens: Screens) -> None:
    before = screens.report(occurred_at=NOW - timedelta(days=2))
    screens.service.complete(before.line.id, result="换了垫圈", version=before.line.version)
    again = screens.report(chargeable=True)
    page = shown(screens, again)
    assert f"Mended before: {before.line.number}" in texts(page)
    button(page, "link-rework").click()
    screens.settle()
    assert "Rework of" in texts(page)
    assert screens.detail(again.line.number).rework_of_id == before.line.id
    assert screens.detail(again.line.number).chargeable
    page.show_at(request_id=before.line.id)
    screens.settle()
    assert "Mended again" in texts(page)


def test_that_what_keeps_coming_back_stands_out(screens: Screens) -> None:
    for _ in range(2):
        screens.report()
    page = shown(screens, screens.report())
    tags = [chip.accessibleName() for chip in page.detail._tags]
    assert tags == ["Household: 3 in 90 days", "Same fault here: 3 in 90 days"]


def test_that_a_delay_that_was_explained_and_who_helps_are_shown(screens: Screens) -> None:
    detail = screens.report(occurred_at=NOW - timedelta(days=4))
    workers = screens.place.workers
    screens.service.explain(detail.line.id, "缺件", version=detail.line.version)
    version = screens.detail(detail.line.number).line.version
    screens.service.assign(detail.line.id, worker_id=workers["何志强"], helper_ids=[workers["丁磊"]], version=version)
    words = texts(shown(screens, detail))
    assert "Helpers\n丁磊" in words
    assert "Why late\n缺件" in words
    assert "Dispatched to 工程 · 何志强, with 丁磊" in words


# --- comments ---------------------------------------------------------------------------------------------------------


def test_that_a_comment_is_written_and_shown_at_once(screens: Screens) -> None:
    page = shown(screens, screens.report())
    page.detail.comments.add.click()
    dialog = commenting(page)
    assert dialog is not None
    dialog.submit()
    assert dialog.form.fields["words"].problem is not None
    dialog.form.fields["words"].set_text("说话要慢")
    dialog.submit()
    screens.settle()
    assert commenting(page) is None
    assert "说话要慢" in texts(page)


def test_that_a_comment_left_with_esc_is_there_again(screens: Screens) -> None:
    page = shown(screens, screens.report())
    page.commenting.begin()
    dialog = commenting(page)
    assert dialog is not None
    dialog.form.fields["words"].set_text("说话要慢")
    dialog.reject()
    page.commenting.begin()
    again = commenting(page)
    assert again is not None
    assert again.form.fields["words"].text() == "说话要慢"
    page.leave()
    assert [draft.fields["words"] for draft in screens.shell.drafts.all("request-comment")] == ["说话要慢"]
    again.submit()
    screens.settle()
    assert not screens.shell.drafts.all("request-comment")


def test_that_a_refused_comment_keeps_its_words(screens: Screens) -> None:
    page = shown(screens, screens.report())
    page.commenting.begin()
    dialog = commenting(page)
    assert dialog is not None
    dialog.form.fields["words"].set_text("长" * 2001)
    dialog.submit()
    screens.settle()
    assert dialog.form.fields["words"].problem is not None
    assert dialog.save.isEnabled()
