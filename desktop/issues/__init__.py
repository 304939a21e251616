"""Problem points (问题点) found when the desk combs a month, and the rectification actions (整改措施) that mend them.

A problem point belongs to a department and rests on requests, its evidence. It lives from month to month until it is
mended: each action is done, then found effective or not; where the same comes back, the point reopens by itself. A
department's head reads, comments and confirms (with the password) each point and action of the own department.
"""
