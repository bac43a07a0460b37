"""How far the answers can be trusted: two reports of one tie, straight lines, rosters, levels (C17)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alliancenet.metrics.case import Case
from alliancenet.metrics.registry import metric
from alliancenet.model.score import Score, Subject, SubjectKind

if TYPE_CHECKING:
    from alliancenet.survey.quality import Quality


@metric("quality")
def quality(case: Case) -> Iterator[Score]:
    """Checks of the answers there are: counted, so known exactly; they change nothing.

    Notes
    -----
    `quality.discrepancies`: share of pairs with two reports that lie two steps or more apart.
    `quality.straight_lines`: people who gave one answer to nearly everything; `quality.careless`: those
    of them who did so about people, so that what they say of colleagues confirms no tie.
    `quality.roster_ratio`: people of the longest roster per person of the shortest.
    `quality.answered.LEVEL`: share of a firm's people of a level who answered. The last two are
    not told where nobody was asked and contact comes from logs alone.
    """
    from alliancenet.survey.quality import careless_about_people, quality_of

    found = quality_of(case.wave, case.instruments, case.roster, case.settings)
    if found.compared:
        share, inputs = len(found.discrepancies) / found.compared, ("both reports of contact",)
        unit = "share of pairs with two reports 0-1"
        yield _score("quality.discrepancies", case.subject, share, unit, found.compared, inputs)
    was_asked = not case.wave.by_logs_alone
    if was_asked and (case.wave.opinions is not None or case.wave.reports):
        lines, answered = len({line.person for line in found.straight_lines}), int(case.wave.responded.sum())
        yield _score("quality.straight_lines", case.subject, lines, "people", answered, ("answers on scales",))
        careless = int(careless_about_people(case.wave, case.instruments, case.settings).sum())
        yield _score("quality.careless", case.subject, careless, "people", answered, ("answers about people",))
    sizes = [case.roster_size(firm.id) for firm in case.firms]
    if min(sizes):
        ratio, unit = max(sizes) / min(sizes), "longest roster over shortest"
        yield _score("quality.roster_ratio", case.subject, ratio, unit, sum(sizes), ("rosters",))
    if was_asked:
        yield from _by_level(found)


def _by_level(found: "Quality") -> Iterator[Score]:
    for rate in found.rates:
        if rate.level and rate.share is not None:
            subject = Subject(kind=SubjectKind.FIRM, id=rate.organisation)
            name, unit = f"quality.answered.{rate.level}", "share of the level 0-1"
            yield _score(name, subject, rate.share, unit, rate.asked, ("response status",))


def _score(name: str, subject: Subject, value: float, unit: str, n: int, inputs: tuple[str, ...]) -> Score:
    exact = float(value)
    return Score(metric=name, subject=subject, value=exact, unit=unit, n=n, interval=(exact, exact), inputs=inputs)
