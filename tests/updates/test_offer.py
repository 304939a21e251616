from __future__ import annotations

import pytest

from desktop.core.i18n import language
from desktop.updates.offer import returned_words
from desktop.updates.rows import Returned


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("start", "It did not start on this computer."),
        ("data", "It could not bring the data up to date; the data is as it was."),
        ("2", "This program was still open. Close all its windows, then install the update again."),
        ("259", "Its installation ended with error 259."),
    ],
)
def test_that_the_door_tells_which_update_did_not_hold_and_why(reason: str, why: str) -> None:
    said = language("en").message(returned_words(Returned("0.2.0", reason)))
    assert said == f"Version 0.2.0 was not kept, and the version before runs again. {why}"
