"""The program itself: where it is installed, what it is made of, and how a newer version comes in from a file."""
