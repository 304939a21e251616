"""Whether a slip can be issued as it was typed: everything that is wrong, at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean, clean_lines
from desktop.release_slips.model import Applicant, Consent
from desktop.release_slips.rule import LONGEST_GOODS, MOST_COUNT, MOST_LINES, usual_span
from desktop.visits.model import Gate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.release_slips.rows import NewRelease
    from desktop.storage.work import UnitOfWork

__all__ = [
    "LONGEST_NAME",
    "LONGEST_WORDS",
    "MOST_DAYS",
    "Checked",
    "check_gate",
    "check_words",
    "checked_plate",
    "checked_words",
]

LONGEST_NAME, LONGEST_PLATE, LONGEST_WORDS = 60, 16, 200
"""Characters of a person or firm, of a plate, of a reason or note."""

MOST_DAYS = 31
"""A slip holds no longer; whoever moves later is issued another one."""

_ID_TAIL = re.compile(r"\d{3}[\dX]")


@dataclass(frozen=True, slots=True)
class Checked:
    """A slip as it is kept: `values` are the columns that were typed. Raises UserError naming each field at fault."""

    values: dict[str, Any]

    @classmethod
    def of(cls, draft: NewRelease, now: datetime, zone: ZoneInfo) -> Checked:
        """Check `draft` as seen at `now`."""
        tenant = draft.applicant is Applicant.TENANT
        phoned = tenant and draft.consent is Consent.PHONE
        since = draft.valid_from or now
        values = {
            "applicant": draft.applicant,
            "name": clean(draft.name),
            "consent": draft.consent if tenant else Consent.SELF,
            "owner": clean(draft.owner) if tenant else "",
            "id_tail": clean(draft.id_tail).upper() if phoned else "",
            "plate": canonical_plate(draft.plate),
            "mover": clean(draft.mover),
            "fees_cleared": draft.fees_cleared,
            "fees_words": "" if draft.fees_cleared else clean(draft.fees_words),
            "note": clean_lines(draft.note),
            "valid_from": since,
            "valid_until": draft.valid_until or usual_span(max(since, now), zone)[1],
        }
        goods = [{"goods": clean(each.goods), "count": each.count, "out": 0} for each in draft.goods]
        problems = [*_who(values, tenant=tenant), *_goods(goods), *_span(values, now), *_rest(values)]
        if problems:
            raise UserError(*problems)
        return cls({**values, "goods": goods})


def checked_words(text: str, missing: Problem) -> str:
    """Return a reason as it is kept; raise UserError with `missing` for none, and for one too long."""
    words = clean(text)
    if not words:
        raise UserError(missing)
    check_words(words, missing.field)
    return words


def checked_plate(plate: str) -> str:
    """Return the plate of the vehicle at the gate as it is compared; raise UserError for one too long to be one."""
    seen = canonical_plate(plate)
    if len(seen) > LONGEST_PLATE:
        raise UserError(Problem(msg("At most %(count)s characters.", count=LONGEST_PLATE), "plate"))
    return seen


def check_words(said: str, field: str) -> None:
    """Raise UserError naming `field` for words that are too long."""
    if len(said) > LONGEST_WORDS:
        raise UserError(Problem(msg("At most %(count)s characters.", count=LONGEST_WORDS), field))


def check_gate(work: UnitOfWork, gate_id: int | None) -> None:
    """Raise UserError for a gate the community does not have any more."""
    gate = None if gate_id is None else work.session.get(Gate, gate_id)
    if gate_id is not None and (gate is None or gate.community_id != work.community_id or gate.archived_at is not None):
        raise UserError(Problem(msg("This gate is not in use any more; choose another one."), "gate_id"))


def _who(values: dict[str, Any], *, tenant: bool) -> Iterator[Problem]:
    if not values["name"]:
        yield Problem(msg("Write who takes the goods out."), "name")
    if not tenant:
        return
    if values["consent"] is Consent.SELF:
        yield Problem(msg("Goods of a tenant leave with the owner's consent only; how did the owner agree?"), "consent")
    if not values["owner"]:
        yield Problem(msg("Write the name of the owner who agreed."), "owner")
    if values["consent"] is Consent.PHONE and not _ID_TAIL.fullmatch(values["id_tail"]):
        words = msg("Ask the owner for the last four of the identity number: three digits and a digit or X.")
        yield Problem(words, "id_tail")


def _goods(goods: list[dict[str, Any]]) -> Iterator[Problem]:
    if not goods:
        yield Problem(msg("Write what is to leave, one item a line."), "goods")
    elif len(goods) > MOST_LINES:
        words = msg("At most %(count)s lines on one slip; issue a second one for the rest.", count=MOST_LINES)
        yield Problem(words, "goods")
    elif not all(0 < len(each["goods"]) <= LONGEST_GOODS and 1 <= each["count"] <= MOST_COUNT for each in goods):
        yield Problem(msg("Every item has a name and from 1 to %(most)s pieces.", most=MOST_COUNT), "goods")


def _span(values: dict[str, Any], now: datetime) -> Iterator[Problem]:
    since, until = values["valid_from"], values["valid_until"]
    if until <= since:
        yield Problem(msg("It has to end after it begins."), "valid_until")
    elif until <= now:
        yield Problem(msg("That is past already; a slip has to hold until some time to come."), "valid_until")
    elif until - max(since, now) > timedelta(days=MOST_DAYS):
        yield Problem(msg("A slip holds for %(count)s days at most.", count=MOST_DAYS), "valid_until")


def _rest(values: dict[str, Any]) -> Iterator[Problem]:
    if not values["fees_cleared"] and not values["fees_words"]:
        yield Problem(
            msg("Tick that the fees are cleared, or write why the goods may leave all the same."), "fees_words"
        )
    longest = {"name": LONGEST_NAME, "owner": LONGEST_NAME, "mover": LONGEST_NAME, "plate": LONGEST_PLATE}
    for field, most in {**longest, "fees_words": LONGEST_WORDS, "note": LONGEST_WORDS}.items():
        if len(values[field]) > most:
            yield Problem(msg("At most %(count)s characters.", count=most), field)
