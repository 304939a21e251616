"""That looking into a layout leaves no wrapper of an item behind that Qt deletes later."""

from __future__ import annotations

import ast
import gc
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)
from shiboken6 import Shiboken

from desktop.ui.flow import FlowLayout
from desktop.ui.layouts import laid_in, part_at
from desktop.ui.tab_order import keep_tab_order
from tests.architecture.sources import module_files, relative, tree

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

LAYOUTS = (QVBoxLayout, QHBoxLayout, QGridLayout, QFormLayout)


def items_about() -> set[int]:
    """Return the wrappers of items that are about, by their identity."""
    gc.collect()
    return {id(each) for each in Shiboken.getAllValidWrappers() if isinstance(each, (QWidgetItem, QSpacerItem))}


@pytest.mark.parametrize("kind", LAYOUTS)
def test_that_no_wrapper_of_an_item_outlives_the_look_at_it(qapp: QApplication, kind: type[QLayout]) -> None:
    assert qapp is not None
    before = items_about()
    page = QWidget()
    layout = kind(page)
    shown = [QLabel(str(number)) for number in range(3)]
    for each in shown:
        layout.addWidget(each)
    assert list(laid_in(layout)) == shown
    keep_tab_order(page)
    assert items_about() <= before
    for each in shown:
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert list(laid_in(layout)) == []


def test_that_a_look_finds_widgets_and_layouts_and_passes_over_spaces(qapp: QApplication) -> None:
    assert qapp is not None
    page = QWidget()
    column, row = QVBoxLayout(page), QHBoxLayout()
    word = QLabel("word")
    column.addWidget(word)
    column.addLayout(row)
    column.addStretch(1)
    assert [part_at(column, place) for place in range(4)] == [word, row, None, None]
    assert list(laid_in(column)) == [word, row]


def test_that_a_layout_of_our_own_still_works_after_a_look(qapp: QApplication) -> None:
    assert qapp is not None
    page = QWidget()
    flow = FlowLayout(page)
    shown = [QLabel(str(number)) for number in range(3)]
    for each in shown:
        flow.addWidget(each)
    assert list(laid_in(flow)) == shown
    page.resize(200, 100)
    page.show()
    shown[1].deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert list(laid_in(flow)) == [shown[0], shown[2]]


def test_that_nothing_else_asks_a_layout_for_its_items() -> None:
    asking = {
        relative(path)
        for path in module_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"itemAt", "itemAtPosition"}
    }
    assert asking == {"desktop/ui/layouts.py"}
