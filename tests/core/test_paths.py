from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.core import paths

FOLDERS = [(paths.resources_dir, "resources"), (paths.i18n_dir, "i18n"), (paths.alembic_dir, "alembic")]


@pytest.mark.parametrize(("folder", "name"), FOLDERS)
def test_that_in_the_source_tree_what_is_shipped_lies_beside_the_package(
    folder: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(sys, "_MEIPASS", raising=False)
    assert callable(folder)
    assert folder() == Path(__file__).resolve().parents[2] / name


@pytest.mark.parametrize(("folder", "name"), FOLDERS)
def test_that_a_frozen_program_finds_what_is_shipped_in_its_bundle(
    folder: object, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundled = tmp_path / "desktop" / "_bundled" / name
    bundled.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert callable(folder)
    assert folder() == bundled


@pytest.mark.parametrize(("folder", "name"), FOLDERS)
def test_that_an_installed_wheel_finds_what_is_shipped_inside_the_package(
    folder: object, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundled = tmp_path / "desktop" / "_bundled" / name
    bundled.mkdir(parents=True)
    monkeypatch.delattr(sys, "_MEIPASS", raising=False)
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "desktop" / "core" / "paths.py"))
    assert callable(folder)
    assert folder() == bundled


def test_that_data_and_settings_lie_in_folders_of_our_own_name() -> None:
    assert paths.default_data_dir().name == "Touchpoint"
    assert paths.default_data_dir().is_absolute()
    assert paths.settings_file().name == "settings.json"
    assert "Touchpoint" in paths.settings_file().parent.parts
