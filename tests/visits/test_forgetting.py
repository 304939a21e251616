"""After the reduction nothing in the database names whom it reduced, and no identity number is ever kept whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select

from desktop.core.errors import UserError
from desktop.core.permissions import Operation, Role
from desktop.storage import search
from desktop.storage.base import Base
from desktop.storage.drafts import DraftRow
from desktop.storage.search import PUBLIC_FIELDS
from desktop.visits.model import CallReason, GateCall, Visit, VisitKind, VisitState
from desktop.visits.rows import NewCall, NewExpected, NewWatch, Override
from desktop.visits.service import VisitService, reducing
from tests.visits.arrivals import came, visit_values
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.care.villages import Village

SECRETS = (
    "欧阳𠮷凉",
    "F97531",
    "777X",
    "秘密物流",
    "牌7788",
    "密因",
    "密注",
    "密话",
    "密业主",
    "密客",
    "密稿",
    "密看",
    "密工",
)
KEEP_DAYS = 30


@pytest.fixture
def gate(on_file: Village) -> Gatehouse:
    return Gatehouse(on_file)


@pytest.fixture
def either(village: Village, monkeypatch: pytest.MonkeyPatch) -> Gatehouse:
    """Return the gate, once in a file and once on a server."""
    monkeypatch.setattr(reducing, "PAUSE_SECONDS", 0)
    return Gatehouse(village)


def visited(gate: Gatehouse) -> None:
    """Let people come and go whose every word is a secret, by every way the gate has."""
    gate.order("1-1-101")
    desk, guard = VisitService(gate.village.desk), gate.service
    asked = gate.draft("浙A·F97531", name="欧阳𠮷凉", id_tail="777x", company="秘密物流", badge="牌7788", reason="密因")
    expected = desk.expect(NewExpected(gate.village.rooms["1-1-101"], name="密客", plate="浙AF97531", note="密话"))
    seen = guard.check(asked).seen
    first = guard.log_in(replace(asked, expected_id=expected.result), Override("密话", "密业主", seen)).result
    guard.amend(first, replace(asked, remark="密注"), version=1)
    guard.check_vehicle(first, "密看", version=2)
    guard.log_out(first, version=3)
    guard.turn_away(gate.draft("欧阳𠮷凉"), "密话")
    guard.drop(guard.log_in(gate.draft("密客", "1-1-102")).result, version=1)
    guard.log_out(guard.log_in(gate.draft("密客", "", VisitKind.EMERGENCY, remark="密注")).result, version=1)
    pass_id = gate.work_pass("1-1-201", crew="密客\n密工", foreman="密业主")
    crew = guard.log_in(gate.draft("密工", "1-1-201", VisitKind.CONTRACTOR, pass_id=pass_id)).result
    guard.log_out(crew, version=1)
    guard.call_desk(NewCall(CallReason.GOODS, "拿着东西要走", plate="浙AF97531", who="密客"))
    drafts = [{"form": form, "key": form} for form in ("gate_in", "gate_visit_1", "gate")]
    row = {"community_id": 1, "account_id": 1, "title": "密稿", "fields": {"who": "密客"}}
    with gate.village.desk.database.connect(writing=True) as connection:
        connection.execute(insert(DraftRow), [{**row, **each, "saved_at": gate.clock.now()} for each in drafts])


def kept(gate: Gatehouse) -> dict[str, str]:
    """Return all that stands in the database, table by table."""
    with gate.village.desk.read() as session:
        return {table.name: repr(session.execute(select(table)).all()) for table in Base.metadata.sorted_tables}


def told(gate: Gatehouse) -> list[tuple[str, str]]:
    """Return the secrets that stand in the database, with their tables."""
    return [(name, secret) for name, rows in kept(gate).items() for secret in SECRETS if secret in rows]


def test_that_nothing_names_whom_the_reduction_took(either: Gatehouse) -> None:
    visited(either)
    assert {secret for _, secret in told(either)} == set(SECRETS)
    # neither the audit nor the operations ever did
    assert not [name for name, _ in told(either) if name in {"audit", "operation", "timeline_entry"}]
    for _ in range(KEEP_DAYS + 1):
        either.clock.advance(days=1)
        with either.village.desk.write(Operation.KEEP_DRAFTS):
            pass
    came(either.village, [visit_values(either.village, state=VisitState.LEFT)] * 40)
    VisitService(either.village.desk).reduce()
    assert VisitService(either.village.desk).last_reductions(1)[0].reduced == 5
    assert told(either) == []
    with either.village.desk.read() as session:
        words = ("欧阳", "97531", "密客", "秘密物流", "ouyang")
        found = [search.find(session, 1, "visitor", each, columns=PUBLIC_FIELDS) for each in words]
        # what nobody answered and no visit tells of waits still, without a name
        assert session.execute(select(GateCall.words, GateCall.who, GateCall.plate)).all() == [("拿着东西要走", "", "")]
        assert session.scalar(select(func.count()).where(Visit.id > 0)) == 40
    assert found == [[]] * len(words)


NUMBER = "330106199001011234"


def test_that_a_whole_identity_number_is_kept_in_no_field(gate: Gatehouse) -> None:
    id_ = gate.let_in("刘先生", id_tail="330106 19900101 123x")
    assert gate.visit(id_).id_tail == "123X"
    guard, desk = gate.service, VisitService(gate.village.desk_of(Role.MANAGER))
    room = gate.village.rooms["1-1-101"]
    spelt = (NUMBER, f"身份证{NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:17]}x。", "３３０１０６１９９００１０１１２３４")
    for text in spelt:
        attempts: dict[str, Callable[[], Any]] = {
            "who": lambda text=text: guard.log_in(gate.draft(text, vehicle=False)),  # type: ignore[misc]
            "remark": lambda text=text: guard.log_in(gate.draft("刘先生", remark=text)),  # type: ignore[misc]
            "words": lambda text=text: guard.turn_away(gate.draft("刘先生"), text),  # type: ignore[misc]
            "note": lambda text=text: desk.expect(NewExpected(room, name="王芳", note=text)),  # type: ignore[misc]
            "reason": lambda text=text: desk.note_watched(NewWatch(name="某", reason=text)),  # type: ignore[misc]
        }
        for field, attempt in attempts.items():
            with pytest.raises(UserError) as raised:
                attempt()
            assert field in {problem.field for problem in raised.value.problems}
    assert "19900101" not in repr(kept(gate)).replace(" ", "").replace("-", "")
    # a waybill is no identity number
    assert gate.let_in("刘先生", "1-1-102", remark="单号 731234567890123456") > id_


def test_that_what_was_reduced_can_be_called_about_no_more(either: Gatehouse) -> None:
    """A visit that is held keeps its call; one still inside keeps both."""
    either.order("1-1-101")
    held, inside = either.let_in("王芳"), either.let_in("李四")
    either.service.log_out(held, version=1)
    VisitService(either.village.desk_of(Role.MANAGER)).hold(held, "派出所来函", version=2)
    for _ in range(KEEP_DAYS + 1):
        either.clock.advance(days=1)
        with either.village.desk.write(Operation.KEEP_DRAFTS):
            pass
    came(either.village, [visit_values(either.village, in_at=either.clock.now() - timedelta(hours=1))] * 20)
    VisitService(either.village.desk).reduce()
    assert {call.visit_id for call in either.calls()} == {held, inside}
