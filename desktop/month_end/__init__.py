"""Month end (月结): the desk combs a month step by step, comments it, issues it to the department heads, and closes it.

Seven steps: what is incomplete is mended; what stands out is proposed; problem points are made of it; actions agreed;
comments written; the month issued; and closed, which freezes figures, lists, comments and reports.
"""
