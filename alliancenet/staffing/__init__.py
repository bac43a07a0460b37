"""Filling positions: who agreed, how person and role fit, and the best plan for all positions at once."""
