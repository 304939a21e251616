"""The panes of the guard's window."""
