"""Sections of economics as records that pages and files tell: one function a section."""
