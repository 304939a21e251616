"""What the desk says of an outage on the phone: its own words, else the text laid down for it, filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from desktop.core.errors import UserError
from desktop.core.i18n import language, msg
from desktop.outages.model import NoticeEdition, Outage, OutageKind, OutageNotice, RoundPurpose
from desktop.outages.rows import KIND_LABELS, NewNotice
from desktop.outages.service.where import Where
from desktop.outages.service.wording import Told, read_wording
from desktop.outages.store import picks
from desktop.outages.store.notices import kind_name, place_names
from desktop.stationery.service import StationeryService
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Language
    from desktop.storage.desk import Desk

__all__ = ["RoundWords", "Saying_", "call_script", "kind_words"]

FIRST_LANGUAGE = "zh_CN"
"""Spoken where neither a notice nor the letterhead names another."""

NAME_SPOKEN = {"zh_CN": "{姓名}", "zh_TW": "{姓名}"}
"""The field of a script that a call fills in with who is called, as contacts know it; elsewhere {name}."""


class RoundWords(NamedTuple):
    """What a round is called, and what is said in it."""

    name: str
    occasion: str
    script: str


class Saying_(Service):  # noqa: N801 - Saying is a row of requests
    """Puts outages in words that are read out."""

    def _say(self, desk: Desk, session: Session, outage: Outage, code: str) -> str:
        """Return what is said of an outage: that it is or comes, or that it is over."""
        over = not outage.can_change()
        if outage.say and not over:
            return outage.say
        edition = NoticeEdition.RESTORED if over else NoticeEdition.ANNOUNCED
        wording = read_wording(desk, code, desk.zone)
        told = _told(session, outage, wording.language)
        return wording.text(told, NewNotice(edition, code, ended_at=outage.ended_at)).say

    def _round_words(
        self, outage_id: int, purpose: RoundPurpose, script: str | None, language_code: str = ""
    ) -> RoundWords:
        """Return what a round of an outage is called, and what is said in it unless a `script` was typed."""
        with self.desk.hold() as held, held.read() as session:
            outage = session.get(Outage, outage_id)
            if outage is None or outage.community_id != self.actor.community_id:
                raise UserError(msg("This outage is no longer there; open the page again."))
            code = language_code or self._language_code(held, session, outage_id)
            spoken, zone = language(code), self.desk.zone
            day = spoken.short_date(outage.starts_at.astimezone(zone).date())
            parts = {
                "kind": kind_words(session, outage, spoken),
                "when": f"{day} {spoken.time(outage.starts_at, zone)}",
            }
            if purpose is RoundPurpose.WARN:
                occasion = spoken.gettext("%(kind)s, %(when)s", **parts)
            else:
                occasion = spoken.gettext("%(kind)s, %(when)s: call back", **parts)
            if script is None:
                said = self._say(held, session, outage, code)
                script = call_script(said, StationeryService(held).own_values(code)["office"], spoken)
            return RoundWords(_where(session, outage, spoken), occasion, script)

    def _language_code(self, desk: Desk, session: Session, outage_id: int) -> str:
        """Return the language of an outage's latest notice, else the first of those the month is issued in."""
        latest = select(OutageNotice.language).where(OutageNotice.outage_id == outage_id)
        noticed = session.scalars(latest.order_by(OutageNotice.id.desc()).limit(1)).first()
        issued = StationeryService(desk).letterhead().issue_languages
        return noticed or (issued[0] if issued else FIRST_LANGUAGE)

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()


def call_script(said: str, office: str, spoken: Language) -> str:
    """Return what a call says: whom it greets, who calls, then what is `said` of the outage."""
    name = NAME_SPOKEN.get(spoken.code, "{name}")
    return spoken.gettext("Hello %(name)s, this is %(office)s. %(words)s", name=name, office=office, words=said)


def kind_words(session: Session, outage: Outage, spoken: Language) -> str:
    """Return what an outage's kind is called."""
    return kind_name(session, outage.own_kind_id) or spoken.message(KIND_LABELS[OutageKind(outage.kind)])


def _told(session: Session, outage: Outage, spoken: Language) -> Told:
    return Told(
        kind=OutageKind(outage.kind),
        kind_name=kind_name(session, outage.own_kind_id),
        planned=outage.planned,
        starts_at=outage.starts_at,
        ends_at=outage.ends_at,
        cause=outage.cause,
        advice=tuple(outage.advice.splitlines()),
        say=outage.say,
        phone=outage.phone,
        supplier_phone=outage.supplier_phone,
        where=_where(session, outage, spoken),
        buildings=(),
        parts=(),
    )


def _where(session: Session, outage: Outage, spoken: Language) -> str:
    kept = picks.kept(session, [outage.id]).get(outage.id, [])
    return Where(kept, place_names(session, outage.community_id, kept), spoken).line()
