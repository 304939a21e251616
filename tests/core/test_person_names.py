from __future__ import annotations

import pytest

from desktop.core.person_names import mask_name


@pytest.mark.parametrize(
    ("name", "shown"), [("王建国", "王**"), (" 李女士 ", "李**"), ("Ana", "A**"), ("", ""), ("  ", "")]
)
def test_that_a_masked_name_keeps_its_first_character_only(name: str, shown: str) -> None:
    assert mask_name(name) == shown
