"""Photos and files that belong to something the desk keeps: a request, a rectification action."""
