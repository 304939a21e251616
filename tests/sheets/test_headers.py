from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.i18n import language, msg
from desktop.sheets.headers import (
    Column,
    Header,
    bare_header_key,
    guess_header,
    header_key,
    missing_columns,
    read_header,
)
from desktop.sheets.profile import Profile
from desktop.sheets.workbook import Cell, Sheet

COLUMNS = (
    Column("room", ("房号", "房间", "房屋编号"), msg("Room"), required=True),
    Column("owner", ("业主", "业主名称", "姓名", "业主姓名"), msg("Owner"), required=True),
    Column("phone", ("手机号", "联系电话", "电话"), msg("Phone")),
    Column("area", ("建筑面积",), msg("Floor space")),
    Column("inner", ("建筑面积（套内）",), msg("Inner area")),
)


def header(rows: list[list[Cell]], profile: Profile | None = None) -> Header:
    found = read_header(Sheet("表", rows), COLUMNS, profile)
    assert found is not None
    return found


def fields(found: Header) -> dict[str, str]:
    return {field: column.letter for field, column in found.found.items()}


def test_that_headers_are_found_in_any_order_below_titles() -> None:
    found = header([["阳光花园 2026年业主名册"], [], ["制表：客服部", None, "2026-03-01"], ["电话", "姓名", "房间"]])
    assert fields(found) == {"phone": "A", "owner": "B", "room": "C"}
    assert (found.first, found.last, found.missing) == (3, 3, ())
    assert found.title == "阳光花园 2026年业主名册\n制表：客服部 2026-03-01"


@pytest.mark.parametrize(
    "text", ["建筑面积(㎡)", "* 建筑 面积", "建筑面积：", "建筑面积【平方米】", "「必填」建筑面积", "建筑面积\n（m2）"]
)
def test_that_spaces_units_and_ornaments_do_not_matter(text: str) -> None:
    assert fields(header([["房号", "业主", text]]))["area"] == "C"


def test_that_brackets_count_where_an_alias_has_them() -> None:
    assert fields(header([["房号", "业主", "建筑面积（套内）", "建筑面积（㎡）"]])) == {
        "room": "A",
        "owner": "B",
        "inner": "C",
        "area": "D",
    }


def test_that_width_and_case_do_not_matter() -> None:
    assert header_key("ＲＯＯＭ No.") == header_key("room no") == "roomno"
    assert bare_header_key("电话（1（备用））*") == "电话"


def test_that_a_label_in_any_language_is_a_header() -> None:
    labels = [[language(code).message(column.label) for column in COLUMNS[:3]] for code in ("en", "zh_CN", "zh_TW")]
    for row in labels:
        assert set(fields(header([list(row)]))) == {"room", "owner", "phone"}


def test_that_unknown_headers_are_listed_and_numbering_is_not() -> None:
    found = header([["序号", "房号", "业主", "内部编码", None, "说明：请勿改动"]])
    assert [(column.letter, column.header) for column in found.unknown] == [("D", "内部编码")]


def test_that_a_second_column_of_a_field_is_a_duplicate() -> None:
    found = header([["房号", "业主", "电话", "电话", "编码", "编码"]])
    assert fields(found)["phone"] == "C"
    assert [(column.letter, column.header, column.field) for column in found.duplicates] == [("D", "电话 (2)", "phone")]
    assert [column.header for column in found.unknown] == ["编码", "编码 (2)"]


def test_that_a_profile_goes_before_aliases() -> None:
    profile = Profile("old", {"内部编码": "room", "房号": None, "电话 (2)": "area"})
    found = header([["房号", "内部编码", "业主", "电话", "电话"]], profile)
    assert fields(found) == {"room": "B", "owner": "C", "phone": "D", "area": "E"}
    assert found.unknown == ()


def test_that_a_profile_recognises_a_table_by_a_single_header() -> None:
    rows: list[list[Cell]] = [["甲", "乙"], ["1", "2"]]
    assert read_header(Sheet("表", rows), COLUMNS) is None
    assert fields(header(rows, Profile("x", {"甲": "room"}))) == {"room": "A"}


def test_that_what_a_profile_says_of_other_sheets_is_left_alone() -> None:
    found = header([["房号", "业主", "楼层"]], Profile("x", {"楼层": "floor", "业主": "floor"}))
    assert fields(found) == {"room": "A", "owner": "B"}
    assert [column.header for column in found.unknown] == ["楼层"]


def test_that_missing_required_columns_are_named_with_what_was_found() -> None:
    found = header([["x"], ["房号", "电话", "面积"]])
    error = missing_columns((Sheet("名册", []),), found)
    assert language("en").message(error.problems[0].message) == (
        "The sheet “表” has no column “Owner”; row 2 names: 房号, 电话, 面积."
        " Add the column, or map one of these to it by hand."
    )


def test_that_a_sheet_without_a_table_is_named_with_its_first_words() -> None:
    sheet = Sheet("杂项", [[], ["购物单", 3.0]])
    assert read_header(sheet, COLUMNS) is None
    error = missing_columns((sheet,), None)
    assert isinstance(error, UserError)
    assert "“杂项”; its first words are: 购物单, 3." in language("en").message(error.problems[0].message)


def test_that_a_data_row_with_words_like_headers_is_not_the_header() -> None:
    found = header([["房号", "业主", "电话"], ["电话", "业主", None]])
    assert found.first == 0


def test_that_a_table_far_down_is_not_found() -> None:
    assert read_header(Sheet("表", [[] for _ in range(30)] + [["房号", "业主"]]), COLUMNS) is None


def test_that_two_header_rows_are_read_as_one() -> None:
    found = header(
        [
            ["住户名册"] * 5,
            ["房号", "业主", "业主", "租户", "租户"],
            ["房号", "姓名", "电话", "姓名", "电话"],
            ["101", "张三", "139", "李四", "138"],
        ]
    )
    assert (found.first, found.last) == (1, 2)
    assert fields(found) == {"room": "A", "owner": "B", "phone": "C"}
    assert [column.header for column in found.duplicates] == ["租户 姓名", "租户 电话"]


def test_that_a_group_whose_whole_name_is_known_wins_over_its_neighbour() -> None:
    found = header([["房号", "租户", "租户", "业主", "业主"], [None, "姓名", "证件", "姓名", "证件"]])
    assert fields(found) == {"room": "A", "owner": "D"}


def test_that_groups_need_not_be_merged() -> None:
    found = header([["房号", "业主", None, "面积"], [None, "姓名", "电话", None]])
    assert fields(found) == {"room": "A", "owner": "B", "phone": "C"}
    assert found.last == 1


def test_that_the_first_data_row_is_no_second_header() -> None:
    found = header([["房号", "业主", "电话", "电话"], ["101", "业主", "139", "138"]])
    assert found.last == 0


def test_that_names_that_stand_below_no_group_are_no_second_header() -> None:
    found = header([["房号", "业主", "电话"], ["房号", "姓名", "联系电话"]])
    assert found.last == 0


def test_that_a_title_above_is_no_group() -> None:
    found = header([["业主名册", "业主名册", "业主名册"], ["房号", "业主", "电话"]])
    assert (found.first, found.last) == (1, 1)


def test_that_a_header_nobody_knows_is_guessed_for_mapping_by_hand() -> None:
    guessed = guess_header(Sheet("表", [["标题"], ["甲", "乙", "丙"], ["1", 2, 3]]), COLUMNS)
    assert guessed is not None
    assert guessed.first == 1
    assert [column.header for column in guessed.unknown] == ["甲", "乙", "丙"]
    assert guess_header(Sheet("表", []), COLUMNS) is None


def test_that_an_alias_of_two_fields_is_a_mistake_of_the_program() -> None:
    twice = (Column("a", ("电话",), msg("A")), Column("b", ("电 话",), msg("B")))
    with pytest.raises(ValueError, match="two fields"):
        read_header(Sheet("表", [["电话"]]), twice)


@given(st.permutations(["房屋编号", "业主名称", "手机号", "建筑面积", "别的"]), st.integers(0, 20))
def test_that_order_and_place_never_matter(names: list[str], above: int) -> None:
    found = header([*([[]] * above), list(names)])
    assert found.first == above
    assert {column.header for column in found.found.values()} == set(names) - {"别的"}


@given(
    st.lists(
        st.lists(st.none() | st.text(max_size=6) | st.sampled_from(["房号", "业主", "电话"]), max_size=5), max_size=6
    )
)
def test_that_no_sheet_breaks_the_search(rows: list[list[Cell]]) -> None:
    found = read_header(Sheet("表", rows), COLUMNS)
    assert found is None or len(found.found) >= 2
