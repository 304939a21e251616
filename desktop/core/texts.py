"""What typed, pasted and imported text becomes before it is kept, and before it is compared.

Two forms only. `clean` is what is stored: what the person meant, without what a keyboard or a spreadsheet added.
`search_form` is what is compared: two spellings that a person would call the same are equal in it.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean", "clean_lines", "search_form"]

_KEPT_WIDE = "！（），：；？［］｛｝～"
"""Chinese punctuation that happens to lie in Unicode's full-width ASCII block; narrowing it would be a fault."""

_NARROW: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE},
    0x3000: " ",
}
_SPACES = re.compile(r"\s+")
_SELECTORS = re.compile("[\N{VARIATION SELECTOR-1}-\N{VARIATION SELECTOR-16}\U000e0100-\U000e01ef]")
_DROPPED = frozenset({"Cc", "Cf", "Cs"})


def clean(text: str) -> str:
    """Return `text` as one line fit to be stored.

    Exactly: full-width letters, digits and signs become ASCII, save the Chinese punctuation ！（），：；？［］｛｝～
    which stays, as do 。、“” and the like; every run of white space (line breaks and the ideographic space too) becomes
    one space, none at the ends; control characters, format characters (zero-width, byte order mark, bidirectional
    marks, soft hyphen) and lone surrogates go. Everything else stays as it is: rare characters of any plane, private
    use characters of older fonts, variation selectors, compatibility ideographs.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return _SPACES.sub(" ", _visible(_SPACES.sub(" ", text.translate(_NARROW)))).strip()


def clean_lines(text: str) -> str:
    """Return `text` as `clean` does, but keep its lines; at most one empty line in a row, none at the ends."""
    lines = [clean(line) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def search_form(text: str) -> str:
    """Return the form in which `text` is searched and compared; applying it twice changes nothing.

    Exactly: NFKC (full-width becomes narrow, ligatures and compatibility characters become plain), case folded, then
    all white space, control, format and surrogate characters and variation selectors are left out.
    """
    if text.isascii() and text.isprintable():
        return text.lower().replace(" ", "")
    # Folding can undo the normal form and the other way round; Unicode's own recipe for a stable result folds twice.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).casefold()
    return unicodedata.normalize("NFKC", _SELECTORS.sub("", _visible(_SPACES.sub("", folded))))


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(character for character in text if unicodedata.category(character) not in _DROPPED)
