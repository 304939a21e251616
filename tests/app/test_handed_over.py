"""What another program hands over: understood, bounded, cleaned, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.app import handed_over
from desktop.app.handed_over import (
    LONGEST_PATH,
    LONGEST_TEXT,
    HandedOver,
    Kind,
    handed_among,
    is_handed_over,
    read,
    settled,
    taken_apart,
)
from desktop.core.errors import UserError
from desktop.core.texts import clean
from desktop.storage import backup


@pytest.mark.parametrize(
    ("argument", "kind", "text"),
    [
        ("tel:13800138000", Kind.CALL, "tel:13800138000"),
        ("touchpoint:call/13800138000", Kind.CALL, "tel:13800138000"),
        ("Touchpoint://Call/%2B86-138-0013-8000", Kind.CALL, "tel:%2B86-138-0013-8000"),
        ("touchpoint:find/3-502", Kind.WORDS, "3-502"),
        ("touchpoint:find/%E5%BC%A0%20%F0%AC%AD%9A", Kind.WORDS, "张 𬭚"),
        ("touchpoint://find/ 张三/3-502", Kind.WORDS, "张三/3-502"),
        ("touchpoint:find/a%00%E2%80%AEb%0A%3Cb%3E", Kind.WORDS, "ab <b>"),
        ("/data/云栖 𬭚.tpbackup", Kind.BACKUP, "/data/云栖 𬭚.tpbackup"),
        (r"D:\备份 1\x.TPBackup", Kind.BACKUP, r"D:\备份 1\x.TPBackup"),
        ("file:///data/%E4%BA%91%20a.tpbackup", Kind.BACKUP, "/data/云 a.tpbackup"),
        (".tpbackup", Kind.BACKUP, ".tpbackup"),
    ],
)
def test_that_what_is_handed_over_is_understood(argument: str, kind: Kind, text: str) -> None:
    assert is_handed_over(argument)
    assert read(argument) == HandedOver(kind, text)


HOSTILE = (
    *("touchpoint:", "touchpoint:///", "touchpoint:delete/all", "touchpoint:find", "touchpoint:find/", "touchpoint:x"),
    *("touchpoint:find/%FF", "touchpoint:find/%20%00", "touchpoint:find/" + "x" * (LONGEST_TEXT + 1)),
    *("touchpoint:find/" + "%41" * 1_000_000, "touchpoint:call/../../etc/passwd", "touchpoint:call/1;rm -rf"),
    *("touchpoint:--data=/", "touchpoint:restore//x.tpbackup", "tel:x.tpbackup", "touchpoint:find/%ED%A0%80"),
    *("file://server/x.tpbackup", "file://[/x.tpbackup", "file:///%00.tpbackup"),
    "/" + "x" * LONGEST_PATH + ".tpbackup",
)


@pytest.mark.parametrize("argument", HOSTILE, ids=range(len(HOSTILE)))
def test_that_what_is_not_understood_is_refused_in_words(argument: str) -> None:
    assert is_handed_over(argument)
    with pytest.raises(UserError) as refused:
        read(argument)
    shown = str(refused.value.problems[0].message.params.get("text", ""))
    assert len(shown) <= 31
    assert shown.isprintable() or not shown


@example("file:", "#")
@given(st.sampled_from(("touchpoint:", "touchpoint:find/", "touchpoint:call/", "file:", "file:///")), st.text())
def test_that_no_text_does_harm(begins: str, text: str) -> None:
    argument = f"{begins}{text}{'.tpbackup' if begins.startswith('file') else ''}"
    try:
        handed = read(argument)
    except UserError:
        return
    assert handed.text
    assert len(handed.text) <= LONGEST_PATH
    if handed.kind is Kind.WORDS:
        assert handed.text == clean(handed.text)
        assert len(handed.text) <= LONGEST_TEXT


@pytest.mark.parametrize(
    "argument", ["telephone", "--out=x.tpbackup", "-x.tpbackup", "x.zip", "demo", "", "x.tpbackup/"]
)
def test_that_other_arguments_are_not_handed_over(argument: str) -> None:
    assert not is_handed_over(argument)
    assert handed_among([argument]) is None


def test_that_the_last_thing_handed_over_counts_and_no_options_value() -> None:
    assert handed_among(["tel:110", "--user", "tel:119", "touchpoint:find/7"]) == HandedOver(Kind.WORDS, "7")
    assert handed_among(["--data", "x.tpbackup"]) is None


def test_that_options_of_the_window_are_read_in_both_spellings() -> None:
    arguments = ["x.tpbackup", "--data", "a b", "--language=en", "demo", "--user"]
    assert taken_apart(arguments) == ({"--data": "a b", "--language": "en"}, ["x.tpbackup", "demo", "--user"])


def test_that_a_quotation_mark_in_an_address_brings_no_option_and_no_command() -> None:
    arguments = ["--language=en", "touchpoint:find/7", r"--data=\\evil\share", "--user", "me", "x.tpbackup", "tel:110"]
    assert taken_apart(arguments) == ({"--language": "en"}, ["touchpoint:find/7", "tel:110"])


def test_that_a_path_is_whole_before_another_process_takes_it_over() -> None:
    assert settled(["x 云.tpbackup", "--user", "y.tpbackup", "touchpoint:find/z.tpbackup"]) == [
        "--user=y.tpbackup",
        str(Path.cwd() / "x 云.tpbackup"),
        "touchpoint:find/z.tpbackup",
    ]


def test_that_a_backup_ends_as_the_storage_says() -> None:
    assert handed_over.BACKUP == backup.SUFFIX
