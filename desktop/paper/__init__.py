"""Paper: fonts, words, tables, charts and page frames that every printed page is made of.

Knows no Qt and no feature; texts arrive translated. Importing any module of this package imports ReportLab
(0.1 to 0.25 s), so features import it in their `report` module only, inside the function that prints.

From a page down to ink: `frames` lays blocks out on sheets, `blocks`, `tables` and `charts` are the blocks, `cells`
is what boxes and table cells may hold, `words` breaks lines, `pen` writes PDF operators, `fonts` chooses glyphs.
Lengths are points unless a name ends in `_mm`.
"""
