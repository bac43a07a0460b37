"""How partners move between states: chances with intervals, rates against goals, and whether they have changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.economics.entered.customers import LIVING, StateGoal, Strength
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.lifetime.keeping import wilson
from alliancenet.economics.strength.states import LOST, UNKNOWN, StateTable

_SEED = 20260202
STATES = len(LIVING)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRate:
    """A rate of one state's moves.

    Parameters
    ----------
    name : conversion (moved up), defence (not lost) or downgrade (moved down and not lost).
    count, of : moves counted, and all moves out of the state.
    value : share 0-1; None where too few moves bear it: interval and counts are shown.
    low, high : 90 % interval, the wider of Wilson's and that of drawing partners anew.
    goal : 0-1, or None.
    verdict : `reached`, `not reached`, `cannot be told`, or "" without a goal.
    """

    state: str
    name: str
    count: int
    of: int
    value: float | None
    low: float | None
    high: float | None
    goal: float | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage:
    """Growth of the contribution of those that stayed friend or partner, last period over the one before.

    Parameters
    ----------
    growth : share of the contribution before; None where it cannot be told.
    n : partners that stayed.
    """

    growth: float | None
    n: int
    goal: float | None = None
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Whether moves of the later half of the periods differ from those of the earlier half.

    Parameters
    ----------
    statistic, df : of the likelihood ratio.
    p : chance of a statistic as large, from drawing both halves from the same chances; None where it cannot be told.
    verdict : a sentence.
    """

    statistic: float | None
    df: int
    p: float | None
    has_changed: bool
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Moves between consecutive periods.

    Parameters
    ----------
    counts : living states × (living states, lost).
    chances : the same as shares of rows; a row without moves is all None.
    skipped : pairs of periods in which one state was not known.
    """

    first: str
    last: str
    counts: tuple[tuple[int, ...], ...]
    chances: tuple[tuple[float | None, ...], ...]
    rates: tuple[MoveRate, ...]
    leverage: Leverage
    stability: Stability
    skipped: int

    @property
    def table(self) -> IntArray:
        """The counts as an array."""
        return np.array(self.counts, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Every move: partner, period, from, to."""

    partner: IntArray
    period: IntArray
    before: IntArray
    after: IntArray

    def counts(self, weights: IntArray | None = None) -> IntArray:
        found = np.zeros((STATES, STATES + 1), dtype=np.int64)
        np.add.at(found, (self.before, self.after), 1 if weights is None else weights)
        return found


def moves_of(ledger: MoneyLedger, table: StateTable) -> Moves | None:
    """Count and judge moves; None with fewer than two periods."""
    if table.states.shape[1] < 2:
        return None
    steps, skipped = _steps(table.states)
    counts = steps.counts()
    goals = ledger.books.entered.state_goals or ()
    return Moves(
        first=table.periods[0],
        last=table.periods[-1],
        counts=tuple(tuple(int(count) for count in row) for row in counts),
        chances=tuple(_shares(row) for row in counts),
        rates=tuple(_rates(ledger, steps, goals)),
        leverage=_leverage(ledger, table, goals),
        stability=stability_of(steps_by_half(steps), ledger.settings.whole("states.draws")),
        skipped=skipped,
    )


def _steps(states: IntArray) -> tuple[_Steps, int]:
    before, after = states[:, :-1], states[:, 1:]
    told = (before >= 0) & (before < LOST) & (after >= 0)
    skipped = int((((before == UNKNOWN) & (after != LOST)) | ((after == UNKNOWN) & (before < LOST))).sum())
    partner, period = np.nonzero(told)
    return _Steps(partner, period, before[told], after[told]), skipped


def _shares(row: IntArray) -> tuple[float | None, ...]:
    total = int(row.sum())
    return tuple(float(count) / total if total else None for count in row)


def _rates(ledger: MoneyLedger, steps: _Steps, goals: Sequence[StateGoal]) -> "list[MoveRate]":
    found = []
    least = ledger.settings.whole("states.moves_least")
    wanted = {(goal.state, goal.rate): goal.goal for goal in goals}
    for state, name in enumerate(LIVING):
        for rate, hits in (
            ("conversion", (steps.after > state) & (steps.after < LOST)),
            ("defence", steps.after < LOST),
            ("downgrade", steps.after < state),
        ):
            is_possible = not (rate == "conversion" and state == STATES - 1) and not (
                rate == "downgrade" and state == 0
            )
            if is_possible:
                goal = wanted.get((name.value, rate))
                found.append(_rate(name, rate, steps, steps.before == state, hits, least, goal, ledger))
    return found


def _rate(
    state: Strength,
    name: str,
    steps: _Steps,
    mine: "np.ndarray",
    hits: "np.ndarray",
    least: int,
    goal: float | None,
    ledger: MoneyLedger,
) -> MoveRate:
    of, count = int(mine.sum()), int((mine & hits).sum())
    if not of:
        verdict = "" if goal is None else "cannot be told"
        return MoveRate(
            state=state.value, name=name, count=0, of=0, value=None, low=None, high=None, goal=goal, verdict=verdict
        )
    draws = ledger.settings.whole("states.draws")
    ends = (wilson(count, of), _drawn(steps.partner[mine], hits[mine], draws))
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    return MoveRate(
        state=state.value,
        name=name,
        count=count,
        of=of,
        value=count / of if of >= least else None,
        low=low,
        high=high,
        goal=goal,
        verdict=_verdict(goal, low, high, is_low_good=name == "downgrade"),
    )


def _drawn(partners: IntArray, hits: "np.ndarray", draws: int) -> tuple[float, float]:
    """5th and 95th percentile of the rate over draws of partners with all their moves."""
    _, place = np.unique(partners, return_inverse=True)
    size = int(place.max()) + 1
    moves, hit = np.bincount(place, minlength=size), np.bincount(place, hits.astype(np.float64), size)
    drawn = np.random.default_rng(_SEED).integers(0, size, (draws, size))
    rates = hit[drawn].sum(axis=1) / moves[drawn].sum(axis=1)
    low, high = np.percentile(rates, [5, 95])
    return float(low), float(high)


def _verdict(goal: float | None, low: float, high: float, *, is_low_good: bool = False) -> str:
    if goal is None:
        return ""
    if is_low_good:
        low, high, goal = -high, -low, -goal
    if low >= goal:
        return "reached"
    return "not reached" if high < goal else "cannot be told"


def _leverage(ledger: MoneyLedger, table: StateTable, goals: Sequence[StateGoal]) -> Leverage:
    goal = next((goal.goal for goal in goals if goal.rate == "leverage"), None)
    verdict = "" if goal is None else "cannot be told"
    strong = LIVING.index(Strength.FRIEND)
    is_strong = (table.states >= strong) & (table.states < LOST)
    stayed = is_strong[:, -1] & is_strong[:, -2]
    n = int(stayed.sum())
    accounts = ledger.accounts
    if len(accounts.periods) < 2 or accounts.name(len(accounts.periods) - 1) != table.periods[-1]:
        return Leverage(growth=None, n=n, goal=goal, verdict=verdict, reason="no accounts of the last two periods")
    from alliancenet.economics.statement import totals_of

    before, after = (totals_of(accounts, (len(accounts.periods) - back,)) for back in (2, 1))
    known = before.is_known & after.is_known
    if not n or not known[stayed].all():
        reason = "nobody stayed" if not n else "the contribution of some of them is not known"
        return Leverage(growth=None, n=n, goal=goal, verdict=verdict, reason=reason)
    base = int(before.contribution[stayed].sum())
    if base <= 0:
        reason = "their contribution before is not above 0: a growth of it means nothing"
        return Leverage(growth=None, n=n, goal=goal, verdict=verdict, reason=reason)
    growth = int(after.contribution[stayed].sum()) / base - 1
    ends = sorted(
        int(getattr(after, f"contribution_{one}")[stayed].sum())
        / max(int(getattr(before, f"contribution_{other}")[stayed].sum()), 1)
        - 1
        for one, other in (("low", "high"), ("high", "low"))
    )
    return Leverage(growth=growth, n=n, goal=goal, verdict=_verdict(goal, *ends))


def steps_by_half(steps: _Steps) -> tuple[IntArray, IntArray]:
    """Counts of the earlier and of the later half of the periods."""
    if not len(steps.period):
        empty = np.zeros((STATES, STATES + 1), dtype=np.int64)
        return empty, empty
    middle = (int(steps.period.min()) + int(steps.period.max()) + 1) / 2
    early = steps.period < middle
    return tuple(  # type: ignore[return-value]
        _Steps(steps.partner[half], steps.period[half], steps.before[half], steps.after[half]).counts()
        for half in (early, ~early)
    )


def stability_of(halves: tuple[IntArray, IntArray], draws: int) -> Stability:
    """Likelihood ratio of two halves against one set of chances; p from draws, so that small counts do no harm.

    Parameters
    ----------
    halves : counts of moves, states × states.
    draws : how often both halves are drawn from the chances of all moves.
    """
    early, late = halves
    rows = np.flatnonzero((early.sum(axis=1) > 0) & (late.sum(axis=1) > 0))
    df = int(sum(max(int(((early + late)[row] > 0).sum()) - 1, 0) for row in rows))
    if not df:
        return Stability(
            statistic=None, df=0, p=None, has_changed=False, verdict="cannot be told: no state has moves in both halves"
        )
    statistic = _ratio(early[None, rows], late[None, rows])[0]
    random = np.random.default_rng(_SEED)
    pooled = (early + late)[rows] / (early + late)[rows].sum(axis=1, keepdims=True)
    drawn = [
        np.stack([random.multinomial(int(half[row].sum()), pooled[place], draws) for place, row in enumerate(rows)], 1)
        for half in (early, late)
    ]
    p = (1 + int((_ratio(*drawn) >= statistic - 1e-9).sum())) / (draws + 1)
    has_changed = p < 0.05
    verdict = "the moves have changed" if has_changed else "no change of the moves is seen"
    return Stability(statistic=float(statistic), df=df, p=p, has_changed=has_changed, verdict=verdict)


def _ratio(early: "IntArray | FloatArray", late: "IntArray | FloatArray") -> FloatArray:
    """2 ΣΣ C ln(P half / P all) of stacked pairs of tables."""
    both = early + late
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = both / both.sum(axis=-1, keepdims=True)
        found = np.zeros(len(early))
        for half in (early, late):
            own = half / half.sum(axis=-1, keepdims=True)
            terms = np.where(half > 0, half * np.log(own / pooled), 0.0)
            found += 2 * terms.sum(axis=(1, 2))
    return found
