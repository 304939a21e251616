"""The words of release slips: who, consent, standing, stages, outcomes, and what the gate is told of a slip."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.release_slips.model import Applicant, Consent, ReleaseOutcome
from desktop.release_slips.rows.slips import ReleaseLayout, ReleaseStage
from desktop.release_slips.rule import ReleaseStanding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.release_slips.rows.slips import CheckLine, ReleaseLine

__all__ = [
    "APPLICANT_LABELS",
    "CONSENT_LABELS",
    "LAYOUT_LABELS",
    "OUTCOME_LABELS",
    "STAGE_LABELS",
    "STANDING_LABELS",
    "moment_text",
    "verdict",
]

APPLICANT_LABELS: Mapping[Applicant, Message] = MappingProxyType(
    {Applicant.OWNER: msg("The owner"), Applicant.TENANT: msg("A tenant")}
)

CONSENT_LABELS: Mapping[Consent, Message] = MappingProxyType(
    {
        Consent.SELF: msg("Is the owner"),
        Consent.SIGNATURE: msg("The owner signed"),
        Consent.PHONE: msg("The owner agreed on the phone"),
    }
)

STANDING_LABELS: Mapping[ReleaseStanding, Message] = MappingProxyType(
    {
        ReleaseStanding.VALID: msg("May leave"),
        ReleaseStanding.NOT_YET: msg("Valid later"),
        ReleaseStanding.PARTLY: msg("Partly out"),
        ReleaseStanding.USED: msg("Used up"),
        ReleaseStanding.EXPIRED: msg("Expired"),
        ReleaseStanding.WITHDRAWN: msg("Void"),
    }
)

STAGE_LABELS: Mapping[ReleaseStage, Message] = MappingProxyType(
    {
        ReleaseStage.OPEN: msg("Still to leave"),
        ReleaseStage.EXPIRED: msg("Expired unused"),
        ReleaseStage.DONE: msg("Done with"),
        ReleaseStage.ALL: msg("All slips"),
    }
)

OUTCOME_LABELS: Mapping[ReleaseOutcome, Message] = MappingProxyType(
    {
        ReleaseOutcome.RELEASED: msg("All let out"),
        ReleaseOutcome.PARTLY: msg("Partly let out"),
        ReleaseOutcome.REFUSED: msg("Not let out"),
    }
)

LAYOUT_LABELS: Mapping[ReleaseLayout, Message] = MappingProxyType(
    {ReleaseLayout.A5: msg("Two sheets of A5"), ReleaseLayout.A4: msg("Both parts on one A4")}
)


def moment_text(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as it stands in sentences about slips, by the clock of `zone`: 2026-11-22 14:05."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def verdict(line: ReleaseLine, checks: Sequence[CheckLine], withdrawn_words: str, zone: ZoneInfo) -> Message:
    """Return in words what is to be done with a slip at the gate; `checks` come newest first."""
    until = moment_text(line.valid_until, zone)
    if line.standing is ReleaseStanding.USED:
        return _used(checks, moment_text(line.used_at or line.issued_at, zone))
    if line.standing is ReleaseStanding.WITHDRAWN:
        return msg("The front desk withdrew this slip: %(words)s Nothing may leave.", words=_ended(withdrawn_words))
    if line.standing is ReleaseStanding.NOT_YET:
        return msg("Not valid before %(since)s; nothing may leave yet.", since=moment_text(line.valid_from, zone))
    if line.standing is ReleaseStanding.EXPIRED:
        return msg("This slip expired at %(until)s. The front desk can issue another one.", until=until)
    if line.standing is ReleaseStanding.PARTLY:
        return msg(
            "%(out)s of %(count)s pieces are out; the others may leave until %(until)s.",
            out=line.out,
            count=line.pieces,
            until=until,
        )
    return msg("Everything on it may leave until %(until)s.", until=until)


def _used(checks: Sequence[CheckLine], at: str) -> Message:
    last = next((check for check in checks if check.outcome is not ReleaseOutcome.REFUSED), None)
    plate, gate = (last.plate, last.gate) if last is not None else ("", "")
    if plate and gate:
        return msg("Used already at %(at)s with %(plate)s, %(gate)s. Nothing may leave.", at=at, plate=plate, gate=gate)
    if plate:
        return msg("Used already at %(at)s with %(plate)s. Nothing may leave.", at=at, plate=plate)
    if gate:
        return msg("Used already at %(at)s without a vehicle, %(gate)s. Nothing may leave.", at=at, gate=gate)
    return msg("Used already at %(at)s without a vehicle. Nothing may leave.", at=at)


def _ended(words: str) -> str:
    return words if words.endswith(("。", ".", "！", "!")) else f"{words}。" if not words.isascii() else f"{words}."
