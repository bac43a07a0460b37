"""How well each firm manages alliances, and whether it has a function for it (C12, S26, S54)."""

from collections.abc import Iterator
from dataclasses import replace

from alliancenet.metrics.case import Case, metric
from alliancenet.model.register import Organisation
from alliancenet.model.score import Score, Subject, SubjectKind
from alliancenet.survey import capability as scale
from alliancenet.survey.organisation import Rating, as_one

_POINTS = "points 0-100"
_LEVELS = "level 0-4"


@metric(
    id="capability",
    unit=_POINTS,
    low=0,
    high=100,
    smallest_n="1 rater and a cross-check",
    source="Schilke & Goerzen 2010; Dyer, Kale & Singh 2001; anchors, level and target: own limit",
)
def capability(case: Case) -> Iterator[Score]:
    """Index of alliance capability of each firm that rated itself; the alliance's is the own firm's.

    Notes
    -----
    25 · mean of ten parts; several raters are averaged. Under `capability.level` the level 0-4,
    which needs all ten parts; under `capability.gap` how many levels the own firm is above (or
    below: negative) the one its portfolio asks for; under `capability.function` the share of
    elements of a dedicated alliance function; under `capability.disputes` on how many parts two
    raters lie two steps or more apart.
    """
    for firm in case.firms:
        raters = [one for one in case.ratings("capability") if one.organisation == firm.id]
        rating = as_one(raters)
        if rating is None:
            continue
        for score in _of_firm(case, firm, rating):
            yield score
            if firm.own and score.metric == "capability":
                yield replace(score, subject=case.subject)
        yield from _disputes(case, firm, raters)


def _of_firm(case: Case, firm: Organisation, rating: Rating) -> Iterator[Score]:
    found = scale.capability(rating.values, case.settings)
    function = scale.alliance_function(rating.values)
    if found.index is not None:
        yield _score(firm, "capability", found.index, _POINTS, found.rated, ("CAP1-CAP10",))
    if found.level is not None:
        yield _score(firm, "capability.level", found.level, _LEVELS, found.rated, (), found.level.name.lower())
    if found.level is not None and firm.own:
        alliances = case.register.alliances.values()
        target = scale.capability_target(len(alliances), sum(one.tier == 1 for one in alliances), case.settings)
        words = f"{found.level.name.lower()}, {target.name.lower()} is asked for"
        unit = "levels above what the portfolio asks for"
        yield _score(firm, "capability.gap", found.level - target, unit, len(alliances), ("capability.level",), words)
    if function.points is not None:
        label = {True: "dedicated", False: "not dedicated", None: ""}[function.is_dedicated]
        n, missing = len(scale.FUNCTION) - len(function.unknown), tuple(f"missing: {one}" for one in function.missing)
        yield _score(firm, "capability.function", function.points, _POINTS, n, missing, label)


def _disputes(case: Case, firm: Organisation, raters: list[Rating]) -> Iterator[Score]:
    if len(raters) < 2:
        return
    apart = scale.disputes(raters[0].values, raters[1].values, case.settings)
    parts = tuple(f"{one.item}: {one.first:g} and {one.second:g}" for one in apart)
    yield _score(firm, "capability.disputes", len(apart), "parts of ten", len(scale.PARTS), parts)


def _score(
    firm: Organisation, metric_id: str, value: float, unit: str, n: int, inputs: tuple[str, ...], label: str = ""
) -> Score:
    return Score(
        metric=metric_id,
        subject=Subject(kind=SubjectKind.FIRM, id=firm.id),
        value=float(value),
        unit=unit,
        n=n,
        inputs=inputs,
        label=label,
    )
