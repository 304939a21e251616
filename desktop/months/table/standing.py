"""How a figure stands: against its target, else against the month before; never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.months.rows import HOURS, LESS_IS_BETTER, figure_text, is_met
from desktop.months.table.words import tile_text, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Language
    from desktop.months.rows import Compared, Figure, Figures

__all__ = ["AT_LEAST", "AT_MOST", "Standing", "standing", "target_line", "target_text", "year_text"]

AT_LEAST, AT_MOST = "≥", "≤"


@dataclass(frozen=True, slots=True)
class Standing:
    """An icon in a tone, and the same in words; `met` is none where there is no target or nothing to measure."""

    icon: str
    tone: str
    words: Message
    met: bool | None = None


def target_text(figure: Figure, target: float, language: Language) -> str:
    """Return a target with its direction and unit, without a decimal that says nothing: ≥ 92%, ≤ 24 h."""
    text = figure_text(figure, target, language)
    unit = "" if figure in HOURS else "%"
    number = text.removesuffix(unit).removesuffix(f"{language.decimal(0)[1:]}")
    if figure in HOURS:
        return f"{AT_MOST} {language.gettext('%(hours)s h', hours=number)}"
    return f"{AT_MOST if figure in LESS_IS_BETTER else AT_LEAST} {number}{unit}"


def standing(figure: Figure, compared: Compared, targets: Mapping[Figure, float], language: Language) -> Standing:
    """Return how a figure stands: whether its target is met; without a target, whether it got better."""
    target = targets.get(figure)
    if target is None:
        return Standing(*verdict(figure, compared, language))
    met = is_met(figure, compared.figures.value(figure), target)
    wanted = target_text(figure, target, language)
    if met is None:
        return Standing("minus", "ink2", msg("Target %(target)s: there is nothing to measure.", target=wanted))
    if met:
        return Standing("circle-check", "green", msg("Target %(target)s: met.", target=wanted), met)
    return Standing("triangle-alert", "amber", msg("Target %(target)s: not met.", target=wanted), met)


def target_line(figure: Figure, compared: Compared, targets: Mapping[Figure, float], language: Language) -> str:
    """Return target and result as they stand in a tile, nothing without a target."""
    target = targets.get(figure)
    if target is None:
        return ""
    wanted = target_text(figure, target, language).replace(" ", "", 1)
    met = is_met(figure, compared.figures.value(figure), target)
    if met is None:
        return wanted
    return (
        language.gettext("%(target)s met", target=wanted)
        if met
        else language.gettext("%(target)s missed", target=wanted)
    )


def year_text(figure: Figure, year: Figures | None, language: Language) -> str:
    """Return a figure from 1 January to the cut-off."""
    return language.gettext("YTD %(value)s", value=tile_text(figure, year, language))
