"""The strip on top of Today while an outage runs: what, where, how long still, and what is still owed."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.app.outage_day import OutageDay, when_words
from desktop.core.i18n import Language, msg, nmsg
from desktop.outages.offer import kind_words
from desktop.outages.rows import KIND_ICONS, OutageStage
from desktop.ui.buttons import Button
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.outages.rows import OutageLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["OutageStrips"]


class OutageStrips(QWidget):
    """The outage that needs looking after first; further ones are a link. Not seen while none runs."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show none yet; times are told in the community's zone."""
        super().__init__()
        self._desk = desk
        self._shell = shell
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)

    def show_day(self, day: OutageDay) -> None:
        """Show what runs: what should be over first, then what ends next."""
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(day.running))
        if day.running:
            now = self._desk.clock.now()
            first = min(day.running, key=lambda line: line.ends_at or now + timedelta(days=365))
            self._lines.addWidget(self._strip(first, len(day.running) - 1, now))

    def _strip(self, line: OutageLine, others: int, now: datetime) -> AlertStrip:
        look = Button(msg("Open"), small=True, name="open-outage")
        look.clicked.connect(lambda: self._shell.go("outages", outage_id=line.id))
        buttons = [look]
        if others:
            more = Button(
                nmsg("%(count)s more", "%(count)s more", others), kind="link", small=True, name="more-outages"
            )
            more.clicked.connect(lambda: self._shell.go("outages", stage=OutageStage.RUNNING))
            buttons.insert(0, more)
        return AlertStrip(
            partial(_lead, line),
            partial(_words, line, self._desk, now),
            icon=KIND_ICONS[line.kind],
            more=partial(_owed, line),
            buttons=buttons,
            name="running-outage",
        )


def _lead(line: OutageLine, language: Language) -> str:
    what = kind_words(line.kind, line.kind_name)
    words = what if isinstance(what, str) else language.message(what)
    return language.gettext("%(what)s now: %(where)s", what=words, where=language.gettext(", ").join(line.where))


def _words(line: OutageLine, desk: Desk, now: datetime, language: Language) -> str:
    parts = [line.cause, when_words(line, desk, language)]
    if line.ends_at is not None:
        minutes = abs(line.ends_at - now) // timedelta(minutes=1)
        span = language.gettext("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60)
        late = line.ends_at <= now
        parts.append(
            language.gettext("%(span)s over its time", span=span)
            if late
            else language.gettext("%(span)s left", span=span)
        )
    return "　".join(part for part in parts if part)


def _owed(line: OutageLine, language: Language) -> str:
    parts = [
        language.ngettext("%(count)s household affected", "%(count)s households affected", line.households),
        language.ngettext("%(count)s rang", "%(count)s rang", line.callers),
        *([] if line.number else [language.gettext("not announced")]),
        *(
            [language.ngettext("%(count)s not warned", "%(count)s not warned", line.unreached)]
            if line.unreached
            else ()
        ),
        *([language.ngettext("%(count)s call back", "%(count)s calls back", line.promised)] if line.promised else ()),
    ]
    return " · ".join(parts)
