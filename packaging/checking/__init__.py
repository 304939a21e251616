"""Trying out what was built, on Linux: the installer for Windows under wine, the Linux bundle beside the source."""
