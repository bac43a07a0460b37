"""Proposed actions (C14): facts, rules, owners and causes."""
