"""Names beside a picture, none over another."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], step: float, lowest: float, top: float) -> list[float]:
    """Heights as near as may be to the wanted ones, at least a step apart; downwards is larger, as in SVG.

    Parameters
    ----------
    wanted : height each name would have alone.
    step : height of a name.
    lowest, top : largest and smallest height there is room for; where there are more names than room,
        they go below `lowest`.

    Examples
    --------
    >>> spread([10, 12, 50], step=10, lowest=100, top=0)
    [2.0, 12.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: -wanted[place])
    heights = [0.0] * len(wanted)
    limit = lowest
    for place in order:
        heights[place] = min(wanted[place], limit)
        limit = heights[place] - step
    shift = max(0.0, top - min(heights, default=top))
    return [height + shift for height in heights]
