"""The Qt kit every screen is made of; it knows no feature, no database and no paper.

`kit.start_kit` prepares an application; then theme and language are there for every widget. What a person reads
goes through `language.say`, what a widget is painted with through `theme.theme`, and both change live.
"""
