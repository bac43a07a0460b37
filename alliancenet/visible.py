"""Text of people and files as it is shown: without letters that cannot be seen and steer what stands beside them."""

import re
from typing import Any

# Unicode's control (Cc) and format letters (Cf) without those that are drawn themselves (Arabic number signs) and
# without the soft hyphen, which shows at the end of a line only; lone halves of pairs (Cs), which no file can hold;
# letters that are drawn as nothing although they count as letters (Hangul fillers, the empty braille pattern)
_UNSEEN = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U00013430-\U0001343f\U000e0000-\U000e00ff"
)
# joiners belong to the writing of Persian, Hindi and others, and to pictures of several people; after other letters
# they only make two names that look alike
_JOINERS = r"(?<![\u0590-\u1fff\u2100-\ufdff\U00010000-\U0010ffff])[\u200c\u200d]"
_STEERING = re.compile(f"[{_UNSEEN}]|{_JOINERS}")


def visible(text: str, instead: str = "", but: str = "") -> str:
    """A text in which everything is seen and nothing turns the direction of what stands beside it.

    Parameters
    ----------
    instead : stands where such a letter stood.
    but : letters that stay although they steer.

    Notes
    -----
    The letters of Unicode Technical Report 36 (2.6 and 3.1) and the default ignorable ones; line breaks and tabs stay.

    Examples
    --------
    >>> visible("Ann\u202e Berg\u200b")
    'Ann Berg'
    """
    if text.isascii() and text.isprintable():
        return text
    return _STEERING.sub(lambda found: found[0] if found[0] in but else instead, text)


def visible_value(value: Any) -> Any:
    """Whatever a template shows: texts as `visible` gives them, anything else as it is."""
    if not isinstance(value, str):
        return value
    return type(value)(visible(value)) if hasattr(value, "__html__") else visible(value)  # markup stays markup
