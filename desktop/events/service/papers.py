"""What is printed, read out and pasted about an event."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.attachments.model import Attachment, AttachmentContent
from desktop.core.almanac import kept_words
from desktop.core.permissions import Operation, requires
from desktop.core.person_names import mask_name
from desktop.core.pinyin import readings
from desktop.events.model import GuestState
from desktop.events.report import scaled_photo
from desktop.events.rows import KIND_LABELS, EventSummary, SheetOrder, SignInSheet
from desktop.events.service.looking import FILES, Looking
from desktop.events.store import lists
from desktop.stationery.rows import TemplatePurpose
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Language
    from desktop.events.rows import EventFile, GuestLine, NewEvent

__all__ = ["MOST_PHOTOS", "Papers"]

MOST_PHOTOS = 6
"""On the page about an event."""


class Papers(Looking):
    """Makes the papers and texts of an event."""

    @requires(Operation.WRITE_LETTER)
    def letter(self, event_id: int, guest_id: int | None, language: Language) -> bytes:
        """Return the letter that invites a guest as PDF; without one a letter for each household that has not answered.

        Where all have answered, or nobody is invited, it is one letter to the residents.
        """
        with self.desk.hold() as desk:
            service = Papers(desk, self.conditions)
            file = service.event(event_id)
            whom = [guest for guest in file.guests if _is_meant(guest, guest_id)]
            addressed = [_addressed(guest, desk.community, language) for guest in whom or (None,)]
            stationery = StationeryService(desk)
            values = _values(file, language, desk.zone)
            purpose = TemplatePurpose.EVENT_INVITATION
            filled = [stationery.fill(purpose, language.code, {**values, **to}, gaps=False) for to in addressed]
            return stationery.letters(filled, language.code)

    @requires(Operation.READ_EVENTS)
    def chat(self, event_id: int, language: Language) -> str:
        """Return the text for chat groups: its heading, then what it says; lines without a value are left out."""
        filled = self._filled(TemplatePurpose.EVENT_CHAT, event_id, language)
        return "\n".join(part for part in filled if part)

    @requires(Operation.READ_EVENTS)
    def script(self, event_id: int, language: Language) -> str:
        """Return what is said on the phone to invite a household."""
        return self._filled(TemplatePurpose.EVENT_SAY, event_id, language)[1]

    @requires(Operation.SIGN_UP_GUEST)
    def sign_in_sheet(self, event_id: int, order: SheetOrder) -> SignInSheet:
        """Return those signed up as they are printed for signing in; names are masked where the letterhead says so.

        By building, or by the sound of their names; who has no room or no name comes last.
        """
        with self.desk.hold() as desk:
            service = Papers(desk)
            file = service.event(event_id)
            masked = StationeryService(desk).letterhead().mask_names
        signed = [guest for guest in file.guests if guest.state is GuestState.SIGNED_UP and guest.people]
        if order is SheetOrder.ALPHABET:
            signed.sort(key=lambda guest: (not guest.name, _sound(guest.name), guest.order_key, guest.id))
        guests = tuple(replace(guest, name=mask_name(guest.name)) if masked else guest for guest in signed)
        return SignInSheet(file.line, guests, order, masked)

    @requires(Operation.READ_EVENTS)
    def summary(self, event_id: int) -> EventSummary:
        """Return the page on an event: figures, what was said, what follows, up to six photos, last year's to compare.

        What a photo file holds that cannot be drawn is left out.
        """
        with self.desk.hold() as desk, desk.read() as session:
            service = Papers(desk)
            file = service.event(event_id)
            last_year = lists.numbered(session, desk.actor.community_id, file.last_year) if file.last_year else None
            photos = tuple(_photos(session, desk.actor.community_id, event_id))
        return EventSummary(file, file.voices, photos, last_year)

    def _filled(self, purpose: TemplatePurpose, event_id: int, language: Language) -> tuple[str, str]:
        with self.desk.hold() as desk:
            service = Papers(desk)
            values = _values(service.event(event_id), language, desk.zone)
            filled = StationeryService(desk).fill(purpose, language.code, values, gaps=False)
        return filled.title, filled.body


def _values(file: EventFile, language: Language, zone: ZoneInfo) -> Mapping[str, str]:
    """Return what a text about an event can have filled in, in a language; what is not known is empty."""
    plan = file.plan
    return {
        "title": plan.title,
        "kind": plan.kind_name or language.message(KIND_LABELS[plan.kind]),
        "day": _day(plan, language, zone),
        "time": _time(plan, language, zone),
        "place": plan.place,
        "words": plan.words,
        "partner": plan.partner,
        "capacity": language.integer(plan.capacity) if plan.capacity else "",
    }


def _is_meant(guest: GuestLine, guest_id: int | None) -> bool:
    return guest.state is GuestState.INVITED if guest_id is None else guest.id == guest_id


def _addressed(guest: GuestLine | None, community: str, language: Language) -> Mapping[str, str]:
    name = "" if guest is None else guest.name
    room = "" if guest is None else guest.room
    return {"resident": name or language.gettext("resident"), "room": room or community}


def _day(plan: NewEvent, language: Language, zone: ZoneInfo) -> str:
    day = plan.starts_at.astimezone(zone).date()
    said = language.gettext("%(day)s, %(weekday)s", day=language.full_date(day), weekday=language.weekday(day))
    lunar = kept_words(plan.lunar_day, language) if plan.lunar_day else ""
    return language.gettext("%(day)s (%(lunar)s)", day=said, lunar=lunar) if lunar else said


def _time(plan: NewEvent, language: Language, zone: ZoneInfo) -> str:
    begins, ends = plan.starts_at.astimezone(zone), plan.ends_at.astimezone(zone)
    until = _o_clock(ends)
    if ends.date() != begins.date():
        until = f"{language.short_date(ends.date())} {until}"
    return f"{_o_clock(begins)}–{until}"


def _o_clock(at: datetime) -> str:
    """Return the time of day as letters say it: 9:00."""
    return f"{at.hour}:{at.minute:02d}"


def _sound(name: str) -> str:
    return next(iter(readings(name)), name.casefold())


def _photos(session: Session, community_id: int, event_id: int) -> Iterator[bytes]:
    """Yield the pictures of an event as small JPEGs, the first ones attached; each is read when it is its turn."""
    wanted = (
        select(Attachment.id)
        .where(
            Attachment.community_id == community_id,
            Attachment.topic == FILES,
            Attachment.owner_id == event_id,
            Attachment.removed_at.is_(None),
            Attachment.media_type.like("image/%"),
        )
        .order_by(Attachment.id)
    )
    found = 0
    for id_ in session.scalars(wanted).all():
        content = session.scalar(select(AttachmentContent.content).where(AttachmentContent.attachment_id == id_))
        photo = None if content is None else scaled_photo(content)
        if photo is not None:
            yield photo
            found += 1
        if found == MOST_PHOTOS:
            return
