"""The fields of a plan: which there are, what stands in them for an event, and the event that they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.core.money import FEN, yuan
from desktop.events.dialogs.when import clock_reader, end_reader, span_on, text_of_day, texts_of_span
from desktop.events.model import EventKind
from desktop.events.presenter.lines import read_items, read_staff, text_of_items, text_of_staff
from desktop.events.rows import KIND_LABELS, NewEvent
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, NumberField, SegmentField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from desktop.events.dialogs.when import DayReader
    from desktop.events.offer import EventNames

__all__ = ["event_form", "event_texts", "filled_event"]

MOST_PEOPLE = 9999
_SOLAR, _LUNAR = "solar", "lunar"
_ALL, _INVITED = "all", "invited"


def event_form(names: EventNames, days: DayReader) -> Form:
    """Return the empty form; days are read with `days`."""
    form = Form(columns=2, name="plan-event")
    kinds = [Choice(kind.value, words) for kind, words in KIND_LABELS.items()]
    form.add(ChoiceField("kind", msg("Kind"), kinds, required=True))
    form.add(LineField("kind_name", msg("Name of the kind"), hint=msg("what such an event is called here")))
    form.add(
        LineField("title", msg("Event title"), required=True, hint=msg("as it stands on the invitation")), wide=True
    )
    calendar = (Choice(_SOLAR, msg("Solar date")), Choice(_LUNAR, msg("Lunar date")))
    chosen = SegmentField("calendar", msg("Calendar"), calendar, required=True)
    chosen.set_text(_SOLAR)
    form.add(chosen, wide=True)
    day = MomentField("day", msg("Day"), days.read, required=True, hint=msg("12-20, or lunar 8-15"), width=150)
    form.add(day, wide=True)
    form.add(MomentField("starts_at", msg("From"), clock_reader, required=True, hint="9:00", width=90))
    form.add(MomentField("ends_at", msg("To"), end_reader, required=True, hint="11:00", width=150))
    form.add(LineField("place", msg("Venue"), hint=msg("central square, clubhouse")))
    zones = [Choice("", msg("the whole community")), *(Choice(str(zone.id), zone.name) for zone in names.zones)]
    form.add(ChoiceField("zone_id", msg("For"), zones, hint=msg("the whole community")))
    form.add(NumberField("capacity", msg("Room for"), least=0, most=MOST_PEOPLE, unit=msg("people"), width=80))
    form.add(NumberField("household_limit", msg("A household"), least=0, most=99, unit=msg("people at most"), width=80))
    openness = (Choice(_ALL, msg("Everybody")), Choice(_INVITED, msg("Only who is invited")))
    whom = SegmentField("open_to_all", msg("Open to"), openness, required=True)
    whom.set_text(_ALL)
    form.add(whom, wide=True)
    form.add(LineField("partner", msg("Partner"), hint=msg("who does it with us")))
    form.add(NumberField("budget_fen", msg("Budget"), digits=2, least=0, unit=msg("yuan"), width=110))
    words = msg("what there is, what to bring; stands in letter and chat text")
    form.add(TextField("words", msg("In words"), hint=words), wide=True)
    form.add(TextField("staff", msg("Who helps"), hint=msg("a line each: name: task"), letter=True), wide=True)
    form.add(TextField("items", msg("Materials"), hint=msg("a line each: what: how much"), letter=True), wide=True)
    return form


def event_texts(new: NewEvent, zone: ZoneInfo) -> dict[str, str]:
    """Return what stands in the fields for `new`; its moments are told in `zone`."""
    begins, ends = texts_of_span(new.starts_at, new.ends_at, zone)
    day = new.starts_at.astimezone(zone).date()
    lunar = bool(new.lunar_day)
    return {
        "kind": new.kind.value,
        "kind_name": new.kind_name,
        "title": new.title,
        "calendar": _LUNAR if lunar else _SOLAR,
        "day": text_of_day(day, lunar=lunar),
        "starts_at": begins,
        "ends_at": ends,
        "place": new.place,
        "zone_id": "" if new.zone_id is None else str(new.zone_id),
        "capacity": str(new.capacity or ""),
        "household_limit": str(new.household_limit or ""),
        "open_to_all": _ALL if new.open_to_all else _INVITED,
        "partner": new.partner,
        "budget_fen": "" if new.budget_fen is None else yuan(new.budget_fen),
        "words": new.words,
        "staff": text_of_staff(new.staff),
        "items": text_of_items(new.items),
    }


def filled_event(values: Mapping[str, Any], lunar_day: str, names: EventNames, zone: ZoneInfo) -> NewEvent:
    """Return the event that the fields say, planned by `lunar_day` where that is not empty."""
    kind, budget, zone_id = EventKind(values["kind"]), values["budget_fen"], values["zone_id"]
    starts_at, ends_at = span_on(values["day"], values["starts_at"], values["ends_at"], zone)
    return NewEvent(
        kind=kind,
        title=values["title"],
        starts_at=starts_at,
        ends_at=ends_at,
        kind_name=values["kind_name"] if kind is EventKind.OTHER else "",
        words=values["words"],
        lunar_day=lunar_day,
        place=values["place"],
        zone_id=int(zone_id) if zone_id else None,
        capacity=int(values["capacity"] or 0),
        household_limit=int(values["household_limit"] or 0),
        open_to_all=values["open_to_all"] != _INVITED,
        partner=values["partner"],
        budget_fen=None if budget is None else int(budget * FEN),
        staff=read_staff(values["staff"] or "", names.worker_id),
        items=read_items(values["items"] or ""),
    )
