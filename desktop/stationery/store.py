"""The SQL of stationery: the letterhead, changed texts, changed make-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.staff.model import Community
from desktop.stationery.model import Letterhead, ReportLayout, TextTemplate
from desktop.stationery.rows import LayoutRow, LetterheadRow, SectionLayout, TemplatePurpose, TemplateRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

__all__ = ["layout", "letterhead", "templates"]


def letterhead(session: Session, community_id: int) -> LetterheadRow:
    """Return the letterhead in force."""
    own = session.execute(select(Community.name, Community.phone).where(Community.id == community_id)).one()
    found = session.execute(
        select(
            *(Letterhead.version, Letterhead.company, Letterhead.office, Letterhead.phone, Letterhead.address),
            *(Letterhead.logo, Letterhead.logo_type, Letterhead.mask_names, Letterhead.mask_phones),
            Letterhead.issue_languages,
        ).where(Letterhead.community_id == community_id)
    ).one_or_none()
    if found is None:
        return LetterheadRow(0, "", own.name, own.phone, "", None, "", True, True, (), office_given=False)
    return LetterheadRow(
        version=found.version,
        company=found.company,
        office=found.office or own.name,
        phone=found.phone or own.phone,
        address=found.address,
        logo=found.logo,
        logo_type=found.logo_type,
        mask_names=found.mask_names,
        mask_phones=found.mask_phones,
        issue_languages=tuple(found.issue_languages.split()),
        office_given=bool(found.office),
    )


def templates(session: Session, community_id: int) -> Sequence[TemplateRow]:
    """Return the texts that were changed; of those that were put back, title and body are empty."""
    columns = (TextTemplate.purpose, TextTemplate.language, TextTemplate.title, TextTemplate.body, TextTemplate.version)
    known = [purpose.value for purpose in TemplatePurpose]
    chosen = select(*columns).where(TextTemplate.community_id == community_id, TextTemplate.purpose.in_(known))
    return [
        TemplateRow(TemplatePurpose(row.purpose), row.language, row.title, row.body, row.version, not row.body)
        for row in session.execute(chosen)
    ]


def layout(session: Session, community_id: int, report: str) -> LayoutRow:
    """Return how a report is made up."""
    chosen = select(ReportLayout.sections, ReportLayout.version).where(
        ReportLayout.community_id == community_id, ReportLayout.report == report
    )
    found = session.execute(chosen).one_or_none()
    if found is None:
        return LayoutRow(report, (), 0)
    return LayoutRow(report, tuple(SectionLayout(**section) for section in found.sections), found.version)
