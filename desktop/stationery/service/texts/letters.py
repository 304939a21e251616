"""Letters the program brings along, the fields they may hold, and what every text can have filled in of the house."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.i18n import Message, msg
from desktop.core.merge_fields import Field
from desktop.stationery.rows import TemplatePurpose

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HOUSE", "OF_A_REQUEST", "OF_LETTERS", "OF_THE_MONTH", "SAMPLES", "SAMPLES_CODES", "BuiltIn"]


class BuiltIn(NamedTuple):
    """A text the program brings along, with its fields by key; what is said on the phone has no title."""

    title: Message
    body: Message


HOUSE = (
    Field("office", msg("service centre")),
    Field("company", msg("company")),
    Field("phone", msg("service phone")),
    Field("today", msg("today's date")),
)

OF_A_REQUEST = (
    Field("resident", msg("resident's name")),
    Field("room", msg("room")),
    Field("number", msg("request number")),
    Field("day", msg("day reported")),
    Field("matter", msg("matter")),
    Field("result", msg("result")),
    Field("measures", msg("measures taken")),
    Field("department", msg("department")),
    *HOUSE,
)
"""What a letter about a request can have filled in."""

OF_THE_MONTH = (Field("month", msg("month")), Field("department", msg("department")), *HOUSE)
"""What headings and words of a monthly report can have filled in."""

OF_LETTERS: Mapping[TemplatePurpose, BuiltIn] = MappingProxyType(
    {
        TemplatePurpose.THANK_YOU: BuiltIn(
            msg("A letter of thanks"),
            msg(
                "Dear {resident},\n"
                "\n"
                "Thank you for what you told us on {day} (our number {number}):\n"
                "{matter}\n"
                "We have passed your words on to our colleagues ({department}). Praise is the best encouragement we"
                " know, and a suggestion shows us where we can serve you better.\n"
                "If there is anything else you need, please call us on {phone} at any time. Thank you again for your"
                " trust.\n"
                "\n"
                "Yours sincerely,\n"
                "\n"
                "{office}\n"
                "{today}"
            ),
        ),
        TemplatePurpose.COMPLAINT_REPLY: BuiltIn(
            msg("Reply to your complaint"),
            msg(
                "Dear {resident} ({room}),\n"
                "\n"
                "Thank you for your complaint of {day} (our number {number}): {matter}\n"
                "We are sorry for the inconvenience. We have looked into it and reply as follows.\n"
                "1. What we found and did\n"
                "{result}\n"
                "2. What we do so that it does not happen again\n"
                "{measures}\n"
                "3. Whom to call\n"
                "If you do not agree or want to know more, please call {department} on {phone}. We stay with the matter"
                " until it is settled.\n"
                "Thank you for your patience and for telling us.\n"
                "\n"
                "Yours sincerely,\n"
                "\n"
                "{office}\n"
                "{today}"
            ),
        ),
    }
)

SAMPLES: Mapping[str, Message] = MappingProxyType(
    {
        "resident": msg("Ms Zhang"),
        "matter": msg("Drilling at noon in the flat above, several days in a row"),
        "result": msg("The foreman was called in on the same day; work at noon was stopped and has not begun again."),
        "measures": msg("Flats under renovation are checked daily at 12:00 and 13:30; a second breach stops the work."),
        "department": msg("Public Order"),
        "company": msg("Harmony Property Management"),
    }
)
"""What a preview fills in where nothing real is known; the house's own name, phone and dates are real."""

SAMPLES_CODES: Mapping[str, str] = MappingProxyType(
    {"room": "3-1-502", "number": "TS-2610-0017", "phone": "0571-8600 0000"}
)
"""The same in every language."""
