"""A new version that makes a mistake before it has stood, in the real program: it ends and the one before starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.app import session
from desktop.updates.store import Installation
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.program import Program

OLD, NEW = "0.1.0-aaaaaaaa", "0.2.0-bbbbbbbb"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a program of which 0.2.0 runs, on trial beside 0.1.0."""
    root = tmp_path / "Touchpoint"
    for name in (OLD, NEW):
        (root / "versions" / name).mkdir(parents=True)
    (root / "current.txt").write_text(NEW, "ascii")
    (root / "previous.txt").write_text(OLD, "ascii")
    monkeypatch.setattr(Installation, "current", lambda: Installation(root, NEW))
    return root


def test_that_a_mistake_at_sign_in_ends_the_program_for_the_version_before(
    root: Path, empty_data: Path, start: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "sign_in", lambda *_arguments: 1 // 0)
    program = start(empty_data, "en")
    quits: list[None] = []
    monkeypatch.setattr(program.controller.app, "quit", lambda: quits.append(None))
    door = program.controller.door
    assert door is not None
    assert door.card is not None
    door.card.form.fields["name"].set_text("clerk")
    door.card.form.fields["password"].set_text(PASSWORD)
    door.card.go.click()
    program.qtbot.waitUntil(lambda: bool(quits))
    assert "Something went wrong" in program.wrong
    program.wrong.clear()
    assert (root / "current.txt").read_text("utf-8").strip() == OLD
    assert (root / "returned.txt").read_text("utf-8").split() == ["0.2.0", "start"]
