"""Photos of visits: off until a manager allows them."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.visits.rows import RulesRow
from desktop.visits.service import VisitFiles, VisitService
from tests.visits.arrivals import came, visit_values

if TYPE_CHECKING:
    from tests.care.villages import Village


def photo(colour: str) -> bytes:
    held = BytesIO()
    Image.new("RGB", (8, 6), colour).save(held, "JPEG")
    return held.getvalue()


def test_that_photos_are_off_until_a_manager_allows_them(on_file: Village) -> None:
    came(on_file, [visit_values(on_file)])
    gate, desk = VisitFiles(on_file.desk_of(Role.GUARD)), VisitFiles(on_file.desk_of(Role.CLERK))
    with pytest.raises(UserError, match="switched off"):
        gate.attach("车.jpg", photo("red"), owner_id=1)
    VisitService(on_file.desk_of(Role.MANAGER)).set_rules(replace(RulesRow(), photos=True), version=0)
    kept = gate.attach("车.jpg", photo("red"), owner_id=1).result
    assert [file.id for file in desk.attachments(1)] == [kept]
    assert desk.attachment_content(kept) == photo("red")
    with pytest.raises(RefusedError):
        desk.attach("车.jpg", photo("blue"), owner_id=1)
    with pytest.raises(RefusedError):
        VisitFiles(on_file.desk_of(Role.ADMINISTRATOR)).attachments(1)
    VisitService(on_file.desk_of(Role.MANAGER)).set_rules(RulesRow(), version=1)
    gate.take_away(kept, 1)
    assert gate.attachments(1) == ()
    with pytest.raises(UserError, match="no longer there"):
        gate.attachments(2)
