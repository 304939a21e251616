"""Selects of what the community laid down about its requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from desktop.households.model import Building
from desktop.requests.model import (
    ComplaintGrade,
    Equipment,
    FollowUpQuestion,
    Phrase,
    PhraseUse,
    RequestSetup,
    Signer,
)
from desktop.requests.rows import EquipmentRow, GradeRow, PhraseRow, QuestionRow, SetupRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["equipment", "grades", "phrases", "questions", "setup"]


# Made once: Today asks for it every minute.
_SETUP = select(
    RequestSetup.duty_phone,
    RequestSetup.work_order_copies,
    RequestSetup.work_order_terms,
    RequestSetup.work_order_format,
    RequestSetup.hold_days,
    RequestSetup.due_soon_minutes,
    RequestSetup.version,
).where(RequestSetup.community_id == bindparam("community"))


def setup(session: Session, community_id: int) -> SetupRow:
    """Return what the desk laid down, the defaults where it laid down nothing."""
    row = session.connection().execute(_SETUP, {"community": community_id}).one_or_none()
    if row is None:
        return SetupRow()
    phone, copies, terms, form, hold_days, soon, version = row
    return SetupRow(phone, tuple(filter(None, copies.split("\n"))), terms, form, hold_days, soon, version)


def phrases(session: Session, community_id: int) -> tuple[PhraseRow, ...]:
    """Return every phrase, in their order."""
    rows = session.execute(
        select(Phrase.id, Phrase.version, Phrase.use, Phrase.abbreviation, Phrase.words)
        .where(Phrase.community_id == community_id)
        .order_by(Phrase.use, Phrase.position, Phrase.id)
    )
    return tuple(PhraseRow(id_, version, PhraseUse(use), short, words) for id_, version, use, short, words in rows)


def equipment(session: Session, community_id: int) -> tuple[EquipmentRow, ...]:
    """Return every piece of equipment, also what is out of use, by name."""
    columns = (
        Equipment.id,
        Equipment.version,
        Equipment.name,
        Equipment.building_id,
        Building.name,
        Equipment.category_id,
        Equipment.note,
        Equipment.active,
    )
    rows = session.execute(
        select(*columns)
        .outerjoin(Building, Building.id == Equipment.building_id)
        .where(Equipment.community_id == community_id)
        .order_by(Equipment.name)
    )
    return tuple(
        EquipmentRow(id_, version, name, building_id, building or "", category_id, note, active)
        for id_, version, name, building_id, building, category_id, note, active in rows
    )


def grades(session: Session, community_id: int) -> tuple[GradeRow, ...]:
    """Return every grade of complaints, the least first."""
    columns = (
        ComplaintGrade.id,
        ComplaintGrade.version,
        ComplaintGrade.name,
        ComplaintGrade.tell,
        ComplaintGrade.signer,
        ComplaintGrade.active,
    )
    rows = session.execute(
        select(*columns)
        .where(ComplaintGrade.community_id == community_id)
        .order_by(ComplaintGrade.position, ComplaintGrade.id)
    )
    return tuple(
        GradeRow(id_, version, name, tuple(filter(None, tell.split("\n"))), Signer(signer), active)
        for id_, version, name, tell, signer, active in rows
    )


def questions(session: Session, community_id: int) -> tuple[QuestionRow, ...]:
    """Return every question of a follow-up, in their order."""
    rows = session.execute(
        select(FollowUpQuestion.id, FollowUpQuestion.version, FollowUpQuestion.words, FollowUpQuestion.active)
        .where(FollowUpQuestion.community_id == community_id)
        .order_by(FollowUpQuestion.position, FollowUpQuestion.id)
    )
    return tuple(QuestionRow(*row) for row in rows)
