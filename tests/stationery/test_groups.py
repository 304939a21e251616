"""Texts in groups: notices, messages, the phone, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.stationery.rows import TemplatePurpose
from tests.care.conftest import shell
from tests.stationery.test_view import page_of, report, rest, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.stationery.service import StationeryService
    from desktop.stationery.view import StationeryPage

__all__ = ["page_of", "report", "rest", "shell"]


def test_that_one_part_holds_all_texts_of_a_group_and_each_keeps_what_was_typed(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    page = page_of(service.desk, "notice_power")
    part = page.texts[TemplatePurpose.NOTICE_POWER]
    assert (page.part, part.name, part.purpose) == (part, "notices", TemplatePurpose.NOTICE_POWER)
    assert part.title_field.text() == "Power off"
    part.title_field.set_text("Power cut")
    page.show_at(part="notice_water")
    rest(page)
    assert part.title_field.text() == "Water off"
    assert "Water off" in seen(page)
    page.show_at(part="notice_power")
    rest(page)
    assert part.title_field.text() == "Power cut"
    part.save.click()
    rest(page)
    assert service.template(TemplatePurpose.NOTICE_POWER, "en").title == "Power cut"
    assert service.template(TemplatePurpose.NOTICE_WATER, "en").built_in
    assert not part.dirty


def test_that_every_text_can_be_reached_and_what_is_said_asks_for_no_title(
    service: StationeryService, page_of: Callable[..., StationeryPage], rest: Callable[[StationeryPage], None]
) -> None:
    page = page_of(service.desk)
    assert set(page.texts) == set(TemplatePurpose)
    page.show_at(part="say_outage")
    rest(page)
    part = page.texts[TemplatePurpose.SAY_OUTAGE]
    assert not part.title_field.row.isVisibleTo(part)
    part.body_field.set_text("{places affected}: no water")
    rest(page)
    assert "Buildings 3 and 5, all households: no water" in seen(page)
    assert "characters" in seen(page)
    part.save.click()
    rest(page)
    assert service.template(TemplatePurpose.SAY_OUTAGE, "en").body == "{where}: no water"
