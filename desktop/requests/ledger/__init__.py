"""Importing a ledger of requests: a spreadsheet becomes requests, and may be sent again and again as it grows.

`columns` names what is understood, `words` turns cells into values, `reading` turns sheets into rows or refusals;
`known` is what the community has already, `merging` decides what becomes of each row, `planning` is that as a plan to
look at, `writing` keeps the outcome in one transaction, `undoing` takes it back.

A row is known again by its number, else by kind, room, time and text. What a request took from the ledger is kept
with it; when the ledger comes again, only cells that differ from that are new. They are taken where the request still
has what the ledger said, or nothing; what was changed in the program since stays, with a doubt in the report. An
empty cell never empties anything.
"""
