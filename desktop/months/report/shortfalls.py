"""What of a month fell short of what it ought to be, and what went well where nothing did, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.months.rows import COUNTED, FIGURE_LABELS, HOURS, TARGETED, Figure, figure_text, is_met

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.months.rows import MonthSummary

__all__ = ["MOST_MISSED", "fell_short", "overdue", "target_text", "verdict", "went_well"]

MOST_MISSED = 2
"""So many missed targets are told beside what is overdue."""

_TOLD_ELSEWHERE = frozenset({Figure.ON_TIME_RATE, Figure.SATISFACTION})
"""Figures that have a sentence of their own, in which their target is told."""

_ORDER = (Figure.COMPLETION_RATE, Figure.REWORK_RATE, Figure.FOLLOW_UP_RATE, *Figure)


def fell_short(summary: MonthSummary, language: Language, *, over: bool) -> list[str]:
    """Return what is overdue and which targets were missed, those that matter most first; `over`: the month is."""
    told = overdue(summary, language, over=over)
    missed = [
        figure for figure in dict.fromkeys(_ORDER) if figure not in _TOLD_ELSEWHERE and _is_missed(summary, figure)
    ]
    return [*told, *(_missed(summary, figure, language) for figure in missed[:MOST_MISSED])]


def overdue(summary: MonthSummary, language: Language, *, over: bool) -> list[str]:
    """Return how much is overdue, nothing where nothing is."""
    count = summary.total.figures.overdue
    if not count:
        return []
    if over:
        return [
            language.ngettext(
                "%(count)s request was overdue at the end of the month",
                "%(count)s requests were overdue at the end of the month",
                count,
            )
        ]
    return [language.ngettext("%(count)s request is overdue", "%(count)s requests are overdue", count)]


def verdict(summary: MonthSummary, language: Language) -> str:
    """Return how many of the targets were met, and which were not; "" where no figure with a target is known."""
    t = language.gettext
    judged = {
        figure: is_met(figure, summary.total.figures.value(figure), summary.targets.get(figure))
        for figure in dict.fromkeys(_ORDER)
        if figure in TARGETED
    }
    known = [figure for figure, met in judged.items() if met is not None]
    missed = [_beside_target(summary, figure, language) for figure in known if not judged[figure]]
    count, named = len(known), t(", ").join(missed)
    if not known:
        return ""
    if not missed:
        return language.ngettext(
            "%(count)s target could be judged, and it was met", "All %(count)s targets were met", count
        )
    if len(missed) == count:
        return language.ngettext(
            "%(count)s target could be judged, and it was missed: %(figures)s",
            "None of the %(count)s targets was met: %(figures)s",
            count,
            figures=named,
        )
    met = language.integer(count - len(missed))
    return t("%(met)s of %(all)s targets were met; missed: %(figures)s", met=met, all=count, figures=named)


def _beside_target(summary: MonthSummary, figure: Figure, language: Language) -> str:
    t, head, value = language.gettext, language.message(FIGURE_LABELS[figure]), summary.total.figures.value(figure)
    name, target = head[:1].lower() + head[1:], target_text(figure, summary.targets[figure], language)
    if not value:
        return t("%(figure)s at zero (target %(target)s)", figure=name, target=target)
    written = figure_text(figure, value, language)
    return t("%(figure)s %(value)s (target %(target)s)", figure=name, value=written, target=target)


def _is_missed(summary: MonthSummary, figure: Figure) -> bool:
    return is_met(figure, summary.total.figures.value(figure), summary.targets.get(figure)) is False


def _missed(summary: MonthSummary, figure: Figure, language: Language) -> str:
    t, value = language.gettext, summary.total.figures.value(figure)
    target = target_text(figure, summary.targets[figure], language)
    rate = figure_text(figure, value, language)
    if figure is Figure.COMPLETION_RATE:
        return t("completion stays below its target of %(target)s", target=target)
    if figure is Figure.REWORK_RATE:
        return t("%(rate)s of the repairs had to be done again (target: at most %(target)s)", rate=rate, target=target)
    if figure is Figure.FOLLOW_UP_RATE and not value:
        return t("no follow-up reached anyone in time (target %(target)s)", target=target)
    if figure is Figure.FOLLOW_UP_RATE:
        return t(
            "only %(rate)s of the follow-ups reached someone in time (target %(target)s)", rate=rate, target=target
        )
    return t(
        "%(figure)s %(value)s instead of %(target)s",
        figure=language.message(FIGURE_LABELS[figure]),
        value=rate,
        target=target,
    )


def went_well(summary: MonthSummary, language: Language, *, over: bool) -> list[str]:
    """Return what is to be praised: nothing overdue, no rework, every follow-up made."""
    t, figures = language.gettext, summary.total.figures
    if not (figures.received or figures.completed or figures.carried_over):
        return []
    told = [t("Nothing was overdue at the end of the month") if over else t("Nothing is overdue")]
    if figures.rework_rate == 0:
        told.append(t("no repair had to be done again"))
    if figures.follow_up_rate == 1:
        told.append(t("every follow-up was made in time"))
    return told


def target_text(figure: Figure, target: float, language: Language) -> str:
    """Return a target as a person says it: 95%, not 95.0%."""
    written = figure_text(figure, target, language)
    whole = figure not in COUNTED and figure not in HOURS and round(target * 100, 6) == round(target * 100)
    return language.percent(target, 0) if whole else written
