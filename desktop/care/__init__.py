"""Care plans (维护措施): dated tasks for a household, each with a result, and the calls that welcome who moved in.

Used by the desk on a household's page, on its own page and on Today; contact lists make tasks for many households.
"""
