"""The installed program's windows, drawn with Qt's platform plugin for Windows, as pictures to be looked at."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PIL import ImageChops

from checking.bench import PASSWORD
from checking.outcome import expect

if TYPE_CHECKING:
    from PIL import Image

    from checking.bench import Bench

__all__ = ["hands_over", "shows_the_desk", "shows_the_door", "sign_in", "waits_for_door"]

PATIENCE = 60
LETTERS = 50
"""Smooth letters bring at least so many colours; a window without any has a handful."""

LIST_PIXELS = 50_000
DESK = 600
"""The desk fills a screen that the door leaves black: so many thousand pixels."""

DOOR = 300
"""The door has more than so many thousand pixels, and an installer's banner a tenth of that."""


def shows_the_door(bench: Bench) -> str:
    """Start the program as a double click would, in Chinese and with no data yet: the first start is drawn."""
    bench.open("--language", "zh_CN")
    seconds = bench.screen.wait(lambda: bench.screen.colours() > LETTERS, PATIENCE, "The door")
    bench.screen.settle()
    kept = bench.picture("door")
    colours = bench.screen.colours()
    bench.prefix.stop()
    return f"{seconds:.1f} s to the first letter, {colours} colours; {kept.name}"


def shows_the_desk(bench: Bench) -> str:
    """Sign in as a clerk at the made-up community: the main window fills the screen and stays."""
    bench.make_community()
    running = bench.open("--language", "zh_CN", TOUCHPOINT_USER="clerk")
    seconds = sign_in(bench)
    bench.screen.settle()
    kept = bench.picture("desk")
    expect(running.process.poll() is None, f"The program ended: {running.said()[-300:]}")
    bench.prefix.stop()
    log = bench.data / "touchpoint.log"
    told = log.read_text("utf-8").splitlines() if log.exists() else []
    errors = [line for line in told if "Traceback" in line or " error" in line.casefold()]
    expect(not errors, f"The log says: {errors[:1]}")
    return f"{seconds:.1f} s from the password to the desk; {kept.name}"


def hands_over(bench: Bench) -> str:
    """Open an address while the desk stands: the second start ends well, and the first one looks for its words."""
    bench.make_community()
    first = bench.open("--language", "zh_CN", TOUCHPOINT_USER="clerk")
    sign_in(bench)
    bench.screen.settle()
    before = bench.screen.picture()
    begun = time.monotonic()
    second = bench.open("--language", "zh_CN", "touchpoint:find/wang").ended(PATIENCE)
    expect(second.code == 0, f"The second start ended with {second.code}: {second.said[-300:]}")
    bench.screen.wait(lambda: _differs(before, bench.screen.picture()), 20, "What was handed over")
    seconds = time.monotonic() - begun
    bench.screen.settle(5)
    kept = bench.picture("handed-over")
    expect(first.process.poll() is None, "The window that was open ended.")
    bench.prefix.stop()
    return f"{seconds:.1f} s to the words in the open window; {kept.name}"


def _differs(before: Image.Image, now: Image.Image) -> bool:
    """Tell whether a list has opened, and not only a clock or a cursor moved on."""
    changed = ImageChops.difference(before, now).getbbox()
    return changed is not None and (changed[2] - changed[0]) * (changed[3] - changed[1]) > LIST_PIXELS


def sign_in(bench: Bench) -> float:
    """Type the password at the door that has the name already; return the seconds until the desk is there."""
    waits_for_door(bench)
    bench.picture("door-of-data")
    bench.screen.type(PASSWORD)
    bench.screen.press("Return")
    return bench.screen.wait(lambda: _drawn(bench) > DESK, PATIENCE, "The desk")


def waits_for_door(bench: Bench, whose: str = "The door", patience: float = PATIENCE) -> float:
    """Return the seconds until a door stands, with all its letters."""
    seconds = bench.screen.wait(lambda: _drawn(bench) > DOOR and bench.screen.colours() > LETTERS, patience, whose)
    bench.screen.settle()
    return seconds


def _drawn(bench: Bench) -> int:
    """Return how many thousand pixels are not black."""
    picture = bench.screen.picture().convert("L")
    return (picture.width * picture.height - picture.histogram()[0]) // 1000
