"""Typefaces of paper: Noto Sans SC in three weights, HanaMinB for the characters it lacks.

ReportLab draws one font at a time and knows no fallback: `Typeface.runs` splits text by who has its glyphs. Fonts are
loaded when first used (0.05 to 0.15 s each), HanaMinB (30 MB) only when a character occurs that it alone may have.
Together they draw every character of GB18030-2022 level 3.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from desktop.core.paths import resources_dir

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = [
    "BOLD",
    "LATIN",
    "MEDIUM",
    "RARE",
    "REGULAR",
    "PaperFont",
    "Run",
    "Typeface",
    "font",
    "runs",
    "typeface",
    "width",
]

REGULAR, MEDIUM, BOLD = 400, 500, 700
LATIN = 1
"""Added to a weight: quotation marks as narrow as Latin text has them, not as wide as a Chinese character."""
RARE = "Paper-Rare"
"""Name of the font of rare characters; one weight only."""

_NAMES = {REGULAR: "Paper-Regular", MEDIUM: "Paper-Medium", BOLD: "Paper-Bold"}
_FILES = {
    "Paper-Regular": "NotoSansSC-Regular.ttf",
    "Paper-Medium": "NotoSansSC-Medium.ttf",
    "Paper-Bold": "NotoSansSC-Bold.ttf",
    RARE: "HanaMinB.ttf",
}
_STAND_IN = 0x3013
"""〓, the compositor's sign for a sort he does not have."""
_LATIN_QUOTES = {"‘": 0xFDD0, "’": 0xFDD1, "“": 0xFDD2, "”": 0xFDD3}
"""Codes by which narrow quotation marks are asked for; no text holds these (Unicode 23.7, noncharacters)."""
_QUOTES = {code: ord(quote) for quote, code in _LATIN_QUOTES.items()}
_NARROW = {0xFDD0: 30416, 0xFDD1: 30417, 0xFDD2: 30419, 0xFDD3: 30420}
"""Their glyphs in Noto Sans SC, in all weights: what the font's own feature `pwid` puts for the wide ones."""
_RARE_FROM, _RARE_TO = 0x20000, 0x2EBE0
"""HanaMinB adds nothing outside CJK extensions B to F, so nothing else is worth loading it for."""
_INVISIBLE = frozenset({"Cc", "Cf"})
_CMAP_CHUNK = 100
"""Entries of one bfchar block (PDF 32000-1, 9.7.5.4 and the CMap specification)."""

_loading = RLock()
_loaded: dict[str, PaperFont] = {}

# The text filter makes every stream a quarter larger and, without ReportLab's C part, slower; no reader needs it.
rl_config.useA85 = 0


class Run(NamedTuple):
    """Text that one font draws; `font` is its registered name."""

    font: str
    text: str


class PaperFont(TTFont):  # type: ignore[misc]  # ReportLab has no types
    """A font whose text can be copied from the PDF, and that costs no copy of its file per subset."""

    def __init__(self, name: str, path: Path) -> None:
        """Read the static TrueType font at `path`; raise ReportLab's TTFError for any other kind of file."""
        # Without the fixed ASCII block most pages need one subset per weight, not two.
        super().__init__(name, str(path), asciiReadable=False)
        # ReportLab gives a face that some other code registered before under every name: this one must be its own.
        self.face.name += b"-Paper"
        read = self.face.get_table
        glyphs = _GlyphData(self.face)
        self.face.get_table = lambda tag: glyphs if tag == "glyf" else read(tag)
        if name != RARE:
            metrics, scale = read("hmtx"), 1000 / self.face.unitsPerEm
            for code, glyph in _NARROW.items():
                self.face.charToGlyph[code] = glyph
                self.face.charWidths[code] = int.from_bytes(metrics[4 * glyph : 4 * glyph + 2], "big") * scale

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """Return (subset, codes) pairs of `text`; quick for characters the document has seen before."""
        state = self.state.get(doc)
        if state is not None:
            try:
                codes = [state.assignments[ord(char)] for char in text]
            except KeyError:
                pass
            else:
                parts = groupby(codes, lambda code: code >> 8)
                return [(subset, bytes(code & 0xFF for code in part)) for subset, part in parts]
        split: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return split

    def addObjects(self, doc: Any) -> None:
        """Write the subsets, then ToUnicode maps that hold above U+FFFF, where ReportLab's own are wrong."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(name, subset)

    def borrow(self, code: int) -> None:
        """Draw the stand-in for `code`, a character no font has; copied from the PDF it is still the character."""
        self.face.charToGlyph[code] = self.face.charToGlyph[_STAND_IN]
        self.face.charWidths[code] = self.face.charWidths[_STAND_IN]


class _GlyphData:
    """The glyf table as far as subsetting needs it: slices, without a copy of the 10 to 30 MB around them."""

    def __init__(self, face: Any) -> None:
        start, length = face.get_table_pos("glyf")
        self._start, self._length, self._face = start, length, face

    def __getitem__(self, part: slice) -> bytes:
        data: bytes = self._face.get_chunk(self._start + part.start, part.stop - part.start)
        return data


def to_unicode(name: str, subset: Sequence[int]) -> str:
    """Return the ToUnicode CMap of a subset: code n means the character `subset[n]`, as UTF-16BE."""
    entries = [
        f"<{code:02X}> <{chr(_QUOTES.get(value, value)).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for code, value in enumerate(subset)
        if value
    ]
    chunks = [entries[start : start + _CMAP_CHUNK] for start in range(0, len(entries), _CMAP_CHUNK)]
    blocks = [f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def font(name: str) -> PaperFont:
    """Return the font called `name`, loaded and registered with ReportLab once."""
    if name in _loaded:
        return _loaded[name]
    with _loading:
        if name not in _loaded:
            _loaded[name] = PaperFont(name, resources_dir() / "fonts" / _FILES[name])
            pdfmetrics.registerFont(_loaded[name])
        return _loaded[name]


class _Widths(dict[str, float]):
    """Advance of every character met, thousandths of the size."""

    def __init__(self, owner: Typeface) -> None:
        super().__init__()
        self._owner = owner

    def __missing__(self, char: str) -> float:
        self[char] = width = self._owner.learn(char)
        return width


class Typeface:
    """One weight of Noto Sans SC and what stands in for the characters it lacks. Shared freely between threads."""

    def __init__(self, weight: int) -> None:
        """Load `weight`: REGULAR, MEDIUM or BOLD, or one of them + LATIN."""
        self.name = _NAMES[weight & ~LATIN]
        self._quotes = _LATIN_QUOTES if weight & LATIN else {}
        self._font = font(self.name)
        self._widths = _Widths(self)
        self._own: set[str] = set()
        self._elsewhere: dict[str, Run] = {}

    def width(self, text: str, size: float) -> float:
        """Return the advance of `text` at `size`, points."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000

    def runs(self, text: str) -> list[Run]:
        """Return `text` as runs of one font each, invisible characters left out."""
        if self._own.issuperset(text):
            return [Run(self.name, text)] if text else []
        parts = [self._run(char) for char in text]
        grouped = groupby((part for part in parts if part.text), lambda part: part.font)
        return [Run(name, "".join(part.text for part in group)) for name, group in grouped]

    def learn(self, char: str) -> float:
        """Decide who draws `char` and return its advance; asked once per character by the tables of this class."""
        code = ord(char)
        drawn, name = char, self.name
        if char.isspace():
            drawn = " " if code not in self._font.face.charToGlyph else char
        elif char in self._quotes:
            drawn = chr(self._quotes[char])
        elif unicodedata.category(char) in _INVISIBLE or "VARIATION SELECTOR" in unicodedata.name(char, ""):
            drawn = ""
        elif code not in self._font.face.charToGlyph:
            name, drawn = self._fallback(char)
        if (name, drawn) == (self.name, char):
            self._own.add(char)
        else:
            self._elsewhere[char] = Run(name, drawn)
        return float(font(name).face.charWidths[ord(drawn)]) if drawn else 0.0

    def _run(self, char: str) -> Run:
        if char not in self._widths:
            self._widths[char] = self.learn(char)
        return self._elsewhere.get(char) or Run(self.name, char)

    def _fallback(self, char: str) -> tuple[str, str]:
        code = ord(char)
        if _RARE_FROM <= code <= _RARE_TO and code in font(RARE).face.charToGlyph:
            return RARE, char
        if unicodedata.category(char) == "Cs":  # half a pair is no character, there is nothing to copy
            return self.name, chr(_STAND_IN)
        self._font.borrow(code)
        return self.name, char


@cache
def typeface(weight: int = REGULAR) -> Typeface:
    """Return the typeface of `weight`; raise KeyError for one that `Typeface` does not know."""
    return Typeface(weight)


def runs(text: str, weight: int = REGULAR) -> list[Run]:
    """Return `text` as runs of one font each; see `Typeface.runs`."""
    return typeface(weight).runs(text)


def width(text: str, size: float, weight: int = REGULAR) -> float:
    """Return the advance of `text`, points."""
    return typeface(weight).width(text, size)
