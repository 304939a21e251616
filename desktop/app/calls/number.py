"""A call as a softphone or caller-ID box hands it over: `touchpoint tel:13800138000`. Free of Qt.

The address is that of RFC 3966, with the spaces, dashes and slashes that such programs really send.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.phones import canonical_phone, is_plausible_phone
from desktop.core.texts import clean

__all__ = ["SCHEME", "called_number", "shown"]

SCHEME = "tel:"
LONGEST = 80
"""Characters of an address; the longest number has fifteen digits."""
SHOWN = 30
EXAMPLE = "tel:13800138000"

_NUMBER = re.compile(r"\+?\(?[0-9][0-9 ().\-]*")
_SHORT = re.compile("[0-9]{3,15}")
"""What an exchange of one's own may send: a number of three digits or more that is none of the public network."""


def called_number(address: str) -> str:
    """Return the canonical number of an address like `tel:+86-138-0013-8000` or `tel://13800138000;ext=801`.

    Parameters behind a ";" are left out. Raises UserError saying what is wrong for anything that is no number.
    """
    if len(address) <= LONGEST:
        number = unquote(address[len(SCHEME) :]).strip().lstrip("/").partition(";")[0].partition("?")[0]
        written = unicodedata.normalize("NFKC", number.rstrip("/")).strip()
        if _NUMBER.fullmatch(written):
            digits = canonical_phone(written)
            if is_plausible_phone(digits) or _SHORT.fullmatch(digits):
                return digits
    raise UserError(
        msg(
            "“%(text)s” is no phone call; a number is handed over like %(example)s.",
            text=shown(address),
            example=EXAMPLE,
        )
    )


def shown(address: str) -> str:
    """Return the beginning of what was handed over, fit to be shown."""
    return clean(address[:SHOWN]) + ("…" if len(address) > SHOWN else "")
