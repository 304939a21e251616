"""Which texts the page offers, in groups: one part of the page for each group, in which the text is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.core.i18n import Message, msg
from desktop.stationery.rows import TemplatePurpose

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TEXT_GROUPS", "TextGroup"]


class TextGroup(NamedTuple):
    """Texts that are edited in one part of the page; `hint` says how they are written."""

    name: str
    title: Message
    icon: str
    hint: Message
    purposes: Sequence[tuple[TemplatePurpose, Message]]
    letter: bool = False


_LETTER = msg(
    "Fields are filled in from the request. The lines after the last empty one sign the letter. For a brace write two."
)
_EDITIONS = (
    ("announced", msg("Announcement")),
    ("extended", msg("Extension")),
    ("moved", msg("New time")),
    ("amended", msg("Amendment")),
    ("cancelled", msg("Cancellation")),
    ("restored", msg("Restoration")),
)
_KINDS = (
    (TemplatePurpose.NOTICE_WATER, msg("Water outage")),
    (TemplatePurpose.NOTICE_POWER, msg("Power outage")),
    (TemplatePurpose.NOTICE_GAS, msg("Gas outage")),
    (TemplatePurpose.NOTICE_HEATING, msg("Heating outage")),
    (TemplatePurpose.NOTICE_LIFT, msg("Lift out of service")),
    (TemplatePurpose.NOTICE_NETWORK, msg("Network outage")),
    (TemplatePurpose.NOTICE_ROAD, msg("Road closure")),
    (TemplatePurpose.NOTICE_PEST_CONTROL, msg("Pest control")),
    (TemplatePurpose.NOTICE_TANK_CLEANING, msg("Tank cleaning")),
    (TemplatePurpose.NOTICE_FIRE_TEST, msg("Fire alarm test")),
    (TemplatePurpose.NOTICE_TYPHOON, msg("Typhoon warning")),
    (TemplatePurpose.NOTICE_RAINSTORM, msg("Rain warning")),
    (TemplatePurpose.NOTICE_COLD, msg("Cold warning")),
    (TemplatePurpose.NOTICE_HEAT, msg("Heat warning")),
    (TemplatePurpose.NOTICE_OTHER, msg("Other notice")),
)


TEXT_GROUPS: Sequence[TextGroup] = (
    TextGroup(
        "thank_you",
        msg("Letter of thanks"),
        "heart-handshake",
        _LETTER,
        ((TemplatePurpose.THANK_YOU, msg("Letter of thanks")),),
        letter=True,
    ),
    TextGroup(
        "complaint_reply",
        msg("Complaint reply"),
        "mail",
        _LETTER,
        ((TemplatePurpose.COMPLAINT_REPLY, msg("Complaint reply")),),
        letter=True,
    ),
    TextGroup(
        "notices",
        msg("Notices"),
        "megaphone",
        msg(
            "The first line says the cause, or what has changed; each further line is a piece of advice, three at"
            " most. What the plan of an outage says of them stands instead."
        ),
        (*_KINDS, *((TemplatePurpose(f"notice_{key}"), words) for key, words in _EDITIONS[1:])),
    ),
    TextGroup(
        "messages",
        msg("Messages"),
        "message-square",
        msg("A line is left out where a field of it has no value. The lines of a short message run on as one."),
        (
            *((TemplatePurpose(f"chat_{key}"), msg("Chat group: %(text)s", text=words)) for key, words in _EDITIONS),
            *(
                (TemplatePurpose(f"short_{key}"), msg("Short message: %(text)s", text=words))
                for key, words in _EDITIONS
            ),
        ),
    ),
    TextGroup(
        "phone",
        msg("On the phone"),
        "phone",
        msg("This is what the desk reads out. A line is left out where a field of it has no value."),
        (
            (TemplatePurpose.SAY_OUTAGE, msg("About an outage")),
            (TemplatePurpose.SAY_RESTORED, msg("Once it is over")),
            (TemplatePurpose.EVENT_SAY, msg("Invitation to an event")),
        ),
    ),
    TextGroup(
        "events",
        msg("Events"),
        "calendar",
        msg("A line is left out where a field of it has no value."),
        (
            (TemplatePurpose.EVENT_INVITATION, msg("Letter of invitation")),
            (TemplatePurpose.EVENT_CHAT, msg("Chat group: invitation")),
        ),
    ),
)
