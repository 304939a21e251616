"""The register kept right in the real window: a phone, a move, two entries of one person, an export."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.app.session import sign_in
from desktop.core.changes import new_operation_id
from desktop.core.phones import display_phone
from desktop.households.model import OccupancyRole, Phone, Resident
from desktop.households.rows import NewPerson
from desktop.households.service import HouseholdService
from desktop.households.view import HouseholdsPage
from desktop.register.view import RegisterPage
from desktop.storage.audit import Audit
from desktop.ui.buttons import Button
from tests.journeys.program import PASSWORD, choosing_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.households.rows import HouseholdFile
    from desktop.households.view.household import HouseholdPane
    from tests.journeys.program import Program

CTRL = Qt.KeyboardModifier.ControlModifier
ROOM = 8
RIGHT = "19902468135"


@pytest.fixture
def program(start: Callable[..., Program], lively_data: Path) -> Program:
    """Return the program with the manager at the desk."""
    made = start(lively_data)
    made.sign_in("manager")
    return made


def register(program: Program) -> HouseholdService:
    return HouseholdService(program.window.session.desk)


def open_household(program: Program, room_id: int = ROOM) -> HouseholdPane:
    program.window.go("households", room_id=room_id)
    program.settle()
    pane = program.page(HouseholdsPage).household
    assert pane is not None
    program.until(pane.isVisible)
    return pane


def file(program: Program) -> HouseholdFile:
    return register(program).household(ROOM)


def audited(data: Path, clock: FixedClock, action: str) -> list[tuple[object, object]]:
    """Return before and after of each audit row of `action`, as the manager may read them."""
    session = sign_in(data, "manager", PASSWORD, clock)
    try:
        with session.desk.read() as reading:
            rows = reading.execute(select(Audit.before, Audit.after).where(Audit.action == action))
            return [(before, after) for before, after in rows]
    finally:
        session.close()


def test_that_a_phone_is_corrected_where_it_stands_and_the_old_one_stays_in_the_audit(
    program: Program, lively_data: Path, clock: FixedClock
) -> None:
    pane = open_household(program)
    phone = file(program).people[0].phones[0]
    row = pane.people.phone(phone.id)
    assert row is not None
    row.setFocus()
    program.press(Qt.Key.Key_Return)
    program.type(RIGHT)
    program.press(Qt.Key.Key_Return)
    program.until(lambda: file(program).people[0].phones[0].version > phone.version)
    assert register(program).reveal_phone(phone.id) == display_phone(RIGHT)
    ((before, after),) = audited(lively_data, clock, "phone corrected")
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert before["phone"] != after["phone"] == RIGHT


def test_that_a_tenant_moves_out_and_another_one_in_and_both_stay_in_the_history(program: Program) -> None:
    service = register(program)
    service.move_in(ROOM, NewPerson("沈岚"), OccupancyRole.TENANT, date(2026, 1, 1), operation_id=new_operation_id())
    pane = open_household(program)
    before = len(file(program).people)
    leaving = next(person for person in file(program).people if person.name == "沈岚")
    pane.asked.emit("move-out", leaving)
    actions = program.page(HouseholdsPage)._actions
    assert actions is not None
    program.until(lambda: actions.dialog is not None and actions.dialog.isActiveWindow())
    program.press(Qt.Key.Key_Return)
    program.until(lambda: len(file(program).people) == before - 1)
    program.click(program.find(Button, "move-in"))
    program.until(lambda: actions.dialog is not None and actions.dialog.isActiveWindow())
    dialog = actions.dialog
    assert dialog is not None
    program.type("邵建国")
    dialog.form.fields["role"].set_text(OccupancyRole.TENANT)
    program.press(Qt.Key.Key_Return)
    program.until(lambda: len(file(program).people) == before)
    now = file(program)
    assert [person.name for person in now.former] == ["沈岚"]
    assert now.former[0].until is not None
    assert "邵建国" in {person.name for person in now.people}
    kinds = [line.kind for line in now.timeline]
    assert kinds.count("moved_in") == 2
    assert kinds.count("moved_out") == 1


def everyone(program: Program) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the residents who are found, and all phones with whom they belong to."""
    with program.window.session.desk.read() as reading:
        people = reading.execute(
            select(Resident.id, Resident.name).where(Resident.merged_into_id.is_(None)).order_by(Resident.id)
        )
        phones = reading.execute(select(Phone.resident_id, Phone.digits).order_by(Phone.resident_id, Phone.digits))
        return [(row[0], row[1]) for row in people], [(row[0], row[1]) for row in phones]


def test_that_two_entries_of_one_person_are_merged_and_the_merge_is_taken_back(program: Program) -> None:
    file_before = file(program)
    owner = file_before.people[0]
    phone = register(program).reveal_phone(owner.phones[0].id)
    register(program).add_resident(ROOM, NewPerson(f"{owner.name}先生", (phone,)), OccupancyRole.FAMILY)
    before = everyone(program)
    program.window.go("register")
    program.settle()
    page = program.page(RegisterPage)
    pair = next(
        place
        for place in range(page.pair_model.rowCount())
        if getattr(page.pair_model.row_at(place), "first_name", "") == owner.name
    )
    page.pairs.selectRow(pair)
    program.until(page.merge.isEnabled)
    program.click(page.merge)
    program.until(lambda: page.dialog is not None and page.dialog.isActiveWindow())
    program.press(Qt.Key.Key_Return)
    program.until(lambda: page.dialog is None and len(everyone(program)[0]) == len(before[0]) - 1)
    assert {person.name for person in file(program).people} == {person.name for person in file_before.people}
    program.press(Qt.Key.Key_Z, CTRL)
    program.until(lambda: everyone(program) == before)


def test_that_an_export_opened_again_holds_what_was_shown_and_no_formula(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = "=HYPERLINK(1)"
    register(program).add_resident(ROOM, NewPerson(trap, ("19900001111",)), OccupancyRole.OTHER)
    program.go("households")
    page = program.page(HouseholdsPage)
    assert page.list is not None
    model = page.list.view.list_model
    program.until(lambda: model.rowCount() > 0)
    program.click(program.find(Button, "export"))
    workbook = tmp_path / "住户.xlsx"
    choosing_file(monkeypatch, workbook)
    program.press(Qt.Key.Key_Return)
    program.until(workbook.exists)
    sheet = load_workbook(workbook).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells if not isinstance(cell.value, float | int)} == {"s"}
    text = "\n".join(str(cell.value) for cell in cells)
    assert trap in text
    assert "19900001111" not in text
    shown = {row.label for row in (model.row_at(place) for place in range(model.rowCount())) if row is not None}
    assert {label for label in shown if label not in text} == set()
