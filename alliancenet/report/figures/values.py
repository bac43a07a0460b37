"""What partners are worth from here on, as bars, and how long contracts live."""

from dataclasses import dataclass

from alliancenet.model.customers import Keeping
from alliancenet.model.earnings import EarningsReview
from alliancenet.report import words

WIDTH, ROW, NAME, AMOUNT = 600, 24, 204, 104
MOST_ROWS = 24
CURVE_WIDTH, CURVE_HEIGHT, CURVE_PAD = 460, 220, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """A partner's value from here on; `low` and `high` are the ends of its range on the scale."""

    name: str
    target: tuple[str, ...]
    x: float
    y: float
    width: float
    tone: str
    text: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Bars, highest value first; `left_out` between the best and the worst where there are too many."""

    rows: tuple[Worth, ...]
    height: int
    zero: float
    left_out: int


def values(review: EarningsReview, most: int = MOST_ROWS) -> Values | None:
    """Draw what each partner is worth; None where nobody's value is known.

    Parameters
    ----------
    most : rows drawn; of more partners the best and the worst.
    """
    known = [
        (partner.value.value, partner.value, partner)
        for partner in review.partners
        if partner.value is not None and partner.value.value is not None
    ]
    if not known:
        return None
    known.sort(key=lambda entry: (-entry[0], entry[2].id))
    half = most // 2
    shown = known if len(known) <= most else [*known[:half], *known[-half:]]
    ends = [end for _, found, _ in shown for end in (found.value, found.low, found.high) if end is not None]
    low, high = min(0, *ends), max(0, *ends)
    scale = (WIDTH - NAME - AMOUNT) / ((high - low) or 1)

    def across(value: float) -> float:
        return round(NAME + (value - low) * scale, 1)

    rows = tuple(
        Worth(
            name=partner.name,
            target=("partner", partner.id),
            x=across(min(0, value)),
            y=float(ROW * place + 4),
            width=round(max(1.0, abs(across(value) - across(0))), 1),
            tone="gain" if value >= 0 else "loss",
            text=words.amount(value, review.currency),
            low=None if found.low is None else across(found.low),
            high=None if found.high is None else across(found.high),
        )
        for place, (value, found, partner) in enumerate(shown)
    )
    return Values(rows=rows, height=ROW * len(rows) + 8, zero=across(0), left_out=len(known) - len(shown))


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """Share of contracts alive by years, as steps with a band."""

    line: str
    band: str
    years: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]


def survival(keeping: Keeping) -> Survival | None:
    """Draw how long contracts live; None without contracts that ended."""
    points = keeping.survival
    if not points:
        return None
    last = points[-1].years
    step = (CURVE_WIDTH - 2 * CURVE_PAD) / last

    def up(share: float) -> float:
        return round(CURVE_HEIGHT - CURVE_PAD - share * (CURVE_HEIGHT - 2 * CURVE_PAD), 1)

    places = [(float(CURVE_PAD), 1.0, 1.0, 1.0)]
    places += [(round(CURVE_PAD + point.years * step, 1), point.share, point.low, point.high) for point in points]
    highs = [f"{x},{up(high)}" for x, _, _, high in places]
    lows = [f"{x},{up(low)}" for x, _, low, _ in reversed(places)]
    return Survival(
        line=" ".join(f"{x},{up(share)}" for x, share, _, _ in places),
        band=" ".join([*highs, *lows]),
        years=tuple((round(CURVE_PAD + year * step, 1), str(year)) for year in range(last + 1)),
        up=tuple((up(tick / 100), f"{tick} %") for tick in (0, 25, 50, 75, 100)),
    )
