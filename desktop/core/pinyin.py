"""How a name may be typed in pinyin: in full and by initials, for every reading its characters may have in a name.

pypinyin knows how characters are read, but puts the common word's reading first, which is often wrong for a surname
(曾 is zeng as a surname, ceng in a sentence). The tables below hold the readings used in names; a clerk who does not
know them types the common one, so both are indexed. ü is written v, as it is typed.
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["readings", "spelt_part", "surname_sound"]

_MOST_COMBINATIONS = 4
"""Each gives two forms, in full and by initials."""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    entries = (entry.partition("=") for entry in text.split())
    return {name: tuple(spellings.split(",")) for name, _, spellings in entries}


_SURNAMES = _table("""
    柏=bai,bo 賁=ben 秘=bi 薄=bo 卜=bu 单=shan 單=shan 谌=chen,shen 諶=chen,shen 种=chong 重=chong 都=du 盖=ge,gai
    蓋=ge,gai 句=gou 炅=gui 会=gui 會=gui 黑=he,hei 隗=wei,kui 郇=xun,huan 解=xie 圈=juan 阚=kan 适=kuo 六=lu
    缪=miao,mou 繆=miao,mou 宓=mi,fu 乜=nie 牟=mou,mu 能=nai 那=na,nuo 粘=nian 区=ou 區=ou 逢=pang 繁=po 朴=piao,pu
    仇=qiu 覃=qin,tan 召=shao 折=she 莘=shen,xin 沉=shen 澹=tan 尉=wei,yu 洗=xian 郄=qie,xi 郗=xi,chi 乐=yue,le
    樂=yue,le 员=yun,yuan 員=yun,yuan 藏=zang 曾=zeng 查=zha 祭=zhai,ji 翟=zhai,di 术=zhu 行=xing,hang 费=fei,bi
    費=fei,bi 强=qiang,jiang 強=qiang,jiang 贾=jia,gu 賈=jia,gu 长=zhang,chang 長=zhang,chang 隽=juan,jun 雋=juan,jun
    宿=su,xiu
""")

_COMPOUND_SURNAMES = _table("""
    万俟=mo,qi 尉迟=yu,chi 尉遲=yu,chi 长孙=zhang,sun 長孫=zhang,sun 澹台=tan,tai 澹臺=tan,tai 单于=chan,yu
    單于=chan,yu 令狐=ling,hu 鲜于=xian,yu 鮮于=xian,yu 亓官=qi,guan 乐正=yue,zheng 樂正=yue,zheng 宰父=zai,fu
    夹谷=jia,gu 皇甫=huang,fu 濮阳=pu,yang 濮陽=pu,yang 呼延=hu,yan 库狄=she,di 贺兰=he,lan 屈突=qu,tu
""")

_GIVEN_NAMES = _table("""
    晟=sheng,cheng 朝=chao,zhao 乐=le,yue 樂=le,yue 长=chang,zhang 長=chang,zhang 行=xing,hang 重=chong,zhong
    茜=qian,xi 娜=na,nuo 柏=bai,bo 传=chuan,zhuan 傳=chuan,zhuan 藏=cang,zang 莞=wan,guan 嬛=huan,xuan 莘=xin,shen
    曾=zeng,ceng 朴=pu,piao 蕃=fan,bo 率=shuai,lv 参=shen,can 參=shen,can 都=du,dou 卜=bu,bo 盖=gai,ge 宿=su,xiu
    谷=gu,yu 单=shan,dan 单=dan,shan 解=jie,xie 仔=zi,zai 露=lu,lou 薄=bo,bao 栖=qi,xi 扎=zha,za 差=cha,chai 偲=si,cai
    翟=zhai,di 婼=ruo,chuo 琢=zhuo 还=huan,hai
""")


class _Piece(NamedTuple):
    """A syllable or a word of a name, the ways to spell it and from where to where it stands."""

    spellings: tuple[str, ...]
    start: int
    end: int


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[str, ...]:
    """Return the forms by which `name` is found: `("zengxiaoming", "zxm", "cengxiaoming", "cxm")`.

    Full pinyin without spaces and tones, followed by its initials, for every combination of readings; at most eight
    forms, every reading of the surname first. Latin words stay as they are, in lower case and without accents, and
    count by their first letter. Rare characters without a known reading and all signs are left out.
    """
    forms: dict[str, None] = {}
    for combination in _combinations(_pieces(unicodedata.normalize("NFKC", name))):
        forms["".join(spoken for spoken, _ in combination)] = None
        forms["".join(spoken[0] for spoken, _ in combination)] = None
    forms.pop("", None)
    return tuple(forms)


def spelt_part(name: str, typed: str) -> tuple[int, int]:
    """Return from where to where in `name` the characters stand that letters of one of its `readings` belong to.

    `typed` is folded as the readings are: "xm" in 王小明 is (1, 3), and so is "aoming". (0, 0) where no reading holds
    it, or where the name has no plain form of the same length.
    """
    written = unicodedata.normalize("NFKC", name)
    if not typed or len(written) != len(name):
        return 0, 0
    for combination in _combinations(_pieces(written)):
        for shortened in (False, True):
            spelling = [(spoken[:1] if shortened else spoken, place) for spoken, place in combination]
            letters = [(letter, place) for spoken, place in spelling for letter in spoken]
            start = "".join(letter for letter, _ in letters).find(typed)
            if start >= 0:
                return letters[start][1][0], letters[start + len(typed) - 1][1][1]
    return 0, 0


def surname_sound(name: str) -> str:
    """Return how the surname of `name` is read, with tones ("yù chí" of 尉迟静), where that is easily read wrongly.

    Empty for a surname that reads like the common word, and for what is no Chinese name.
    """
    written = unicodedata.normalize("NFKC", name).strip()
    compound = _COMPOUND_SURNAMES.get(written[:2])
    if compound is not None:
        return " ".join(map(_toned, written[:2], compound))
    known = _SURNAMES.get(written[:1])
    return _toned(written[0], known[0]) if known and known[0] != _common(written[0]) else ""


def _toned(character: str, spelling: str) -> str:
    """Return the reading of `character` that is spelt so, with its tone; as spelt where the dictionary has none."""
    known = _dictionary().get(ord(character), "").split(",")
    return next((reading for reading in known if _toneless(reading) == spelling), spelling)


def _combinations(pieces: Sequence[_Piece]) -> Iterator[Sequence[tuple[str, tuple[int, int]]]]:
    # The surname stands first but must vary first, so that the limit never costs one of its readings.
    places = [(piece.start, piece.end) for piece in pieces]
    for combination in islice(product(*reversed([piece.spellings for piece in pieces])), _MOST_COMBINATIONS):
        yield list(zip(combination[::-1], places, strict=True))


def _pieces(name: str) -> list[_Piece]:
    """Return each syllable or word of the name with the ways to spell it."""
    pieces: list[_Piece] = []
    position = 0
    compound = _COMPOUND_SURNAMES.get(name[:2])
    if compound:
        common = tuple(_common(character) for character in name[:2])
        pairs = enumerate(zip(compound, common, strict=True))
        pieces.extend(_Piece(_each_once(pair), place, place + 1) for place, pair in pairs)
        position = 2
    word, begun = "", position
    for index, character in enumerate(name[position:], position):
        spellings = _spellings(character, surname=index == 0)
        if spellings or not character.isalnum() or "CJK" in unicodedata.name(character, ""):
            if word:
                pieces.append(_Piece((word,), begun, index))
            word, begun = "", index + 1
            if spellings:
                pieces.append(_Piece(spellings, index, index + 1))
        else:
            word += _plain_letter(character)
    if word:
        pieces.append(_Piece((word,), begun, len(name)))
    return pieces


@cache
def _spellings(character: str, *, surname: bool) -> tuple[str, ...]:
    common = _common(character)
    if surname:
        return _each_once((*_SURNAMES.get(character, ()), common))
    return _GIVEN_NAMES.get(character) or _each_once((common,))


def _each_once(spellings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, spellings)))


def _common(character: str) -> str:
    """Return the most common reading without its tone, empty for what has none."""
    return _toneless(_dictionary().get(ord(character), "").partition(",")[0])


def _toneless(reading: str) -> str:
    decomposed = unicodedata.normalize("NFD", reading)
    return decomposed.replace("u\N{COMBINING DIAERESIS}", "v").encode("ascii", "ignore").decode()


def _plain_letter(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0]
    return (base if base.isascii() else character).casefold()


@cache
def _dictionary() -> Mapping[int, str]:
    # Loaded on the first name: it takes 0.1 s, which the window's start must not pay. Its phrases, most of its memory,
    # are of no use for names, and this switch of pypinyin is the only way to leave them out.
    switch = "PYPINYIN_NO_PHRASES"
    before = os.environ.get(switch)
    os.environ[switch] = "true"
    try:
        from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - see above
    finally:
        if before is None:
            del os.environ[switch]
        else:
            os.environ[switch] = before
    return pinyin_dict
