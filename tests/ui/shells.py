"""A window around a page, reduced to what it was asked for."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import language
from desktop.core.settings import Settings
from desktop.ui.bus import Bus
from desktop.ui.kit import start_kit
from desktop.ui.language import translate
from desktop.ui.tasks import Tasks
from desktop.ui.theme import ThemeChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.changes import Draft
    from desktop.ui.language import Text
    from desktop.ui.shell import Paper

__all__ = ["KeptDrafts", "RecordingShell", "recording_shell", "settle"]


@dataclass
class KeptDrafts:
    """Drafts in memory."""

    kept: dict[tuple[str, str], Draft] = field(default_factory=dict)

    def all(self, form: str) -> Sequence[Draft]:
        return [draft for draft in self.kept.values() if draft.form == form]

    def keep(self, draft: Draft) -> None:
        self.kept[draft.form, draft.key] = draft

    def forget(self, form: str, key: str) -> None:
        self.kept.pop((form, key), None)


@dataclass
class RecordingShell:
    """Remembers what a page said, where it went, which papers it opened."""

    tasks: Tasks
    bus: Bus
    settings: Settings
    drafts: KeptDrafts = field(default_factory=KeptDrafts)
    said: list[Text] = field(default_factory=list)
    undo: Callable[[], None] | None = None
    gone: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def tell(
        self,
        words: Text,
        *,
        undo: Callable[[], None] | None = None,
        look: Callable[[], None] | None = None,  # noqa: ARG002 - the window's signature
    ) -> None:
        self.said.append(words)
        self.undo = undo

    def go(self, page: str, **where: object) -> None:
        self.gone.append((page, where))

    def show_paper(self, paper: Paper) -> None:
        self.papers.append(paper)

    def set_count(self, page: str, count: int) -> None:
        self.counts[page] = count

    @property
    def words(self) -> list[str]:
        """Return what was said, in English."""
        return [translate(text, language("en")) for text in self.said]


@contextmanager
def recording_shell(app: QApplication, folder: Path) -> Iterator[RecordingShell]:
    """Yield a shell in English and light; its settings lie in `folder`. What fails unexpectedly fails the test."""
    start_kit(app, look=ThemeChoice.LIGHT, language="en", all_fonts=True)
    bus = Bus()
    tasks = Tasks(bus)
    wrong: list[BaseException] = []
    tasks.failed.connect(wrong.append)
    tasks.crashed.connect(wrong.append)
    yield RecordingShell(tasks, bus, Settings(folder / "settings.json"))
    tasks.shutdown()
    start_kit(app, look=ThemeChoice.LIGHT, language="en")
    assert wrong == []


def settle(qtbot: QtBot, shell: RecordingShell) -> None:
    """Wait until nothing runs in the background."""
    qtbot.waitUntil(lambda: shell.tasks.is_idle, timeout=20_000)
