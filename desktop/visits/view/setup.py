"""The part in which a manager lays down how the gates work, section by section."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.ui.keys import key
from desktop.visits.presenter import SetupPresenter
from desktop.visits.rows import KIND_LABELS
from desktop.visits.table import NOTHING, SECTION_LABELS, Section, SetupRow, reduction_words, rules_words, said
from desktop.visits.view.part import Part
from desktop.visits.view.setting import SetupActs
from desktop.visits.view.shown import Act, Line, Lines, Shown, Strip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.i18n import Language, Message
    from desktop.ui.language import Text
    from desktop.visits.rows import GateRow, KindRow, ReductionRow, RulesRow, ShiftRow
    from desktop.visits.table import Laid, When
    from desktop.visits.view.acting import VisitActs

__all__ = ["SetupPart"]

SECTIONS = 380


class SetupPart(Part[SetupRow]):
    """Gates, kinds, shifts, rules, and how long visits are kept. `setting` opens its forms."""

    presenter: SetupPresenter

    def __init__(self, acts: VisitActs) -> None:
        """Show the sections."""
        shell = acts.shell
        presenter = SetupPresenter(acts.desk, shell.tasks, shell.bus)
        super().__init__(
            presenter, acts, name="setup", label=msg("Set-up of the gate"), icon="settings", list_width=SECTIONS
        )
        presenter.setParent(self)
        self.view.horizontalHeader().hide()
        self.setting = SetupActs(acts, presenter)
        self._may = acts.may(Operation.EDIT_GATE)

    def make_bar(self) -> QWidget:
        """Return nothing: there are no conditions."""
        bar = QWidget()
        bar.setFixedHeight(0)
        return bar

    def nothing_chosen(self) -> tuple[Message, Message]:
        """Return what stands in the place of a section that is not chosen."""
        return msg("No section is chosen"), msg("Choose one to see what is laid down.")

    def nothing_there(self) -> tuple[Message, Message]:
        """Return what stands in the place of the sections while they are read."""
        return msg("No section is chosen"), msg("Choose one to see what is laid down.")

    def adding(self) -> Act | None:
        """Return the button that adds to the section looked at."""
        row: SetupRow | None = self.view.row
        adds: dict[Section, tuple[Message, Callable[[], None]]] = {
            Section.GATES: (msg("Add a gate"), self.setting.edit_gate),
            Section.KINDS: (msg("Add a kind of visit"), self.setting.edit_kind),
            Section.SHIFTS: (msg("Add a shift"), self.setting.add_shift),
        }
        if row is None or row.section not in adds or not self._may:
            return None
        words, do = adds[row.section]
        return Act(words, "add-setup", do, icon="plus")

    def look(self, row: SetupRow | None) -> None:
        """Look at a section; what the page offers follows it."""
        super().look(row)
        self.counted.emit()

    def shown(self, row: SetupRow) -> Shown:
        """Return what is laid down in a section."""
        made: dict[Section, Callable[[Laid], Shown]] = {
            Section.GATES: self._gates,
            Section.KINDS: self._kinds,
            Section.SHIFTS: self._shifts,
            Section.RULES: self._rules,
            Section.KEEPING: self._keeping,
        }
        return made[row.section](row.laid)

    def _gates(self, laid: Laid) -> Shown:
        missing = msg("There is no gate yet: the guards' window asks for one.")
        lines = [Line(gate.name, acts=self._gate_acts(gate)) for gate in laid.gates]
        return Shown(SECTION_LABELS[Section.GATES], parts=[Lines(msg("Where visits are logged"), lines, missing)])

    def _gate_acts(self, gate: GateRow) -> Sequence[Act]:
        setting = self.setting
        return self._if_may(
            Act(msg("Rename"), f"rename-gate-{gate.id}", lambda: setting.edit_gate(gate)),
            Act(msg("No longer used"), f"archive-gate-{gate.id}", lambda: setting.archive_gate(gate)),
        )

    def _kinds(self, laid: Laid) -> Shown:
        missing = msg("There are only the built-in kinds.")
        lines = [Line(said_of(kind), partial(_like_words, kind), acts=self._kind_acts(kind)) for kind in laid.kinds]
        built_in = [Line(words) for words in KIND_LABELS.values()]
        return Shown(
            SECTION_LABELS[Section.KINDS],
            parts=[Lines(msg("Own kinds"), lines, missing), Lines(msg("Built in"), built_in)],
        )

    def _kind_acts(self, kind: KindRow) -> Sequence[Act]:
        setting = self.setting
        return self._if_may(
            Act(msg("Rename"), f"rename-kind-{kind.key.own_id}", lambda: setting.edit_kind(kind)),
            Act(msg("No longer used"), f"archive-kind-{kind.key.own_id}", lambda: setting.archive_kind(kind)),
        )

    def _shifts(self, laid: Laid) -> Shown:
        missing = msg("There is no shift yet: patrols are due by shift.")
        lines = [Line(shift.name, _span_words(shift), acts=self._shift_acts(shift)) for shift in laid.shifts]
        return Shown(
            SECTION_LABELS[Section.SHIFTS],
            about=msg("The times of a shift are not changed: add another one, and end this."),
            parts=[Lines(msg("Shifts"), lines, missing)],
        )

    def _shift_acts(self, shift: ShiftRow) -> Sequence[Act]:
        setting = self.setting
        return self._if_may(
            Act(msg("No longer used"), f"archive-shift-{shift.id}", lambda: setting.archive_shift(shift))
        )

    def _rules(self, laid: Laid) -> Shown:
        rules = laid.rules
        change = Act(
            msg("Change"), "change-rules", lambda: self.setting.edit_rules(rules), "square-pen", kind="primary"
        )
        return Shown(SECTION_LABELS[Section.RULES], facts=_rule_facts(rules), acts=self._if_may(change))

    def _keeping(self, laid: Laid) -> Shown:
        due, when = laid.due, self.presenter.when
        strips, acts = [], []
        if due is not None and due.refused is not None:
            strips.append(Strip(msg("Old visits are not reduced"), due.refused, "red", "circle-alert"))
            if due.insist:
                acts.append(
                    Act(
                        msg("Reduce all the same"),
                        "reduce-anyway",
                        partial(self.setting.reduce, due),
                        key=key("complete"),
                    )
                )
        lines = [Line(partial(reduction_words, run), partial(_moment_words, run, when)) for run in laid.runs]
        facts: list[tuple[Text, Text]] = [
            (msg("Kept"), lambda spoken: spoken.ngettext("%(count)s day", "%(count)s days", laid.rules.keep_days))
        ]
        if due is not None:
            facts.append((msg("To reduce"), partial(_due_words, due)))
            facts.append((msg("Kept on request"), lambda spoken: spoken.integer(due.held)))
        return Shown(
            SECTION_LABELS[Section.KEEPING],
            about=msg("Visits older than that become counts each night: how many of which kind, and no names."),
            strips=strips,
            facts=facts,
            acts=self._if_may(*acts),
            parts=[Lines(msg("The last nights"), lines, msg("It has not run yet."))],
        )

    def _if_may(self, *acts: Act) -> Sequence[Act]:
        return acts if self._may else ()


def said_of(kind: KindRow) -> Text:
    """Return the name of a kind, which is data for an own one."""
    return lambda spoken: said(kind.name, spoken)


def _like_words(kind: KindRow, spoken: Language) -> str:
    return spoken.gettext("asked like %(kind)s", kind=spoken.message(KIND_LABELS[kind.like]))


def _span_words(shift: ShiftRow) -> str:
    return f"{shift.starts:%H:%M}–{shift.ends:%H:%M}"


def _moment_words(run: ReductionRow, when: When, spoken: Language) -> str:
    return spoken.moment(run.at, when.zone)


def _due_words(due: ReductionRow, spoken: Language) -> str:
    before = spoken.full_date(due.before)
    return spoken.ngettext(
        "%(count)s visit of before %(day)s", "%(count)s visits of before %(day)s", due.due, day=before
    )


def _rule_facts(rules: RulesRow) -> Sequence[tuple[Text, Text]]:
    return (
        (msg("Peak hours"), partial(rules_words, rules)),
        (msg("Contractors until"), f"{rules.contractors_until:%H:%M}"),
        (
            msg("Overdue after"),
            lambda spoken: spoken.ngettext("%(count)s hour", "%(count)s hours", rules.overstay_hours),
        ),
        (msg("Night begins"), f"{rules.night_at:%H:%M}"),
        (
            msg("Keep visits"),
            lambda spoken: spoken.ngettext("%(count)s day", "%(count)s days", rules.keep_days),
        ),
        (msg("Usual plate"), rules.province or NOTHING),
        (msg("Photos"), msg("the gate may take a photo") if rules.photos else msg("no photos")),
    )
