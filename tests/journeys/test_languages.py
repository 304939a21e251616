"""Every page speaks the language chosen, at once and completely, and comes back to the one before."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from desktop.app.demo import sample
from desktop.app.gate_pages import GATE_PAGES
from desktop.app.pages import PAGES
from desktop.staff.service import DEFAULT_DEPARTMENTS
from desktop.ui.language import ui_language
from desktop.updates.view import PARTS
from tests.architecture.test_catalogues import foreign_words
from tests.journeys.seeing import words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.program import Program

Words = Counter[tuple[str, str]]

PAGES_OF = {
    "admin": (
        *("today", "requests", "households", "month", "import", "community", "accounts", "staff", "settings"),
        "rules",
    ),
    "clerk": (
        *(
            "today",
            "requests",
            "slips",
            "follow_ups",
            "intake",
            "households",
            "care",
            "gifts",
            "contacts",
            "calls",
            "practice",
            "register",
        ),
        *(
            "phrases",
            "handover",
            "issues",
            "outages",
            "events",
            "calendar",
            "visits",
            "patrols",
            "incidents",
            "releases",
        ),
        "settings",
    ),
    "manager": ("rules", "stationery", "combing"),
    "guard": tuple(entry.key for entry in GATE_PAGES),
}
DATA = re.compile(
    r"[A-Z]{2}-\d{4}-\d{2,4}"  # numbers of requests and reports
    r"|[\u4e00-\u9fff][A-Z]·?[A-Z0-9]{5,6}"  # plates
    r"|[\w.-]*/[\w./-]+|\d+(\.\d+)+\S*"  # folders, versions
    r"|\b(admin|clerk|manager|guard|English|MIT)\b"  # accounts, a language's own name, the licence
    r"|m²|(Ctrl|Alt|Shift)(\+\w+)+"  # a unit, keys
)
OF_OTHERS = {text for part in PARTS for text in part}
"""Licences and names of the libraries in the words about the program."""
ABBREVIATIONS = {phrase["abbreviation"] for phrase in sample()["habits"]["phrases"]}
"""What is typed for the phrases of the made-up community."""


def show(program: Program, page: str) -> None:
    """Show a page with something on it."""
    program.window.go(page, **({"room_id": 3} if page == "households" else {}))
    program.settle()


def foreign(words: Words) -> list[str]:
    """Return the texts that hold a word of another language, without what is data."""
    texts = {text for _kind, text in words} - OF_OTHERS - ABBREVIATIONS - set(DEFAULT_DEPARTMENTS)
    return sorted(text for text in texts if foreign_words(DATA.sub(" ", text)))


def differences(one: Words, other: Words) -> list[tuple[str, str]]:
    return sorted((one - other) | (other - one))


def test_that_every_page_is_looked_at() -> None:
    assert {entry.key for entry in (*PAGES, *GATE_PAGES)} == {page for pages in PAGES_OF.values() for page in pages}


@pytest.mark.parametrize("account", list(PAGES_OF))
def test_that_a_page_changes_language_while_it_is_shown(
    start: Callable[..., Program], lively_data: Path, account: str
) -> None:
    program = start(lively_data, "en")
    program.sign_in(account)
    for page in PAGES_OF[account]:
        ui_language().choose("en")
        show(program, page)
        english = words_of(program.window)
        for code in ("zh_CN", "zh_TW"):
            ui_language().choose(code)
            program.settle()
            chinese = words_of(program.window)
            assert foreign(chinese) == [], page
            assert chinese != english
            show(program, page)
            assert differences(words_of(program.window), chinese) == [], page
        ui_language().choose("en")
        program.settle()
        assert differences(words_of(program.window), english) == [], page


@pytest.mark.parametrize("account", list(PAGES_OF))
def test_that_a_page_says_the_same_whether_it_was_made_in_the_language_or_changed_to_it(
    start: Callable[..., Program], lively_data: Path, account: str
) -> None:
    program = start(lively_data, "en")
    program.sign_in(account)
    # As the second window begins: after the last page, so that the way back leads from the first one as well.
    show(program, PAGES_OF[account][-1])
    changed: dict[str, Words] = {}
    for page in PAGES_OF[account]:
        ui_language().choose("en")
        show(program, page)
        ui_language().choose("zh_CN")
        program.settle()
        changed[page] = words_of(program.window)
    program.lock()
    program.sign_in(account)
    for page in PAGES_OF[account]:
        show(program, page)
        assert differences(words_of(program.window), changed[page]) == [], page
