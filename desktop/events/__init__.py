"""Community events (社区文化活动) and convenience services (便民服务): planned, invited to, held, remembered.

An event is planned, announced, held or cancelled. A household is invited or signs up, stands on the waiting list where
there is no room, comes or does not. The year's goals count what was held.
"""
