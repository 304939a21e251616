"""Who sees the files of an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import RefusedError
from desktop.issues.service import ActionFiles

if TYPE_CHECKING:
    from tests.issues.conftest import Combing

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.mark.parametrize("name", ["丁主管", "门岗", "管理员"], ids=["another head", "guard", "administrator"])
def test_that_who_may_not_read_the_point_reads_no_file_of_its_actions(combing: Combing, name: str) -> None:
    action = combing.agree(combing.raised())
    file_id = ActionFiles(combing.desk("何主管")).attach("验收.pdf", PDF, owner_id=action.id).result
    for reader in ("张敏", "周经理", "何主管"):
        assert ActionFiles(combing.desk(reader)).attachment_content(file_id) == PDF
    files = ActionFiles(combing.desk(name))
    with pytest.raises(RefusedError):
        files.attachments(action.id)
    with pytest.raises(RefusedError):
        files.attachment_content(file_id)
    with pytest.raises(RefusedError):
        files.attach("改.pdf", PDF + b"\n", owner_id=action.id)
