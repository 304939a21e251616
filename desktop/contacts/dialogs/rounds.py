"""A call round before it begins, a call put off, and the reason for printing phones in full."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.contacts.dialogs.forms import ContactDialog
from desktop.contacts.rows import ORDER_LABELS
from desktop.core.i18n import Language, msg
from desktop.ui.buttons import Button
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, NumberField, TextField
from desktop.ui.language import say, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.presenter import Command, RoundPlanner, Sample
    from desktop.contacts.rows import ContactListLine

__all__ = ["PutOffDialog", "ReasonDialog", "StartDialog"]

WIDTH = 720
MOST_ATTEMPTS = 20
MOST_MINUTES = 1440
_SPOKEN: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "en": ("name", "room", "community", "occasion"),
        "zh_CN": ("姓名", "房号", "小区", "事由"),
        "zh_TW": ("姓名", "房號", "社區", "事由"),
    }
)
"""What can be put into a script by a button, by language; each stands in `rows.PLACEHOLDERS`."""


class StartDialog(ContactDialog):
    """A round over a list: occasion, script, how often and when again. What is left out is said before it starts."""

    def __init__(self, planner: RoundPlanner, list_id: int = 0, parent: QWidget | None = None) -> None:
        """Call the list of `list_id`; with 0 the form asks for the list."""
        self._planner = planner
        self._sample: Sample | None = None
        self._list_id = list_id
        form = Form(columns=2, name="start-round")
        self._lists = ChoiceField("list", msg("List"), required=True)
        if not list_id:
            form.add(self._lists, wide=True)
        form.add(
            LineField("occasion", msg("Occasion"), required=True, hint=msg("water off tomorrow 09:00–17:00")), wide=True
        )
        self._script = TextField(
            "script", msg("What to say"), hint=msg("Good morning {name}, this is {community} …"), lines=4, most=6
        )
        form.add(self._script, wide=True)
        attempts = msg("calls at most")
        form.add(NumberField("most_attempts", msg("Try"), required=True, least=1, most=MOST_ATTEMPTS, unit=attempts))
        form.add(
            NumberField(
                "retry_minutes", msg("Again after"), required=True, least=1, most=MOST_MINUTES, unit=msg("minutes")
            )
        )
        for key, text in (("most_attempts", "3"), ("retry_minutes", "60")):
            form.fields[key].limit_width(72)
            form.fields[key].set_text(text)
        form.settle()
        super().__init__(
            msg("Start a call round"), form, msg("Start calling"), key=f"round-{list_id}", parent=parent, width=WIDTH
        )
        self.body.insertLayout(1, self._placeholders())
        self.body.insertWidget(2, self._preview())
        self.saved = msg("The round has begun")
        self._connect()

    def command(self, values: dict[str, Any]) -> Command:
        """Return what starts the round."""
        list_id = self._list_id or int(values["list"])
        most, minutes = int(values["most_attempts"]), int(values["retry_minutes"])
        self.saved = msg("%(occasion)s: the round has begun", occasion=values["occasion"])
        return lambda service, operation: service.start(
            list_id, values["occasion"], values["script"], most, minutes, operation_id=operation
        )

    def suggest(self, occasion: str, script: str) -> None:
        """Begin with the words of an earlier round."""
        self.form.fields["occasion"].set_text(occasion)
        self._script.set_text(script)
        self.form.settle()

    def offer(self, lists: Sequence[ContactListLine]) -> None:
        """Offer the lists that can be called."""
        self._lists.offer([Choice(str(line.id), _list_words(line)) for line in lists])

    def show_sample(self, sample: Sample) -> None:
        """Say what the round would be, and the script for the household with which it would begin."""
        self._sample = sample
        say(self.forecast, text=partial(_forecast_words, sample))
        self.save.setEnabled(bool(sample.forecast.to_call))
        self._say_preview()

    def _placeholders(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label(msg("Filled in for each household:"), "small", "ink2"))
        for place in range(len(_SPOKEN["en"])):
            button = Button(partial(_placeholder, place), small=True, name="placeholder")
            button.clicked.connect(partial(self._insert, place))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _preview(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("panel-foot")
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        self.forecast = label("", "strong", wrap=True, name="forecast")
        self.first = label("", "small", "ink2", name="first-household")
        self.preview = label("", wrap=True, name="preview")
        for words in (self.forecast, self.first, self.preview):
            column.addWidget(words)
        return frame

    def _connect(self) -> None:
        planner = self._planner
        planner.listed.connect(self.offer)
        planner.sampled.connect(self.show_sample)
        self.form.changed.connect(self._follow)
        self.save.setEnabled(False)
        if self._list_id:
            planner.look_at(self._list_id)
        else:
            say(self.forecast, text=msg("Choose the list to call."))
            planner.read_lists()

    def _follow(self, key: str) -> None:
        if key == "list":
            chosen = self._lists.text()
            if chosen.isdigit():
                self._planner.look_at(int(chosen))
        else:
            self._say_preview()

    def _say_preview(self) -> None:
        sample = self._sample
        script = self._script.text().strip()
        shown = sample is not None and bool(script) and bool(sample.room)
        self.first.setVisible(shown)
        self.preview.setVisible(shown)
        if sample is not None and shown:
            words = sample.words(script, self.form.fields["occasion"].text().strip(), self._planner.community)
            say(self.first, text=msg("To the first household, %(room)s:", room=sample.room))
            say(self.preview, text=words)

    def _insert(self, place: int, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._script.edit.insertPlainText(_placeholder(place, ui_language().language))
        self._script.edit.setFocus()


class PutOffDialog(FormDialog):
    """The household asks to be called another time today: `submitted({"minutes": ...})`."""

    def __init__(self, room: str, minutes: int, parent: QWidget | None = None) -> None:
        """Begin with `minutes` from now."""
        form = Form(columns=1, name="put-off")
        form.add(
            NumberField(
                "minutes", msg("Again after"), required=True, least=1, most=MOST_MINUTES, width=72, unit=msg("minutes")
            )
        )
        form.fields["minutes"].set_text(str(minutes))
        form.settle()
        title = msg("Call %(room)s again later", room=room)
        super().__init__(title, form, msg("Call later"), parent, width=420)
        form.fields["minutes"].input.setFocus()
        form.fields["minutes"].line.selectAll()  # type: ignore[attr-defined]  # a NumberField is a line
        self.body.addWidget(label(msg("This does not count as a call."), "small", "ink2", wrap=True))


class ReasonDialog(FormDialog):
    """Why phones are printed in full: `submitted({"reason": ...})`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Ask for the reason."""
        form = Form(columns=1, name="sheet-reason")
        form.add(LineField("reason", msg("Reason"), required=True, hint=msg("the network is down, calls from paper")))
        form.settle()
        super().__init__(msg("Print phones in full"), form, msg("Preview"), parent, width=560)
        note = msg("Who printed it, when and why stands in the audit. Shred the sheet when the round is over.")
        self.body.addWidget(label(note, "small", "ink2", wrap=True))


def _placeholder(place: int, spoken: Language) -> str:
    return f"{{{_SPOKEN[spoken.code][place]}}}"


def _list_words(line: ContactListLine) -> str:
    return f"{line.name}　{line.members}"


def _forecast_words(sample: Sample, spoken: Language) -> str:
    """Return who is called, in which order, and who is not."""
    forecast = sample.forecast
    if not forecast.to_call:
        said = spoken.gettext("There is nobody to call on this list.")
    else:
        called = spoken.ngettext("%(count)s household is called", "%(count)s households are called", forecast.to_call)
        order = spoken.message(ORDER_LABELS[sample.line.calling_order])
        said = spoken.gettext("%(called)s (%(order)s).", called=called, order=order)
    left = []
    if forecast.do_not_call:
        left.append(
            spoken.ngettext(
                "Left out: %(count)s asked not to be called.",
                "Left out: %(count)s asked not to be called.",
                forecast.do_not_call,
            )
        )
    if forecast.no_phone:
        left.append(
            spoken.ngettext(
                "%(count)s has no phone and counts as not reached.",
                "%(count)s have no phone and count as not reached.",
                forecast.no_phone,
            )
        )
    return " ".join([said, *left])
