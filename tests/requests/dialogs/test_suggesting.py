"""What the form of a request fills in by itself, and what it leaves to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from desktop.core.errors import UserError
from desktop.core.permissions import Operation
from desktop.requests.dialogs import FactsForm
from desktop.requests.model import Category, Equipment, Liability, Priority, RequestKind
from desktop.requests.model import Place as Where
from desktop.requests.presenter import Moments, RoomFinder, load_directory
from desktop.requests.rows import CategorySuggestion, NewRequest
from desktop.requests.table import Seen

if TYPE_CHECKING:
    from tests.requests.screens import Screens


def facts_form(screens: Screens, *, taking_in: bool = True) -> FactsForm:
    finder = RoomFinder(screens.desk, screens.shell.tasks)
    form = FactsForm(finder, Moments(Seen(screens.clock, screens.desk.zone)), taking_in=taking_in)
    finder.setParent(form)
    form.offer_names(load_directory(screens.desk))
    screens.show(form, (800, 560))
    screens.settle()
    return form


def lay_down(screens: Screens, name: str, **usual: str) -> None:
    """Lay down what is usual for the category `name`."""
    with screens.desk.write(Operation.EDIT_RULES) as work:
        work.session.execute(update(Category).where(Category.id == screens.place.categories[name]).values(**usual))


def add_equipment(screens: Screens, name: str, building: str, category: str) -> int:
    with screens.desk.write(Operation.EDIT_RULES) as work:
        row = Equipment(
            community_id=work.community_id,
            name=name,
            building_id=screens.place.buildings[building],
            category_id=screens.place.categories[category],
        )
        work.session.add(row)
        work.session.flush()
        return row.id


def suggestion(screens: Screens, name: str) -> CategorySuggestion:
    return CategorySuggestion(screens.place.categories[name], name, None)


def shown(form: FactsForm) -> set[str]:
    return {key for key, field in form.fields.items() if field.shown}


def usual(form: FactsForm) -> tuple[str, str, str, str]:
    return form.place.text(), form.liability.text(), form.priority.text(), form.assignee.text()


# --- what follows from the category ---------------------------------------------------------------------------------


def test_that_a_suggested_category_fills_in_all_that_is_usual_for_it(screens: Screens) -> None:
    lay_down(screens, "电梯", place="public_area", liability="developer", priority="urgent")
    form = facts_form(screens)
    form.suggest(suggestion(screens, "电梯"))
    engineering = f"department:{screens.place.departments['engineering']}"
    assert usual(form) == (Where.PUBLIC_AREA, Liability.DEVELOPER, Priority.URGENT, engineering)
    form.suggest(suggestion(screens, "噪音"))
    order = f"department:{screens.place.departments['order']}"
    assert usual(form) == (Where.IN_HOME, Liability.PROPERTY, Priority.NORMAL, order)


def test_that_a_category_chosen_by_hand_fills_in_the_same(screens: Screens) -> None:
    lay_down(screens, "电梯", place="public_area", priority="urgent")
    form = facts_form(screens)
    form.category.choose(str(screens.place.categories["电梯"]))
    assert usual(form)[::2] == (Where.PUBLIC_AREA, Priority.URGENT)


@pytest.mark.parametrize(
    ("field", "chosen"), [("place", "in_home"), ("liability", "property"), ("priority", "normal"), ("assignee", "")]
)
def test_that_what_a_person_set_is_left_alone_also_after_a_draft(screens: Screens, field: str, chosen: str) -> None:
    lay_down(screens, "电梯", place="public_area", liability="developer", priority="urgent")
    form = facts_form(screens)
    other = {"place": "public_area", "liability": "developer", "priority": "emergency"}.get(field, "")
    by_hand = chosen or f"department:{screens.place.departments['greening']}"
    form.fields[field].set_text(other)
    form.fields[field].set_text(by_hand)
    form.suggest(suggestion(screens, "电梯"))
    assert form.fields[field].text() == by_hand
    kept = form.texts()
    form.start_anew()
    form.restore(kept)
    form.suggest(suggestion(screens, "电梯"))
    assert form.fields[field].text() == by_hand


def test_that_correcting_a_request_changes_nothing_but_what_is_corrected(screens: Screens) -> None:
    lay_down(screens, "电梯", place="public_area", liability="developer", priority="urgent")
    lift = add_equipment(screens, "3栋客梯", "3", "电梯")
    detail = screens.report(chargeable=True, equipment_id=lift)
    form = facts_form(screens, taking_in=False)
    form.load(detail)
    screens.settle()
    form.category.choose(str(screens.place.categories["电梯"]))
    given = form.arguments(form.values())
    assert (given["place"], given["liability"], given["priority"]) == (
        Where.IN_HOME,
        Liability.PROPERTY,
        Priority.NORMAL,
    )
    assert (given["chargeable"], given["equipment_id"]) == (True, lift)


def test_that_correcting_a_rework_keeps_what_it_is_the_rework_of(screens: Screens) -> None:
    first = screens.report()
    screens.service.complete(first.line.id, result="已换软管", version=first.line.version)
    screens.later(days=2)
    detail = screens.report(rework_of_id=first.line.id)
    form = facts_form(screens, taking_in=False)
    form.load(detail)
    screens.settle()
    assert form.arguments(form.values())["rework_of_id"] == first.line.id


# --- what only some requests have -----------------------------------------------------------------------------------


def test_that_equipment_is_offered_where_there_is_any_the_nearest_first(screens: Screens) -> None:
    assert not facts_form(screens).equipment.shown
    add_equipment(screens, "1栋水泵", "1", "给排水")
    add_equipment(screens, "3栋客梯", "3", "电梯")
    lift = add_equipment(screens, "1栋客梯", "1", "电梯")
    form = facts_form(screens)
    assert form.equipment.shown
    form.room.set_text(f"\t{screens.place.rooms['1-1-101']}")
    screens.settle()
    form.category.choose(str(screens.place.categories["电梯"]))
    names = [form.equipment.combo.itemText(place) for place in range(form.equipment.combo.count())]
    assert names[0] == "1栋客梯 · 1"
    assert sorted(names) == ["1栋客梯 · 1", "1栋水泵 · 1", "3栋客梯 · 3"]
    form.words.set_text("电梯不动")
    form.equipment.choose(str(lift))
    form.chargeable.box.setChecked(True)
    given = form.arguments(form.values())
    assert (given["equipment_id"], given["chargeable"]) == (lift, True)
    form.kind.choose("complaint")
    given = form.arguments(form.values())
    assert (given["equipment_id"], given["chargeable"]) == (None, False)


def test_that_a_complaint_has_its_severity_whom_it_is_against_and_a_promise(screens: Screens) -> None:
    form = facts_form(screens)
    assert "grade_id" not in shown(form)
    form.kind.choose("complaint")
    assert {"grade_id", "accused_department_id", "promised_at"} <= shown(form)
    form.room.set_text(f"\t{screens.place.rooms['1-1-101']}")
    screens.settle()
    form.words.set_text("保洁三天没来")
    grades = {grade.name: grade.id for grade in screens.service.grades()}
    form.grade.choose(str(grades["严重投诉"]))
    form.accused.choose(str(screens.place.departments["environment"]))
    form.promised.set_text("tomorrow 9:00")
    given = form.arguments(form.values())
    detail = screens.service.detail(screens.service.report(NewRequest(**given)).result)
    assert (detail.grade_id, detail.accused_department_id) == (
        grades["严重投诉"],
        screens.place.departments["environment"],
    )
    assert detail.line.promised_at == given["promised_at"]
    form.kind.choose("repair")
    assert form.arguments(form.values())["grade_id"] is None


# --- an emergency ---------------------------------------------------------------------------------------------------


def test_that_an_emergency_needs_a_room_or_words_and_nothing_else(screens: Screens) -> None:
    form = facts_form(screens)
    form.toggle_emergency()
    assert form.is_emergency
    with pytest.raises(UserError, match="Say where"):
        form.values()
    form.words.set_text("地下车库跑水")
    by_words = screens.service.detail(screens.service.report(NewRequest(**form.arguments(form.values()))).result)
    assert (by_words.line.priority, by_words.line.place) == (Priority.EMERGENCY, Where.PUBLIC_AREA)
    form.start_anew()
    form.toggle_emergency()
    form.room.line.setText("3-1-502")
    by_room = screens.service.detail(screens.service.report(NewRequest(**form.arguments(form.values()))).result)
    assert (by_room.line.room, by_room.line.words) == ("3-1-502", "Emergency; what happened follows.")
    assert by_room.line.place is Where.IN_HOME


def test_that_an_inquiry_made_an_emergency_is_a_repair_and_can_be_taken_back(screens: Screens) -> None:
    form = facts_form(screens)
    form.kind.choose("inquiry")
    form.toggle_emergency()
    assert (form.kind.text(), form.is_emergency) == (RequestKind.REPAIR, True)
    form.toggle_emergency()
    assert (form.priority.text(), form.is_emergency) == (Priority.NORMAL, False)
    assert form.check() is None
