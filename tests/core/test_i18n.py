from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.core.i18n import LANGUAGES, Language, Message, language, msg, nmsg, system_language, system_names
from desktop.core.months import Month


@pytest.fixture
def english() -> Language:
    return language("en")


def test_that_there_are_three_languages_and_no_other() -> None:
    assert list(LANGUAGES) == ["zh_CN", "zh_TW", "en"]
    for code in LANGUAGES:
        assert language(code).code == code
        assert language(code) is language(code)
    with pytest.raises(KeyError):
        language("fr")


def test_that_parameters_are_filled_in_and_lone_percent_signs_stay(english: Language) -> None:
    assert english.gettext("Room %(room)s", room="3-1-502") == "Room 3-1-502"
    assert english.gettext("100 %") == "100 %"
    assert english.gettext("") == ""
    assert english.pgettext("verb", "Open %(what)s", what="it") == "Open it"
    assert english.pgettext("verb", "Open") == "Open"


def test_that_counted_texts_take_their_form_and_their_digits(english: Language) -> None:
    assert english.ngettext("%(count)s row", "%(count)s rows", 1) == "1 row"
    assert english.ngettext("%(count)s row", "%(count)s rows", 0) == "0 rows"
    assert (
        english.ngettext("%(count)s row of %(file)s", "%(count)s rows of %(file)s", 1234, file="a") == "1,234 rows of a"
    )


def test_that_messages_inside_messages_are_translated_with_them(english: Language) -> None:
    inner = nmsg("%(count)s row", "%(count)s rows", 2000)
    outer = msg("Skipped: %(what)s in %(file)s", what=inner, file="a.xlsx")
    assert english.message(outer) == "Skipped: 2,000 rows in a.xlsx"
    counted = nmsg("%(count)s room: %(why)s", "%(count)s rooms: %(why)s", 1, why=msg("no %(what)s", what=msg("key")))
    assert english.message(counted) == "1 room: no key"


def test_that_a_message_is_no_text_until_it_is_shown() -> None:
    message = msg("Room %(room)s is unknown.", room="9-9-999")
    assert message == Message("Room %(room)s is unknown.", {"room": "9-9-999"})
    assert "9-9-999" not in message.msgid
    assert nmsg("a", "b", 3, x=1) == Message("a", {"count": 3, "x": 1}, "b", 3)


def test_that_figures_have_separators_and_a_true_minus(english: Language) -> None:
    assert english.integer(1234567) == "1,234,567"
    assert english.integer(-5) == "\N{MINUS SIGN}5"
    assert english.decimal(1234.56) == "1,234.6"
    assert english.decimal(-1.26, 1) == "\N{MINUS SIGN}1.3"
    assert english.decimal(2, 2) == "2.00"
    assert english.decimal(2.6, 0) == "3"


def test_that_a_rate_over_nothing_is_a_dash(english: Language) -> None:
    assert english.percent(None) == "-"
    assert english.percent(0.0) == "0.0%"
    assert english.percent(0.98765) == "98.8%"
    assert english.percent(1.0, 0) == "100%"


def test_that_dates_are_written_as_each_language_does() -> None:
    day = date(2026, 11, 22)
    chinese, traditional, english = language("zh_CN"), language("zh_TW"), language("en")
    assert (chinese.full_date(day), english.full_date(day)) == ("2026年11月22日", "22 Nov 2026")
    assert (chinese.short_date(day), english.short_date(day)) == ("11月22日", "22 Nov")
    assert (chinese.weekday(day), english.weekday(day)) == ("星期日", "Sunday")
    assert (chinese.month(Month(2026, 10)), english.month(Month(2026, 10))) == ("2026年10月", "October 2026")
    assert (traditional.full_date(day), traditional.weekday(day)) == ("2026年11月22日", "星期日")


def test_that_moments_are_shown_in_the_zone_of_the_community(english: Language) -> None:
    at = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
    assert english.moment(at, ZoneInfo("Asia/Shanghai")) == "2026-11-22 14:05"
    assert english.time(at, ZoneInfo("Asia/Shanghai")) == "14:05"


@pytest.mark.parametrize(
    ("candidates", "code"),
    [
        (("zh_CN.UTF-8",), "zh_CN"),
        (("zh-Hans-CN",), "zh_CN"),
        (("zh_HK.UTF-8",), "zh_TW"),
        (("zh-Hant-TW",), "zh_TW"),
        (("en_GB.UTF-8",), "en"),
        (("de_DE.UTF-8", "en_US"), "en"),
        ((None, "", "C"), "zh_CN"),
        ((), "zh_CN"),
    ],
)
def test_that_the_systems_language_is_the_first_we_speak(candidates: tuple[str | None, ...], code: str) -> None:
    assert system_language(*candidates) == code


def test_that_what_is_set_for_all_goes_before_what_is_set_for_some(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("LC_ALL", ""), ("LC_MESSAGES", "zh_HK.UTF-8"), ("LANG", "en_GB.UTF-8")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("desktop.core.i18n._own_names", lambda: ("zh_CN",))
    assert system_names() == ("zh_HK.UTF-8", "en_GB.UTF-8", "zh_CN")


def test_that_halves_are_rounded_up_and_zero_has_no_minus() -> None:
    english = language("en")
    assert [english.decimal(value) for value in (0.25, 0.35, -0.25)] == ["0.3", "0.4", "−0.3"]
    assert english.decimal(-0.04) == "0.0"
    assert english.percent(-0.0001) == "0.0%"
