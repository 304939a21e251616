from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from argon2.low_level import hash_secret_raw
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import language
from desktop.storage import durable, slots
from desktop.storage.keys import KeyFile, new_data_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock

RIGHT = "open sesame"


def sentence(call: Callable[[], object]) -> str:
    with pytest.raises((UserError, WorldError)) as caught:
        call()
    return language("en").message(caught.value.problems[0].message)


@pytest.fixture
def fresh(tmp_path: Path) -> tuple[KeyFile, bytes, str]:
    keys, key = KeyFile(tmp_path / "keys.json"), new_data_key()
    return keys, key, keys.create(key, "Admin", RIGHT)


Fresh = tuple[KeyFile, bytes, str]


def test_that_the_password_and_the_recovery_key_give_the_same_key(fresh: Fresh, clock: FixedClock) -> None:
    keys, key, recovery = fresh
    assert keys.unlock("admin", RIGHT, clock).key == key
    assert keys.unlock_by_recovery(recovery) == key
    assert keys.names() == ("Admin",)


def test_that_the_key_file_tells_neither_key_nor_password_nor_recovery_key(fresh: Fresh) -> None:
    keys, key, recovery = fresh
    text = keys.path.read_text(encoding="utf-8")
    assert key.hex() not in text
    assert RIGHT not in text
    assert recovery not in text
    assert slots.plain_recovery_key(recovery) not in text
    assert "key=" not in repr(keys.unlock_by_recovery) + repr(recovery)


def test_that_a_guess_costs_what_the_standard_asks(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    asked = []

    def recording(*arguments: object) -> bytes:
        asked.append(arguments[2:])
        return hash_secret_raw(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("argon2.low_level.hash_secret_raw", recording)
    slots.seal("password", "x", RIGHT, fresh[1])
    passes, memory, lanes, length, kind = asked[0]
    assert (passes, memory, lanes, length) == (3, 64 * 1024, 4, 32)
    assert str(kind) == "Type.ID"


def test_that_a_recovery_key_has_six_groups_of_five_and_150_bits() -> None:
    recovery = slots.new_recovery_key()
    groups = recovery.split("-")
    assert [len(group) for group in groups] == [5] * 6
    assert set("".join(groups)) <= set(slots.CROCKFORD)
    assert len({slots.new_recovery_key() for _ in range(100)}) == 100


@given(st.text(alphabet=slots.CROCKFORD, min_size=30, max_size=30), st.randoms())
def test_that_a_recovery_key_is_read_however_it_is_typed(plain: str, random: object) -> None:
    looks_like = {"0": "0oO", "1": "1iIlL"}
    typed = ""
    for character in plain:
        choice = looks_like.get(character, character + character.lower())
        typed += random.choice(choice) + random.choice(("", "", " ", "-", "\u3000", "\u2014"))  # type: ignore[attr-defined]
    assert slots.plain_recovery_key(typed) == plain
    wide = "".join(chr(ord(character) + 0xFEE0) for character in plain)
    assert slots.plain_recovery_key(wide) == plain


@pytest.mark.parametrize("typed", ["", "ABC", "U" * 30, "A" * 31])
def test_that_what_is_no_recovery_key_is_said_to_be_none(fresh: Fresh, typed: str) -> None:
    assert "has 30 letters and digits" in sentence(lambda: fresh[0].unlock_by_recovery(typed))


def test_that_another_recovery_key_opens_nothing(fresh: Fresh) -> None:
    assert "does not belong" in sentence(lambda: fresh[0].unlock_by_recovery(slots.new_recovery_key()))


def test_that_a_renewed_recovery_key_replaces_the_one_on_paper(fresh: Fresh) -> None:
    keys, key, old = fresh
    assert keys.unlock_by_recovery(keys.renew_recovery_key(key)) == key
    assert "does not belong" in sentence(lambda: keys.unlock_by_recovery(old))


def test_that_a_wrong_password_and_an_unknown_name_are_told_alike(fresh: Fresh, clock: FixedClock) -> None:
    keys = fresh[0]
    wrong = sentence(lambda: keys.unlock("admin", "not sesame", clock))
    unknown = sentence(lambda: keys.unlock("nobody", RIGHT, clock))
    assert wrong == unknown == "The name or the password is wrong."


def test_that_an_unknown_name_costs_a_guess_as_well(
    fresh: Fresh, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    guesses, cipher = [], slots._cipher

    def recording(slot: slots.Slot, secret: str) -> object:
        guesses.append(slot.cost)
        return cipher(slot, secret)

    monkeypatch.setattr(slots, "_cipher", recording)
    sentence(lambda: fresh[0].unlock("nobody", RIGHT, clock))
    assert len(guesses) == 1


def test_that_the_recovery_key_is_no_password_of_an_unknown_name(fresh: Fresh, clock: FixedClock) -> None:
    keys, _, recovery = fresh
    assert "wrong" in sentence(lambda: keys.unlock("nobody", slots.plain_recovery_key(recovery), clock))
    assert "wrong" in sentence(lambda: keys.unlock("", slots.plain_recovery_key(recovery), clock))


@pytest.mark.parametrize("typed", ["ADMIN", " admin ", "ａｄｍｉｎ"])
def test_that_names_are_matched_however_they_are_typed(fresh: Fresh, clock: FixedClock, typed: str) -> None:
    assert fresh[0].unlock(typed, RIGHT, clock).key == fresh[1]


def test_that_a_password_is_the_same_in_every_input_method(fresh: Fresh, clock: FixedClock) -> None:
    keys, key, _ = fresh
    keys.put_slot(key, "王芳", "密码café１２３")
    assert keys.unlock("王芳", "密码cafe\u0301123", clock).key == key


def test_that_five_wrong_passwords_make_the_sixth_wait(fresh: Fresh, clock: FixedClock) -> None:
    keys = fresh[0]
    for _ in range(5):
        assert "wrong" in sentence(lambda: keys.unlock("admin", "not sesame", clock))
    waits = sentence(lambda: keys.unlock("admin", RIGHT, clock))
    assert waits == "Too many wrong passwords; wait 30 seconds, then try again."
    clock.advance(seconds=29.5)
    assert "wait 1 second," in sentence(lambda: keys.unlock("admin", RIGHT, clock))
    clock.advance(seconds=1)
    assert keys.unlock("admin", RIGHT, clock).key == fresh[1]


def test_that_the_wait_grows_and_has_an_end(fresh: Fresh, clock: FixedClock) -> None:
    waits = []
    for _ in range(12):
        slot = fresh[0]._load().accounts["admin"]
        waits.append(slot.tries.wait(clock.now()).total_seconds())
        clock.advance(seconds=waits[-1])
        assert "wrong" in sentence(lambda: fresh[0].unlock("admin", "not sesame", clock))
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]


def test_that_the_wait_is_remembered_by_a_program_started_anew(fresh: Fresh, clock: FixedClock) -> None:
    for _ in range(5):
        sentence(lambda: fresh[0].unlock("admin", "not sesame", clock))
    assert "wait" in sentence(lambda: KeyFile(fresh[0].path).unlock("ADMIN", RIGHT, clock))


def test_that_a_clock_set_back_waits_once_and_not_for_years(fresh: Fresh, clock: FixedClock) -> None:
    keys, now = fresh[0], clock.now()
    clock.set(now + timedelta(days=4000))
    for _ in range(5):
        sentence(lambda: keys.unlock("admin", "not sesame", clock))
    clock.set(now)
    assert "wait 30 seconds" in sentence(lambda: keys.unlock("admin", RIGHT, clock))
    clock.advance(seconds=30)
    assert keys.unlock("admin", RIGHT, clock).key == fresh[1]


def test_that_setting_the_clock_back_does_not_shorten_the_wait(fresh: Fresh, clock: FixedClock) -> None:
    keys = fresh[0]
    for _ in range(5):
        sentence(lambda: keys.unlock("admin", "not sesame", clock))
    clock.advance(seconds=-3600)
    assert "wait 30 seconds" in sentence(lambda: keys.unlock("admin", RIGHT, clock))
    clock.advance(seconds=10)
    assert "wait 20 seconds" in sentence(lambda: keys.unlock("admin", RIGHT, clock))


def test_that_the_right_password_clears_the_count_and_one_account_does_not_hinder_another(
    fresh: Fresh, clock: FixedClock
) -> None:
    keys, key, _ = fresh
    keys.put_slot(key, "clerk", RIGHT)
    for _ in range(4):
        sentence(lambda: keys.unlock("admin", "not sesame", clock))
    keys.unlock("admin", RIGHT, clock)
    for _ in range(5):
        assert "wrong" in sentence(lambda: keys.unlock("admin", "not sesame", clock))
    assert "wait" in sentence(lambda: keys.unlock("admin", RIGHT, clock))
    assert keys.unlock("clerk", RIGHT, clock).key == key


def test_that_unknown_names_wait_together(fresh: Fresh, clock: FixedClock) -> None:
    for number in range(5):
        assert "wrong" in sentence(lambda: fresh[0].unlock(f"nobody {number}", RIGHT, clock))  # noqa: B023 - called at once
    assert "wait" in sentence(lambda: fresh[0].unlock("somebody", RIGHT, clock))
    assert fresh[0].unlock("admin", RIGHT, clock).key == fresh[1]


def test_that_a_changed_password_replaces_the_old_one(fresh: Fresh, clock: FixedClock) -> None:
    keys, key, recovery = fresh
    keys.change_password("admin", RIGHT, "better sesame", clock)
    assert keys.unlock("admin", "better sesame", clock).key == key
    assert "wrong" in sentence(lambda: keys.unlock("admin", RIGHT, clock))
    assert keys.unlock_by_recovery(recovery) == key


def test_that_changing_needs_the_old_password_and_a_really_new_one(fresh: Fresh, clock: FixedClock) -> None:
    keys = fresh[0]
    assert "wrong" in sentence(lambda: keys.change_password("admin", "not sesame", "better sesame", clock))
    assert "at least 8" in sentence(lambda: keys.change_password("admin", RIGHT, "short", clock))
    assert "choose another" in sentence(lambda: keys.change_password("admin", RIGHT, RIGHT, clock))


def test_that_a_reset_password_must_be_changed_once(fresh: Fresh, clock: FixedClock) -> None:
    keys, key, _ = fresh
    keys.put_slot(key, "clerk", "temporary", single_use=True)
    assert keys.unlock("clerk", "temporary", clock).must_change
    keys.change_password("clerk", "temporary", "my very own", clock)
    assert not keys.unlock("clerk", "my very own", clock).must_change


def test_that_the_must_change_mark_cannot_be_edited_away(fresh: Fresh, clock: FixedClock) -> None:
    keys, key, _ = fresh
    keys.put_slot(key, "clerk", "temporary", single_use=True)
    plain = keys.path.read_text(encoding="utf-8").replace('"single_use": true', '"single_use": false')
    keys.path.write_text(plain, encoding="utf-8")
    assert "wrong" in sentence(lambda: keys.unlock("clerk", "temporary", clock))


def test_that_one_accounts_slot_cannot_be_given_to_another(fresh: Fresh, clock: FixedClock) -> None:
    keys, key, _ = fresh
    keys.put_slot(key, "clerk", "clerk's own")
    plain = json.loads(keys.path.read_text(encoding="utf-8"))
    plain["accounts"][0] = {**plain["accounts"][1], "name": "Admin"}
    keys.path.write_text(json.dumps(plain), encoding="utf-8")
    assert "wrong" in sentence(lambda: keys.unlock("admin", "clerk's own", clock))


def test_that_a_removed_slot_opens_nothing(fresh: Fresh, clock: FixedClock) -> None:
    keys, key, _ = fresh
    keys.put_slot(key, "Clerk", RIGHT)
    keys.remove_slot("CLERK")
    keys.remove_slot("CLERK")
    assert keys.names() == ("Admin",)
    assert "wrong" in sentence(lambda: keys.unlock("clerk", RIGHT, clock))


def test_that_a_slot_for_a_foreign_key_is_not_written(fresh: Fresh) -> None:
    assert "exchanged meanwhile" in sentence(lambda: fresh[0].put_slot(new_data_key(), "clerk", RIGHT))
    assert fresh[0].names() == ("Admin",)


def test_that_a_missing_key_file_is_told(tmp_path: Path, clock: FixedClock) -> None:
    assert "is missing" in sentence(lambda: KeyFile(tmp_path / "keys.json").unlock("admin", RIGHT, clock))


def test_that_a_key_file_of_a_newer_program_is_told(fresh: Fresh, clock: FixedClock) -> None:
    fresh[0].path.write_text('{"format": 2}', encoding="utf-8")
    assert "newer program" in sentence(lambda: fresh[0].unlock("admin", RIGHT, clock))


def test_that_every_cut_and_every_kind_of_damage_is_told(fresh: Fresh, clock: FixedClock) -> None:
    whole = fresh[0].path.read_bytes()
    cuts = [whole[:length] for length in range(0, len(whole) - 2, 97)]
    plain = json.loads(whole)
    greedy = json.dumps(
        {**plain, "recovery": {**plain["recovery"], "cost": {"memory": 2**30, "passes": 3, "lanes": 4}}}
    )
    others = [b"[]", b"3", b"null", b"\xff\xfe", b'{"format": "1"}', b'{"format": 0}', b"[" * 5000, greedy.encode()]
    for damaged in (*cuts, *others):
        fresh[0].path.write_bytes(damaged)
        assert "is damaged" in sentence(lambda: fresh[0].unlock("admin", RIGHT, clock)), damaged[:40]


def test_that_creating_never_replaces_a_key_file(fresh: Fresh) -> None:
    before = fresh[0].path.read_bytes()
    assert "already" in sentence(lambda: fresh[0].create(new_data_key(), "admin", RIGHT))
    assert fresh[0].path.read_bytes() == before


class HeldError(PermissionError):
    def __init__(self, winerror: int) -> None:
        super().__init__("held")
        self.winerror = winerror


@pytest.mark.parametrize("code", [5, 32, 33])
def test_that_a_file_held_by_a_virus_scanner_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    failures, rename = [HeldError(code)] * 3, type(tmp_path).replace

    def held(self: Path, target: Path) -> Path:
        if failures:
            raise failures.pop()
        return rename(self, target)

    monkeypatch.setattr(type(tmp_path), "replace", held)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    durable.write_file(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


def test_that_a_file_that_stays_held_leaves_the_old_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    pauses: list[float] = []

    def held(_self: Path, _target: Path) -> Path:
        raise HeldError(32)

    monkeypatch.setattr(type(tmp_path), "replace", held)
    monkeypatch.setattr(time, "sleep", pauses.append)
    with pytest.raises(WorldError):
        durable.write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert len(pauses) == 6
    assert os.listdir(tmp_path) == ["file"]  # noqa: PTH208 - the plain names


@pytest.mark.parametrize("code", [28, 30, 5])
def test_that_a_failing_disk_keeps_the_old_key_file(
    fresh: Fresh, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    keys, key, _ = fresh

    def fail(_handle: int) -> None:
        raise OSError(code, "injected")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        told = sentence(lambda: keys.put_slot(key, "clerk", RIGHT))
    assert {28: "disk is full", 30: "cannot be written", 5: "did not read or write"}[code] in told
    assert keys.unlock("admin", RIGHT, clock).key == key
    assert keys.names() == ("Admin",)
