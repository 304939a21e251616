"""What stands before a practice and after it: what to practise, how far one is, how it went."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.core.i18n import Language, msg, nmsg
from desktop.practice.rows import Asked, Choices, PracticeChoice, PracticeState, Where
from desktop.practice.view.card import ShareBar
from desktop.ui.buttons import Button
from desktop.ui.forms import Choice, ChoiceField, Form, SegmentField
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, Panel, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message
    from desktop.practice.presenter import Ended

__all__ = ["EndPane", "StartPane"]

SIZES = (10, 20)
MOST_NAMED = 10
_ASKED: Mapping[Asked, Message] = {
    Asked.BOTH: msg("Rooms and plates"),
    Asked.ROOMS: msg("Rooms"),
    Asked.PLATES: msg("Plates"),
}


class StartPane(Panel):
    """What to practise: among which households, what is shown, how many; and how far one is."""

    def __init__(self) -> None:
        """Offer all households at first."""
        super().__init__(msg("What to practise"), name="practice-start")
        self.pad(16, 12, 16, 12)
        self.form = Form(columns=1, name="practice")
        self._where = ChoiceField("where", msg("Among"), _places(None), required=True, width=260)
        self._where.choose("all:0")
        self._asked = SegmentField("asked", msg("Shown"), [Choice(key.value, words) for key, words in _ASKED.items()])
        self._asked.choose(Asked.BOTH)
        self._size = SegmentField("size", msg("How many"), [Choice(str(size), str(size)) for size in SIZES])
        self._size.choose(str(SIZES[0]))
        for field in (self._where, self._asked, self._size):
            self.form.add(field)
        self.body.addWidget(self.form)
        self.body.addSpacing(12)
        self.bar = ShareBar()
        self.body.addWidget(self.bar)
        self.words = label("", "body", "ink2", wrap=True)
        self.body.addWidget(self.words)
        self.begin = Button(
            msg("Begin"), icon="graduation-cap", key=key("save"), bind=False, kind="primary", name="begin-practice"
        )
        self.begin.setAutoDefault(True)
        self.foot.addWidget(self.begin)
        self.foot.addStretch(1)
        self.body.addStretch(1)

    def choice(self) -> PracticeChoice:
        """Return what was chosen; all households where what was typed is no choice."""
        text = self._where.text()
        where, _, place = (text if ":" in text and not text.startswith("?") else "all:0").partition(":")
        return PracticeChoice(Where(where), int(place), Asked(self._asked.text() or Asked.BOTH))

    def wanted(self) -> int:
        """Return how many households are wanted."""
        return int(self._size.text() or SIZES[0])

    def show_state(self, choices: Choices, state: PracticeState) -> None:
        """Offer zones and buildings, and tell how far the account is."""
        self.form.blockSignals(True)
        self._where.blockSignals(True)
        self._where.offer(_places(choices))
        self._where.blockSignals(False)
        self.form.blockSignals(False)
        say(self.words, text=partial(_state_words, state))
        self.bar.show_share(state.known, state.households)
        self.begin.setEnabled(bool(state.households))


class EndPane(Panel):
    """How it went, and what next."""

    def __init__(self) -> None:
        """Tell of nothing yet."""
        super().__init__(name="practice-end")
        self.state = EmptyState("", icon="graduation-cap")
        self.state.advice.setWordWrap(True)
        self.state.advice.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.state.advice.setMinimumWidth(320)
        self.body.addWidget(self.state)
        self.again = Button(msg("Once more"), icon="repeat", name="practice-again")
        self.other = Button(msg("Choose something else"), name="practice-other")
        self.again.setAutoDefault(True)
        self.foot.addWidget(self.again)
        self.foot.addWidget(self.other)
        self.foot.addStretch(1)

    def show_end(self, ended: Ended) -> None:
        """Tell how it went."""
        say(
            self.state.missing,
            text=nmsg(
                "You knew %(knew)s of %(count)s household",
                "You knew %(knew)s of %(count)s households",
                ended.asked,
                knew=ended.knew,
            ),
        )
        say(self.state.advice, text=partial(_end_words, ended))


def _places(choices: Choices | None) -> list[Choice]:
    offered = [Choice("all:0", msg("All households"))]
    if choices is not None:
        offered += [Choice("vip:0", msg("VIP households"))] if choices.tags else []
        offered += [Choice(f"zone:{id_}", msg("Zone %(name)s", name=name)) for id_, name in choices.zones]
        offered += [Choice(f"building:{id_}", msg("Building %(name)s", name=name)) for id_, name in choices.buildings]
    return offered


def _state_words(state: PracticeState, spoken: Language) -> str:
    if not state.households:
        return spoken.gettext("Nobody lives there as far as the register knows, so there is nothing to practise.")
    if not state.known and not state.due:
        return spoken.ngettext(
            "%(count)s household to get to know. A few each day are enough.",
            "%(count)s households to get to know. A few each day are enough.",
            state.households,
        )
    known = spoken.gettext(
        "You know %(known)s of %(all)s households, %(sure)s of them for sure.",
        known=spoken.integer(state.known),
        all=spoken.integer(state.households),
        sure=spoken.integer(state.sure),
    )
    if state.due:
        today = spoken.ngettext("%(count)s comes again today.", "%(count)s come again today.", state.due)
    elif state.fresh:
        today = spoken.ngettext("%(count)s is new to you.", "%(count)s are new to you.", state.fresh)
    else:
        today = spoken.gettext("Nothing is due today; you may practise ahead.")
    return f"{known} {today}" if spoken.code == "en" else known + today


def _end_words(ended: Ended, spoken: Language) -> str:
    if not ended.missed:
        return spoken.gettext("Every one of them at once. They come again when it is worth it.")
    rooms = ("、" if spoken.code.startswith("zh") else ", ").join(ended.missed[:MOST_NAMED])
    more = "…" if len(ended.missed) > MOST_NAMED else ""
    return spoken.gettext("Missed ones come again tomorrow: %(rooms)s", rooms=rooms + more)
