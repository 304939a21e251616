"""The list of features: the tables they bring, and what each offers to the whole. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import configure_mappers

from desktop.accounts import model as accounts_model
from desktop.attachments import model as attachments_model
from desktop.care import model as care_model
from desktop.contacts import model as contacts_model
from desktop.events import model as events_model
from desktop.follow_ups import model as follow_ups_model
from desktop.gifts import model as gifts_model
from desktop.handover import model as handover_model
from desktop.households import model as households_model
from desktop.incidents import model as incidents_model
from desktop.issues import model as issues_model
from desktop.months import model as months_model
from desktop.outages import model as outages_model
from desktop.patrols import model as patrols_model
from desktop.practice import model as practice_model
from desktop.register import model as register_model
from desktop.release_slips import model as release_slips_model
from desktop.requests import model as requests_model
from desktop.staff import model as staff_model
from desktop.stationery import model as stationery_model
from desktop.storage import batches, drafts, numbers, recent, search
from desktop.storage.base import Base, tell_server_options
from desktop.visits import model as visits_model
from desktop.working_days import model as working_days_model

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy import MetaData

__all__ = ["MODELS", "load_models", "metadata"]

MODELS: tuple[ModuleType, ...] = (
    staff_model,
    attachments_model,
    stationery_model,
    working_days_model,
    accounts_model,
    households_model,
    register_model,
    practice_model,
    care_model,
    contacts_model,
    requests_model,
    follow_ups_model,
    issues_model,
    handover_model,
    outages_model,
    gifts_model,
    events_model,
    visits_model,
    release_slips_model,
    patrols_model,
    incidents_model,
    months_model,
    batches,
    drafts,
    numbers,
    recent,
    search,
)
"""Every module that brings tables; the migrations compare the database with them."""


def load_models() -> None:
    """Let the tables of all features know of each other."""
    configure_mappers()


def metadata() -> MetaData:
    """Return the tables of the whole house, with all that either engine is told of them."""
    tell_server_options(Base.metadata)
    return Base.metadata
