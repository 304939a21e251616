"""What the screens of contact lists decide: which list is shown, what a rule would name, who is called next."""

from __future__ import annotations

from desktop.contacts.presenter.acting import Command, ContactAttempt, ContactWriter
from desktop.contacts.presenter.calling import CallPresenter
from desktop.contacts.presenter.calls import Line, Recorded, Stage
from desktop.contacts.presenter.lists import Chosen, Listed, ListsPresenter
from desktop.contacts.presenter.paper import CallSheetPaper
from desktop.contacts.presenter.rules import ANY_OF, Row, RuleCounter, RuleKinds, kinds_to_offer, rows_of, rule_of
from desktop.contacts.presenter.starting import RoundPlanner, Sample

__all__ = [
    "ANY_OF",
    "CallPresenter",
    "CallSheetPaper",
    "Chosen",
    "Command",
    "ContactAttempt",
    "ContactWriter",
    "Line",
    "Listed",
    "ListsPresenter",
    "Recorded",
    "RoundPlanner",
    "Row",
    "RuleCounter",
    "RuleKinds",
    "Sample",
    "Stage",
    "kinds_to_offer",
    "rows_of",
    "rule_of",
]
