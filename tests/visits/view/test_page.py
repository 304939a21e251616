"""The log, who is inside, and how the page leads from one part to the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.visits.rows import VisitFilter
from desktop.visits.service import VisitFiles
from desktop.visits.view.inside import InsidePart
from desktop.visits.view.log import LogPart
from tests.core.samples import png
from tests.visits.arrivals import came, visit_values
from tests.visits.screens import CTRL, NARROW, Screen


def facts(screen: Screen) -> str:
    """Return all that the detail says, as one text."""
    return " ".join(each.text() for each in screen.part.detail.findChildren(QLabel) if each.isVisible())


def logged(screen: Screen, count: int) -> None:
    """Write `count` visits of the last days past the services, the newest first to be shown."""
    now = screen.village.desk.clock.now()
    rows = [
        visit_values(screen.village, name=f"访客{place:03}", in_at=now - timedelta(minutes=30 * place), place="公区")
        for place in range(count)
    ]
    came(screen.village, rows)


def test_that_the_log_shows_a_visit_with_who_agreed_to_it(screen: Screen) -> None:
    screen.house.order("1-1-101")
    screen.house.let_in("浙A12345", name="陈师傅")
    screen.show()
    assert screen.cells("who") == ["浙A·12345"]
    assert screen.cells("state") == ["Overridden"]
    said = facts(screen)
    assert "Do not let in yet" in said
    assert "业主来电同意 · 陈国栋 agreed" in said
    assert "东门岗" in said


def test_that_a_long_log_is_read_from_any_place_of_it(screen: Screen) -> None:
    logged(screen, 330)
    screen.show()
    service = screen.service()
    wanted = VisitFilter()
    every = service.visits(wanted, None, 400)
    assert len(every) == service.count(wanted) == 330
    assert service.visits(wanted, every[200], 5, backward=True) == every[195:200]
    assert service.visits(wanted, None, 5, backward=True) == every[325:]
    assert service.visits_from(wanted, 120, 330, 7) == every[120:127]
    assert service.visits_from(wanted, 300, 330, 7) == every[300:307]
    assert service.place_of(every[210].id, wanted) == 210
    assert service.place_of(every[210].id, VisitFilter(held=True)) is None
    screen.page.show_at(wanted=wanted)
    screen.settle()
    screen.page.show_at(visit_id=every[310].id)
    screen.settle()
    screen.qtbot.waitUntil(lambda: screen.part.view.currentIndex().row() == 310)
    assert every[310].name in facts(screen)


def test_that_the_log_is_narrowed_and_widened_again(screen: Screen) -> None:
    screen.house.let_in("浙A12345")
    screen.house.let_in("王芳", "1-1-102")
    screen.show()
    part = screen.part
    assert isinstance(part, LogPart)
    part.filters.flags["vehicles"].click()
    screen.settle()
    assert screen.cells("who") == ["浙A·12345"]
    part.filters.text.setText("王芳")
    screen.press(Qt.Key.Key_Return, at=part.filters.text)
    assert screen.cells("who") == []
    assert part.empty.missing.text() == "No visit is like this"
    part.filters.clear.click()
    screen.settle()
    assert len(screen.cells("who")) == 2


def test_that_an_entry_is_kept_by_a_manager_alone_and_let_go_again(screen: Screen) -> None:
    visit_id = screen.house.let_in("浙A12345")
    screen.show()
    assert "hold-visit" not in screen.offered()
    screen.show(Role.MANAGER)
    screen.click("hold-visit")
    screen.submit(words="派出所来函，案号 88")
    assert screen.service().visit(visit_id).line.held_words == "派出所来函，案号 88"
    assert "release-hold" in screen.offered()
    screen.undo()
    assert screen.service().visit(visit_id).line.held_words == ""


def test_that_who_is_inside_too_long_is_told(screen: Screen) -> None:
    now = screen.village.desk.clock.now()
    long_ago = visit_values(screen.village, name="老李", in_at=now - timedelta(hours=13), place="公区")
    came(screen.village, [long_ago])
    screen.house.let_in("王芳")
    screen.show(part="inside")
    assert dict(zip(screen.cells("who"), screen.cells("state"), strict=True)) == {
        "老李": "Should be gone",
        "王芳": "Inside",
    }
    assert screen.page.header.note.text() == "2 people inside"
    part = screen.part
    assert isinstance(part, InsidePart)
    assert part.scopes.scopes is not None
    part.scopes.scopes.button("overdue").click()
    screen.settle()
    assert screen.cells("who") == ["老李"]
    screen.click("inside-visit")
    assert screen.shell.gone[-1][0] == "visits"


def test_that_keys_lead_through_the_parts_and_a_small_page_makes_room(screen: Screen) -> None:
    screen.house.let_in("王芳")
    screen.show(size=NARROW)
    assert screen.part.name == "log"
    assert not screen.part.detail.isVisible()
    screen.press(Qt.Key.Key_Return)
    assert screen.part.detail.isVisible()
    assert not screen.page.header.isVisible()
    screen.press(Qt.Key.Key_Escape, at=screen.part.detail)
    assert screen.page.header.isVisible()
    screen.press(Qt.Key.Key_Tab, CTRL)
    assert screen.part.name == "inside"
    assert "setup" not in screen.page.parts


def test_that_a_photo_taken_at_the_gate_is_seen_at_the_desk(screen: Screen) -> None:
    visit_id = screen.house.let_in("王芳")
    rules = screen.service().rules()
    screen.service(Role.MANAGER).set_rules(replace(rules, photos=True), version=rules.version)
    screen.show()
    part = screen.part
    assert isinstance(part, LogPart)
    assert not part.photos.isVisible()
    VisitFiles(screen.village.desk_of(Role.GUARD)).attach("门岗.png", png(), owner_id=visit_id)
    screen.show()
    part = screen.part
    assert isinstance(part, LogPart)
    assert part.photos.isVisible()


def test_that_only_a_manager_sees_the_set_up(screen: Screen) -> None:
    screen.show(part="setup")
    assert screen.part.name == "log"
    screen.show(Role.MANAGER, part="setup")
    assert screen.part.name == "setup"


def test_that_the_papers_of_the_day_are_offered_and_drawn(screen: Screen) -> None:
    screen.house.let_in("王芳")
    screen.show(part="passes")
    names = [act.name for act in screen.page.papers()]
    assert names == ["print-log", "print-evacuation", "print-night", "print-shift"]
    for act in screen.page.papers():
        act.do()
    assert all(paper.pdf(language("en")).startswith(b"%PDF") for paper in screen.shell.papers)
