from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.merge_fields import Field, doubled, fill, keep, show

ROOM = Field("room", msg("Room"))
DAY = Field("day", msg("Day"))
FIELDS = (ROOM, DAY)

WORDS = st.text(st.sampled_from("ab 房{}｛｝\n%$"), max_size=30)
"""Text in which braces are frequent."""


def told(error: UserError, code: str = "en") -> list[str]:
    return [language(code).message(problem.message) for problem in error.problems]


@pytest.mark.parametrize("typed", ["{房号}", "{房號}", "{Room}", "{room}", "{ ROOM }", "｛房号｝", "{房 号}"])
def test_that_a_field_is_understood_in_every_language_and_by_its_key(typed: str) -> None:
    assert keep(f"请到{typed}。", FIELDS) == "请到{room}。"


def test_that_a_field_is_shown_by_the_label_of_the_reader() -> None:
    shown = {code: show("{room}: {day}", FIELDS, language(code)) for code in LANGUAGES}
    assert shown == {"zh_CN": "{房号}: {日期}", "zh_TW": "{房號}: {日期}", "en": "{Room}: {Day}"}


def test_that_a_field_that_is_gone_is_shown_as_it_is_kept() -> None:
    assert show("{floor}", FIELDS, language("zh_CN")) == "{floor}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a\nb {floor} c", "Line 2, character 3: there is no field “floor” here. Choose one of those offered."),
        ("{}", "Line 1, character 1: { } names no field. Write its name between the braces, or take them away."),
        ("{ }", "Line 1, character 1: { } names no field. Write its name between the braces, or take them away."),
        (
            "in {room",
            "Line 1, character 4: “{room” is not closed. Write } after the field's name, or {{ for a brace.",
        ),
        (
            "in {room\nx}",
            "Line 1, character 4: “{room” is not closed. Write } after the field's name, or {{ for a brace.",
        ),
        (
            "in room}",
            "Line 1, character 8: “in room}” has no { before it. Write { before the field's name, or }} for a brace.",
        ),
        (
            "{" + "x" * 40 + "}",
            "Line 1, character 1: there is no field “xxxxxxxxxxxxxxxxxxxx…” here. Choose one of those offered.",
        ),
    ],
)
def test_that_a_broken_field_is_refused_in_a_sentence_with_its_place(typed: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        keep(typed, FIELDS, field="body")
    assert told(refused.value)[0] == sentence
    assert {problem.field for problem in refused.value.problems} == {"body"}


def test_that_every_fault_is_told_at_once() -> None:
    with pytest.raises(UserError) as refused:
        keep("{x} {y}\n{room", FIELDS)
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_faults_are_told_in_every_language(code: str) -> None:
    with pytest.raises(UserError) as refused:
        keep("{x}{}{room", FIELDS)
    sentences = told(refused.value, code)
    assert len(set(sentences)) == 3
    assert all("1" in sentence for sentence in sentences)


def test_that_doubled_braces_are_braces() -> None:
    assert keep("{{room}}", FIELDS) == "{{room}}"
    assert fill("{{room}}", {"room": "3-1-502"}) == "{room}"
    assert fill(keep("{{{room}}}", FIELDS), {"room": "3-1-502"}) == "{3-1-502}"


def test_that_what_is_filled_in_is_never_looked_through_again() -> None:
    values = {"room": "{day} {{", "day": "%(room)s"}
    assert fill("{room}|{day}", values) == "{day} {{|%(room)s"


def test_that_a_field_without_a_value_is_refused() -> None:
    with pytest.raises(UserError, match="there is no field"):
        fill("{floor}", {"room": "1"})


@given(WORDS)
def test_that_any_words_come_back_as_they_are(words: str) -> None:
    assert fill(doubled(words), {}) == words


@given(
    st.lists(
        st.one_of(
            WORDS.map(lambda words: ("words", words)), st.sampled_from(["room", "day"]).map(lambda key: ("field", key))
        )
    ),
    st.sampled_from(sorted(LANGUAGES)),
    WORDS,
    WORDS,
)
def test_that_a_text_is_kept_shown_and_filled_the_same_in_every_language(
    pieces: list[tuple[str, str]], code: str, room: str, day: str
) -> None:
    kept = "".join(f"{{{text}}}" if kind == "field" else doubled(text) for kind, text in pieces)
    values = {"room": room, "day": day}
    expected = "".join(values[text] if kind == "field" else text for kind, text in pieces)
    assert fill(kept, values) == expected
    wide = set("｛｝") & set(kept)  # typed, they would be braces
    assert wide or keep(show(kept, FIELDS, language(code)), FIELDS) == kept


@given(WORDS)
def test_that_typed_text_is_either_refused_or_kept_so_that_it_reads_back(typed: str) -> None:
    faults: list[object] = []
    kept = ""
    try:
        kept = keep(typed, FIELDS)
    except UserError as error:
        faults = [problem.message.params["line"] for problem in error.problems]
    assert all(faults)
    assert faults or keep(show(kept, FIELDS, language("zh_CN")), FIELDS) == kept
