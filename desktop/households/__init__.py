"""Households (一户一档): zones, buildings, entrances, rooms; the people in them and since when; phones, vehicles, tags.

A household is the people now living in or owning a room. Used by the desk to see in one look who is calling, and by
every other feature as the place something happens. Nothing is overwritten that history needs: occupancies and the
states of a room carry dates.
"""
