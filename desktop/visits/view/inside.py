"""The part of who is inside now: how long, who should be gone, what stayed the night."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.visits.presenter import InsidePresenter, InsideScope
from desktop.visits.table import joined, lasting_words, said
from desktop.visits.view.links import room_link
from desktop.visits.view.part import Part
from desktop.visits.view.scopes import ScopeBar
from desktop.visits.view.shown import Act, Shown, Strip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language, Message
    from desktop.ui.language import Text
    from desktop.visits.rows import InsideCounts, InsideLine
    from desktop.visits.view.acting import VisitActs

__all__ = ["InsidePart"]

_SCOPES: Mapping[str, Message] = {
    InsideScope.ALL: msg("All inside"),
    InsideScope.OVERDUE: msg("Should be gone"),
    InsideScope.VEHICLES: msg("Vehicles"),
    InsideScope.NIGHT: msg("Stayed the night"),
    InsideScope.INCOMPLETE: msg("To complete"),
}


class InsidePart(Part["InsideLine"]):
    """Who is inside now."""

    presenter: InsidePresenter

    def __init__(self, acts: VisitActs) -> None:
        """Show everybody."""
        shell = acts.shell
        presenter = InsidePresenter(acts.desk, shell.tasks, shell.bus)
        super().__init__(presenter, acts, name="inside", label=msg("Inside now"), icon="log-in")
        presenter.setParent(self)
        presenter.counted.connect(self._count)

    def make_bar(self) -> QWidget:
        """Return whom to choose from, and the line to look for somebody."""
        self.scopes = ScopeBar(self.presenter, _SCOPES, msg("Plate, name or badge"), "inside")
        return self.scopes

    def nothing_chosen(self) -> tuple[Message, Message]:
        """Return what stands in the place of a visit that is not chosen."""
        return msg("Nobody is chosen"), msg("Choose a visit to see since when.")

    def nothing_there(self) -> tuple[Message, Message]:
        """Return what stands in the place of an empty list."""
        if self.presenter.is_narrowed:
            return msg("Nobody inside is like this"), msg("Choose all inside to see the others.")
        return msg("Nobody is inside"), msg("Who comes in at a gate stands here until they leave.")

    def note(self) -> Text:
        """Return how many are inside."""
        counts = self.presenter.counts
        return partial(_count_words, counts) if counts.people else ""

    def shown(self, row: InsideLine) -> Shown:
        """Return since when somebody is inside and where they went."""
        when = self.presenter.when
        strips = []
        if row.overdue is not None:
            strips.append(Strip(row.overdue, tone="red", icon="clock-alert"))
        if row.stayed_night:
            strips.append(Strip(msg("Stayed the night"), tone="amber", icon="moon"))
        if row.incomplete:
            words = msg("Entered in peak hours; the gate completes it.")
            strips.append(Strip(msg("Not complete yet"), words, "violet", "square-pen"))
        facts: list[tuple[Text, Text | QWidget]] = [
            (msg("Room"), room_link(self.acts, row.room_id, row.place)),
            (msg("Purpose"), partial(_kind_words, row)),
            (msg("In"), lambda spoken: joined(when.words(row.in_at, spoken), row.gate)),
            (msg("Inside for"), lambda spoken: lasting_words(row.in_at, when.now, spoken)),
            (msg("Persons"), str(row.people)),
        ]
        optional = ((msg("Name"), row.name), (msg("Company"), row.company), (msg("Badge"), row.badge))
        facts += [fact for fact in optional if fact[1]]
        if row.checked_at is not None:
            checked = row.checked_at
            facts.append((msg("Checked"), lambda spoken: joined(when.words(checked, spoken), row.remark)))
        shell = self.acts.shell
        full = Act(
            msg("The whole entry"),
            "inside-visit",
            lambda: shell.go("visits", part="log", visit_id=row.visit_id),
            "file-text",
        )
        return Shown(title=partial(_title, row), strips=strips, facts=facts, acts=(full,))

    def _count(self, counts: InsideCounts) -> None:
        self.scopes.count(InsideScope.ALL, counts.visits)
        self.scopes.count(InsideScope.OVERDUE, counts.overdue)
        self.scopes.count(InsideScope.VEHICLES, counts.vehicles)
        self.scopes.count(InsideScope.INCOMPLETE, counts.incomplete)
        self.counted.emit()


def _title(row: InsideLine, spoken: Language) -> str:
    return said(row.title, spoken)


def _kind_words(row: InsideLine, spoken: Language) -> str:
    return said(row.kind_name, spoken)


def _count_words(counts: InsideCounts, spoken: Language) -> str:
    people = spoken.ngettext("%(count)s person inside", "%(count)s people inside", counts.people)
    contractors = spoken.gettext("%(count)s of contractors", count=counts.contractors) if counts.contractors else ""
    return joined(people, contractors)
