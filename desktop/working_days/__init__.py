"""When the community works: its hours of the week, and the holidays it knows."""
