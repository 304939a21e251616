"""Outages typed wrongly, overtaken by the register, or drawn from a text that cannot be filled in."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QLabel
from sqlalchemy import select

from desktop.app.session import sign_in
from desktop.community.service import CommunityService
from desktop.core.permissions import Operation
from desktop.outages.model import OutageState
from desktop.stationery.model import TextTemplate
from desktop.stationery.rows import TemplatePurpose
from desktop.ui.buttons import Button
from tests.core.samples import png
from tests.journeys.day import ALT, CTRL, Key
from tests.journeys.outage import CAUSE, ENDS, FIRST, outages, within
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from desktop.app.session import Session
    from tests.journeys.outage import Outages

__all__ = ["outages"]


def test_that_what_cannot_be_is_told_in_a_sentence_and_nothing_typed_is_lost(
    outages: Outages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_wrongly(outages)
    let_rooms_change(outages)
    meet_an_unknown_field(outages)
    attach_what_is_no_photo(outages, tmp_path, monkeypatch)


def plan_wrongly(desk: Outages) -> None:
    """Plan without a scope, and with an end before the start: each is told, and all of it is there after Esc."""
    desk.program.go("outages")
    desk.hands.press(Key.Key_N, ALT)
    fields = desk.sheet.form.fields
    typed = {"starts_at": "11-30 9:00", "ends_at": "11-29 9:00", "cause": CAUSE}
    desk.hands.press(Key.Key_Space)
    for key, text in typed.items():
        desk.fill(fields[key], text)
    desk.hands.press(Key.Key_Return)
    picker = desk.sheet.picker
    assert picker.problem.text() == "Choose the buildings, entrances or homes that are affected."
    assert desk.hands.at(picker.line)
    desk.hands.enter("5-1-102，5-1-301，7-1")
    assert picker.problem.text() == "Not found: 7-1. Write 3-1, 3-1-502 or 3-5F."
    desk.hands.press(Key.Key_A, CTRL)
    desk.hands.press(Key.Key_Delete)
    assert "It must end after it starts; look at both." in desk.warnings()
    desk.hands.press(Key.Key_Return)
    problem = fields["ends_at"].problem
    assert problem is not None
    assert desk.program.spoken.message(problem) == "It must end after it starts; look at both."
    assert desk.hands.at(fields["ends_at"].input)
    desk.hands.press(Key.Key_Escape)
    desk.hands.press(Key.Key_N, ALT)
    assert {key: desk.sheet.form.fields[key].text() for key in typed} == typed
    assert [pick.label for pick in desk.sheet.picker.picks] == ["5-1-301", "5-1-102"]
    desk.fill(fields["ends_at"], ENDS)
    desk.hands.press(Key.Key_Return)
    assert desk.file.line.state is OutageState.PLANNED


def let_rooms_change(desk: Outages) -> None:
    """Another desk gives one room another number and takes the other out: both are told of, by both names."""
    rooms = {row["label"]: row["id"] for row in desk.books.rows("SELECT id, label FROM room")}
    with signed_in(desk, "admin") as session:
        community = CommunityService(session.desk)
        community.renumber_rooms({rooms["5-1-102"]: "109"})
        community.remove_rooms([rooms["5-1-301"]])
    desk.program.go("today")
    desk.program.go("outages")
    desk.hands.press(Key.Key_F5)
    desk.program.until(lambda: desk.file.line.where == ("5-1-301", "5-1-109"))
    told = {desk.program.spoken.message(sentence) for sentence in desk.file.check.warnings}
    assert told == {
        "“5-1-301” is no longer in the register; pick what is there now.",
        "“5-1-109” was called “5-1-102” when it was picked.",
    }
    assert told <= {label.text() for label in desk.page.detail.warnings.findChildren(QLabel)}


def meet_an_unknown_field(desk: Outages) -> None:
    """A text whose field nobody knows any more: the studio says which, issues nothing and keeps what was typed."""
    put_text(desk, "bring {umbrella}")
    desk.hands.press(Key.Key_I, ALT)
    studio = desk.studio
    assert studio.shown.said.isVisible()
    assert "there is no field “umbrella” here" in studio.shown.said.text()
    desk.fill(studio.fields.fields["closing"], "thank you")
    desk.hands.press(Key.Key_Return, CTRL)
    assert desk.studio is studio
    assert desk.books.count("outage_notice", "1 = 1") == 0
    desk.hands.press(Key.Key_Escape)
    put_text(desk, "")
    desk.hands.press(Key.Key_I, ALT)
    studio = desk.studio
    assert studio.shown.said.isHidden()
    assert studio.fields.fields["closing"].text() == "thank you"
    desk.hands.press(Key.Key_Return, CTRL)
    assert within("".join(desk.read(desk.paper()).pages), "thank you", FIRST)
    desk.hands.press(Key.Key_Escape)


def put_text(desk: Outages, body: str) -> None:
    """Let a text of the manager's, of an earlier version of the program, stand in the data."""
    with signed_in(desk, "manager") as session, session.desk.write(Operation.EDIT_STATIONERY) as work:
        known = {"community_id": work.community_id, "purpose": TemplatePurpose.CHAT_ANNOUNCED, "language": "en"}
        row = work.session.scalars(select(TextTemplate).filter_by(**known)).one_or_none()
        if row is None:
            row = TextTemplate(**known, title="{title}")
            work.session.add(row)
        row.body = body


def attach_what_is_no_photo(desk: Outages, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Note where the notice hangs, and give it a photo that is none: it says so, and a real one is taken."""
    wrong, right = folder / "门口.jpg", folder / "大堂.png"
    wrong.write_bytes(b"GIF, they said")
    right.write_bytes(png(40, 30))
    desk.hands.press(Key.Key_Q, ALT)
    desk.hands.press(Key.Key_Space)
    desk.hands.press(Key.Key_Return)
    desk.program.until(lambda: len(desk.file.postings) == 1)
    desk.push(desk.program.find(Button, f"photos-{desk.file.postings[0].id}"))
    for path in (wrong, right):
        patch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments, path=path: ([str(path)], ""))
        desk.hands.press(Key.Key_O, CTRL)
        desk.program.settle()
        if path is wrong:
            problem = desk.program.find(QLabel, "file-problem")
            assert "“门口.jpg” is not what its name says." in problem.text()
            assert len(desk.file.postings) == 1
    desk.program.until(lambda: desk.file.postings[0].photos == 1)


@contextmanager
def signed_in(desk: Outages, name: str) -> Iterator[Session]:
    """Sign somebody in beside the window."""
    session = sign_in(desk.data, name, PASSWORD, desk.clock)
    try:
        yield session
    finally:
        session.close()
