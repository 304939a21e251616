"""What the screens of the register's upkeep know and do: pairs and merges, many households at once, papers."""

from __future__ import annotations

from desktop.register.presenter.many import ManyPresenter
from desktop.register.presenter.pairs import Done, PairsPresenter
from desktop.register.presenter.papers import CardPaper, FilePaper, FileSources, LabelsPaper, Unmasking

__all__ = [
    "CardPaper",
    "Done",
    "FilePaper",
    "FileSources",
    "LabelsPaper",
    "ManyPresenter",
    "PairsPresenter",
    "Unmasking",
]
