"""Frozen records and enums everybody speaks in; no files, no graphs, no data frames."""
