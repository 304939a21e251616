from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.permissions import Actor, Operation, Role
from desktop.ui.page_tabs import GATE_TABS, PageTabs
from desktop.ui.panels import PageHeader
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

CLERK = Actor(1, "张敏", Role.CLERK, 1)


def test_that_a_tab_leads_to_its_page_and_the_own_one_stays_chosen(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with recording_shell(qapp, tmp_path) as shell:
        tabs = PageTabs("patrols", CLERK, shell)
        qtbot.addWidget(tabs)
        assert tabs.key == "patrols"
        for page, _words, _needs in GATE_TABS:
            tabs.button(page).click()
        assert [page for page, _where in shell.gone] == ["visits", "releases", "incidents"]
        assert tabs.key == "patrols"


@pytest.mark.parametrize(("role", "offered"), [(Role.CLERK, ["visits"]), (Role.ADMINISTRATOR, [])])
def test_that_a_page_hidden_by_rights_is_not_offered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, role: Role, offered: list[str]
) -> None:
    tabs = (*GATE_TABS, ("settings", GATE_TABS[0][1], Operation.CHANGE_OWN_PASSWORD))
    with recording_shell(qapp, tmp_path) as shell:
        header = PageHeader("")
        qtbot.addWidget(header)
        row = PageTabs("settings", Actor(1, "张敏", role, 1), shell, tabs)
        header.tags.addWidget(row)
        header.show()
        row.choose("visits")
        assert [page for page, _where in shell.gone] == offered
        assert row.isVisible() is bool(offered)
