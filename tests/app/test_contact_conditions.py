"""What features above contacts offer for the rules of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.app.contact_conditions import CONDITIONS
from desktop.contacts.rule import Group, Match, Other, WithPhone
from desktop.contacts.service import ContactService
from desktop.core.i18n import language
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from tests.contacts.conftest import on_file, template

if TYPE_CHECKING:
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
