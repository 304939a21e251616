"""What comes in at which moment of the start, each asked in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest


def said(program: str) -> str:
    """Run `program` and return what it prints."""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return ended.stdout.strip()


@pytest.mark.parametrize("module", ["sqlalchemy", "alembic", "pypinyin", "reportlab", "desktop.requests"])
def test_that_the_door_stands_before_databases_and_features_come_in(module: str) -> None:
    assert said(f"import sys, desktop.ui, desktop.app.controller; print('{module}' in sys.modules)") == "False"


@pytest.mark.parametrize(
    "module",
    [
        "sqlalchemy.dialects.postgresql",
        "pypinyin",
        "reportlab",
        "desktop.sheets.read",
        "desktop.months.rows",
        "desktop.month_end",
        "desktop.issues.service",
        "desktop.stationery.rows",
    ],
)
def test_that_a_files_window_does_without(module: str) -> None:
    program = "import sys, desktop.ui; from desktop.app import warming; warming.bring_along()"
    assert said(f"{program}; print('desktop.app.window' in sys.modules, '{module}' in sys.modules)") == "True False"


def test_that_a_files_window_does_without_outages_events_gifts_and_the_calendar() -> None:
    program = "import sys, desktop.ui; from desktop.app import warming; warming.bring_along()"
    late = ("outages.rows", "outages.service", "events.service", "gifts.rows", "calendar", "core.almanac")
    names = {*(f"desktop.{name}" for name in late), "desktop.stationery.service", "borax", "PIL"}
    assert said(f"{program}; print(sorted({names} & set(sys.modules)))") == "[]"


def test_that_the_desks_window_does_without_the_gate_but_for_its_tables() -> None:
    program = "import sys, desktop.ui; from desktop.app import warming; warming.bring_along()"
    listed = "[name for name in sys.modules if name.startswith(BEGINNINGS) and '.model' not in name]"
    features = ("visits.", "release_slips.", "patrols.", "incidents.", "gate")
    beginnings = tuple(f"desktop.{name}" for name in (*features, "app.gate"))
    assert said(f"{program}; print({listed.replace('BEGINNINGS', repr(beginnings))})") == "[]"


def test_that_the_guards_window_does_without_the_desks_pages_and_the_panes_behind_its_first() -> None:
    program = "import sys, desktop.ui; from desktop.app import gate_pages, gate_window"
    late = ("app.today", "app.pages", "requests.view", "households.view", "visits.view", "patrols.service")
    panes = (f"gate.view.{name}" for name in ("leaving", "releasing", "patrolling", "incidents", "logbook"))
    names = {f"desktop.{name}" for name in (*late, *panes)} | {"reportlab", "PIL", "pypinyin"}
    assert said(f"{program}; print(sorted({names} & set(sys.modules)))") == "[]"


def test_that_the_form_of_a_new_request_does_without_the_page_of_outages() -> None:
    program = "import sys, desktop.ui, desktop.app.outage_calls"
    names = {"desktop.outages.view", "desktop.outages.dialogs", "PySide6.QtPdf"}
    assert said(f"{program}; print(sorted({names} & set(sys.modules)))") == "[]"


def test_that_garbage_is_collected_again_once_the_window_stands() -> None:
    program = "import gc; from desktop.app import warming; warming.begin(); before = gc.isenabled(); warming.settle()"
    assert said(f"{program}; print(before, gc.isenabled(), gc.get_freeze_count() > 0)") == "False True True"


def test_that_qt_does_not_read_the_source_of_what_is_imported_after_it() -> None:
    program = "import linecache, desktop.ui; before = len(linecache.cache); import sqlalchemy.orm, tarfile"
    read = "[name for name in linecache.cache if 'tarfile' in name]"
    assert said(f"{program}; print({read})") == "[]"
