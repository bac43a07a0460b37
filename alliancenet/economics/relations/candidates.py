"""Compatibility of candidates for an alliance, before anything is signed (S70)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from alliancenet.economics.entered.relations import CRITERIA, CandidateRating
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger

CAUSES = CRITERIA[:3]
"""Cultures, people and priorities: the three main causes of failure turned round."""
_LOWEST, _STEPS = 1.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFit:
    """One criterion, points 0-100.

    Parameters
    ----------
    points : mean of the sides that rated; None where none did.
    apart : our rating less theirs, points; None unless both rated.
    questions : what has to be found out.
    """

    criterion: str
    points: float | None
    apart: float | None
    reasons: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateScreen:
    """One candidate.

    Parameters
    ----------
    score : mean of the criteria rated; None below the least number.
    low, high : bounds with the others at 0 and at 100.
    weak : causes of failure below the limit: no good mean makes up for one.
    is_partner : it is a partner by now, so the first audit of its alliance tests the screen.
    """

    candidate: str
    criteria: tuple[CriterionFit, ...]
    score: float | None
    low: float | None
    high: float | None
    weak: tuple[str, ...]
    is_partner: bool
    reason: str = ""


def candidates_of(ledger: MoneyLedger) -> tuple[CandidateScreen, ...] | None:
    """Screen every candidate; None without alliance_candidates.csv."""
    rows = ledger.books.entered.candidates
    if rows is None:
        return None
    names = dict.fromkeys(row.candidate for row in rows)
    return tuple(_screen(ledger, name, [row for row in rows if row.candidate == name]) for name in names)


def _screen(ledger: MoneyLedger, candidate: str, rows: Sequence[CandidateRating]) -> CandidateScreen:
    limits = ledger.settings.table("candidates.limits")
    criteria = tuple(_criterion(name, [row for row in rows if row.criterion == name]) for name in CRITERIA)
    known = [fit.points for fit in criteria if fit.points is not None]
    missing = len(CRITERIA) - len(known)
    enough = len(known) >= limits["criteria"]
    return CandidateScreen(
        candidate=candidate,
        criteria=criteria,
        score=fmean(known) if enough else None,
        low=sum(known) / len(CRITERIA) if enough else None,
        high=(sum(known) + 100 * missing) / len(CRITERIA) if enough else None,
        weak=tuple(
            fit.criterion
            for fit in criteria
            if fit.criterion in CAUSES and fit.points is not None and fit.points < limits["weak"]
        ),
        is_partner=candidate in ledger.books.partners or candidate in ledger.project.register.alliances,
        reason="" if enough else f"{len(known)} of five criteria are rated; {limits['criteria']:g} are needed",
    )


def _criterion(name: str, rows: Sequence[CandidateRating]) -> CriterionFit:
    sides = {row.side: 100 * (row.rating - _LOWEST) / _STEPS for row in rows if row.rating is not None}
    questions = [row.question for row in rows if row.question]
    if not sides and not questions:
        questions = [f"nobody has looked at {name} yet"]
    return CriterionFit(
        criterion=name,
        points=fmean(sides.values()) if sides else None,
        apart=sides["own"] - sides["theirs"] if len(sides) == 2 else None,
        reasons=tuple(row.reason for row in rows if row.reason),
        questions=tuple(questions),
    )


def candidate_lines(screens: Sequence[CandidateScreen], currency: str) -> Iterator[str]:  # noqa: ARG001
    """One row a candidate, then its open questions."""
    rows: list[tuple[str, ...]] = [("candidate", "score 0-100", *CRITERIA, "weak")]
    for screen in screens:
        bounds = "" if screen.low == screen.high else f" (bounds {screen.low:.0f} to {screen.high:.0f})"
        score = f"withheld: {screen.reason}" if screen.score is None else f"{screen.score:.0f}{bounds}"
        parts = tuple("-" if fit.points is None else f"{fit.points:.0f}" for fit in screen.criteria)
        rows.append((screen.candidate, score, *parts, ", ".join(screen.weak) or "-"))
    yield from in_columns(rows)
    for screen in screens:
        for fit in screen.criteria:
            if fit.apart is not None and abs(fit.apart) >= 25:
                yield f"  {screen.candidate}, {fit.criterion}: the sides see it {abs(fit.apart):.0f} points apart"
            yield from (f"  {screen.candidate}, {fit.criterion}, open: {question}" for question in fit.questions)
        if screen.is_partner:
            yield f"  {screen.candidate} is on the register by now: its first audit tests this screen"
