from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.updates.rule import (
    LONGEST_TAIL,
    Vouching,
    is_newer,
    judge,
    key_from,
    read_block,
    require_content,
    signature_holds,
    version_in,
)
from tests.installers import BODY, COMMIT, OURS, THEIRS, facts, installer, public, trailed

UNREADABLE = "What this installer says of itself cannot be read"
CHANGED = "This installer is damaged or was changed"
SIGNED = installer()
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(facts())), inner, max_size=6),
    max_leaves=12,
)


def accept(content: bytes, *, version: str = "0.1.0", key: bytes | None = None) -> Vouching:
    """Look at an installer as the service does; raises UserError."""
    block = read_block(content[-LONGEST_TAIL:], content[:2])
    vouching = judge(block, file_size=len(content), version=version, key=key)
    require_content(block, hashlib.sha256(content[: block.size]).hexdigest())
    return vouching


def refusal(content: bytes, *, version: str = "0.1.0", key: bytes | None = None) -> str:
    with pytest.raises(UserError) as caught:
        accept(content, version=version, key=key)
    return str(caught.value)


# --- the block ------------------------------------------------------------------------------------------------------


def test_that_a_block_says_what_the_packer_wrote() -> None:
    block = read_block(SIGNED)
    assert (block.product, block.system, block.version, block.commit) == ("touchpoint", "windows", "0.2.0", COMMIT)
    assert (block.installed, block.size, block.size + block.length) == (250_000, len(BODY), len(SIGNED))
    assert block.signature is not None
    assert signature_holds(block.line, block.signature, public(OURS))


@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda tail: tail + b"TPUPDATE"), st.binary(max_size=2))
def test_that_whatever_lies_at_the_end_is_refused_in_words(tail: bytes, head: bytes) -> None:
    with pytest.raises(UserError):
        read_block(tail, head)


@given(PLAIN)
def test_that_whatever_a_block_says_is_refused_in_words(said: Any) -> None:
    assert refusal(installer({"said": said})).startswith(UNREADABLE)
    assert refusal(trailed(BODY, json.dumps(said).encode())).startswith(UNREADABLE)


@given(st.sampled_from(sorted(facts())), PLAIN.filter(lambda said: type(said) not in {int, str}))
def test_that_a_fact_of_another_kind_is_refused_in_words(name: str, said: Any) -> None:
    assert refusal(installer(facts(**{name: said}))).startswith(UNREADABLE)


@given(st.data())
def test_that_no_changed_byte_gets_through(data: st.DataObject) -> None:
    place = data.draw(st.integers(2, len(BODY) - 1) | st.integers(len(BODY), len(SIGNED) - 1))
    changed = bytearray(SIGNED)
    changed[place] ^= data.draw(st.integers(1, 255))
    assert refusal(bytes(changed), key=public(OURS))


@given(st.integers(0, len(SIGNED) - 1))
def test_that_no_part_of_an_installer_gets_through(length: int) -> None:
    assert refusal(SIGNED[:length])


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 60_000,
        b'{"commit":' + b"9" * 50_000 + b"}",
        json.dumps(facts(installed=-1)).encode(),
        json.dumps(facts(installed=True)).encode(),
        json.dumps(facts(installed=1 << 80)).encode(),
        json.dumps(facts(installed=2.5e5)).encode(),
        json.dumps(facts(installer={"sha256": "0" * 64, "size": -5})).encode(),
        json.dumps(facts(installer=[])).encode(),
        json.dumps(facts(version="0.2.0\n")).encode(),
        json.dumps(facts(version="٢.٠")).encode(),
        json.dumps(facts(version="../../x")).encode(),
        json.dumps(facts(version="1." * 20_000 + "0")).encode(),
        json.dumps(facts(commit="HEAD")).encode(),
        b"\xff\xfe{}",
        b"",
    ],
)
def test_that_a_hostile_block_is_refused_in_words(line: bytes) -> None:
    assert refusal(trailed(BODY, line, key=None)).startswith(UNREADABLE)


@pytest.mark.parametrize("length", [0, 1, 65_537, 1 << 40, (1 << 64) - 1])
def test_that_a_length_that_cannot_be_is_refused_in_words(length: int) -> None:
    assert refusal(SIGNED[:-16] + length.to_bytes(8, "big") + b"TPUPDATE").startswith(UNREADABLE)


@pytest.mark.parametrize("signature", [b"", b"unsigned ", b"AAAA", b"?" * 88, b"A" * 88])
def test_that_a_signature_that_is_none_is_refused_in_words(signature: bytes) -> None:
    block = json.dumps(facts()).encode() + b"\n" + signature + b"\n"
    content = BODY + block + len(block).to_bytes(8, "big") + b"TPUPDATE"
    assert refusal(content, key=public(OURS)).startswith((UNREADABLE, "The signature of this installer is not"))


# --- who vouches ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "key", "vouching"),
    [
        (SIGNED, public(OURS), Vouching.SIGNED),
        (SIGNED, None, Vouching.UNKNOWN),
        (installer(key=None), None, Vouching.UNSIGNED),
    ],
)
def test_that_a_whole_installer_is_accepted(content: bytes, key: bytes | None, vouching: Vouching) -> None:
    assert accept(content, key=key) is vouching


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (installer(facts(product="gatekeeper")), "This is the installer of another program"),
        (installer(facts(system="linux")), "This installer is meant for another system"),
        (SIGNED[: len(SIGNED) // 2], "This installer breaks off"),
        (b"\x89PNG and so on", "This file is no installer of Touchpoint"),
        (b"", "This file is no installer of Touchpoint"),
        (BODY[:-1] + SIGNED[len(BODY) :], CHANGED),
        (BODY[:-1] + b"!" + SIGNED[len(BODY) :], CHANGED),
        (b"MZ" + SIGNED, CHANGED),
        (installer(facts(version="0.0.9")), "This file brings version %(offered)s, but the newer"),
        (installer(facts(version="0.1")), "Version %(version)s is in use already"),
        (installer(key=None), "This installer is not signed"),
        (installer(key=THEIRS), "The signature of this installer is not"),
    ],
)
def test_that_each_reason_has_a_sentence_of_its_own(content: bytes, sentence: str) -> None:
    assert refusal(content, key=public(OURS)).startswith(sentence)


def test_that_a_key_file_holds_a_key_or_is_refused() -> None:
    assert key_from(b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\r\n") == bytes(range(32))
    for content in (b"", b"AAAA", b"no base64!"):
        with pytest.raises(ValueError, match=r"base64|length"):
            key_from(content)


# --- versions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.10.0", "0.9.9", True),
        ("1.0", "0.99.99", True),
        ("0.1.0.1", "0.1.0", True),
        ("1.0", "1.0.0", False),
        ("0.9.0", "0.10", False),
    ],
)
def test_that_versions_are_compared_number_by_number(version: str, than: str, newer: bool) -> None:  # noqa: FBT001
    assert is_newer(version, than) is newer


@pytest.mark.parametrize(
    ("name", "version"),
    [("0.2.0-1a2b3c4d", "0.2.0"), ("1.0", "1.0"), ("..", ""), ("0.2.0/..", ""), ("", ""), ("0.2.0-A", "")],
)
def test_that_only_a_name_of_a_version_is_one(name: str, version: str) -> None:
    assert version_in(name) == version
