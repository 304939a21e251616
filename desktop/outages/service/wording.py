"""Notices put in words: what the plan and the clerk typed, else the texts laid down, filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Language, Message, language, msg
from desktop.core.merge_fields import fill_known
from desktop.outages.model import SUPPLIES, WEATHER, NoticeEdition, OutageKind
from desktop.outages.rows import KIND_LABELS, SHORT_MOST, NoticeText
from desktop.outages.rows.times import Times
from desktop.stationery.rows import TemplatePurpose
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.outages.rows import NewNotice, NoticeRow
    from desktop.stationery.rows import TemplateRow
    from desktop.storage.desk import Desk

__all__ = ["MOST_ADVICE", "Told", "Wording", "read_wording"]

MOST_ADVICE = 3
"""Pieces of advice on a notice: nobody reads a fourth from three metres away."""

_CLOSING_SIGNS = "。.；;，, "

_BACK: Mapping[OutageKind, Message] = MappingProxyType(
    {
        OutageKind.WATER: msg("Water is back"),
        OutageKind.POWER: msg("Power is back"),
        OutageKind.GAS: msg("Gas is back"),
        OutageKind.HEATING: msg("Heating is back"),
        OutageKind.LIFT: msg("The lift runs again"),
        OutageKind.NETWORK: msg("The network is back"),
        OutageKind.ROAD: msg("The road is open again"),
        OutageKind.PEST_CONTROL: msg("Pest control is finished"),
        OutageKind.TANK_CLEANING: msg("Water is back"),
        OutageKind.FIRE_TEST: msg("The alarm test is finished"),
        OutageKind.TYPHOON: msg("The typhoon warning is lifted"),
        OutageKind.RAINSTORM: msg("The rain warning is lifted"),
        OutageKind.COLD: msg("The cold warning is lifted"),
        OutageKind.HEAT: msg("The heat warning is lifted"),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice tells of: an outage as planned, and its places in words.

    `where` is the line of all places, `buildings` are (id, name), `parts` what of each of them is meant. `cause`,
    `advice` and `say` are empty where nobody typed any.
    """

    kind: OutageKind
    kind_name: str
    planned: bool
    starts_at: datetime
    ends_at: datetime | None
    cause: str
    advice: tuple[str, ...]
    say: str
    phone: str
    supplier_phone: str
    where: str
    buildings: tuple[tuple[int, str], ...]
    parts: tuple[str, ...]


def read_wording(desk: Desk, code: str, zone: ZoneInfo) -> Wording:
    """Return what puts notices in words of the language `code`, with the texts and the letterhead in force."""
    stationery = StationeryService(desk)
    rows = {row.purpose: row for row in stationery.templates() if row.language == code}
    return Wording(language(code), rows, stationery.own_values(code), zone, desk.clock.now())


class Wording:
    """Puts notices in words of one language."""

    def __init__(
        self,
        spoken: Language,
        rows: Mapping[TemplatePurpose, TemplateRow],
        own: Mapping[str, str],
        zone: ZoneInfo,
        now: datetime,
    ) -> None:
        """Use the texts `rows`, and the house's own values of fields."""
        self.language = spoken
        self._rows, self._own, self._zone = rows, own, zone
        self._times = Times(spoken, zone, now.astimezone(zone).year)
        self._english = not spoken.code.startswith("zh")

    def text(self, told: Told, new: NewNotice, earlier: NoticeRow | None = None, number: str = "") -> NoticeText:
        """Return all that the notice's papers print; what `new` says wins over the plan, the plan over the texts.

        `told` holds the times as they are from now on, `earlier` the notice it follows on.
        """
        edition = new.edition
        before = None if earlier is None else earlier.text
        bare = NoticeText(
            kind=told.kind,
            edition=edition,
            title="",
            where=told.where if new.where is None else new.where,
            buildings=told.buildings,
            starts_at=told.starts_at,
            ends_at=told.ends_at,
            cause="",
            advice=(),
            phone=told.phone or self._own["phone"],
            supplier_phone=told.supplier_phone,
            closing=self._closing(told.kind, edition) if new.closing is None else new.closing,
            office=self._own["office"],
            company=self._own["company"],
            number=number,
            earlier="" if earlier is None else earlier.number,
            old_starts_at=_changed(None if before is None else before.starts_at, told.starts_at, edition),
            old_ends_at=_changed(None if before is None else before.ends_at, told.ends_at, edition),
            ended_at=new.ended_at if edition is NoticeEdition.RESTORED else None,
            planned=told.planned,
            parts=told.parts,
            language=self.language.code,
            zone=self._zone.key,
        )
        worded = replace(bare, cause=self._cause(told, new), advice=self._advice(told, new))
        values = self._values(worded, told, before)
        title = self._row(_poster(edition, told.kind)).title
        worded = replace(
            worded,
            title=self._capital(fill_known(title, values)) if new.title is None else new.title,
            change=self._change(edition, values),
        )
        return replace(worded, say=self.say(worded, told, before))

    def chat(self, text: NoticeText, told: Told, before: NoticeText | None = None) -> str:
        """Return the text for chat groups."""
        row = self._row(TemplatePurpose(f"chat_{text.edition}"))
        values = self._values(text, told, before)
        body = fill_known(row.body, values).splitlines()
        return "\n".join(self._capital(line) for line in (fill_known(row.title, values), *body) if line.strip())

    def short(self, text: NoticeText, told: Told, before: NoticeText | None = None) -> str:
        """Return the text for short messages.

        Where it is longer than one message, advice, cause, weekday and phone are left out, in this order; places and
        times never are.
        """
        row = self._row(TemplatePurpose(f"short_{text.edition}"))
        words = ""
        for dropped in range(5):
            values = self._values(text, told, before, weekday=dropped < 3)
            values["advice"] = self._first(text.advice) if dropped < 1 else ""
            if dropped >= 2:
                values["cause"] = values["reason"] = ""
            if dropped >= 4:
                values["phone"] = ""
            if not self._english:
                values |= {key: values[key].replace(" ", "") for key in _TIGHT}
            words = self._run_on(f"{fill_known(row.title, values)}\n{fill_known(row.body, values)}")
            if len(words) <= SHORT_MOST:
                break
        return words

    def say(self, text: NoticeText, told: Told, before: NoticeText | None = None) -> str:
        """Return what is said on the phone: as the plan has it, else a sentence or two."""
        if text.edition is NoticeEdition.CANCELLED:
            return text.change
        over = text.edition is NoticeEdition.RESTORED
        if told.say and not over:
            return told.say
        row = self._row(TemplatePurpose.SAY_RESTORED if over else TemplatePurpose.SAY_OUTAGE)
        values = {**self._values(text, told, before), "advice": self._first(text.advice)}
        return self._run_on(fill_known(row.body, values))

    # --- inside ------------------------------------------------------------------------------------------------------

    def _cause(self, told: Told, new: NewNotice) -> str:
        if new.cause is not None:
            return new.cause
        if new.edition is NoticeEdition.CANCELLED:
            return new.reason
        if new.edition is NoticeEdition.RESTORED:
            return ""
        first = self._lines(_of_kind(told.kind))[0]
        if told.cause:
            return fill_known(first, {**self._known(), "cause": told.cause}) if "{cause}" in first else told.cause
        if not told.planned and told.kind not in WEATHER:
            t = self.language.gettext
            return t("A sudden fault") if told.kind in SUPPLIES else t("Unforeseen circumstances")
        return fill_known(first, self._known())

    def _advice(self, told: Told, new: NewNotice) -> tuple[str, ...]:
        if new.advice is not None:
            return new.advice[:MOST_ADVICE]
        known = {**self._known(), **self._own, "supplier": told.supplier_phone}
        if new.edition is not NoticeEdition.ANNOUNCED:
            own = self._filled_lines(self._lines(TemplatePurpose(f"notice_{new.edition}"))[1:], known)
            if own or new.edition in {NoticeEdition.CANCELLED, NoticeEdition.RESTORED}:
                return own[:MOST_ADVICE]
        if told.advice:
            return told.advice[:MOST_ADVICE]
        return self._filled_lines(self._lines(_of_kind(told.kind))[1:], known)[:MOST_ADVICE]

    def _change(self, edition: NoticeEdition, values: Mapping[str, str]) -> str:
        if edition is NoticeEdition.ANNOUNCED:
            return ""
        first = self._lines(TemplatePurpose(f"notice_{edition}"))[0]
        return self._capital(fill_known(first, values))

    def _values(
        self, text: NoticeText, told: Told, before: NoticeText | None, *, weekday: bool = True
    ) -> dict[str, str]:
        """Return the values of the fields of texts about an outage."""
        times, kind, t = self._times, text.kind, self.language.gettext
        old = before or text
        cancelled = text.edition is NoticeEdition.CANCELLED

        def span(starts_at: datetime, ends_at: datetime | None) -> str:
            return times.span(starts_at, ends_at, kind, planned=told.planned, weekday=weekday)

        return {
            **self._known(),
            **self._own,
            "title": text.title,
            "kind": self._kind(told),
            "back": self._back(told),
            "where": text.where,
            "when": span(text.starts_at, text.ends_at),
            "start": times.moment(text.starts_at),
            "end": times.end(text.ends_at),
            "cause": text.cause.rstrip(_CLOSING_SIGNS),
            "reason": text.cause.rstrip(_CLOSING_SIGNS) if cancelled else "",
            "advice": t("; ").join(piece.rstrip(_CLOSING_SIGNS) for piece in text.advice),
            "closing": text.closing,
            "number": text.number,
            "earlier": text.earlier,
            "change": text.change,
            "old_when": times.span(old.starts_at, old.ends_at, kind, weekday=weekday and cancelled),
            "old_end": times.end(old.ends_at),
            "ended": "" if text.ended_at is None else times.moment(text.ended_at),
            "phone": text.phone,
            "supplier": text.supplier_phone,
        }

    def _known(self) -> dict[str, str]:
        """Return every field without a value."""
        return dict.fromkeys(_FIELDS, "")

    def _kind(self, told: Told) -> str:
        if told.kind is OutageKind.OTHER:
            return told.kind_name or self.language.gettext("service change")
        words = self.language.message(KIND_LABELS[told.kind])
        return words[:1].lower() + words[1:] if self._english else words

    def _back(self, told: Told) -> str:
        if told.kind in _BACK:
            return self.language.message(_BACK[told.kind])
        return self.language.gettext("%(kind)s is over", kind=self._kind(told))

    def _closing(self, kind: OutageKind, edition: NoticeEdition) -> str:
        t = self.language.gettext
        if edition in {NoticeEdition.RESTORED, NoticeEdition.CANCELLED}:
            return t("Thank you for your patience and understanding.")
        if kind in WEATHER:
            return t("Please watch the weather and stay safe.")
        return t("We apologise for the inconvenience.")

    def _row(self, purpose: TemplatePurpose) -> TemplateRow:
        return self._rows[purpose]

    def _lines(self, purpose: TemplatePurpose) -> list[str]:
        return [line for line in self._rows[purpose].body.splitlines() if line.strip()] or [""]

    def _filled_lines(self, lines: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
        filled = (fill_known(line, values) for line in lines)
        return tuple(line for line in filled if line.strip())

    def _first(self, advice: Sequence[str]) -> str:
        return advice[0].rstrip(_CLOSING_SIGNS) if advice else ""

    def _run_on(self, body: str) -> str:
        lines = [self._capital(line.strip()) for line in body.splitlines() if line.strip()]
        return (" " if self._english else "").join(lines)

    def _capital(self, line: str) -> str:
        return line[:1].upper() + line[1:] if self._english else line


_TIGHT = ("where", "when", "start", "end", "old_when", "old_end", "ended")
"""Values that Chinese short messages have without spaces: each counts as a character."""

_FIELDS = (
    *("title", "kind", "where", "when", "start", "end", "cause", "advice", "closing", "number", "earlier", "change"),
    *("old_when", "old_end", "reason", "back", "ended", "supplier", "office", "company", "phone", "today"),
)


def _of_kind(kind: OutageKind) -> TemplatePurpose:
    return TemplatePurpose(f"notice_{kind}")


def _poster(edition: NoticeEdition, kind: OutageKind) -> TemplatePurpose:
    return _of_kind(kind) if edition is NoticeEdition.ANNOUNCED else TemplatePurpose(f"notice_{edition}")


def _changed(old: datetime | None, now: datetime | None, edition: NoticeEdition) -> datetime | None:
    """Return what the earlier notice said, where it is to be told: something else, or all of what is called off."""
    return old if old != now or edition is NoticeEdition.CANCELLED else None
