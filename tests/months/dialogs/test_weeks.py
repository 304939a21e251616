"""Which week is to be summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.weeks import Week
from desktop.months.dialogs import WeekDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.shells import RecordingShell


def test_that_the_week_chosen_first_is_given_unless_another_is(qtbot: QtBot, shell: RecordingShell) -> None:
    assert shell.said == []
    weeks = [Week(2026, number) for number in (47, 46, 45)]
    dialog = WeekDialog(weeks, weeks[1], None)
    qtbot.addWidget(dialog)
    assert dialog.form.fields["week"].text() == "2026-W46"
    decided: list[Week] = []
    dialog.decided.connect(decided.append)
    dialog.submit()
    dialog.form.fields["week"].set_text("2026-W45")
    dialog.submit()
    assert decided == [Week(2026, 46), Week(2026, 45)]
