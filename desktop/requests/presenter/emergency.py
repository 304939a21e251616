"""Words that speak of an emergency, and what to tell the caller until somebody is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.core.texts import search_form

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DANGERS", "Danger", "danger_in"]


@dataclass(frozen=True, slots=True)
class Danger:
    """One danger: its name, the words residents use for it, and what to tell the caller at once."""

    name: Message
    words: Sequence[str]
    advice: Message


def _danger(name: Message, words: str, advice: Message) -> Danger:
    return Danger(name, tuple(search_form(word.replace("_", " ")) for word in words.split()), advice)


DANGERS = (
    _danger(
        msg("fire"),
        "着火 起火 失火 火灾 冒烟 烧起来 著火 火災 冒煙 燒起來 on_fire smoke_from",
        msg("Have them call 119 and leave by the stairs, not the lift; send the order team."),
    ),
    _danger(
        msg("gas"),
        "燃气泄漏 燃气味 燃气 煤气 天然气 漏气 燃氣 煤氣 瓦斯 天然氣 漏氣 gas_leak smell_of_gas smells_of_gas",
        msg("No switch, no flame, no phone inside: open the windows, close the valve, go out."),
    ),
    _danger(
        msg("people in the lift"),
        "困梯 困人 关人 被困 困在电梯 困电梯 關人 困在電梯 困電梯 trapped stuck_in_the_lift",
        msg("Keep them talking, let nobody force the door; call the lift company, send somebody there."),
    ),
    _danger(
        msg("electricity"),
        "漏电 触电 电线冒火 冒火花 漏電 觸電 冒火花 electric_shock sparks",
        msg("Touch nothing wet or metal, switch off at the main breaker; send an electrician."),
    ),
    _danger(
        msg("burst pipe"),
        "跑水 爆管 水管爆 喷水 水漫 淹水 泡水 淹了 噴水 burst_pipe pipe_burst flooding flooded",
        msg("Close the main valve, switch off the power where it is wet; warn the floor below."),
    ),
)
"""The dangers in the order in which they count where words speak of several."""


def danger_in(words: str) -> Danger | None:
    """Return the gravest danger that `words` speak of, None where they speak of none."""
    text = search_form(words)
    return next((danger for danger in DANGERS if any(word in text for word in danger.words)), None)
