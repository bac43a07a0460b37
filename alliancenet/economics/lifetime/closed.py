"""Lifetime value at a constant rate of keeping (E16.1)."""


def per_period(yearly: float, a_year: float) -> float:
    """Discount rate of a period from that of a year."""
    return float((1 + yearly) ** (1 / a_year) - 1)


def value_at_constant_rate(
    margin: float, kept: float, rate: float, periods: int | None = None, *, first_now: bool = True
) -> float:
    """Present value of a margin that is there as long as the partner is.

    Parameters
    ----------
    margin : of one period.
    kept : share 0-1 kept from one period to the next.
    rate : discount rate of a period, 0 and up.
    periods : horizon; None for ever.
    first_now : the first margin is received now; else at the end of the first period, if kept.

    Raises
    ------
    ValueError
        For ever at a rate of 0 when everybody stays: there is no such sum.
    """
    factor = kept / (1 + rate)
    if periods is None:
        if factor >= 1:
            raise ValueError("kept for ever without discount has no finite value")
        return margin / (1 - factor) if first_now else margin * factor / (1 - factor)
    first = 0 if first_now else 1
    return margin * sum(factor**period for period in range(first, first + periods))
