"""Papers of an event: the invitations, the sheet to sign in, the page on what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.events.report import plan_page, sign_in_sheet, summary_page
from desktop.events.rows import SheetOrder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.events.rows import EventLine
    from desktop.events.service import EventService
    from desktop.ui.language import Text

__all__ = ["LetterPaper", "PlanPaper", "SignInPaper", "SummaryPaper"]


class _EventPaper:
    """A paper of the event in `line`."""

    def __init__(self, service: EventService, line: EventLine) -> None:
        self._service = service
        self._line = line

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()


class LetterPaper(_EventPaper):
    """The letters of invitation: one for each household invited, or that of one guest."""

    def __init__(self, service: EventService, line: EventLine, guest_id: int | None = None) -> None:
        """Invite to the event of `line`; with `guest_id` that household alone."""
        super().__init__(service, line)
        self._guest_id = guest_id

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Invitation: %(title)s", title=self._line.title)

    @property
    def file_name(self) -> str:
        """Return a name with the event's number."""
        return f"invitation-{self._line.number}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        return self._service.letter(self._line.id, self._guest_id, language)


class SignInPaper(_EventPaper):
    """The sheet on which guests sign as they come, by building or by name."""

    def __init__(self, service: EventService, line: EventLine) -> None:
        """List the guests of the event of `line`, by building at first."""
        super().__init__(service, line)
        self._order = SheetOrder.BUILDING

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Sign-in sheet: %(title)s", title=self._line.title)

    @property
    def file_name(self) -> str:
        """Return a name with the event's number."""
        return f"sign-in-{self._line.number}"

    @property
    def kind(self) -> str:
        """Return the name under which the order is remembered."""
        return "sign-in-sheet"

    @property
    def variant(self) -> str:
        """Return the order of the guests."""
        return self._order.value

    def variants(self) -> Sequence[tuple[str, Text]]:
        """Return both orders."""
        return ((SheetOrder.BUILDING.value, msg("By building")), (SheetOrder.ALPHABET.value, msg("By name")))

    def choose(self, variant: str) -> None:
        """List the guests in another order from now on; what is no order changes nothing."""
        if variant in set(SheetOrder):
            self._order = SheetOrder(variant)

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk = self._service.desk
        sheet = self._service.sign_in_sheet(self._line.id, self._order)
        return sign_in_sheet(sheet, desk.community, desk.zone, desk.clock.now(), language)


class PlanPaper(_EventPaper):
    """The plan of an event: who does what, and the materials to tick off by hand."""

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Event plan: %(title)s", title=self._line.title)

    @property
    def file_name(self) -> str:
        """Return a name with the event's number."""
        return f"plan-{self._line.number}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk = self._service.desk
        return plan_page(self._service.event(self._line.id), desk.community, desk.zone, desk.clock.now(), language)


class SummaryPaper(_EventPaper):
    """The one page on an event that was held."""

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Event summary: %(title)s", title=self._line.title)

    @property
    def file_name(self) -> str:
        """Return a name with the event's number."""
        return f"event-{self._line.number}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk = self._service.desk
        summary = self._service.summary(self._line.id)
        return summary_page(summary, desk.community, desk.zone, desk.clock.now(), language)
