"""Published values of the literature beside what the product computes; the manual's page is made of them."""

import csv
import importlib.util
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from economics.firms import GOLDEN, TDABC, golden, review_of, value
from scipy.special import stdtr

from alliancenet.economics.growth.wallet import growth_gain
from alliancenet.economics.impact.weights import relative_weights
from alliancenet.economics.lifetime.buying import (
    Buyers,
    chance_alive,
    fit_buying,
    fit_spending,
    money_of_a_purchase,
    purchases_ahead,
)
from alliancenet.economics.lifetime.chances import Takers, fit_chances
from alliancenet.economics.lifetime.closed import value_at_constant_rate
from alliancenet.economics.lifetime.fitting import Fitted
from alliancenet.economics.lifetime.keeping import wilson
from alliancenet.economics.lifetime.renewing import fit_renewals, renewals_left
from alliancenet.economics.overview import EconomicsReview
from alliancenet.economics.repair import minimum_order
from alliancenet.economics.strength.chain import bucket, values_of_states, values_within
from alliancenet.execution.learning.estimating import difference, welch
from alliancenet.model.execution import TestedEstimate

COUNTS = np.array([[60, 12, 0, 0, 8], [0, 70, 15, 1, 14], [0, 4, 50, 8, 3], [0, 0, 3, 35, 2]])
CHANCES = (COUNTS / COUNTS.sum(axis=1, keepdims=True))[:, :-1]
GAINS, NOW = np.array([-0.5, 4.5, 19, 58]), np.array([80.0, 100, 65, 40])
BETWEEN = np.array([[1, 0.5, 0.3], [0.5, 1, 0.2], [0.3, 0.2, 1]])
ROUNDED = (0.243, 4.414, 0.793, 2.426)
"""BG/NBD of CDNOW, as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedValue:
    """One row.

    Parameters
    ----------
    published : numbers as printed, with as many digits.
    source : where they were printed; "worked out" for arithmetic done by hand or by a direct sum.
    computed : the same numbers by the product.
    digits : decimals shown and compared.
    """

    what: str
    published: Sequence[float]
    source: str
    computed: Callable[[], Sequence[float]]
    digits: int


def data(name: str) -> list[dict[str, str]]:
    """A table of the package `lifetimes`, read without importing it."""
    found = importlib.util.find_spec("lifetimes")
    assert found is not None, "the data sets of `lifetimes` are needed: pip install 'alliancenet[dev]'"
    assert found.origin is not None
    with (Path(found.origin).parent / "datasets" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


@cache
def cdnow() -> Fitted:
    rows = data("cdnow_customers_summary.csv")
    x, last, seen = (column(rows, name) for name in ("frequency", "recency", "T"))
    return fit_buying(Buyers(repeats=x, last=last, seen=seen, mean=np.zeros(len(x))))


@cache
def spending() -> Fitted:
    rows = data("cdnow_customers_summary_with_transactions.csv")
    names = list(rows[0])
    x = column(rows, "x" if "x" in names else "frequency")
    mean = column(rows, "zbar" if "zbar" in names else "monetary_value")
    some = x > 0
    return fit_spending(Buyers(repeats=x[some], last=x[some], seen=x[some], mean=mean[some]))


@cache
def donations() -> Fitted:
    rows = data("donations.csv")
    names = ("frequency", "recency", "periods", "weights")
    taken, last, chances, weights = (column(rows, name) for name in names)
    return fit_chances(Takers(taken=taken, last=last, chances=chances, weights=weights))


def renewals(there: Sequence[int]) -> Fitted:
    lost = [before - after for before, after in pairwise(there)]
    return fit_renewals(lost, [0] * (len(lost) - 1) + [there[-1]])


def buyer(x: float, last: float, seen: float, mean: float = 0.0) -> Buyers:
    return Buyers(repeats=np.array([x]), last=np.array([last]), seen=np.array([seen]), mean=np.array([mean]))


def recency(stop: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Pfeifer and Carraway's chain by recency of purchase."""
    moves, gains = np.zeros((5, 5)), np.array([36.0, -4, -4, -4, 0])
    for place, chance in enumerate((0.3, 0.2, 0.15, 0.05)):
        moves[place, 0], moves[place, place + 1] = chance, 1 - chance
    if stop < 4:
        gains[stop], moves[stop] = 0, 0
    return moves, gains


@cache
def costing() -> tuple[float, float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        use = review_of(Path(folder), TDABC, "a", "b").uses[0]
    return use.cost / 100 / use.practical, use.used, use.partners / 100, use.unused / 100


@cache
def twelve() -> EconomicsReview:
    with tempfile.TemporaryDirectory() as folder:
        return golden(Path(folder))


def contributions() -> list[float]:
    return [(value(twelve(), name, "contribution") or 0) / 100 for name in GOLDEN]


def sums_of_twelve() -> list[float]:
    sales = sum(value(twelve(), name, "net_sales") or 0 for name in GOLDEN) / 100
    return [twelve().curve.total / 100, sales, twelve().curve.profitable]


def repair_of_l() -> list[float]:
    loss = next(loss for loss in twelve().losses if loss.partner == "L")
    return [100 * (loss.price or 0), 100 * (loss.cost_removed or 0)]


@cache
def earnings(arm: str, year: str) -> np.ndarray:
    """Earnings of an arm of the National Supported Work demonstration."""
    with (Path(__file__).parent / "published" / "nsw.csv").open(encoding="utf-8") as file:
        return np.array([float(row[year]) for row in csv.DictReader(file) if row["treated"] == arm])


def of_treatment() -> TestedEstimate:
    found = difference(earnings("1", "re78"), earnings("0", "re78"))
    assert found is not None
    return found


def t_test_of_treatment() -> list[float]:
    error, freedom = welch(earnings("1", "re78"), earnings("0", "re78"))
    t = of_treatment().value / error
    return [t, freedom, 2 * float(stdtr(freedom, -t))]


def of_change() -> TestedEstimate:
    changes = [earnings(arm, "re78") - earnings(arm, "re75") for arm in ("1", "0")]
    found = difference(changes[0], changes[1])
    assert found is not None
    return found


@cache
def whale() -> tuple[float, ...]:
    curve = twelve().curve
    assert curve.peak is not None
    assert curve.erosion is not None
    assert curve.top_fifth is not None
    assert curve.middle is not None
    assert curve.worst_tenth is not None
    assert curve.loss_ratio is not None
    return curve.peak, curve.erosion, curve.top_fifth, curve.middle, curve.worst_tenth, curve.loss_ratio


LONG = (1000, 869, 743, 653, 593, 551, 517, 491)
SHORT = (1000, 631, 468, 382, 326, 289, 262, 241)
NO_COST = np.zeros(4)
WEAK = np.array([True, True, False, False])
VALUES: tuple[PublishedValue, ...] = (
    PublishedValue(
        what="Cost of a minute, minutes used, assigned, unused: 560,000 for 700,000 minutes; 49,000 orders of 8, "
        "1,400 inquiries of 44, 2,500 checks of 50",
        published=(0.80, 578_600, 462_880, 97_120),
        source="Kaplan & Anderson 2004",
        computed=costing,
        digits=2,
    ),
    PublishedValue(
        what="Whale curve of twelve partners: peak, erosion, top 20 %, middle 70 %, worst 10 %, loss ratio",
        published=(173.134, 73.134, 124.179, 22.388, -46.567, 0.422),
        source="worked out",
        computed=whale,
        digits=3,
    ),
    PublishedValue(
        what="Contributions of the twelve, A to L",
        published=(240, 140, 90, 60, 30, 15, 5, 0, -5, -20, -80, -140),
        source="worked out",
        computed=contributions,
        digits=0,
    ),
    PublishedValue(
        what="Their sum, their net sales, and how many are above zero",
        published=(335, 4085, 7),
        source="worked out",
        computed=sums_of_twelve,
        digits=0,
    ),
    PublishedValue(
        what="Cuts of the matrix: medians of net margin and of cost to serve over net sales",
        published=(0.29167, 0.21591),
        source="worked out",
        computed=lambda: [twelve().matrix.margin_cut or 0, twelve().matrix.cost_cut or 0],
        digits=5,
    ),
    PublishedValue(
        what="What would repair L: prices up by, or of its cost to serve removed, %",
        published=(20.588, 46.667),
        source="worked out",
        computed=repair_of_l,
        digits=3,
    ),
    PublishedValue(
        what="Smallest order where a quarter is left, cost of an order 150, then 600",
        published=(600, 2400),
        source="Kaplan & Cooper 1998 (Kanthal)",
        computed=lambda: [minimum_order(cost, 0.25)[0] or 0 for cost in (150, 600)],
        digits=0,
    ),
    PublishedValue(
        what="Gain of a share of .25 raised to .35 of 400, margin .30, cost to serve 5, programme 2",
        published=(5,),
        source="worked out, after Anderson & Narus 2003",
        computed=lambda: [growth_gain(400, 0.25, 0.35, 0.30, 5 / 40, 2)],
        digits=2,
    ),
    PublishedValue(
        what="Value at margin 100, kept .8, discount .1: first margin at the end, first margin now",
        published=(266.67, 366.67),
        source="worked out",
        computed=lambda: [value_at_constant_rate(100, 0.8, 0.1, first_now=now) for now in (False, True)],
        digits=2,
    ),
    PublishedValue(
        what="the same, first margin now, as a chain of one state",
        published=(366.67,),
        source="worked out",
        computed=lambda: values_of_states(np.array([[0.8]]), np.array([100.0]), 0.1),
        digits=2,
    ),
    PublishedValue(
        what="sBG of 1000, 869, 743, 653, 593, 551, 517, 491: alpha, beta",
        published=(0.668, 3.806),
        source="Fader & Hardie 2007, quoted from memory",
        computed=lambda: renewals(LONG).values,
        digits=3,
    ),
    PublishedValue(
        what="its log-likelihood",
        published=(-1611.16,),
        source="Fader & Hardie 2007, quoted from memory",
        computed=lambda: [renewals(LONG).log_likelihood],
        digits=2,
    ),
    PublishedValue(
        what="sBG of 1000, 631, 468, 382, 326: alpha, beta",
        published=(0.764, 1.296),
        source="counts of Fader & Hardie 2014, estimates quoted from memory",
        computed=lambda: renewals(SHORT[:5]).values,
        digits=3,
    ),
    PublishedValue(
        what="the same with three more, 289, 262, 241: alpha, beta",
        published=(0.704, 1.182),
        source="counts of Fader & Hardie 2014, estimates quoted from memory",
        computed=lambda: renewals(SHORT).values,
        digits=3,
    ),
    PublishedValue(
        what="Renewals left before the 1st and before the 3rd, alpha .668, beta 3.806, discount .1",
        published=(5.41486, 6.29426),
        source="worked out by the direct sum",
        computed=lambda: [renewals_left(0.668, 3.806, renewal, 0.1) for renewal in (1, 3)],
        digits=5,
    ),
    PublishedValue(
        what="BG/NBD of CDNOW, 2,357 buyers: r, alpha, a, b",
        published=(0.243, 4.414, 0.793, 2.426),
        source="Fader, Hardie & Lee 2005",
        computed=lambda: cdnow().values,
        digits=3,
    ),
    PublishedValue(
        what="its log-likelihood",
        published=(-9582.4,),
        source="Fader, Hardie & Lee 2005",
        computed=lambda: [cdnow().log_likelihood],
        digits=1,
    ),
    PublishedValue(
        what="Purchases in 39 weeks after 2 by week 30.43 of 38.86; chance that it still buys",
        published=(1.226, 0.727),
        source="Fader, Hardie & Lee 2005",
        computed=lambda: [
            float(purchases_ahead(ROUNDED, buyer(2, 30.43, 38.86), 39)[0]),
            float(chance_alive(ROUNDED, buyer(2, 30.43, 38.86))[0]),
        ],
        digits=3,
    ),
    PublishedValue(
        what="Gamma-gamma of CDNOW, 946 repeat buyers: p, q, v",
        published=(6.25, 3.74, 15.44),
        source="Fader & Hardie 2013",
        computed=lambda: spending().values,
        digits=2,
    ),
    PublishedValue(
        what="money of a purchase over all buyers, p v / (q - 1)",
        published=(35.2,),
        source="Fader & Hardie 2013, quoted from memory",
        computed=lambda: [float(money_of_a_purchase(spending().values, buyer(0, 0, 1))[0])],
        digits=1,
    ),
    PublishedValue(
        what="Money of a purchase after 2 of 22.35 on average",
        published=(24.66,),
        source="worked out with those estimates",
        computed=lambda: [float(money_of_a_purchase(spending().values, buyer(2, 1, 1, 22.35))[0])],
        digits=2,
    ),
    PublishedValue(
        what="BG/BB of the donors, 11,104 in 22 kinds: alpha, beta, gamma, delta",
        published=(1.204, 0.750, 0.657, 2.783),
        source="Fader, Hardie & Shang 2010; two decimals in the manual of the R package BTYD, the third from memory",
        computed=lambda: donations().values,
        digits=3,
    ),
    PublishedValue(
        what="its log-likelihood",
        published=(-33_225.6,),
        source="Fader, Hardie & Shang 2010, quoted from memory",
        computed=lambda: [donations().log_likelihood],
        digits=1,
    ),
    PublishedValue(
        what="Value by recency, five periods: purchase .3, .2, .15, .05, 40 each, 4 a contact, discount .2",
        published=(50.115, 4.220, 0.592, -1.980, 0),
        source="chain of Pfeifer & Carraway 2000, their values quoted from memory",
        computed=lambda: values_within(*recency(), 0.2, 5),
        digits=3,
    ),
    PublishedValue(
        what="the same for ever",
        published=(52.320, 5.554, 1.251, -1.820, 0),
        source="chain of Pfeifer & Carraway 2000, their values quoted from memory",
        computed=lambda: values_of_states(*recency(), 0.2),
        digits=3,
    ),
    PublishedValue(
        what="the same, nobody written to at recency four",
        published=(53.149, 6.621, 2.644, 0, 0),
        source="chain of Pfeifer & Carraway 2000, their values quoted from memory",
        computed=lambda: values_of_states(*recency(3), 0.2),
        digits=3,
    ),
    PublishedValue(
        what="Value of stranger, acquaintance, friend, partner by the moves of the tests, discount .1",
        published=(41.952, 101.555, 214.150, 354.939),
        source="worked out",
        computed=lambda: values_of_states(CHANCES, GAINS, 0.1),
        digits=3,
    ),
    PublishedValue(
        what="Base of 80, 100, 65, 40 of them for ever, over five periods, friends and partners alone",
        published=(41_628.98, 17_894.29, 26_427.74),
        source="worked out",
        computed=lambda: [
            float(NOW @ values_of_states(CHANCES, GAINS, 0.1)),
            float(NOW @ values_within(CHANCES, GAINS, 0.1, 5)),
            bucket(CHANCES, NOW, GAINS, NO_COST, WEAK, 0.1, 0).strong,
        ],
        digits=2,
    ),
    PublishedValue(
        what="Relative weights, correlations .5, .3, .2 and .6, .5, .4 with the outcome; their sum, R²",
        published=(0.22552, 0.13923, 0.09569, 0.46044),
        source="worked out, after Johnson 2000",
        computed=lambda: [
            *(found := relative_weights(BETWEEN, np.array([0.6, 0.5, 0.4]))),
            float(found.sum()),
        ],
        digits=5,
    ),
    PublishedValue(
        what="Wilson 90 % interval of 16 of 100, 38 of 40, 45 of 50",
        published=(0.1088, 0.2291, 0.8597, 0.9833, 0.8085, 0.9505),
        source="worked out, after Wilson 1927",
        computed=lambda: [*wilson(16, 100), *wilson(38, 40), *wilson(45, 50)],
        digits=4,
    ),
    PublishedValue(
        what="National Supported Work, earnings of 1978: difference of 185 treated and 260 others, 90 % interval",
        published=(1794.34, 687.31, 2901.37),
        source="difference: LaLonde 1986, Dehejia & Wahba 1999; interval of Welch worked out",
        computed=lambda: [(found := of_treatment()).value, found.low, found.high],
        digits=2,
    ),
    PublishedValue(
        what="its t, by Welch",
        published=(2.6741,),
        source="worked out, after Welch 1947",
        computed=lambda: t_test_of_treatment()[0:1],
        digits=4,
    ),
    PublishedValue(
        what="its degrees of freedom",
        published=(307.13,),
        source="worked out, after Welch 1947",
        computed=lambda: t_test_of_treatment()[1:2],
        digits=2,
    ),
    PublishedValue(
        what="its p",
        published=(0.00789,),
        source="worked out, after Welch 1947",
        computed=lambda: t_test_of_treatment()[2:3],
        digits=5,
    ),
    PublishedValue(
        what="the same difference of the change from 1975 to 1978",
        published=(1529.20,),
        source="worked out",
        computed=lambda: [of_change().value],
        digits=2,
    ),
)


def page() -> str:
    """The manual's page."""
    rows = [
        f"| {value.what} | {_numbers(value.published, value.digits)} | {_numbers(value.computed(), value.digits)} "
        f"| {value.source} |"
        for value in VALUES
    ]
    return "\n".join(
        [
            "# Published values",
            "",
            "What the literature prints for money and customers, beside what alliancenet computes from the same data.",
            "*Worked out*: by hand or by a direct sum, independently of the product. Where the last digit differs the",
            "source rounded on its way. The data of CDNOW and of the donors are those of the package `lifetimes`;",
            "the tests compare survival of contracts with `lifelines` (data set `waltons`, share and 90 % band).",
            "",
            "| what | published | computed | source |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _numbers(values: Sequence[float], digits: int) -> str:
    told = (f"{float(value) + 0.0:,.{digits}f}" for value in values)
    return "; ".join("0" if not any(char in text for char in "123456789") else text for text in told)
