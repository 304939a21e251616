"""The figures by category, zone, place, liability, source and worker, and buildings by categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.months.report import words
from desktop.months.report.drafting import SIZE, Drafted, Drafting, fitting, shares
from desktop.months.report.figures import short_head
from desktop.months.rows import LIST_DEFINITIONS, Figure, difference_text, figure_text
from desktop.paper.charts import Heat
from desktop.paper.tables import FIT, Column, Row
from desktop.paper.words import bold
from desktop.requests.model import Liability, Place, Source
from desktop.requests.rows import LIABILITY_LABELS, PLACE_LABELS, SOURCE_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Message
    from desktop.months.rows import Named
    from desktop.paper.cells import Cell

__all__ = ["breakdown", "heat", "hot_spots"]

MOST_CATEGORIES = 8
"""Columns of the heat table, so that four characters fit each; the categories beyond are summed up in one more."""

MOST_HEAT_MM = 26.0
"""Width of a column of the heat table, at most: few categories are no reason for broad bands of grey."""

_CODED: dict[str, Message] = {
    **{each.value: label for each, label in PLACE_LABELS.items()},
    **{each.value: label for each, label in LIABILITY_LABELS.items()},
    **{each.value: label for each, label in SOURCE_LABELS.items()},
}
"""Groups that have no name of their own, by their code; no two kinds share one."""

assert len(_CODED) == len(Place) + len(Liability) + len(Source)

ROUNDED = msg("Shares are rounded; that is why they do not add up to exactly 100 %.")
NO_CATEGORY = msg("No category")


def breakdown(draft: Drafting) -> Drafted | None:
    """Return a table of each kind of group that has any, under a small heading of its own."""
    summary, t = draft.summary, draft.language.gettext
    kinds: list[tuple[str, Sequence[Named], Message]] = [
        (t("Category"), summary.categories, NO_CATEGORY),
        (t("Zone"), summary.zones, msg("No zone")),
        (t("Place"), summary.places, msg("Not said")),
        (t("Liability"), summary.liabilities, msg("Not said")),
        (t("Source"), summary.sources, msg("Not said")),
        (t("Worker"), summary.workers, msg("No worker")),
    ]
    columns = [
        Column(t("Group")),
        *(
            Column(head, fitting(head, ("1,000", "100.0%")), "right")
            for head in (
                t("Received"),
                t("Share of all"),
                t("Last month"),
                _change(draft),
                t("Last year"),
                _change(draft),
                *(short_head(figure, draft.language) for figure in _ALSO),
            )
        ),
    ]
    rows: list[Row] = []
    all_add_up = True
    for head, groups, none in kinds:
        counted = [group for group in groups if _counts_any(group)]
        if counted:
            counted.sort(key=lambda group: (group.id == 0 and not group.code, -group.compared.figures.received))
            more, add_up = _groups(draft, counted, none)
            rows += [Row([bold(head, SIZE)], whole=True, leads=True), *more]
            all_add_up = all_add_up and add_up
    if not rows:
        return None
    table = draft.table(columns, rows)
    return Drafted([table if all_add_up else draft.noted(table, ROUNDED)])


def _change(draft: Drafting) -> str:
    return draft.language.pgettext("difference", "Change")


def _counts_any(group: Named) -> bool:
    compared = group.compared
    return any(each is not None and any(each.counts) for each in (compared.figures, compared.previous))


def _groups(draft: Drafting, groups: Sequence[Named], none: Message) -> tuple[list[Row], bool]:
    """Return a row for each group, and whether their shares as written add up."""
    language = draft.language
    parts, add_up = shares([group.compared.figures.received for group in groups], language)
    rows: list[Row] = []
    for group, part in zip(groups, parts, strict=True):
        compared = group.compared
        now = compared.figures.received
        name = language.message(_CODED[group.code]) if group.code in _CODED and not group.name else group.name
        row: list[Cell] = [f"\u2002{name or language.message(none)}", bold(language.integer(now), SIZE), part]
        for earlier in (compared.previous, compared.last_year):
            before = earlier and earlier.received
            row.append(figure_text(Figure.RECEIVED, before, language))
            row.append(difference_text(Figure.RECEIVED, now, before, language))
        row += [figure_text(figure, compared.figures.value(figure), language) for figure in _ALSO]
        rows.append(Row(row))
    return rows, add_up


_ALSO = (Figure.COMPLETED, Figure.COMPLETION_RATE, Figure.ON_TIME_RATE, Figure.OVERDUE)


def heat(draft: Drafting) -> Drafted:
    """Return the received requests of each building by category, the grounds darker the more there were."""
    language, t = draft.language, draft.language.gettext
    found = [each for each in draft.report.lists.heat if each.requests]
    if not found:
        return Drafted([draft.table([], [])])
    buildings = {each.building_id: words.building(each.building, language) for each in found}
    categories = {each.category_id: each.category or language.message(NO_CATEGORY) for each in found}
    sums = {key: sum(each.requests for each in found if each.category_id == key) for key in categories}
    ordered = sorted(categories, key=lambda key: -sums[key])
    shown, others = ordered[:MOST_CATEGORIES], frozenset(ordered[MOST_CATEGORIES:])
    heads = [categories[key] for key in shown] + ([t("Others")] if others else [])
    place = {key: shown.index(key) if key in shown else len(shown) for key in categories}
    values = {key: [0] * len(heads) for key in sorted(buildings, key=lambda key: key == 0)}
    for each in found:
        values[each.building_id][place[each.category_id]] += each.requests
    chart = Heat([buildings[key] for key in values], heads, list(values.values()))
    name_mm = min(34.0, fitting(t("Building"), (t("Total"), *(buildings[key] for key in values))))
    total_mm = fitting(t("Total"), (bold(language.integer(sum(sums.values())), SIZE),))
    wide = min((172 - name_mm - total_mm) / len(heads), MOST_HEAT_MM)
    columns = [
        Column(t("Building")),
        *(Column(head, wide, "centre") for head in heads),
        Column(t("Total"), total_mm, "right"),
    ]
    rows = [
        Row(
            [
                name,
                *(language.integer(int(value)) if value else "" for value in numbers),
                bold(language.integer(int(sum(numbers))), SIZE),
            ],
            grounds=["", *(chart.ground(value) if value else "" for value in numbers), ""],
        )
        for name, numbers in zip(chart.rows, chart.values, strict=True)
    ]
    totals = [sum(column) for column in zip(*chart.values, strict=True)]
    numbers = [bold(language.integer(int(each)), SIZE) for each in (*totals, sum(totals))]
    rows.append(Row([bold(t("Total"), SIZE), *numbers]))
    note = msg("Received requests; the darker, the more (four steps up to the most). Empty: none.")
    return Drafted([draft.noted(draft.table(columns, rows), note)], t("requests"))


def hot_spots(draft: Drafting) -> Drafted:
    """Return which category stands out in which building."""
    language, t = draft.language, draft.language.gettext
    columns = [
        Column(t("Building"), 34),
        Column(t("Category")),
        Column(t("This month"), FIT, "right"),
        Column(t("Expected"), FIT, "right"),
        Column(t("Last month"), FIT, "right"),
        Column(t("Since last month"), FIT, "right"),
    ]
    rows: list[list[Cell]] = [
        [
            words.building(spot.building, language),
            spot.category,
            bold(language.integer(spot.requests), SIZE),
            language.decimal(spot.expected),
            figure_text(Figure.RECEIVED, spot.previous, language),
            difference_text(Figure.RECEIVED, spot.requests, spot.previous, language),
        ]
        for spot in draft.report.lists.hot_spots
    ]
    return Drafted([draft.noted(draft.table(columns, rows), LIST_DEFINITIONS["hot_spots"])])
