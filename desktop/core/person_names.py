"""People's names on paper that leaves the desk."""

from __future__ import annotations

__all__ = ["mask_name"]

HIDDEN = "**"


def mask_name(name: str) -> str:
    """Return the first character of a name and stars, as many for every name; "" for none."""
    plain = name.strip()
    return f"{plain[0]}{HIDDEN}" if plain else ""
