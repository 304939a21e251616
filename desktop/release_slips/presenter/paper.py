"""A release slip as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.release_slips.rows import LAYOUT_LABELS, ReleaseLayout
from desktop.release_slips.service import ReleaseSlipService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["ReleasePaper"]


class ReleasePaper:
    """Both parts of a slip, on two sheets of A5 or together on one A4."""

    kind = "release-slip"

    def __init__(self, desk: Desk, slip_id: int, number: str) -> None:
        """Print the slip `slip_id`, which has `number`."""
        self._desk = desk
        self._slip_id = slip_id
        self._number = number
        self._layout = ReleaseLayout.A5

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Release slip %(number)s", number=self._number)

    @property
    def file_name(self) -> str:
        """Return its number."""
        return self._number

    @property
    def variant(self) -> str:
        """Return how it is laid out."""
        return self._layout.value

    def variants(self) -> Sequence[tuple[str, Message]]:
        """Return the layouts there are."""
        return [(layout.value, words) for layout, words in LAYOUT_LABELS.items()]

    def choose(self, variant: str) -> None:
        """Lay it out otherwise from now on."""
        if variant in set(ReleaseLayout):
            self._layout = ReleaseLayout(variant)

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        return ReleaseSlipService(self._desk).paper(self._slip_id, language, self._layout)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
