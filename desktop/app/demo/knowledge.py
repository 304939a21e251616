"""What the made-up desk knows of its households: birthdays, pets, wishes, contact lists and care tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from desktop.care.model import CareKind, CareState, CareTask
from desktop.contacts.model import CallingOrder, ContactList, ContactMember, Membership
from desktop.contacts.rule import Group, LegacyIssue, Tagged, rule_to_json
from desktop.households.model import (
    Calendar,
    InstructionKind,
    Pet,
    Resident,
    RoomTag,
    StandingInstruction,
    Tag,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence

    from desktop.app.demo.people import DemoPlace
    from desktop.storage.work import UnitOfWork

__all__ = ["add_knowledge"]

BIRTHDAY_SHARE, LUNAR_SHARE, HABIT_SHARE = 0.35, 0.2, 0.02
PET_SHARE, INSTRUCTION_SHARE, LISTED_SHARE = 0.08, 0.02, 0.015
OLDEST, YOUNGEST = 88, 24
"""Years; whoever is called by a service centre is grown up."""


def add_knowledge(work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], place: DemoPlace) -> None:
    """Insert it as it stands at `work.now`; `words` are those of the sample community."""
    rooms = [household.room_id for household in place.households]
    connection = work.session.connection()
    birthdays = list(_birthdays(work, chance, words))
    if birthdays:
        values: dict[str, Any] = {name: bindparam(name) for name in birthdays[0] if name != "resident"}
        connection.execute(update(Resident).where(Resident.id == bindparam("resident")).values(values), birthdays)
    for table, rows in (
        (Pet, _pets(chance, words, rooms)),
        (StandingInstruction, _instructions(work, chance, words, rooms)),
        (CareTask, _care(work, chance, words)),
    ):
        made = [{"community_id": work.community_id, **row} for row in rows]
        if made:
            connection.execute(insert(table), made)
    _add_lists(work, chance, words, rooms)


def _birthdays(work: UnitOfWork, chance: random.Random, words: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for resident in work.session.scalars(select(Resident.id).order_by(Resident.id)):
        born = work.now.year - chance.randint(YOUNGEST, OLDEST)
        day = f"{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        lunar = chance.random() < LUNAR_SHARE
        known, habits = chance.random() < BIRTHDAY_SHARE, chance.random() < HABIT_SHARE
        preference, taboo = chance.choice(words["preferences"]), chance.choice(words["taboos"])
        if known or habits:
            yield {
                "resident": resident,
                "birthday": (f"--{day}" if lunar else f"{born}-{day}") if known else "",
                "birthday_calendar": Calendar.LUNAR if lunar and known else Calendar.SOLAR,
                "preferences": preference if habits else "",
                "taboos": taboo if habits else "",
            }


def _pets(chance: random.Random, words: Mapping[str, Any], rooms: Sequence[int]) -> Iterator[dict[str, Any]]:
    for room in rooms:
        if chance.random() < PET_SHARE:
            kind, names = chance.choice(list(words["pets"].items()))
            yield {"room_id": room, "kind": kind, "name": chance.choice(names)}


def _instructions(
    work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], rooms: Sequence[int]
) -> Iterator[dict[str, Any]]:
    for room in rooms:
        if chance.random() < INSTRUCTION_SHARE:
            kind, said = chance.choice(list(words["instructions"].items()))
            since = work.now - timedelta(days=chance.randint(0, 60))
            lasting = InstructionKind(kind) in {InstructionKind.DO_NOT_ADMIT, InstructionKind.CARETAKER}
            until = None if lasting else since + timedelta(days=chance.randint(10, 90))
            yield {"room_id": room, "kind": kind, "words": said, "since": since, "until": until}


def _care(work: UnitOfWork, chance: random.Random, words: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield tasks for VIP and legacy-issue households; some of the latter are forgotten, as they are in life."""
    today = work.now.date()
    worn = (
        select(RoomTag.room_id, Tag.meaning)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(Tag.meaning.in_(("vip", "legacy_issue")))
        .order_by(RoomTag.room_id, Tag.meaning)
    )
    for room, meaning in work.session.execute(worn):
        kind, said = chance.choice([(kind, each) for kind, texts in words["care"].items() for each in texts])
        ahead, past = chance.randint(-2, 60), chance.randint(70, 200)
        yield {
            "room_id": room,
            "kind": kind,
            "words": said,
            "due_on": today - timedelta(days=past),
            "state": CareState.DONE,
            "result": chance.choice(words["care_results"]),
            "ended_at": work.now - timedelta(days=past),
        }
        if meaning == "vip" or chance.random() < 0.7:
            gift = {"kind": CareKind.GIFT, "words": words["care"][CareKind.GIFT][0]}
            task = gift if meaning == "vip" else {"kind": kind, "words": said}
            yield {
                "room_id": room,
                "due_on": today + timedelta(days=ahead),
                "state": CareState.PLANNED,
                "result": "",
                "ended_at": None,
                **task,
            }


def _add_lists(work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], rooms: Sequence[int]) -> None:
    names = words["lists"]
    rules = {"vip": Group(parts=(Tagged(meaning="vip"),)), "legacy": Group(parts=(LegacyIssue(),)), "hand": None}
    for key, rule in rules.items():
        order = CallingOrder.HAND if rule is None else CallingOrder.BUILDING
        made = ContactList(
            community_id=work.community_id,
            name=names[key],
            rule=None if rule is None else rule_to_json(rule),
            calling_order=order,
        )
        work.session.add(made)
        work.session.flush()
        listed = chance.sample(rooms, max(1, round(len(rooms) * LISTED_SHARE))) if rule is None else []
        for position, room in enumerate(listed, 1):
            work.session.add(
                ContactMember(
                    community_id=work.community_id,
                    list_id=made.id,
                    room_id=room,
                    membership=Membership.ADDED,
                    position=position,
                )
            )
