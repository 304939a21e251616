from __future__ import annotations
from typing import Any


def test_that_it_runs(imported: Any, households: Any, administering: Any, roster: Any, guarding: Any) -> None:
    print(households.find("3栋2单元301"), households.find("0301"), households.find("zxg"), households.find("czm"))
    print(households.find("0003"), households.find("张𬭚"), households.find("浙A1"), households.find("%'\"; DROP"))
    print(guarding.find("0003"), guarding.find("王"))
    for l in households.households():
        print(l)
    r = households.find("1-1-101")[0].room_id
    print(households.household(r))
    print(households.rooms_for("8000001"))
    p = administering.plan_import(roster)
    print(p.report, p.preview()[:3])
    print(administering.undo_preview(imported.result))
    administering.undo_import(imported.result)
    assert households.count() == 0
    assert households.find("王") == []
