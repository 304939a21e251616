"""The rule of three values, as a table of truth."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.households.model import RoomStateKind
from desktop.households.roster.comparing import Verdict, plain, shown, three_way
from desktop.households.rows import STATE_LABELS

VALUES = st.sampled_from([None, "A", "B", "C", 89.5])


@pytest.mark.parametrize(
    ("file", "register", "last", "verdict"),
    [
        ("A", "A", "A", Verdict.SAME),
        ("A", "A", "B", Verdict.SAME),
        ("A", "A", None, Verdict.SAME),
        ("A", "B", "A", Verdict.KEEP),
        ("A", None, "A", Verdict.KEEP),
        ("B", "A", "A", Verdict.TAKE),
        ("A", None, None, Verdict.TAKE),
        ("A", "B", "C", Verdict.CONFLICT),
        ("A", "B", None, Verdict.CONFLICT),
        ("A", None, "B", Verdict.CONFLICT),
    ],
)
def test_that_each_case_of_the_rule_has_its_verdict(
    file: str, register: str | None, last: str | None, verdict: Verdict
) -> None:
    assert three_way(file, register, last) is verdict


@given(file=VALUES, register=VALUES, last=VALUES)
def test_that_the_register_is_overwritten_only_where_nobody_changed_it(file: str, register: str, last: str) -> None:
    verdict = three_way(file, register, last)
    assert (verdict is Verdict.TAKE) == (register == last != file)
    assert (verdict is Verdict.CONFLICT) == (len({file, register, last}) == 3)


def test_that_values_are_remembered_as_plain_data_and_shown_as_words() -> None:
    assert [plain(value) for value in ("", None, date(2026, 11, 22), 89.5, "A")] == [
        *(None, None, "2026-11-22", 89.5, "A"),
    ]
    assert [shown(value, "area") for value in (None, 89.5, 89.0)] == ["", "89.5", "89"]
    assert shown(["13800000001", "13900000002"], "phones") == "138 **** 0001、139 **** 0002"
    assert "1949" not in str(shown("11010519491231002X", "id_number"))
    assert shown("occupied", "state") is STATE_LABELS[RoomStateKind.OCCUPIED]
