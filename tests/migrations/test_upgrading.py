"""An upgrade that has not proved itself is undone by the version before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from desktop.core.errors import UpgradeError, UserError, WorldError
from desktop.core.i18n import language
from desktop.storage import opening, upgrading
from desktop.storage import restore as restoring
from desktop.storage.backup import SUFFIX, copy_before_upgrade, digest
from desktop.storage.locks import lock
from desktop.storage.migrate import Migrations
from desktop.storage.places import DataPlace
from desktop.storage.restore import restore
from desktop.storage.upgrading import Upgrade, note, unproved
from tests.migrations.conftest import SESAME

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.storage.opening import Opened

Revisions = Callable[..., Migrations]
Open = Callable[..., "Opened"]

OLD_ROWS, NEW_ROWS = [(1, "high"), (2, "low")], [(1, "high", 6), (2, "low", 1)]
THIRD = "\n    op.execute('UPDATE house SET floors = 7')\n"
BROKEN = "\n    op.execute('CREATE TABLE more (id)')\n    op.execute('UPDATE nowhere SET floors = 7')\n"
CARELESS = "\n    op.execute('DELETE FROM house')\n"


@pytest.fixture
def old(revisions: Revisions, steps: tuple[str, str]) -> Migrations:
    """Return the revisions of the version before."""
    return revisions(steps[0])


@pytest.fixture
def new(revisions: Revisions, steps: tuple[str, str]) -> Migrations:
    """Return the revisions of the version after it."""
    return revisions(*steps)


def houses(opened: Opened) -> list[tuple[object, ...]]:
    """Return what is in the data, which is closed then."""
    with opened.database.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text("SELECT * FROM house ORDER BY id"))]
    opened.close()
    return rows


def sentence(call: Callable[[], object], kind: type[UserError | WorldError] = UserError) -> str:
    with pytest.raises(kind) as caught:
        call()
    return " ".join(language("en").message(problem.message) for problem in caught.value.problems)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_that_an_upgrade_is_noted_with_its_copy_until_it_is_proved(
    data: DataPlace, open_with: Open, new: Migrations
) -> None:
    opened = open_with(new)
    upgrade = unproved(data)
    assert upgrade is not None
    assert (upgrade.before, upgrade.after) == ("0001", "0002")
    assert upgrade.copy == f"before-upgrade-20261122T060500Z{SUFFIX}"
    assert digest(data.backups / upgrade.copy) == upgrade.sha256
    assert opened.returned is None
    opened.prove()
    opened.prove()
    assert unproved(data) is None
    assert (data.backups / upgrade.copy).is_file()
    assert houses(opened) == NEW_ROWS


def test_that_the_version_before_puts_back_what_a_newer_one_upgraded_and_did_not_prove(
    data: DataPlace, open_with: Open, old: Migrations, new: Migrations
) -> None:
    open_with(new).close()
    back = open_with(old)
    assert back.returned is not None
    assert back.returned.parent == data.directory
    assert houses(back) == OLD_ROWS
    assert unproved(data) is None
    assert houses(open_with(new, back.returned)) == NEW_ROWS
    again = open_with(old)
    assert again.returned is None
    assert houses(again) == OLD_ROWS
    assert houses(open_with(new)) == NEW_ROWS


def test_that_the_version_before_refuses_in_words_once_the_upgrade_was_proved(
    data: DataPlace, open_with: Open, old: Migrations, new: Migrations
) -> None:
    opened = open_with(new)
    opened.prove()
    opened.close()
    before = content(data.directory)
    assert "newer version" in sentence(lambda: open_with(old))
    assert content(data.directory) == before
    assert houses(open_with(new)) == NEW_ROWS


def exchange(data: DataPlace, copy: Path, old: Migrations, clock: FixedClock) -> None:
    """Let the note name, with the right hash, the copy of another community."""
    elsewhere = data.directory.with_name("elsewhere")
    opening.create_file(elsewhere, "admin", SESAME, migrations=old)
    opened = opening.open_data(elsewhere, "admin", SESAME, clock, old)
    assert opened.key is not None
    made = copy_before_upgrade(opened.database, DataPlace(elsewhere), opened.key, clock)
    opened.close()
    shutil.move(made, copy)
    note(data, Upgrade("0001", "0002", copy.name, digest(copy)))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": lambda copy: copy.unlink(),
    "cut": lambda copy: copy.write_bytes(copy.read_bytes()[:-1]),
    "flipped bit": lambda copy: copy.write_bytes(copy.read_bytes().replace(b"PK", b"PJ", 1)),
}


@pytest.mark.parametrize("damage", [*DAMAGES, "of another community"])
def test_that_a_missing_damaged_or_foreign_copy_is_refused_in_words_and_nothing_changes(
    data: DataPlace, open_with: Open, old: Migrations, new: Migrations, clock: FixedClock, damage: str
) -> None:
    open_with(new).close()
    upgrade = unproved(data)
    assert upgrade is not None
    copy = data.backups / upgrade.copy
    if damage in DAMAGES:
        DAMAGES[damage](copy)
    else:
        exchange(data, copy, old, clock)
    before = content(data.directory)
    assert f"({copy.name}) is missing or damaged" in sentence(lambda: open_with(old))
    assert content(data.directory) == before
    assert houses(open_with(new)) == NEW_ROWS


def test_that_a_note_that_does_not_belong_to_the_data_puts_nothing_back(
    data: DataPlace, open_with: Open, old: Migrations, new: Migrations
) -> None:
    open_with(new).close()
    upgrade = unproved(data)
    assert upgrade is not None
    for foreign in (
        Upgrade("0000", "0002", upgrade.copy, upgrade.sha256),
        Upgrade("0001", "0001", upgrade.copy, upgrade.sha256),
        Upgrade("0001", "0002", f"../backups/{upgrade.copy}", upgrade.sha256),
    ):
        note(data, foreign)
        assert "newer version of this program; install" in sentence(lambda: open_with(old))
    for written in (b"", b"[]", b'{"before": "0001"}', b"\xff"):
        (data.directory / "upgrade.json").write_bytes(written)
        assert "newer version of this program; install" in sentence(lambda: open_with(old))
    assert houses(open_with(new)) == NEW_ROWS


def test_that_nothing_is_put_back_under_an_open_window(
    data: DataPlace, open_with: Open, old: Migrations, new: Migrations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "lock", lambda path, **_: lock(path, patience=0.05))
    opened = open_with(new)
    assert "open in another window" in sentence(lambda: open_with(old), WorldError)
    assert houses(opened) == NEW_ROWS
    assert unproved(data) is not None


@pytest.mark.parametrize(("body", "words"), [(BROKEN, "could not upgrade"), (CARELESS, "lost references")])
def test_that_a_failed_upgrade_is_told_and_leaves_the_data_to_the_version_before(
    data: DataPlace,
    open_with: Open,
    old: Migrations,
    revisions: Revisions,
    steps: tuple[str, str],
    body: str,
    words: str,
) -> None:
    broken = revisions(steps[0], body)
    with pytest.raises(UpgradeError) as caught:
        open_with(broken)
    assert caught.value.__cause__ is not None
    assert words in sentence(lambda: open_with(broken), UpgradeError)
    assert len(list(data.backups.iterdir())) == 1  # trying again and again does not fill the disk
    back = open_with(old)
    assert back.returned is None
    assert houses(back) == OLD_ROWS


def test_that_two_upgrades_that_were_not_proved_are_undone_as_one(
    data: DataPlace, open_with: Open, old: Migrations, revisions: Revisions, steps: tuple[str, str]
) -> None:
    open_with(revisions(*steps)).close()
    with pytest.raises(UpgradeError):
        open_with(revisions(*steps, BROKEN))
    assert houses(open_with(revisions(*steps))) == NEW_ROWS
    assert houses(open_with(revisions(*steps, THIRD))) == [(1, "high", 7), (2, "low", 7)]
    assert houses(open_with(old)) == OLD_ROWS
    assert len(list(data.directory.glob("replaced-*"))) == 1


def test_that_a_restored_backup_is_not_undone_by_the_note_of_what_was_there(
    data: DataPlace, open_with: Open, old: Migrations, new: Migrations, clock: FixedClock
) -> None:
    opened = open_with(new)
    assert opened.key is not None
    key = opened.key
    archive = copy_before_upgrade(opened.database, data, key, clock)
    opened.close()
    restored = restore(archive, data, lambda _keys: key, clock, new)
    assert restored.aside is not None
    assert unproved(data) is None
    assert unproved(DataPlace(restored.aside)) is not None
    assert "newer version" in sentence(lambda: open_with(old))


def test_that_who_holds_the_data_is_told_and_not_taken_for_a_failed_upgrade() -> None:
    def held() -> None:
        with upgrading.telling_failure():
            raise OperationalError("BEGIN", None, Exception("database is locked"))

    with pytest.raises(WorldError, match="using the data just now") as caught:
        held()
    assert not isinstance(caught.value, UpgradeError)
