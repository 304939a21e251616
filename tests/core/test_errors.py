from __future__ import annotations

import pytest

from desktop.core.errors import ConflictError, Problem, RefusedError, TouchpointError, UserError, WorldError
from desktop.core.i18n import msg


def test_that_a_bare_message_becomes_a_problem_of_no_field() -> None:
    message = msg("The room is unknown.")
    error = UserError(message, Problem(msg("The phone is missing."), "phone"))
    assert [problem.field for problem in error.problems] == ["", "phone"]
    assert error.problems[0].message == message


def test_that_an_error_without_a_sentence_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="sentence"):
        WorldError()


def test_that_its_text_for_the_log_holds_no_personal_data() -> None:
    error = UserError(msg("“%(phone)s” is no phone.", phone="13800138000"), msg("Second."))
    assert str(error) == "“%(phone)s” is no phone.; Second."
    assert "13800138000" not in repr(error)


def test_that_conflicts_and_refusals_can_be_mended_by_the_person_and_the_world_cannot() -> None:
    assert issubclass(ConflictError, UserError)
    assert issubclass(RefusedError, UserError)
    assert not issubclass(WorldError, UserError)
    assert issubclass(WorldError, TouchpointError)
