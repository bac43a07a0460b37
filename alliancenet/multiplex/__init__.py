"""Answers and logs become a multiplex; reports become ties."""
