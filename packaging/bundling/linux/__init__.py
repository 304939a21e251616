"""What is unpacked on Linux: one folder that starts by itself, with an entry for the menu."""
