"""Audits on disk: the file and the folder."""
