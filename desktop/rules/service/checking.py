"""What may be laid down: texts made clean, and everything to mend told at once, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop.core.errors import Problem
from desktop.core.i18n import msg
from desktop.core.texts import clean, clean_lines, search_form
from desktop.requests.model import Liability, PhraseUse, Place, Priority, RequestKind, Signer
from desktop.rules.rows import (
    ANY,
    CategoryFacts,
    EquipmentFacts,
    Facts,
    GradeFacts,
    Line,
    PhraseFacts,
    QuestionFacts,
    RuleFacts,
    SetupFacts,
    What,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.core.i18n import Message

__all__ = ["MOST_ASKED", "cleaned", "cleaned_setup", "faults", "setup_faults"]

MOST_ASKED = 3
"""So many questions are asked in a follow-up at most; a longer call is not answered."""

MOST_COPIES = 3
LONGEST_NAME = 60
LONGEST_TEXT = 1000
LONGEST_ABBREVIATION = 12
MOST_MINUTES = 366 * 24 * 60
MOST_DAYS = 366

Others: TypeAlias = Sequence[Line[Any]]


def cleaned(facts: Facts) -> Facts:
    """Return `facts` with every text as it is stored."""
    match facts:
        case CategoryFacts():
            return replace(facts, name=clean(facts.name), keywords=_words(facts.keywords))
        case GradeFacts():
            return replace(facts, name=clean(facts.name), tell=_one_a_line(facts.tell))
        case PhraseFacts():
            return replace(facts, abbreviation=clean(facts.abbreviation), words=clean_lines(facts.words))
        case QuestionFacts():
            return replace(facts, words=clean(facts.words))
        case EquipmentFacts():
            return replace(facts, name=clean(facts.name), note=clean_lines(facts.note))
        case RuleFacts():
            return facts


def cleaned_setup(facts: SetupFacts) -> SetupFacts:
    """Return `facts` with every text as it is stored."""
    return replace(
        facts,
        duty_phone=clean(facts.duty_phone),
        work_order_copies=_one_a_line(facts.work_order_copies),
        work_order_terms=clean_lines(facts.work_order_terms),
    )


def faults(what: What, facts: Facts, others: Others) -> list[Problem]:
    """Return everything that keeps cleaned `facts` from being a line of `what` beside `others`, the other lines."""
    check: Callable[[Any, Others], Iterator[Problem]] = _CHECKS[what]
    return list(check(facts, others))


def setup_faults(facts: SetupFacts) -> list[Problem]:
    """Return everything that keeps cleaned `facts` from being laid down."""
    found = list(_outside("hold_days", facts.hold_days, 1, MOST_DAYS))
    found += _outside("due_soon_minutes", facts.due_soon_minutes, 1, 7 * 24 * 60)
    if facts.duty_phone and not any(character.isdigit() for character in facts.duty_phone):
        found.append(Problem(msg("Write the duty phone with its digits, such as 138 0000 1234."), "duty_phone"))
    found += _too_long("duty_phone", facts.duty_phone, LONGEST_NAME)
    copies = facts.work_order_copies.split("\n")
    if len(copies) > MOST_COPIES:
        message = msg("A work order has at most %(most)s copies; leave out a name.", most=MOST_COPIES)
        found.append(Problem(message, "work_order_copies"))
    for copy in copies:
        found += _too_long("work_order_copies", copy, 20)
    found += _too_long("work_order_terms", facts.work_order_terms, LONGEST_TEXT)
    return found


def _check_rule(facts: RuleFacts, others: Others) -> Iterator[Problem]:
    yield from _unknown("kind", facts.kind, RequestKind)
    yield from _unknown("priority", facts.priority, Priority)
    for field, minutes in (
        ("response_minutes", facts.response_minutes),
        ("completion_minutes", facts.completion_minutes),
    ):
        if minutes is not None:
            yield from _outside(field, minutes, 1, MOST_MINUTES)
    response, completion = facts.response_minutes, facts.completion_minutes
    if response is not None and completion is not None and response > completion:
        message = msg("The response would be due after the completion; make it shorter.")
        yield Problem(message, "response_minutes")
    if facts.follow_up_days is not None:
        yield from _outside("follow_up_days", facts.follow_up_days, 1, MOST_DAYS)
    yield from _outside("follow_up_share", facts.follow_up_share, 0, 100)
    if any(line.active and line.facts.requests == facts.requests for line in others):
        message = msg("There is a time limit for exactly these requests already; change that one, or narrow this one.")
        yield Problem(message, "kind")


def _check_category(facts: CategoryFacts, others: Others) -> Iterator[Problem]:
    yield from _nameless(facts.name, msg("The category needs a name."))
    yield from _too_long("name", facts.name, LONGEST_NAME)
    yield from _too_long("keywords", facts.keywords, LONGEST_TEXT)
    yield from _unknown("place", facts.place, Place)
    yield from _unknown("liability", facts.liability, Liability)
    yield from _unknown("priority", facts.priority, Priority)
    yield from _taken(
        facts.name,
        others,
        msg("There is a category called %(name)s already; choose another name.", name=facts.name),
        msg("There is a category called %(name)s out of use; put that one back into use.", name=facts.name),
    )


def _check_grade(facts: GradeFacts, others: Others) -> Iterator[Problem]:
    yield from _nameless(facts.name, msg("The grade needs a name."))
    yield from _too_long("name", facts.name, LONGEST_NAME)
    yield from _too_long("tell", facts.tell, LONGEST_TEXT)
    if facts.signer not in set(Signer):
        yield Problem(msg("Choose who signs the closing."), "signer")
    yield from _taken(
        facts.name,
        others,
        msg("There is a grade called %(name)s already; choose another name.", name=facts.name),
        msg("There is a grade called %(name)s out of use; put that one back into use.", name=facts.name),
    )


def _check_phrase(facts: PhraseFacts, others: Others) -> Iterator[Problem]:
    if facts.use not in set(PhraseUse):
        yield Problem(msg("Choose for which field it is."), "use")
    if not facts.words:
        yield Problem(msg("The phrase needs words."), "words")
    yield from _too_long("words", facts.words, LONGEST_TEXT)
    short = facts.abbreviation
    if not short or " " in short or len(short) > LONGEST_ABBREVIATION:
        message = msg("Write an abbreviation without spaces, at most %(most)s characters.", most=LONGEST_ABBREVIATION)
        yield Problem(message, "abbreviation")
    key = (facts.use, search_form(short))
    if any((line.facts.use, search_form(line.facts.abbreviation)) == key for line in others):
        message = msg("“%(abbreviation)s” stands for another phrase in this field; choose another.", abbreviation=short)
        yield Problem(message, "abbreviation")


def _check_question(facts: QuestionFacts, others: Others) -> Iterator[Problem]:
    if not facts.words:
        yield Problem(msg("Write the question."), "words")
    yield from _too_long("words", facts.words, 100)
    if any(search_form(line.facts.words) == search_form(facts.words) for line in others):
        yield Problem(msg("This question is there already."), "words")


def _check_equipment(facts: EquipmentFacts, others: Others) -> Iterator[Problem]:
    yield from _nameless(facts.name, msg("The equipment needs a name."))
    yield from _too_long("name", facts.name, LONGEST_NAME)
    yield from _too_long("note", facts.note, LONGEST_TEXT)
    yield from _taken(
        facts.name,
        others,
        msg("There is equipment called %(name)s already; choose another name.", name=facts.name),
        msg("There is equipment called %(name)s out of use; put that one back into use.", name=facts.name),
    )


_CHECKS: Mapping[What, Callable[[Any, Others], Iterator[Problem]]] = MappingProxyType(
    {
        What.RULE: _check_rule,
        What.CATEGORY: _check_category,
        What.GRADE: _check_grade,
        What.PHRASE: _check_phrase,
        What.QUESTION: _check_question,
        What.EQUIPMENT: _check_equipment,
    }
)


def _words(text: str) -> str:
    """Return words in their order, each once, separated by single spaces, however they were separated."""
    plain = clean(text)
    for mark in "，,、；;":
        plain = plain.replace(mark, " ")
    return " ".join(dict.fromkeys(plain.split()))


def _one_a_line(text: str) -> str:
    return "\n".join(filter(None, clean_lines(text).split("\n")))


def _nameless(name: str, message: Message) -> Iterator[Problem]:
    if not name:
        yield Problem(message, "name")


def _too_long(field: str, text: str, most: int) -> Iterator[Problem]:
    if len(text) > most:
        message = msg("%(count)s characters are too many; at most %(most)s.", count=len(text), most=most)
        yield Problem(message, field)


def _outside(field: str, number: int, least: int, most: int) -> Iterator[Problem]:
    if not least <= number <= most:
        yield Problem(msg("Write a number from %(least)s to %(most)s.", least=least, most=most), field)


def _unknown(field: str, code: str, codes: type[RequestKind | Priority | Place | Liability]) -> Iterator[Problem]:
    if code != ANY and code not in set(codes):
        yield Problem(msg("“%(text)s” is not in the list.", text=code[:LONGEST_NAME]), field)


def _taken(name: str, others: Others, used: Message, retired: Message) -> Iterator[Problem]:
    same = next((line for line in others if name and search_form(line.facts.name) == search_form(name)), None)
    if same is not None:
        yield Problem(used if same.active else retired, "name")
