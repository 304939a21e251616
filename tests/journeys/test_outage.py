"""Water goes off as planned, and bursts at night: every household told, every promise kept, nothing typed is lost."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter

from desktop.contacts.model import CallState
from desktop.contacts.presenter import Stage
from desktop.contacts.view import CallsPage
from desktop.core.months import Month
from desktop.months.view import MonthPage
from desktop.outages.dialogs.caller import CallerDialog
from desktop.outages.dialogs.posting import PostingDialog
from desktop.outages.dialogs.warning import WarningDialog
from desktop.outages.model import NoticeEdition, OutageState
from desktop.outages.rows import SHORT_MOST, NoticeForm
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.strips import AlertStrip
from tests.conftest import SHANGHAI
from tests.journeys.day import ALT, CTRL, SHIFT, Key
from tests.journeys.outage import CAUSE, ENDS, FAR, FIRST, outages, within

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.journeys.outage import Outages

__all__ = ["outages"]

LONGER, OVER = "2026-002", "2026-003"
SCOPE = ("1栋1单元", "2栋", "3栋")
HOUSEHOLDS = 12
BEGINS, LATER, ENDED = "11-24 09:00", "20:00", "19:30"
HOURS = 10.5


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


# --- planned ----------------------------------------------------------------------------------------------------------


def plan(desk: Outages) -> None:
    """Plan the outage too late, see by when it was to be announced, and move it; the scope is typed and picked."""
    desk.program.go("outages")
    desk.hands.press(Key.Key_N, ALT)
    fields = desk.sheet.form.fields
    assert desk.hands.at(fields["kind"].input)
    desk.hands.press(Key.Key_Space)
    desk.fill(fields["starts_at"], "11-23 9:00")
    desk.fill(fields["ends_at"], ENDS)
    desk.fill(fields["cause"], CAUSE)
    pick(desk)
    assert "A notice had to be out by 2026-11-22 09:00 to be in time." in desk.warnings()
    desk.back_to(fields["starts_at"])
    desk.hands.press(Key.Key_A, CTRL)
    desk.hands.type(BEGINS)
    assert desk.warnings() == []
    desk.hands.press(Key.Key_Return, CTRL)
    assert desk.file.line.state is OutageState.PLANNED


def pick(desk: Outages) -> None:
    """Type two places and pick a third on the plan; what they come to is seen at once."""
    picker = desk.sheet.picker
    desk.hands.tab_to(picker.line, FAR)
    desk.hands.enter("1-1，2栋")
    desk.hands.tab_to(picker.plan)
    for _ in range(FAR):
        spot = picker.plan.plan.spots[picker.plan.current]
        if spot.name == "3栋":
            break
        desk.hands.press(Key.Key_Right)
    desk.hands.press(Key.Key_Space)
    assert tuple(each.label for each in picker.picks) == SCOPE
    desk.warnings()
    count = desk.sheet.count.count
    assert count is not None
    assert (count.households, count.vips, count.called) == (HOUSEHOLDS, 1, 2)
    said = [chip.accessibleName() for chip in desk.sheet.count.findChildren(Chip) if chip.isVisible()]
    assert said == [f"{HOUSEHOLDS} households", f"{HOUSEHOLDS} residents", "VIP 1", "2 to warn by phone"]


# --- announced --------------------------------------------------------------------------------------------------------


def announce(desk: Outages) -> None:
    """Write the notice in Chinese: what is copied is what is shown, the short one fits, the papers say all of it."""
    studio = desk.studio
    assert studio.edition is NoticeEdition.ANNOUNCED
    desk.back_to(studio.language)
    desk.hands.press(Key.Key_A, CTRL)
    desk.hands.type("简体中文")
    desk.hands.press(Key.Key_Tab)
    assert studio.fields.fields["title"].text() == "停水通知"
    copy(desk)
    desk.hands.press(Key.Key_Return, CTRL)
    window = desk.paper()
    assert FIRST in desk.read(window).title
    poster = "".join(desk.read(window).pages)
    assert within(poster, "停水通知", *SCOPE, "11月24日", "9:00", ENDS, CAUSE, FIRST)
    desk.choose_form(window, NoticeForm.PER_BUILDING)
    pages = desk.read(window).pages
    assert len(pages) == len(SCOPE)
    buildings = [scope[:2] for scope in SCOPE]
    assert [[name for name in buildings if name in page] for page in pages] == [[name] for name in buildings]
    desk.hands.press(Key.Key_Escape)
    assert desk.file.line.state is OutageState.ANNOUNCED
    desk.hands.press(Key.Key_C, CTRL | SHIFT)
    assert desk.clipboard == desk.file.notices[0].chat
    assert CAUSE in desk.clipboard


def copy(desk: Outages) -> None:
    """Copy the text for chat groups by one key and paste it back; look how long the short message is."""
    studio, shown = desk.studio, desk.studio.shown
    desk.hands.tab_to(shown.ways, FAR)
    desk.hands.press(Key.Key_Right, times=3)
    chat = shown.texts["chat"]
    words = chat.text()
    assert within(words, "停水通知", "1栋1单元", "11月24日", "9:00", CAUSE)
    desk.hands.press(Key.Key_C, CTRL | SHIFT)
    assert desk.clipboard == words
    desk.hands.tab_to(chat.input)
    desk.hands.press(Key.Key_A, CTRL)
    desk.hands.press(Key.Key_Delete)
    assert chat.text() == ""
    desk.hands.press(Key.Key_V, CTRL)
    assert chat.text() == words
    assert studio.back.isHidden(), "pasted back they are the template's words again"
    desk.hands.press(Key.Key_Backtab, SHIFT)
    desk.hands.press(Key.Key_Right)
    assert 0 < len(shown.texts["short"].text()) <= SHORT_MOST
    assert shown.count.text() == f"{len(shown.texts['short'].text())} of {SHORT_MOST} characters"


# --- warned -----------------------------------------------------------------------------------------------------------


def warn(desk: Outages) -> None:
    """Begin the calls in one key: VIP and care households of the scope alone; one is reached, one is not."""
    desk.hands.press(Key.Key_G, ALT)
    page = desk.page
    dialog = page.detail.panels[0].acts.dialog
    assert isinstance(dialog, WarningDialog)
    desk.program.until(dialog.save.isEnabled)
    assert dialog.forecast.text() == "2 households are called."
    desk.hands.press(Key.Key_Return)
    calls = desk.program.page(CallsPage)
    desk.program.until(lambda: calls.presenter.card is not None)
    assert calls.presenter.card is not None
    assert CAUSE in calls.presenter.card.script
    desk.call(Key.Key_1, Key.Key_2)
    assert calls.presenter.stage is Stage.WAITING
    called = desk.books.rows("SELECT room_label, state FROM call_entry ORDER BY room_label")
    assert [row["room_label"] for row in called] == ["1-1-101", "2-1-201"]
    assert {row["state"] for row in called} == {CallState.REACHED, CallState.LATER}


def reach_the_rest(desk: Outages) -> None:
    """See on Today who was not reached, go to the outage and its round from there, and reach them in time."""
    assert desk.counts()["unreached"] == "VIP and care not warned 1"
    desk.push(desk.today.links["unreached"])
    desk.program.until(lambda: desk.page.detail.file is not None)
    assert (desk.file.line.number, desk.file.line.unreached) == (FIRST, 1)
    round_id = desk.file.rounds[0].round.id
    desk.push(desk.program.find(Button, f"open-round-{round_id}"))
    calls = desk.program.page(CallsPage)
    desk.clock.advance(minutes=61)
    desk.push(desk.program.find(Button, "wait-look"))
    desk.call(Key.Key_1)
    assert calls.presenter.stage is Stage.DONE
    desk.push(desk.program.find(Button, "done-end"))
    assert "unreached" not in desk.counts()


# --- while it runs ----------------------------------------------------------------------------------------------------


def answer(desk: Outages) -> None:
    """Whoever rings hears what is known, and is logged by a key; two are promised a call back."""
    desk.clock.set(at(24, 15, 10))
    desk.open_household("1-1-102")
    (alert,) = desk.alerts()
    assert "Water outage now, until 17:00" in alert
    assert "停水" in alert
    desk.hands.press(Key.Key_Z, ALT)
    assert desk.program.toast == "1-1-102 is noted as a caller"
    for room in ("2-1-102", "3-1-101"):
        desk.open_household(room)
        desk.program.until(desk.alerts)
        desk.push(desk.program.find(Button, "alert-caller-note"))
        dialog = desk.program.target().window()
        assert isinstance(dialog, CallerDialog)
        desk.hands.type("家里有婴儿")
        desk.hands.press(Key.Key_Tab)
        desk.hands.press(Key.Key_Space)
        desk.hands.press(Key.Key_Return)
        desk.program.until(lambda: "is to be called back" in " ".join(desk.alerts()))
    desk.open_household("5-1-102")
    assert desk.alerts() == [], "its water runs as far as anybody knows"


def see_it_is_wider(desk: Outages) -> None:
    """Log a caller whose building is not affected: the tally asks whether it is wider than thought."""
    desk.program.go("outages")
    desk.program.until(lambda: desk.page.detail.file is not None and desk.file.line.running)
    desk.hands.press(Key.Key_Z, ALT)
    panel = desk.page.detail.panels[1]
    assert desk.hands.at(panel.rooms.line)
    desk.hands.enter("5-1-102")
    desk.hands.press(Key.Key_Return)
    desk.program.until(lambda: desk.file.line.callers == 4)
    assert [(line.building, line.callers, line.outside) for line in desk.file.tally] == [
        ("1栋", 1, False),
        ("2栋", 1, False),
        ("3栋", 1, False),
        ("5栋", 1, True),
    ]
    outside = [line.building_id for line in desk.file.tally if line.outside]
    chip = desk.program.find(Chip, f"outside-{outside[0]}")
    assert chip.accessibleName() == "Not in the scope: is it wider?"


# --- extended, and over -----------------------------------------------------------------------------------------------


def extend(desk: Outages) -> None:
    """Say that it takes longer: another notice, which names the first and its end, and where it hangs."""
    desk.clock.set(at(24, 16, 30))
    desk.hands.press(Key.Key_X, ALT)
    studio = desk.studio
    assert studio.edition is NoticeEdition.EXTENDED
    assert desk.hands.at(studio.fields.fields["ends_at"].input)
    desk.hands.type(LATER)
    assert studio.language.text() == "zh_CN", "as the notice it follows on"
    desk.hands.press(Key.Key_Return, CTRL)
    window = desk.paper()
    desk.choose_form(window, NoticeForm.POSTER)
    assert within("".join(desk.read(window).pages), LONGER, FIRST, ENDS, LATER)
    desk.hands.press(Key.Key_Escape)
    desk.hands.press(Key.Key_Q, ALT)
    dialog = desk.page.detail.panels[3].acts.dialog
    assert isinstance(dialog, PostingDialog)
    desk.program.until(dialog.isActiveWindow)
    desk.hands.tab_to(next(iter(dialog.lobbies.chips.values())))
    desk.hands.press(Key.Key_Space)
    desk.hands.press(Key.Key_Return)
    desk.program.until(lambda: len(desk.file.postings) == 1)
    (posting,) = desk.file.postings
    assert (posting.number, posting.posted_by, posting.posted_at) == (LONGER, "clerk", desk.clock.now())
    missing = desk.page.detail.panels[3].missing
    assert missing.isVisible()
    assert missing.text() == "Hangs not yet in: 2栋, 3栋"


def restore(desk: Outages) -> None:
    """Note that it is over and keep what was promised: the calls back are a round, and nothing is left of it."""
    desk.clock.set(at(24, 19, 40))
    desk.hands.press(Key.Key_V, ALT)
    studio = desk.studio
    assert desk.hands.at(studio.fields.fields["ended_at"].input)
    desk.hands.type(ENDED)
    desk.hands.press(Key.Key_Return, CTRL)
    window = desk.paper()
    assert within("".join(desk.read(window).pages), OVER, LONGER)
    desk.hands.press(Key.Key_Escape)
    assert desk.file.line.state is OutageState.RESTORED
    assert desk.counts()["promised"] == "Calls back promised 2"
    desk.push(desk.today.links["promised"])
    desk.program.until(lambda: desk.page.detail.file is not None)
    desk.hands.press(Key.Key_G, ALT)
    desk.call(Key.Key_1, Key.Key_1)
    assert desk.program.page(CallsPage).presenter.stage is Stage.DONE
    desk.push(desk.program.find(Button, "done-end"))
    left = desk.counts()
    assert {"unreached", "promised"}.isdisjoint(left)
    assert left["rounds"] == "Call rounds 0"
    assert desk.today.strips is None or desk.today.strips.isHidden()


def look_back(desk: Outages) -> None:
    """The household remembers what it was told and that it rang; the month's report has the outage in its list."""
    desk.open_household("3-1-101")
    called, rang, told = desk.timeline()
    assert (called.startswith("called "), called.endswith("Reached")) == (True, True)
    assert rang == "rang about it: Water outage (家里有婴儿)"
    assert told == "announced: Water outage from 2026-11-24 09:00 to 17:00"
    desk.program.go("month")
    desk.hands.press(Key.Key_PageDown, CTRL)
    assert desk.program.page(MonthPage).presenter.month == Month(2026, 11)
    desk.hands.press(Key.Key_P, CTRL)
    paper = "".join(desk.hands.open_paper())
    where = "、".join(SCOPE)
    assert within(paper, "停水停电等 1次，应提前告知1次，按时1次")
    assert within(paper, f"停水 {BEGINS} {where}：{CAUSE} {HOUSEHOLDS} {HOURS} {HOUSEHOLDS * HOURS} 4 是")


def test_that_a_planned_outage_is_announced_warned_of_answered_extended_and_kept_to_its_promises(
    outages: Outages,
) -> None:
    plan(outages)
    announce(outages)
    warn(outages)
    reach_the_rest(outages)
    answer(outages)
    see_it_is_wider(outages)
    extend(outages)
    restore(outages)
    look_back(outages)


# --- at once ----------------------------------------------------------------------------------------------------------

MOST_KEYS = 12
"""From Today to the first notice at the printer, beside what is typed."""
MOST_SECONDS = 60


def test_that_an_emergency_is_at_the_printer_within_a_minute(
    outages: Outages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, hands = outages, outages.hands
    sheets = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(sheets))
    monkeypatch.setattr("desktop.ui.preview.choose_printer", lambda *_arguments: printer)
    assert desk.today.isVisible()
    began = time.monotonic()
    with hands.task("emergency", minutes=1):
        hands.press(Key.Key_U, CTRL)
        hands.press(Key.Key_Space)
        hands.press(Key.Key_Tab)
        hands.type("主管爆裂")
        hands.tab_to(desk.sheet.picker.line)
        hands.enter("1栋，2-1")
        hands.press(Key.Key_Return)
        window = desk.paper()
        hands.press(Key.Key_P, CTRL)
    took = time.monotonic() - began
    assert hands.keys["emergency"] <= MOST_KEYS
    assert took + hands.seconds("emergency") < MOST_SECONDS
    assert len(PdfReader(sheets).pages) == len(desk.read(window).pages) > 0
    assert within("".join(desk.read(window).pages), "Water off", "Sunday 22 Nov", "14:05", "Buildings 1 and 2", FIRST)
    hands.press(Key.Key_Escape)
    assert (desk.file.line.planned, desk.file.line.running, desk.file.line.number) == (False, True, FIRST)
    desk.counts()
    assert desk.today.strips is not None
    assert desk.program.find(AlertStrip, "running-outage", desk.today).lead.text() == "Water outage now: 1栋, 2栋"
