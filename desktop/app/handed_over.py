"""What a start of the program may be handed by another one: a call, words to find, a backup to restore. Free of Qt.

Softphones, web pages and the file manager hand over `tel:13800138000`, `touchpoint:call/13800138000`,
`touchpoint:find/3-502` (percent-encoded) and the path of a backup. None of it is trusted: it is bounded and cleaned,
and all it ever does is show who calls, stand in the search box, or open the card that asks for a password.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from desktop.app.calls.number import SCHEME as CALL
from desktop.app.calls.number import called_number, shown
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.texts import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["HandedOver", "Kind", "handed_among", "is_handed_over", "read", "settled", "taken_apart"]

VALUED = ("--data", "--database", "--user", "--language")
"""Options of a window; each has a value."""

OWN = "touchpoint:"
FILE = "file:"
BACKUP = ".tpbackup"
"""The backup's suffix, which `storage` has too: bringing that in would bring the database before the door stands."""

LONGEST_ADDRESS = 1300
"""Characters of an address: a hundred rare characters, percent-encoded."""
LONGEST_TEXT = 100
LONGEST_PATH = 600
"""Characters of a path: more do not fit into the message to a window that is open already."""

EXAMPLES = "touchpoint:call/13800138000, touchpoint:find/3-502"


class Kind(Enum):
    """What was handed over."""

    CALL = "a call"
    WORDS = "words to find"
    BACKUP = "a backup to restore"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Something handed over and looked at: `text` is a call's address ("tel:..."), the words to find, or a path."""

    kind: Kind
    text: str


def taken_apart(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return the options of a window, given as "--name value" or "--name=value", and all that is none.

    The last of one name counts; a name that lacks its value is no option. Behind an address only addresses
    count: programs put it last, and what follows may have come out of it by a quotation mark in it.
    """
    options: dict[str, str] = {}
    others: list[str] = []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        name, equals, value = argument.partition("=")
        if _is_address(argument):
            return options, [*others, argument, *filter(_is_address, rest)]
        if name not in VALUED or not (equals or rest):
            others.append(argument)
        else:
            options[name] = value if equals else rest.pop(0)
    return options, others


def is_handed_over(argument: str) -> bool:
    """Tell whether an argument of the program was handed over by another one, be it understood or not."""
    folded = argument[:LONGEST_ADDRESS].casefold()
    return folded.startswith((CALL, OWN)) or (argument[-len(BACKUP) :].casefold() == BACKUP and argument[:1] != "-")


def settled(arguments: Sequence[str]) -> list[str]:
    """Return `arguments`, options first, with the paths handed over made absolute: another process may take them over.

    Raises UserError for an address of a file that is none of this PC.
    """
    options, others = taken_apart(arguments)
    return [*(f"{name}={value}" for name, value in options.items()), *(_settled(argument) for argument in others)]


def handed_among(arguments: Sequence[str]) -> HandedOver | None:
    """Return what was handed over last among the arguments of a start, None for nothing; raises as `read` does."""
    _, others = taken_apart(arguments)
    last = next((argument for argument in reversed(others) if is_handed_over(argument)), None)
    return None if last is None else read(last)


def read(argument: str) -> HandedOver:
    """Return what `argument` hands over; raises UserError saying what is wrong with it. No file is looked at."""
    if not _is_address(argument):
        return HandedOver(Kind.BACKUP, _path(argument))
    if argument[: len(CALL)].casefold() == CALL:
        return _call(argument)
    verb, _, value = argument[len(OWN) : LONGEST_ADDRESS + 1].lstrip("/").partition("/")
    if len(argument) <= LONGEST_ADDRESS and verb.casefold() == "call":
        return _call(f"{CALL}{value}")
    if len(argument) <= LONGEST_ADDRESS and verb.casefold() == "find":
        return _words(value, argument)
    raise _not_understood(argument)


def _settled(argument: str) -> str:
    if not is_handed_over(argument) or _is_address(argument):
        return argument
    return os.path.abspath(_path(argument))  # noqa: PTH100 - as it was typed, links and all


def _is_address(argument: str) -> bool:
    return argument[: len(OWN)].casefold().startswith((CALL, OWN))


def _call(address: str) -> HandedOver:
    called_number(address)
    return HandedOver(Kind.CALL, address)


def _words(encoded: str, argument: str) -> HandedOver:
    try:
        words = clean(unquote(encoded, errors="strict"))
    except UnicodeDecodeError:
        words = ""
    if not 0 < len(words) <= LONGEST_TEXT:
        raise _not_understood(argument)
    return HandedOver(Kind.WORDS, words)


def _path(argument: str) -> str:
    """Return the path in `argument`; file managers of Linux hand over "file:///home/..." in its place."""
    path = argument
    if argument[: len(FILE)].casefold() == FILE:
        try:
            address = urlsplit(argument)
        except ValueError:
            raise _not_understood(argument) from None
        if address.netloc not in {"", "localhost"}:
            raise _not_understood(argument)
        path = unquote(address.path, errors="surrogateescape")
    if len(path) > LONGEST_PATH:
        raise UserError(msg("The path of this backup is too long; copy the file to a folder nearer to the top first."))
    if not path or "\0" in path:
        raise _not_understood(argument)
    return path


def _not_understood(argument: str) -> UserError:
    return UserError(
        msg(
            "“%(text)s” asks for nothing that this program does; it understands addresses like %(examples)s.",
            text=shown(argument),
            examples=EXAMPLES,
        )
    )
