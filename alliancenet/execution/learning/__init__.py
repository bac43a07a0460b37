"""Tests of what was tried with partners: hypothesis first, verdict by interval."""
