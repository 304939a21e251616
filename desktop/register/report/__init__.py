"""What is taken away on paper: labels, the card and the file of a household."""

from __future__ import annotations

from desktop.register.report.card import household_card
from desktop.register.report.dossier import household_file
from desktop.register.report.labels import LABEL_FORMATS, address_labels

__all__ = ["LABEL_FORMATS", "address_labels", "household_card", "household_file"]
