"""The screens of the register's upkeep: its page, and what it adds to the page of households."""

from __future__ import annotations

from desktop.register.view.page import RegisterPage
from desktop.register.view.tools import HouseholdTools

__all__ = ["HouseholdTools", "RegisterPage"]
