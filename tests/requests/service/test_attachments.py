"""Photos and files: kept byte for byte, claimed by the request their draft becomes, taken away and put back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select, update

from desktop.attachments.model import Attachment, AttachmentContent
from desktop.attachments.service import KEPT_WITHOUT_DRAFT
from desktop.core.changes import Draft
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.kept_files import FIELD, LARGEST_FILE, MOST_FILES, check_before_reading
from desktop.core.permissions import Role
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from desktop.storage.audit import Audit
from desktop.storage.drafts import DraftRow
from tests.core.samples import jpeg, office, pdf, png

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock
    from desktop.core.kept_files import KeptFile
    from tests.requests.conftest import Place

KEY = "draft-1"
THUMBNAIL = b"\xff\xd8\xff small"


def new(place: Place, words: str = "厨房漏水") -> NewRequest:
    return NewRequest(kind=RequestKind.REPAIR, room_id=place.rooms["3-1-502"], words=words)


def reported(place: Place) -> int:
    return place.service.report(new(place)).result


def names(rows: tuple[KeptFile, ...]) -> list[str]:
    return [row.name for row in rows]


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as refused:
        act()
    (problem,) = refused.value.problems
    assert problem.field == FIELD
    return language("en").message(problem.message)


def other_account(place: Place) -> RequestService:
    return RequestService(replace(place.desk, actor=replace(place.desk.actor, account_id=2)))


def kept_draft(place: Place, key: str, account_id: int = 1) -> None:
    """Keep a draft in the data, as the window does."""
    draft = Draft("intake", key, "", {})
    with place.desk.database.connect(writing=True) as connection:
        values = {"account_id": account_id, "form": draft.form, "key": draft.key, "title": "", "fields": {}}
        stamp = {"community_id": place.desk.actor.community_id, "saved_at": place.desk.clock.now()}
        connection.execute(insert(DraftRow), values | stamp)


def counted(place: Place) -> tuple[int, int]:
    with place.desk.read() as session:
        rows = session.scalar(select(func.count()).select_from(Attachment)) or 0
        return rows, session.scalar(select(func.count()).select_from(AttachmentContent)) or 0


def test_that_a_file_of_a_request_is_kept_byte_for_byte(place: Place) -> None:
    request_id = reported(place)
    version = place.service.detail(request_id).line.version
    content = jpeg(40, 30, b"Exif with a place")
    changes = place.service.attach("../漏水.jpg", content, owner_id=request_id, thumbnail=THUMBNAIL)
    (row,) = place.service.attachments(request_id)
    assert changes.touches("request")
    assert (row.id, row.name, row.media_type) == (changes.result, "漏水.jpg", "image/jpeg")
    assert (row.size, row.thumbnail, row.added_at) == (len(content), THUMBNAIL, place.desk.clock.now())
    assert place.service.attachment_content(row.id) == content
    assert place.service.detail(request_id).line.version == version


def test_that_the_files_of_a_draft_become_the_request_s(place: Place) -> None:
    service = place.service
    service.attach("a.jpg", jpeg(), draft_key=KEY)
    service.attach("b.pdf", pdf(), draft_key="another draft")
    other_account(place).attach("c.jpg", jpeg(9, 9), draft_key=KEY)
    gone = service.attach("d.png", png(), draft_key=KEY).result
    service.take_away(gone, 1)
    assert names(service.draft_attachments(KEY)) == ["a.jpg"]
    request_id = service.report(new(place), operation_id=KEY).result
    assert names(service.attachments(request_id)) == ["a.jpg"]
    assert service.draft_attachments(KEY) == ()
    assert service.report(new(place), operation_id=KEY).result == request_id
    assert names(service.attachments(request_id)) == ["a.jpg"]


def test_that_a_file_that_comes_after_its_draft_was_reported_goes_to_the_request(place: Place) -> None:
    service = place.service
    late = service.attach("late.png", png(), draft_key=KEY).result
    service.take_away(late, 1)
    request_id = service.report(new(place), operation_id=KEY).result
    service.attach("slow.jpg", jpeg(), draft_key=KEY)
    service.put_back(late, 2)
    assert sorted(names(service.attachments(request_id))) == ["late.png", "slow.jpg"]


def test_that_an_urging_takes_the_files_of_its_draft_along(place: Place) -> None:
    request_id = reported(place)
    place.service.attach("a.jpg", jpeg(), draft_key=KEY)
    place.service.claim(KEY, request_id)
    place.service.claim(KEY, request_id)
    place.service.attach("late.jpg", jpeg(7, 7), draft_key=KEY)
    assert names(place.service.attachments(request_id)) == ["a.jpg", "late.jpg"]


def test_that_a_file_is_taken_away_and_put_back_and_never_gone(place: Place) -> None:
    service, request_id = place.service, reported(place)
    row_id = service.attach("a.jpg", jpeg(), owner_id=request_id).result
    service.take_away(row_id, 1)
    assert service.attachments(request_id) == ()
    assert service.attachment_content(row_id) == jpeg()
    with pytest.raises(ConflictError):
        service.take_away(row_id, 1)
    service.put_back(row_id, 2)
    assert names(service.attachments(request_id)) == ["a.jpg"]
    with place.desk.read() as session:
        query = select(Audit.action, Audit.after).where(Audit.topic == "request", Audit.subject_id == request_id)
        told = [(action, after) for action, after in session.execute(query.order_by(Audit.id)) if "file" in action]
    assert [action for action, _after in told] == ["file attached", "file taken away", "file put back"]
    assert all(after["sha256"] == sha256(jpeg()).hexdigest() for _action, after in told)
    assert "content" not in told[0][1]


def test_that_names_are_numbered_and_endings_of_photos_mended(place: Place) -> None:
    service, request_id = place.service, reported(place)
    for content in (png(4, 3), png(5, 3), jpeg()):
        service.attach("photo.png", content, owner_id=request_id)
    service.attach("CON", jpeg(8, 8), owner_id=request_id)
    assert names(service.attachments(request_id)) == ["photo.png", "photo (2).png", "photo.jpg", "_CON.jpg"]
    assert "“photo.png” is attached already" in refusal(
        lambda: service.attach("again.png", png(4, 3), owner_id=request_id)
    )


def test_that_too_large_too_many_and_hostile_files_are_refused(place: Place) -> None:
    service, request_id = place.service, reported(place)
    assert "larger than 20 MB" in refusal(lambda: service.attach("a.txt", b"x" * (LARGEST_FILE + 1), draft_key=KEY))
    assert "larger than 20 MB" in refusal(lambda: check_before_reading("/photos/huge.jpg", 200_000_000))
    assert "program, script" in refusal(lambda: check_before_reading("x/setup.exe", 5))
    assert "program, script" in refusal(lambda: service.attach("a\u202ejpg.exe", jpeg(), draft_key=KEY))
    macros = office("word", ["word/vbaProject.bin"])
    assert "macros" in refusal(lambda: service.attach("a.docx", macros, draft_key=KEY))
    assert "million pixels" in refusal(lambda: service.attach("a.png", png(50_000, 50_000), draft_key=KEY))
    with pytest.raises(ValueError, match="thumbnail"):
        service.attach("a.jpg", jpeg(), draft_key=KEY, thumbnail=b"<svg/>")
    with pytest.raises(ValueError, match="draft"):
        service.attach("a.jpg", jpeg())
    for count in range(MOST_FILES):
        service.attach("a.png", png(count + 1), owner_id=request_id)
    assert "10 files are kept here at most" in refusal(lambda: service.attach("b.png", png(99), owner_id=request_id))
    first = service.attachments(request_id)[0]
    service.take_away(first.id, first.version)
    service.attach("b.png", png(99), owner_id=request_id)
    assert "10 files are kept here at most" in refusal(lambda: service.put_back(first.id, first.version + 1))


def test_that_a_discarded_draft_takes_its_files_along_and_brings_them_back(place: Place) -> None:
    service = place.service
    alone = service.attach("a.jpg", jpeg(), draft_key=KEY).result
    service.attach("b.png", png(), draft_key=KEY)
    service.take_away(alone, 1)
    clock: FixedClock = place.desk.clock  # type: ignore[assignment]  # the tests' own
    clock.set(clock.now() + timedelta(seconds=5))
    service.take_away_draft(KEY)
    assert service.draft_attachments(KEY) == ()
    service.put_back_draft(KEY)
    assert names(service.draft_attachments(KEY)) == ["b.png"]


def test_that_files_of_drafts_that_are_gone_do_not_pile_up(place: Place, clock: FixedClock) -> None:
    service = place.service
    kept_draft(place, "alive")
    service.attach("a.jpg", jpeg(), draft_key="alive")
    service.attach("b.jpg", jpeg(5, 5), draft_key="gone")
    request_id = service.report(new(place), operation_id=KEY).result
    service.attach("c.jpg", jpeg(6, 6), owner_id=request_id)
    clock.set(clock.now() + KEPT_WITHOUT_DRAFT - timedelta(minutes=1))
    service.attach("d.jpg", jpeg(7, 7), draft_key="alive")
    assert counted(place) == (4, 4)
    clock.set(clock.now() + timedelta(minutes=2))
    service.attach("e.jpg", jpeg(8, 8), draft_key="alive")
    assert counted(place) == (4, 4)
    assert service.draft_attachments("gone") == ()
    assert names(service.draft_attachments("alive")) == ["a.jpg", "d.jpg", "e.jpg"]
    assert names(service.attachments(request_id)) == ["c.jpg"]


def test_that_files_of_a_draft_get_names_of_their_own_at_the_request_that_was_urged(place: Place) -> None:
    request_id, service = reported(place), place.service
    service.attach("a.jpg", jpeg(), owner_id=request_id)
    for name, side in (("a.jpg", 4), ("b.jpg", 5)):
        service.attach(name, jpeg(side, side), draft_key=KEY)
    service.claim(KEY, request_id)
    assert names(service.attachments(request_id)) == ["a.jpg", "a (2).jpg", "b.jpg"]


def test_that_a_draft_thrown_away_after_days_can_still_come_back(place: Place, clock: FixedClock) -> None:
    service = place.service
    service.attach("a.jpg", jpeg(), draft_key=KEY)
    clock.set(clock.now() + 3 * KEPT_WITHOUT_DRAFT)
    service.take_away_draft(KEY)
    other_account(place).attach("b.jpg", jpeg(5, 5), draft_key="a colleague's")
    service.put_back_draft(KEY)
    assert names(service.draft_attachments(KEY)) == ["a.jpg"]
    service.take_away_draft(KEY)
    clock.set(clock.now() + KEPT_WITHOUT_DRAFT + timedelta(minutes=1))
    kept_draft(place, "a colleague's", 2)
    other_account(place).attach("c.jpg", jpeg(6, 6), draft_key="a colleague's")
    assert counted(place) == (2, 2)


def test_that_only_the_desk_attaches_and_nobody_reads_another_s_draft(place: Place) -> None:
    request_id = reported(place)
    row_id = place.service.attach("a.jpg", jpeg(), draft_key=KEY).result
    shown = place.service.attach("b.jpg", jpeg(), owner_id=request_id).result
    for service in (other_account(place), place.acting_as(Role.GUARD)):
        with pytest.raises(UserError):
            service.attachment_content(row_id)
    with pytest.raises(UserError):
        other_account(place).take_away(row_id, 1)
    assert other_account(place).draft_attachments(KEY) == ()
    assert other_account(place).attachment_content(shown) == jpeg()
    assert place.acting_as(Role.ADMINISTRATOR).attachment_content(shown) == jpeg()
    for role in (Role.GUARD, Role.ADMINISTRATOR):
        with pytest.raises(RefusedError):
            place.acting_as(role).attach("c.jpg", jpeg(), owner_id=request_id)


def test_that_a_file_of_no_request_is_refused(place: Place) -> None:
    with pytest.raises(UserError):
        place.service.attach("a.jpg", jpeg(), owner_id=4711)
    with pytest.raises(UserError):
        place.service.attachment_content(4711)
    with pytest.raises(UserError):
        place.service.take_away(4711, 1)


def test_that_content_changed_from_outside_is_noticed(place: Place) -> None:
    row_id = place.service.attach("a.jpg", jpeg(), owner_id=reported(place)).result
    with place.desk.database.connect(writing=True) as connection:
        connection.execute(update(AttachmentContent).values(content=jpeg(9, 9)))
    with pytest.raises(UserError) as refused:
        place.service.attachment_content(row_id)
    assert "damaged" in language("en").message(refused.value.problems[0].message)


def test_that_repeating_an_attachment_keeps_it_once_and_search_finds_no_more(place: Place) -> None:
    request_id = reported(place)
    first = place.service.attach("厨房.jpg", jpeg(), owner_id=request_id, operation_id="once")
    assert place.service.attach("厨房.jpg", jpeg(), owner_id=request_id, operation_id="once").result == first.result
    assert len(place.service.attachments(request_id)) == 1
    assert [hit.id for hit in place.service.find("厨房")] == [request_id]
    assert place.service.find("厨房.jpg") == []
