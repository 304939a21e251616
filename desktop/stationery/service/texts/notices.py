"""Posters the program brings along: by the kind of outage title, cause and advice, by the edition what has changed."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.core.merge_fields import Field
from desktop.stationery.rows import TemplatePurpose
from desktop.stationery.service.texts.letters import HOUSE, BuiltIn

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OF_A_NOTICE", "OF_POSTERS", "SAMPLES", "SAMPLES_CODES"]

OF_A_NOTICE = (
    Field("title", msg("title of the notice")),
    Field("kind", msg("kind of outage")),
    Field("where", msg("places affected")),
    Field("when", msg("time affected")),
    Field("start", msg("expected start")),
    Field("end", msg("expected end")),
    Field("cause", msg("cause")),
    Field("advice", msg("advice")),
    Field("closing", msg("apology or thanks")),
    Field("number", msg("notice number")),
    Field("earlier", msg("earlier notice")),
    Field("change", msg("what has changed")),
    Field("old_when", msg("time announced before")),
    Field("old_end", msg("end announced before")),
    Field("reason", msg("reason for calling off")),
    Field("back", msg("what is back")),
    Field("ended", msg("when it was over")),
    Field("supplier", msg("supplier's phone")),
    *HOUSE,
)
"""What a text about an outage can have filled in."""

OF_POSTERS: Mapping[TemplatePurpose, BuiltIn] = MappingProxyType(
    {
        TemplatePurpose.NOTICE_WATER: BuiltIn(
            msg("Water off"),
            msg(
                "Repairs to the water supply\n"
                "Keep some water in store; close taps\n"
                "Switch off water heaters and filters\n"
                "Let water run clear before you use it"
            ),
        ),
        TemplatePurpose.NOTICE_POWER: BuiltIn(
            msg("Power off"),
            msg(
                "Maintenance of the power lines\n"
                "Switch appliances off; save your work\n"
                "Have a torch ready; use no candles\n"
                "Avoid the lift around that time"
            ),
        ),
        TemplatePurpose.NOTICE_GAS: BuiltIn(
            msg("Gas off"),
            msg(
                "Maintenance of the gas pipes\n"
                "Close the cooker and the gas valve\n"
                "Keep the valve shut until gas is back\n"
                "Smell gas? Touch no switch; get out"
            ),
        ),
        TemplatePurpose.NOTICE_HEATING: BuiltIn(
            msg("Heating off"),
            msg(
                "Maintenance of the heating pipes\n"
                "Dress warmly; mind the old and young\n"
                "Leave the heating valves alone\n"
                "Call us if radiators stay cold or leak"
            ),
        ),
        TemplatePurpose.NOTICE_LIFT: BuiltIn(
            msg("Lift out of use"),
            msg(
                "Maintenance of the lift\n"
                "Take the stairs or another lift\n"
                "Call us if stairs are hard for you\n"
                "Keep away from the lift doors"
            ),
        ),
        TemplatePurpose.NOTICE_NETWORK: BuiltIn(
            msg("Network down"),
            msg(
                "Maintenance of the network lines\n"
                "If urgent, use your mobile network\n"
                "Fixed phones and TV may stop as well\n"
                "Not online again? Restart your router"
            ),
        ),
        TemplatePurpose.NOTICE_ROAD: BuiltIn(
            msg("Road closed"),
            msg(
                "Road works\n"
                "Move your car and follow the signs\n"
                "Keep to the marked path\n"
                "Leave fences and signs where they are"
            ),
        ),
        TemplatePurpose.NOTICE_PEST_CONTROL: BuiltIn(
            msg("Pest control day"),
            msg(
                "Pest control in public areas\n"
                "Close windows; take in your laundry\n"
                "Keep children and pets off the lawns\n"
                "Unwell? Fresh air, then see a doctor"
            ),
        ),
        TemplatePurpose.NOTICE_TANK_CLEANING: BuiltIn(
            msg("Tank cleaning day"),
            msg(
                "Tank cleaning; taps will be dry\n"
                "Store some water; close all taps\n"
                "Let water run clear before you use it\n"
                "Call us if it stays cloudy or smells"
            ),
        ),
        TemplatePurpose.NOTICE_FIRE_TEST: BuiltIn(
            msg("Alarm test only"),
            msg(
                "Test of the fire alarm system\n"
                "It is only a test: no need to leave\n"
                "Lifts may stop; take the stairs\n"
                "In a real fire call 119 at once"
            ),
        ),
        TemplatePurpose.NOTICE_TYPHOON: BuiltIn(
            msg("Typhoon ahead"),
            msg(
                "Typhoon warning issued\n"
                "Close windows; bring in pots, laundry\n"
                "Stay in; keep off trees, signs, walls\n"
                "Do not park under trees"
            ),
        ),
        TemplatePurpose.NOTICE_RAINSTORM: BuiltIn(
            msg("Heavy rain ahead"),
            msg(
                "Rain warning issued\n"
                "Close windows; check balcony drains\n"
                "Move cars out of low places\n"
                "Stay in; keep away from fallen wires"
            ),
        ),
        TemplatePurpose.NOTICE_COLD: BuiltIn(
            msg("Cold wave ahead"),
            msg(
                "Cold warning issued\n"
                "Dress warmly; mind the old and young\n"
                "Wrap bare water pipes against frost\n"
                "Air rooms heated with gas or charcoal"
            ),
        ),
        TemplatePurpose.NOTICE_HEAT: BuiltIn(
            msg("Heatwave ahead"),
            msg(
                "Heat warning issued\n"
                "Stay in at midday; drink plenty\n"
                "Leave nobody in a parked car\n"
                "Do not overload sockets"
            ),
        ),
        TemplatePurpose.NOTICE_OTHER: BuiltIn(
            msg("{kind}"),
            msg("{cause}\nNote the time and plan ahead"),
        ),
        TemplatePurpose.NOTICE_EXTENDED: BuiltIn(
            msg("{kind}: extended"),
            msg("Announced end: {old_end} (notice {earlier})"),
        ),
        TemplatePurpose.NOTICE_MOVED: BuiltIn(
            msg("{kind}: new time"),
            msg("Announced time: {old_when} (notice {earlier})"),
        ),
        TemplatePurpose.NOTICE_AMENDED: BuiltIn(
            msg("{kind}: correction"),
            msg("Corrected: please disregard notice {earlier}."),
        ),
        TemplatePurpose.NOTICE_CANCELLED: BuiltIn(
            msg("{kind}: called off"),
            msg("What notice {earlier} announced for {old_when} will not take place."),
        ),
        TemplatePurpose.NOTICE_RESTORED: BuiltIn(
            msg("{back}"),
            msg("{back} since {ended}. Notice {earlier} no longer applies."),
        ),
    }
)
"""The first line is the cause, of an edition what has changed; the others are advice, a piece a line."""

SAMPLES: Mapping[str, Message] = MappingProxyType(
    {
        "title": msg("Water off"),
        "kind": msg("Water outage"),
        "where": msg("Buildings 3 and 5, all households"),
        "when": msg("24 Nov, Tuesday, 9:00 to 17:00"),
        "start": msg("24 Nov, 9:00"),
        "end": msg("24 Nov, 17:00"),
        "cause": msg("A valve in the pump room is being replaced"),
        "advice": msg("Store some water beforehand"),
        "closing": msg("We apologise for the inconvenience."),
        "change": msg("What was announced has changed."),
        "old_when": msg("24 Nov, 8:00 to 16:00"),
        "old_end": msg("24 Nov, 16:00"),
        "reason": msg("The parts have not arrived"),
        "back": msg("Water is back"),
        "ended": msg("24 Nov, 16:40"),
    }
)
"""Made-up values of these fields."""

SAMPLES_CODES: Mapping[str, str] = MappingProxyType({"number": "2026-031", "earlier": "2026-030", "supplier": "96390"})
