from __future__ import annotations

import json

from desktop.core.i18n import language, msg
from desktop.sheets.headers import FoundColumn
from desktop.sheets.records import ImportReport, refusal


def test_that_a_refusal_says_where_and_why_in_a_sentence() -> None:
    column = FoundColumn(5, "F", "手机号", "phone")
    reason = msg("“%(value)s” is not a phone number.", value="1.5")
    say = language("en").message
    assert say(refusal("名册", 7, column, 1.5, reason).message) == (
        "Sheet “名册”, cell F7 (手机号): “1.5” is not a phone number."
    )
    assert say(refusal("名册", 7, None, None, reason).message) == "Sheet “名册”, row 7: “1.5” is not a phone number."


def test_that_a_report_has_the_promised_shape() -> None:
    report = ImportReport(created=2, changed=1, unchanged=3, skipped=4)
    column = FoundColumn(5, "F", "手机号", "phone")
    report.refuse(
        refusal("名册", 7, column, 1.5, msg("“%(value)s” is not a phone number.", value="1.5")),
        refusal("名册", 7, None, None, msg("Room %(room)s is unknown.", room="9-9")),
    )
    report.doubts.append(refusal("名册", 8, column, "x", msg("odd")))
    plain = json.loads(json.dumps(report.as_json(language("en"))))
    assert plain == {
        "created": 2,
        "changed": 1,
        "unchanged": 3,
        "skipped": 4,
        "refused": 1,
        "cells": [
            {"sheet": "名册", "row": 7, "column": "手机号", "value": "1.5", "reason": "“1.5” is not a phone number."},
            {"sheet": "名册", "row": 7, "column": "", "value": "", "reason": "Room 9-9 is unknown."},
        ],
    }
