"""The notices of an outage as they were issued: numbers, counts, reprints, texts to copy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.errors import TouchpointError
from desktop.core.i18n import Language, Message, msg
from desktop.outages.presenter.progress import ProgressPresenter
from desktop.outages.presenter.studio import NoticePaper
from desktop.outages.rows import EDITION_LABELS
from desktop.outages.view.progress_lines import Lines, line_row
from desktop.outages.view.studio_copying import copy_picture, copy_text, page_picture, save_picture
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.dialogs import show_error
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.panels import Panel, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.outages.rows import NoticeRow, OutageFile
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["NoticesPanel"]


class NoticesPanel(Panel):
    """The notices, newest first; of the newest the text for chat groups is copied by key."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show nothing yet."""
        super().__init__(msg("Notices"), name="outage-notices")
        self._desk, self._shell = desk, shell
        self._file: OutageFile | None = None
        self.presenter = ProgressPresenter(desk, shell.tasks, self)
        self.presenter.failed.connect(self._fail)
        self.lines = Lines(self._line, msg("Nothing is announced yet."), name="notice-lines")
        self.body.addWidget(self.lines)
        self.pad()

    def show_file(self, file: OutageFile) -> None:
        """Show the notices of an outage."""
        self._file = file
        self.lines.show_rows(file.notices)

    def print_newest(self) -> None:
        """Open the newest notice to look at and print."""
        if self._file is not None and self._file.notices:
            self._print(self._file.notices[0])

    def _line(self, notice: NoticeRow) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(4)
        chips = [Chip(EDITION_LABELS[notice.edition], "accent", "megaphone", name=f"edition-{notice.id}")]
        if notice.in_time is not None:
            words, tone, icon = _in_time(in_time=notice.in_time)
            chips.append(Chip(words, tone, icon, name=f"in-time-{notice.id}"))
        number = label(notice.number, "strong", name=f"number-{notice.id}")
        column.addWidget(line_row(number, *chips))
        column.addWidget(label(partial(self._about, notice), "small", "ink2", wrap=True))
        column.addWidget(self._tools(notice))
        return whole

    def _tools(self, notice: NoticeRow) -> QWidget:
        newest = self._file is not None and bool(self._file.notices) and self._file.notices[0].id == notice.id
        sequence = key("copy-notice") if newest else ""
        tools = QWidget()
        flow = FlowLayout(tools, gap=6)
        tried: Sequence[tuple[Message, str, str, Callable[[NoticeRow], None], str]] = (
            (msg("Print"), "printer", "print", self._print, ""),
            (msg("Chat text"), "copy", "copy-chat", self._copy_chat, sequence),
            (msg("Short message"), "copy", "copy-short", self._copy_short, ""),
            (msg("Picture"), "image", "copy-picture", self._copy_picture, ""),
            (msg("Save picture"), "download", "save-picture", self._save_picture, ""),
        )
        for words, icon, name, act, keys in tried:
            button = Button(words, icon=icon, key=keys, small=True, name=f"{name}-{notice.id}")
            button.clicked.connect(partial(_call, act, notice))
            flow.addWidget(button)
        return tools

    def _about(self, notice: NoticeRow, spoken: Language) -> str:
        when = spoken.moment(notice.issued_at, self._desk.zone)
        parts = [
            f"{when} {notice.issued_by}",
            spoken.ngettext("%(count)s household", "%(count)s households", notice.households),
            spoken.ngettext("%(count)s resident", "%(count)s residents", notice.residents),
            spoken.gettext("%(count)s VIP", count=notice.vips),
        ]
        if notice.earlier:
            parts.append(spoken.gettext("follows on %(number)s", number=notice.earlier))
        return " · ".join(parts)

    def _print(self, notice: NoticeRow) -> None:
        self._shell.show_paper(NoticePaper(self._desk, notice))

    def _copy_chat(self, notice: NoticeRow) -> None:
        copy_text(notice.chat)
        self._shell.tell(msg("Copied. Paste it into the chat group."))

    def _copy_short(self, notice: NoticeRow) -> None:
        copy_text(notice.short)
        self._shell.tell(msg("Copied. Paste it where short messages are sent."))

    def _copy_picture(self, notice: NoticeRow) -> None:
        def copy(pdf: bytes) -> None:
            copy_picture(page_picture(pdf))
            self._shell.tell(msg("The picture is copied. Paste it into the chat group."))

        self.presenter.draw_poster(notice, partial(self._try, copy))

    def _save_picture(self, notice: NoticeRow) -> None:
        def save(pdf: bytes) -> None:
            if save_picture(self, page_picture(pdf), f"{notice.text.title} {notice.number}"):
                self._shell.tell(msg("The picture is saved."))

        self.presenter.draw_poster(notice, partial(self._try, save))

    def _try(self, act: Callable[[bytes], None], pdf: bytes) -> None:
        try:
            act(pdf)
        except TouchpointError as error:
            if show_error(self, error):
                self._try(act, pdf)

    def _fail(self, error: TouchpointError) -> None:
        show_error(self, error)


def _in_time(*, in_time: bool) -> tuple[Message, str, str]:
    if in_time:
        return msg("Announced in time"), "green", "circle-check"
    return msg("Announced too late"), "amber", "clock-alert"


def _call(act: Callable[[NoticeRow], None], notice: NoticeRow, _checked: bool = False) -> None:  # noqa: FBT001, FBT002
    act(notice)
