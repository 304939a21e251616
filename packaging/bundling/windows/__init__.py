"""The installer for Windows, made on Linux."""
