"""Posters for sixty buildings, warm, beside the same words and lines put on sheets by plain ReportLab."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.core.i18n import language
from desktop.core.paths import resources_dir
from desktop.outages.report import draw_notice
from desktop.outages.rows import NoticeForm, NoticeText
from tests.outages.test_poster import TEXT

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Compare

BUILDINGS = 60
WEIGHTS = ("Regular", "Medium", "Bold")
SEAL_DASHES = (2, 3)


def of_buildings(count: int) -> NoticeText:
    """Return a notice about so many buildings."""
    named = tuple((number, f"{number}栋") for number in range(1, count + 1))
    return replace(TEXT, buildings=named, parts=("全部住户",) * count)


def plain_posters(text: NoticeText) -> bytes:
    """Return the same strings in the same fonts and sizes, written by ReportLab's own canvas."""
    for weight in WEIGHTS:
        if f"Plain-{weight}" not in pdfmetrics.getRegisteredFontNames():
            path = resources_dir() / "fonts" / f"NotoSansSC-{weight}.ttf"
            pdfmetrics.registerFont(TTFont(f"Plain-{weight}", str(path)))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1)
    for (_id, name), part in zip(text.buildings, text.parts, strict=True):
        _plain_poster(canvas, text, name, part)
    canvas.save()
    return out.getvalue()


def _plain_poster(canvas: Canvas, text: NoticeText, name: str, part: str) -> None:
    lines = [
        ("Regular", 13, f"{text.company} · {text.office}", 45, 790),
        ("Bold", 88, text.title, 150, 690),
        ("Regular", 18, "影响哪里", 45, 640),
        ("Bold", 84, name, 45, 570),
        ("Bold", 54, part, 220, 570),
        ("Regular", 18, "什么时候", 45, 530),
        ("Bold", 54, "11月24日 星期二", 45, 480),
        ("Bold", 63, "9:00 — 17:00", 45, 410),
        ("Regular", 18, "为什么", 45, 370),
        ("Medium", 30, text.cause, 45, 330),
        *(("Medium", 22.5, piece, 92, 290 - 32 * place) for place, piece in enumerate(text.advice)),
        *(("Bold", 22.5, str(place + 1), 60, 290 - 32 * place) for place in range(len(text.advice))),
        ("Regular", 22.5, "有事请打", 45, 150),
        ("Bold", 38, text.phone, 140, 150),
        ("Regular", 16.5, f"供应单位电话：{text.supplier_phone}", 45, 120),
        ("Regular", 16.5, text.closing, 45, 95),
        ("Medium", 16.5, text.office, 45, 70),
        ("Regular", 16.5, "2026年11月22日", 230, 70),
        ("Regular", 12, "盖章处", 480, 85),
    ]
    for weight, size, words, x, y in lines:
        canvas.setFont(f"Plain-{weight}", size)
        canvas.drawString(x, y, words)
    canvas.drawRightString(550, 790, f"通知 {text.number}")
    canvas.rect(45, 215, 504, 110)
    canvas.line(45, 660, 549, 660)
    canvas.setDash(*SEAL_DASHES)
    canvas.circle(495, 90, 51)
    canvas.setDash()
    canvas.showPage()


def test_that_posters_for_sixty_buildings_cost_little_more_than_plain_reportlab(compare: Compare) -> None:
    text, spoken = of_buildings(BUILDINGS), language("zh_CN")
    told: list[int] = []

    def ours() -> bytes:
        return draw_notice(text, NoticeForm.PER_BUILDING, spoken, progress=lambda done, _total: told.append(done))

    row = compare(f"{BUILDINGS} posters | plain canvas", ours, lambda: plain_posters(text), 1.5, rounds=5)
    assert row.ours > 0
    assert told[-1] == BUILDINGS
