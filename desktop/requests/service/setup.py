"""Reading what the community laid down about its requests; `desktop.rules` is where it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, requires
from desktop.requests.store import setup
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from desktop.requests.model import PhraseUse
    from desktop.requests.rows import EquipmentRow, GradeRow, PhraseRow, QuestionRow, SetupRow

__all__ = ["Setup"]


class Setup(Service):
    """What forms, queues and paper go by. Retired grades, equipment and questions are left out."""

    @requires(Operation.READ_REQUEST)
    def setup(self) -> SetupRow:
        """Return duty phone, copies and terms of a work order, and the limits of Today."""
        with self.desk.read() as session:
            return setup.setup(session, self.actor.community_id)

    @requires(Operation.READ_REQUEST)
    def phrases(self, use: PhraseUse | None = None) -> tuple[PhraseRow, ...]:
        """Return the frequent texts, all or those for one field."""
        with self.desk.read() as session:
            every = setup.phrases(session, self.actor.community_id)
        return tuple(phrase for phrase in every if use is None or phrase.use is use)

    @requires(Operation.READ_REQUEST)
    def equipment(self) -> tuple[EquipmentRow, ...]:
        """Return the equipment to choose from."""
        with self.desk.read() as session:
            return tuple(piece for piece in setup.equipment(session, self.actor.community_id) if piece.active)

    @requires(Operation.READ_REQUEST)
    def grades(self) -> tuple[GradeRow, ...]:
        """Return the grades of complaints to choose from, the least first."""
        with self.desk.read() as session:
            return tuple(grade for grade in setup.grades(session, self.actor.community_id) if grade.active)

    @requires(Operation.READ_REQUEST)
    def questions(self) -> tuple[QuestionRow, ...]:
        """Return the questions asked in every follow-up."""
        with self.desk.read() as session:
            return tuple(question for question in setup.questions(session, self.actor.community_id) if question.active)
