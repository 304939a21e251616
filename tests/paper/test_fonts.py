"""Every character has a glyph, every glyph can be copied."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from desktop.paper.blocks import Paragraph
from desktop.paper.fonts import BOLD, MEDIUM, RARE, REGULAR, font, runs, to_unicode, typeface, width
from desktop.paper.frames import REPORT, Document
from desktop.paper.words import Span

if TYPE_CHECKING:
    from collections.abc import Callable

RARE_WORDS = "㛃𬭚䶮㙓堃喆犇𠅤𪨊"

# GB 18030-2022, implementation level 3: the unified ideographs, with the twelve of the compatibility block.
LEVEL_3 = [
    *range(0x3400, 0x4DB6),
    *range(0x4E00, 0x9FF0),
    *(0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29),
    *range(0x20000, 0x2A6D7),
    *range(0x2A700, 0x2B735),
    *range(0x2B740, 0x2B81E),
    *range(0x2B820, 0x2CEA2),
    *range(0x2CEB0, 0x2EBE1),
]
KANGXI_RADICALS = range(0x2F00, 0x2FD6)


def copied(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("weight", [REGULAR, MEDIUM, BOLD])
def test_that_every_character_of_gb18030_level_3_has_a_glyph(weight: int) -> None:
    own = font(typeface(weight).name).face.charToGlyph
    rare = font(RARE).face.charToGlyph
    assert len(LEVEL_3) == 87_887
    assert [hex(code) for code in (*LEVEL_3, *KANGXI_RADICALS) if code not in own and code not in rare] == []


def test_that_every_character_of_level_3_is_drawn_by_a_font_that_has_it() -> None:
    parts = runs("".join(map(chr, LEVEL_3)))
    assert sum(len(part.text) for part in parts) == len(LEVEL_3)
    assert all(ord(char) in font(part.font).face.charToGlyph for part in parts for char in part.text)


@pytest.mark.parametrize("weight", [REGULAR, MEDIUM, BOLD])
def test_that_the_text_of_a_gbk_or_big5_page_stays_in_one_run_of_its_weight(weight: int) -> None:
    assert runs("派工单 BX-2611-0017，≥ 92% ▲ 未达标 臺灣 Ω №", weight) == [
        (typeface(weight).name, "派工单 BX-2611-0017，≥ 92% ▲ 未达标 臺灣 Ω №")
    ]


def test_that_rare_characters_fall_back_one_by_one() -> None:
    assert runs("王𪨊明", BOLD) == [("Paper-Bold", "王"), (RARE, "𪨊"), ("Paper-Bold", "明")]


def test_that_invisible_characters_are_not_drawn_and_take_no_room() -> None:
    marked = "王\u200b小\ufeff二葛\U000e0100"
    assert runs(marked) == [("Paper-Regular", "王小二葛")]
    assert width(marked, 9) == pytest.approx(width("王小二葛", 9))


def test_that_characters_no_font_has_show_a_stand_in_of_their_own_width() -> None:
    face = font("Paper-Regular").face
    assert runs("王\U00030000😀") == [("Paper-Regular", "王\U00030000😀")]
    assert face.charToGlyph[0x30000] == face.charToGlyph[ord("〓")]
    assert width("\U00030000", 10) == pytest.approx(10)


def test_that_half_a_surrogate_pair_does_not_stop_a_page() -> None:
    assert runs("王\ud835") == [("Paper-Regular", "王〓")]


def test_that_the_big_font_is_loaded_only_for_a_character_that_needs_it() -> None:
    program = (
        "from desktop.paper import fonts\n"
        "fonts.runs('派工单 BX-2611-0017 😀 한국'); print(fonts.RARE in fonts._loaded)\n"
        "fonts.runs('𪨊'); print(fonts.RARE in fonts._loaded)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_that_widths_are_those_of_the_font() -> None:
    assert width("中", 9) == pytest.approx(9)
    assert width("中文 ab", 10) == pytest.approx(sum(width(char, 10) for char in "中文 ab"))
    assert width("10", 9) == pytest.approx(2 * width("7", 9))


def test_that_what_is_copied_from_the_pdf_is_what_was_printed(make_document: Callable[..., Document]) -> None:
    words = [Span(RARE_WORDS + "派工单<b>&amp;</b>\U00030000", 12, weight) for weight in (REGULAR, MEDIUM, BOLD)]
    pdf = make_document(REPORT).pdf([Paragraph(word) for word in words])
    assert copied(pdf).count(RARE_WORDS + "派工单<b>&amp;</b>\U00030000") == 3


def test_that_a_page_of_more_characters_than_one_subset_holds_is_copied_whole(
    make_document: Callable[..., Document],
) -> None:
    many = "".join(map(chr, [*range(0x4E00, 0x4E00 + 700), *range(0x20000, 0x20000 + 400)]))
    pdf = make_document(REPORT).pdf([Paragraph(many)])
    assert copied(pdf).replace("\n", "").find(many) >= 0


def test_that_every_font_in_the_pdf_is_embedded_as_a_subset(make_report: Callable[[int], bytes]) -> None:
    embedded: set[str] = set()
    loose: set[str] = set()
    for page in PdfReader(BytesIO(make_report(0))).pages:
        resources = page["/Resources"].get_object()
        assert isinstance(resources, DictionaryObject)
        fonts = resources["/Font"].get_object()
        assert isinstance(fonts, DictionaryObject)
        for entry in fonts.values():
            described = entry.get_object()
            (embedded if "/FontDescriptor" in described else loose).add(described["/BaseFont"])
    assert loose == set()
    assert len(embedded) == 3
    assert all("+NotoSansSC-" in name for name in embedded)


def test_that_our_fonts_stay_ours_when_another_piece_of_code_registered_the_same_file() -> None:
    program = (
        "from reportlab.pdfbase import pdfmetrics\n"
        "from reportlab.pdfbase.ttfonts import TTFont\n"
        "from desktop.core.paths import resources_dir\n"
        "pdfmetrics.registerFont(TTFont('Noto', str(resources_dir() / 'fonts' / 'NotoSansSC-Regular.ttf')))\n"
        "from desktop.paper.fonts import font\n"
        "font('Paper-Regular'); print(type(pdfmetrics.getFont('Paper-Regular')).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["PaperFont"]


def test_that_the_map_to_unicode_keeps_to_a_hundred_entries_a_block() -> None:
    written = to_unicode("X", [0, *range(0x20000, 0x20000 + 250)])
    counts = [int(line.split()[0]) for line in written.splitlines() if line.endswith("beginbfchar")]
    assert counts == [100, 100, 50]
    assert "<01> <D840DC00>" in written
