"""How the text of a notice looks on its poster, while it is edited on the page of stationery."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.i18n import language
from desktop.outages.model import NoticeEdition, OutageKind
from desktop.outages.rows import NoticeForm, NoticeText
from desktop.outages.service import OutageService
from desktop.outages.service.wording import MOST_ADVICE
from desktop.stationery.rows import TemplatePurpose
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from desktop.stationery.presenter import PosterDrawing
    from desktop.stationery.rows import Filled
    from desktop.storage.desk import Desk

__all__ = ["poster_drawing"]

MADE_UP_MONTH, MADE_UP_DAY = 11, 24
"""The day that made-up values of texts speak of."""

_CAUSES = {TemplatePurpose.NOTICE_CANCELLED: "reason", TemplatePurpose.NOTICE_RESTORED: ""}
"""Notices that end with thanks, and the made-up value that is their cause."""


def poster_drawing(desk: Desk) -> PosterDrawing:
    """Return what draws a text of notices, its fields filled in, as a made-up outage's poster."""

    def draw(purpose: TemplatePurpose, filled: Filled, code: str) -> bytes:
        stationery = StationeryService(desk)
        own, made_up = stationery.own_values(code), stationery.samples(code, purpose)
        now = desk.clock.now().astimezone(desk.zone)
        starts_at = now.replace(month=MADE_UP_MONTH, day=MADE_UP_DAY, hour=9, minute=0)
        about = purpose.removeprefix("notice_")
        of_kind = about in set(OutageKind)
        first, *advice = [line for line in filled.body.splitlines() if line.strip()] or [""]
        text = NoticeText(
            kind=OutageKind(about) if of_kind else OutageKind.WATER,
            edition=NoticeEdition.ANNOUNCED if of_kind else NoticeEdition(about),
            title=filled.title,
            where=made_up["where"],
            buildings=(),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=8),
            ended_at=starts_at + timedelta(hours=7, minutes=40),
            cause=first if of_kind else made_up.get(_CAUSES.get(purpose, "cause"), ""),
            change="" if of_kind else first,
            advice=tuple(advice[:MOST_ADVICE]),
            phone=own["phone"] or made_up["phone"],
            supplier_phone="",
            closing=_thanks(code) if purpose in _CAUSES else made_up["closing"],
            office=own["office"],
            company=own["company"],
            number=made_up["number"],
            earlier="" if of_kind else made_up["earlier"],
            language=code,
            zone=desk.zone.key,
        )
        return OutageService(desk).preview(text, NoticeForm.POSTER)

    return draw


def _thanks(code: str) -> str:
    return language(code).gettext("Thank you for your patience and understanding.")
