"""Labels, cards and files of households as papers: read and drawn anew each time they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.core.changes import new_operation_id
from desktop.core.i18n import msg
from desktop.register.report import LABEL_FORMATS, address_labels, household_card, household_file
from desktop.register.rows import Period
from desktop.register.service import RegisterService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.households.rows import HouseholdChoice
    from desktop.register.rows import FileSection, Telling
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["CardPaper", "FilePaper", "FileSources", "LabelsPaper", "Unmasking"]


@dataclass(frozen=True, slots=True)
class Unmasking:
    """Whether phones and ID numbers are wanted in full, and why."""

    wanted: bool = False
    reason: str = ""


@dataclass(frozen=True)
class FileSources:
    """What features above this one put into a household's file: tables of a room and a period, touchpoints in words."""

    sections: Callable[[int, Period], Sequence[FileSection]] = field(default=lambda _room_id, _period: ())
    telling: Sequence[Telling] = ()


@dataclass(frozen=True)
class LabelsPaper:
    """Address labels of the households chosen, on sheets of `shape`, a key of `LABEL_FORMATS`."""

    desk: Desk
    choice: HouseholdChoice
    shape: str

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Address labels")

    @property
    def file_name(self) -> str:
        """Return the name it is saved under."""
        return f"labels-{self.shape}"

    def pdf(self, language: Language) -> bytes:
        """Draw them; raises what the service raises."""
        lines = RegisterService(self.desk).labels(self.choice)
        return address_labels(lines, self.desk.community, LABEL_FORMATS[self.shape], language, self.desk.clock.now())

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()


class CardPaper:
    """The card of one household."""

    def __init__(self, desk: Desk, room_id: int, room: str, unmasking: Unmasking) -> None:
        """Print the household of a room, called `room`; looked at in several languages it is audited once."""
        self._desk = desk
        self._room_id = room_id
        self._room = room
        self._unmasking = unmasking
        self._operation_id = new_operation_id()

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Household card of %(room)s", room=self._room)

    @property
    def file_name(self) -> str:
        """Return the name it is saved under."""
        return f"card-{self._room}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk, unmasking = self._desk, self._unmasking
        dossier = RegisterService(desk).dossier(
            self._room_id, unmasked=unmasking.wanted, reason=unmasking.reason, operation_id=self._operation_id
        )
        return household_card(dossier, desk.community, desk.zone, desk.clock.now(), language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()


class FilePaper:
    """The file of one household, with what other features know of it."""

    def __init__(
        self,
        desk: Desk,
        room_id: int,
        room: str,
        unmasking: Unmasking,
        sources: FileSources,
        period: Period = Period(),  # noqa: B008 - it is frozen
    ) -> None:
        """Print the household of a room, called `room`; looked at in several languages it is audited once.

        Of requests and touchpoints only those of `period` are told.
        """
        self._period = period
        self._desk = desk
        self._room_id = room_id
        self._room = room
        self._unmasking = unmasking
        self._sources = sources
        self._operation_id = new_operation_id()

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Household file of %(room)s", room=self._room)

    @property
    def file_name(self) -> str:
        """Return the name it is saved under."""
        return f"household-{self._room}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk, unmasking = self._desk, self._unmasking
        dossier = RegisterService(desk).dossier(
            self._room_id, unmasked=unmasking.wanted, reason=unmasking.reason, operation_id=self._operation_id
        )
        return household_file(
            dossier,
            desk.community,
            desk.zone,
            desk.clock.now(),
            language,
            sections=self._sources.sections(self._room_id, self._period),
            telling=self._sources.telling,
            period=self._period,
        )

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
