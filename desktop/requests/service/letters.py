"""Letters to the resident: thanks for praise and suggestions, the reply to a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines
from desktop.requests.model import Move, RequestKind, StepKind
from desktop.requests.service.reading import Reading
from desktop.requests.service.recording import Recorder
from desktop.staff.rows import department_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestDetail
    from desktop.stationery.rows import Filled, TemplatePurpose

__all__ = ["LONGEST_LETTER", "LONGEST_TITLE", "Letters"]

LONGEST_TITLE = 120
LONGEST_LETTER = 6000
"""Characters."""


class Letters(Reading, Recorder):
    """Drafts a letter from what is known of a request, and notes that it was printed."""

    @requires(Operation.WRITE_LETTER)
    def draft_letter(self, request_id: int, language_code: str) -> Filled:
        """Return the letter a request calls for, filled from it in a language: to be read over before it is printed.

        What is not known is left as a line to write on; the resident's name is whole, for the letter is theirs.
        Raises UserError for a request that is unknown or calls for none.
        """
        # Letters are rare, and every start would pay for what only they need.
        from desktop.stationery.service import StationeryService  # noqa: PLC0415

        with self.desk.hold() as desk:
            service = Letters(desk)
            detail = service.detail(request_id)
            if Move.LETTER not in detail.moves:
                raise UserError(msg("No letter is written about %(number)s.", number=detail.line.number))
            values = _values(detail, desk.zone, language(language_code))
            return StationeryService(desk).fill(_purpose(detail.line.kind), language_code, values)

    @requires(Operation.WRITE_LETTER)
    def write_letter(
        self, request_id: int, letter: Filled, language_code: str, *, version: int, operation_id: str = ""
    ) -> Changes:
        """Note that `letter` is printed for the resident; its title stays in the request's history.

        Raises UserError naming `title` or `body` where it is empty or too long, ConflictError when the request is no
        longer what was seen.
        """
        if language_code not in LANGUAGES:
            raise ValueError(f"unknown language: {language_code}")
        title, body = clean(letter.title), clean_lines(letter.body)
        problems = []
        for field, text, longest in (("title", title, LONGEST_TITLE), ("body", body, LONGEST_LETTER)):
            if not text:
                problems.append(Problem(msg("Write the letter first; a printed one is not empty."), field))
            elif len(text) > longest:
                problems.append(
                    Problem(msg("This is longer than %(most)s characters; shorten it.", most=longest), field)
                )
        if problems:
            raise UserError(*problems)
        with self._moving(Move.LETTER, request_id, version, operation_id) as moving:
            purpose = _purpose(RequestKind(moving.request.kind))
            moving.step(StepKind.LETTER, title, purpose=purpose.value, language=language_code)
        return moving.changes


def _purpose(kind: RequestKind) -> TemplatePurpose:
    # as in `draft_letter`
    from desktop.stationery.rows import TemplatePurpose  # noqa: PLC0415

    return TemplatePurpose.COMPLAINT_REPLY if kind is RequestKind.COMPLAINT else TemplatePurpose.THANK_YOU


def _values(detail: RequestDetail, zone: ZoneInfo, spoken: Language) -> Mapping[str, str]:
    """Return what a letter's fields have of a request; what is not known is empty."""
    line = detail.line
    return {
        "resident": line.reporter or spoken.gettext("resident"),
        "room": line.room,
        "number": line.number,
        "day": spoken.full_date(line.occurred_at.astimezone(zone).date()),
        "matter": clean(line.words),
        "result": detail.result,
        "department": department_name(line.department, spoken) if line.department else "",
    }
