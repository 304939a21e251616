"""Lines break where Chinese and Latin readers expect."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.paper.fonts import width
from desktop.paper.words import Span, bold, cut, spans, wrap

SIZE = 10.0


def lines(text: str, characters: float) -> list[str]:
    """Break `text` for a width of so many ideographs."""
    return ["".join(span.text for span in line.spans) for line in wrap(spans(text, SIZE), characters * SIZE)]


def test_that_text_that_fits_is_one_line() -> None:
    assert lines("厨房水槽", 4) == ["厨房水槽"]
    assert lines("", 4) == [""]


def test_that_chinese_breaks_between_any_two_characters() -> None:
    assert lines("厨房水槽下软管", 3) == ["厨房水", "槽下软", "管"]


@pytest.mark.parametrize("mark", list("，。、；：？！）》」』】”’…—％,.;:?!)"))
def test_that_closing_punctuation_never_begins_a_line(mark: str) -> None:
    assert not any(line.startswith(mark) for line in lines(f"厨房水{mark}槽下", 3))


@pytest.mark.parametrize("mark", list("（《「『【“‘(["))
def test_that_opening_punctuation_never_ends_a_line(mark: str) -> None:
    assert not any(line.endswith(mark) for line in lines(f"厨房{mark}水槽下", 3))


def test_that_runs_of_punctuation_stay_together() -> None:
    assert lines("他说“好的。”——谢谢", 5)[0] == "他说“好"
    assert lines("厨房（水槽）", 3) == ["厨房", "（水", "槽）"]


def test_that_words_figures_and_numbers_stay_whole() -> None:
    assert lines("请打 0571-5550 0120 谢谢", 6) == ["请打", "0571-5550", "0120 谢谢"]
    assert lines("the quick brown fox", 5) == ["the quick", "brown fox"]
    assert lines("房号3-1-502漏水", 4) == ["房号", "3-1-502", "漏水"]


def test_that_a_figure_keeps_what_it_counts() -> None:
    assert lines("住在1栋、13栋、5栋", 5) == ["住在1栋、", "13栋、5栋"]
    assert lines("原定于11月24日，3单元", 4) == ["原定于", "11月", "24日，", "3单元"]


def test_that_an_apostrophe_does_not_break_a_word() -> None:
    assert lines("we don’t", 4) == ["we", "don’t"]


def test_that_no_line_ends_at_a_no_break_space() -> None:
    assert lines("一次解决率 0\u00a0/\u00a026", 6) == ["一次解决率", "0\u00a0/\u00a026"]


def test_that_a_word_wider_than_the_line_is_cut() -> None:
    assert "".join(lines("x" * 40, 4)) == "x" * 40
    assert len(lines("x" * 40, 4)) > 1


def test_that_a_line_feed_breaks_and_empty_lines_stay() -> None:
    assert lines("一\n\n二", 9) == ["一", "", "二"]


def test_that_spaces_at_a_break_are_dropped() -> None:
    assert lines("厨房水   槽", 3) == ["厨房水", "槽"]


def test_that_spans_keep_their_weight_over_a_break() -> None:
    broken = wrap((Span("限", SIZE), bold("十八点前", SIZE), Span("完成", SIZE)), 3 * SIZE)
    assert [[(span.text, span.weight) for span in line.spans] for line in broken] == [
        [("限", 400), ("十八", 700)],
        [("点前", 700), ("完", 400)],
        [("成", 400)],
    ]


def test_that_a_cut_text_ends_with_an_ellipsis_and_fits() -> None:
    assert cut("厨房水槽", SIZE, 4 * SIZE) == "厨房水槽"
    assert cut("厨房水槽下", SIZE, 4 * SIZE) == "厨房水…"
    assert cut("厨房 水槽下", SIZE, 3.5 * SIZE) == "厨房…"


WRITTEN = st.text(alphabet="厨房水槽，。（）“”—ab 3-.,()\n龘𪨊", max_size=60)


@settings(max_examples=150, deadline=None)
@given(WRITTEN, st.floats(min_value=1.0, max_value=20.0))
def test_that_breaking_loses_nothing_but_white_space(text: str, characters: float) -> None:
    assert "".join("".join(lines(text, characters)).split()) == "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(WRITTEN, st.floats(min_value=1.0, max_value=20.0))
def test_that_no_line_is_wider_than_allowed(text: str, characters: float) -> None:
    for line in wrap(spans(text, SIZE), characters * SIZE):
        drawn = sum(width(span.text, SIZE, span.weight) for span in line.spans)
        assert line.width <= characters * SIZE + 0.02
        assert line.width == pytest.approx(drawn, abs=0.01)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(alphabet="厨房水槽", min_size=1, max_size=9), min_size=1, max_size=9), st.sampled_from("，。、")
)
def test_that_no_clause_leaves_its_mark_for_the_next_line(clauses: list[str], mark: str) -> None:
    assert not any(line.startswith(mark) for line in lines(mark.join(clauses) + "。", 6))


def test_that_quotation_marks_are_narrow_in_latin_text_and_wide_in_chinese() -> None:
    [latin] = wrap(spans("“pts”: points, don’t", SIZE), 1000)
    [chinese] = wrap(spans("“点”：百分点", SIZE), 1000)
    [mixed] = wrap(spans("“门窗”: points", SIZE), 1000)
    assert latin.width < width("“pts”: points, don’t", SIZE) - 1.2 * SIZE
    assert (chinese.width, mixed.width) == (width("“点”：百分点", SIZE), width("“门窗”: points", SIZE))
    assert "".join(span.text for span in latin.spans) == "“pts”: points, don’t"
