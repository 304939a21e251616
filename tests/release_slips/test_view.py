from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.app.household_tools import with_tools
from desktop.core.permissions import Role
from desktop.households.service import HouseholdService
from desktop.households.view import Additions
from desktop.release_slips.dialogs import AmendSlip, IssueSlip, WithdrawDialog
from desktop.release_slips.model import Applicant, Consent, ReleaseState
from desktop.release_slips.presenter import ReleasePaper
from desktop.release_slips.rows import ReleaseFilter, ReleaseStage
from desktop.release_slips.view import ReleasesPage
from desktop.visits.model import CallReason
from desktop.visits.rows import NewCall
from desktop.visits.service import VisitService
from tests.release_slips.removal import PLATE
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

    from desktop.ui.acting import CommandDialog
    from tests.release_slips.removal import Removal
    from tests.ui.shells import RecordingShell

DialogT = TypeVar("DialogT", bound="CommandDialog[Any]")


class Screen:
    """The page of release slips in a window that remembers."""

    def __init__(self, removal: Removal, shell: RecordingShell, qtbot: QtBot) -> None:
        self.removal = removal
        self.shell = shell
        self.qtbot = qtbot
        self.page = ReleasesPage(removal.village.desk, shell)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)

    def show(self, **where: object) -> None:
        self.page.show()
        self.page.show_at(**where)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def numbers(self) -> Sequence[str]:
        return [line.number[-2:] for line in self.page.presenter.model.rows]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        QTest.keyClick(self.page.view, key, modifier)
        self.settle()

    def dialog(self, kind: type[DialogT]) -> DialogT:
        dialog = self.page.acts.dialog
        assert isinstance(dialog, kind)
        return dialog

    def submit(self, **texts: str) -> None:
        dialog = self.page.acts.dialog
        assert dialog is not None
        for key, text in texts.items():
            dialog.form.fields[key].set_text(text)
        dialog.submit()
        self.settle()

    def pick(self, room: str) -> None:
        """Choose a household in the form that is open, as its suggestion does."""
        dialog = self.page.acts.dialog
        assert isinstance(dialog, IssueSlip | AmendSlip)
        dialog.offer_rooms(HouseholdService(self.removal.village.desk).rooms_for(room))
        dialog.room.choose(str(self.removal.village.rooms[room]), room)
        dialog.room.picked.emit(dialog.room.chosen)


@pytest.fixture
def screen(removal: Removal, shell: RecordingShell, qtbot: QtBot) -> Screen:
    return Screen(removal, shell, qtbot)


def test_that_a_slip_is_issued_by_keyboard_printed_and_taken_back(screen: Screen) -> None:
    removal = screen.removal
    removal.village.settle("1-1-102", "王建国")
    screen.show()
    screen.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    screen.pick("1-1-102")
    dialog = screen.dialog(IssueSlip)
    assert dialog.form.fields["name"].text() == "王建国"
    assert not dialog.form.fields["owner"].shown
    screen.submit(goods="沙发 1\n纸箱x12", plate="浙A8K3T6", fees_cleared="yes")
    (paper,) = screen.shell.papers
    assert isinstance(paper, ReleasePaper)
    file = screen.page.detail.file
    assert file is not None
    assert (paper.file_name, file.line.place, file.line.pieces) == (file.line.number, "1-1-102", 13)
    assert screen.numbers() == ["01"]
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert removal.desk.slip(file.line.id).state is ReleaseState.WITHDRAWN


def test_that_a_form_half_typed_is_kept_and_says_what_is_missing(screen: Screen) -> None:
    screen.show(new=True)
    screen.submit(name="王建国", goods="沙发 0")
    dialog = screen.dialog(IssueSlip)
    assert dialog.form.fields["goods"].problem is not None
    dialog.form.fields["goods"].set_text("沙发 2")
    screen.submit()
    assert dialog.room.problem is not None
    dialog.reject()
    screen.settle()
    screen.show(new=True)
    assert screen.dialog(IssueSlip).form.fields["goods"].text() == "沙发 2"


def test_that_a_tenants_slip_asks_how_the_owner_agreed(screen: Screen) -> None:
    village = screen.removal.village
    village.settle("1-1-102", "陈玥")
    screen.show(new={"room_id": village.rooms["1-1-102"], "room": "1-1-102", "plate": PLATE})
    dialog = screen.dialog(IssueSlip)
    assert dialog.form.fields["name"].text() == "陈玥"
    dialog.form.fields["applicant"].set_text(Applicant.TENANT)
    dialog.form.changed.emit("applicant")
    screen.submit(name="阿卜杜", goods="床 1", fees_cleared="yes", consent=Consent.PHONE, owner="陈玥")
    assert dialog.form.fields["id_tail"].problem is not None
    screen.submit(id_tail="203X")
    (line,) = screen.removal.desk.slips()
    assert (line.plate, line.place) == (PLATE, "1-1-102")
    assert screen.removal.desk.slip(line.id).id_tail == "203X"


def test_that_a_households_page_leads_to_the_form_of_its_slip(screen: Screen) -> None:
    village = screen.removal.village
    tools = with_tools(Additions(), village.desk, screen.shell).room_actions
    (tool,) = (action for action in tools if action.name == "new-release-slip")
    tool.act(HouseholdService(village.desk).household(village.rooms["1-1-102"]), screen.page)
    ((page, where),) = screen.shell.gone
    assert page == "releases"
    screen.show(**where)
    assert screen.dialog(IssueSlip).room.room_id == village.rooms["1-1-102"]


def test_that_a_slip_issued_from_the_gates_call_answers_it(screen: Screen) -> None:
    removal = screen.removal
    gate = VisitService(removal.village.desk_of(Role.GUARD, 2))
    room_id = removal.village.rooms["1-1-101"]
    call = gate.call_desk(NewCall(CallReason.GOODS, "没有放行条", waits=True, room_id=room_id, plate=PLATE)).result
    screen.show(new={"room_id": room_id, "room": "1-1-101", "plate": PLATE, "call_id": call})
    screen.submit(name="王建国", goods="沙发 1", fees_cleared="yes")
    (line,) = removal.desk.slips()
    (answered,) = gate.calls(open_only=False)
    assert answered.answered_at is not None
    assert line.code in answered.answer


def test_that_what_ran_out_is_counted_and_followed_with_one_key(screen: Screen) -> None:
    removal = screen.removal
    removal.issue(goods="钢琴 1")
    removal.clock.advance(days=1)
    removal.issue("1-1-102")
    screen.show(stage="expired")
    assert screen.numbers() == ["01"]
    assert screen.page.filters.stages[ReleaseStage.OPEN].words() == "Still to leave 1"
    screen.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert screen.dialog(IssueSlip).form.fields["goods"].text() == "钢琴 ×1"
    screen.submit(fees_cleared="yes")
    assert [line.number[-2:] for line in removal.desk.slips()] == ["03", "02"]
    assert removal.desk.slips(ReleaseFilter(ReleaseStage.EXPIRED)) == ()


def test_that_a_slip_is_amended_withdrawn_and_made_good_again(screen: Screen) -> None:
    removal = screen.removal
    line = removal.issue().line
    screen.show(slip_id=line.id)
    screen.page.detail.buttons["amend"].click()
    dialog = screen.dialog(AmendSlip)
    # somebody else is faster: the second try goes on with what they left
    removal.desk.amend(line.id, replace(removal.draft(), note="先到先得"), version=line.version)
    screen.submit(goods="沙发 3")
    assert screen.page.acts.dialog is dialog
    screen.page.presenter.read()
    screen.settle()
    screen.submit()
    assert removal.desk.slip(line.id).line.pieces == 3
    screen.page.detail.buttons["withdraw"].click()
    screen.dialog(WithdrawDialog)
    screen.submit(words="不搬了")
    assert removal.desk.slip(line.id).state is ReleaseState.WITHDRAWN
    assert screen.page.detail.buttons["amend"].isHidden()
    screen.page.detail.buttons["resume"].click()
    screen.settle()
    assert removal.desk.slip(line.id).state is ReleaseState.OPEN


def test_that_a_slip_let_out_meanwhile_is_shown_so_and_found_by_its_goods(screen: Screen) -> None:
    removal = screen.removal
    line = removal.issue().line
    removal.issue("1-1-102", "冰箱 1")
    screen.show(slip_id=line.id)
    removal.gate.release(line.id, PLATE, version=line.version)
    screen.page.presenter.read()
    screen.settle()
    assert screen.page.detail.file is not None
    assert screen.page.detail.file.state is ReleaseState.USED
    assert [name for name, button in screen.page.detail.buttons.items() if not button.isHidden()] == ["print"]
    screen.page.filters.text.setText("冰箱")
    QTest.keyClick(screen.page.filters.text, Qt.Key.Key_Return)
    screen.settle()
    assert screen.numbers() == ["02"]
