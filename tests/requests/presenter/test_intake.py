from __future__ import annotations

from typing import Any

from desktop.core.clock import FixedClock
from desktop.core.i18n import language
from desktop.requests.model import RequestKind
from desktop.requests.presenter import (
    IntakePresenter,
    Moments,
)
from desktop.requests.presenter.intake import Nearby, Saving, Then
from desktop.requests.rows import NewRequest
from desktop.requests.table import Seen
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW, Screens

MOMENTS = Moments(Seen(FixedClock(NOW), SHANGHAI))
ENGLISH = language("en")


# --- taking in ------------------------------------------------------------------------------------------------------


def new_request(screens: Screens, **changes: Any) -> NewRequest:
    given: dict[str, Any] = {
        "kind": RequestKind.REPAIR,
        "words": "厨房水槽下软管接头滴水",
        "room_id": screens.place.rooms["3-1-502"],
    }
    return NewRequest(**(given | changes))


def test_that_saving_twice_saves_once_and_one_more_caller_is_merged(screens: Screens) -> None:
    presenter = IntakePresenter(screens.desk, screens.shell.tasks, screens.shell.bus)
    main = screens.report().line
    saved: list[Saving] = []
    presenter.saved.connect(saved.append)
    saving = Saving(new_request(screens), "operation-1", merge_into=main, then=Then.NEXT)
    presenter.save(saving)
    screens.settle()
    presenter.save(saving)
    screens.settle()
    assert saved == [saving, saving]
    assert screens.service.count() == 2
    assert len(screens.detail(main.number).duplicates) == 1


def test_that_what_is_beside_the_form_is_read_as_it_is_asked_for(screens: Screens) -> None:
    presenter = IntakePresenter(screens.desk, screens.shell.tasks, screens.shell.bus)
    detail = screens.report()
    glances: list[Any] = []
    similar: list[Any] = []
    suggestions: list[Any] = []
    presenter.glanced.connect(glances.append)
    presenter.similar.connect(similar.append)
    presenter.suggested.connect(suggestions.append)
    presenter.glance(screens.place.rooms["3-1-502"])
    presenter.look_for_similar(screens.place.categories["给排水"], screens.place.buildings["3"])
    presenter.suggest("卫生间灯不亮")
    screens.settle()
    assert [line.id for line in glances[0].open] == [detail.line.id]
    assert [line.id for line in similar[0].lines] == [detail.line.id]
    assert suggestions[0].name == "电气照明"
    presenter.look_for_similar(0, 1)
    assert similar[-1] == Nearby()


def test_that_a_draft_that_speaks_of_a_request_that_is_gone_says_so(screens: Screens) -> None:
    presenter = IntakePresenter(screens.desk, screens.shell.tasks, screens.shell.bus)
    refused: list[Any] = []
    presenter.refused.connect(refused.extend)
    presenter.recall(987_654)
    screens.settle()
    assert [ENGLISH.message(problem.message) for problem in refused] == [
        "There is no such request here; look for it in the list."
    ]
