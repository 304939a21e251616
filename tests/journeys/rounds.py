"""A manager lays a round down, a guard walks it through two kills, and enters one from paper; what is found is checked.

Each function is a stretch of the journey in `test_patrol_round.py`, driven at the window by keyboard.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desktop.patrols.model import PointOutcome, RoundState
from desktop.patrols.presenter import Part
from tests.journeys.day import ALT, CTRL, Key, microseconds
from tests.journeys.patrol import POINTS, ROUTE, TAG, at, killed_while

if TYPE_CHECKING:
    from tests.journeys.patrol import Found, Patrol

__all__ = ["LAMP", "enter_sheet", "lay_down", "walk"]

LAMP = "灯不亮"
KILLED = -9
"""How a process ends that was killed by SIGKILL."""


# --- laid down --------------------------------------------------------------------------------------------------------


def lay_down(patrol: Patrol) -> None:
    """Add two shifts, a route of four points in a fixed order, the second with a tag, and its rounds per shift."""
    hands = patrol.hands
    setup = patrol.turn_part("setup").part
    setup.view.setFocus()
    hands.press(Key.Key_Home)
    hands.press(Key.Key_Down, times=2)
    for name, starts, ends in (("白班", "8:00", "20:00"), ("夜班", "20:00", "8:00")):
        hands.press(Key.Key_N, ALT)
        patrol.fill(patrol.form(setup.acts), name=name, starts=starts, ends=ends)
        patrol.send(setup.acts)
    patrol.turn("patrols")
    page = patrol.page
    page.parts.choose(Part.ROUTES)
    patrol.program.settle()
    hands.press(Key.Key_N, ALT)
    dialog = patrol.form(page.acts)
    patrol.fill(dialog, name=ROUTE, department_id="zhixu")
    hands.tab_to(dialog.form.fields["fixed_order"].input)
    hands.press(Key.Key_Space)
    patrol.send(page.acts)
    for name in POINTS:
        patrol.push(page.route.buttons["add"])
        dialog = patrol.form(page.acts)
        patrol.fill(dialog, name=name, **({"code": TAG} if name == POINTS[1] else {}))
        patrol.send(page.acts)
    patrol.push(page.route.buttons["duties"])
    dialog = patrol.form(page.acts)
    shifts = {row["name"]: row["id"] for row in patrol.books.rows("SELECT id, name FROM guard_shift")}
    for shift, times in (("白班", "2"), ("夜班", "1")):
        patrol.fill(dialog, **{f"times-{shifts[shift]}": times})
    patrol.send(page.acts)
    route = page.route.route
    assert route is not None
    assert (route.name, route.fixed_order, route.department) == (ROUTE, True, "秩序")
    assert [(point.name, point.code) for point in route.points] == [
        (POINTS[0], ""),
        (POINTS[1], TAG),
        *((name, "") for name in POINTS[2:]),
    ]
    assert [(duty.shift, duty.times, duty.since) for duty in route.duties] == [
        ("白班", 2, date(2026, 11, 22)),
        ("夜班", 1, date(2026, 11, 22)),
    ]


# --- walked -----------------------------------------------------------------------------------------------------------


def walk(patrol: Patrol, found: Found) -> None:
    """Walk the round; the PC is killed while something is half typed, and again when it was kept and nobody told."""
    patrol.clock.set(at(22, 14, 20))
    patrol.change_over("guard")
    hands = patrol.hands
    with hands.task("take a route"):
        hands.press(Key.Key_F4)
        hands.press(Key.Key_1)
    assert patrol.point == POINTS[0]
    with hands.task("all in order"):
        hands.press(Key.Key_Return)
    with hands.task("a tag"):
        hands.enter(TAG)
        assert patrol.point == POINTS[1]
        hands.press(Key.Key_Return)
    assert patrol.point == POINTS[2]
    patrol.program.lock()
    assert killed_while("half typed", patrol, found) == KILLED
    take_up(patrol, found)
    patrol.program.lock()
    assert killed_while("just kept", patrol, found) == KILLED
    report_again(patrol, found)
    with hands.task("something found"):
        hands.press(Key.Key_F, CTRL)
        hands.type(LAMP)
        hands.press(Key.Key_Tab)
        hands.press(Key.Key_2)
        hands.press(Key.Key_Return)
    with hands.task("not visited"):
        hands.press(Key.Key_M, CTRL)
        hands.enter("locked")
    with hands.task("end of the round"):
        hands.press(Key.Key_J, CTRL)
    assert patrol.program.gate.toast.words.text() == "The round is made"
    check_round(patrol, found)


def take_up(patrol: Patrol, found: Found) -> None:
    """Sign in after the kill: the round is offered, the finding is open with its words and its photo."""
    patrol.program.sign_in("guard")
    hands = patrol.hands
    patrol.program.until(lambda: patrol.walk.parts.currentWidget() is patrol.walk.finding)
    finding = patrol.walk.finding
    assert patrol.point == POINTS[2]
    assert finding.words.text == found.words
    assert [tile.card.name for tile in finding.files.strip.tiles] == [found.photo.name]
    with hands.task("a category"):
        hands.press(Key.Key_Tab)
        hands.press(Key.Key_1)
    assert finding.categories.key is not None


def report_again(patrol: Patrol, found: Found) -> None:
    """Sign in after the second kill and report what seems not to have been reported: it is there once."""
    patrol.program.sign_in("guard")
    hands = patrol.hands
    with hands.task("kept, nobody told"):
        hands.press(Key.Key_F4)
        assert patrol.walk.finding.words.text == found.words
        hands.press(Key.Key_Return)
    assert patrol.point == POINTS[3]


def check_round(patrol: Patrol, found: Found) -> None:
    """Hold what stands in the data against what was walked: nothing lost, nothing twice."""
    books = patrol.books
    (row,) = books.rows("SELECT * FROM patrol_round")
    assert (row["state"], row["from_sheet"]) == (RoundState.MADE, 0)
    steps = books.rows("SELECT position, outcome, words, scanned FROM patrol_step ORDER BY position")
    assert [tuple(step.values()) for step in steps] == [
        (1, PointOutcome.NORMAL, "", 0),
        (2, PointOutcome.NORMAL, "", 1),
        (3, PointOutcome.FINDING, "", 0),
        (4, PointOutcome.FINDING, "", 0),
        (5, PointOutcome.MISSED, "locked", 0),
    ]
    requests = books.rows("SELECT * FROM request ORDER BY id")
    findings = books.rows("SELECT request_id, words FROM patrol_finding ORDER BY id")
    assert [tuple(each.values()) for each in findings] == [
        (request["id"], words) for request, words in zip(requests, (found.words, LAMP), strict=True)
    ]
    request = requests[0]
    assert (request["source"], request["channel"], request["words"]) == ("inspection", "patrol", found.words)
    assert (request["reporter"], request["state"]) == ("guard", "received")
    assert request["category_id"] is not None, "chosen between the kills"
    photos = books.rows("SELECT topic, owner_id, name FROM attachment WHERE removed_at IS NULL")
    assert [tuple(photo.values()) for photo in photos] == [("request", request["id"], found.photo.name)]
    assert books.count("draft", "form LIKE 'gate%'") == 0


# --- from paper -------------------------------------------------------------------------------------------------------


def enter_sheet(patrol: Patrol) -> None:
    """Enter in the morning the sheet of the night's round, on which something was found as well."""
    patrol.clock.set(at(23, 7, 30))
    hands = patrol.hands
    hands.press(Key.Key_F4)
    hands.press(Key.Key_T, CTRL)
    dialog = patrol.form(patrol.walk.acts)
    patrol.fill(dialog, started_at="2:00", ended_at="2:40", walker="老周")
    second = patrol.books.rows("SELECT id FROM patrol_point WHERE position = 2")[0]["id"]
    patrol.choose(dialog, f"outcome-{second}", PointOutcome.FINDING)
    patrol.fill(dialog, **{f"words-{second}": "卷帘门关不上", f"category-{second}": "门窗"})
    hands.press(Key.Key_Return)
    patrol.send(patrol.walk.acts)
    (row,) = patrol.books.rows("SELECT * FROM patrol_round WHERE from_sheet")
    assert (row["state"], row["walker"], row["day"]) == (RoundState.MADE, "老周", "2026-11-22")
    (request,) = patrol.books.rows("SELECT * FROM request WHERE words = '卷帘门关不上'")
    assert (request["source"], request["occurred_at"]) == ("inspection", microseconds(at(23, 2, 40)))
    departments = patrol.books.rows("SELECT code FROM department WHERE id = :id", id=request["department_id"])
    assert departments == [{"code": "engineering"}], "as is usual for its category"
