from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, text

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Operation, Role
from desktop.follow_ups import store
from desktop.follow_ups.service import FollowUpService
from desktop.requests.model import FollowUp, FollowUpOutcome, Request, RequestKind, RequestState, Satisfaction
from desktop.requests.rows import FollowUpTold
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from desktop.follow_ups.rows import FollowUpCard
    from tests.follow_ups.conftest import Asked

REACHED, NO_ANSWER, CANNOT_CALL = FollowUpOutcome


def record(
    asked: Asked, card: FollowUpCard, outcome: FollowUpOutcome, grade: Satisfaction | None = None, words: str = ""
) -> None:
    told = [
        FollowUpTold(request_id=each.id, version=each.version, outcome=outcome, satisfaction=grade, words=words)
        for each in card.requests
    ]
    asked.service.record(told)


def rooms(asked: Asked) -> list[str]:
    return [line.room for line in asked.service.queue()]


def card_of(service: FollowUpService) -> FollowUpCard:
    card = service.next_card()
    assert card is not None
    return card


def test_that_who_is_due_first_is_called_first_and_complaints_before_the_rest(asked: Asked) -> None:
    asked.done("3-2-101")
    repair, complaint = asked.report("1-1-101"), asked.report("1-1-102", kind=RequestKind.COMPLAINT)
    asked.later(hours=1)
    asked.complete(repair)
    asked.complete(complaint)
    assert rooms(asked) == ["3-2-101", "1-1-102", "1-1-101"]
    assert [line.complaint for line in asked.service.queue()] == [False, True, False]


def test_that_the_requests_of_a_household_come_together(asked: Asked) -> None:
    first, second = asked.done(), asked.done(words="灯不亮")
    asked.later(minutes=1)
    asked.done("1-1-101")
    card = card_of(asked.service)
    assert [each.id for each in card.requests] == [first.line.id, second.line.id]
    assert [line.requests for line in asked.service.queue()] == [2, 1]


def test_that_what_was_reported_without_a_room_stands_for_itself(asked: Asked) -> None:
    for words in ("路灯不亮", "垃圾满了"):
        asked.done(room_id=None, room_text="中心花园", words=words)
    lines = asked.service.queue()
    assert [line.room for line in lines] == ["中心花园", "中心花园"]
    card = card_of(asked.service)
    assert (card.room_id, card.file, card.people) == (None, None, ())
    assert [caller.shown for caller in card.callers] == ["139 0000 7713"]


def test_that_a_card_tells_whom_to_call_and_each_look_is_audited(asked: Asked) -> None:
    asked.people()
    request = asked.done(reporter="保姆小王", phone="13700005555")
    card = card_of(asked.service)
    assert [caller.shown for caller in card.callers] == ["137 0000 5555"]
    assert {phone.shown for person in card.people for phone in person.phones} == {"138 0013 2046", "139 0000 7713"}
    assert card.file is not None
    assert card.requests[0].result == "换软管"
    with asked.place.desk.read() as session:
        looks = list(
            session.execute(
                select(Audit.topic, Audit.subject_id).where(Audit.action == "phone revealed").order_by(Audit.id)
            )
        )
    assert sorted(topic for topic, _ in looks) == ["request", "resident", "resident"]
    assert [id_ for topic, id_ in looks if topic == "request"] == [request.line.id]


def test_that_two_clerks_never_call_the_same_household(asked: Asked) -> None:
    asked.done()
    asked.done("1-1-101")
    mine, others = card_of(asked.of(1)), card_of(asked.of(2))
    assert mine.household != others.household
    assert [line.calling for line in asked.service.queue()] == ["张敏", "李婷"]
    with pytest.raises(UserError, match="Someone else is calling"):
        asked.of(2).take(mine.household)
    asked.of(1).put_back()
    assert asked.of(2).take(mine.household).household == mine.household


def test_that_who_took_a_household_gets_it_again_until_it_is_given_up(asked: Asked) -> None:
    asked.done()
    asked.done("1-1-101")
    asked.of(1).take(asked.place.rooms["1-1-101"])
    assert card_of(asked.of(1)).room == "1-1-101"
    asked.later(minutes=9)
    asked.of(1).renew(asked.place.rooms["1-1-101"])
    asked.later(minutes=9)
    assert card_of(asked.of(2)).room == "3-1-502"
    asked.later(minutes=11)
    asked.of(2).take(asked.place.rooms["1-1-101"])
    with pytest.raises(ConflictError):
        asked.of(1).renew(asked.place.rooms["1-1-101"])


def test_that_what_someone_else_recorded_meanwhile_is_not_overwritten(asked: Asked) -> None:
    asked.done()
    card = card_of(asked.of(1))
    asked.later(minutes=11)
    record(asked, card_of(asked.of(2)), REACHED, Satisfaction.SATISFIED)
    with pytest.raises(ConflictError):
        record(asked, card, NO_ANSWER)


def test_that_who_did_not_answer_goes_to_the_end_and_is_called_again_later_today(asked: Asked) -> None:
    asked.done()
    asked.later(minutes=1)
    asked.done("1-1-101")
    record(asked, card_of(asked.service), NO_ANSWER)
    assert rooms(asked) == ["1-1-101", "3-1-502"]
    line = asked.service.queue()[-1]
    assert (line.tries, line.tried_at) == (1, asked.clock.now())
    record(asked, card_of(asked.service), REACHED, Satisfaction.FAIR)
    assert asked.service.next_card() is None
    counts = asked.service.counts()
    assert (counts.waiting, counts.resting) == (1, 1)
    assert counts.next_at is not None
    asked.clock.set(counts.next_at)
    again = card_of(asked.service)
    assert (again.room, again.tries) == ("3-1-502", 1)
    asked.later(days=1)
    asked.service.put_back()
    asked.done("1-1-102")
    assert rooms(asked) == ["3-1-502", "1-1-102"]


def test_that_tries_count_anew_after_another_completion(asked: Asked) -> None:
    request = asked.done()
    record(asked, card_of(asked.service), NO_ANSWER)
    asked.later(hours=1)
    asked.place.service.reopen(request.line.id, "还在漏", version=asked.now(request.line.id).line.version)
    assert asked.service.queue() == []
    asked.complete(request)
    assert [line.tries for line in asked.service.queue()] == [0]


def test_that_every_caller_of_one_fault_is_called_at_home_about_the_main_request(asked: Asked) -> None:
    main = asked.report()
    caller = asked.merged(main, "1-1-101")
    asked.complete(main)
    assert set(rooms(asked)) == {"3-1-502", "1-1-101"}
    card = asked.service.take(asked.place.rooms["1-1-101"])
    told = card.requests[0]
    assert (told.id, told.main_number, told.result) == (caller.line.id, main.line.number, "换软管")
    assert told.completed_at is not None
    record(asked, card, NO_ANSWER)
    assert asked.service.queue()[-1].tries == 1


def test_that_counts_tell_what_is_due_today_and_what_is_late(asked: Asked) -> None:
    asked.done()
    asked.later(days=2)
    asked.done("1-1-101")
    counts = asked.service.counts()
    assert (counts.waiting, counts.due, counts.overdue) == (2, 0, 0)
    asked.later(hours=12)
    assert asked.service.counts().due == 1
    asked.later(hours=13)
    assert asked.service.counts().overdue == 1


def test_that_the_day_shows_first_who_is_dissatisfied_with_what_was_not_reopened(asked: Asked) -> None:
    asked.done()
    record(asked, card_of(asked.service), REACHED, Satisfaction.DISSATISFIED, "还在漏")
    asked.later(minutes=1)
    asked.done("1-1-101")
    record(asked, card_of(asked.service), REACHED, Satisfaction.VERY_SATISFIED)
    bad, good = asked.service.told_today()
    assert (bad.left_open, good.left_open) == (True, False)
    assert (bad.by, bad.room, bad.words) == ("张敏", "3-1-502", "还在漏")
    asked.service.reopen(bad)
    assert asked.now(bad.request_id).line.state is RequestState.REOPENED
    assert not any(told.left_open for told in asked.service.told_today())
    asked.later(days=1)
    assert asked.service.told_today() == []


def test_that_a_caller_dissatisfied_with_a_fault_reopens_its_main_request(asked: Asked) -> None:
    main = asked.report()
    asked.merged(main, "1-1-101")
    asked.complete(main)
    record(asked, asked.service.take(asked.place.rooms["1-1-101"]), REACHED, Satisfaction.DISSATISFIED, "还在漏")
    asked.service.reopen(asked.service.told_today()[0])
    assert asked.now(main.line.id).line.state is RequestState.REOPENED


def test_that_the_queue_pages_by_key_in_both_directions(asked: Asked) -> None:
    for words in range(7):
        asked.done(room_id=None, room_text=f"花园{words}")
        asked.later(minutes=1)
    service = asked.service
    whole = service.queue()
    first = service.queue(limit=3)
    assert service.queue(after=first[-1], limit=2) == whole[3:5]
    assert service.queue(before=whole[5], limit=2) == whole[3:5]
    assert service.queue(last=True, limit=2) == whole[5:]
    assert service.jump(index=4, total=7, limit=2) == whole[4:6]
    assert [service.position(line.household) for line in whole] == list(range(7))
    assert service.position(12345) is None


def test_that_there_is_nothing_to_take_where_nothing_is_asked(asked: Asked) -> None:
    assert asked.service.next_card() is None
    with pytest.raises(UserError, match="nothing to ask"):
        asked.service.take(asked.place.rooms["3-1-502"])


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_the_desk_sees_the_queue(asked: Asked, role: Role) -> None:
    service = FollowUpService(asked.place.acting_as(role).desk)
    with pytest.raises(RefusedError):
        service.queue()


def test_that_the_queue_is_found_by_its_own_index_however_many_requests_there_are(asked: Asked) -> None:
    asked.done()
    with asked.place.desk.write(Operation.REPORT_REQUEST) as work:
        # a server chooses by what it knows of its tables: of hardly a row every index serves it as well, or none
        done = dict(work.session.execute(select(Request.__table__)).mappings().one())
        del done["id"]
        called = [{**done, "state": RequestState.CLOSED, "number": f"BX-2609-{place:04d}"} for place in range(2000)]
        work.session.execute(insert(Request), called)
        ids = work.session.scalars(select(Request.id))
        made = {
            "community_id": done["community_id"],
            "version": 1,
            "made_at": work.now,
            "outcome": REACHED,
            "words": "",
        }
        work.session.execute(insert(FollowUp), [{**made, "request_id": id_} for id_ in ids])
        work.session.execute(text("ANALYZE"))
    queue = store.awaiting_queue(asked.place.desk.actor.community_id, asked.clock.now())
    with asked.place.desk.read() as session:
        engine = session.get_bind()
        explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
        asks = select(queue).compile(engine, compile_kwargs={"literal_binds": True})
        plan = " | ".join(str(row) for row in session.execute(text(f"{explain} {asks}")))
    assert "ix_request_awaits_follow_up" in plan
    assert "ix_follow_up_request_id" in plan
