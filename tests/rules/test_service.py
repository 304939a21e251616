from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import product
from threading import Barrier, BrokenBarrierError
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.requests.model import PhraseUse, Priority, RequestKind, Signer
from desktop.requests.service import RequestService
from desktop.rules import store
from desktop.rules.rows import (
    CategoryFacts,
    EquipmentFacts,
    Facts,
    GradeFacts,
    LaidDown,
    Line,
    PhraseFacts,
    QuestionFacts,
    RuleFacts,
    SetupFacts,
    What,
)
from desktop.rules.service import RulesService, try_words
from desktop.storage.audit import Audit
from tests.rules.conftest import as_role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.storage.desk import Desk


def saved(service: RulesService, facts: Any, id_: int = 0) -> int:
    """Save `facts` over the line `id_` as it stands now, or as a new one; return its id."""
    version = 0
    if id_:
        lines = [line for what in What for line in service.laid_down().lines(what)]
        version = next(line.version for line in lines if line.id == id_ and type(line.facts) is type(facts))
    save = service.save_phrase if isinstance(facts, PhraseFacts) else service.save
    return save(facts, id_=id_, version=version).result


def refusal(service: RulesService, facts: Any, id_: int = 0) -> list[str]:
    """Return the fields that are marked when `facts` are saved."""
    with pytest.raises(UserError) as caught:
        saved(service, facts, id_)
    return [problem.field for problem in caught.value.problems]


def names(laid: LaidDown) -> list[str]:
    return [line.facts.name for line in laid.categories if line.active]


def rule_of(laid: LaidDown, kind: str, priority: str) -> Any:
    return next(line for line in laid.rules if (line.facts.kind, line.facts.priority) == (kind, priority))


def test_that_a_community_begins_with_rules_in_the_order_in_which_they_are_looked_at(either: Desk) -> None:
    laid = RulesService(either).laid_down()
    assert [(line.facts.kind, line.facts.priority) for line in laid.rules][:2] == [
        ("", Priority.EMERGENCY),
        (RequestKind.REPAIR, Priority.URGENT),
    ]
    assert {line.facts.kind for line in laid.rules[2:]} == {RequestKind.REPAIR, RequestKind.COMPLAINT}
    assert names(laid)[0] == "给排水"
    assert [building.name for building in laid.buildings] == ["3"]
    assert (laid.setup, laid.setup_version) == (SetupFacts(), 0)


def test_that_of_two_rules_that_meet_the_more_specific_goes_before(either: Desk) -> None:
    service = RulesService(either)
    water = service.laid_down().categories[0].id
    saved(service, RuleFacts(category_id=water, completion_minutes=60))
    laid = service.laid_down()
    before, after = laid.around(rule_of(laid, RequestKind.REPAIR, Priority.URGENT))
    assert [line.facts.category_id for line in before] == [water]
    assert [line.facts.requests for line in after] == [(RequestKind.REPAIR, None, "")]
    assert [line.facts.priority for line in laid.rules][:2] == [Priority.EMERGENCY, ""]
    assert laid.rules[1].facts.category_id == water


def test_that_two_rules_for_the_same_requests_are_refused_until_one_is_out_of_use(either: Desk) -> None:
    service = RulesService(either)
    twice = RuleFacts(RequestKind.REPAIR, None, "", 60, 120)
    assert refusal(service, twice) == ["kind"]
    old = rule_of(service.laid_down(), RequestKind.REPAIR, "")
    service.set_active(What.RULE, old.id, old.version, active=False)
    new = saved(service, twice)
    laid = service.laid_down()
    assert not laid.rules[-1].active
    with pytest.raises(UserError):
        service.set_active(What.RULE, old.id, laid.rules[-1].version, active=True)
    assert {line.id for line in laid.rules if line.facts.requests == twice.requests} == {old.id, new}


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        (RuleFacts("flood"), ["kind"]),
        (RuleFacts(priority="soon"), ["priority"]),
        (RuleFacts(RequestKind.PRAISE, response_minutes=0), ["response_minutes"]),
        (RuleFacts(RequestKind.PRAISE, response_minutes=90, completion_minutes=60), ["response_minutes"]),
        (RuleFacts(RequestKind.PRAISE, follow_up_days=0, follow_up_share=101), ["follow_up_days", "follow_up_share"]),
        (RuleFacts(RequestKind.PRAISE, category_id=9999), ["category_id"]),
        (CategoryFacts("　"), ["name"]),
        (CategoryFacts("给排水 "), ["name"]),
        (CategoryFacts("空调", department_id=99, place="roof"), ["place", "department_id"]),
        (CategoryFacts("空" * 61), ["name"]),
        (GradeFacts("重大投诉"), ["name"]),
        (GradeFacts("", signer="nobody"), ["name", "signer"]),
        (PhraseFacts("", "", ""), ["use", "words", "abbreviation"]),
        (PhraseFacts(PhraseUse.WORDS, "两 个", "字"), ["abbreviation"]),
        (QuestionFacts(""), ["words", "words"]),
        (QuestionFacts("师傅准时到了吗？"), ["words", "words"]),
        (EquipmentFacts("", building_id=77), ["name", "building_id"]),
    ],
)
def test_that_what_cannot_be_laid_down_is_marked_field_by_field(desk: Desk, facts: Facts, fields: list[str]) -> None:
    service = RulesService(desk)
    before = service.laid_down()
    assert refusal(service, facts) == fields
    assert service.laid_down() == before


def test_that_a_category_is_added_renamed_put_in_order_and_retired(either: Desk) -> None:
    service = RulesService(either)
    added = saved(service, CategoryFacts(" 空调 ", 2, "空调，不制冷、 漏氟 空调", "in_home", "property", "urgent"))
    laid = service.laid_down()
    assert laid.categories[-1].facts == CategoryFacts("空调", 2, "空调 不制冷 漏氟", "in_home", "property", "urgent")
    service.move(What.CATEGORY, added, -1)
    assert names(service.laid_down())[-2:] == ["空调", "其他"]
    service.move(What.CATEGORY, added, -99)
    assert names(service.laid_down())[:2] == ["空调", "给排水"]
    assert saved(service, CategoryFacts("暖通"), added) == added
    line = service.laid_down().categories[0]
    service.set_active(What.CATEGORY, added, line.version, active=False)
    assert next(category.name for category in RequestService(either).categories()) == "给排水"
    assert service.laid_down().category_names[added] == "暖通"
    assert refusal(service, CategoryFacts("暖通")) == ["name"]
    with either.read() as session:
        told = session.execute(
            select(Audit.action, Audit.before, Audit.after).where(Audit.topic == "category", Audit.subject_id == added)
        ).all()
    assert [action for action, _, _ in told] == ["added", "moved", "moved", "edited", "retired"]
    assert (told[3][1]["name"], told[3][2]["name"]) == ("空调", "暖通")


def test_that_a_line_changed_meanwhile_is_not_overwritten(either: Desk) -> None:
    service = RulesService(either)
    seen = service.laid_down().grades[0]
    changed = replace(seen.facts, tell="  部门主管 \n\n 项目经理", signer=Signer.HEAD)
    service.save(changed, id_=seen.id, version=seen.version)
    now = RequestService(either).grades()[0]
    assert (now.tell, now.signer) == (("部门主管", "项目经理"), Signer.HEAD)
    with pytest.raises(ConflictError):
        service.save(seen.facts, id_=seen.id, version=seen.version)
    with pytest.raises(ConflictError):
        service.set_active(What.GRADE, seen.id, seen.version, active=False)
    with pytest.raises(ConflictError):
        service.move(What.GRADE, 9999, 1)


def test_that_saving_what_stands_already_writes_nothing(desk: Desk) -> None:
    service = RulesService(desk)
    seen = service.laid_down().questions[0]
    changes = service.save(seen.facts, id_=seen.id, version=seen.version)
    assert not changes.touches("follow_up_question")
    assert service.laid_down().questions[0].version == seen.version


def test_that_no_fourth_question_is_asked(either: Desk) -> None:
    service = RulesService(either)
    assert refusal(service, QuestionFacts("下次还找我们吗？")) == ["words"]
    first = service.laid_down().questions[0]
    service.set_active(What.QUESTION, first.id, first.version, active=False)
    added = saved(service, QuestionFacts("下次还找我们吗？"))
    retired = service.laid_down().questions[-1]
    with pytest.raises(UserError):
        service.set_active(What.QUESTION, retired.id, retired.version, active=True)
    assert [question.id for question in RequestService(either).questions()][-1] == added


def test_that_a_clerk_keeps_phrases_each_field_by_itself(either: Desk) -> None:
    service = RulesService(as_role(either, Role.CLERK))
    leak = saved(service, PhraseFacts(PhraseUse.WORDS, "cfls", "厨房水槽下方漏水"))
    saved(service, PhraseFacts(PhraseUse.RESULT, "hjf", "更换角阀，试水无渗漏。"))
    trip = saved(service, PhraseFacts(PhraseUse.WORDS, "tz", "跳闸，推不上去"))
    assert refusal(service, PhraseFacts(PhraseUse.WORDS, "ＴＺ", "别的")) == ["abbreviation"]
    service.move_phrase(trip, -1)
    words = RequestService(either).phrases(PhraseUse.WORDS)
    assert [phrase.abbreviation for phrase in words] == ["tz", "cfls"]
    line = next(line for line in service.laid_down().phrases if line.id == leak)
    service.remove_phrase(leak, line.version)
    assert [phrase.id for phrase in RequestService(either).phrases(PhraseUse.WORDS)] == [trip]


def test_that_the_desk_lays_down_its_phone_its_paper_and_its_patience(either: Desk) -> None:
    service = RulesService(either)
    facts = SetupFacts("138 0000 1234", "客服存根\n\n工程\n业主", "保修三个月。", "a5", 2, 30)
    service.save_setup(facts, 0)
    kept = RequestService(either).setup()
    assert (kept.duty_phone, kept.copies, kept.hold_days) == ("138 0000 1234", ("客服存根", "工程", "业主"), 2)
    with pytest.raises(ConflictError):
        service.save_setup(facts, 0)
    laid = service.laid_down()
    service.save_setup(replace(laid.setup, hold_days=5), laid.setup_version)
    with pytest.raises(UserError) as caught:
        service.save_setup(SetupFacts("call me", "a\nb\nc\nd", hold_days=0, due_soon_minutes=0), 2)
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["hold_days", "due_soon_minutes", "duty_phone", "work_order_copies"]


def test_that_a_sentence_suggests_a_category_and_says_why(desk: Desk) -> None:
    categories = RulesService(desk).laid_down().categories
    tried = try_words("三楼厨房水管漏水了", categories)
    assert (tried.category, set(tried.words)) == ("给排水", {"水管", "漏水"})
    assert try_words("您好", categories).category == ""
    retired = [replace(line, active=line.facts.name != "给排水") for line in categories]
    assert try_words("三楼厨房水管漏水了", retired).category != "给排水"


def test_that_the_first_limit_of_the_list_that_fits_is_the_one_that_holds(desk: Desk) -> None:
    service = RulesService(desk)
    water, power = (line.id for line in service.laid_down().categories[:2])
    for facts in (
        RuleFacts(completion_minutes=9000),
        RuleFacts(category_id=water, completion_minutes=100),
        RuleFacts(RequestKind.REPAIR, water, completion_minutes=90),
        RuleFacts(category_id=water, priority=Priority.EMERGENCY, completion_minutes=30),
        RuleFacts(RequestKind.COMPLAINT, priority=Priority.URGENT, completion_minutes=60),
    ):
        saved(service, facts)
    rules = service.laid_down().rules
    now = desk.clock.now()
    for kind, category, priority in product(RequestKind, (water, power, None), Priority):
        asked = RuleFacts(kind, category or -1, priority)
        first = next(line for line in rules if line.facts.meets(asked))
        tried = service.try_rule(kind, category, priority, now)
        assert tried.rule == first
        assert tried.completion == now + timedelta(minutes=first.facts.completion_minutes or 0)


def test_that_rights_are_kept(desk: Desk) -> None:
    rule = RuleFacts(RequestKind.PRAISE)
    for role in (Role.CLERK, Role.ADMINISTRATOR, Role.GUARD):
        service = RulesService(as_role(desk, role))
        with pytest.raises(RefusedError):
            service.save(rule)
        with pytest.raises(RefusedError):
            service.save_setup(SetupFacts(), 0)
    with pytest.raises(RefusedError):
        RulesService(as_role(desk, Role.GUARD)).laid_down()
    with pytest.raises(RefusedError):
        RulesService(as_role(desk, Role.ADMINISTRATOR)).save_phrase(PhraseFacts(PhraseUse.WORDS, "a", "b"))


def test_that_two_who_add_the_same_in_one_moment_are_told(either: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    service, looked, meet = RulesService(either), store.lines, Barrier(2)

    def slowly(session: Session, community_id: int, what: What) -> tuple[Line[Any], ...]:
        found = looked(session, community_id, what)
        with suppress(BrokenBarrierError):
            meet.wait(0.5)
        return found

    def add(_who: int) -> bool:
        try:
            service.save(CategoryFacts("电梯困人"))
        except UserError:
            return False
        return True

    monkeypatch.setattr(store, "lines", slowly)
    with ThreadPoolExecutor(2) as threads:
        added = list(threads.map(add, range(2)))
    assert sorted(added) == [False, True]
