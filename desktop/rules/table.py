"""The columns of the lists, and the words for what a rule says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.requests.model import Liability, PhraseUse, Place, Priority, RequestKind, Signer
from desktop.requests.rows import (
    KIND_LABELS,
    LIABILITY_LABELS,
    PHRASE_USE_LABELS,
    PLACE_LABELS,
    PRIORITY_LABELS,
    SIGNER_LABELS,
)
from desktop.rules.rows import What, called
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.i18n import Language
    from desktop.rules.rows import (
        CategoryFacts,
        EquipmentFacts,
        GradeFacts,
        LaidDown,
        Line,
        PhraseFacts,
        QuestionFacts,
        RuleFacts,
    )
    from desktop.ui.language import Text
    from desktop.working_days.rows import YearRow

__all__ = [
    "DAY_LABELS",
    "NOTHING",
    "Places",
    "columns_of",
    "hours_facts",
    "requests_words",
    "time_words",
    "year_columns",
]

NOTHING = "—"
HOUR = 60
WEEK = 7

DAY_LABELS: tuple[Message, ...] = (
    msg("Monday"),
    msg("Tuesday"),
    msg("Wednesday"),
    msg("Thursday"),
    msg("Friday"),
    msg("Saturday"),
    msg("Sunday"),
    msg("Make-up day"),
)
"""The words for the eight days of working hours."""


@dataclass
class Places:
    """What is laid down now, for the names of what a line refers to."""

    laid: LaidDown


def time_words(minutes: int | None, language: Language) -> str:
    """Return a limit in words: 48 h, 1 h 30 min, 20 min; a dash for none."""
    if minutes is None:
        return NOTHING
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return language.gettext("%(minutes)s min", minutes=rest)
    if not rest:
        return language.gettext("%(hours)s h", hours=hours)
    return language.gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)


def requests_words(facts: RuleFacts, laid: LaidDown, language: Language) -> str:
    """Return for which requests a rule holds: Repair · 给排水 · Urgent."""
    parts = [
        language.message(KIND_LABELS[RequestKind(facts.kind)]) if facts.kind else "",
        laid.category_names.get(facts.category_id or 0, ""),
        language.message(PRIORITY_LABELS[Priority(facts.priority)]) if facts.priority else "",
    ]
    return " · ".join(filter(None, parts)) or language.gettext("Every request")


def hours_facts(days: Sequence[str]) -> Sequence[tuple[Text, Text]]:
    """Return the eight days of working hours as facts, days that follow each other with the same hours as one."""
    runs: list[list[int]] = []
    for place, written in enumerate(days):
        if runs and place < WEEK and days[place - 1] == written:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [(partial(_days_words, run), days[run[0]] or msg("Day off")) for run in runs]


def _days_words(run: Sequence[int], language: Language) -> str:
    names = [language.message(DAY_LABELS[place]) for place in run]
    return names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"


def columns_of(what: What, places: Places) -> Sequence[Column[Any]]:
    """Return the columns of a list; `places` knows the names of what its lines refer to."""
    make: dict[What, Callable[[Places], Sequence[Column[Any]]]] = {
        What.RULE: _rule_columns,
        What.CATEGORY: _category_columns,
        What.GRADE: _grade_columns,
        What.PHRASE: _phrase_columns,
        What.QUESTION: _question_columns,
        What.EQUIPMENT: _equipment_columns,
    }
    return make[what](places)


def year_columns() -> Sequence[Column[YearRow]]:
    """Return the columns of years."""
    return (
        Column("year", msg("Year"), lambda row, _: Cell(str(row.year), strong=True), 64),
        Column("off", msg("Days off"), _days_off, 72, right=True, sort=False),
        Column("make_up", msg("Make-up days"), _made_up, 104, right=True, sort=False),
        Column("source", msg("Source"), _source, 120, stretch=True),
    )


def _days_off(row: YearRow, language: Language) -> str:
    return language.integer(sum(1 for holiday in row.holidays for _ in holiday.days()))


def _made_up(row: YearRow, language: Language) -> str:
    return language.integer(len(row.make_up_days))


def _source(row: YearRow, language: Language) -> Cell:
    if row.is_own:
        return Cell(language.gettext("Our own"), tone="accent", icon="square-pen", chip=True)
    return Cell(language.gettext("As shipped"), tone="grey", icon="package", chip=True)


def _state() -> Column[Line[Any]]:
    def show(line: Line[Any], language: Language) -> Cell:
        if line.active:
            return Cell(language.gettext("In use"), tone="ink2")
        return Cell(language.gettext("Out of use"), tone="grey", icon="circle-pause", chip=True)

    return Column("state", msg("State"), show, 104, sort=False)


def _rule_columns(places: Places) -> Sequence[Column[Line[RuleFacts]]]:
    def requests(line: Line[RuleFacts], language: Language) -> Cell:
        return Cell(requests_words(line.facts, places.laid, language), strong=line.active)

    return (
        _state(),
        Column("requests", msg("Holds for"), requests, 128, stretch=True, sort=False),
        Column(
            "response",
            msg("Response"),
            lambda line, language: time_words(line.facts.response_minutes, language),
            84,
            sort=False,
        ),
        Column(
            "completion",
            msg("Completion"),
            lambda line, language: time_words(line.facts.completion_minutes, language),
            84,
            sort=False,
        ),
        Column("counted", msg("Time counted"), _counted, 96, sort=False),
        Column("follow_up", msg("Follow-up"), _follow_up, 132, sort=False),
    )


def _counted(line: Line[RuleFacts], language: Language) -> Cell:
    facts = line.facts
    if facts.response_minutes is None and facts.completion_minutes is None:
        return Cell(NOTHING, tone="ink2")
    words = msg("Working time") if facts.in_working_time else msg("By the clock")
    return Cell(language.message(words), tone="ink2")


def _follow_up(line: Line[RuleFacts], language: Language) -> Cell:
    facts = line.facts
    days = facts.follow_up_days
    if days is None or not facts.follow_up_share:
        return Cell(NOTHING, tone="ink2")
    within = language.ngettext("within %(count)s day", "within %(count)s days", days)
    if facts.follow_up_in_working_days:
        within = language.ngettext("within %(count)s working day", "within %(count)s working days", days)
    if facts.follow_up_share == 100:
        return Cell(within)
    return Cell(f"{facts.follow_up_share} % · {within}")


def _category_columns(places: Places) -> Sequence[Column[Line[CategoryFacts]]]:
    def department(line: Line[CategoryFacts], _language: Language) -> str:
        return called(places.laid.departments, line.facts.department_id) or NOTHING

    return (
        _state(),
        Column("name", msg("Category"), lambda line, _: Cell(line.facts.name, strong=line.active), 128, sort=False),
        Column("department", msg("Department"), department, 84, sort=False),
        Column("usual", msg("Usual"), _usual, 128, sort=False),
        Column(
            "keywords",
            msg("Words that speak of it"),
            lambda line, _: Cell(line.facts.keywords or NOTHING, tone="ink2"),
            128,
            stretch=True,
            sort=False,
        ),
    )


def _usual(line: Line[CategoryFacts], language: Language) -> Cell:
    facts = line.facts
    parts: list[Message] = []
    if facts.place:
        parts.append(PLACE_LABELS[Place(facts.place)])
    if facts.liability:
        parts.append(LIABILITY_LABELS[Liability(facts.liability)])
    if facts.priority:
        parts.append(PRIORITY_LABELS[Priority(facts.priority)])
    return Cell(" · ".join(language.message(part) for part in parts) or NOTHING, tone="ink2")


def _grade_columns(_places: Places) -> Sequence[Column[Line[GradeFacts]]]:
    return (
        _state(),
        Column(
            "name", msg("Complaint grade"), lambda line, _: Cell(line.facts.name, strong=line.active), 144, sort=False
        ),
        Column(
            "tell",
            msg("Must be told"),
            lambda line, _: line.facts.tell.replace("\n", "、") or NOTHING,
            160,
            stretch=True,
            sort=False,
        ),
        Column(
            "signer",
            msg("Signs the closing"),
            lambda line, language: language.message(SIGNER_LABELS[Signer(line.facts.signer)]),
            168,
            sort=False,
        ),
    )


def _phrase_columns(_places: Places) -> Sequence[Column[Line[PhraseFacts]]]:
    def use(line: Line[PhraseFacts], language: Language) -> Cell:
        return Cell(language.message(PHRASE_USE_LABELS[PhraseUse(line.facts.use)]), tone="ink2")

    return (
        Column("use", msg("Used in"), use, 128, sort=False),
        Column("short", msg("Typed"), lambda line, _: Cell(line.facts.abbreviation, strong=True), 96, sort=False),
        Column("words", msg("Becomes"), lambda line, _: _one_line(line.facts.words), 200, stretch=True, sort=False),
    )


def _question_columns(_places: Places) -> Sequence[Column[Line[QuestionFacts]]]:
    return (
        _state(),
        Column(
            "words",
            msg("Question"),
            lambda line, _: Cell(line.facts.words, strong=line.active),
            200,
            stretch=True,
            sort=False,
        ),
    )


def _equipment_columns(places: Places) -> Sequence[Column[Line[EquipmentFacts]]]:
    def building(line: Line[EquipmentFacts], _language: Language) -> str:
        return called(places.laid.buildings, line.facts.building_id) or NOTHING

    def category(line: Line[EquipmentFacts], _language: Language) -> str:
        return places.laid.category_names.get(line.facts.category_id or 0, NOTHING)

    return (
        _state(),
        Column("name", msg("Equipment"), lambda line, _: Cell(line.facts.name, strong=line.active), 160, sort=False),
        Column("building", msg("Building"), building, 84, sort=False),
        Column("category", msg("Category"), category, 120, sort=False),
        Column(
            "note",
            msg("Note"),
            lambda line, _: Cell(_one_line(line.facts.note) or NOTHING, tone="ink2"),
            120,
            stretch=True,
            sort=False,
        ),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
