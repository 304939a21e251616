"""The sheet of a route as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.patrols.report import route_sheet
from desktop.patrols.service import PatrolService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.patrols.rows import RouteLine
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["RouteSheetPaper"]


class RouteSheetPaper:
    """The A4 sheet on which a round of a route is written."""

    def __init__(self, desk: Desk, route: RouteLine) -> None:
        """Print the points of `route`."""
        self._desk = desk
        self._route = route

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Patrol sheet: %(route)s", route=self._route.name)

    @property
    def file_name(self) -> str:
        """Return a name with the day it is printed on."""
        day = self._desk.clock.now().astimezone(self._desk.zone).date()
        return f"patrol-{self._route.id}-{day.isoformat()}"

    def pdf(self, language: Language) -> bytes:
        """Draw it as the route is by then; raises what the service raises."""
        desk = self._desk
        route = PatrolService(desk).route(self._route.id)
        return route_sheet(route, desk.community, desk.zone, desk.clock.now(), language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
