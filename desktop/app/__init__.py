"""The only part that knows every feature: start-up, command line, main window, navigation, search box, today."""
