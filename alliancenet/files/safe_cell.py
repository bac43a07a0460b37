"""Cells of files that are opened in a spreadsheet."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula (OWASP list, with full-width signs)."""
    text = text.replace("\x00", "")
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA_STARTS) else text
