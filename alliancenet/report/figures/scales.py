"""Round numbers for an axis."""

from math import ceil, floor, log10

Ticks = tuple[tuple[float, str], ...]
"""Ticks of an axis: place and text."""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers that hold a range, 0 among them where the range holds it.

    Parameters
    ----------
    low, high : ends of the range; where they are one, a range around it.
    most : ticks at most, about.

    Examples
    --------
    >>> nice_ticks(0, 126)
    [0.0, 50.0, 100.0, 150.0]
    """
    if high <= low:
        high = low + (abs(low) or 1.0)
    raw = (high - low) / max(1, most - 1)
    size = 10 ** floor(log10(raw))
    step = size * next(step for step in _STEPS if step * size >= raw - 1e-9 * size)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 10) + 0.0 for number in range(first, last + 1)]
