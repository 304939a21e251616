"""Coming back after the lock: the page that was left, with what it showed; for somebody else, the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.app.today.view import TodayPage
from desktop.requests.view.intake import IntakePage
from desktop.requests.view.page import RequestsPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.program import Program


@pytest.fixture
def program(start: Callable[..., Program], lively_data: Path) -> Program:
    program = start(lively_data)
    program.sign_in("clerk")
    return program


def test_that_unlocking_leads_back_to_the_list_and_the_request_that_were_left(program: Program) -> None:
    program.go("requests")
    page = program.page(RequestsPage)
    page.listing.choose("done")
    program.settle()
    second = page.listing.model.row_at(1)
    assert second is not None
    page.view.select(second.id)
    program.settle()
    shown = page.listing.shown

    program.lock()
    program.sign_in("clerk")

    again = program.page(RequestsPage)
    assert again is not page
    assert again.listing.shown == shown
    assert again.presenter.detail is not None
    assert again.presenter.detail.line.id == second.id


def test_that_unlocking_leads_back_to_the_form_half_typed(program: Program) -> None:
    program.press(Qt.Key.Key_F2)
    program.page(IntakePage).form.words.set_text("the tap drips")
    program.lock()
    door = program.controller.door
    assert door is not None
    assert door.card is not None
    assert "what was typed is kept" in door.card.text.text()
    program.sign_in("clerk")
    assert program.page(IntakePage).form.words.text() == "the tap drips"
    program.type(" again")
    assert program.page(IntakePage).form.words.text() == "the tap drips again"
    program.press(Qt.Key.Key_F2)
    program.type("1-1")
    assert program.page(IntakePage).form.room.line.text() == "1-1"


def test_that_somebody_else_begins_with_the_own_first_page(program: Program) -> None:
    program.go("requests")
    program.lock()
    program.sign_in("manager")
    program.page(TodayPage)
    assert program.window.session.desk.actor.name == "manager"
