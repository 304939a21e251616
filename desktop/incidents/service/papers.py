"""What is printed of an incident: all of it with its photos, on A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, requires
from desktop.incidents import store
from desktop.incidents.report import incident_page, scaled_photo
from desktop.incidents.rows import IncidentSheet
from desktop.incidents.service.looking import Looking

if TYPE_CHECKING:
    from desktop.core.i18n import Language

__all__ = ["MOST_PHOTOS", "Papers"]

MOST_PHOTOS = 6
"""On paper; the report says how many more there are."""


class Papers(Looking):
    """Makes the paper of an incident."""

    @requires(Operation.READ_INCIDENTS)
    def paper(self, incident_id: int, language: Language) -> bytes:
        """Return the A4 report of an incident as PDF; raise UserError where there is none."""
        desk = self.desk
        sheet = self.sheet(incident_id)
        return incident_page(sheet, desk.community, desk.zone, desk.clock.now(), language)

    @requires(Operation.READ_INCIDENTS)
    def sheet(self, incident_id: int) -> IncidentSheet:
        """Return an incident as it is printed; a picture that cannot be drawn is left out."""
        photos: list[bytes] = []
        left_out = 0
        with self.desk.read() as session:
            file = self._file(session, incident_id)
            for content in store.pictures(session, self.actor.community_id, incident_id):
                photo = scaled_photo(content) if len(photos) < MOST_PHOTOS else None
                if photo is None:
                    left_out += 1
                else:
                    photos.append(photo)
        return IncidentSheet(file, tuple(photos), left_out)
