"""What the screens of care decide: which list is shown, for whom something can be planned, what is written."""

from __future__ import annotations

from desktop.care.presenter.acting import CareAttempt, CareWriter, Group
from desktop.care.presenter.listing import CareListPresenter
from desktop.care.presenter.paper import GiftListPaper

__all__ = ["CareAttempt", "CareListPresenter", "CareWriter", "GiftListPaper", "Group"]
