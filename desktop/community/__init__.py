"""The community editor: zones, buildings, entrances, and rooms made by pattern and renumbered safely."""
