"""Lines of a bill as they are typed: 软管 2 22, 密封胶 0.5*18, 人工 50."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.money import read_fen, yuan
from desktop.core.texts import clean
from desktop.requests.model import ItemKind
from desktop.requests.rows import PIECE, BillLine

__all__ = ["item_words", "quantity_words", "read_item"]

_NUMBER = r"[-\u2212]?\d+(?:\.\d+)?"
_TYPED = re.compile(
    rf"(?P<name>.*?\S)\s+(?:(?P<quantity>{_NUMBER})\s*(?:[x*×@]\s*|\s+))?[¥]?(?P<price>{_NUMBER})\s*元?", re.IGNORECASE
)
_LABOUR = re.compile(r"人工|工时|工時|工费|工費|labou?r|work", re.IGNORECASE)


def read_item(text: str) -> BillLine:
    """Return the line that `text` names: what for, how many (one, where nothing is said), the price of each in yuan.

    Raises UserError for anything else. What is wrong with the numbers themselves the service says.
    """
    typed = clean(unicodedata.normalize("NFKC", text)).replace("，", " ").replace(",", " ")
    found = _TYPED.fullmatch(typed)
    fault = UserError(
        msg("“%(text)s” is no line of a bill; write what for, how many, and the price: hose 1 22.", text=clean(text))
    )
    if found is None:
        raise fault
    quantity = Decimal((found["quantity"] or "1").replace("\u2212", "-")) * PIECE
    if quantity != quantity.to_integral_value():
        raise UserError(msg("A quantity has at most three decimals: “%(text)s”.", text=clean(text)))
    try:
        price = read_fen(found["price"])
    except ValueError:
        raise UserError(msg("A price has at most two decimals: “%(text)s”.", text=clean(text))) from None
    name = found["name"].strip()
    kind = ItemKind.LABOUR if _LABOUR.match(name) else ItemKind.MATERIAL
    return BillLine(name, int(quantity), price, kind)


def item_words(item: BillLine) -> str:
    """Return `item` as it can be typed again: 软管 2 22.00."""
    return f"{item.name} {quantity_words(item)} {yuan(item.price_fen)}"


def quantity_words(item: BillLine) -> str:
    """Return how many, without noughts at the end."""
    return f"{Decimal(item.quantity) / PIECE:f}"
