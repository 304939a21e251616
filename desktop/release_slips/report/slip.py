"""How the two parts of a release slip are composed of the paper kit's blocks, and parted over sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Signatures, SlipFoot, SlipHead
from desktop.paper.flow import AtFoot, Block, Group, next_sheet
from desktop.paper.frames import WORK_ORDER, WORK_ORDER_PAIR, Document
from desktop.paper.grids import Box, Grid, head, label, value
from desktop.paper.pen import MM
from desktop.paper.words import Span, bold, medium
from desktop.release_slips.model import Applicant, Consent
from desktop.release_slips.rows import APPLICANT_LABELS, CONSENT_LABELS, ReleaseLayout, moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.release_slips.rows import GoodsLine, ReleaseFile

__all__ = ["draw"]

FIND, BODY, SMALLEST = PAPER_TYPE["find"], PAPER_TYPE["body"], PAPER_TYPE["definition"]
CODE_SIZE = 15
ROWS = ((22.5, 6.0), (18.0, 4.5), (15.0, 3.0), (13.0, 1.5))
"""Height of a row and the white in it, points; tried one after the other until all goods are on one sheet."""

_SHEETS = {ReleaseLayout.A5: WORK_ORDER, ReleaseLayout.A4: WORK_ORDER_PAIR}


def draw(
    file: ReleaseFile,
    place: str,
    community: str,
    phone: str,
    zone: ZoneInfo,
    language: Language,
    layout: ReleaseLayout,
) -> bytes:
    """Return the PDF; see `release_slip`."""
    sheet, t = _SHEETS[layout], language.gettext
    office = "\u3000".join(filter(None, (community, phone)))
    left, top, right, bottom = (margin * MM for margin in sheet.margins_mm)
    width, height = sheet.width - left - right, sheet.height / sheet.slips - top - bottom
    parts = [
        _Part(file, place, office, zone, language, for_gate=False),
        _Part(file, place, office, zone, language, for_gate=True),
    ]
    row, chunks = _planned(parts, width, height)
    blocks: list[Block] = []
    for number, goods in enumerate(chunks):
        for part in parts:
            blocks += [next_sheet()] if blocks else []
            blocks += part.blocks(goods, row, first=number == 0, last=number + 1 == len(chunks))
    title = t("Release slip %(number)s", number=file.line.number)
    issued = file.line.issued_at.astimezone(zone)
    return Document(sheet, language, issued, title, author=community, number=file.line.number).pdf(blocks)


def _planned(
    parts: Sequence[_Part], width: float, height: float
) -> tuple[tuple[float, float], Sequence[Sequence[GoodsLine]]]:
    """Return how closely the rows are set and which goods stand on which sheet; both parts alike."""
    goods = parts[0].file.line.goods
    for row in ROWS:
        if _tallest(parts, goods, row, width, first=True, last=True) <= height:
            return row, [goods]
    chunks: list[Sequence[GoodsLine]] = []
    rest, row = goods, ROWS[1]
    while rest:
        kept = len(rest)
        while kept > 1 and _tallest(parts, rest[:kept], row, width, first=not chunks, last=kept == len(rest)) > height:
            kept -= 1
        chunks.append(rest[:kept])
        rest = rest[kept:]
    return row, chunks


def _tallest(
    parts: Sequence[_Part],
    goods: Sequence[GoodsLine],
    row: tuple[float, float],
    width: float,
    *,
    first: bool,
    last: bool,
) -> float:
    groups = (Group(*part.blocks(goods, row, first=first, last=last)) for part in parts)
    return max(float(group.wrap(width, 0)[1]) for group in groups)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a slip: that which stays at the desk, or the one `for_gate`."""

    file: ReleaseFile
    place: str
    office: str
    zone: ZoneInfo
    language: Language
    for_gate: bool

    def blocks(self, goods: Sequence[GoodsLine], row: tuple[float, float], *, first: bool, last: bool) -> list[Block]:
        """Return a sheet of it with `goods`; the first says for whom, the last is signed."""
        blocks: list[Block] = [self._head()]
        if first:
            blocks.append(self._facts(row))
        blocks.append(self._goods(goods, row, last=last))
        if last:
            blocks += [self._at_gate(row)] if self.for_gate else [self._signatures()]
        blocks.append(AtFoot(self._foot()))
        return blocks

    # --- inside ----------------------------------------------------------------------------------------------------

    @property
    def _is_chinese(self) -> bool:
        return self.language.code != "en"

    def _label(self, text: str) -> Box:
        return label(text, 17.5 if self._is_chinese else 23)

    def _head(self) -> SlipHead:
        t, line = self.language.gettext, self.file.line
        name = t("Part for the gate") if self.for_gate else t("Part for the front desk")
        valid = f"{moment_text(line.valid_from, self.zone)} – {moment_text(line.valid_until, self.zone)}"
        valid_word, code_word = t("Valid"), self.language.pgettext("release slip", "Code")
        facts = (
            Span(f"{name}\u3000\u3000{valid_word} "),
            bold(valid),
            Span(f"\u3000\u3000{code_word} "),
            bold(f"{line.code[:3]} {line.code[3:]}", CODE_SIZE),
        )
        return SlipHead(self.office, t("Release slip"), line.number, facts=facts, code=line.scan)

    def _facts(self, row: tuple[float, float]) -> Grid:
        t, line, file = self.language.gettext, self.file.line, self.file
        who = f"{line.name}\u3000{self.language.message(APPLICANT_LABELS[line.applicant])}"
        rows: list[Sequence[Box]] = [
            [
                self._label(t("Room")),
                value(medium(self.place, FIND), 45),
                self._label(t("Taken out by")),
                value(medium(who, FIND if len(who) < 22 else BODY)),
            ],
            [
                self._label(t("Vehicle")),
                value(medium(line.plate, FIND) if line.plate else t("any, or none"), 45),
                self._label(t("Mover")),
                value(file.mover),
            ],
        ]
        if line.applicant is Applicant.TENANT:
            rows.append([self._label(t("Consent")), value(self._consent())])
        fees = t("cleared") if line.fees_cleared else t("not cleared: %(why)s", why=file.fees_words)
        rows.append([self._label(t("Fees")), value(fees)])
        if file.note:
            rows.append([self._label(t("Note")), value(file.note.replace("\n", "\u3000"))])
        return Grid(*rows, row_height=row[0], air=row[1])

    def _consent(self) -> str:
        file = self.file
        said = [self.language.message(CONSENT_LABELS[file.consent]), file.owner]
        if file.consent is Consent.PHONE and not self.for_gate:
            said.append(self.language.gettext("identity number ends in %(tail)s", tail=file.id_tail))
        return "\u3000".join(said)

    def _goods(self, goods: Sequence[GoodsLine], row: tuple[float, float], *, last: bool) -> Grid:
        """Return the goods in two columns, read down the left one first."""
        t, line = self.language.gettext, self.file.line
        wide = 16
        heads = [head(t("Goods")), head(self.language.pgettext("goods", "Count"), wide, "right")]
        half = -(-len(goods) // 2) if len(goods) > 4 else len(goods)
        columns = [goods[:half], goods[half:]] if half < len(goods) else [goods]
        rows: list[Sequence[Box]] = [heads * len(columns)]
        for at in range(half):
            boxes: list[Box] = []
            for column in columns:
                each = column[at] if at < len(column) else None
                boxes.append(value("" if each is None else medium(each.goods)))
                boxes.append(value("" if each is None else medium(self.language.integer(each.count)), wide, "right"))
            rows.append(boxes)
        if last:
            total = self.language.ngettext("%(count)s piece in all", "%(count)s pieces in all", line.pieces)
            rows.append([value(medium(total))])
        else:
            rows.append([value(t("(continued on the next sheet)"))])
        return Grid(*rows, row_height=row[0], air=row[1])

    def _at_gate(self, row: tuple[float, float]) -> Grid:
        """Return what the gate writes by hand where no screen is at hand."""
        t = self.language.gettext
        boxes = [self._label(t("Let out at")), value("", 38), self._label(t("Plate seen")), value("", 38)]
        return Grid([*boxes, self._label(t("Guard")), value("")], row_height=max(row[0], 20), air=row[1])

    def _signatures(self) -> Signatures:
        t = self.language.gettext
        day = self.language.pgettext("space for a handwritten date", "Date:")
        signers = [t("Taken out by")]
        if self.file.consent is Consent.SIGNATURE:
            signers.append(t("Owner"))
        named = [(f"{who}：" if self._is_chinese else f"{who}:", day) for who in signers]
        issued = t("Issued by %(name)s", name=self.file.line.issued_by)
        return Signatures(*named, (issued, moment_text(self.file.line.issued_at, self.zone)))

    def _foot(self) -> SlipFoot:
        t = self.language.gettext
        words = t("Good once and for these goods only; whatever is not listed stays. The gate keeps its part.")
        return SlipFoot(words, self.file.line.number)
