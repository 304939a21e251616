"""What can be done with households: find, look, keep the register, import. Checks rights, writes audit and index."""

from __future__ import annotations

from desktop.households.service.belongings import KeepingBelongings
from desktop.households.service.finding import Finding
from desktop.households.service.importing import Importing
from desktop.households.service.looking import Looking
from desktop.households.service.marks import KeepingMarks
from desktop.households.service.people import KeepingPeople
from desktop.households.service.phones import KeepingPhones
from desktop.households.service.photos import KeepingPhotos
from desktop.households.service.rooms import KeepingRooms

__all__ = ["HouseholdService"]


class HouseholdService(
    Finding,
    Looking,
    KeepingPeople,
    KeepingPhones,
    KeepingBelongings,
    KeepingPhotos,
    KeepingRooms,
    KeepingMarks,
    Importing,
):
    """The service of the register of households, for one signed-in account."""
