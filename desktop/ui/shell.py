"""What a page may ask of the window around it, and what the window asks of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from desktop.core.changes import Draft
    from desktop.core.i18n import Language
    from desktop.core.settings import Settings
    from desktop.ui.bus import Bus
    from desktop.ui.language import Text
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Drafts", "LongPaper", "Page", "Paper", "Shell", "SpokenPaper", "VariedPaper"]


class Drafts(Protocol):
    """The half-typed forms of the signed-in account; kept on disk in the background, at hand in memory."""

    def all(self, form: str) -> Sequence[Draft]:
        """Return the drafts of one form, oldest first."""
        ...

    def keep(self, draft: Draft) -> None:
        """Keep a draft, in place of an older one with the same form and key."""
        ...

    def forget(self, form: str, key: str) -> None:
        """Throw a draft away because it was saved or discarded."""
        ...


class Paper(Protocol):
    """Something to look at, print and save: a title, its PDF in a language, and other formats it can be saved in."""

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        ...

    @property
    def file_name(self) -> str:
        """Return the name it is saved under, without ending."""
        ...

    def pdf(self, language: Language) -> bytes:
        """Draw it; called in the background."""
        ...

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return endings of further formats (xlsx) with what writes them; called in the background."""
        ...


@runtime_checkable
class VariedPaper(Paper, Protocol):
    """A paper that can be drawn in several ways; what was chosen last for its `kind` is remembered on this PC."""

    @property
    def kind(self) -> str:
        """Return the name under which the choice is remembered."""
        ...

    @property
    def variant(self) -> str:
        """Return the way it is drawn; known once it was drawn."""
        ...

    def variants(self) -> Sequence[tuple[str, Text]]:
        """Return every way with its words."""
        ...

    def choose(self, variant: str) -> None:
        """Draw it in another way from now on."""
        ...


@runtime_checkable
class LongPaper(Paper, Protocol):
    """A paper that takes so long to draw that it says how far it is, and can be stopped."""

    def draw(self, language: Language, progress: Progress) -> bytes:
        """Draw it as `pdf` does; called in the background."""
        ...


@runtime_checkable
class SpokenPaper(Paper, Protocol):
    """A paper whose words were written in one language; it is drawn in that at first, not in the window's."""

    @property
    def language_code(self) -> str:
        """Return the language's code."""
        ...


class Shell(Protocol):
    """The window around a page."""

    @property
    def tasks(self) -> Tasks:
        """Return what runs work in the background."""
        ...

    @property
    def bus(self) -> Bus:
        """Return where changes are announced."""
        ...

    @property
    def settings(self) -> Settings:
        """Return this PC's settings."""
        ...

    @property
    def drafts(self) -> Drafts:
        """Return the half-typed forms."""
        ...

    def tell(
        self, words: Text, *, undo: Callable[[], None] | None = None, look: Callable[[], None] | None = None
    ) -> None:
        """Say in the line below the page that something was done, with "undo" and "open" where given."""
        ...

    def go(self, page: str, **where: object) -> None:
        """Show page `page` (today, requests, intake, households, month, import, accounts, settings) at `where`."""
        ...

    def show_paper(self, paper: Paper) -> None:
        """Open the preview of `paper`."""
        ...

    def set_count(self, page: str, count: int) -> None:
        """Show in the navigation how much waits on a page."""
        ...


class Page(QWidget):
    """A page of the window. Subclasses fill themselves in the background and never block.

    `visited(kind, id)`: one thing was opened here, a "room" or a "request"; the search box offers it again.
    """

    visited = Signal(str, int)

    def show_at(self, **where: object) -> None:
        """Show what was asked for with `Shell.go`; called each time the page comes up."""

    def about(self) -> Mapping[str, object]:
        """Return what a new request begun from here is about, as `Shell.go("intake", ...)` takes it."""
        return {}

    def shown_at(self) -> Mapping[str, object]:
        """Return what `show_at` takes to show again what is shown now, as long as the program runs."""
        return {}

    def leave(self) -> None:
        """Keep what was typed; called before another page, another person or the end takes over."""
