"""Issues notices: drafts their words, counts whom they reach, numbers them and keeps them as they were issued."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import JSON, insert, literal, or_, select

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.permissions import Operation, requires
from desktop.households.model import Room
from desktop.outages.model import NoticeEdition, Outage, OutageNotice, OutageState
from desktop.outages.report import draw_notice
from desktop.outages.rows import NewNotice, NoticeDraft, NoticeForm
from desktop.outages.rows.frozen import freeze
from desktop.outages.service.changing import after, checked, refuse
from desktop.outages.service.checking import ISSUED
from desktop.outages.service.owned import seen
from desktop.outages.service.planning import Planning
from desktop.outages.service.recording import facts, plan_of, raise_version, record
from desktop.outages.service.saying import call_script
from desktop.outages.service.warning import end_warnings, warn_anew
from desktop.outages.service.where import Where
from desktop.outages.service.wording import Told, Wording, read_wording
from desktop.outages.store import counting, notices, picks
from desktop.outages.store.scope import lived_in, outage_rooms, people_now
from desktop.storage.base import UtcMoment
from desktop.storage.numbers import next_number
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from desktop.outages.rows import NewOutage, NoticeRow, NoticeText, ScopeCount
    from desktop.storage.work import UnitOfWork

__all__ = ["ANNOUNCED_KIND", "Noticing"]

ANNOUNCED_KIND = "outage_announced"
"""What a household's timeline calls its entries about the first notice of an outage."""
SERIES = "notice"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What a notice is made of, read before it is written."""

    wording: Wording
    told: Told
    earlier: NoticeRow | None
    count: ScopeCount

    def script(self, told: Told) -> str:
        """Return what a call says that warns of the outage `told`."""
        text = self.wording.text(told, NewNotice(NoticeEdition.ANNOUNCED, self.wording.language.code))
        return call_script(text.say, text.office, self.wording.language)


class Noticing(Planning):
    """Drafts and issues notices, and draws their papers."""

    @requires(Operation.READ_OUTAGES)
    def notices(self, outage_id: int) -> tuple[NoticeRow, ...]:
        """Return the notices of an outage as they were issued, the latest first."""
        with self.desk.read() as session:
            return notices.notices(session, self.actor.community_id, [outage_id])

    @requires(Operation.READ_OUTAGES)
    def notice_draft(self, outage_id: int, new: NewNotice) -> NoticeDraft:
        """Return a notice as it would be issued now, also where something is still missing; nothing is written.

        Raises UserError where there is no such outage.
        """
        with self.desk.hold() as desk, desk.read() as session:
            outage = self._known(session, outage_id)
            new = replace(new, ended_at=new.ended_at or desk.clock.now())
            plan = after(plan_of(session, outage), new)
            earlier = notices.latest(session, self.actor.community_id, outage_id)
            prepared = type(self)(desk)._prepared(session, plan, new, earlier)  # noqa: SLF001 - this very service
            text, chat, short = _worded(prepared, new)
            return NoticeDraft(text, chat, short, text.say, prepared.count, self._checking(session).check(plan, outage))

    @requires(Operation.ISSUE_NOTICE)
    def issue(self, outage_id: int, new: NewNotice, *, version: int, operation_id: str = "") -> Changes:
        """Issue a notice, and change the outage by what it tells; the result is the notice's id.

        A notice other than the first follows on the one before. Raises UserError naming what is missing or wrong
        (starts_at, ends_at, ended_at, reason, title, where, cause, advice, closing, chat, short), and where no such
        notice can be issued now; ConflictError where the outage was changed meanwhile.
        """
        words = checked(new)
        prepared = self._ready(outage_id, words)
        with self.desk.write(Operation.ISSUE_NOTICE, operation_id) as work:
            outage = seen(work, Outage, outage_id, version)
            refuse(outage, words, work.now)
            work.result = self._issue(work, outage, words, prepared)
        return work.changes

    @requires(Operation.ISSUE_NOTICE)
    def announce_now(self, plan: NewOutage, new: NewNotice, *, operation_id: str = "") -> Changes:
        """Plan an outage and issue its first notice at once, all or nothing; the result is the notice's id.

        Raises as `plan` and `issue` do.
        """
        words = replace(checked(new), edition=NoticeEdition.ANNOUNCED)
        changed = after(plan, words)
        with self.desk.hold() as desk, desk.read() as session:
            prepared = type(self)(desk)._prepared(session, changed, words, None)  # noqa: SLF001 - this very service
        with self.desk.write(Operation.ISSUE_NOTICE, operation_id) as work:
            outage = self._plan(work, changed)
            refuse(outage, words, work.now)
            work.result = self._issue(work, outage, words, prepared)
        return work.changes

    @requires(Operation.READ_OUTAGES)
    def poster(
        self,
        notice_id: int,
        form: NoticeForm,
        language_code: str | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> bytes:
        """Return the papers of a notice as PDF: the same whenever they are printed.

        Its words are in the language it was issued in; `language_code` is that of the headings around them, None the
        same. `progress` is told after each building how many of how many are drawn, and may raise to stop. Raises
        UserError where there is no such notice.
        """
        with self.desk.read() as session:
            found = notices.notice(session, self.actor.community_id, notice_id)
        if found is None:
            raise UserError(msg("This notice does not exist; look at the outage again."))
        spoken = language(language_code or found.language)
        return draw_notice(found.text, form, spoken, progress=progress)

    @requires(Operation.READ_OUTAGES)
    def preview(self, text: NoticeText, form: NoticeForm, *, building_id: int | None = None) -> bytes:
        """Return the papers of a notice that is not issued yet; of one building where each has its own."""
        at = text.issued_at or self.desk.clock.now()
        shown = replace(text, issued_at=at)
        return draw_notice(shown, form, language(text.language), building_id=building_id)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _ready(self, outage_id: int, new: NewNotice) -> _Prepared:
        with self.desk.hold() as desk, desk.read() as session:
            plan = after(plan_of(session, self._known(session, outage_id)), new)
            earlier = notices.latest(session, self.actor.community_id, outage_id)
            return type(self)(desk)._prepared(session, plan, new, earlier)  # noqa: SLF001 - this very service

    def _prepared(self, session: Session, plan: NewOutage, new: NewNotice, earlier: NoticeRow | None) -> _Prepared:
        """Return what a notice of `plan` is made of, as places and people are today."""
        community, today = self.actor.community_id, self._day()
        code = new.language if new.language in LANGUAGES else next(iter(LANGUAGES))
        wording = read_wording(self.desk, code, self.desk.zone)
        places = picks.once(plan.places)
        count = counting.count(session, community, places, exclude_vacant=plan.exclude_vacant, today=today)
        where = Where(places, notices.place_names(session, community, places), wording.language)
        told = Told(
            kind=plan.kind,
            kind_name=notices.kind_name(session, plan.own_kind_id),
            planned=plan.planned,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at,
            cause=plan.cause,
            advice=tuple(line for line in plan.advice.splitlines() if line.strip()),
            say=plan.say,
            phone=plan.phone,
            supplier_phone=plan.supplier_phone or self._supplier(session, plan),
            where=where.line(),
            buildings=tuple((id_, where.building(id_)) for id_, _name, _households in count.buildings),
            parts=tuple(where.within(id_) for id_, _name, _households in count.buildings),
        )
        return _Prepared(wording, told, earlier, count)

    def _supplier(self, session: Session, plan: NewOutage) -> str:
        return notices.supplier_phone(session, self.actor.community_id, plan.kind, plan.own_kind_id)

    def _issue(self, work: UnitOfWork, outage: Outage, new: NewNotice, prepared: _Prepared) -> int:
        """Write the notice and what it changes; return its id."""
        before = facts(work.session, outage)
        changed = after(plan_of(work.session, outage), new)
        latest = self._checking(work.session, work).latest(changed)
        year = work.now.astimezone(self.desk.zone).year
        number = f"{year}-{next_number(work.session, work.community_id, SERIES, str(year)):03d}"
        new = replace(new, ended_at=new.ended_at or work.now)
        draft = _worded(prepared, new, number)
        text = replace(draft[0], issued_at=work.now)
        counted = new.edition in {NoticeEdition.ANNOUNCED, NoticeEdition.MOVED} and latest is not None
        notice = OutageNotice(
            community_id=work.community_id,
            outage_id=outage.id,
            number=number,
            edition=new.edition,
            earlier_id=None if prepared.earlier is None else prepared.earlier.id,
            language=text.language,
            facts=freeze(text),
            chat=draft[1],
            short=draft[2],
            issued_at=work.now,
            issued_by=work.actor.account_id,
            households=prepared.count.households,
            residents=prepared.count.residents,
            vips=prepared.count.vips,
            in_time=work.now <= latest if counted and latest is not None else None,
        )
        work.session.add(notice)
        announced = replace(prepared.told, starts_at=outage.starts_at, ends_at=outage.ends_at)
        _change(outage, new, changed, work)
        outage.households = prepared.count.households
        raise_version(outage)
        record(work, outage, ISSUED[new.edition], before, notice=number)
        # Not before: what it reads would write the outage twice, in a version nobody saw.
        if not outage.can_change() or new.edition is NoticeEdition.MOVED:
            end_warnings(work, outage)
        else:
            warn_anew(work, outage, prepared.script(announced), prepared.script(prepared.told))
        if new.edition is NoticeEdition.ANNOUNCED:
            self._tell_households(work, outage, number)
        return notice.id

    def _tell_households(self, work: UnitOfWork, outage: Outage, number: str) -> None:
        """Add the notice to the timeline of every household affected, in one statement however many there are."""
        community, today = work.community_id, self._day()
        lives = or_(lived_in(community, today), Room.id.in_(people_now(community, today)))
        told = {
            "number": number,
            "kind": outage.kind,
            "kind_name": notices.kind_name(work.session, outage.own_kind_id),
            "starts_at": outage.starts_at.isoformat(),
            "ends_at": None if outage.ends_at is None else outage.ends_at.isoformat(),
        }
        values = {
            "community_id": literal(community),
            "room_id": Room.id,
            "at": literal(work.now, UtcMoment()),
            "kind": literal(ANNOUNCED_KIND),
            "source_id": literal(outage.id),
            "parameters": literal(told, JSON()),
        }
        rows = select(*values.values()).where(Room.id.in_(outage_rooms(community, outage.id, today)), lives)
        work.session.execute(insert(TimelineEntry).from_select([*values], rows))


def _change(outage: Outage, new: NewNotice, changed: NewOutage, work: UnitOfWork) -> None:
    """Let the outage be what its notice tells."""
    outage.starts_at, outage.ends_at, outage.say = changed.starts_at, changed.ends_at, changed.say
    if new.edition is NoticeEdition.ANNOUNCED:
        outage.state, outage.announced_at = OutageState.ANNOUNCED, work.now
    elif new.edition is NoticeEdition.CANCELLED:
        outage.state, outage.end_words = OutageState.CANCELLED, new.reason
    elif new.edition is NoticeEdition.RESTORED:
        outage.state, outage.ended_at = OutageState.RESTORED, new.ended_at


def _worded(prepared: _Prepared, new: NewNotice, number: str = "") -> tuple[NoticeText, str, str]:
    """Return a notice's words, its text for chat groups and for short messages."""
    wording, told, earlier = prepared.wording, prepared.told, prepared.earlier
    text = wording.text(told, new, earlier, number)
    before = None if earlier is None else earlier.text
    chat = wording.chat(text, told, before) if new.chat is None else new.chat
    short = wording.short(text, told, before) if new.short is None else new.short
    return text, chat, short
