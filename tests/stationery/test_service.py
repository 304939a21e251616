from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import LANGUAGES, language
from desktop.core.merge_fields import keep, show
from desktop.core.permissions import Role
from desktop.core.texts import search_form
from desktop.stationery.rows import (
    MONTHLY,
    NewLetterhead,
    SectionLayout,
    TemplatePurpose,
    arranged,
    head_words,
    office_in,
)
from desktop.stationery.service import GAP, LARGEST_LOGO, StationeryService
from desktop.storage.audit import Audit
from tests.stationery.conftest import png

if TYPE_CHECKING:
    from desktop.storage.desk import Desk

THANKS, REPLY = TemplatePurpose.THANK_YOU, TemplatePurpose.COMPLAINT_REPLY
ORDINARY = SectionLayout("figures", heading="{月份}的数字", words="送：{部门}")


def as_role(desk: Desk, role: Role, department_id: int | None = None) -> StationeryService:
    return StationeryService(replace(desk, actor=replace(desk.actor, role=role, department_id=department_id)))


def fields_named(error: UserError) -> list[str]:
    return [problem.field for problem in error.problems]


# --- letterhead -----------------------------------------------------------------------------------------------------


def test_that_before_anything_is_laid_down_the_community_stands_for_itself(stationery: StationeryService) -> None:
    found = stationery.letterhead()
    assert (found.version, found.office, found.logo, found.issue_languages) == (0, "翠湖花园", None, ())
    assert (found.mask_names, found.mask_phones) == (True, True)
    assert office_in(found, language("zh_CN")) == "翠湖花园物业服务中心"
    assert head_words(found, language("zh_CN")) == ("翠湖花园物业服务中心", ())


def test_that_a_letterhead_is_laid_down_whole(stationery: StationeryService, picture: bytes) -> None:
    draft = NewLetterhead(
        company="  和居物业 ",
        office="云栖服务站",
        phone="0571-8600 0000",
        address="翠湖路 88 号",
        logo=picture,
        mask_names=False,
        issue_languages=("en", "zh_CN"),
    )
    changes = stationery.set_letterhead(draft, version=0)
    assert changes.touches("letterhead")
    found = stationery.letterhead()
    assert (found.company, found.office, found.logo, found.logo_type) == (
        "和居物业",
        "云栖服务站",
        picture,
        "image/png",
    )
    assert (found.mask_names, found.mask_phones, found.issue_languages) == (False, True, ("zh_CN", "en"))
    assert head_words(found, language("en")) == (
        "和居物业",
        ("云栖服务站", "0571-8600 0000\u3000翠湖路 88 号"),
    )
    assert stationery.try_letterhead(draft) == replace(found, version=0)


def test_that_the_community_s_own_name_is_not_laid_down_twice(service: StationeryService) -> None:
    service.set_letterhead(NewLetterhead(office="翠湖花园"), version=0)
    assert not service.letterhead().office_given
    assert service.letterhead().office == "翠湖花园"


def test_that_a_letterhead_changed_meanwhile_is_not_overwritten(stationery: StationeryService) -> None:
    stationery.set_letterhead(NewLetterhead(company="和居"), version=0)
    for stale in (0, 2):
        with pytest.raises(ConflictError):
            stationery.set_letterhead(NewLetterhead(company="别家"), version=stale)
    stationery.set_letterhead(NewLetterhead(company="和居物业"), version=1)
    assert stationery.letterhead().company == "和居物业"


def test_that_a_write_repeated_under_its_id_is_done_once(service: StationeryService) -> None:
    first = service.set_letterhead(NewLetterhead(company="和居"), version=0, operation_id="a" * 32)
    again = service.set_letterhead(NewLetterhead(company="和居"), version=0, operation_id="a" * 32)
    assert (again.result, service.letterhead().version) == (first.result, 1)


@pytest.mark.parametrize(
    "logo",
    [
        b"",
        b"GIF89a" + bytes(40),
        b"%PDF-1.7 ...",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png(40, 20)[:48],
        b"\x89PNG\r\n\x1a\n" + bytes(60),
        b"\xff\xd8\xff" + bytes(60),
        png(5000, 4000),
        png(40, 20) + bytes(LARGEST_LOGO),
    ],
    ids=["empty", "gif", "pdf", "svg", "cut off", "damaged", "damaged jpeg", "too many pixels", "too large"],
)
def test_that_a_picture_that_cannot_be_a_logo_is_refused_in_words(service: StationeryService, logo: bytes) -> None:
    with pytest.raises(UserError) as refused:
        service.set_letterhead(NewLetterhead(logo=logo), version=0)
    assert fields_named(refused.value) == ["logo"]
    assert service.letterhead().version == 0


def test_that_lines_that_are_too_long_are_refused_together(service: StationeryService) -> None:
    with pytest.raises(UserError) as refused:
        service.set_letterhead(NewLetterhead(company="和" * 121, address="翠" * 121), version=0)
    assert fields_named(refused.value) == ["company", "address"]


# --- texts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_every_built_in_text_can_be_filled_and_laid_down_as_it_is_shown(
    service: StationeryService, code: str
) -> None:
    rows = [row for row in service.templates() if row.language == code]
    assert {row.purpose for row in rows} == set(TemplatePurpose)
    for row in rows:
        fields = service.fields(row.purpose)
        assert (row.built_in, row.version) == (True, 0)
        typed = (show(row.title, fields, language(code)), show(row.body, fields, language(code)))
        assert (keep(typed[0], fields), keep(typed[1], fields)) == (row.title, row.body)
        filled = service.try_text(row.purpose, code, *typed)
        assert "{" not in filled.title + filled.body
        assert GAP not in filled.body
    assert "3-1-502" in service.try_text(REPLY, code, "-", service.template(REPLY, code).body).body


def test_that_no_two_fields_are_called_alike_in_any_language(service: StationeryService) -> None:
    for purpose in TemplatePurpose:
        owner: dict[str, str] = {}
        for field in service.fields(purpose):
            names = {search_form(field.key), *(search_form(language(code).message(field.label)) for code in LANGUAGES)}
            for name in names:
                assert owner.setdefault(name, field.key) == field.key


def test_that_lines_without_a_value_are_left_out_where_no_gaps_are_wanted(service: StationeryService) -> None:
    invitation = TemplatePurpose.EVENT_INVITATION
    told = {
        "title": "义剪",
        "day": "11月28日",
        "time": "9:00",
        "place": "广场",
        "resident": "张女士",
        "room": "3-1-502",
    }
    filled = service.fill(invitation, "zh_CN", told, gaps=False)
    assert "时间：11月28日 9:00" in filled.body
    assert "合作单位" not in filled.body
    assert GAP in service.fill(invitation, "zh_CN", told).body


def test_that_what_is_said_on_the_phone_needs_no_title(service: StationeryService) -> None:
    say = TemplatePurpose.SAY_OUTAGE
    service.set_template(say, "zh_CN", "", "{影响范围}停水", version=0)
    assert (service.template(say, "zh_CN").title, service.template(say, "zh_CN").body) == ("", "{where}停水")
    with pytest.raises(UserError) as refused:
        service.set_template(TemplatePurpose.CHAT_MOVED, "zh_CN", "", "", version=0)
    assert fields_named(refused.value) == ["title", "body"]


def test_that_a_text_is_laid_down_in_one_language_and_put_back(stationery: StationeryService) -> None:
    built_in = stationery.template(THANKS, "zh_CN")
    stationery.set_template(THANKS, "zh_CN", "谢谢", "尊敬的{住户姓名}：\n{房號}", version=0)
    own = stationery.template(THANKS, "zh_CN")
    assert (own.title, own.body, own.built_in) == ("谢谢", "尊敬的{resident}：\n{room}", False)
    assert stationery.template(THANKS, "en").built_in
    stationery.reset_template(THANKS, "zh_CN", version=own.version)
    back = stationery.template(THANKS, "zh_CN")
    assert (back.title, back.body, back.built_in) == (built_in.title, built_in.body, True)
    with pytest.raises(ConflictError):  # the version goes on, so that an older one is not taken for the present one
        stationery.set_template(THANKS, "zh_CN", "谢谢", "谢谢", version=own.version)
    stationery.set_template(THANKS, "zh_CN", "谢谢", "谢谢", version=back.version)
    assert stationery.template(THANKS, "zh_CN").body == "谢谢"


def test_that_a_broken_text_is_refused_at_its_fields_and_not_saved(service: StationeryService) -> None:
    with pytest.raises(UserError) as refused:
        service.set_template(REPLY, "en", "Reply {numer}", "Dear {resident", version=0)
    assert fields_named(refused.value) == ["title", "body"]
    with pytest.raises(UserError) as refused:
        service.set_template(REPLY, "en", " ", "x" * 6001, version=0)
    assert fields_named(refused.value) == ["title", "body"]
    assert service.template(REPLY, "en").built_in


def test_that_a_letter_is_filled_from_its_values_and_the_house(service: StationeryService) -> None:
    service.set_letterhead(NewLetterhead(office="云栖服务站", phone="88886666"), version=0)
    service.set_template(
        REPLY, "zh_CN", "回复 {报事单号}", "{住户姓名}\n{处理结果}\n{服务中心} {服务电话}\n{今日日期}", version=0
    )
    filled = service.fill(REPLY, "zh_CN", {"resident": "张{room}伟", "number": "TS-2611-0017", "result": ""})
    assert filled.title == "回复 TS-2611-0017"
    assert filled.body == f"张{{room}}伟\n{GAP}\n云栖服务站 88886666\n2026年11月22日"


# --- the make-up of a report ----------------------------------------------------------------------------------------


def test_that_a_make_up_is_laid_down_and_put_back(stationery: StationeryService) -> None:
    assert stationery.layout(MONTHLY) == ()
    stationery.set_layout(MONTHLY, [ORDINARY, SectionLayout("charts", shown=False)], version=0)
    assert stationery.layout(MONTHLY) == (
        SectionLayout("figures", True, "{month}的数字", "送：{department}"),
        SectionLayout("charts", shown=False),
    )
    stationery.set_layout(MONTHLY, (), version=1)
    assert (stationery.layout(MONTHLY), stationery.report_layout(MONTHLY).version) == ((), 2)


def test_that_a_broken_make_up_is_refused_at_its_sections(service: StationeryService) -> None:
    broken = [SectionLayout("figures", heading="{x}"), SectionLayout("charts", words="{month")]
    with pytest.raises(UserError) as refused:
        service.set_layout(MONTHLY, broken, version=0)
    assert fields_named(refused.value) == ["heading-figures", "words-charts"]
    with pytest.raises(UserError) as refused:
        service.set_layout(MONTHLY, [SectionLayout("figures", shown=False)], version=0)
    assert fields_named(refused.value) == ["sections"]
    assert service.report_layout(MONTHLY).version == 0


def test_that_a_section_that_came_later_stands_after_the_one_before_it() -> None:
    laid_down = (SectionLayout("charts"), SectionLayout("gone"), SectionLayout("figures", shown=False))
    keys = ["cover", "figures", "targets", "charts"]
    assert [section.key for section in arranged(laid_down, keys)] == ["cover", "charts", "figures", "targets"]
    assert [section.key for section in arranged((), keys)] == keys


# --- rights and traces ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_that_everyone_who_prints_reads_and_only_managers_write(desk: Desk, role: Role) -> None:
    service = as_role(desk, role)
    assert service.letterhead().office == "翠湖花园"
    assert len(service.templates()) == len(TemplatePurpose) * len(LANGUAGES)
    assert service.layout(MONTHLY) == ()
    assert service.fill(THANKS, "en", {}).title
    if role is Role.MANAGER:
        assert service.set_template(THANKS, "en", "Thanks", "Thanks", version=0).result
        return
    with pytest.raises(RefusedError):
        service.set_template(THANKS, "en", "Thanks", "Thanks", version=0)
    with pytest.raises(RefusedError):
        service.set_letterhead(NewLetterhead(), version=0)
    with pytest.raises(RefusedError):
        service.set_layout(MONTHLY, [ORDINARY], version=0)


def test_that_a_department_s_head_edits_letters_but_not_what_all_share(desk: Desk) -> None:
    head = as_role(desk, Role.MANAGER, department_id=1)
    with pytest.raises(RefusedError):
        head.set_letterhead(NewLetterhead(company="我部"), version=0)
    with pytest.raises(RefusedError):
        head.set_layout(MONTHLY, [ORDINARY], version=0)
    head.set_template(REPLY, "en", "Reply", "Dear {resident}", version=0)
    assert head.template(REPLY, "en").title == "Reply"


def test_that_every_change_leaves_a_trace_without_the_picture(service: StationeryService, picture: bytes) -> None:
    service.set_letterhead(NewLetterhead(company="和居", logo=picture), version=0)
    service.set_template(THANKS, "en", "Thanks", "Thanks {resident}", version=0)
    service.reset_template(THANKS, "en", version=1)
    service.set_layout(MONTHLY, [ORDINARY], version=0)
    topics = ("letterhead", "text_template", "report_layout")
    with service.desk.read() as session:
        chosen = select(Audit.topic, Audit.action, Audit.after).where(Audit.topic.in_(topics)).order_by(Audit.id)
        rows = [tuple(row) for row in session.execute(chosen)]
    assert [row[:2] for row in rows] == [
        ("letterhead", "edited"),
        ("text_template", "edited"),
        ("text_template", "reset"),
        ("report_layout", "edited"),
    ]
    assert len(rows[0][2]["logo"]) == 64


def test_that_another_community_has_its_own(desk: Desk, service: StationeryService) -> None:
    service.set_letterhead(NewLetterhead(company="和居"), version=0)
    service.set_template(THANKS, "en", "Thanks", "Thanks", version=0)
    other = StationeryService(replace(desk, actor=replace(desk.actor, community_id=2)))
    assert (other.letterhead().company, other.template(THANKS, "en").built_in) == ("", True)


def test_that_a_title_filled_with_a_whole_matter_is_refused_in_words(service: StationeryService) -> None:
    service.set_template(REPLY, "zh_CN", "关于{matter}", "尊敬的业主：", version=0)
    filled = service.fill(REPLY, "zh_CN", {"matter": "漏水" * 1000})
    with pytest.raises(UserError) as refused:
        service.letter(filled, "zh_CN")
    assert refused.value.problems[0].field == "title"
    assert service.letter(service.fill(REPLY, "zh_CN", {"matter": "漏水"}), "zh_CN").startswith(b"%PDF")
