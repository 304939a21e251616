"""A quarter of four buildings whose water goes off, and the keyboard of whoever announces it."""

from __future__ import annotations

import csv
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from desktop.app import commands
from desktop.app.papers import PaperWindow
from desktop.app.today.view import TodayPage
from desktop.contacts.view import CallsPage
from desktop.households.view import HouseholdsPage
from desktop.outages.view import OutagesPage
from desktop.ui.language import translate
from desktop.ui.strips import AlertStrip
from tests.journeys.day import CTRL, SHIFT, Books, Hands, Key
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.outages.rows import OutageFile
    from desktop.outages.view.plan import PlanSheet
    from desktop.outages.view.studio import NoticeStudio
    from desktop.ui.buttons import Button
    from desktop.ui.forms import Field
    from tests.journeys.program import Program

__all__ = ["CAUSE", "ENDS", "FAR", "FIRST", "Outages", "outages", "within"]

FIRST = "2026-001"
CAUSE, ENDS = "更换水泵", "17:00"
FAR = 40
"""Stops of Tab on a page of two columns, at most."""

TAGS: Mapping[str, str] = {"1-1-101": "VIP", "2-1-201": "独居老人", "3-1-101": "工程遗留", "5-1-101": "VIP"}
"""Two of the scope are to be called before it, one of it and one beside it are not."""

_HEAD = ("楼栋", "单元", "房号", "楼层", "业主姓名", "身份", "联系电话", "标签")
_ENTRANCES = (("1", "1"), ("1", "2"), ("2", "1"), ("3", "1"), ("5", "1"))


def settle_quarter(data: Path, folder: Path, clock: FixedClock) -> None:
    """Import four buildings of floors with two homes each into `data`; everybody has a phone, 5-1-301 nobody."""
    rows: list[tuple[str, ...]] = []
    for building, entrance in _ENTRANCES:
        for floor in "12":
            for room in "12":
                label = f"{building}-{entrance}-{floor}0{room}"
                phone = f"1380000{len(rows) + 1:04}"
                about = (f"{floor}0{room}", floor, f"住户{len(rows) + 1:02}", "业主", phone, TAGS.get(label, ""))
                rows.append((building, entrance, *about))
    rows.append(("5", "1", "301", "3", "", "", "", ""))
    path = folder / "名册.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_HEAD, *rows])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
        assert commands.main(["import", "households", str(path), "--data", str(data)], clock) == 0


class Poster(NamedTuple):
    """A paper that was opened: the words of each page without what separates them, and what it is headed with."""

    title: str
    pages: list[str]


class Outages:
    """The window, whoever sits at it, and the outages in it."""

    def __init__(self, program: Program, data: Path, clock: FixedClock) -> None:
        self.program = program
        self.data = data
        self.clock = clock
        self.hands = Hands(program, clock)
        self.books = Books(program, clock)

    # --- what is there ------------------------------------------------------------------------------------------------

    @property
    def page(self) -> OutagesPage:
        return self.program.page(OutagesPage)

    @property
    def today(self) -> TodayPage:
        return self.program.page(TodayPage)

    @property
    def file(self) -> OutageFile:
        """Return the outage looked at."""
        file = self.page.detail.file
        assert file is not None
        return file

    @property
    def sheet(self) -> PlanSheet:
        """Return the form that is open."""
        shown = self.page.stack.currentWidget()
        assert shown is self.page.plan or shown is self.page.urgent
        return self.page.urgent if shown is self.page.urgent else self.page.plan

    @property
    def studio(self) -> NoticeStudio:
        """Return the studio, once it has drawn."""
        self.program.until(lambda: self.page.acts.studio is not None)
        studio = self.page.acts.studio
        assert studio is not None
        self.program.until(studio.isActiveWindow)
        self.program.until(lambda: not studio._soon.isActive())
        return studio

    @property
    def clipboard(self) -> str:
        return QGuiApplication.clipboard().text()

    def warnings(self) -> list[str]:
        """Return what the form says is to be known."""
        presenter = self.sheet.presenter
        self.program.until(lambda: not presenter._soon.isActive())
        return [translate(each, self.program.spoken) for each in self.sheet.warnings.sentences]

    def alerts(self) -> list[str]:
        """Return what the strips on top of the household that is open say."""
        pane = self.program.page(HouseholdsPage).household
        assert pane is not None
        strips = [each for each in pane.alerts.findChildren(AlertStrip) if each.isVisible()]
        return [" ".join(words.text() for words in strip.findChildren(QLabel) if words.text()) for strip in strips]

    def timeline(self) -> list[str]:
        """Return the touchpoints of the household that is open, newest first."""
        pane = self.program.page(HouseholdsPage).household
        assert pane is not None
        return [translate(row.told.words, self.program.spoken) for row in pane.timeline.model.rows]

    def counts(self) -> dict[str, str]:
        """Return the links of Today that are seen, with what they say."""
        self.program.go("today")
        self.program.settle()
        return {key: link.text() for key, link in self.today.links.items() if link.isVisible()}

    # --- hands --------------------------------------------------------------------------------------------------------

    def fill(self, field: Field, text: str) -> None:
        """Go by Tab to a field and type over what stands in it."""
        self.hands.tab_to(field.input, FAR)
        self.hands.press(Key.Key_A, CTRL)
        self.hands.type(text)

    def back_to(self, field: Field) -> None:
        """Go back to a field by Shift+Tab."""
        for _ in range(FAR):
            if self.hands.at(field.input):
                return
            self.hands.press(Key.Key_Backtab, SHIFT)
        assert self.hands.at(field.input)

    def push(self, button: Button) -> None:
        """Go by Tab to a button and press it."""
        self.hands.tab_to(button, FAR)
        self.hands.press(Key.Key_Space)

    def open_household(self, room: str) -> None:
        """Type a room into the search box and go to it."""
        self.hands.press(Key.Key_F3)
        self.hands.type(room)
        self.program.until(self.program.window.searching.isVisible)
        self.hands.press(Key.Key_Return)
        pane = self.program.page(HouseholdsPage).household
        assert pane is not None
        self.program.until(lambda: pane.isVisible() and pane.header.title.text().startswith(room))

    def call(self, *keys: Key) -> None:
        """Call the households of the round that is open, each outcome by its key."""
        page = self.program.page(CallsPage)
        for key in keys:
            self.program.until(lambda: page.presenter.card is not None)
            self.hands.press(key)

    # --- papers -------------------------------------------------------------------------------------------------------

    def paper(self) -> PaperWindow:
        """Return the paper that has just been opened."""

        def shown() -> list[PaperWindow]:
            return [each for each in self.program.window.findChildren(PaperWindow) if each.isVisible()]

        self.program.until(shown)
        (window,) = shown()
        self.program.until(window.isActiveWindow)
        return window

    def read(self, window: PaperWindow) -> Poster:
        """Return what a paper says as it is drawn now."""
        pdf = bytes(window.preview._data)
        pages = ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]
        return Poster(window.windowTitle(), pages)

    def choose_form(self, window: PaperWindow, form: str) -> None:
        """Choose by keys how a paper is drawn."""
        field = window.variant_field
        assert field is not None
        self.hands.tab_to(field.combo, FAR)
        for key in (Key.Key_Up, Key.Key_Up, Key.Key_Down, Key.Key_Down):
            if field.text() == form:
                break
            self.hands.press(key)
        assert field.text() == form
        self.program.settle()


def within(text: str, *pieces: str) -> bool:
    """Tell whether a text without spaces has all of `pieces`, whatever spaces those have."""
    return all("".join(piece.split()) in text for piece in pieces)


@pytest.fixture
def outages(start: Callable[..., Program], empty_data: Path, tmp_path: Path, clock: FixedClock) -> Outages:
    """Return the quarter with the clerk at the window."""
    settle_quarter(empty_data, tmp_path, clock)
    program = start(empty_data)
    program.sign_in("clerk")
    return Outages(program, empty_data, clock)
