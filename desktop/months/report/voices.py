"""Satisfaction in the residents' own words: who was not content, and what the others said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.texts import clean
from desktop.months.report.blocks import Lead
from desktop.months.report.drafting import SIZE, Drafted, Drafting, label
from desktop.months.rows import LIST_DEFINITIONS
from desktop.paper.blocks import Caption
from desktop.paper.tables import FIT, Column
from desktop.paper.words import Span, bold
from desktop.requests.model import Satisfaction
from desktop.requests.rows import SATISFACTION_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.months.rows import Answer
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block
    from desktop.paper.tables import Table

__all__ = ["satisfaction"]

ROOM_MM, CATEGORY_MM, WORKER_MM = 18, 17, 16
MOST_VOICES = 40
"""Contented words printed, the latest; of more it is said how many were left out."""

_GOOD = frozenset({Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED})


def satisfaction(draft: Drafting) -> Drafted:
    """Return all answers by grade in one line, those below the two best grades, and the words of the others."""
    language, t, lists = draft.language, draft.language.gettext, draft.report.lists
    given = " · ".join(
        f"{language.message(SATISFACTION_LABELS[grade])} {language.integer(number)}"
        for grade, number in lists.grades.items()
    )
    number = sum(lists.grades.values())
    all_answers = language.ngettext(
        "%(count)s answer in all: %(given)s", "%(count)s answers in all: %(given)s", number, given=given
    )
    blocks: list[Block] = [
        Lead(Span(all_answers if number else t("Nobody gave an answer."), SIZE), SIZE),
        Caption(t("Dissatisfied answers")),
        draft.noted(_answers(draft, lists.answers), LIST_DEFINITIONS["answers"]),
    ]
    good = sorted((each for each in lists.voices if each.grade in _GOOD and each.words), key=lambda each: each.made_at)
    if good:
        left_out = len(good) - MOST_VOICES
        table = _answers(draft, good[-MOST_VOICES:])
        note = msg("The latest are printed; %(count)s earlier ones are left out.", count=language.integer(left_out))
        blocks += [Caption(t("What content residents said")), draft.noted(table, note) if left_out > 0 else table]
    return Drafted(blocks)


def _answers(draft: Drafting, answers: Sequence[Answer]) -> Table:
    language, t = draft.language, draft.language.gettext
    columns = [
        Column(t("Number"), FIT),
        Column(t("Room"), ROOM_MM),
        Column(t("In the resident's words")),
        Column(t("Category"), CATEGORY_MM),
        Column(t("Worker"), WORKER_MM),
        Column(t("Called"), FIT),
        Column(t("Grade"), FIT),
    ]
    rows: list[list[Cell]] = [
        [
            answer.number,
            answer.room_label,
            t("“%(words)s”", words=clean(answer.words)) if answer.words else label(t("nothing more")),
            answer.category,
            answer.worker,
            draft.moment(answer.made_at),
            _grade(answer, language.message(SATISFACTION_LABELS[answer.grade])),
        ]
        for answer in answers
    ]
    return draft.table(columns, rows)


def _grade(answer: Answer, words: str) -> Cell:
    return words if answer.grade in _GOOD else bold(words, SIZE)
