"""Practising who lives where: which households are asked today, and when they come again (Leitner's boxes)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, Role, requires
from desktop.households.model import Room
from desktop.practice import store
from desktop.practice.model import PracticeCard
from desktop.practice.rows import Asked, PracticeState, Question, Where
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.practice.rows import Choices, Person, PracticeChoice, WornTag
    from desktop.practice.store import Candidate

__all__ = ["DAYS", "SURE_FROM", "PracticeService"]

DAYS = (1, 1, 3, 7, 14, 30)
"""After so many days a household of box 0, 1, 2 ... is asked again; box 0 holds what was missed.

Leitner's boxes: S. Leitner, So lernt man lernen (1972).
"""

SURE_FROM = 4
"""From this box on a household counts as known for sure."""

NAMES_ALONE = frozenset({Role.GUARD})
"""Roles that are told names, rooms and plates, and nothing else of a household."""


class PracticeService(Service):
    """Practice of one signed-in account; nobody sees another one's cards."""

    @requires(Operation.PRACTISE)
    def choices(self) -> Choices:
        """Return the zones and buildings to choose from, and whether households may be chosen by a tag."""
        with self.desk.read() as session:
            found = store.choices(session, self.actor.community_id)
        return replace(found, tags=self.actor.role not in NAMES_ALONE)

    @requires(Operation.PRACTISE)
    def state(self, choice: PracticeChoice) -> PracticeState:
        """Return how far this account is with the households of a choice; RefusedError for one it may not make."""
        today = self._today()
        found = self._candidates(choice, today)
        asked = [card for card in found if card.due_on is not None]
        return PracticeState(
            households=len(found),
            due=sum(card.due_on is not None and card.due_on <= today for card in asked),
            fresh=len(found) - len(asked),
            known=sum(card.box > 0 for card in asked),
            sure=sum(card.box >= SURE_FROM for card in asked),
        )

    @requires(Operation.PRACTISE)
    def session(self, choice: PracticeChoice, size: int) -> list[Question]:
        """Return at most `size` households to be asked now, in the order to ask them.

        Those that are due come first, what was missed before the others, then those never asked; only where there is
        neither, those that would come next. Within each the order changes from day to day. Raises RefusedError where
        households are chosen by a tag the account may not see.
        """
        today = self._today()
        found = self._candidates(choice, today)
        due = [card for card in found if card.due_on is not None and card.due_on <= today]
        fresh = [card for card in found if card.due_on is None]
        due.sort(key=lambda card: (card.box, self._shuffled(card, today)))
        fresh.sort(key=lambda card: self._shuffled(card, today))
        chosen = [*due, *fresh][:size]
        if not chosen:
            chosen = sorted(found, key=lambda card: (card.due_on or today, self._shuffled(card, today)))[:size]
        return self._questions(chosen, choice.asked, today)

    @requires(Operation.PRACTISE)
    def answer(self, room_id: int, *, knew: bool, operation_id: str = "") -> Changes:
        """Note whether a household was known; the result is the id of this account's card.

        Missed, it comes again tomorrow; known, after the days of the next box. Knowing it before it is due again
        changes nothing about that day. Raises UserError for a household that is gone.
        """
        today = self._today()
        with self.desk.write(Operation.PRACTISE, operation_id) as work:
            room = work.session.get(Room, room_id)
            if room is None or room.community_id != work.community_id:
                raise UserError(msg("This household is no longer in the register; go on with the next one."))
            mine = select(PracticeCard).where(
                PracticeCard.account_id == work.actor.account_id, PracticeCard.room_id == room_id
            )
            card = work.session.scalars(mine.with_for_update()).one_or_none()
            before = None if card is None else {"box": card.box, "due_on": card.due_on.isoformat()}
            if card is None:
                card = PracticeCard(
                    community_id=work.community_id,
                    account_id=work.actor.account_id,
                    room_id=room_id,
                    box=0,
                    due_on=today,
                    known=0,
                    missed=0,
                )
                work.session.add(card)
            if not knew:
                card.box, card.due_on, card.missed = 0, today + timedelta(days=DAYS[0]), card.missed + 1
            else:
                card.known += 1
                if card.due_on <= today:
                    card.box = min(card.box + 1, len(DAYS) - 1)
                    card.due_on = today + timedelta(days=DAYS[card.box])
            card.asked_at = work.now
            work.session.flush()
            after = {"box": card.box, "due_on": card.due_on.isoformat()}
            work.audit("practice_card", card.id, "knew" if knew else "missed", before, after)
            work.result = card.id
        return work.changes

    def _candidates(self, choice: PracticeChoice, today: date) -> list[Candidate]:
        if choice.where is Where.VIP and self.actor.role in NAMES_ALONE:
            # who is among them is what the tag says
            raise RefusedError(msg("This account does not see the tags of households; choose others to practise."))
        with self.desk.read() as session:
            return store.candidates(session, self.actor.community_id, self.actor.account_id, choice, today)

    def _questions(self, chosen: Sequence[Candidate], asked: Asked, today: date) -> list[Question]:
        rooms = [card.room_id for card in chosen]
        names_alone = self.actor.role in NAMES_ALONE
        with self.desk.read() as session:
            people, plates = store.people(session, rooms, today), store.plates(session, rooms)
            tags = {} if names_alone else store.tags(session, rooms)
        questions = []
        for card in chosen:
            there: list[Person] = people.get(card.room_id, [])
            cars = tuple(plates.get(card.room_id, ()))
            worn: Sequence[WornTag] = tags.get(card.room_id, ())
            questions.append(
                Question(
                    room_id=card.room_id,
                    room=card.room,
                    plate=self._plate(card, cars, asked, today),
                    people=tuple(replace(person, role=None) if names_alone else person for person in there),
                    plates=cars,
                    tags=tuple(worn),
                    box=card.box,
                    due_on=card.due_on,
                )
            )
        return questions

    def _plate(self, card: Candidate, plates: Sequence[str], asked: Asked, today: date) -> str:
        """Return the plate to ask for, "" to ask for the room: every other time where both are wanted."""
        turn = int(self._shuffled(card, today)[:8], 16)
        if not plates or asked is Asked.ROOMS or (asked is Asked.BOTH and turn % 2):
            return ""
        return plates[turn // 2 % len(plates)]

    def _shuffled(self, card: Candidate, today: date) -> str:
        """Return a key that orders households anew each day, the same for the whole day."""
        return sha256(f"{self.actor.account_id}:{today.isoformat()}:{card.room_id}".encode()).hexdigest()

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()
