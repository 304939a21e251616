"""The command line works where no screen and no Qt is."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.architecture.sources import ROOT

HEAVY = ("alembic", "pypinyin", "reportlab", "argon2", "xlsxwriter", "python_calamine")
IMPORT_WITHOUT_QT = """
import json, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
import desktop.app.commands
import desktop.app.features
import desktop.__main__
print(json.dumps(sorted({name.partition(".")[0] for name, module in sys.modules.items() if module})))
"""


def loaded_by_the_command_line() -> set[str]:
    answer = subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT_QT],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return set(json.loads(answer.stdout))


def test_that_the_command_line_starts_without_qt_and_without_what_is_slow_to_load() -> None:
    loaded = loaded_by_the_command_line()
    assert "sqlalchemy" in loaded
    assert loaded.isdisjoint({"PySide6", "shiboken6", *HEAVY})
