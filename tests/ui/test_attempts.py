from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from desktop.core.changes import Changes
from desktop.core.errors import ConflictError, WorldError
from desktop.core.i18n import msg
from desktop.ui.attempts import Writer
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.ui.shells import RecordingShell


class Ledger:
    """A service whose first tries fail with `errors`."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.operations: list[str] = []

    def write(self, operation_id: str) -> Changes:
        self.operations.append(operation_id)
        if self.errors:
            raise self.errors.pop(0)
        return Changes(result=7, operation_id=operation_id)


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    """Yield a window whose tasks run."""
    with recording_shell(qapp, tmp_path) as made:
        yield made


def test_that_a_write_tried_again_after_a_failure_is_the_same_write(qtbot: QtBot, shell: RecordingShell) -> None:
    owner, failing = QObject(), WorldError(msg("The disk is full."))
    done: list[Changes] = []
    refused: list[Exception] = []
    writer = Writer(Ledger(failing), shell.tasks, owner)
    attempt = writer.attempt()
    attempt.done.connect(done.append)
    attempt.refused.connect(refused.append)
    attempt.make(Ledger.write)
    settle(qtbot, shell)
    assert refused == [failing]
    attempt.make(Ledger.write)
    settle(qtbot, shell)
    assert [changes.result for changes in done] == [7]
    assert len(writer.service.operations) == 2
    assert len(set(writer.service.operations)) == 1


def test_that_a_conflict_says_that_what_is_shown_is_outdated(qtbot: QtBot, shell: RecordingShell) -> None:
    owner = QObject()
    writer = Writer(Ledger(ConflictError(msg("Someone else changed this."))), shell.tasks, owner)
    attempt = writer.attempt()
    with qtbot.waitSignals([writer.outdated, attempt.refused]):
        attempt.make(Ledger.write)
    assert writer.attempt() is not attempt
