"""Audit strategic alliances: the people network, the relationship's health, the portfolio."""
