"""Address labels of households."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.paper.labels import LABELS_2X7, LABELS_3X8, Label, label_sheets
from desktop.register.report.words import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.paper.labels import LabelFormat
    from desktop.register.rows import LabelLine

__all__ = ["LABEL_FORMATS", "address_labels"]

LABEL_FORMATS: Mapping[str, LabelFormat] = MappingProxyType({"3x8": LABELS_3X8, "2x7": LABELS_2X7})
"""Formats by the key a person's choice is kept under."""


def address_labels(
    lines: Sequence[LabelLine], community: str, shape: LabelFormat, language: Language, printed_at: datetime
) -> bytes:
    """Return the PDF with a label for each household: the community, the room, who is there. `printed_at` is aware."""
    labels = [Label(community, line.room, listed(line.names, language)) for line in lines]
    return label_sheets(labels, shape, language, printed_at, language.gettext("Address labels"))
