"""The fields of a release slip, and what stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.households.dialogs.marks import moment_reader
from desktop.release_slips.model import Applicant, Consent
from desktop.release_slips.rows import APPLICANT_LABELS, CONSENT_LABELS, NewRelease
from desktop.release_slips.rule import goods_text, read_goods
from desktop.ui.forms import CheckField, Choice, Form, LineField, MomentField, SegmentField, TextField
from desktop.visits.dialogs.forms import RoomField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.ui.language import Text

__all__ = ["GoodsField", "add_fields", "draft_of", "texts_of"]

_WRITTEN_OUT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


class GoodsField(TextField):
    """Goods, one a line with its count; Enter begins the next line, Ctrl+Enter saves. The value is a tuple of Goods."""

    def __init__(self) -> None:
        """Ask for what is to leave."""
        hint = msg("one item a line, its count behind it: sofa 1")
        super().__init__("goods", msg("Goods"), required=True, hint=hint, lines=4, most=10, letter=True)

    def value(self) -> Any:
        """Return the goods; raise UserError where a line cannot be read."""
        if not self.text().strip():
            return ()
        try:
            return read_goods(self.text())
        except UserError as error:
            raise self.refuse(error.problems[0].message) from error


def add_fields(now: datetime, zone: ZoneInfo) -> tuple[Form, RoomField]:
    """Return the form of a slip as seen at `now`, and its field of the household."""
    form = Form(columns=2, name="release-slip")
    room = RoomField("room_id", msg("Household"), required=True)
    form.add(room)
    form.add(SegmentField("applicant", msg("Applicant"), [Choice(*each) for each in APPLICANT_LABELS.items()]))
    form.add(LineField("name", msg("Name"), required=True))
    form.add(LineField("plate", msg("Plate"), hint=msg("empty: any vehicle or none")))
    agreed = [Choice(key, words) for key, words in CONSENT_LABELS.items() if key is not Consent.SELF]
    form.add(SegmentField("consent", msg("Consent"), agreed), wide=True)
    form.add(LineField("owner", msg("Owner")))
    form.add(LineField("id_tail", msg("ID ends in"), hint=msg("last four"), width=96))
    form.add(GoodsField(), wide=True)
    since, until = (_unless_whole(moment_reader(now, zone, end=end)) for end in (False, True))
    form.add(MomentField("valid_from", msg("From"), since, hint=msg("now"), width=140))
    form.add(MomentField("valid_until", msg("Until"), until, hint=msg("22:00 that day"), width=140))
    form.add(CheckField("fees_cleared", msg("Fees"), msg("Fees are cleared")))
    form.add(LineField("fees_words", msg("Why without"), hint=msg("who agreed to it")))
    form.add(LineField("mover", msg("Mover"), hint=msg("firm or driver")))
    form.add(LineField("note", msg("Note"), hint=msg("for the gate")))
    form.fields["applicant"].set_text(Applicant.OWNER)
    form.fields["consent"].set_text(Consent.SIGNATURE)
    form.settle()
    return form, room


def draft_of(room_id: int, values: Mapping[str, Any]) -> NewRelease:
    """Return the slip that the fields say."""
    applicant = Applicant(values["applicant"])
    return NewRelease(
        room_id=room_id,
        name=values["name"],
        goods=values["goods"],
        applicant=applicant,
        consent=Consent(values["consent"]) if applicant is Applicant.TENANT else Consent.SELF,
        owner=values["owner"],
        id_tail=values["id_tail"],
        plate=values["plate"],
        mover=values["mover"],
        fees_cleared=values["fees_cleared"],
        fees_words=values["fees_words"],
        note=values["note"],
        valid_from=values["valid_from"],
        valid_until=values["valid_until"],
    )


def texts_of(draft: NewRelease, room: str, zone: ZoneInfo) -> dict[str, str]:
    """Return what stands in the fields for a slip; `room` is the label of its household."""
    return {
        "room_id": f"{draft.room_id}|{room}" if draft.room_id and room else "",
        "applicant": draft.applicant.value,
        "name": draft.name,
        "plate": draft.plate,
        "consent": (draft.consent if draft.consent is not Consent.SELF else Consent.SIGNATURE).value,
        "owner": draft.owner,
        "id_tail": draft.id_tail,
        "goods": goods_text(draft.goods),
        "valid_from": _moment(draft.valid_from, zone),
        "valid_until": _moment(draft.valid_until, zone),
        "fees_cleared": "yes" if draft.fees_cleared else "",
        "fees_words": draft.fees_words,
        "mover": draft.mover,
        "note": draft.note,
    }


def _unless_whole(read: Callable[[str], tuple[datetime, Text]]) -> Callable[[str], tuple[datetime, Text]]:
    """Return a reader that does not repeat beside the field a moment that was written out."""

    def quiet(text: str) -> tuple[datetime, Text]:
        at, words = read(text)
        return at, "" if _WRITTEN_OUT.fullmatch(text.strip()) else words

    return quiet


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
