"""What features above contacts offer for the rules of lists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.app.contact_conditions import CONDITIONS
from desktop.contacts.rule import Group, Match, Other, WithPhone
from desktop.contacts.service import ContactService
from desktop.core.i18n import language
from desktop.events.model import EventKind
from desktop.events.rows import Audience, AudienceKind, NewEvent, NewGuest
from desktop.events.service import EventService
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from tests.contacts.conftest import on_file, template
from tests.outages.service.conftest import Ringing

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from tests.contacts.neighbours import Neighbours

__all__ = ["on_file", "template"]


def test_that_a_rule_can_ask_for_an_open_request(on_file: Neighbours) -> None:
    contacts, requests = ContactService(on_file.desk, CONDITIONS), RequestService(on_file.desk)
    rule = Group(Match.ANY, (Other("open_request"), Other("open_request")))
    assert contacts.count(rule) == 0
    for room in ("1-1-101", "1-1-102"):
        report = NewRequest(kind=RequestKind.REPAIR, words="漏水", room_id=on_file.rooms[room])
        made = requests.report(report).result
    requests.cancel(made, "误报", version=1)
    assert contacts.count(rule) == 1
    assert contacts.count(Group(Match.ALL, (Other("open_request"), WithPhone()))) == 0
    assert (
        language("en").message(contacts.rule_words(rule)) == "Households with an open request or with an open request"
    )


def test_that_a_rule_can_ask_for_who_was_not_invited_and_who_came(on_file: Neighbours, clock: FixedClock) -> None:
    contacts, events = ContactService(on_file.desk, CONDITIONS), EventService(on_file.desk)
    uninvited, came = (Group(Match.ALL, (Other(key),)) for key in ("not_invited", "came_to_event"))
    everybody = contacts.count(uninvited)
    assert everybody == len(on_file.rooms)
    begins = clock.now() - timedelta(hours=1)
    event = events.plan(NewEvent(EventKind.SPORT, "健步走", begins, begins + timedelta(hours=3))).result
    invited = tuple(on_file.rooms[room] for room in ("1-1-101", "1-1-102"))
    events.invite(event, Audience(AudienceKind.ROOMS, room_ids=invited))
    events.walk_in(event, NewGuest(invited[0]))
    assert contacts.count(uninvited) == everybody - 2
    assert contacts.count(came) == 1
    clock.advance(days=366)
    assert (contacts.count(uninvited), contacts.count(came)) == (everybody, 0)


def test_that_a_rule_can_ask_for_who_is_affected_by_a_running_outage(on_file: Neighbours) -> None:
    contacts, ringing = ContactService(on_file.desk, CONDITIONS), Ringing(on_file)
    rule = Group(Match.ALL, (Other("running_outage"),))
    ringing.outage(2, starts_in=1)
    assert contacts.count(rule) == 0
    ringing.outage(1)
    assert contacts.count(rule) == 4
    assert language("en").message(contacts.rule_words(rule)) == "Households affected by a running outage"
