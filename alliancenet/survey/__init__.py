"""Questionnaires: read, shown, checked, scored."""
