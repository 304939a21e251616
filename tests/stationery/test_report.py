from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.stationery.report import letter, logo_fault, sample_page
from desktop.stationery.rows import Filled, LetterheadRow
from tests.stationery.conftest import png

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)
HEAD = LetterheadRow(
    version=1,
    company="和居物业",
    office="翠湖花园",
    phone="0571-8600 0000",
    address="翠湖路 88 号",
    logo=png(300, 100),
    logo_type="image/png",
    mask_names=True,
    mask_phones=True,
    issue_languages=(),
    office_given=False,
)
BODY = "尊敬的张伟：\n您好！\n此致\n敬礼\n\n翠湖花园物业服务中心\n2026年11月22日"


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def places(pdf: bytes) -> dict[str, float]:
    """Return where the lines of the first page begin, points from the left."""
    found: dict[str, float] = {}

    def note(text: str, _cm: Any, matrix: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            found.setdefault(text.strip(), matrix[4])

    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_letter_stands_under_the_letterhead(code: str) -> None:
    (page,) = pages(letter(Filled("投诉回复函", BODY), HEAD, language(code), NOW, SHANGHAI))
    office = {"zh_CN": "翠湖花园物业服务中心", "zh_TW": "翠湖花園物業服務中心"}.get(code, "Property Service Centre")
    for words in ("和居物业", "0571-8600 0000", "投诉回复函", "尊敬的张伟：", "敬礼"):
        assert words in page
    assert office.replace("園", "园") in page or office in page


def test_that_a_letter_is_the_same_bytes_every_time_and_names_itself() -> None:
    one = letter(Filled("投诉回复函", BODY), HEAD, language("zh_CN"), NOW, SHANGHAI)
    assert one == letter(Filled("投诉回复函", BODY), HEAD, language("zh_CN"), NOW, SHANGHAI)
    reader = PdfReader(BytesIO(one))
    assert reader.metadata is not None
    assert reader.metadata.title == "投诉回复函"
    assert str(reader.root_object["/Lang"]) == "zh-CN"


def test_that_the_salutation_is_at_the_margin_and_the_signature_at_the_right() -> None:
    at = places(letter(Filled("信", BODY), HEAD, language("zh_CN"), NOW, SHANGHAI))
    assert at["尊敬的张伟："] == at["敬礼"]
    assert at["2026年11月22日"] > at["尊敬的张伟："] + 250
    english = places(letter(Filled("Letter", BODY), HEAD, language("en"), NOW, SHANGHAI))
    assert english["2026年11月22日"] == english["尊敬的张伟："]


@pytest.mark.parametrize(
    "body",
    [
        "字" * 6000,
        "一行\n" * 1200,
        "\n".join(["段落" * 40] * 60) + "\n\n" + "署名" * 20,
        "称呼：\n\n" + "正文" * 2000,
        "",
    ],
    ids=["one paragraph", "many lines", "several sheets", "no signature", "nothing"],
)
def test_that_a_letter_of_any_length_loses_no_word(body: str) -> None:
    found = "".join(pages(letter(Filled("信", body), HEAD, language("zh_CN"), NOW, SHANGHAI)))
    for character in set(body) - set(" \n"):
        assert found.count(character) >= body.count(character)


def test_that_a_signature_never_stands_alone_on_a_sheet() -> None:
    for lines in range(28, 40):
        body = "\n".join(["正文"] * lines) + "\n此致\n敬礼\n\n署名处\n某日"
        for sheet in pages(letter(Filled("信", body), HEAD, language("zh_CN"), NOW, SHANGHAI)):
            assert "署名处" not in sheet or "敬礼" in sheet


def test_that_the_letterhead_is_shown_without_any_of_its_parts() -> None:
    bare = LetterheadRow(0, "", "翠湖花园", "", "", None, "", True, True, (), office_given=False)
    assert "翠湖花园物业服务中心" in pages(sample_page(bare, language("zh_CN"), NOW, SHANGHAI))[0]


def test_that_only_a_whole_picture_of_bearable_size_is_a_logo() -> None:
    assert logo_fault(png(30, 30), 1000) is None
    assert logo_fault(png(40, 30), 1000) is not None
    assert logo_fault(png(30, 30)[:48], 1000) is not None
    assert logo_fault(b"\x89PNG", 1000) is not None
