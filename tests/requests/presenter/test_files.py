"""Files on their way: read and made small in the background, refused one by one in words, never lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from desktop.core.i18n import language
from desktop.core.kept_files import LARGEST_FILE, MOST_FILES, THUMBNAIL_SIDE
from desktop.core.permissions import Role
from desktop.requests.model import RequestKind
from desktop.requests.presenter.files import may_attach, request_shelf
from desktop.requests.rows import NewRequest
from desktop.ui.kept_files import FilesPresenter, read_file
from tests.core.samples import pdf, png

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QObject

    from desktop.storage.desk import Desk
    from tests.requests.screens import Screens

KEY = "draft-1"


def presenter_of(screens: Screens, desk: Desk, parent: QObject | None = None) -> FilesPresenter:
    shell = screens.shell
    shelf = request_shelf(desk)
    return FilesPresenter(shelf, "request", shell.tasks, shell.bus, may_attach=may_attach(desk), parent=parent)


@pytest.fixture
def files(screens: Screens) -> Iterator[FilesPresenter]:
    made = presenter_of(screens, screens.desk)
    yield made
    made.deleteLater()


def names(files: FilesPresenter) -> list[str]:
    return [row.name for row in files.rows]


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def told(files: FilesPresenter) -> list[str]:
    """Listen from now on to why files are refused."""
    sentences: list[str] = []

    def hear(problems: object) -> None:
        sentences[:] = [language("en").message(problem.message) for problem in problems]  # type: ignore[attr-defined]

    files.refused.connect(hear)
    return sentences


def test_that_files_are_kept_with_small_pictures_and_what_is_wrong_is_told(
    screens: Screens, files: FilesPresenter, tmp_path: Path
) -> None:
    request_id = screens.report().line.id
    sentences = told(files)
    files.show_owner(request_id)
    files.add(
        [
            written(tmp_path, "漏水.png", png(400, 300)),
            written(tmp_path, "合同.pdf", pdf()),
            written(tmp_path, "setup.exe", b"MZ"),
            tmp_path / "gone.jpg",
            tmp_path,
        ]
    )
    assert files.count == 5
    screens.settle()
    assert sorted(names(files)) == ["合同.pdf", "漏水.png"]
    picture = QImage.fromData(next(row.thumbnail or b"" for row in files.rows if row.name == "漏水.png"))
    assert max(picture.width(), picture.height()) == THUMBNAIL_SIDE
    assert [row.thumbnail for row in files.rows if row.name == "合同.pdf"] == [None]
    assert len(sentences) == 3
    assert any("program, script" in sentence for sentence in sentences)
    assert sum("is no file" in sentence for sentence in sentences) == 2
    assert files.count == 2
    files.add([written(tmp_path, "记录.txt", b"words")])
    assert sentences == []
    screens.settle()


def test_that_a_photo_of_200_mb_is_refused_without_reading_it(
    screens: Screens, files: FilesPresenter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    sentences = told(files)
    files.show_draft(KEY, kept=False)
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.open", lambda *_arguments, **_named: pytest.fail("it was opened"))
        files.add([huge])
        screens.settle()
    assert sentences == ["“huge.jpg” is larger than 20 MB; make it smaller, then add it again."]
    assert (files.rows, files.count) == ((), 0)
    grown = written(tmp_path, "grown.txt", b"x" * (LARGEST_FILE + 5))
    monkeypatch.setattr("desktop.ui.kept_files.check_before_reading", lambda _name, _size: None)
    assert len(read_file(grown).content) == LARGEST_FILE + 1


def test_that_a_picture_bomb_and_a_damaged_photo_are_told_apart(
    screens: Screens, files: FilesPresenter, tmp_path: Path
) -> None:
    sentences = told(files)
    files.show_draft(KEY, kept=False)
    files.add([written(tmp_path, "bomb.png", png(60_000, 60_000))])
    screens.settle()
    assert "3600 million pixels" in sentences[0]
    files.add([written(tmp_path, "broken.gif", b"GIF89a\x04\x00\x03\x00\0\0\0;")])
    screens.settle()
    assert [(row.name, row.thumbnail) for row in files.rows] == [("broken.gif", None)]


def test_that_a_pasted_picture_is_numbered_and_taken_away_and_back(screens: Screens, files: FilesPresenter) -> None:
    gone: list[object] = []
    files.taken_away.connect(gone.append)
    files.show_draft(KEY, kept=False)
    for shade in (1, 2):
        image = QImage(8, 6, QImage.Format.Format_RGB32)
        image.fill(shade)
        files.add_picture(image, "图片.png")
        screens.settle()
    assert names(files) == ["图片.png", "图片 (2).png"]
    first = files.rows[0]
    files.take_away(first.id)
    screens.settle()
    assert names(files) == ["图片 (2).png"]
    assert gone == [first]
    files.put_back(first)
    screens.settle()
    assert len(files.rows) == 2


def test_that_more_than_fit_are_refused_together(screens: Screens, files: FilesPresenter, tmp_path: Path) -> None:
    sentences = told(files)
    files.show_draft(KEY, kept=False)
    files.add([written(tmp_path, f"{n}.png", png(n + 1, 3)) for n in range(MOST_FILES + 3)])
    screens.settle()
    assert len(files.rows) == MOST_FILES
    assert sentences == ["10 files are kept here at most; take one away first."]


def test_that_a_file_is_opened_from_a_private_copy_that_goes_with_the_page(
    screens: Screens, files: FilesPresenter, tmp_path: Path
) -> None:
    ready: list[str] = []
    files.ready.connect(ready.append)
    files.show_draft(KEY, kept=False)
    files.add([written(tmp_path, "记录.txt", "厨房".encode())])
    screens.settle()
    files.open(files.rows[0].id)
    screens.settle()
    copy = tmp_path.joinpath(ready[0])
    assert copy.read_bytes() == "厨房".encode()
    files._private.remove()
    assert not copy.exists()
    files.save(files.rows[0].id, str(tmp_path / "kept.txt"))
    screens.settle()
    assert (tmp_path / "kept.txt").read_bytes() == "厨房".encode()
    sentences = told(files)
    files.save(files.rows[0].id, str(tmp_path / "no folder" / "kept.txt"))
    screens.settle()
    assert sentences == ["“kept.txt” cannot be written. Choose another place."]


def test_that_turning_to_another_draft_leaves_files_on_the_way_where_they_belong(
    screens: Screens, files: FilesPresenter, tmp_path: Path
) -> None:
    files.show_draft(KEY, kept=False)
    files.add([written(tmp_path, "a.png", png())])
    files.show_draft("another", kept=False)
    assert files.count == 0
    screens.settle()
    assert files.rows == ()
    files.show_draft(KEY, kept=True)
    assert files.is_loading
    screens.settle()
    assert names(files) == ["a.png"]
    files.discard_draft(KEY)
    screens.settle()
    assert files.rows == ()
    files.bring_back_draft(KEY)
    screens.settle()
    assert names(files) == ["a.png"]


def test_that_urging_takes_files_along_and_others_see_them_at_once(
    screens: Screens, files: FilesPresenter, tmp_path: Path
) -> None:
    request_id = screens.report().line.id
    looking = presenter_of(screens, screens.desk_of(Role.ADMINISTRATOR), files)
    looking.show_owner(request_id)
    files.show_draft(KEY, kept=False)
    files.claim(KEY, request_id)
    files.add([written(tmp_path, "a.png", png())])
    screens.settle()
    files.claim(KEY, request_id)
    screens.settle()
    assert names(looking) == ["a.png"]
    assert files.rows == ()
    assert not looking.may_attach
    looking.show_owner(0)
    looking.add([tmp_path / "a.png"])
    screens.settle()
    assert looking.rows == ()


def test_that_saving_while_a_file_is_read_loses_nothing(
    screens: Screens, files: FilesPresenter, tmp_path: Path
) -> None:
    files.show_draft(KEY, kept=False)
    request = NewRequest(kind=RequestKind.REPAIR, room_id=screens.place.rooms["3-1-502"], words="漏水")
    request_id = screens.service.report(request, operation_id=KEY).result
    files.add([written(tmp_path, "a.png", png())])
    screens.settle()
    files.show_owner(request_id)
    screens.settle()
    assert names(files) == ["a.png"]
