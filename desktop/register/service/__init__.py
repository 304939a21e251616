"""What keeps the register clean: duplicates and merging, bulk editing, lists and papers to take away."""

from __future__ import annotations

from desktop.register.service.bulk import BulkEditing
from desktop.register.service.merging import Merging
from desktop.register.service.pairs import Pairs
from desktop.register.service.taking import Taking

__all__ = ["RegisterService"]


class RegisterService(Pairs, Merging, BulkEditing, Taking):
    """The service of the register's upkeep, for one signed-in account."""
