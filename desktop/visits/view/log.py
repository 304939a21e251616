"""The part of the log of visits, with the visit looked at and the earlier ones of the same visitor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg, nmsg
from desktop.core.permissions import Operation
from desktop.visits.model import VisitState
from desktop.visits.presenter import LogPresenter
from desktop.visits.table import NOTHING, joined, lasting_words, objection_words, said, state_cell
from desktop.visits.view.links import room_link
from desktop.visits.view.log_filters import LogFilterBar
from desktop.visits.view.part import Part
from desktop.visits.view.photos import PhotoStrip
from desktop.visits.view.shown import Act, Line, Lines, Shown, Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language, Message
    from desktop.ui.language import Text
    from desktop.ui.table import Cell
    from desktop.visits.rows import VisitFile, VisitFilter, VisitLine
    from desktop.visits.table import When
    from desktop.visits.view.acting import VisitActs

__all__ = ["LogPart"]


class LogPart(Part["VisitLine"]):
    """Every visit that is kept."""

    presenter: LogPresenter

    def __init__(self, acts: VisitActs) -> None:
        """Show the last days."""
        shell = acts.shell
        presenter = LogPresenter(acts.desk, shell.tasks, shell.bus)
        super().__init__(presenter, acts, name="log", label=msg("Log of visits"), icon="clipboard-list")
        presenter.setParent(self)
        self.photos = PhotoStrip(acts)
        self.detail.below.addWidget(self.photos)
        presenter.detailed.connect(self._show_file)
        presenter.model.count_changed.connect(lambda _count: self.counted.emit())

    def make_bar(self) -> QWidget:
        """Return the conditions."""
        self.filters = LogFilterBar(self.presenter)
        return self.filters

    def nothing_chosen(self) -> tuple[Message, Message]:
        """Return what stands in the place of a visit that is not chosen."""
        return msg("No visit is chosen"), msg("Choose one to see all of it.")

    def nothing_there(self) -> tuple[Message, Message]:
        """Return what stands in the place of an empty log."""
        if self.presenter.is_narrowed:
            return msg("No visit is like this"), msg("Take the conditions off to see the others.")
        return msg("Nobody came on these days"), msg("What guards log at the gates stands here.")

    def note(self) -> Text:
        """Return how many visits are shown."""
        count = self.presenter.model.rowCount()
        return nmsg("%(count)s shown", "%(count)s shown", count) if count else ""

    def show_wanted(self, wanted: VisitFilter) -> None:
        """Show the visits that a count was taken from."""
        self.presenter.show(wanted)

    def look(self, row: VisitLine | None) -> None:
        """Read all of a visit; what is known of it already is shown meanwhile."""
        file = self.presenter.file
        if row is None:
            if not self.presenter.is_seeking and not self.presenter.model.rowCount():
                self.presenter.look(0)
            return
        if file is None or file.line.id != row.id or file.line != row:
            self.presenter.look(row.id)

    def open_row(self, row: VisitLine) -> None:
        """Show a visit in full where it has no place beside the list, and give it the keyboard."""
        self.presenter.look(row.id)
        self.give_place(to_detail=True)
        self.detail.take_keyboard()

    def shown(self, row: VisitLine) -> Shown:
        """Return what a line says, until the rest of the visit is read."""
        return Shown(title=partial(_title, row), state=partial(_state, row))

    def _show_file(self, file: VisitFile | None) -> None:
        another = None if file is None else file.line.id
        another, self._looked_at = another != self._looked_at, another
        self.detail.show_row(None if file is None else self._shown_file(file), another=bool(another))
        self.photos.show_visit(0 if file is None else file.line.id)
        self.acts.renew(None if file is None else file.line)

    def _shown_file(self, file: VisitFile) -> Shown:
        line, when = file.line, self.presenter.when
        earlier = [Line(partial(_earlier_words, each, when), each.place) for each in file.earlier]
        parts = []
        if earlier or file.times > 1:
            title = partial(_times_words, file.times)
            parts.append(Lines(title, earlier))
        return Shown(
            title=partial(_title, line),
            state=partial(_state, line),
            strips=_strips(line),
            facts=self._facts(file, when),
            acts=self._acts_of(line),
            parts=parts,
        )

    def _facts(self, file: VisitFile, when: When) -> Sequence[tuple[Text, Text | QWidget]]:
        line = file.line
        facts: list[tuple[Text, Text | QWidget]] = [
            (msg("Room"), room_link(self.acts, line.room_id, line.place)),
            (msg("Purpose"), partial(_reason_words, line)),
        ]
        names = line.name if line.vehicle else ""
        facts += _if((msg("Name"), names), (msg("Company"), line.company), (msg("Badge"), line.badge))
        facts.append((msg("Persons"), partial(_people_words, line)))
        facts.append((msg("In"), lambda spoken: joined(when.words(line.in_at, spoken), line.gate, file.in_by)))
        if line.state is not VisitState.REFUSED:
            facts.append((msg("Out"), partial(_out_words, file, when)))
        if file.id_seen or file.id_tail:
            facts.append((msg("Identity"), partial(_identity_words, file)))
        facts += _if((msg("Pass"), file.pass_number), (msg("Told by"), file.expected_by))
        if file.plate_typed and file.plate_typed != line.plate:
            facts.append((msg("As typed"), file.plate_typed))
        if line.checked_at is not None:
            checked = line.checked_at
            facts.append((msg("Checked"), lambda spoken: joined(when.words(checked, spoken), line.remark)))
        return facts

    def _acts_of(self, line: VisitLine) -> Sequence[Act]:
        acts = self.acts
        if not acts.may(Operation.HOLD_VISIT) or line.state is VisitState.DROPPED:
            return ()
        if line.held_words:
            return (Act(msg("Let go of it"), "release-hold", lambda: acts.release_hold(line), "undo-2"),)
        title: Text = partial(_title, line)
        return (Act(msg("Keep this entry"), "hold-visit", lambda: acts.hold(line, title), "lock"),)


def _title(line: VisitLine, spoken: Language) -> str:
    return said(line.title, spoken) or NOTHING


def _state(line: VisitLine, spoken: Language) -> Cell:
    return state_cell(line, spoken)


def _strips(line: VisitLine) -> Sequence[Strip]:
    strips = []
    if line.state is VisitState.REFUSED:
        strips.append(Strip(msg("Not let in"), line.refused_words, "red", "ban"))
    if line.overridden:
        strips.append(Strip(partial(_override_lead, line), partial(_override_words, line)))
    if line.held_words:
        strips.append(Strip(msg("Kept on request"), line.held_words, "violet", "lock"))
    if line.incomplete:
        words = msg("Entered in peak hours; the gate completes it.")
        strips.append(Strip(msg("Not complete yet"), words, "violet", "square-pen"))
    return strips


def _override_lead(line: VisitLine, spoken: Language) -> str:
    return objection_words(line.overridden, spoken) or spoken.gettext("Let in all the same")


def _override_words(line: VisitLine, spoken: Language) -> str:
    agreed = spoken.gettext("%(who)s agreed", who=line.agreed_by) if line.agreed_by else ""
    return joined(line.override_words, agreed)


def _reason_words(line: VisitLine, spoken: Language) -> str:
    return joined(said(line.kind_name, spoken), line.reason)


def _people_words(line: VisitLine, spoken: Language) -> str:
    left = ""
    if line.people_left and line.state is VisitState.INSIDE:
        left = spoken.gettext("%(count)s of them have left", count=line.people_left)
    return joined(spoken.integer(line.people), left)


def _out_words(file: VisitFile, when: When, spoken: Language) -> str:
    line = file.line
    if line.out_at is None:
        return spoken.gettext("still inside, %(lasting)s", lasting=lasting_words(line.in_at, when.now, spoken))
    seen = spoken.gettext("not seen") if line.out_unseen else joined(line.out_gate, file.out_by)
    lasting = lasting_words(line.in_at, line.out_at, spoken)
    return joined(when.words(line.out_at, spoken, of=line.in_at), seen, lasting)


def _identity_words(file: VisitFile, spoken: Language) -> str:
    seen = spoken.gettext("card seen") if file.id_seen else ""
    tail = spoken.gettext("last four %(tail)s", tail=file.id_tail) if file.id_tail else ""
    return joined(seen, tail)


def _times_words(times: int, spoken: Language) -> str:
    return spoken.ngettext("Came %(count)s time", "Came %(count)s times", times)


def _earlier_words(line: VisitLine, when: When, spoken: Language) -> str:
    return joined(when.words(line.in_at, spoken), said(line.kind_name, spoken), state_cell(line, spoken).text)


def _if(*facts: tuple[Text, str]) -> Sequence[tuple[Text, Text | QWidget]]:
    return [fact for fact in facts if fact[1]]
