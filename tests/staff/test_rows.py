"""What departments are called."""

from __future__ import annotations

import pytest

from desktop.core.i18n import language
from desktop.staff.rows import department_name


@pytest.mark.parametrize(
    ("name", "called"), [("工程", "工程部"), ("客服中心", "客服中心"), ("运营中心（含夜间组）", "运营中心（含夜间组）")]
)
def test_that_a_department_is_called_by_one_ending(name: str, called: str) -> None:
    assert department_name(name, language("zh_CN")) == called
