"""Questionnaires: read, shown, printed."""
