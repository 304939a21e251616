"""The paper of a slip, in the words it was issued with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.permissions import Operation, requires
from desktop.release_slips.model import ReleaseSlip
from desktop.release_slips.report import release_slip
from desktop.release_slips.rows import ReleaseLayout
from desktop.release_slips.service.shared import SlipWork
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from desktop.core.i18n import Language

__all__ = ["Papers"]


class Papers(SlipWork):
    """Draws slips."""

    @requires(Operation.ISSUE_RELEASE_SLIP)
    def paper(self, slip_id: int, language: Language, layout: ReleaseLayout = ReleaseLayout.A5) -> bytes:
        """Return the PDF of a slip, one part for the desk and one for the gate; drawn again it says the same.

        Raises UserError where there is no such slip.
        """
        with self.desk.hold() as held:
            with held.read() as session:
                file = self._file(session, slip_id)
                place = session.scalar(select(ReleaseSlip.place).where(ReleaseSlip.id == slip_id)) or file.line.place
            phone = StaffService(held).community().phone
        return release_slip(file, place, self.desk.community, phone, self.desk.zone, language, layout)
