"""What speaks against letting someone in: never missed, whatever the days and however it is typed."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.core.pinyin import readings
from desktop.core.plates import canonical_plate
from desktop.households.model import InstructionKind, OccupancyRole, RoomStateKind
from desktop.households.rows import InstructionLine
from desktop.visits.model import VisitKind, WatchAction
from desktop.visits.rule import (
    Coming,
    Destination,
    Lived,
    Objection,
    ObjectionKind,
    PassTerms,
    Watched,
    fitting_pass,
    full_plate,
    is_plate,
    name_key,
    objections,
    same_name,
    visitor_key,
)

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HOME = Destination(7, "3-1-502")
GUEST = Coming(VisitKind.GUEST)
MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is drawn apart
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
PROVINCES, LETTERS = "京津沪渝浙苏皖鲁粤", "ABCDEFGHJKLMNPQRSTUVWXYZ"
PLATES = st.builds(
    lambda town, letter, rest: f"{town}{letter}{rest}",
    st.sampled_from(PROVINCES),
    st.sampled_from(LETTERS),
    st.text(LETTERS + "0123456789", min_size=5, max_size=6).filter(lambda text: any(map(str.isdigit, text))),
)
RARE = "𠮷㛃㐂䶮𫖯𬱖\ue4f1\ufa10凉"
NAMES = st.text(st.sampled_from(f"王李张刘欧阳小明伟芳静·{RARE}"), min_size=2, max_size=6).filter(name_key)


def order(
    kind: InstructionKind, since: datetime, until: datetime | None, ended_at: datetime | None = None
) -> InstructionLine:
    return InstructionLine(1, 7, kind, "先打黄丽娟电话核实", "黄丽娟", since, until, ended_at, 1)


def entry(**more: object) -> Watched:
    found = Watched(
        *(1, 1, "", "", "", "高个子", "曾在楼道推销", "物业经理", NOW, NOW - timedelta(days=1), None, None),
        WatchAction.REFUSE,
        "张敏",
    )
    return replace(found, **more)  # type: ignore[arg-type]  # fields by name


def terms(first: date, last: date, **more: object) -> PassTerms:
    found = PassTerms(3, "ZX-2026-003", "美居装饰", "马师傅", "张强\n李勇", 7, "3-1-502", first, last, revoked=False)
    return replace(found, **more)  # type: ignore[arg-type]  # fields by name


def against(
    coming: Coming = GUEST,
    destination: Destination | None = HOME,
    watched: tuple[Watched, ...] = (),
    terms: PassTerms | None = None,
) -> list[ObjectionKind]:
    return [each.kind for each in found(coming, destination, watched, terms)]


def found(
    coming: Coming = GUEST,
    destination: Destination | None = HOME,
    watched: tuple[Watched, ...] = (),
    terms: PassTerms | None = None,
) -> tuple[Objection, ...]:
    return objections(coming, destination, watched, terms, NOW, TODAY)


# --- orders of households -------------------------------------------------------------------------------------------


@given(MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS)
def test_that_an_order_speaks_exactly_while_it_is_in_force(
    since: datetime, until: datetime | None, ended_at: datetime | None
) -> None:
    holds = since <= NOW and (until is None or until > NOW) and ended_at is None
    for kind, code in (
        (InstructionKind.DO_NOT_ADMIT, ObjectionKind.DO_NOT_ADMIT),
        (InstructionKind.OUT_OF_TOWN, ObjectionKind.OUT_OF_TOWN),
    ):
        assert against(destination=replace(HOME, orders=(order(kind, since, until, ended_at),))) == [code] * holds


def test_that_an_order_is_told_in_its_words_and_by_whom_and_its_key_changes_with_it() -> None:
    given_ = order(InstructionKind.DO_NOT_ADMIT, NOW - timedelta(days=3), NOW + timedelta(days=3))
    (told,) = found(destination=replace(HOME, orders=(given_,)))
    assert (told.words, told.ordered_by, told.until) == ("先打黄丽娟电话核实", "黄丽娟", given_.until)
    assert told.lead.params == {"room": "3-1-502"}
    assert told.grave
    (changed,) = found(destination=replace(HOME, orders=(replace(given_, version=2),)))
    assert changed.key != told.key


# --- the watchlist --------------------------------------------------------------------------------------------------


@st.composite
def typed_plates(draw: st.DrawFn) -> tuple[str, str]:
    """Return a canonical plate, and it as some guard types it."""
    plate = draw(PLATES)
    typed = "".join(each + draw(st.sampled_from(("", "", " ", "·", "-", "．", "\u3000"))) for each in plate)
    if draw(st.booleans()):
        typed = typed.lower()
    if draw(st.booleans()):
        typed = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in typed)
    return plate, typed


@given(typed_plates())
def test_that_a_watched_plate_is_known_in_every_style(pair: tuple[str, str]) -> None:
    plate, typed = pair
    assert is_plate(typed)
    coming = replace(GUEST, plates=(full_plate(typed),))
    assert against(coming, watched=(entry(plate=plate),)) == [ObjectionKind.WATCH_REFUSE]
    assert visitor_key(full_plate(typed), "", 7, "3-1-502") == plate


@given(PLATES, st.sampled_from(["", "浙A", "浙", "苏E"]))
def test_that_a_watched_plate_is_known_without_its_province_too(plate: str, prefix: str) -> None:
    typed = plate[2:]
    coming = replace(GUEST, plates=(full_plate(typed, prefix), canonical_plate(typed)))
    assert against(coming, watched=(entry(plate=plate),)) == [ObjectionKind.WATCH_REFUSE]


@given(PLATES, PLATES)
def test_that_another_plate_is_nobody_watched(watched: str, comes: str) -> None:
    assume(watched != comes)
    assert against(replace(GUEST, plates=(comes,)), watched=(entry(plate=watched),)) == []


@given(NAMES, st.data())
def test_that_a_watched_name_is_known_in_every_spelling(name: str, data: st.DataObject) -> None:
    signs = st.sampled_from(("", "", " ", "\u3000", "·", "•", "\u200b", "\ufe00", "\U000e0100"))
    typed = "".join(
        each + data.draw(signs) for each in unicodedata.normalize(data.draw(st.sampled_from(("NFC", "NFD"))), name)
    )
    for names in ((typed,), ("司机", typed)):
        assert against(replace(GUEST, names=names), watched=(entry(name=name),)) == [ObjectionKind.WATCH_REFUSE]


def test_that_a_name_in_letters_is_compared_as_pinyin_but_initials_are_nobody() -> None:
    assert readings("曾小明")[:2] == ("zengxiaoming", "zxm")
    assert same_name("曾小明", "Zeng Xiaoming")
    assert same_name("曾小明", "ceng-xiao-ming")
    assert not same_name("曾小明", "zxm")
    assert same_name("Müller Anna", "MÜLLER ANNA")
    assert not same_name("张伟", "张玮")
    assert not same_name("", "")


@given(MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS)
def test_that_an_entry_speaks_exactly_while_it_is_approved_and_not_over(
    noted: datetime, approved: datetime | None, until: datetime | None, ended: datetime | None
) -> None:
    given_ = entry(name="刘新宇", noted_at=noted, approved_at=approved, until=until, ended_at=ended)
    holds = approved is not None and approved <= NOW and (until is None or until > NOW) and ended is None
    assert bool(against(replace(GUEST, names=("刘新宇",)), watched=(given_,))) is holds


def test_that_the_end_of_an_identity_number_is_enough_and_looking_out_is_told_apart() -> None:
    given_ = entry(id_tail="123X", action=WatchAction.WATCH)
    assert against(replace(GUEST, id_tail="123x"), watched=(given_,)) == [ObjectionKind.WATCH]
    assert against(GUEST, watched=(given_, entry())) == []


# --- passes ---------------------------------------------------------------------------------------------------------

WORKER = Coming(VisitKind.CONTRACTOR, names=("张强",), needs_pass=True)


@given(DAYS, DAYS, st.booleans())
def test_that_a_pass_is_good_from_its_first_day_to_its_last(first: date, last: date, revoked: bool) -> None:  # noqa: FBT001 - drawn
    good = first <= TODAY <= last and not revoked
    assert against(WORKER, terms=terms(first, last, revoked=revoked)) == [ObjectionKind.PASS_EXPIRED] * (not good)


def test_that_work_without_a_pass_or_with_one_for_another_room_is_told() -> None:
    good = terms(TODAY, TODAY)
    assert against(WORKER) == [ObjectionKind.PASS_MISSING]
    assert against(WORKER, terms=replace(good, room_id=8, place="3-1-601")) == [ObjectionKind.PASS_MISSING]
    assert against(WORKER, destination=None, terms=good) == []
    assert against(GUEST) == []


def test_that_a_pass_which_names_them_goes_before_any_other_good_one() -> None:
    theirs = terms(TODAY - timedelta(days=9), TODAY - timedelta(days=1))
    other = terms(TODAY, TODAY, id=4, company="别家装饰", foreman="", crew="")
    assert fitting_pass([theirs, other], ["", "张强"], TODAY) is theirs
    assert fitting_pass([theirs, other], ["美居"], TODAY) is theirs
    assert fitting_pass([theirs, other], ["没人认识"], TODAY) is other
    assert fitting_pass([], ["张强"], TODAY) is None


# --- the room -------------------------------------------------------------------------------------------------------


def lived(name: str, role: OccupancyRole, until: date | None = None, since: date | None = None) -> Lived:
    return Lived(5, name, role, since, until)


@pytest.mark.parametrize(
    ("role", "until", "told"),
    [
        (OccupancyRole.TENANT, TODAY, True),
        (OccupancyRole.FAMILY, TODAY - timedelta(days=400), True),
        (OccupancyRole.TENANT, TODAY + timedelta(days=1), False),
        (OccupancyRole.TENANT, None, False),
        (OccupancyRole.OWNER, TODAY, False),
    ],
)
def test_that_a_tenant_who_moved_out_is_told(role: OccupancyRole, until: date | None, *, told: bool) -> None:
    gone = replace(HOME, people=(lived("何 婷婷", role, until),))
    expected = [ObjectionKind.TENANT_MOVED_OUT] * told
    assert against(replace(GUEST, names=("何婷婷",)), gone) == expected
    assert against(replace(GUEST, names=("hetingting",)), gone) == expected
    assert against(replace(GUEST, names=("何先生",)), gone) == []
    back = replace(gone, people=(*gone.people, lived("何婷婷", OccupancyRole.TENANT)))
    assert against(replace(GUEST, names=("何婷婷",)), back) == []


def test_that_an_empty_room_is_told_unless_someone_lives_there_or_it_is_what_they_come_for() -> None:
    empty = replace(HOME, state=RoomStateKind.VACANT, people=(lived("陈国栋", OccupancyRole.OWNER),))
    assert against(destination=empty) == [ObjectionKind.VACANT]
    assert against(destination=replace(empty, state=RoomStateKind.UNSOLD)) == [ObjectionKind.VACANT]
    assert against(destination=replace(empty, people=(lived("黄丽娟", OccupancyRole.TENANT),))) == []
    assert against(Coming(VisitKind.VIEWING), empty) == []
    assert against(replace(GUEST, announced=True), empty) == []
    assert against(replace(WORKER, announced=True), empty, terms=terms(TODAY, TODAY)) == []


def test_that_nothing_hinders_an_emergency_and_the_gravest_comes_first() -> None:
    orders = (
        order(InstructionKind.OUT_OF_TOWN, NOW, None),
        order(InstructionKind.DO_NOT_ADMIT, NOW, None),
        order(InstructionKind.ADMIT, NOW, None),
    )
    place = replace(HOME, state=RoomStateKind.VACANT, orders=orders)
    coming = replace(WORKER, names=("刘新宇",))
    everything = against(coming, place, (entry(name="刘新宇"),))
    assert everything == [
        ObjectionKind.DO_NOT_ADMIT,
        ObjectionKind.WATCH_REFUSE,
        ObjectionKind.PASS_MISSING,
        ObjectionKind.VACANT,
        ObjectionKind.OUT_OF_TOWN,
    ]
    assert against(replace(coming, asked=False), place, (entry(name="刘新宇"),)) == []


# --- what was typed -------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(NAMES)
def test_that_a_name_is_no_plate(name: str) -> None:
    assert not is_plate(name)


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        ("6p80t", "浙A6P80T"),
        ("b25k9w", "浙B25K9W"),
        ("d12345", "浙D12345"),
        ("AD12345", "浙AD12345"),
        ("BA12345", "BA12345"),
        ("12345D", "浙A12345D"),
        ("粤Z·1234港", "粤Z1234港"),
        ("使014578", "使014578"),
        ("0123", "0123"),
    ],
)
def test_that_a_plate_without_its_province_gets_the_one_of_the_town(typed: str, plate: str) -> None:
    assert full_plate(typed, "浙A") == plate
    assert full_plate(typed) == canonical_plate(typed)


@pytest.mark.parametrize("typed", ["王临", "云飞", "13812345678", "李4", "", "0123", "张3李45", "王A"])
def test_that_what_no_plate_looks_like_is_a_name(typed: str) -> None:
    assert not is_plate(typed)
