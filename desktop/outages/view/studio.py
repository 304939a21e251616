"""The notice studio: what a notice says, beside it the paper and the texts as they will be."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.changes import Draft
from desktop.core.errors import UserError
from desktop.core.i18n import LANGUAGES, msg, nmsg
from desktop.outages.dialogs.notice import WORDS, NoticeFields, words_of
from desktop.outages.model import NoticeEdition
from desktop.outages.presenter.studio import NoticePaper, StudioPresenter, editions
from desktop.outages.rows import EDITION_LABELS
from desktop.outages.view.studio_shown import CHAT, SHORT, ShownNotice
from desktop.ui.buttons import Button
from desktop.ui.choices import SegmentedRow
from desktop.ui.dialogs import show_error
from desktop.ui.forms import Choice, ChoiceField
from desktop.ui.keys import key
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import Panel, label
from desktop.ui.scrolling import scrolled
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.two_columns import beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.outages.rows import NewNotice, NoticeDraft, NoticeRow, OutageFile, ScopeCount
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "NoticeStudio"]

DRAFTS = "outage-notices"
"""The name under which half-typed notices are kept."""
AUTOSAVE_MS = 500
DRAW_AFTER_MS = 350
"""After the last key."""
FORM_WIDTH, LANGUAGE_WIDTH = 420, 130
_OVER = frozenset({NoticeEdition.CANCELLED, NoticeEdition.RESTORED})
"""What is to be known of an outage's time and place matters to these notices no more."""
_TIMES = ("starts_at", "ends_at", "ended_at", "reason")


class NoticeStudio(QDialog):
    """Writes a notice of an outage; opened with `open()`, over the page.

    `issued(Changes)`: it was issued, as the service returns it; the studio closes, and opens the paper where that was
    wanted. Whoever leaves by Esc finds what was typed again. `keep()` keeps it when the page is left.
    """

    issued = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, file: OutageFile, edition: NoticeEdition, parent: QWidget) -> None:
        """Write a notice of `edition`, or of the first that can be issued, about the outage of `file`."""
        super().__init__(parent)
        self.setObjectName("notice-studio")
        self.setModal(True)
        self._wants_paper = False
        self._desk, self._shell = desk, shell
        self._own: set[str] = set()
        self._asked_own: frozenset[str] = frozenset()
        self._template: dict[str, str] = {}
        # What follows on a notice is read by those who read that one.
        self._spoken = self._asked_code = file.notices[0].language if file.notices else ui_language().language.code
        self._filling = False
        self.presenter = StudioPresenter(desk, shell.tasks, file, self)
        self.fields = NoticeFields(file.line, desk.clock.now(), desk.zone)
        self.shown = ShownNotice()
        self._soon = QTimer(self, singleShot=True, interval=DRAW_AFTER_MS)
        self._soon.timeout.connect(self.ask)
        self._later = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._later.timeout.connect(self.keep)
        offered = editions(file.line.state) or (edition,)
        self._build(offered)
        first = edition if edition in offered else offered[0]
        self.edition_row.choose(first)
        self._connect()
        self._begin(first)
        window = parent.window()
        self.resize(window.width() * 19 // 20, window.height() * 19 // 20)

    @property
    def edition(self) -> NoticeEdition:
        """Return the edition that is being written."""
        return self.fields.edition

    def ask(self) -> None:
        """Have the notice drawn as it is typed now."""
        self._soon.stop()
        self._asked_own, self._asked_code = frozenset(self._own), self._code()
        self.presenter.ask(self._notice(strict=False), self.shown.look)

    def issue(self, *, paper: bool) -> None:
        """Issue the notice, or mark what is missing; with `paper` it is looked at afterwards, to be printed."""
        if not self.print_button.isEnabled():
            return
        self.fields.show_problems(())
        try:
            new = self._notice(strict=True)
        except UserError as error:
            self.fields.show_problems(error.problems)
            return
        self._wants_paper = paper
        self._set_busy(busy=True)
        self.presenter.issue(new)

    def keep(self) -> None:
        """Keep what was typed, where anything was."""
        self._later.stop()
        kept = {name: self._text(name) for name in self._own}
        kept |= {name: text for name in _TIMES if (text := self.fields.fields[name].text())}
        if kept:
            title = translate(self.windowTitle(), ui_language().language)
            self._shell.drafts.keep(Draft(DRAFTS, self._key, title, kept | {"language": self._code()}))
        else:
            self._shell.drafts.forget(DRAFTS, self._key)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the studio lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self, offered: tuple[NoticeEdition, ...]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.title = label("", "section", cut=True, name="studio-title")
        head.addWidget(self.title, 1)
        choices = [(str(each), EDITION_LABELS[each]) for each in offered]
        self.edition_row = SegmentedRow(choices, name="studio-edition", on_page=True)
        head.addWidget(self.edition_row)
        self.edition_row.setVisible(len(offered) > 1)
        self.language = ChoiceField(
            "studio-language", msg("Language"), [Choice(*each) for each in LANGUAGES.items()], width=LANGUAGE_WIDTH
        )
        self.language.choose(self._spoken)
        head.addWidget(self.language.row)
        column.addLayout(head)
        self.split = beside(self._left(), self.shown, shares=(2, 3))
        column.addWidget(self.split, 1)
        column.addLayout(self._foot())

    def _left(self) -> Panel:
        panel = Panel(name="studio-form")
        panel.setMinimumWidth(300)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        self.warnings = label("", "small", "amber", wrap=True, name="studio-warnings")
        column.addWidget(self.warnings)
        self.warnings.hide()
        column.addWidget(self.fields)
        self.back = Button(
            msg("Back to the template's words"), icon="undo-2", kind="link", small=True, name="as-drafted"
        )
        self.back.clicked.connect(self._take_template)
        column.addWidget(self.back)
        column.addStretch(1)
        panel.body.addWidget(scrolled(inside), 1)
        panel.pad(12, 10, 4, 8)
        return panel

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.print_button = Button(
            msg("Issue and print"), icon="printer", key=key("save-and-send"), kind="primary", name="issue-and-print"
        )
        self.print_button.clicked.connect(lambda: self.issue(paper=True))
        self.issue_button = Button(msg("Issue"), icon="megaphone", name="issue")
        self.issue_button.clicked.connect(lambda: self.issue(paper=False))
        leave = Button(msg("Leave"), key=key("leave"), bind=False, name="leave")
        leave.clicked.connect(self.reject)
        self.counts = label("", "small", "ink2", cut=True, name="studio-counts")
        row.addWidget(self.print_button)
        row.addWidget(self.issue_button)
        row.addWidget(self.counts, 1)
        row.addWidget(leave)
        return row

    def _connect(self) -> None:
        presenter, shown = self.presenter, self.shown
        presenter.drafted.connect(self._show_draft)
        presenter.drawn.connect(shown.show_pdf)
        presenter.stuck.connect(shown.show_stuck)
        presenter.issued.connect(self._done)
        presenter.refused.connect(self._refuse)
        presenter.renewed.connect(self._renew)
        self.edition_row.chosen.connect(self._choose_edition)
        self.language.changed.connect(self._choose_language)
        self.fields.changed.connect(self._typed)
        shown.typed.connect(self._typed)
        shown.looked.connect(self.ask)
        self.rejected.connect(self.keep)
        self.finished.connect(self._rest)

    # --- what is typed -----------------------------------------------------------------------------------------------

    @property
    def _key(self) -> str:
        return f"{self.presenter.file.line.id}-{self.fields.edition}"

    def _code(self) -> str:
        """Return the language chosen; while one is still being typed, the one before it."""
        chosen = self.language.text()
        self._spoken = chosen if chosen in LANGUAGES else self._spoken
        return self._spoken

    def _text(self, name: str) -> str:
        return (self.shown.texts if name in self.shown.texts else self.fields.fields)[name].text()

    def _set_text(self, name: str, text: str) -> None:
        (self.shown.texts if name in self.shown.texts else self.fields.fields)[name].set_text(text)

    def _notice(self, *, strict: bool) -> NewNotice:
        new = self.fields.notice(self._code(), self._own, strict=strict)
        chat, short = (self._text(name) if name in self._own else None for name in (CHAT, SHORT))
        return replace(new, chat=chat, short=short)

    def _typed(self, name: str) -> None:
        """Note whose words they are now: typed back to what the template says, they are the template's again."""
        if self._filling:
            return
        if name in WORDS or name in self.shown.texts:
            self._own.add(name)
            if self._template.get(name) == self._text(name):
                self._own.discard(name)
        self._later.start()
        self.back.setVisible(bool(self._own))
        if name not in self.shown.texts:
            self._soon.start()

    def _begin(self, edition: NoticeEdition) -> None:
        """Write a notice of `edition`, as far as it was typed before."""
        self.fields.choose(edition)
        self.fields.show_problems(())
        drafts = self._shell.drafts.all(DRAFTS)
        kept: Mapping[str, str] = next((draft.fields for draft in drafts if draft.key == self._key), {})
        self._own = {name for name in kept if name in WORDS or name in self.shown.texts}
        self._template = {}
        self._filling = True
        if kept.get("language"):
            self.language.choose(kept["language"])
        for name in _TIMES:
            self._set_text(name, kept.get(name, ""))
        for name in self._own:
            self._set_text(name, kept[name])
        self._filling = False
        self.back.setVisible(bool(self._own))
        self.ask()
        self.fields.focus_first()

    def _choose_edition(self, edition: str) -> None:
        if edition and edition != self.fields.edition:
            self.keep()
            self._begin(NoticeEdition(edition))

    def _choose_language(self) -> None:
        """Have the template's words in another language; what was typed stays as it was typed."""
        if not self._filling and self._code() != self._asked_code:
            self._template = {}
            self._later.start()
            self.ask()

    def _take_template(self) -> None:
        self._own.clear()
        self.back.hide()
        self.keep()
        self.ask()

    def _show_draft(self, draft: NoticeDraft) -> None:
        words = words_of(draft) | {CHAT: draft.chat, SHORT: draft.short}
        self._template |= {name: text for name, text in words.items() if name not in self._asked_own}
        self._filling = True
        for name, text in words.items():
            if name not in self._own and self._text(name) != text:
                self._set_text(name, text)
        self._filling = False
        self.shown.show_draft(draft)
        title = draft.text.title
        where = draft.text.where
        say(self.title, text=lambda spoken: spoken.gettext("Notice: %(title)s, %(where)s", title=title, where=where))
        say(self, windowTitle=lambda spoken: spoken.gettext("Notice: %(title)s, %(where)s", title=title, where=where))
        say(self.counts, text=partial(_count_words, draft.count))
        warnings = draft.check.warnings if self.edition not in _OVER else ()
        say(self.warnings, text=lambda spoken: "\n".join(spoken.message(each) for each in warnings))
        self.warnings.setVisible(bool(warnings))

    # --- issuing -----------------------------------------------------------------------------------------------------

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.print_button, self.issue_button, self.fields, self.shown, self.edition_row):
            widget.setEnabled(not busy)

    def _done(self, changes: Changes, notice: NoticeRow | None) -> None:
        self._shell.drafts.forget(DRAFTS, self._key)
        number = "" if notice is None else notice.number
        owed = self.presenter.file.line.promised if notice is not None and notice.edition in _OVER else 0
        calls = nmsg(
            "Notice %(number)s is issued. %(count)s household waits for the call back it was promised.",
            "Notice %(number)s is issued. %(count)s households wait for the call back they were promised.",
            owed,
            number=number,
        )
        self._shell.tell(calls if owed else msg("Notice %(number)s is issued.", number=number))
        self.issued.emit(changes)
        self.accept()
        if notice is not None and self._wants_paper:
            self._shell.show_paper(NoticePaper(self._desk, notice))

    def _refuse(self, error: TouchpointError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, UserError):
            self.fields.show_problems(error.problems)
        elif show_error(self, error):
            self.issue(paper=self._wants_paper)

    def _renew(self, _file: OutageFile) -> None:
        """Go on with the outage as someone else left it; that it changed was told."""
        self.ask()

    def _rest(self) -> None:
        self._soon.stop()
        self._later.stop()


def _count_words(count: ScopeCount, spoken: Language) -> str:
    households = spoken.ngettext("%(count)s household", "%(count)s households", count.households)
    residents = spoken.ngettext("%(count)s resident", "%(count)s residents", count.residents)
    vips = spoken.gettext("%(count)s VIP", count=count.vips)
    return f"{households} · {residents} · {vips}"
