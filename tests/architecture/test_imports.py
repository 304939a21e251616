"""Who may import whom. The package and role layers and the freedom from Qt stand in pyproject.toml."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import grimp
from importlinter import configuration
from importlinter.application import use_cases

from tests.architecture.sources import ROOT, feature, features, imported, imports_in, module_files, module_name, role

if TYPE_CHECKING:
    import pytest

SCREEN_ROLES = {"view", "dialogs", "presenter", "table"}
DATABASE_LIBRARIES = {"alembic", "psycopg", "sqlalchemy", "sqlcipher3"}
DOORS = {"service", "rows", "model"}
DOORS_FOR_SCREENS = DOORS | {"dialogs"}


def refused_import(importer: str, name: str) -> str:
    """Return why `importer` must not import `name`, or nothing."""
    inside = feature(importer) in features()
    if inside and role(importer) in SCREEN_ROLES:
        if name.partition(".")[0] in DATABASE_LIBRARIES:
            return "screens know no database"
        if role(name) == "store" and feature(name) in features():
            return "screens ask the service, not the store"
    if inside and role(importer) == "report" and name.startswith("desktop."):
        if feature(name) not in {"core", "paper", feature(importer)} | features():
            return "a report knows rows and paper only"
        if feature(name) in features() and role(name) not in {"rows", "model", "report"}:
            return "a report knows rows and paper only"
    if inside and feature(name) in features() and feature(name) != feature(importer):
        doors = DOORS_FOR_SCREENS if role(importer) in SCREEN_ROLES else DOORS
        if role(name) not in doors:
            return "from another feature come only its service, rows and model, and dialogs for screens"
    return ""


def test_that_the_contracts_of_pyproject_hold(capsys: pytest.CaptureFixture[str]) -> None:
    configuration.configure()
    kept = use_cases.lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert kept, capsys.readouterr().out


def test_that_features_use_one_another_only_through_their_doors() -> None:
    refused = []
    for path in module_files():
        importer = module_name(path)
        refused += [
            f"{importer} imports {name}: {reason}"
            for name in imported(path)
            if (reason := refused_import(importer, name))
        ]
    assert not sorted(refused), "\n".join(sorted(refused))


def test_that_the_rule_of_the_doors_refuses_what_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.architecture.test_imports.features", lambda: {"requests", "households"})
    refused = [
        ("desktop.requests.view", "sqlalchemy.orm"),
        ("desktop.requests.presenter", "desktop.requests.store"),
        ("desktop.requests.report", "desktop.requests.service"),
        ("desktop.requests.report", "desktop.storage.database"),
        ("desktop.requests.service", "desktop.households.store"),
        ("desktop.requests.service", "desktop.households.dialogs"),
        ("desktop.requests.view", "desktop.households"),
    ]
    allowed = [
        ("desktop.requests.store", "sqlalchemy"),
        ("desktop.requests.service", "desktop.requests.store"),
        ("desktop.requests.report", "desktop.paper.tables"),
        ("desktop.requests.report", "desktop.households.rows"),
        ("desktop.requests.service", "desktop.households.service"),
        ("desktop.requests.dialogs", "desktop.households.dialogs"),
        ("desktop.app.features", "desktop.households.offer"),
    ]
    assert all(refused_import(*pair) for pair in refused)
    assert not any(refused_import(*pair) for pair in allowed)


def test_that_imports_are_seen_in_every_form() -> None:
    code = """
import a.b
from desktop.households import service, HOUSEHOLD
from . import rows
from .model import Request
from ..core import clock
def late():
    import d
"""
    modules = frozenset({"desktop.households.service", "desktop.requests.rows", "desktop.core.clock"})
    assert imports_in(ast.parse(code), "desktop.requests", modules) == {
        "a.b",
        "d",
        "desktop.households",
        "desktop.households.service",
        "desktop.requests.rows",
        "desktop.requests.model",
        "desktop.core.clock",
    }


def test_that_no_modules_import_one_another_in_a_circle() -> None:
    graph = grimp.build_graph("desktop", cache_dir=None, exclude_type_checking_imports=True)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in sorted(graph.modules)}
    try:
        order = tuple(TopologicalSorter(imports).static_order())
    except CycleError as error:
        circle: list[str] = error.args[1]
        raise AssertionError("a circle: " + " <- ".join(circle)) from None
    assert order.index("desktop.core.errors") < order.index("desktop.core.months")
