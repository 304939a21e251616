"""What the panes of the guard's window ask for and are told, in the background."""
