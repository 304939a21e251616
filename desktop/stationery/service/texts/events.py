"""What the program brings along for events: the invitation, the text for chat groups, and for the phone."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.core.merge_fields import Field
from desktop.stationery.rows import TemplatePurpose
from desktop.stationery.service.texts.letters import HOUSE, BuiltIn

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OF_AN_EVENT", "OF_EVENTS", "SAMPLES", "SAMPLES_CODES"]

OF_AN_EVENT = (
    Field("title", msg("title of the event")),
    Field("kind", msg("kind of event")),
    Field("day", msg("day of the event")),
    Field("time", msg("time of the event")),
    Field("place", msg("place of the event")),
    Field("words", msg("what it is about")),
    Field("partner", msg("partner")),
    Field("capacity", msg("places for guests")),
    Field("resident", msg("resident's name")),
    Field("room", msg("room")),
    *HOUSE,
)
"""What a text about an event can have filled in."""

OF_EVENTS: Mapping[TemplatePurpose, BuiltIn] = MappingProxyType(
    {
        TemplatePurpose.EVENT_INVITATION: BuiltIn(
            msg("You are invited: {title}"),
            msg(
                "Dear {resident} ({room}),\n"
                "\n"
                "We would be glad to see you at “{title}”.\n"
                "{words}\n"
                "When: {day}, {time}\n"
                "Where: {place}\n"
                "Together with: {partner}\n"
                "Places: {capacity}\n"
                "To sign up, come to the front desk.\n"
                "Sign up by phone: {phone}\n"
                "\n"
                "Yours sincerely,\n"
                "\n"
                "{office}\n"
                "{today}"
            ),
        ),
        TemplatePurpose.EVENT_CHAT: BuiltIn(
            msg("[{kind}] {title}"),
            msg(
                "Dear residents,\n"
                "{words}\n"
                "When: {day}, {time}\n"
                "Where: {place}\n"
                "Together with: {partner}\n"
                "Places: {capacity}\n"
                "To sign up, come to the front desk.\n"
                "Sign up by phone: {phone}\n"
                "{office}, {today}"
            ),
        ),
        TemplatePurpose.EVENT_SAY: BuiltIn(
            Message(""),
            msg("We are holding “{title}” on {day}, {time}, at {place}.\nMay I put you down for it?"),
        ),
    }
)
"""A line is left out where a field of it has no value."""

SAMPLES: Mapping[str, Message] = MappingProxyType(
    {
        "title": msg("Free haircuts and knife grinding"),
        "kind": msg("Convenience service"),
        "day": msg("28 Nov, Saturday"),
        "place": msg("Square in front of the service centre"),
        "words": msg("Bring your scissors and knives; everything is free."),
        "partner": msg("Volunteers of the subdistrict"),
    }
)
"""Made-up values of these fields."""

SAMPLES_CODES: Mapping[str, str] = MappingProxyType({"time": "9:00-11:30", "capacity": "60"})
