"""What stands behind the page of slips: numbers understood, bills and times read, completions written."""

from __future__ import annotations

from desktop.slips.presenter.items import item_words, read_item
from desktop.slips.presenter.returning import Returned, SlipsPresenter, Standing, Values
from desktop.slips.presenter.times import Times

__all__ = ["Returned", "SlipsPresenter", "Standing", "Times", "Values", "item_words", "read_item"]
