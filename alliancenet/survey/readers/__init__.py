"""Exports of survey platforms, read as they come; one file per platform."""
