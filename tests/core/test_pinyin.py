from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.pinyin import readings, spelt_part, surname_sound


def test_that_a_surname_is_found_by_its_own_and_its_common_reading() -> None:
    assert readings("曾小明") == ("zengxiaoming", "zxm", "cengxiaoming", "cxm")


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("单田芳", {"shantianfang", "stf", "dantianfang", "dtf"}),
        ("仇和", {"qiuhe", "qh", "chouhe", "ch"}),
        ("解晓东", {"xiexiaodong", "xxd", "jiexiaodong", "jxd"}),
        ("查良镛", {"zhaliangyong", "zly", "chaliangyong", "cly"}),
        ("区志强", {"ouzhiqiang", "ozq", "quzhiqiang", "qzq"}),
        ("朴树", {"piaoshu", "ps", "pushu"}),
        ("覃明", {"qinming", "qm", "tanming", "tm"}),
        ("翟天临", {"zhaitianlin", "ztl", "ditianlin", "dtl"}),
        ("盖伟", {"gewei", "gw", "gaiwei"}),
        ("乐嘉", {"yuejia", "yj", "lejia", "lj"}),
        ("尉迟恭", {"yuchigong", "ycg", "weichigong", "wcg"}),
        ("万俟卨", {"moqixie", "mqx", "wanqixie"}),
        ("长孙无忌", {"zhangsunwuji", "zswj"}),
        ("澹台灭明", {"tantaimieming", "ttmm"}),
        ("宓妃", {"mifei", "mf", "fufei", "ff"}),
        ("缪斯", {"miaosi", "ms", "mousi"}),
        ("秘书", {"bishu", "bs", "mishu", "ms"}),
        ("冼星海", {"xianxinghai", "xxh"}),
        ("洗明", {"xianming", "xm", "ximing"}),
        ("折可适", {"shekeshi", "sks", "zhekeshi", "zks"}),
        ("黑伟", {"hewei", "hw", "heiwei"}),
        ("召明", {"shaoming", "sm", "zhaoming", "zm"}),
        ("过明", {"guoming", "gm"}),
        ("员明", {"yunming", "ym", "yuanming"}),
        ("尹明", {"yinming", "ym"}),
        ("吕布", {"lvbu", "lb"}),
        ("張偉", {"zhangwei", "zw"}),
    ],
)
def test_that_every_reading_of_a_surname_is_indexed(name: str, forms: set[str]) -> None:
    assert forms <= set(readings(name))


def test_that_characters_of_given_names_keep_their_readings_too() -> None:
    assert {"lisheng", "ls", "licheng", "lc"} <= set(readings("李晟"))
    assert {"zhangchaoyang", "zhangzhaoyang"} <= set(readings("张朝阳"))


def test_that_combinations_are_limited_but_never_at_the_cost_of_the_surname() -> None:
    forms = readings("曾晟朝乐")
    assert len(forms) == 8
    assert forms[:4] == ("zengshengchaole", "zscl", "cengshengchaole", "cscl")


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("John Smith", ("johnsmith", "js")),
        ("José·Ñandú", ("josenandu", "jn")),
        ("Amy陈", ("amychen", "ac")),
        ("阿迪力·买买提", ("adilimaimaiti", "adlmmt")),
        ("王2", ("wang2", "w2")),
        ("王", ("wang", "w")),
        ("", ()),
        (" ·-", ()),
        ("😀", ()),
    ],
)
def test_that_latin_words_pass_and_signs_are_left_out(name: str, forms: tuple[str, ...]) -> None:
    assert readings(name) == forms


def test_that_rare_characters_are_read_or_skipped() -> None:
    assert readings("𬱖") == ("di", "d")
    assert readings("王\U00020bb7明") == ("wangming", "wm")
    assert readings("王\ue000明") == ("wangming", "wm")


def test_that_pypinyin_is_loaded_by_the_first_name_only_and_without_its_phrases() -> None:
    program = (
        "import os, sys\n"
        "from desktop.core.pinyin import readings\n"
        "assert 'pypinyin' not in sys.modules\n"
        "assert readings('曾') == ('zeng', 'z', 'ceng', 'c')\n"
        "assert 'pypinyin.phrases_dict' not in sys.modules\n"
        "assert 'PYPINYIN_NO_PHRASES' not in os.environ\n"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@given(st.text(max_size=200))
def test_that_nothing_raises_and_forms_are_few_different_and_not_empty(name: str) -> None:
    forms = readings(name)
    assert len(forms) <= 8
    assert len(set(forms)) == len(forms)
    assert all(forms)


def test_that_letters_lead_back_to_the_characters_they_spell() -> None:
    assert spelt_part("王小明", "xm") == (1, 3)
    assert spelt_part("王小明", "aoming") == (1, 3)
    assert spelt_part("曾小明", "cx") == (0, 2)
    assert spelt_part("Tom 王", "w") == (4, 5)
    assert spelt_part("王小明", "zz") == spelt_part("王小明", "") == (0, 0)


@given(st.text(max_size=12), st.integers(0, 8), st.integers(1, 8))
def test_that_every_part_of_every_reading_leads_to_a_part_of_the_name(name: str, start: int, length: int) -> None:
    for form in readings(name):
        typed = form[start : start + length]
        begin, end = spelt_part(name, typed)
        assert 0 <= begin <= end <= len(name)
        assert end > begin or not typed or len(name) != len(unicodedata.normalize("NFKC", name))


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("尉迟静", "yù chí"),
        ("覃小雨", "qín"),
        ("单立峰", "shàn"),
        ("區佩儀", "ōu"),
        ("王小明", ""),
        ("John", ""),
        ("", ""),
    ],
)
def test_that_a_surname_easily_read_wrongly_is_told_with_its_tones(name: str, sound: str) -> None:
    assert surname_sound(name) == sound
