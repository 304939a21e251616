"""The texts the program brings along, the fields each may hold, and made-up values to look at them with."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.stationery.rows import MONTHLY, TemplatePurpose
from desktop.stationery.service.texts import events, letters, notices
from desktop.stationery.service.texts.events import OF_AN_EVENT, OF_EVENTS
from desktop.stationery.service.texts.letters import OF_A_REQUEST, OF_LETTERS, OF_THE_MONTH, BuiltIn
from desktop.stationery.service.texts.messages import OF_MESSAGES
from desktop.stationery.service.texts.notices import OF_A_NOTICE, OF_POSTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message
    from desktop.core.merge_fields import Field

__all__ = ["BUILT_IN", "FIELDS", "GAP", "REPORT_FIELDS", "BuiltIn", "is_titled", "sample_codes", "sample_words"]

GAP = "________"
"""Stands in a letter where there is nothing to fill in: whoever writes it sees what is missing."""

BUILT_IN: Mapping[TemplatePurpose, BuiltIn] = MappingProxyType({**OF_LETTERS, **OF_POSTERS, **OF_MESSAGES, **OF_EVENTS})

FIELDS: Mapping[TemplatePurpose, tuple[Field, ...]] = MappingProxyType(
    {
        **dict.fromkeys(OF_LETTERS, OF_A_REQUEST),
        **dict.fromkeys((*OF_POSTERS, *OF_MESSAGES), OF_A_NOTICE),
        **dict.fromkeys(OF_EVENTS, OF_AN_EVENT),
    }
)

REPORT_FIELDS: Mapping[str, tuple[Field, ...]] = MappingProxyType({MONTHLY: OF_THE_MONTH})


def is_titled(purpose: TemplatePurpose) -> bool:
    """Tell whether a text of `purpose` has a title; what is said on the phone has none."""
    return bool(BUILT_IN[purpose].title.msgid)


def sample_words(purpose: TemplatePurpose | None = None) -> Mapping[str, Message]:
    """Return made-up values of the fields a text of `purpose` may hold (none: a letter, a report)."""
    if purpose in OF_EVENTS:
        return {**letters.SAMPLES, **events.SAMPLES}
    return letters.SAMPLES if purpose is None or purpose in OF_LETTERS else {**letters.SAMPLES, **notices.SAMPLES}


def sample_codes(purpose: TemplatePurpose | None = None) -> Mapping[str, str]:
    """Return further made-up values, the same in every language."""
    if purpose in OF_EVENTS:
        return {**letters.SAMPLES_CODES, **events.SAMPLES_CODES}
    if purpose is None or purpose in OF_LETTERS:
        return letters.SAMPLES_CODES
    return {**letters.SAMPLES_CODES, **notices.SAMPLES_CODES}
