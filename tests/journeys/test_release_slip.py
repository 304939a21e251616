"""Furniture leaves with a slip: issued at the desk, let out at the gate by its six digits, and only once."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from desktop.app.papers import PaperWindow
from desktop.gate.view.releasing import ReleasePane
from desktop.households.service import HouseholdService
from desktop.release_slips.dialogs import IssueSlip
from desktop.release_slips.rows import ReleaseStage, ReleaseStanding
from desktop.release_slips.view import ReleasesPage
from desktop.ui.page_tabs import PageTabs
from desktop.visits.service import VisitService
from tests.journeys.day import ALT, CTRL, Hands, Key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.release_slips.rows import ReleaseLine
    from tests.journeys.program import Program


class Removal:
    """A household moves out on one afternoon, at the desk and at the gate in turn."""

    def __init__(self, start: Callable[..., Program], data: Path, clock: FixedClock) -> None:
        self.program = start(data)
        self.clock = clock
        self.hands = Hands(self.program, clock)

    @property
    def desk(self) -> ReleasesPage:
        return self.program.page(ReleasesPage)

    @property
    def gate(self) -> ReleasePane:
        pane = self.program.gate.stack.currentWidget()
        assert isinstance(pane, ReleasePane)
        return pane

    @property
    def line(self) -> ReleaseLine:
        """Return the slip looked at at the desk, as it stands now."""
        file = self.desk.detail.file
        assert file is not None
        return file.line

    def holds_slip(self) -> bool:
        """Tell whether the guard has a slip in hand."""
        return self.gate.presenter.file is not None

    def to_desk(self) -> None:
        """Sit down at the desk and go to the slips."""
        self.program.sign_in("clerk")
        self.program.go("visits")
        tabs = self.program.find(PageTabs, "page-tab")
        self.program.click(tabs.button("releases"))

    def to_gate(self) -> None:
        """Stand at the gate."""
        self.program.sign_in("guard")
        self.hands.press(Key.Key_F3)

    def left_the_gate(self, slip: ReleaseLine) -> list[tuple[str, str, int]]:
        """Return by plain SQL what the gate did with a slip: outcome, plate, pieces."""
        query = text("SELECT outcome, plate, goods FROM release_check WHERE slip_id = :id ORDER BY id")
        with self.program.window.session.desk.read() as session:
            rows = session.execute(query, {"id": slip.id}).all()
        return [(row.outcome, row.plate, sum(each["count"] for each in json.loads(row.goods))) for row in rows]

    def issue(self, room: str, plate: str = "ZA8K3T6") -> None:
        """Issue a slip for a sofa and twelve boxes, fees cleared, by keyboard alone."""
        self.hands.press(Key.Key_N, ALT)
        dialog = self.desk.acts.dialog
        assert isinstance(dialog, IssueSlip)
        self.program.until(dialog.isActiveWindow)
        fields = dialog.form.fields
        self.hands.type(room)
        self.hands.press(Key.Key_Return)
        assert dialog.room.text().endswith(f"|{room}")
        self.hands.tab_to(fields["name"].input)
        self.hands.press(Key.Key_A, CTRL)
        self.hands.type("Wang Jianguo")
        self.hands.tab_to(fields["plate"].input)
        self.hands.type(plate)
        self.hands.tab_to(fields["goods"].input)
        self.hands.enter("sofa 1")
        self.hands.type("boxes x12")
        self.hands.tab_to(fields["fees_cleared"].input)
        self.hands.press(Key.Key_Space)
        self.hands.press(Key.Key_Return)
        self.program.until(lambda: self.desk.acts.dialog is None)


@pytest.fixture
def removal(start: Callable[..., Program], lively_data: Path, clock: FixedClock) -> Removal:
    return Removal(start, lively_data, clock)


def printed(removal: Removal) -> str:
    """Return what stands on the paper that is shown, and close it."""
    program = removal.program

    def shown() -> list[PaperWindow]:
        return [each for each in program.window.findChildren(PaperWindow) if each.isVisible()]

    program.until(shown)
    (window,) = shown()
    program.until(window.isActiveWindow)
    pages = PdfReader(BytesIO(bytes(window.preview._data))).pages
    words = "".join(page.extract_text() for page in pages)
    removal.hands.press(Key.Key_Escape)
    return words


def test_that_furniture_leaves_with_its_slip_and_only_once(removal: Removal) -> None:
    program, hands = removal.program, removal.hands
    removal.to_desk()
    service = HouseholdService(program.window.session.desk)
    room = service.household(service.room_ids()[0]).label
    removal.issue(room)
    issued = removal.line
    assert (issued.place, issued.pieces, issued.standing) == (room, 13, ReleaseStanding.VALID)
    paper = printed(removal)
    assert f"{issued.code[:3]} {issued.code[3:]}" in paper
    assert issued.number in paper
    program.lock()

    removal.to_gate()
    with hands.task("let out"):
        hands.enter(issued.code)
        assert removal.gate.facts.place.text() == room
        hands.press(Key.Key_Return)
    assert hands.keys["let out"] == 2
    assert not removal.holds_slip()
    assert issued.number in program.gate.toast.words.text()
    # the same paper again, a while later: by its digits, by its number, by its code to scan
    middle = removal.gate.middle
    for said in (issued.code, issued.number, issued.scan):
        hands.enter(said)
        assert middle.currentWidget() is middle.alarm
        assert middle.alarm.heading.text() == "This slip is used up"
        hands.press(Key.Key_Return)
        assert not removal.holds_slip(), "Enter goes on to the next slip"
    assert removal.left_the_gate(issued) == [("released", issued.plate, 13)]
    program.lock()

    removal.to_desk()
    removal.desk.presenter.show_slip(issued.id)
    program.settle()
    assert removal.line.standing is ReleaseStanding.USED


def another_vehicle(removal: Removal, slip: ReleaseLine) -> None:
    """Come with another vehicle: nothing leaves before somebody agreed, and not let out the slip stays good."""
    hands, gate = removal.hands, removal.gate
    hands.enter(slip.code)
    hands.enter("C99999")
    assert gate.agreed.isVisible(), "asked who agreed"
    hands.press(Key.Key_Return)
    assert removal.holds_slip(), "let out with another vehicle"
    hands.press(Key.Key_F8)
    hands.enter("another vehicle came")
    assert not removal.holds_slip()
    assert removal.left_the_gate(slip) == [("refused", "C99999", 0)]
    hands.enter(slip.code)
    hands.enter("C99999")
    hands.enter("Zhang Min agreed")
    assert not removal.holds_slip()
    assert removal.left_the_gate(slip)[1:] == [("released", "C99999", 13)]


def test_that_another_vehicle_waits_for_the_desk_and_what_ran_out_is_issued_anew(removal: Removal) -> None:
    program, hands = removal.program, removal.hands
    removal.to_desk()
    service = HouseholdService(program.window.session.desk)
    room = service.household(service.room_ids()[1]).label
    removal.issue(room)
    first = removal.line
    printed(removal)
    before = removal.desk.presenter.service.expired_unused().expired
    removal.clock.advance(hours=20)
    removal.desk.presenter.show(removal.desk.presenter.wanted)
    removal.program.click(removal.desk.filters.stages[ReleaseStage.EXPIRED])
    assert removal.desk.presenter.service.expired_unused().expired == before + 1
    assert removal.line.id == first.id
    hands.press(Key.Key_N, CTRL)
    dialog = removal.desk.acts.dialog
    assert isinstance(dialog, IssueSlip)
    program.until(dialog.isActiveWindow)
    assert dialog.form.fields["goods"].text() == "sofa ×1\nboxes ×12"
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Return)
    program.until(lambda: removal.desk.acts.dialog is None)
    second = removal.line
    printed(removal)
    assert second.number != first.number
    program.lock()

    removal.to_gate()
    hands.enter(first.code)
    assert removal.gate.middle.alarm.heading.text() == "This slip has expired"
    hands.press(Key.Key_Return)
    assert removal.left_the_gate(first) == []
    another_vehicle(removal, second)
    visits = VisitService(program.gate.session.desk)
    assert any(call.slip_id == second.id and "Zhang Min agreed" in call.words for call in visits.calls())
