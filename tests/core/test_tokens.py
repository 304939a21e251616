"""The contrasts the look promises, recomputed from the one table."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from desktop.core import tokens
from desktop.core.tokens import DARK, LIGHT, SERIES, STATUS, TOKENS, contrast, mix

# token, theme, ground it stands on, ratio as printed in the design
PROMISED = [
    ("edge", LIGHT, "panel", 3.5),
    ("edge", DARK, "panel", 3.9),
    ("ink", LIGHT, "panel", 16.5),
    ("ink", LIGHT, "nav", 13.5),
    ("ink", DARK, "panel", 13.4),
    ("ink", DARK, "accent-tint", 10.5),
    ("ink", LIGHT, "accent-tint", 13.6),
    ("ink2", LIGHT, "panel", 6.6),
    ("ink2", LIGHT, "nav", 5.4),
    ("ink2", DARK, "panel", 7.4),
    ("ink2", DARK, "accent-tint", 5.8),
    ("off", LIGHT, "panel", 3.1),
    ("off", DARK, "panel", 3.4),
    ("accent", LIGHT, "panel", 6.7),
    ("accent", LIGHT, "nav", 5.5),
    ("accent", DARK, "panel", 7.9),
    ("accent", DARK, "accent-tint", 6.2),
    ("accent", LIGHT, "accent-tint", 5.6),
    ("accent-hover", LIGHT, "panel", 9.0),
    ("accent-hover", DARK, "panel", 9.5),
    ("on-accent", LIGHT, "accent", 6.7),
    ("on-accent", DARK, "accent", 8.4),
]

# status, theme: text on panel, text on its tint, ink on the tint
PROMISED_STATUS = [
    ("red", LIGHT, 6.7, 5.7, 14.0),
    ("red", DARK, 8.0, 7.1, 11.9),
    ("amber", LIGHT, 6.7, 5.9, 14.6),
    ("amber", DARK, 9.5, 7.7, 10.9),
    ("green", LIGHT, 6.5, 5.7, 14.2),
    ("green", DARK, 8.9, 7.3, 10.9),
    ("blue", LIGHT, 6.9, 5.9, 14.0),
    ("blue", DARK, 8.7, 7.2, 11.1),
    ("violet", LIGHT, 7.2, 6.0, 13.9),
    ("violet", DARK, 8.5, 7.3, 11.5),
    ("grey", LIGHT, 7.3, 6.2, 13.9),
    ("grey", DARK, 9.0, 7.2, 10.7),
]

ROUNDING = 0.06  # the design rounds to one decimal, not always to the nearer one


@pytest.mark.parametrize(("token", "theme", "ground", "ratio"), PROMISED)
def test_that_every_token_has_the_contrast_the_design_states(token: str, theme: int, ground: str, ratio: float) -> None:
    assert contrast(TOKENS[token][theme], TOKENS[ground][theme]) == pytest.approx(ratio, abs=ROUNDING)


@pytest.mark.parametrize(("status", "theme", "on_panel", "on_tint", "ink_on_tint"), PROMISED_STATUS)
def test_that_every_status_colour_has_the_contrasts_the_design_states(
    status: str, theme: int, on_panel: float, on_tint: float, ink_on_tint: float
) -> None:
    colour = STATUS[status][theme]
    assert contrast(colour.text, TOKENS["panel"][theme]) == pytest.approx(on_panel, abs=ROUNDING)
    assert contrast(colour.text, colour.tint) == pytest.approx(on_tint, abs=ROUNDING)
    assert contrast(TOKENS["ink"][theme], colour.tint) == pytest.approx(ink_on_tint, abs=ROUNDING)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("ground", ["ground", "panel", "sunk", "nav", "accent-tint"])
@pytest.mark.parametrize("token", ["ink", "ink2", "accent"])
def test_that_text_is_readable_on_every_ground(token: str, ground: str, theme: int) -> None:
    assert contrast(TOKENS[token][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_borders_and_series_stand_out_three_to_one(theme: int) -> None:
    panel = TOKENS["panel"][theme]
    assert contrast(TOKENS["edge"][theme], TOKENS["ground"][theme]) >= 3
    assert all(contrast(series.colour[theme], panel) >= 3 for series in SERIES)


def test_that_series_differ_without_colour() -> None:
    for one, other in combinations(SERIES, 2):
        assert one.marker != other.marker
        assert one.dash != other.dash
        assert one.pattern != other.pattern


def test_that_grey_labels_on_paper_are_readable() -> None:
    assert contrast(tokens.PAPER["label"], tokens.PAPER["paper"]) == pytest.approx(12.6, abs=ROUNDING)
    assert contrast(tokens.PAPER["label"], tokens.PAPER["cell"]) == pytest.approx(11.1, abs=ROUNDING)


def test_that_every_colour_is_written_alike() -> None:
    pairs = [*TOKENS.values(), *(series.colour for series in SERIES), *(t for pair in STATUS.values() for t in pair)]
    written = [colour for pair in pairs for colour in pair] + list(tokens.PAPER.values())
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in written)


def test_that_contrast_is_symmetric_and_bounded() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#123456", "#123456") == pytest.approx(1)


def test_that_mixing_gives_a_solid_colour_between_the_two() -> None:
    assert mix("#000000", "#FFFFFF", 0.55) == "#737373"
    assert mix("#0F666A", "#FFFFFF", 1) == "#0F666A"
    assert mix("#0F666A", "#FFFFFF", 0) == "#FFFFFF"
