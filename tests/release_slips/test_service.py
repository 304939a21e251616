from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.changes import new_operation_id
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.release_slips.model import Applicant, Consent, ReleaseOutcome, ReleaseState
from desktop.release_slips.rows import Goods, ReleaseFilter, ReleaseStage, ReleaseStanding
from desktop.release_slips.rule import scan_text
from desktop.release_slips.service import MOST_DAYS, UNDO_WITHIN, ReleaseSlipService
from desktop.storage.audit import Audit
from desktop.storage.timeline import TimelineEntry
from tests.release_slips.removal import PLATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.release_slips.rows import ReleaseFile
    from tests.release_slips.removal import Removal


def fields(refused: pytest.ExceptionInfo[UserError]) -> set[str]:
    return {problem.field for problem in refused.value.problems}


# --- the desk ---------------------------------------------------------------------------------------------------------


def test_that_a_slip_is_numbered_by_the_month_and_valid_until_ten_tonight(both: Removal) -> None:
    first, second = both.issue(), both.issue("1-1-102", "纸箱 3", plate="")
    assert (first.line.number, second.line.number) == ("FX-2611-0001", "FX-2611-0002")
    assert re.fullmatch(r"\d{6}", first.line.code)
    assert first.line.code != second.line.code
    assert first.line.valid_from == both.clock.now()
    assert first.line.valid_until - first.line.valid_from == timedelta(hours=7, minutes=55)
    assert (first.line.place, first.line.plate, first.line.pieces, first.line.issued_by) == (
        "1-1-101",
        PLATE,
        17,
        "张敏",
    )
    assert both.village.told("1-1-101") == ["release_slip_issued"]
    assert [line.number for line in both.desk.of_room(both.village.rooms["1-1-102"])] == ["FX-2611-0002"]


def test_that_no_two_open_slips_have_one_code(removal: Removal, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([4217, 4217, 4217, 99])
    monkeypatch.setattr(secrets, "randbelow", lambda _below: next(drawn))
    assert [removal.issue().line.code for _slip in range(2)] == ["004217", "000099"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": " "}, {"name"}),
        ({"goods": ()}, {"goods"}),
        ({"goods": (Goods("沙发", 0),)}, {"goods"}),
        ({"room_id": 999}, {"room_id"}),
        ({"fees_cleared": False}, {"fees_words"}),
        ({"applicant": Applicant.TENANT}, {"consent", "owner"}),
        ({"applicant": Applicant.TENANT, "consent": Consent.PHONE, "owner": "陈"}, {"id_tail"}),
        ({"applicant": Applicant.TENANT, "consent": Consent.PHONE, "owner": "陈", "id_tail": "12a4"}, {"id_tail"}),
        ({"name": "", "fees_cleared": False, "note": "长" * 201}, {"name", "fees_words", "note"}),
    ],
)
def test_that_what_is_wrong_is_told_all_at_once(removal: Removal, typed: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(UserError) as refused:
        removal.desk.issue(replace(removal.draft(), **typed))
    assert fields(refused) == wrong
    assert removal.issue().line.number == "FX-2611-0001"


@pytest.mark.parametrize(("since", "until"), [(0, 0), (-300, -1), (0, (MOST_DAYS * 24 + 1) * 60)])
def test_that_a_slip_holds_for_a_time_to_come_of_a_month_at_most(removal: Removal, since: int, until: int) -> None:
    now = removal.clock.now()
    span: dict[str, Any] = {"valid_from": now + timedelta(minutes=since), "valid_until": now + timedelta(minutes=until)}
    with pytest.raises(UserError) as refused:
        removal.desk.issue(replace(removal.draft(), **span))
    assert fields(refused) == {"valid_until"}


def test_that_a_tenants_slip_keeps_how_the_owner_agreed(removal: Removal) -> None:
    file = removal.issue(
        applicant=Applicant.TENANT,
        consent=Consent.PHONE,
        owner="陈玥",
        id_tail="203x",
        fees_cleared=False,
        fees_words="月底结",
    )
    assert (file.owner, file.id_tail, file.consent, file.fees_words) == ("陈玥", "203X", Consent.PHONE, "月底结")
    # of an owner none of it is kept
    own = removal.issue(consent=Consent.PHONE, owner="陈玥", id_tail="2031", fees_words="不用")
    assert (own.owner, own.id_tail, own.consent, own.fees_words) == ("", "", Consent.SELF, "")


def test_that_a_slip_is_amended_before_anything_left_and_keeps_its_code(both: Removal) -> None:
    file = both.issue()
    both.desk.amend(file.line.id, both.draft("1-1-102", "冰箱 1", plate=""), version=file.line.version)
    after = both.desk.slip(file.line.id).line
    assert (after.number, after.code, after.place, after.plate) == (file.line.number, file.line.code, "1-1-102", "")
    assert (both.village.told("1-1-101"), both.village.told("1-1-102")) == ([], ["release_slip_issued"])
    with pytest.raises(ConflictError):
        both.desk.amend(file.line.id, both.draft(), version=file.line.version)
    both.gate.release(file.line.id, "", version=after.version)
    with pytest.raises(UserError):
        both.desk.amend(file.line.id, both.draft(), version=both.desk.slip(file.line.id).line.version)


def test_that_a_slip_withdrawn_lets_nothing_out_until_it_is_taken_up_again(both: Removal) -> None:
    line = both.issue().line
    with pytest.raises(UserError) as refused:
        both.desk.withdraw(line.id, " ", version=line.version)
    assert fields(refused) == {"words"}
    both.desk.withdraw(line.id, "业主反悔", version=line.version)
    at_gate = both.gate.at_gate(line.code)
    assert at_gate.line.standing is ReleaseStanding.WITHDRAWN
    assert "业主反悔" in at_gate.verdict.params["words"]  # type: ignore[operator]
    with pytest.raises(UserError):
        both.gate.release(line.id, PLATE, version=at_gate.line.version)
    assert both.village.told("1-1-101") == []
    both.desk.resume(line.id, version=at_gate.line.version)
    assert both.gate.at_gate(line.code).line.standing is ReleaseStanding.VALID
    assert both.village.told("1-1-101") == ["release_slip_issued"]


def test_that_what_ran_out_unused_comes_back_and_is_followed_once(both: Removal) -> None:
    file = both.issue()
    both.gate.release(file.line.id, PLATE, {1: 5}, version=file.line.version)
    assert both.desk.expired_unused().open == 1
    both.clock.advance(days=1)
    assert (both.desk.expired_unused().open, both.desk.expired_unused().expired) == (0, 1)
    (line,) = both.desk.slips(ReleaseFilter(ReleaseStage.EXPIRED))
    start = both.desk.follow_on(line.id)
    assert start.draft is not None
    assert start.draft.goods == (Goods("双人沙发", 1), Goods("纸箱", 7), Goods("椅子", 4))
    follower = both.desk.issue(replace(start.draft, fees_cleared=True)).result
    assert both.desk.expired_unused().expired == 0
    assert both.desk.slip(line.id).followed_by == "FX-2611-0002"
    assert both.desk.slip(follower).follows == "FX-2611-0001"
    assert {each.id for each in both.desk.slips(ReleaseFilter(ReleaseStage.DONE))} == {line.id}
    with pytest.raises(UserError):
        both.desk.issue(replace(start.draft, fees_cleared=True))
    both.desk.withdraw(follower, "不搬了", version=1)
    assert both.desk.expired_unused().expired == 1


def test_that_slips_are_found_by_whatever_stands_on_them(both: Removal) -> None:
    line = both.issue("1-1-201", "𠮷野红木书柜 1", name="欧阳䶮").line
    both.issue("2-1-101", "冰箱 1", name="Li Wei", plate="沪C12345")
    sought = ("0001", line.code, "欧阳䶮", "1-201", "1栋1单元201", "8k3t6", "𠮷野", "红木")
    for words in sought:
        found = both.desk.slips(ReleaseFilter(ReleaseStage.ALL, words))
        assert [each.number for each in found] == ["FX-2611-0001"], words
    assert [each.name for each in both.desk.slips(ReleaseFilter(words="li wei"))] == ["Li Wei"]
    assert both.desk.slips(ReleaseFilter(words="%")) == ()
    first, *rest = both.desk.slips(ReleaseFilter(ReleaseStage.ALL), limit=1)
    assert rest == []
    assert [each.number for each in both.desk.slips(ReleaseFilter(), after=first)] == ["FX-2611-0001"]


# --- the gate ---------------------------------------------------------------------------------------------------------


def test_that_all_leaves_at_once_with_plate_gate_and_time_and_never_again(both: Removal) -> None:
    file, west = both.issue(), both.open_gate()
    seen = both.gate.at_gate(file.line.scan)
    assert seen.line.standing is ReleaseStanding.VALID
    both.gate.release(seen.line.id, "浙a 8k3t6", version=seen.line.version, gate_id=west)
    both.clock.advance(hours=3)
    after = both.gate.at_gate(file.line.code)
    assert (after.line.standing, after.state, after.line.out) == (ReleaseStanding.USED, ReleaseState.USED, 17)
    assert after.verdict.params == {"at": "2026-11-22 14:05", "plate": PLATE, "gate": "西门"}
    (check,) = after.checks
    assert (check.outcome, check.plate, check.gate, check.by) == (ReleaseOutcome.RELEASED, PLATE, "西门", "李婷")
    with pytest.raises(UserError) as refused:
        both.gate.release(file.line.id, PLATE, version=after.line.version)
    assert refused.value.problems[0].message == after.verdict
    assert both.village.told("1-1-101") == ["release_slip_issued", "goods_released"]


def test_that_goods_leave_in_parts_and_no_more_than_there_are(both: Removal) -> None:
    line = both.issue().line
    for parts in ({1: 13}, {7: 1}, {0: -1}, {}, {0: 0}):
        with pytest.raises(UserError) as refused:
            both.gate.release(line.id, PLATE, parts, version=line.version)
        assert fields(refused) == {"goods"}, parts
    both.gate.release(line.id, PLATE, {0: 1, 1: 8}, version=line.version)
    partly = both.gate.at_gate(line.code).line
    assert (partly.standing, [each.left for each in partly.goods]) == (ReleaseStanding.PARTLY, [0, 4, 4])
    both.gate.release(line.id, PLATE, version=partly.version)
    used = both.gate.at_gate(line.code)
    assert used.line.standing is ReleaseStanding.USED
    assert [check.goods for check in used.checks] == [
        (Goods("纸箱", 4), Goods("椅子", 4)),
        (Goods("双人沙发", 1), Goods("纸箱", 8)),
    ]


def test_that_another_vehicle_is_refused_unless_somebody_agreed_and_then_the_desk_is_told(both: Removal) -> None:
    line, west = both.issue().line, both.open_gate()
    for plate in ("浙A99999", ""):
        with pytest.raises(UserError) as refused:
            both.gate.release(line.id, plate, version=line.version)
        assert fields(refused) == {"plate"}
    assert both.calls() == []
    both.gate.release(line.id, "浙A99999", version=line.version, gate_id=west, override_words="前台张敏同意，换了车")
    ((words, plate, slip_id),) = both.calls()
    assert (plate, slip_id) == ("浙A99999", line.id)
    assert words == f"FX-2611-0001 {PLATE}: 前台张敏同意，换了车"
    assert both.gate.slip(line.id).checks[0].words == "前台张敏同意，换了车"


def test_that_a_slip_without_a_plate_lets_goods_leave_with_any_vehicle_or_none(removal: Removal) -> None:
    for plate in ("", "浙A99999"):
        line = removal.issue(plate="").line
        removal.gate.release(line.id, plate, version=line.version)
        assert removal.gate.slip(line.id).checks[0].plate in {"", "浙A·99999"}
    assert removal.calls() == []


@pytest.mark.parametrize(
    ("minutes", "standing"), [(-1, ReleaseStanding.NOT_YET), (0, ReleaseStanding.VALID), (60, ReleaseStanding.EXPIRED)]
)
def test_that_nothing_leaves_before_or_after_its_time(
    removal: Removal, minutes: int, standing: ReleaseStanding
) -> None:
    since = removal.clock.now() + timedelta(days=1)
    line = removal.issue(valid_from=since, valid_until=since + timedelta(hours=1)).line
    removal.clock.set(since + timedelta(minutes=minutes))
    file = removal.gate.at_gate(line.code)
    assert file.line.standing is standing
    if standing.lets_out:
        removal.gate.release(line.id, PLATE, version=line.version)
        return
    with pytest.raises(UserError) as refused:
        removal.gate.release(line.id, PLATE, version=line.version)
    assert refused.value.problems[0].message == file.verdict


def test_that_goods_not_let_out_are_noted_with_the_reason_and_the_slip_stays_good(removal: Removal) -> None:
    line = removal.issue().line
    with pytest.raises(UserError) as refused:
        removal.gate.refuse(line.id, "", version=line.version)
    assert fields(refused) == {"words"}
    removal.gate.refuse(line.id, "多了一台空调", "浙A99999", version=line.version)
    file = removal.gate.at_gate(line.code)
    assert (file.line.standing, file.checks[0].words) == (ReleaseStanding.VALID, "多了一台空调")
    assert file.checks[0].outcome is ReleaseOutcome.REFUSED


def test_that_what_no_slip_says_is_refused(removal: Removal) -> None:
    line = removal.issue().line
    wrong = f"{(int(line.code) + 1) % 10**6:06d}"
    for typed in (wrong, "FX-2611-0099", scan_text(line.number, wrong), "abc"):
        with pytest.raises(UserError) as refused:
            removal.gate.at_gate(typed)
        assert fields(refused) == {"code"}


def test_that_a_code_means_the_open_slip_and_not_one_used_before_with_the_same(
    removal: Removal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda _below: 7)
    first = removal.issue().line
    removal.gate.release(first.id, PLATE, version=first.version)
    removal.clock.advance(days=1)
    second = removal.issue("1-1-102").line
    assert (second.code, removal.gate.at_gate("000007").line.id) == (first.code, second.id)


def test_that_a_mistyped_release_is_taken_back_by_whoever_made_it_and_soon(both: Removal) -> None:
    line = both.issue(goods="纸箱 2\n纸箱 3").line
    both.gate.release(line.id, PLATE, {1: 2}, version=line.version)
    with pytest.raises(UserError):
        both.gate_of(1).take_back(line.id)
    both.gate.take_back(line.id)
    back = both.gate.slip(line.id)
    assert ([each.left for each in back.line.goods], back.checks, back.state) == ([2, 3], (), ReleaseState.OPEN)
    assert both.village.told("1-1-101") == ["release_slip_issued"]
    both.gate.release(line.id, PLATE, version=back.line.version)
    both.clock.advance(seconds=UNDO_WITHIN.total_seconds() + 1)
    with pytest.raises(UserError):
        both.gate.take_back(line.id)


def test_that_of_two_gates_with_one_slip_one_wins_and_the_other_is_told(both: Removal) -> None:
    line, gates = both.issue().line, (both.open_gate("西门"), both.open_gate("东门"))
    ready, lost = Barrier(2), list[UserError]()

    def let_out(account_id: int, gate_id: int) -> None:
        service = both.gate_of(account_id)
        ready.wait()
        try:
            service.release(line.id, PLATE, version=line.version, gate_id=gate_id)
        except UserError as error:
            lost.append(error)

    threads = [Thread(target=let_out, args=each) for each in zip((1, 2), gates, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (error,) = lost
    file = both.gate.slip(line.id)
    assert isinstance(error, ConflictError)
    assert error.problems[0].message == file.verdict
    assert (len(file.checks), file.line.out) == (1, 17)


def test_that_a_release_sent_twice_is_done_once(removal: Removal) -> None:
    line, once = removal.issue().line, new_operation_id()
    for _try in range(2):
        removal.gate.release(line.id, PLATE, {1: 3}, version=line.version, operation_id=once)
    assert removal.gate.slip(line.id).line.out == 3


# --- rights and traces ------------------------------------------------------------------------------------------------


def test_that_the_desk_issues_and_only_the_gate_lets_out(removal: Removal) -> None:
    line = removal.issue().line
    service = {role: ReleaseSlipService(removal.village.desk_of(role)) for role in Role}
    at_desk: tuple[Callable[[ReleaseSlipService], object], ...] = (
        lambda desk: desk.issue(removal.draft()),
        lambda desk: desk.amend(line.id, removal.draft(), version=line.version),
        lambda desk: desk.withdraw(line.id, "x", version=line.version),
        lambda desk: desk.resume(line.id, version=line.version),
        lambda desk: desk.follow_on(line.id),
    )
    at_gate: tuple[Callable[[ReleaseSlipService], object], ...] = (
        lambda gate: gate.at_gate(line.code),
        lambda gate: gate.release(line.id, PLATE, version=line.version),
        lambda gate: gate.refuse(line.id, "x", version=line.version),
        lambda gate: gate.take_back(line.id),
    )
    for calls, roles in ((at_desk, (Role.GUARD, Role.ADMINISTRATOR)), (at_gate, (Role.CLERK, Role.MANAGER))):
        for call in calls:
            for role in roles:
                with pytest.raises(RefusedError):
                    call(service[role])
    with pytest.raises(RefusedError):
        service[Role.ADMINISTRATOR].slips()


def test_that_slips_of_another_community_are_not_there(removal: Removal) -> None:
    line: ReleaseFile = removal.issue()
    desk = removal.village.desk
    other = ReleaseSlipService(replace(desk, actor=replace(desk.actor, community_id=2)))
    assert other.slips(ReleaseFilter(ReleaseStage.ALL)) == ()
    with pytest.raises(UserError):
        other.slip(line.line.id)
    with pytest.raises(UserError):
        other.withdraw(line.line.id, "x", version=1)


def test_that_every_step_leaves_a_trace_and_stands_in_the_timeline(removal: Removal) -> None:
    line = removal.issue().line
    removal.gate.release(line.id, PLATE, {1: 3}, version=line.version)
    removal.gate.release(line.id, "", version=2, override_words="步行搬走")
    with removal.village.desk.read() as session:
        actions = session.scalars(select(Audit.action).where(Audit.topic == "release_slip").order_by(Audit.id)).all()
        told = session.execute(select(TimelineEntry.kind, TimelineEntry.parameters).order_by(TimelineEntry.id)).all()
    assert actions == ["issued", "goods let out", "goods let out"]
    assert [(row.kind, row.parameters["pieces"], row.parameters["plate"]) for row in told] == [
        ("release_slip_issued", 17, "浙A8K3T6"),
        ("goods_released", 3, "浙A8K3T6"),
        ("goods_released", 14, ""),
    ]


def test_that_goods_stand_on_one_good_slip_at_a_time(removal: Removal) -> None:
    line, now = removal.issue().line, removal.clock.now()
    rest = replace(removal.draft(), follows_id=line.id)
    with pytest.raises(UserError):
        removal.desk.issue(rest)
    removal.clock.set(line.valid_until)
    removal.desk.issue(rest)
    removal.clock.set(now)
    # the clock was set back: the first one looks good again
    with pytest.raises(UserError):
        removal.gate.release(line.id, PLATE, version=line.version)
    other = removal.issue().line
    wrong: tuple[dict[str, Any], ...] = ({"plate": "浙" * 17}, {"override_words": "x" * 201}, {"gate_id": 99})
    for given in wrong:
        with pytest.raises(UserError) as refused:
            removal.gate.release(other.id, **{"plate": PLATE, "version": other.version, **given})
        assert fields(refused) == set(given)
