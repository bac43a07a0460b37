"""How sure a difference between two firms is."""

from enum import StrEnum


class Grade(StrEnum):
    """How sure a perception gap is; "none shown" is never agreement."""

    ESTABLISHED = "established"
    TO_DISCUSS = "to discuss"
    NONE_SHOWN = "none shown"
