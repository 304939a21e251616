"""What the program brings along to be sent or said of an outage: chat groups, short messages, the phone."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.stationery.rows import TemplatePurpose
from desktop.stationery.service.texts.letters import BuiltIn

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OF_MESSAGES"]

OF_MESSAGES: Mapping[TemplatePurpose, BuiltIn] = MappingProxyType(
    {
        TemplatePurpose.CHAT_ANNOUNCED: BuiltIn(
            msg("[{title}]"),
            msg(
                "Dear residents,\n"
                "Where: {where}\n"
                "When: {when}\n"
                "Why: {cause}\n"
                "Please note: {advice}\n"
                "Questions? Call {phone}.\n"
                "{closing}\n"
                "{office}, {today}"
            ),
        ),
        TemplatePurpose.CHAT_EXTENDED: BuiltIn(
            msg("[{title}]"),
            msg(
                "Dear residents,\n"
                "{change}\n"
                "Where: {where}\n"
                "When: {when}\n"
                "Why: {cause}\n"
                "Questions? Call {phone}.\n"
                "{closing}\n"
                "{office}, {today}"
            ),
        ),
        TemplatePurpose.CHAT_MOVED: BuiltIn(
            msg("[{title}]"),
            msg(
                "Dear residents,\n"
                "{change}\n"
                "Where: {where}\n"
                "When: {when}\n"
                "Why: {cause}\n"
                "Please note: {advice}\n"
                "Questions? Call {phone}.\n"
                "{closing}\n"
                "{office}, {today}"
            ),
        ),
        TemplatePurpose.CHAT_AMENDED: BuiltIn(
            msg("[{title}]"),
            msg(
                "Dear residents,\n"
                "{change}\n"
                "Where: {where}\n"
                "When: {when}\n"
                "Why: {cause}\n"
                "Please note: {advice}\n"
                "Questions? Call {phone}.\n"
                "{closing}\n"
                "{office}, {today}"
            ),
        ),
        TemplatePurpose.CHAT_CANCELLED: BuiltIn(
            msg("[{title}]"),
            msg(
                "Dear residents,\n"
                "{change}\n"
                "Where: {where}\n"
                "Why: {reason}\n"
                "Questions? Call {phone}.\n"
                "{closing}\n"
                "{office}, {today}"
            ),
        ),
        TemplatePurpose.CHAT_RESTORED: BuiltIn(
            msg("[{title}]"),
            msg(
                "Dear residents,\n"
                "{change}\n"
                "Where: {where}\n"
                "Please note: {advice}\n"
                "Questions? Call {phone}.\n"
                "{closing}\n"
                "{office}, {today}"
            ),
        ),
        TemplatePurpose.SHORT_ANNOUNCED: BuiltIn(
            msg("[{office}]"),
            msg("{kind}: {where}, {when}.\n{cause}.\n{advice}.\nCall {phone}."),
        ),
        TemplatePurpose.SHORT_EXTENDED: BuiltIn(
            msg("[{office}]"),
            msg("Notice {earlier}: {kind}, {where}: now until {end}.\n{cause}.\nCall {phone}."),
        ),
        TemplatePurpose.SHORT_MOVED: BuiltIn(
            msg("[{office}]"),
            msg("Notice {earlier}: {kind}, {where}: now {when}.\n{cause}.\nCall {phone}."),
        ),
        TemplatePurpose.SHORT_AMENDED: BuiltIn(
            msg("[{office}]"),
            msg("Notice {earlier} has changed: {kind}, {where}, {when}.\n{cause}.\n{advice}.\nCall {phone}."),
        ),
        TemplatePurpose.SHORT_CANCELLED: BuiltIn(
            msg("[{office}]"),
            msg("Notice {earlier}: {kind}, {where}, {old_when} is called off.\n{reason}.\nCall {phone}."),
        ),
        TemplatePurpose.SHORT_RESTORED: BuiltIn(
            msg("[{office}]"),
            msg("{where}: {back} since {ended}.\nThank you.\nCall {phone}."),
        ),
        TemplatePurpose.SAY_OUTAGE: BuiltIn(
            Message(""),
            msg("{kind}: {where}, {when}.\nThe reason: {cause}.\n{advice}."),
        ),
        TemplatePurpose.SAY_RESTORED: BuiltIn(
            Message(""),
            msg("{where}: {back} since {ended}. Thank you for your patience."),
        ),
    }
)
"""A line is left out where a field of it has no value; the lines of short messages and of the phone run on."""
