"""Expected visitors, passes, the watchlist, calls and the set-up: what is done there, and how it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.core.permissions import Role
from desktop.visits.dialogs import ExpectVisitorDialog, PassDialog
from desktop.visits.model import CallReason, DepositState, VisitKind
from desktop.visits.rows import NewCall, NewExpected, NewWatch, RulesRow
from desktop.visits.view.calls import CallsPart
from desktop.visits.view.setup import SetupPart
from desktop.visits.view.watchlist import WatchlistPart
from tests.care.villages import TODAY
from tests.visits.arrivals import came, visit_values
from tests.visits.screens import NARROW

if TYPE_CHECKING:
    from desktop.visits.rows import ExpectedLine
    from tests.visits.screens import Screen

ROOM = "1-1-101"


def expected(screen: Screen) -> ExpectedLine:
    [line] = screen.service().expected()
    return line


def test_that_a_household_tells_the_gate_whom_it_expects(screen: Screen) -> None:
    screen.village.settle(ROOM, "黄丽娟")
    screen.show()
    screen.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    dialog = screen.dialog()
    assert isinstance(dialog, ExpectVisitorDialog)
    assert dialog.room is not None
    dialog.room.choose(str(screen.village.rooms[ROOM]), ROOM)
    screen.submit(name="王芳", plate="浙a12345", asked_by="黄丽娟")
    line = expected(screen)
    assert (line.name, line.plate, line.first_day, line.last_day) == ("王芳", "浙A12345", TODAY, TODAY)
    assert screen.part.name == "expected"
    assert screen.part.detail.shown is not None
    assert screen.part.detail.shown.large == line.code
    screen.click("copy-expected")
    assert line.code in QGuiApplication.clipboard().text()


def test_that_a_form_without_a_household_says_so_and_keeps_what_was_typed(screen: Screen) -> None:
    screen.show(part="expected")
    screen.click("add-gate")
    screen.submit(name="王芳", room_id="没有的房号")
    dialog = screen.dialog()
    assert dialog.form.fields["room_id"].problem is not None
    dialog.reject()
    screen.settle()
    screen.click("add-gate")
    assert screen.dialog().form.fields["name"].text() == "王芳"
    screen.dialog().reject()


def test_that_an_expected_visit_is_withdrawn_and_taken_back(screen: Screen) -> None:
    made = screen.service().expect(NewExpected(screen.village.rooms[ROOM], "王芳")).result
    screen.show(expected_id=made)
    screen.press(Qt.Key.Key_Delete)
    assert expected(screen).withdrawn_at is not None
    assert "resume-expected" in screen.offered()
    screen.undo()
    assert expected(screen).withdrawn_at is None


def test_that_a_household_of_another_page_is_asked_for_no_room(screen: Screen) -> None:
    screen.show(expect=(screen.village.rooms[ROOM], ROOM))
    assert "room_id" not in screen.dialog().form.fields
    screen.submit(name="王芳")
    assert expected(screen).place == ROOM
    screen.undo()
    assert expected(screen).withdrawn_at is not None


def test_that_a_pass_is_issued_with_its_deposit_and_revoked(screen: Screen) -> None:
    screen.show(part="passes")
    screen.click("add-gate")
    assert isinstance(screen.dialog(), PassDialog)
    screen.submit(company="美居装饰", room_id=f"{screen.village.rooms[ROOM]}|{ROOM}", last_day="2026-12-10", people="3")
    assert screen.page.acts.dialog is None
    [line] = screen.service().passes()
    assert (line.place, line.first_day, line.deposit_state) == (ROOM, TODAY, DepositState.NONE)
    screen.click("amend-pass")
    screen.submit(deposit_fen="2000")
    screen.click("pass-deposit")
    screen.submit(words="收据 0031")
    [line] = screen.service().passes()
    assert (line.deposit_fen, line.deposit_state) == (200_000, DepositState.TAKEN)
    screen.press(Qt.Key.Key_Delete)
    screen.submit(words="夜间施工")
    assert screen.service().pass_(line.id).revoked_words == "夜间施工"
    screen.undo()
    assert screen.service().pass_(line.id).revoked_at is None


def test_that_the_watchlist_holds_once_a_manager_approved(screen: Screen) -> None:
    screen.show(part="watchlist")
    screen.click("add-gate")
    screen.submit(plate="浙a66666", reason="推销保险", until="2026-11-30")
    [line] = screen.service().watchlist()
    assert line.approved_at is None
    assert isinstance(screen.part, WatchlistPart)
    assert screen.part.scopes.scopes is not None
    assert screen.part.scopes.scopes.button("waiting").text() == "To approve 1"
    assert "approve-watched" not in screen.offered()
    screen.show(Role.MANAGER, part="watchlist", watch_id=line.id)
    screen.press(Qt.Key.Key_F8)
    assert screen.service().watch_entry(line.id).approved_at is not None
    assert screen.cells("until") == ["30 Nov"]
    screen.click("end-watched")
    screen.submit(words="已了结")
    assert screen.service().watchlist() == ()
    screen.undo()
    assert len(screen.service().watchlist()) == 1
    screen.show(part="watchlist")
    assert "amend-watched" not in screen.offered()


def call(screen: Screen, words: str, *, waits: bool = True) -> int:
    draft = NewCall(CallReason.GOODS if waits else CallReason.OTHER, words, waits, room_id=screen.village.rooms[ROOM])
    return screen.house.service.call_desk(draft).result


def test_that_a_call_from_the_gate_is_answered_with_one_key(screen: Screen) -> None:
    told = call(screen, "道闸不抬杆", waits=False)
    waiting = call(screen, "货车要拉走冰箱")
    screen.show(part="calls")
    assert screen.cells("state") == ["The gate waits", "Not read yet"]
    screen.press(Qt.Key.Key_3)
    assert screen.service().call(waiting).answer == "Do not let them in."
    assert screen.service().call(told).answered_at is None
    assert screen.cells("state") == ["Not read yet", "Answered"]


def test_that_a_call_is_answered_in_words(screen: Screen) -> None:
    waiting = call(screen, "货车要拉走冰箱")
    screen.show(part="calls")
    part = screen.part
    assert isinstance(part, CallsPart)
    screen.press(Qt.Key.Key_Return)
    assert part.answers.line.hasFocus()
    screen.press(Qt.Key.Key_Return, at=part.answers.line)
    assert screen.service().call(waiting).answered_at is None
    part.answers.line.setText("请扣下，5 分钟到")
    screen.press(Qt.Key.Key_Return, at=part.answers.line)
    assert screen.service().call(waiting).answer == "请扣下，5 分钟到"
    assert not part.answers.isVisible()


def test_that_a_call_asked_for_can_be_answered_at_once_on_a_small_page(screen: Screen) -> None:
    waiting = call(screen, "货车要拉走冰箱")
    screen.show(size=NARROW)
    screen.page.show_at(call_id=waiting)
    screen.settle()
    part = screen.part
    assert isinstance(part, CallsPart)
    assert part.answers.line.hasFocus()


def test_that_gates_kinds_and_shifts_come_and_go(screen: Screen) -> None:
    screen.show(Role.MANAGER, part="setup")
    screen.click("add-gate")
    screen.submit(name="南大门")
    service = screen.service()
    assert [gate.name for gate in service.gates()] == ["东门岗", "南大门"]
    screen.click(f"archive-gate-{service.gates()[1].id}")
    assert [gate.name for gate in service.gates()] == ["东门岗"]
    screen.undo()
    assert [gate.name for gate in service.gates()] == ["东门岗", "南大门"]
    screen.part.view.selectRow(1)
    screen.settle()
    screen.click("add-gate")
    screen.submit(name="外卖", like=VisitKind.DELIVERY.value)
    assert service.kinds()[-1].like is VisitKind.DELIVERY
    screen.part.view.selectRow(2)
    screen.settle()
    screen.click("add-gate")
    screen.submit(name="夜班", starts="20:00", ends="8点")
    assert [f"{shift.starts:%H:%M}-{shift.ends:%H:%M}" for shift in service.shifts()] == ["20:00-08:00"]


def test_that_rules_are_laid_down_and_what_is_wrong_is_marked(screen: Screen) -> None:
    screen.show(Role.MANAGER, part="setup")
    screen.part.view.selectRow(3)
    screen.settle()
    screen.click("change-rules")
    screen.submit(peaks="7:30")
    assert screen.dialog().form.fields["peaks"].problem is not None
    screen.submit(peaks="7:00-9:30，17:00至19:00", keep_days="60")
    rules = screen.service().rules()
    assert [f"{since:%H:%M}-{until:%H:%M}" for since, until in rules.peaks] == ["07:00-09:30", "17:00-19:00"]
    assert rules.keep_days == 60
    assert rules != RulesRow()


def test_that_a_refused_reduction_is_told_and_a_manager_insists(screen: Screen) -> None:
    long_ago = screen.village.desk.clock.now().replace(month=9)
    came(screen.village, [visit_values(screen.village, state="left", in_at=long_ago, out_at=long_ago) for _ in "xx"])
    screen.house.let_in("王芳")
    screen.show(Role.MANAGER, part="setup")
    part = screen.part
    assert isinstance(part, SetupPart)
    part.view.selectRow(4)
    screen.settle()
    screen.click("reduce-anyway")
    question = part.setting.question
    assert question is not None
    question.accept()
    screen.settle()
    assert screen.service().due_reduction().due == 0
    assert screen.shell.words[-1] == "Old visits have become counts."
    assert screen.service(Role.MANAGER).last_reductions()[0].reduced == 2


def test_that_nothing_is_watched_twice_by_two_desks(screen: Screen) -> None:
    made = screen.service(Role.MANAGER).note_watched(NewWatch(plate="浙A66666", reason="推销")).result
    screen.show(Role.MANAGER, part="watchlist", watch_id=made)
    screen.click("amend-watched")
    line = screen.service().watch_entry(made)
    screen.service(Role.MANAGER).amend_watched(made, NewWatch(plate="浙A66666", reason="别的"), version=line.version)
    screen.submit(reason="推销保险")
    assert screen.service().watch_entry(made).reason == "别的"
    screen.submit()
    assert screen.service().watch_entry(made).reason == "推销保险"
