"""The scope picker: picks kept as rooms and told as the fewest, typed, walked by keys, clicked in ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.outages.model import PlaceLevel
from desktop.outages.presenter.picking import Chosen, Picking
from desktop.outages.presenter.places import Places, building_pick, entrance_pick, floor_pick, room_pick, zone_pick
from desktop.outages.presenter.typed import read_places
from desktop.outages.rows import BuildingNode, EntranceNode, FloorNode, Pick, PlaceTree, RoomNode, ZoneNode
from desktop.outages.view.picker import ScopePicker
from desktop.ui.buttons import FilterChip
from desktop.ui.kit import start_kit
from desktop.ui.theme import ThemeChoice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.outages.quarters import Quarter

SHIFT = Qt.KeyboardModifier.ShiftModifier


def entrance(building: str, id_: int | None, name: str, floors: int, base: int) -> EntranceNode:
    """Return an entrance of two rooms a floor, the highest floor first."""
    made = []
    for floor in range(floors, 0, -1):
        front = f"{building}-{name}-" if name else f"{building}-"
        rooms = tuple(
            RoomNode(base + 10 * floor + n, f"{front}{floor}0{n}", f"{floor}0{n}", occupied=n == 1) for n in (1, 2)
        )
        made.append(FloorNode(str(floor), rooms))
    return EntranceNode(id_, name, tuple(made))


def tree() -> PlaceTree:
    """Return a high-rise with two entrances, one building without, one of both kinds, an empty one, a villa."""
    one = BuildingNode(1, "1", (entrance("1", 11, "1", 3, 1100), entrance("1", 12, "2", 2, 1200)))
    two = BuildingNode(2, "2", (entrance("2", None, "", 2, 2000),))
    three = BuildingNode(3, "3", (entrance("3", 31, "1", 2, 3100), entrance("3", None, "", 1, 3000)))
    villa = BuildingNode(5, "别墅", (EntranceNode(None, "", (FloorNode("", (RoomNode(5001, "别墅 1", "1", True),)),)),))
    zones = (
        ZoneNode(7, "高层区", (one, two)),
        ZoneNode(8, "别墅区", (villa,)),
        ZoneNode(None, "", (three, BuildingNode(9, "9", ()))),
    )
    return PlaceTree("云栖花园", zones)


PLACES = Places(tree(), {1: 10}, {1: 5})


def every_pick(places: Places) -> list[Pick]:
    """Return every pick that can be made."""
    picks = [Pick(PlaceLevel.COMMUNITY, label="云栖花园")]
    for zone in places.tree.zones:
        picks += [zone_pick(zone)] if zone.id is not None else []
        for building in zone.buildings:
            picks.append(building_pick(building))
            for gate, floor, room in places.rooms_in(building):
                picks += [entrance_pick(building, gate), floor_pick(building, gate, floor.name)]
                picks += [floor_pick(building, None, floor.name)] if floor.name else []
                picks.append(room_pick(building, gate, room))
    return picks


def said(places: Places, picks: tuple[Pick, ...]) -> set[int]:
    """Return what picks come to as the service has it: what any names, less what any takes out."""
    named = set().union(*(places.rooms(pick) for pick in picks if not pick.excluded))
    return named - set().union(*(places.rooms(pick) for pick in picks if pick.excluded))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(every_pick(PLACES)), st.booleans()), max_size=12))
def test_that_the_picks_told_say_the_rooms_that_were_picked(moves: list[tuple[Pick, bool]]) -> None:
    picking, rooms = Picking(PLACES), set[int]()
    for pick, on in moves:
        picking.set(pick, on=on)
        rooms = rooms | PLACES.rooms(pick) if on else rooms - PLACES.rooms(pick)
        assert said(PLACES, picking.picks()) == rooms
    again = Picking(PLACES)
    again.load(picking.picks())
    assert again.rooms == rooms
    assert said(PLACES, again.picks()) == rooms


def labels(picking: Picking) -> list[str]:
    return [("-" if pick.excluded else "") + pick.label for pick in picking.picks()]


def test_that_picks_are_told_as_people_say_them() -> None:
    picking = Picking(PLACES)
    (zone,) = read_places("高层区", PLACES)[0]
    picking.set(zone, on=True)
    picking.set_rooms(PLACES.of_building[2], on=False)
    assert labels(picking) == ["1栋"]
    picking.set(zone, on=True)
    picking.set_rooms(frozenset({1111}), on=False)
    assert labels(picking) == ["高层区", "-1-1-101"]
    picking.remove(picking.picks()[1])
    assert labels(picking) == ["高层区"]
    picking.set_rooms(PLACES.every, on=True)
    assert picking.chosen(PLACES.every) is Chosen.ALL
    picking.clear()
    assert picking.picks() == ()


def test_that_a_pick_whose_place_is_gone_is_kept_and_told() -> None:
    picking = Picking(PLACES)
    picking.load([Pick(PlaceLevel.ROOM, room_id=77, label="4-1-101"), building_pick(PLACES.buildings[9])])
    assert [(pick.label, pick.gone) for pick in picking.picks()] == [("9栋", False), ("4-1-101", True)]
    picking.remove(picking.picks()[1])
    assert labels(picking) == ["9栋"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1栋1单元, 1-2-101", ["1栋1单元", "1-2-101"]),
        ("1-1", ["1栋1单元"]),
        ("２栋", ["2栋"]),
        ("2-101；3-1-102", ["2-101", "3-1-102"]),
        ("1栋2层、别墅", ["1栋2层", "别墅"]),
        ("1栋2单元1层", ["1栋2单元1层"]),
        ("高层区", ["高层区"]),
        ("全小区", ["云栖花园"]),
        ("别墅 1", ["别墅 1"]),
    ],
)
def test_that_typed_places_become_picks(typed: str, found: list[str]) -> None:
    picks, unknown = read_places(typed, PLACES)
    assert [pick.label for pick in picks] == found
    assert list(unknown) == []


def test_that_the_picks_mean_to_the_service_what_they_mean_to_the_picker(filed: Quarter) -> None:
    service = filed.service
    places = Places(service.places())
    for text in ("1栋1单元，3-1-101", "2栋1层", "高层区", "3", "全小区"):
        picking = Picking(places)
        for pick in read_places(text, places)[0]:
            picking.set(pick, on=True)
        picking.set_rooms(frozenset({filed.rooms["1-1-101"]}), on=False)
        rooms = {room.room_id for room in service.rooms_of(picking.picks(), exclude_vacant=False)}
        assert rooms == {room for room in picking.rooms if room > 0}, text


# --- by keys and mouse ------------------------------------------------------------------------------------------------


@pytest.fixture
def picker(qapp: QApplication, qtbot: QtBot) -> Iterator[ScopePicker]:
    """Yield the picker over the community, with the keyboard on its plan."""
    start_kit(qapp, look=ThemeChoice.LIGHT, language="en")
    made = ScopePicker()
    qtbot.addWidget(made)
    made.resize(640, 460)
    made.show()
    made.show_places(PLACES)
    made.plan.setFocus()
    yield made
    made.close()


def press(picker: ScopePicker, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(picker.plan, key, modifier)


def picked(picker: ScopePicker) -> list[str]:
    return [("-" if pick.excluded else "") + pick.label for pick in picker.picks]


def test_that_buildings_are_walked_to_and_picked_by_keys(picker: ScopePicker) -> None:
    press(picker, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert picked(picker) == ["1栋"]
    assert picker.plan.accessibleDescription() == "1栋 picked"
    press(picker, Qt.Key.Key_Right, modifier=SHIFT)
    assert picked(picker) == ["1栋", "2栋"]
    press(picker, Qt.Key.Key_Space)
    assert picked(picker) == ["1栋"]
    press(picker, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Space)
    assert picked(picker) == ["云栖花园"]
    picker.clear_button.click()
    assert picked(picker) == []


def test_that_a_building_opens_as_a_plan_of_entrances_and_floors(picker: ScopePicker) -> None:
    opened: list[int] = []
    picker.plan.opened.connect(opened.append)
    press(picker, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert opened == [1]
    assert not picker.back.isHidden()
    names = [spot.name for spot in picker.plan.plan.spots]
    assert names[:5] == ["1栋", "1", "2", "3", "301"], "the building, its entrances, its highest floor"
    press(picker, Qt.Key.Key_Space)
    assert picked(picker) == ["1栋1单元"]
    press(picker, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_Space)
    assert picker.plan.accessibleDescription() == "Floor 2 picked"
    assert picked(picker) == ["1栋1单元", "1栋2单元2层"]
    press(picker, Qt.Key.Key_Escape)
    assert opened == [1, 0]
    assert picker.plan.plan.spots[picker.plan.current].name == "1栋", "back where it was opened"


def test_that_a_range_of_rooms_is_picked_by_a_click_with_shift(picker: ScopePicker) -> None:
    picker.plan.open_building(1)
    spots = {spot.pick.label: spot for spot in picker.plan.plan.spots if spot.pick is not None}

    def click(label: str, modifier: Qt.KeyboardModifier) -> None:
        at = spots[label].rect.center() - picker.plan._offset()
        QTest.mouseClick(picker.plan.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(at))

    click("1-1-301", Qt.KeyboardModifier.NoModifier)
    click("1-1-202", SHIFT)
    assert picked(picker) == ["1栋1单元3层", "1栋1单元2层"]
    click("1-1-202", Qt.KeyboardModifier.NoModifier)
    assert picked(picker) == ["1栋1单元3层", "1-1-201"]


def test_that_what_is_typed_wrongly_stays_in_the_line_and_is_told(picker: ScopePicker) -> None:
    told: list[bool] = []
    picker.changed.connect(lambda: told.append(True))
    picker.line.setFocus()
    QTest.keyClicks(picker.line, "1-1, 88-9, 3")
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert picked(picker) == ["1栋1单元", "3栋"]
    assert picker.line.text() == "88-9"
    assert "Not found: 88-9" in picker.problem.text()
    assert told == [True]


def test_that_a_chip_takes_its_pick_back(picker: ScopePicker) -> None:
    picker.show_picks([building_pick(PLACES.buildings[1]), building_pick(PLACES.buildings[2])])
    chip = picker.findChild(FilterChip, "pick-1栋")
    assert chip is not None
    chip.click()
    assert picked(picker) == ["2栋"]


def test_that_a_community_without_buildings_says_what_to_do(picker: ScopePicker) -> None:
    picker.show_places(Places(PlaceTree("新小区", ())))
    assert picker.stack.currentWidget() is picker.empty
    assert not picker.line.isEnabled()
    press(picker, Qt.Key.Key_Space, Qt.Key.Key_Down)
    assert picker.picks == ()
