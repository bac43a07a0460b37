"""Tiers (C11): importance, limits, rounds, and their words."""
