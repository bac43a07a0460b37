"""Value drivers of a key relationship, and what of an offer is worth naming (E9; S5, S16).

References
----------
Ulaga & Eggert 2006 (drivers); Anderson, Narus & van Rossum 2006 (proposition). The order of the weights
follows the first, their sizes are ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from alliancenet.economics.entered.offers import ValueElement
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.language import stored
from alliancenet.model.currencies import in_words
from alliancenet.model.settings import Settings
from alliancenet.sources.firm_ratings import VALUE, FirmRating
from alliancenet.sources.loaded import Project

BENEFITS: Mapping[str, str] = {
    "VAL1": "quality",
    "VAL2": "delivery",
    "VAL3": "service",
    "VAL4": "people",
    "VAL5": "know_how",
    "VAL6": "time",
}
"""Benefits by item, with the name of their weight."""
COSTS: Mapping[str, str] = {"VAL7": "price", "VAL8": "acquisition", "VAL9": "operation"}
"""Costs by item; better means lower."""
WORDS: Mapping[str, str] = {
    "VAL1": stored("product quality"),
    "VAL2": stored("delivery"),
    "VAL3": stored("service and support"),
    "VAL4": stored("working with the people"),
    "VAL5": stored("know-how"),
    "VAL6": stored("time to market"),
    "VAL7": stored("price"),
    "VAL8": stored("cost of acquisition"),
    "VAL9": stored("cost of operation"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverScores:
    """What one firm sees in the relationship against its next best alternative.

    Parameters
    ----------
    cost_mean : mean performance of the cost drivers, -2 to 2; None unless all three are answered.
    passes : the costs are good enough to be shortlisted; None where that cannot be told.
    key_score, cost_score : points 0-100; 50 is as good as the next best alternative.
    key_by_own_weights : the key score with the firm's own importance as weights.
    evidence : answers with something to prove them beside; its text may name people and is not told.
    low, high : bounds of the key score with all missing benefits at -2 and at +2.
    answered : of the six benefits.
    """

    alliance: str
    firm: str
    is_own: bool
    wave: str
    raters: int
    answered: int
    cost_mean: float | None
    passes: bool | None
    key_score: float | None
    low: float | None
    high: float | None
    key_by_own_weights: float | None
    cost_score: float | None
    performance: Mapping[str, float]
    importance: Mapping[str, float]
    evidence: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueDrivers:
    """Drivers of all alliances that were asked.

    Parameters
    ----------
    gaps : by alliance, item and its difference: our view of the performance less the partner's.
    ranked_apart : alliances that our weights and the firms' own put in another order.
    """

    scores: tuple[DriverScores, ...]
    gaps: Mapping[str, Mapping[str, float]]
    ranked_apart: tuple[str, ...]


def value_drivers_of(ledger: MoneyLedger) -> ValueDrivers | None:
    """Scores by alliance and side; None where nobody was asked."""
    return value_drivers(ledger.project, ledger.settings)


def value_drivers(project: Project, settings: Settings) -> ValueDrivers | None:
    """The same, without books."""
    ratings = project.ratings_by_firm(VALUE)
    if not ratings:
        return None
    scores = tuple(driver_scores(project, settings, rating) for rating in ratings)
    gaps: dict[str, dict[str, float]] = {}
    for alliance in dict.fromkeys(score.alliance for score in scores):
        own = [score for score in scores if score.alliance == alliance and score.is_own]
        theirs = [score for score in scores if score.alliance == alliance and not score.is_own]
        if own and theirs:
            both = [item for item in WORDS if item in own[0].performance and item in theirs[0].performance]
            gaps[alliance] = {item: own[0].performance[item] - theirs[0].performance[item] for item in both}
    return ValueDrivers(scores=scores, gaps=gaps, ranked_apart=_ranked_apart(scores))


def driver_scores(project: Project, settings: Settings, rating: FirmRating) -> DriverScores:
    """Gate, key score and cost score of one firm's answers."""
    limits, weights = settings.table("value.limits"), settings.table("value.weights")
    values = rating.rating.values
    performance = {item: values[f"{item}-PERF"] for item in WORDS if f"{item}-PERF" in values}
    importance = {item: values[f"{item}-IMP"] for item in WORDS if f"{item}-IMP" in values}
    costs = [performance[item] for item in COSTS if item in performance]
    cost_mean = fmean(costs) if len(costs) == len(COSTS) else None
    known = [item for item in BENEFITS if item in performance]
    is_enough = len(known) >= limits["benefits"]
    by_ours = {item: weights[BENEFITS[item]] for item in BENEFITS}
    ends = [points(dict.fromkeys(BENEFITS, end) | performance, by_ours) for end in (-2.0, 2.0)]
    own_weights = {item: importance[item] for item in known if item in importance}
    return DriverScores(
        alliance=rating.alliance,
        firm=rating.firm,
        is_own=project.register.organisations[rating.firm].own,
        wave=rating.wave,
        raters=rating.raters,
        answered=len(known),
        cost_mean=cost_mean,
        passes=None if cost_mean is None else cost_mean >= limits["gate"],
        key_score=points(performance, {item: by_ours[item] for item in known}) if is_enough else None,
        low=ends[0] if is_enough else None,
        high=ends[1] if is_enough else None,
        key_by_own_weights=points(performance, own_weights) if is_enough and len(own_weights) == len(known) else None,
        cost_score=points(performance, {item: weights[COSTS[item]] for item in COSTS})
        if cost_mean is not None
        else None,
        performance=performance,
        importance=importance,
        evidence=len(rating.rating.evidence),
        reason=""
        if is_enough
        else stored(
            "{count} of six benefits answered; {least} are needed", count=len(known), least=f"{limits['benefits']:g}"
        ),
    )


def points(performance: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """50 + 25 · weighted mean of performances from -2 to 2: points 0-100."""
    return 50 + 25 * sum(weights[item] * performance[item] for item in weights) / sum(weights.values())


def _ranked_apart(scores: Sequence[DriverScores]) -> tuple[str, ...]:
    """Alliances whose place among the partners' views differs by the two weightings."""
    told = [score for score in scores if not score.is_own and score.key_by_own_weights is not None]
    ours = sorted(told, key=lambda score: -(score.key_score or 0))
    theirs = sorted(told, key=lambda score: -(score.key_by_own_weights or 0))
    return tuple(score.alliance for score, other in zip(ours, theirs, strict=True) if score is not other)


def driver_lines(drivers: ValueDrivers, currency: str) -> Iterator[str]:  # noqa: ARG001
    """Scores, then gaps."""
    rows = [("alliance", "side", "shortlist", "key score", "own weights", "costs", "answers")]
    for score in drivers.scores:
        gate = {True: "passed", False: "not passed", None: "cannot be told"}[score.passes]
        key = f"withheld: {score.reason}" if score.key_score is None else _key(score)
        rows.append(
            (
                score.alliance,
                "ours" if score.is_own else score.firm,
                gate,
                key,
                "-" if score.key_by_own_weights is None else f"{score.key_by_own_weights:.0f}",
                "-" if score.cost_score is None else f"{score.cost_score:.0f}",
                f"{score.raters} in {score.wave}, {score.evidence} with evidence",
            )
        )
    yield from in_columns(rows)
    yield "50 is as good as the next best alternative; benefits win key status, costs get a firm shortlisted."
    for alliance, gaps in drivers.gaps.items():
        apart = [f"{WORDS[item]} {gap:+.1f}" for item, gap in gaps.items() if abs(gap) >= 1]
        told = f"otherwise: {', '.join(apart)}" if apart else "as the partner does"
        yield f"  {alliance}: we see it {told}"
    if drivers.ranked_apart:
        yield f"The firms' own weights put in another order: {', '.join(drivers.ranked_apart)}"


def _key(score: DriverScores) -> str:
    bounds = "" if score.answered == len(BENEFITS) else f" (bounds {score.low:.0f} to {score.high:.0f})"
    return f"{score.key_score:.0f}{bounds}"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedElement:
    """An element of an offer: parity, difference, deficit or contention, and whether it resonates."""

    element: ValueElement
    kind: str
    is_proved: bool
    resonates: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """What of an offer is worth naming, to one partner or to all.

    Parameters
    ----------
    worth : proved differences less deficits, minor units a period; None where one of them has no worth.
    premium : price premium asked, where offers.csv says one.
    remark : what is wrong with the list, or "".
    """

    partner: str
    elements: tuple[JudgedElement, ...]
    proved: int
    resonating: int
    worth: int | None
    premium: int | None
    remark: str = ""


def propositions_of(ledger: MoneyLedger) -> tuple[Proposition, ...] | None:
    """Judge the elements, partner by partner; None without value_elements.csv."""
    entries = ledger.books.entered.value_elements
    if entries is None:
        return None
    premiums = [row.premium for row in ledger.books.entered.offers or () if row.premium is not None]
    premium = premiums[0] if len(premiums) == 1 else None
    return tuple(
        _proposition(partner, [row for row in entries if row.partner == partner], premium, ledger)
        for partner in dict.fromkeys(row.partner for row in entries)
    )


def _proposition(partner: str, rows: Sequence[ValueElement], premium: int | None, ledger: MoneyLedger) -> Proposition:
    limits = ledger.settings.table("value.limits")
    kinds = {row.element: kind_of(row) for row in rows}
    proved = [row for row in rows if kinds[row.element] == "difference" and _is_proved(row)]
    strong = [row for row in proved if row.counts is not None and row.counts >= limits["counts"]]
    strong.sort(key=lambda row: (-(row.counts or 0), -row.difference, row.element))
    named = {row.element for row in strong[: int(limits["resonating"])]}
    listed = sum(kind == "difference" for kind in kinds.values())
    weighed = [*proved, *(row for row in rows if kinds[row.element] == "deficit")]
    worths = [(row.worth or 0) * (1 if kinds[row.element] == "difference" else -1) for row in weighed]
    return Proposition(
        partner=partner,
        elements=tuple(
            JudgedElement(
                element=row, kind=kinds[row.element], is_proved=_is_proved(row), resonates=row.element in named
            )
            for row in rows
        ),
        proved=len(proved),
        resonating=len(named),
        worth=sum(worths) if weighed and all(row.worth is not None for row in weighed) else None,
        premium=premium,
        remark=stored("too many to be heard") if listed > limits["heard"] else "",
    )


def _is_proved(row: ValueElement) -> bool:
    return row.proof in ("documented", "accepted_by_partner")


def kind_of(row: ValueElement) -> str:
    """Parity, difference, deficit or, where the two sides' signs differ, contention."""
    if row.own_view is not None and row.own_view * row.difference < 0:
        return stored("contention")
    if abs(row.difference) < 1:
        return stored("parity")
    return stored("difference") if row.difference > 0 else stored("deficit")


def proposition_lines(propositions: Sequence[Proposition], currency: str) -> Iterator[str]:
    """One block a partner."""
    for found in propositions:
        worth = "not known" if found.worth is None else in_words(found.worth, currency)
        asked = "" if found.premium is None else f" against a premium of {in_words(found.premium, currency)}"
        remark = f"; {found.remark}" if found.remark else ""
        proved = f"{found.proved} proved differences, worth {worth} a period"
        yield f"{found.partner or 'all partners'}: {proved}{asked}{remark}"
        for judged in found.elements:
            row = judged.element
            told = ", resonates" if judged.resonates else ""
            proof = f", {row.proof.replace('_', ' ')}" if row.proof else ""
            yield f"  {row.element}: {judged.kind} ({row.difference:+g}){proof}{told}"
