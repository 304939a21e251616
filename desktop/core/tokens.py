"""The look as numbers: one table that palette, stylesheet, charts and paper are made from.

Colours are #RRGGBB, in pairs (light, dark) indexed by `LIGHT` and `DARK`. Sizes of type are points; lengths on
screen are Qt's logical pixels (96 to the inch) and minima, lengths on paper are named by their unit. The contrasts
that the pairs promise are recomputed by the tests.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DARK",
    "HEIGHTS",
    "LIGHT",
    "MARGINS_MM",
    "PAPER",
    "PAPER_TYPE",
    "RADIUS",
    "RULES_PT",
    "SERIES",
    "SPACE",
    "STATUS",
    "TOKENS",
    "TYPE",
    "Series",
    "Tinted",
    "TypeSize",
    "contrast",
    "mix",
]

LIGHT, DARK = 0, 1
"""Indexes into every pair of this module."""

TOKENS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ground": ("#F1F4F2", "#131819"),
        "panel": ("#FFFFFF", "#1C2324"),
        "sunk": ("#F7F9F8", "#182021"),
        "nav": ("#E4EAE7", "#0F1415"),
        "line": ("#D8DFDB", "#333E3F"),
        "edge": ("#818C87", "#72807F"),
        "ink": ("#18211F", "#E7ECEA"),
        "ink2": ("#52605B", "#A7B3B0"),
        "off": ("#8B9691", "#6B7776"),
        "accent": ("#0F666A", "#63C6BD"),
        "accent-hover": ("#0B5154", "#82D6CE"),
        "on-accent": ("#FFFFFF", "#06201F"),
        "accent-tint": ("#DDEDEC", "#16393A"),
    }
)
"""Grounds, lines, text and accent."""


class Tinted(NamedTuple):
    """A status colour: for text, and the tint its chip or alert strip is filled with."""

    text: str
    tint: str


STATUS: Mapping[str, tuple[Tinted, Tinted]] = MappingProxyType(
    {
        "red": (Tinted("#B0261C", "#FBE9E6"), Tinted("#FF9D92", "#43211E")),
        "amber": (Tinted("#855000", "#FCF0D8"), Tinted("#F1C06A", "#3D2F13")),
        "green": (Tinted("#286A39", "#E4F2E7"), Tinted("#89D29B", "#1B3724")),
        "blue": (Tinted("#1D5AA3", "#E4EEF9"), Tinted("#94C3F6", "#1B314A")),
        "violet": (Tinted("#69459B", "#EFE9F7"), Tinted("#CBB2F3", "#33274A")),
        "grey": (Tinted("#4C5955", "#E9EDEB"), Tinted("#BAC5C2", "#2B3435")),
    }
)
"""red: overdue, refused; amber: due today, warning; green: done, better; blue: being worked on; violet: waits for a
follow-up, VIP; grey: on hold, neutral fact."""


class Series(NamedTuple):
    """How one series of a chart is drawn: its colour, and what tells it apart without colour."""

    colour: tuple[str, str]
    marker: str
    dash: tuple[int, ...]
    pattern: str


SERIES: tuple[Series, ...] = (
    Series(("#0F666A", "#63C6BD"), "ring", (), "hatch 45"),
    Series(("#C8641B", "#F0A161"), "square", (6, 3), "solid"),
    Series(("#311068", "#E7FECB"), "triangle", (2, 3), "outline"),
    Series(("#9C7AD8", "#7A6DB0"), "diamond", (6, 3, 2, 3), "dots"),
    Series(("#603816", "#C84A55"), "cross", (10, 4), "hatch 135"),
)
"""At most five; more is a table. `dash` is on-off lengths in px, `pattern` the fill in black and white."""


class TypeSize(NamedTuple):
    """A size of type: points, weight 400 to 700, height of its line in px."""

    points: float
    weight: int
    line: int


TYPE: Mapping[str, TypeSize] = MappingProxyType(
    {
        "figure": TypeSize(21, 500, 36),
        "title": TypeSize(15, 500, 28),
        "section": TypeSize(12, 500, 24),
        "script": TypeSize(12, 400, 29),
        "body": TypeSize(10.5, 400, 20),
        "strong": TypeSize(10.5, 500, 20),
        "small": TypeSize(9, 400, 18),
        "chip": TypeSize(9, 500, 18),
        "gate-key": TypeSize(12, 400, 22),
        "gate-label": TypeSize(13.5, 400, 26),
        "gate-body": TypeSize(15, 400, 30),
        "gate-strong": TypeSize(18, 500, 34),
        "gate-field": TypeSize(25.5, 400, 44),
        "gate-heading": TypeSize(31.5, 500, 54),
    }
)
"""Type on screen by role."""

SPACE: tuple[int, ...] = (4, 8, 12, 16)
"""The gaps that exist, px."""

RADIUS: Mapping[str, int] = MappingProxyType({"box": 4, "chip": 3, "key": 3})
"""Corner radii, px."""

HEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        "button": 34,
        "field": 34,
        "search": 36,
        "small-button": 28,
        "filter-chip": 28,
        "chip": 22,
        "key": 18,
        "row": 34,
        "row-dense": 32,
        "row-two-line": 53,
        "table-head": 30,
        "panel-head": 40,
        "nav-item": 38,
        "alert": 40,
        "toast": 40,
        "top-bar": 56,
        "status-bar": 28,
        "gate-bar": 64,
        "gate-field": 68,
        "gate-choice": 52,
        "gate-row": 68,
        "gate-button": 64,
        "gate-key": 26,
        "gate-foot": 48,
    }
)
"""Heights of things on screen, px."""

PAPER: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#000000",
        "label": "#333333",
        "accent": TOKENS["accent"][LIGHT],
        "row-rule": "#BBBBBB",
        "grid": "#DDDDDD",
        "bar": "#555555",
        "missed": "#EEEEEE",
        "cell": "#F0F0F0",
        "paper": "#FFFFFF",
    }
)
"""Colours on paper; only `accent` is no grey, and it carries no meaning."""

PAPER_TYPE: Mapping[str, float] = MappingProxyType(
    {
        "title": 18,
        "work-order-title": 20,
        "find": 11,
        "section": 10.5,
        "fault": 10.5,
        "body": 9,
        "label": 8.25,
        "definition": 7.5,
        "notice-title": 88,
        "notice-time": 63,
        "notice-where": 50,
        "notice-cause": 30,
        "notice-advice": 22.5,
        "notice-label": 18,
        "notice-least": 12,
    }
)
"""Sizes of type on paper, pt."""

RULES_PT: Mapping[str, float] = MappingProxyType(
    {"table": 1.1, "row": 0.5, "title": 2.25, "hair": 0.5, "frame": 1.1, "cell": 0.75, "notice": 6, "notice-box": 1.5}
)
"""Widths of lines on paper, pt."""

MARGINS_MM: Mapping[str, tuple[float, float, float, float]] = MappingProxyType(
    {"report": (22, 14, 16, 9), "notice": (16, 14, 16, 12), "work-order": (10, 8, 10, 5), "carbon": (16, 6, 16, 5)}
)
"""Margins of every paper format: left, top, right, bottom, mm; the holes of carbon paper take 12.7 at each side."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two #RRGGBB colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, into: str, share: float) -> str:
    """Return #RRGGBB of `share` (0 to 1) of `colour` mixed into `into`; a solid colour, never transparency."""
    pairs = zip(_channels(colour), _channels(into), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
