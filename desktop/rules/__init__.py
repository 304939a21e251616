"""Rules 规则与日历: what a community lays down about its requests, and when it works.

Time limits, categories, grades of complaints, phrases, questions of a follow-up, equipment, work order and desk; the
tables are those of requests, which reads them. The calendar is that of `working_days`.
"""
