"""Formats of other programs that come where a table is expected: named, with the way out."""

import re
from collections.abc import Sequence

_SIGNS = (
    (re.compile(r"\s*<(graphml\b|[?!].*?<graphml\b)", re.DOTALL), "GraphML"),
    (re.compile(r"\s*<(gexf\b|[?!].*?<gexf\b)", re.DOTALL), "GEXF"),
    (re.compile(r"\s*(<!DOCTYPE html|<html\b)", re.IGNORECASE), "a web page"),
    (re.compile(r"\s*<[?!]"), "XML"),
    (re.compile(r"(\s*%[^\n]*\n)*\s*\*(vertices|network)\b", re.IGNORECASE), "Pajek (.net)"),
    (re.compile(r"\s*dl\s+n\s*=?|\s*dl\b[^\n,;]*\bformat\b|\s*dl\s+nr?\b", re.IGNORECASE), "UCINET DL"),
    (re.compile(r"\s*graph\s*\[|\s*creator\b[^\n]*\n\s*graph\b", re.IGNORECASE), "GML"),
    (re.compile(r"\s*[\[{]"), "JSON"),
    (re.compile(r"%PDF-"), "PDF"),
)
_HEAD = 4096


def foreign_format(text: str) -> str:
    """Name of the format a text is in when it is no table, or ""."""
    head = text[:_HEAD]
    return next((name for sign, name in _SIGNS if sign.match(head)), "")


def is_matrix(header: list[str], first_column: Sequence[str]) -> bool:
    """Whether a table has the same names along its top and its left side, as an adjacency matrix has."""
    names = [name for name in header[1:] if name]
    return len(names) > 1 and set(names) <= set(first_column)
