from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.permissions import Operation
from desktop.households.model import InstructionKind, Pet, Vehicle
from desktop.households.rows import NewInstruction
from desktop.register.report import LABEL_FORMATS, address_labels, household_card, household_file
from desktop.register.rows import Entry, FileSection, LabelLine, Period

if TYPE_CHECKING:
    from desktop.households.rows import TimelineLine
    from desktop.households.service import HouseholdService
    from desktop.register.rows import Dossier
    from desktop.register.service import RegisterService
    from tests.register.people import Village

SHANGHAI = ZoneInfo("Asia/Shanghai")
PRINTED = datetime(2026, 11, 22, 14, 10, tzinfo=SHANGHAI)
A4, A5 = (595, 841), (595, 419)


@pytest.fixture
def room(village: Village, households: HouseholdService) -> int:
    made = village.room("3-1-502", village.zone("高层"))
    village.person("王芳", [made], ["13800000001"], birthday="--03-08", birthday_calendar="lunar", note="怕狗")
    village.person("李强", [made], role="family", emergency_contact="姐姐 13900000002")
    households.tag(made, "VIP", cause="业主代表")
    households.give_instruction(made, NewInstruction(InstructionKind.DO_NOT_ADMIT, "推销一律不见", "王芳"))
    with village.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.add(Vehicle(community_id=1, room_id=made, plate="浙A12345", note="白色"))
        work.session.add(Pet(community_id=1, room_id=made, name="毛毛", kind="狗"))
    return made


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def size(pdf: bytes) -> tuple[int, int]:
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    return int(box.width), int(box.height)


def tell(line: TimelineLine) -> Entry | None:
    return Entry(msg("Repair"), "水管漏水", "BX-2611-0001") if line.kind == "reported" else None


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_card_is_one_a5_sheet_with_what_the_desk_needs(register: RegisterService, room: int, code: str) -> None:
    pdf = household_card(register.dossier(room), "翠湖花园", SHANGHAI, PRINTED, language(code))
    (page,) = pages(pdf)
    assert size(pdf) == A5
    for words in ("翠湖花园", "3-1-502", "王芳", "138****0001", "李强", "VIP", "推销一律不见", "浙A", "毛毛", "怕狗"):
        assert words in page, words
    assert "13900000002" not in page


def test_that_a_card_of_a_large_household_goes_on_on_a_second_sheet(
    register: RegisterService, village: Village, room: int
) -> None:
    for number in range(30):
        village.person(f"房客{number}", [room], role="tenant", note="说明" * 60)
    text = pages(household_card(register.dossier(room), "翠湖花园", SHANGHAI, PRINTED, language("zh_CN")))
    assert len(text) > 1
    assert "房客29" in "".join(text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_file_holds_everything_and_every_touchpoint_in_words(
    register: RegisterService, village: Village, room: int, code: str
) -> None:
    with village.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        for day in range(120):
            work.timeline(room, work.now - timedelta(days=day), "reported", day + 1)
        work.timeline(room, work.now, "unheard_of", 1)
    section = FileSection(msg("Requests"), (msg("Number"), msg("About")), [("BX-2611-0001", "水管漏水")], msg("None"))
    pdf = household_file(
        register.dossier(room), "翠湖花园", SHANGHAI, PRINTED, language(code), sections=[section], telling=[tell]
    )
    text = pages(pdf)
    assert size(pdf) == A4
    assert len(text) > 2
    whole = "".join(text)
    assert whole.count("BX-2611-0001") == 121
    for words in ("高层", "王芳", "138****0001", "VIP", "业主代表", "推销一律不见", "浙A", "毛毛", "unheard_of"):
        assert words in whole, words
    assert language(code).gettext("Household file").replace(" ", "") in text[0]


def test_that_a_file_of_a_period_tells_its_touchpoints_only(
    register: RegisterService, village: Village, room: int
) -> None:
    with village.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        today = work.now.astimezone(SHANGHAI).date()
        for day in range(20):
            work.timeline(room, work.now - timedelta(days=day), f"kind{day:02d}", day + 1)
    period = Period(today - timedelta(days=12), today - timedelta(days=3))
    pdf = household_file(register.dossier(room), "翠湖花园", SHANGHAI, PRINTED, language("en"), period=period)
    whole = "".join(pages(pdf))
    assert [day for day in range(20) if f"kind{day:02d}" in whole] == list(range(3, 13))
    assert "History:" in whole


def test_that_a_file_says_what_is_hidden_and_why_nothing_is(
    register: RegisterService, managing: RegisterService, room: int
) -> None:
    def drawn(dossier: Dossier) -> str:
        return "".join(pages(household_file(dossier, "翠湖花园", SHANGHAI, PRINTED, language("en"))))

    hidden, whole = drawn(register.dossier(room)), drawn(managing.dossier(room, unmasked=True, reason="本人申请"))
    assert "PhonesandIDnumbersarepartlyhidden" in hidden
    assert "Completenothinghidden" in whole.replace(",", "")
    assert "本人申请" in whole
    assert "13800000001" in whole
    assert "13900000002" in whole
    assert "13800000001" not in hidden


@pytest.mark.parametrize("key", LABEL_FORMATS)
def test_that_labels_fill_sheets_of_their_format(key: str) -> None:
    shape = LABEL_FORMATS[key]
    each = shape.across * shape.down
    lines = [LabelLine(f"3-1-{number}", ("王芳", "李强")) for number in range(each + 1)]
    pdf = address_labels(lines, "翠湖花园", shape, language("zh_CN"), PRINTED)
    text = pages(pdf)
    assert size(pdf) == A4
    assert len(text) == 2
    assert text[0].count("王芳、李强") == each
    assert text[1].count("翠湖花园") == 1


def test_that_a_label_cuts_what_is_too_long_and_none_gives_one_empty_sheet() -> None:
    long = LabelLine("别墅" * 40, tuple(f"阿卜杜热西提·买买提明{number}" for number in range(20)))
    shape = LABEL_FORMATS["3x8"]
    (page,) = pages(address_labels([long], "翠湖花园", shape, language("zh_CN"), PRINTED))
    assert page.count("…") == 2
    assert pages(address_labels([], "翠湖花园", shape, language("zh_CN"), PRINTED)) == [""]
