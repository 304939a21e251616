from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.i18n import language, msg
from desktop.stationery.presenter import ReportParts
from desktop.stationery.report import sample_page
from desktop.stationery.rows import MONTHLY, LetterheadRow, NewLetterhead, SectionLayout, TemplatePurpose
from desktop.stationery.view import StationeryPage
from desktop.ui.language import translate, ui_language
from tests.care.conftest import shell
from tests.stationery.conftest import png
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.core.i18n import Language
    from desktop.stationery.service import StationeryService
    from desktop.storage.desk import Desk
    from tests.ui.shells import RecordingShell

__all__ = ["shell"]

WIDE, NARROW = (1198, 612), (904, 384)
SECTIONS = (("figures", msg("Figures")), ("charts", msg("Trend")), ("overdue", msg("Overdue")))
THANKS, REPLY = TemplatePurpose.THANK_YOU, TemplatePurpose.COMPLAINT_REPLY


BARE = LetterheadRow(0, "", "翠湖花园", "", "", None, "", True, True, ())


class Report:
    """A report that says how it is made up."""

    def __init__(self) -> None:
        self.drawn: list[Sequence[SectionLayout]] = []

    def draw(self, spoken: Language, sections: Sequence[SectionLayout]) -> bytes:
        self.drawn.append(sections)
        return sample_page(BARE, spoken, datetime(2026, 11, 22, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def report() -> Report:
    return Report()


@pytest.fixture
def page_of(
    qtbot: QtBot,
    shell: RecordingShell,
    report: Report,
) -> Callable[..., StationeryPage]:
    """Return what makes the page of a desk, shown at a part."""

    def make(desk: Desk, part: str = "letterhead", size: tuple[int, int] = WIDE) -> StationeryPage:
        page = StationeryPage(desk, shell, ReportParts(MONTHLY, SECTIONS, report.draw))
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.activateWindow()
        page.show_at(part=part)
        settle(qtbot, shell)
        qtbot.waitUntil(lambda: not page._soon.isActive())
        settle(qtbot, shell)
        return page

    return make


@pytest.fixture
def rest(qtbot: QtBot, shell: RecordingShell) -> Callable[[StationeryPage], None]:
    """Return what waits until a page has drawn what was typed."""

    def wait(page: StationeryPage) -> None:
        qtbot.waitUntil(lambda: not page._soon.isActive())
        settle(qtbot, shell)

    return wait


def seen(page: StationeryPage) -> str:
    """Return the words on the page that is looked at."""
    return "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.preview._data)).pages)


def problem(page: StationeryPage, part: str, field: str) -> str:
    """Return what stands under a field."""
    found = page.parts[part].form.fields[field].problem
    return "" if found is None else translate(found, language("en"))


# --- letterhead -----------------------------------------------------------------------------------------------------


def test_that_what_is_typed_is_seen_on_paper_and_then_saved(
    service: StationeryService,
    page_of: Callable[..., StationeryPage],
    rest: Callable[[StationeryPage], None],
    shell: RecordingShell,
) -> None:
    page = page_of(service.desk)
    assert "翠湖花园" in seen(page)
    page.letterhead.form.fields["company"].set_text("和居物业")
    page.letterhead.languages["en"].set_text("yes")
    page.letterhead.names.set_text("")
    rest(page)
    assert "和居物业" in seen(page)
    assert service.letterhead().version == 0
    page.letterhead.save.click()
    rest(page)
    found = service.letterhead()
    assert (found.company, found.issue_languages, found.mask_names) == ("和居物业", ("en",), False)
    assert shell.words == ["The letterhead is saved."]
    assert not page.letterhead.dirty


def test_that_tab_goes_through_the_fields_before_the_button_below_them(
    desk: Desk, page_of: Callable[..., StationeryPage]
) -> None:
    page = page_of(desk)
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Tab)
    assert page.focusWidget() is page.letterhead.form.fields["company"].input
    for _ in range(20):
        if page.focusWidget() is page.letterhead.save:
            break
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.focusWidget() is page.letterhead.save
    QTest.keyClick(page.letterhead.save, Qt.Key.Key_Tab)
    assert not page.letterhead.isAncestorOf(page.focusWidget()), "the fields are gone through once"


def test_that_a_logo_is_made_small_and_one_that_is_none_is_refused(
    service: StationeryService,
    page_of: Callable[..., StationeryPage],
    rest: Callable[[StationeryPage], None],
    tmp_path: Path,
) -> None:
    page = page_of(service.desk)
    large, broken = tmp_path / "大.png", tmp_path / "坏.png"
    large.write_bytes(png(3000, 1000))
    broken.write_bytes(b"<svg/>")
    page.letterhead.logo.chosen.emit(large)
    rest(page)
    assert page.letterhead.logo.logo is not None
    page.letterhead.save.click()
    rest(page)
    kept = service.letterhead()
    assert kept.logo_type == "image/png"
    page.letterhead.logo.chosen.emit(broken)
    rest(page)
    assert problem(page, "letterhead", "logo").startswith("The logo must be a PNG or JPEG")
    assert page.letterhead.logo.logo == kept.logo
    page.letterhead.logo.remove.click()
    page.letterhead.save.click()
    rest(page)
    assert service.letterhead().logo is None


def test_that_what_another_changed_meanwhile_is_told_and_not_overwritten(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    page = page_of(service.desk)
    page.letterhead.form.fields["company"].set_text("我的")
    service.set_letterhead(NewLetterhead(company="别人的"), version=0)
    page.presenter.read()
    rest(page)
    page.letterhead.save.click()
    rest(page)
    assert service.letterhead().company == "别人的"
    assert page.letterhead.form.fields["company"].text() == "我的"
    page.letterhead.save.click()
    rest(page)
    assert service.letterhead().company == "我的"


def test_that_a_department_s_head_looks_at_what_all_share(
    service: StationeryService, page_of: Callable[..., StationeryPage]
) -> None:
    actor = replace(service.desk.actor, department_id=1)
    page = page_of(replace(service.desk, actor=actor))
    assert not page.letterhead.save.isEnabled()
    assert not page.letterhead.form.isEnabled()
    assert page.texts[REPLY].save.isEnabled()


# --- letters --------------------------------------------------------------------------------------------------------


def test_that_a_letter_is_seen_with_made_up_values_as_it_is_typed(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    page = page_of(service.desk, "complaint_reply")
    part = page.texts[REPLY]
    assert "{room}" in part.body_field.text()
    assert "Dear Ms Zhang (3-1-502)" in seen(page)
    part.body_field.set_text("Hello {房号}")
    rest(page)
    assert "Hello 3-1-502" in seen(page)
    part.save.click()
    rest(page)
    assert service.template(REPLY, "en").body == "Hello {room}"
    assert part.body_field.text() == "Hello {room}"


def test_that_a_broken_letter_is_told_beside_the_page_and_refused_at_its_field(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    page = page_of(service.desk, "complaint_reply")
    part = page.texts[REPLY]
    part.body_field.set_text("Hello {rom}")
    rest(page)
    assert page.said.isVisibleTo(page)
    assert "there is no field “rom” here" in page.said.text()
    assert "Dear Ms Zhang" in seen(page)
    assert problem(page, "complaint_reply", "body") == ""
    part.save.click()
    rest(page)
    assert "there is no field “rom” here" in problem(page, "complaint_reply", "body")
    assert service.template(REPLY, "en").built_in
    part.body_field.set_text("Hello {room}")
    rest(page)
    assert not page.said.isVisibleTo(page)


def test_that_a_button_writes_its_field_where_the_caret_is(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    page = page_of(service.desk, "thank_you")
    part = page.texts[THANKS]
    part.title_field.set_text("")
    part.body_field.set_text("ab")
    part.title_field.input.setFocus()
    part.fields.buttons["room"].click()
    assert part.title_field.text() == "{room}"
    part.body_field.input.setFocus()
    part.fields.buttons["today"].click()
    assert part.body_field.text() == "{today's date}ab"
    rest(page)
    assert service.template(THANKS, "en").built_in


def test_that_each_language_keeps_what_was_typed_until_it_is_saved(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    page = page_of(service.desk, "thank_you")
    part = page.texts[THANKS]
    part.body_field.set_text("Thank you")
    part.languages.choose("zh_CN")
    part.languages.changed.emit()
    assert "{住户姓名}" in part.body_field.text()
    part.body_field.set_text("谢谢{住户姓名}")
    part.save.click()
    rest(page)
    assert service.template(THANKS, "zh_CN").body == "谢谢{resident}"
    part.languages.choose("en")
    part.languages.changed.emit()
    assert part.body_field.text() == "Thank you"
    assert service.template(THANKS, "en").built_in
    part.save.click()
    rest(page)
    assert service.template(THANKS, "en").body == "Thank you"


def test_that_the_built_in_text_comes_back(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    service.set_template(THANKS, "en", "Thanks", "Thank you", version=0)
    page = page_of(service.desk, "thank_you")
    part = page.texts[THANKS]
    assert part.reset is not None
    assert part.body_field.text() == "Thank you"
    part.reset.click()
    rest(page)
    assert service.template(THANKS, "en").built_in
    assert part.body_field.text().startswith("Dear {resident's name}")
    assert not part.reset.isEnabled()


def test_that_the_page_follows_the_language_unless_something_was_typed(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    page = page_of(service.desk, "thank_you")
    page.texts[REPLY].title_field.set_text("Mine")
    ui_language().choose("zh_CN")
    rest(page)
    assert page.texts[THANKS].title_field.text() == "感谢信"
    assert page.texts[REPLY].title_field.text() == "Mine"


# --- the make-up of the report --------------------------------------------------------------------------------------


def test_that_sections_are_moved_left_out_and_headed_by_keys_and_fields(
    service: StationeryService,
    page_of: Callable[..., StationeryPage],
    rest: Callable[[StationeryPage], None],
    report: Report,
) -> None:
    page = page_of(service.desk, "layout")
    part = page.layout_part
    assert part is not None
    assert [row.id for row in part.model.rows] == ["figures", "charts", "overdue"]
    part.view.select("charts")
    part.view.setFocus()
    QTest.keyClick(part.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    part.shown.click()
    part.view.select("overdue")
    part.heading.set_text("Late in {month}")
    part.intro.set_text("To {部门}")
    rest(page)
    wanted = (
        SectionLayout("charts", shown=False),
        SectionLayout("figures"),
        SectionLayout("overdue", heading="Late in {month}", words="To {department}"),
    )
    assert report.drawn[-1] == wanted
    part.save.click()
    rest(page)
    assert service.layout(MONTHLY) == wanted
    assert part.reset is not None
    part.reset.click()
    rest(page)
    assert service.layout(MONTHLY) == ()
    assert [row.id for row in part.model.rows] == ["figures", "charts", "overdue"]


def test_that_a_broken_heading_is_refused_at_its_section(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    page = page_of(service.desk, "layout")
    part = page.layout_part
    assert part is not None
    part.view.select("charts")
    part.heading.set_text("{mont")
    part.view.select("figures")
    part.save.click()
    rest(page)
    assert part.view.row.id == "charts"
    assert "is not closed" in problem(page, "layout", "heading")
    assert service.report_layout(MONTHLY).version == 0
    part.heading.set_text("")
    for key in ("figures", "charts", "overdue"):
        part.view.select(key)
        part.shown.click()
    part.save.click()
    rest(page)
    assert part.about.isVisibleTo(page)
    assert service.report_layout(MONTHLY).version == 0


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_that_form_and_page_stand_side_by_side(
    service: StationeryService, page_of: Callable[..., StationeryPage], size: tuple[int, int]
) -> None:
    page = page_of(service.desk, "complaint_reply", size)
    form, preview = page.split.sizes()
    assert form >= preview >= 240
    assert page.size().toTuple() == size
