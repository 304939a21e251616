from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desktop.core.errors import WorldError
from desktop.core.i18n import LANGUAGES
from desktop.core.settings import (
    COLUMNS,
    DATA_PLACE,
    FIRST_RUN_DONE,
    LANGUAGE,
    LOCK_AFTER,
    PRINTERS,
    SETTINGS,
    SPLITTERS,
    THEME,
    WINDOW_GEOMETRY,
    Setting,
    Settings,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Touchpoint" / "settings.json"


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


class HeldFileError(PermissionError):
    """What Windows says while another program looks at the file."""

    winerror = 32


def test_that_without_a_file_every_setting_has_its_default(path: Path) -> None:
    settings = Settings.load(path)
    assert [settings.get(setting) for setting in SETTINGS] == [setting.default for setting in SETTINGS]
    assert not settings.damaged
    assert not path.parent.exists()


def test_that_every_setting_is_declared_once_with_a_label_and_a_fit_default() -> None:
    keys = [setting.key for setting in SETTINGS]
    assert len(set(keys)) == len(keys)
    for setting in SETTINGS:
        assert setting.label.msgid
        assert setting.read(setting.default) == setting.default
        assert not setting.choices or setting.default in setting.choices


def test_that_every_language_can_be_chosen_by_its_own_name() -> None:
    assert {code: message.msgid for code, message in LANGUAGE.choices.items()} == dict(LANGUAGES)
    assert set(THEME.choices) == {"system", "light", "dark"}


def test_that_what_was_saved_is_there_at_the_next_start(path: Path) -> None:
    settings = Settings.load(path)
    settings.set(LANGUAGE, "en")
    settings.set(THEME, "dark")
    settings.set(FIRST_RUN_DONE, True)
    settings.set(WINDOW_GEOMETRY, "AdnQywADAAA=")
    settings.set(SPLITTERS, {"requests": (770, 384)})
    settings.set(COLUMNS, {"requests": ("state", "room"), "households": ()})
    settings.set(LOCK_AFTER, "0")
    settings.set(PRINTERS, {"140x241": ("Epson 针式",)})
    settings.save()
    again = Settings.load(path)
    assert again.get(LANGUAGE) == "en"
    assert again.get(THEME) == "dark"
    assert again.get(FIRST_RUN_DONE) is True
    assert again.get(WINDOW_GEOMETRY) == "AdnQywADAAA="
    assert again.get(SPLITTERS) == {"requests": (770, 384)}
    assert again.get(COLUMNS) == {"requests": ("state", "room"), "households": ()}
    assert again.get(LOCK_AFTER) == "0"
    assert again.get(PRINTERS) == {"140x241": ("Epson 针式",)}
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_that_keys_of_a_newer_version_survive(path: Path) -> None:
    written(path, '{"language": "en", "of_tomorrow": {"a": [1]}}')
    settings = Settings.load(path)
    settings.set(THEME, "light")
    settings.save()
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept == {"language": "en", "theme": "light", "of_tomorrow": {"a": [1]}}


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '"x"', "[" * 100_000, "\x00\x01"])
def test_that_a_damaged_file_is_put_aside_and_defaults_hold(path: Path, text: str) -> None:
    settings = Settings.load(written(path, text))
    assert settings.damaged
    assert settings.get(LANGUAGE) == "zh_CN"
    assert path.with_name("settings.json.damaged").read_text(encoding="utf-8") == text
    assert not path.exists()
    settings.save()
    assert not Settings.load(path).damaged


def test_that_bytes_that_are_no_text_are_damage(path: Path) -> None:
    written(path, "").write_bytes(b"\xff\xfe\x00")
    assert Settings.load(path).damaged


def test_that_a_file_that_cannot_be_read_leaves_the_defaults(path: Path) -> None:
    path.mkdir(parents=True)
    settings = Settings.load(path)
    assert settings.damaged
    assert settings.get(THEME) == "system"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (LANGUAGE, "fr"),
        (LANGUAGE, 1),
        (THEME, None),
        (FIRST_RUN_DONE, "yes"),
        (FIRST_RUN_DONE, 1),
        (SPLITTERS, [1]),
        (SPLITTERS, {"requests": [1, "2"]}),
        (SPLITTERS, {"requests": [True]}),
        (COLUMNS, {"requests": "room"}),
        (LOCK_AFTER, "7"),
        (LOCK_AFTER, 10),
        (PRINTERS, {"210x297": "Laser"}),
        (DATA_PLACE, 5),
        (DATA_PLACE, "postgresql://[broken"),
    ],
)
def test_that_an_unfit_value_counts_as_none_and_cannot_be_set(path: Path, setting: Setting[Any], value: object) -> None:
    settings = Settings.load(written(path, json.dumps({setting.key: value})))
    assert settings.get(setting) == setting.default
    with pytest.raises(ValueError, match=r".+"):
        settings.set(setting, value)


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("postgresql://clerk:secret@db.local:5432/touchpoint", "postgresql://clerk@db.local:5432/touchpoint"),
        (
            "postgresql://clerk:se%40cret@db/touchpoint?sslmode=require",
            "postgresql://clerk@db/touchpoint?sslmode=require",
        ),
        ("postgresql://db/touchpoint?user=clerk&password=secret", "postgresql://db/touchpoint?user=clerk"),
        ("D:\\物业\\data", "D:\\物业\\data"),
        ("/srv/touchpoint", "/srv/touchpoint"),
        ("", ""),
    ],
)
def test_that_the_data_place_is_kept_without_its_password(path: Path, place: str, kept: str) -> None:
    settings = Settings.load(path)
    settings.set(DATA_PLACE, place)
    settings.save()
    assert Settings.load(path).get(DATA_PLACE) == kept
    assert "cret" not in path.read_text(encoding="utf-8")


def test_that_a_save_waits_for_a_program_that_holds_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paused: list[float] = []
    replace = type(path).replace

    def held_twice(self: Path, target: Path) -> Path:
        if len(paused) < 2:
            raise HeldFileError
        return replace(self, target)

    monkeypatch.setattr("desktop.core.settings.time.sleep", paused.append)
    monkeypatch.setattr(type(path), "replace", held_twice)
    Settings.load(path).save()
    assert len(paused) == 2
    assert path.read_text(encoding="utf-8") == "{}\n"


@pytest.mark.parametrize(("error", "attempts"), [(HeldFileError, 10), (PermissionError, 1)])
def test_that_a_disk_that_refuses_leaves_the_old_file_and_a_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError], attempts: int
) -> None:
    written(path, '{"language": "en"}')
    settings = Settings.load(path)
    settings.set(LANGUAGE, "zh_TW")
    tried: list[Path] = []

    def refuse(self: Path, _target: Path) -> Path:
        tried.append(self)
        raise error

    monkeypatch.setattr("desktop.core.settings.time.sleep", lambda _: None)
    monkeypatch.setattr(type(path), "replace", refuse)
    with pytest.raises(WorldError) as refused:
        settings.save()
    assert "could not be saved" in str(refused.value)
    assert len(tried) == attempts
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]
    assert Settings.load(path).get(LANGUAGE) == "en"
    assert settings.get(LANGUAGE) == "zh_TW"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from([setting.key for setting in SETTINGS]), values))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_no_content_of_the_file_raises(path: Path, content: dict[str, object]) -> None:
    settings = Settings.load(written(path, json.dumps(content)))
    for setting in SETTINGS:
        assert setting.read(settings.get(setting)) == settings.get(setting)
