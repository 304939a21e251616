"""Keeping photos of residents: only where the community allows them, only with someone's consent on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean
from desktop.households.model import Occupancy, ResidentPhoto
from desktop.households.service.keeping import Keeping, living, written
from desktop.staff.model import Community

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["LARGEST_PHOTO", "KeepingPhotos"]

LARGEST_PHOTO = 200_000
"""Bytes of a photo as it is kept."""

_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class KeepingPhotos(Keeping):
    """Reads and writes photos. While they are switched off, none is shown, told of or taken in."""

    @requires(Operation.READ_HOUSEHOLD)
    def photos(self, room_id: int) -> Mapping[int, bytes]:
        """Return the photos (JPEG or PNG) of who is or was in a room, by resident; none while they are off."""
        with self.desk.read() as session:
            if not self._allowed(session):
                return {}
            query = (
                select(ResidentPhoto.resident_id, ResidentPhoto.image)
                .join(Occupancy, Occupancy.resident_id == ResidentPhoto.resident_id)
                .where(Occupancy.room_id == room_id, Occupancy.community_id == self.actor.community_id)
            )
            return {row.resident_id: row.image for row in session.execute(query)}

    @requires(Operation.EDIT_HOUSEHOLD)
    def set_photo(
        self, resident_id: int, image: bytes, *, consent_by: str, consent_on: date, operation_id: str = ""
    ) -> Changes:
        """Keep a photo, a small JPEG or PNG, instead of the one before, with who agreed to it and when.

        Raises UserError while photos are off, for an image too large or of another kind, for no consent and for a
        consent given on a day to come.
        """
        today = self._today()
        agreed = clean(consent_by)
        problems = []
        if not image.startswith(_SIGNATURES) or len(image) > LARGEST_PHOTO:
            problems.append(Problem(msg("This is no photo that can be kept; choose a JPEG or PNG file."), "photo"))
        if not agreed:
            problems.append(Problem(msg("Write who agreed to the photo."), "consent_by"))
        if consent_on > today:
            problems.append(Problem(msg("The consent cannot be given on a day to come."), "consent_on"))
        if problems:
            raise UserError(*problems)
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            if not self._allowed(work.session):
                raise UserError(msg("This community keeps no photos; the administrator can allow them in Settings."))
            resident = living(work, resident_id)
            photo = _photo_of(work, resident.id)
            before = None if photo is None else _audited(photo)
            if photo is None:
                photo = ResidentPhoto(community_id=work.community_id, resident_id=resident.id)
                work.session.add(photo)
            photo.image, photo.consent_by, photo.consent_on = image, agreed, consent_on
            work.audit("resident", resident.id, "photo kept", before, _audited(photo))
            work.result = resident.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def remove_photo(self, resident_id: int, *, operation_id: str = "") -> Changes:
        """Delete a resident's photo, also while photos are off; nothing happens where there is none."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            photo = _photo_of(work, resident_id)
            if photo is not None:
                work.audit("resident", resident_id, "photo removed", _audited(photo), None)
                work.session.delete(photo)
            work.result = resident_id
        return work.changes

    def _allowed(self, session: Session) -> bool:
        query = select(Community.photos_allowed).where(Community.id == self.actor.community_id)
        return bool(session.scalar(query))


def _photo_of(work: UnitOfWork, resident_id: int) -> ResidentPhoto | None:
    query = select(ResidentPhoto).where(
        ResidentPhoto.resident_id == resident_id, ResidentPhoto.community_id == work.community_id
    )
    return work.session.scalars(query).one_or_none()


def _audited(photo: ResidentPhoto) -> dict[str, str | int | None]:
    # the image itself is nobody's business in the audit
    return {
        "consent_by": photo.consent_by,
        "consent_on": written(photo.consent_on),
        "bytes": len(photo.image),
    }
