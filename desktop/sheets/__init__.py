"""Spreadsheets in and out: reads what people bring, writes what they take away.

Reading goes `read` (an untrusted file, parsed in a confined child process) -> `headers` (which row names the columns,
which rows are data) -> `cells` and `dates` (one cell to one typed value, or a sentence why not) -> an importer of a
feature -> `records` (what happened). Writing goes through `write`; `template` makes an empty table to fill in.
Knows no screen, no database and no feature.
"""
