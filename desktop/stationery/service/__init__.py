"""What can be done with stationery: the letterhead, the letters' texts, the make-up of reports.

Everyone who prints reads it. Managers write; the letterhead and the make-up of reports, which all departments share,
only the one who heads none.
"""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import ConflictError, Problem, RefusedError, UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.merge_fields import Field, fill, fill_known
from desktop.core.months import Month
from desktop.core.permissions import Operation, requires
from desktop.staff.model import Community
from desktop.stationery import store
from desktop.stationery.model import Letterhead, ReportLayout, TextTemplate
from desktop.stationery.report import letter, letters
from desktop.stationery.rows import (
    Filled,
    LayoutRow,
    LetterheadRow,
    NewLetterhead,
    SectionLayout,
    TemplatePurpose,
    TemplateRow,
    office_in,
)
from desktop.stationery.service.checking import (
    LARGEST_LOGO,
    LONGEST_LINE,
    checked_letterhead,
    checked_sections,
    checked_text,
    logo_type,
    too_long,
)
from desktop.stationery.service.texts import BUILT_IN, FIELDS, GAP, REPORT_FIELDS, is_titled, sample_codes, sample_words
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement

    from desktop.storage.work import UnitOfWork

__all__ = ["GAP", "LARGEST_LOGO", "StationeryService"]

_Row = TypeVar("_Row", Letterhead, TextTemplate, ReportLayout)


class StationeryService(Service):
    """The stationery of one community."""

    @requires(Operation.READ_STAFF)
    def letter(self, filled: Filled, code: str) -> bytes:
        """Return a letter as PDF, in the letterhead, set by the habits of the language `code`.

        Raises UserError naming `title` for one too long to stand at the head of a page, as where a field of it was
        filled with a whole matter.
        """
        if len(filled.title) > LONGEST_LINE:
            raise UserError(Problem(too_long(LONGEST_LINE), "title"))
        return letter(filled, self.letterhead(), language(code), self.desk.clock.now(), self.desk.zone)

    @requires(Operation.READ_STAFF)
    def letters(self, filled: Sequence[Filled], code: str) -> bytes:
        """Return several letters as one PDF, each as `letter` returns it and on sheets of its own."""
        if any(len(each.title) > LONGEST_LINE for each in filled):
            raise UserError(Problem(too_long(LONGEST_LINE), "title"))
        return letters(filled, self.letterhead(), language(code), self.desk.clock.now(), self.desk.zone)

    @requires(Operation.READ_STAFF)
    def letterhead(self) -> LetterheadRow:
        """Return the letterhead in force."""
        with self.desk.read() as session:
            return store.letterhead(session, self.actor.community_id)

    @requires(Operation.EDIT_STATIONERY)
    def set_letterhead(self, draft: NewLetterhead, *, version: int, operation_id: str = "") -> Changes:
        """Lay down the letterhead that was seen as `version`; the result is its id.

        Raises UserError naming `company`, `office`, `phone`, `address`, `logo`; RefusedError for a department's head;
        ConflictError where it was changed meanwhile.
        """
        self._refuse_heads()
        checked = checked_letterhead(draft)
        with self.desk.write(Operation.EDIT_STATIONERY, operation_id) as work:
            row = _seen(work, Letterhead, version)
            before = None if row is None else _facts(row)
            own = work.session.get_one(Community, work.community_id)
            row = row or _new(work, Letterhead())
            row.company, row.address = checked.company, checked.address
            # what is the community's own is not laid down a second time: it follows when the community changes it
            row.office = "" if checked.office == own.name else checked.office
            row.phone = "" if checked.phone == own.phone else checked.phone
            row.logo, row.logo_type = checked.logo, logo_type(checked.logo)
            row.mask_names, row.mask_phones = checked.mask_names, checked.mask_phones
            row.issue_languages = " ".join(checked.issue_languages)
            _note(work, row, "edited", before)
        return work.changes

    @requires(Operation.READ_STAFF)
    def try_letterhead(self, draft: NewLetterhead) -> LetterheadRow:
        """Return `draft` as it would be in force, to look at; raises what `set_letterhead` would refuse."""
        checked = checked_letterhead(draft)
        with self.desk.read() as session:
            own = session.get_one(Community, self.actor.community_id)
            office, phone = checked.office or own.name, checked.phone or own.phone
        return LetterheadRow(
            version=0,
            company=checked.company,
            office=office,
            phone=phone,
            address=checked.address,
            logo=checked.logo,
            logo_type=logo_type(checked.logo),
            mask_names=checked.mask_names,
            mask_phones=checked.mask_phones,
            issue_languages=checked.issue_languages,
            office_given=bool(checked.office),
        )

    @requires(Operation.READ_STAFF)
    def templates(self) -> Sequence[TemplateRow]:
        """Return every text in every language."""
        with self.desk.read() as session:
            changed = {(row.purpose, row.language): row for row in store.templates(session, self.actor.community_id)}
        return [
            _in_force(purpose, code, changed.get((purpose, code))) for purpose in TemplatePurpose for code in LANGUAGES
        ]

    @requires(Operation.READ_STAFF)
    def template(self, purpose: TemplatePurpose, language_code: str) -> TemplateRow:
        """Return one text in one language, with its fields by key."""
        return next(row for row in self.templates() if (row.purpose, row.language) == (purpose, language_code))

    @requires(Operation.EDIT_STATIONERY)
    def set_template(
        self,
        purpose: TemplatePurpose,
        language_code: str,
        title: str,
        body: str,
        *,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Lay down a text as typed, its fields by their labels, where it was seen as `version`; the result is its id.

        Raises UserError naming `title` and `body` where it is empty, too long or has a broken field; ConflictError
        where it was changed meanwhile.
        """
        kept = checked_text(title, body, FIELDS[purpose], titled=is_titled(purpose))
        return self._write_template(purpose, language_code, kept, version, operation_id)

    @requires(Operation.EDIT_STATIONERY)
    def reset_template(
        self, purpose: TemplatePurpose, language_code: str, *, version: int, operation_id: str = ""
    ) -> Changes:
        """Go back to the built-in text; ConflictError where the text was changed meanwhile."""
        return self._write_template(purpose, language_code, ("", ""), version, operation_id)

    @requires(Operation.READ_STAFF)
    def fields(self, purpose: TemplatePurpose) -> Sequence[Field]:
        """Return what a text of `purpose` can have filled in."""
        return FIELDS[purpose]

    @requires(Operation.READ_STAFF)
    def report_fields(self, report: str) -> Sequence[Field]:
        """Return what headings and words of a report's sections can have filled in."""
        return REPORT_FIELDS[report]

    @requires(Operation.READ_STAFF)
    def fill(
        self, purpose: TemplatePurpose, language_code: str, values: Mapping[str, str], *, gaps: bool = True
    ) -> Filled:
        """Return the text in force with `values` by key; the house's own fields are known here.

        What has no value is left as a line to write on; without `gaps` the lines are left out that would have one.
        Raises UserError for a field that is not known any more.
        """
        row = self.template(purpose, language_code)
        known = {field.key: GAP if gaps else "" for field in FIELDS[purpose]}
        told = {key: words for key, words in {**self.own_values(language_code), **values}.items() if words}
        filled = fill if gaps else fill_known
        return Filled(filled(row.title, known | told), filled(row.body, known | told))

    @requires(Operation.READ_STAFF)
    def own_values(self, language_code: str) -> Mapping[str, str]:
        """Return the values of the house's own fields: office, company, phone, today's date."""
        letterhead, spoken = self.letterhead(), language(language_code)
        return {
            "office": office_in(letterhead, spoken),
            "company": letterhead.company,
            "phone": letterhead.phone,
            "today": spoken.full_date(self._today()),
        }

    @requires(Operation.READ_STAFF)
    def try_text(self, purpose: TemplatePurpose, language_code: str, title: str, body: str) -> Filled:
        """Return a text as typed with made-up values, to look at; raises what `set_template` would refuse."""
        kept = checked_text(title, body, FIELDS[purpose], titled=is_titled(purpose))
        values = self.samples(language_code, purpose)
        return Filled(fill(kept[0], values), fill(kept[1], values))

    @requires(Operation.READ_STAFF)
    def samples(self, language_code: str, purpose: TemplatePurpose | None = None) -> Mapping[str, str]:
        """Return a value for every field a text of `purpose` or a report has: the house's own, made-up ones else."""
        spoken = language(language_code)
        made_up = {key: spoken.message(words) for key, words in sample_words(purpose).items()}
        own = {key: words for key, words in self.own_values(language_code).items() if words}
        today = self._today()
        last_month = Month.containing(self.desk.clock.now(), self.desk.zone).plus(-1)
        dates = {"day": spoken.full_date(today), "month": spoken.month(last_month)}
        return {**dates, **made_up, **sample_codes(purpose), **own}

    @requires(Operation.READ_STAFF)
    def layout(self, report: str) -> tuple[SectionLayout, ...]:
        """Return how a report is made up, with fields by key; nothing where it is the built-in make-up."""
        return self.report_layout(report).sections

    @requires(Operation.READ_STAFF)
    def report_layout(self, report: str) -> LayoutRow:
        """Return how a report is made up, with the version to change it by."""
        with self.desk.read() as session:
            return store.layout(session, self.actor.community_id, report)

    @requires(Operation.READ_STAFF)
    def try_layout(self, report: str, sections: Sequence[SectionLayout]) -> tuple[SectionLayout, ...]:
        """Return sections as typed with their fields by key, to look at; raises what `set_layout` would refuse."""
        return checked_sections(sections, REPORT_FIELDS[report])

    @requires(Operation.EDIT_STATIONERY)
    def set_layout(
        self, report: str, sections: Sequence[SectionLayout], *, version: int, operation_id: str = ""
    ) -> Changes:
        """Lay down how a report is made up, where it was seen as `version`; no sections is the built-in make-up.

        Raises UserError naming `heading-KEY` and `words-KEY` for what is too long or has a broken field, and
        `sections` where none is shown; RefusedError for a department's head; ConflictError where it was changed
        meanwhile.
        """
        self._refuse_heads()
        kept = checked_sections(sections, REPORT_FIELDS[report]) if sections else ()
        with self.desk.write(Operation.EDIT_STATIONERY, operation_id) as work:
            row = _seen(work, ReportLayout, version, ReportLayout.report == report)
            before = None if row is None else _facts(row)
            row = row or _new(work, ReportLayout(report=report))
            row.sections = [asdict(section) for section in kept]
            _note(work, row, "edited" if kept else "reset", before)
        return work.changes

    def _write_template(
        self, purpose: TemplatePurpose, code: str, kept: tuple[str, str], version: int, operation_id: str
    ) -> Changes:
        if code not in LANGUAGES:
            raise ValueError(f"unknown language: {code}")
        with self.desk.write(Operation.EDIT_STATIONERY, operation_id) as work:
            chosen = (TextTemplate.purpose == purpose.value, TextTemplate.language == code)
            row = _seen(work, TextTemplate, version, *chosen)
            before = None if row is None else _facts(row)
            row = row or _new(work, TextTemplate(purpose=purpose.value, language=code))
            row.title, row.body = kept
            _note(work, row, "edited" if kept[1] else "reset", before)
        return work.changes

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    def _refuse_heads(self) -> None:
        if not self.actor.is_project_manager:
            raise RefusedError(
                msg("All departments share this; only the manager of the whole project may change it. Ask them.")
            )


def _in_force(purpose: TemplatePurpose, code: str, changed: TemplateRow | None) -> TemplateRow:
    if changed is not None and not changed.built_in:
        return changed
    spoken, text = language(code), BUILT_IN[purpose]
    title, body = spoken.message(text.title), spoken.message(text.body)
    return TemplateRow(purpose, code, title, body, 0 if changed is None else changed.version, built_in=True)


def _seen(work: UnitOfWork, kind: type[_Row], version: int, *chosen: ColumnElement[bool]) -> _Row | None:
    """Return the row as it was seen, none where nothing was laid down yet; raise ConflictError where it changed."""
    row = work.session.scalars(
        select(kind).where(kind.community_id == work.community_id, *chosen).with_for_update()
    ).one_or_none()
    if (0 if row is None else row.version) != version:
        raise _changed_meanwhile()
    return row


def _new(work: UnitOfWork, row: _Row) -> _Row:
    row.community_id = work.community_id
    work.session.add(row)
    return row


def _note(work: UnitOfWork, row: _Row, action: str, before: Mapping[str, Any] | None) -> None:
    try:
        work.session.flush()
    except IntegrityError as error:  # two laid it down for the first time at once
        raise _changed_meanwhile() from error
    work.audit(row.__tablename__, row.id, action, before, _facts(row))
    work.result = row.id


def _changed_meanwhile() -> ConflictError:
    return ConflictError(
        msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
    )


def _facts(row: _Row) -> Mapping[str, Any]:
    """Return what the audit keeps of a row; of a logo its kind and fingerprint."""
    if isinstance(row, TextTemplate):
        return {"purpose": row.purpose, "language": row.language, "title": row.title, "body": row.body}
    if isinstance(row, ReportLayout):
        return {"report": row.report, "sections": row.sections}
    return {
        **{name: getattr(row, name) for name in ("company", "office", "phone", "address", "logo_type")},
        **{name: getattr(row, name) for name in ("mask_names", "mask_phones", "issue_languages")},
        "logo": "" if row.logo is None else sha256(row.logo).hexdigest(),
    }
