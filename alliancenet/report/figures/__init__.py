"""Figures, each with the numbers its table twin holds."""
