"""How a complaint is handled: its grade, whom it accuses, who has to know of it, and who signs that it is closed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from desktop.core.errors import Problem
from desktop.core.i18n import Message, msg
from desktop.core.permissions import Role
from desktop.requests.model import Request, Signer, StepKind, Telling
from desktop.requests.rows import listed
from desktop.requests.service.ruling import too_far
from desktop.requests.store import beside, places

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.core.permissions import Actor
    from desktop.requests.rows import GradeRow
    from desktop.requests.service.recording import Moving

__all__ = ["Handling", "closing_refusal", "handle", "handle_new", "handling_problems", "regrading_problems"]


@dataclass(frozen=True, slots=True)
class Handling:
    """How a complaint is handled: its grade, which department is accused, and until when something was promised."""

    grade_id: int | None = None
    accused_department_id: int | None = None
    promised_at: datetime | None = None


def handling_problems(
    session: Session, community_id: int, given: Handling, occurred_at: datetime, grade_before: int | None = None
) -> list[Problem]:
    """Return what is wrong with `given` for a complaint said at `occurred_at`; a retired grade it had may stay."""
    problems = []
    grade = beside.grade(session, community_id, given.grade_id)
    if given.grade_id is not None and (grade is None or not (grade.active or grade.id == grade_before)):
        problems.append(Problem(msg("This grade does not exist any more; choose another."), "grade_id"))
    accused = given.accused_department_id
    if accused is not None and not places.has_department(session, community_id, accused):
        sentence = msg("This department does not exist any more; choose another.")
        problems.append(Problem(sentence, "accused_department_id"))
    if given.promised_at is not None and given.promised_at < occurred_at:
        sentence = msg("The promise lies before the complaint; choose a later time.")
        problems.append(Problem(sentence, "promised_at"))
    return problems + too_far("promised_at", given.promised_at, occurred_at)


def regrading_problems(session: Session, request: Request, given: Handling, actor: Actor) -> list[Problem]:
    """Return what is wrong with `actor` handling the complaint as `given` from now on.

    Who signs is laid down by the grade and by whom it accuses; once all is done and only the signature is missing,
    nobody else may change them.
    """
    grade = beside.grade(session, request.community_id, request.grade_id)
    if request.completed_at is None or grade is None or _may_sign(grade, request, actor):
        return []
    sentence = msg("This is done; only who signs its closing may change this now.")
    return [
        Problem(sentence, name)
        for name in ("grade_id", "accused_department_id")
        if getattr(given, name) != getattr(request, name)
    ]


def handle(moving: Moving, given: Handling) -> None:
    """Let the complaint be handled as `given`, which has no problems, and note it if that is new."""
    request = moving.request
    changed = {name: value for name, value in asdict(given).items() if getattr(request, name) != value}
    for name, value in changed.items():
        setattr(request, name, value)
    grade = _lay_down_who(moving)
    if changed:
        _note(moving, grade)


def handle_new(moving: Moving) -> None:
    """Lay down who must be told of a complaint that came in, and note how it is handled if that is said already."""
    request = moving.request
    grade = _lay_down_who(moving)
    if any(value is not None for value in (request.grade_id, request.accused_department_id, request.promised_at)):
        _note(moving, grade)


def _note(moving: Moving, grade: GradeRow | None) -> None:
    request = moving.request
    moving.step(
        StepKind.GRADED,
        grade=grade.name if grade else "",
        accused_department_id=request.accused_department_id,
        promised_at=request.promised_at,
    )


def _lay_down_who(moving: Moving) -> GradeRow | None:
    """Let whom the complaint's grade names have to be told, nobody else; who was told stays. Return the grade."""
    work, request = moving.work, moving.request
    grade = beside.grade(work.session, work.community_id, request.grade_id)
    whom = grade.tell if grade else ()
    known = beside.telling_rows(work.session, request.id)
    for row in known:
        if row.told_at is None and row.whom not in whom:
            work.session.delete(row)
    named = {row.whom for row in known}
    for person in dict.fromkeys(whom):
        if person not in named:
            work.session.add(Telling(community_id=work.community_id, request_id=request.id, whom=person))
    return grade


def closing_refusal(session: Session, request: Request, actor: Actor) -> Message | None:
    """Return why `actor` may not close the complaint now, None where nothing is in the way.

    Those its grade names must have been told, and who closes it must be who signs for its grade: the head of the
    accused department (of the one it went to where none is accused), or the project manager, who signs for all.
    """
    grade = beside.grade(session, request.community_id, request.grade_id)
    if grade is None:
        return None
    whom = beside.outstanding(session, request.id)
    if whom:
        return msg(
            "%(number)s is “%(grade)s”: %(whom)s must be told before it is closed. Note it once that is done.",
            number=request.number,
            grade=grade.name,
            whom=listed(whom),
        )
    return None if _may_sign(grade, request, actor) else _who_signs(session, grade, request)


def _may_sign(grade: GradeRow, request: Request, actor: Actor) -> bool:
    if grade.signer is Signer.ANYONE:
        return True
    if actor.role is not Role.MANAGER:
        return False
    if actor.department_id is None:
        return True
    accused = request.accused_department_id or request.department_id
    return grade.signer is Signer.HEAD and actor.department_id == accused


def _who_signs(session: Session, grade: GradeRow, request: Request) -> Message:
    told = {"number": request.number, "grade": grade.name}
    accused = request.accused_department_id or request.department_id
    if grade.signer is Signer.HEAD and accused is not None:
        name = places.department_name(session, request.community_id, accused)
        return msg(
            "%(number)s is “%(grade)s”: the head of %(department)s or the project manager must sign that it is closed.",
            **told,
            department=name,
        )
    return msg("%(number)s is “%(grade)s”: the project manager must sign that it is closed.", **told)
