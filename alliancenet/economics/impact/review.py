"""Impact and performance of every quality, and the cell it is told to lie in (E18, S60).

Impact is association, never proof: it says what goes with a good outcome.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.impact.answers import WHOLE, AnswerTable, scale_of, segments_of, table_of
from alliancenet.economics.impact.draws import Drawn, drawn_of
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.model.impact import CELLS, ImpactReview, ImpactSegment, Interval, QualityCell, SegmentDifference
from alliancenet.model.settings import Settings


def impact_review(ledger: MoneyLedger) -> ImpactReview | None:
    """Work it out; None without qualities.csv. `MoneyLedger.impact` keeps it."""
    answers = ledger.books.entered.qualities
    if not answers:
        return None
    whole, qualities = table_of(ledger.books.partners, answers)
    settings = ledger.settings
    tables = [whole, *_released(list(segments_of(ledger, whole)), settings)]
    drawn = [drawn_of(table, settings) if _is_enough(table, settings) else None for table in tables]
    segments = [
        _withheld(table, settings) if draws is None else _segment(table, qualities, draws, settings)
        for table, draws in zip(tables, drawn, strict=True)
    ]
    return ImpactReview(
        scale=scale_of(answers),
        segments=tuple(segments),
        differences=tuple(_differences(tables, drawn, qualities, settings)),
    )


def segment_of(table: AnswerTable, qualities: Sequence[str], settings: Settings) -> ImpactSegment:
    """Impact and performance of the qualities of one table of answers; withheld where they are too few."""
    if not _is_enough(table, settings):
        return _withheld(table, settings)
    return _segment(table, qualities, drawn_of(table, settings), settings)


def _is_enough(table: AnswerTable, settings: Settings) -> bool:
    limits = settings.table("impact.groups")
    return table.people >= limits["people"] and table.partners >= limits["partners"]


def _released(tables: Sequence[AnswerTable], settings: Settings) -> list[AnswerTable]:
    """Segments, those emptied that would let a small one be worked out from the others of its scheme."""
    found = []
    for scheme in dict.fromkeys(table.scheme for table in tables):
        mine = [table for table in tables if table.scheme == scheme]
        small = [table for table in mine if table.people and not _is_enough(table, settings)]
        large = sorted((table for table in mine if _is_enough(table, settings)), key=lambda table: table.people)
        if len(small) == 1 and large:
            mine = [table.of(set(), scheme, table.segment) if table is large[0] else table for table in mine]
        found += [table for table in mine if table.people or table.segment]
    return found


def _withheld(table: AnswerTable, settings: Settings) -> ImpactSegment:
    limits = settings.table("impact.groups")
    return ImpactSegment(
        scheme=table.scheme,
        segment=table.segment,
        people=0,
        partners=0,
        kind="",
        r2=None,
        performance_cut=None,
        impact_cut=None,
        cells=(),
        reason=f"withheld: fewer than {limits['people']:g} people of {limits['partners']:g} partners, or one that "
        "would tell such a group",
    )


def _segment(table: AnswerTable, qualities: Sequence[str], drawn: Drawn, settings: Settings) -> ImpactSegment:
    fixed = settings.numbers("impact.cuts")
    has_impact = not np.isnan(drawn.impact).all()
    cuts = (
        fixed[0] if fixed else float(np.nanmean(drawn.performance)),
        fixed[1] if fixed else float(np.nanmean(drawn.impact)) if has_impact else float("nan"),
    )
    flags = _flags(table, qualities)
    cells = [_cell(place, name, drawn, cuts, bool(fixed)) for place, name in enumerate(qualities)]
    return ImpactSegment(
        scheme=table.scheme,
        segment=table.segment,
        people=table.people,
        partners=table.partners,
        kind=drawn.kind if has_impact else "",
        r2=drawn.r2,
        performance_cut=cuts[0],
        impact_cut=cuts[1] if has_impact else None,
        cells=tuple(replace(cell, flags=flags.get(cell.quality, ())) for cell in cells),
        reason=drawn.reason,
    )


def _cell(place: int, name: str, drawn: Drawn, cuts: tuple[float, float], is_fixed: bool) -> QualityCell:
    performance = _interval(drawn.performance[place], drawn.performances[:, place])
    impact = _interval(drawn.impact[place], drawn.impacts[:, place])
    if performance is None or impact is None:
        return QualityCell(quality=name, performance=performance, impact=impact)
    # a cut that is a mean of the same answers moves with them
    shifts = [
        (draws[:, place] - (cut if is_fixed else np.nanmean(draws, axis=1)))
        for draws, cut in ((drawn.performances, cuts[0]), (drawn.impacts, cuts[1]))
    ]
    sides = [_side(shift) for shift in shifts]
    cell = CELLS[bool(impact.value >= cuts[1]), bool(performance.value >= cuts[0])]
    return QualityCell(quality=name, performance=performance, impact=impact, cell=cell, is_told=all(sides))


def _side(shift: FloatArray) -> bool:
    """Whether 90 % of the draws lie on one side of the cut."""
    low, high = np.nanpercentile(shift, [5, 95])
    return bool(low > 0 or high < 0)


def _interval(value: float, draws: FloatArray) -> Interval | None:
    if np.isnan(value) or np.isnan(draws).all():
        return None
    low, high = np.nanpercentile(draws, [5, 95])
    return Interval(value=float(value), low=min(float(low), float(value)), high=max(float(high), float(value)))


def _flags(table: AnswerTable, qualities: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for place, name in enumerate(qualities):
        known = table.performance[~np.isnan(table.performance[:, place]), place]
        if len(known) and (known >= 100).mean() > 0.5:
            found.setdefault(name, []).append("more than half of the answers are at the top: its impact is understated")
        for other in range(place + 1, len(qualities)):
            both = ~np.isnan(table.performance[:, [place, other]]).any(axis=1)
            pair = table.performance[both][:, [place, other]]
            if len(pair) > 2 and (pair.std(axis=0) > 0).all() and np.atleast_2d(np.corrcoef(pair.T))[0, 1] > 0.8:
                found.setdefault(name, []).append(f"cannot be told apart from {qualities[other]}")
                found.setdefault(qualities[other], []).append(f"cannot be told apart from {name}")
    return {name: tuple(flags) for name, flags in found.items()}


def _differences(
    tables: Sequence[AnswerTable], drawn: Sequence[Drawn | None], qualities: Sequence[str], settings: Settings
) -> "list[SegmentDifference]":
    found: list[SegmentDifference] = []
    told = [(table, draws) for table, draws in zip(tables, drawn, strict=True) if draws and table.scheme != WHOLE]
    for number, (one, first) in enumerate(told):
        for other, second in told[number + 1 :]:
            if one.scheme != other.scheme:
                continue
            pairs, chances = [], []
            for place, name in enumerate(qualities):
                apart = _interval(
                    first.performance[place] - second.performance[place],
                    first.performances[:, place] - second.performances[:, place],
                )
                if apart is not None:
                    draws = first.performances[:, place] - second.performances[:, place]
                    chances.append(2 * min(float((draws <= 0).mean()), float((draws >= 0).mean())))
                    pairs.append((name, apart))
            stands = benjamini_hochberg(chances, settings.number("impact.fdr"))
            found += [
                SegmentDifference(
                    scheme=one.scheme,
                    first=one.segment,
                    second=other.segment,
                    quality=name,
                    difference=apart,
                    is_told=is_told,
                )
                for (name, apart), is_told in zip(pairs, stands, strict=True)
            ]
    return found


def benjamini_hochberg(chances: Sequence[float], rate: float) -> list[bool]:
    """Which of several tests stand when at most this share of those that stand may be false."""
    order = np.argsort(chances)
    ranked = np.asarray(chances, dtype=np.float64)[order]
    fits = np.flatnonzero(ranked <= rate * np.arange(1, len(ranked) + 1) / max(len(ranked), 1))
    found = [False] * len(chances)
    for place in order[: fits[-1] + 1 if len(fits) else 0]:
        found[int(place)] = True
    return found
