"""The registry of what is measured on a case, and how a reading of the network becomes a score."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from itertools import islice

import numpy as np

from alliancenet.graph.nonresponse import interval, middle
from alliancenet.metrics.case import Case, Scores, Values
from alliancenet.metrics.noise import EXACT, UNTOLD, Noise
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.withholding import silent_are_central, too_few_answers, why_no_contact
from alliancenet.model.audit import Confidence
from alliancenet.model.catalogue import CARDS, Card
from alliancenet.model.multiplex import Layer
from alliancenet.model.score import Score, State, Subject
from alliancenet.multiplex.two_waves import completed_together


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value read off one picture, before it has an interval.

    Parameters
    ----------
    part : what follows the metric's id after a dot, or "".
    value : None when the picture cannot bear it; `reason` then says why.
    margin : how much lower and higher the number may be for gaps no completed picture fills.
    on_record : read off records alone: silent people do not change it.
    friendship : how much of the number is there because friendship was counted too.
    no_interval : why completed networks give it no interval, in words after "no interval: ".
    """

    subject: Subject
    value: float | None
    n: int
    part: str = ""
    unit: str = ""
    inputs: tuple[str, ...] = ()
    reason: str = ""
    margin: tuple[float, float] = (0.0, 0.0)
    on_record: bool = False
    friendship: float = 0.0
    no_interval: str = ""


NOT_DRAWN = "no interval: what silent people would say was not drawn"
"""Label of a number with answers missing where no completed networks were asked for, or people are too many."""


ESTIMATED = "estimated for missing answers"
"""Label of a number that is the middle of the completed networks, and not what those who answered make it."""


METRICS: dict[str, Card] = {}
"""Cards of what is measured, by id."""


MEASURES: dict[str, Callable[[Case], Scores]] = {}
"""What runs for each card, by its id."""


def metric(id: str) -> Callable[[Callable[[Case], Iterable[Score]]], Callable[[Case], Scores]]:
    """Register a function of a case that yields scores; its result is kept per case.

    Parameters
    ----------
    id : of the card in `alliancenet.model.catalogue`, which says what is measured and who may read it.
    """
    card = _card(id)

    def register(function: Callable[[Case], Iterable[Score]]) -> Callable[[Case], Scores]:
        @wraps(function)
        def measure(case: Case) -> Scores:
            if id not in case.measured:
                case.measured[id] = tuple(function(case))
            return case.measured[id]

        METRICS[id], MEASURES[id] = card, measure
        return measure

    return register


def _card(id: str) -> Card:
    if id not in CARDS:
        raise ValueError(f"'{id}' has no card: write one in alliancenet/model/catalogue")
    return CARDS[id]


def structural(
    id: str,
    *,
    needs: Confidence = Confidence.LOW,
    slow: bool = False,
    two_waves: bool = False,
    own_sources: bool = False,
    withheld_above: str = "",
    reads: frozenset[Layer] | None = None,
) -> Callable[[Callable[[Case, Picture], Iterator[Reading]]], Callable[[Case], Scores]]:
    """Register a function that reads a picture; its interval comes from the completed pictures.

    Parameters
    ----------
    id : of its card; see `metric`.
    needs : least confidence at which the numbers are shown.
    slow : it reads only the first `resamples.slow` completed pictures, being slow to read off one,
        and none of the network answered again.
    two_waves : it reads the wave before too, and so both waves completed together.
    own_sources : it can be told where nobody was asked about contact.
    reads : layers it is read off, so that answers declined on others do not make it uncertain; None for
        all of them.
    withheld_above : settings key of the prominence of silent people above which the number
        cannot be trusted; "" when it can.
    """
    unit = _card(id).says

    def register(function: Callable[[Case, Picture], Iterator[Reading]]) -> Callable[[Case], Scores]:
        @wraps(function)
        def measure(case: Case) -> Iterator[Score]:
            withheld = (
                too_few_answers(case, needs)
                or ("" if own_sources else why_no_contact(case))
                or silent_are_central(case, withheld_above)
            )
            most = case.settings.whole("resamples.slow") if slow else None
            # two waves are completed as they are read: all at once they are twice what is kept of one
            pairs = _completed_pairs(case) if two_waves else ((case, picture) for picture in case.draws)
            drawn = [_values(id, function(both, picture)) for both, picture in islice(pairs, most)]
            if drawn and len(drawn) == len(case.draws):
                case.drawn[id] = drawn
            is_certain = _is_known(case, reads) and not (
                two_waves and case.earlier is not None and not _is_known(case.earlier, reads)
            )
            pictures = () if slow or two_waves else case.answered_again
            again = [_values(id, function(case, picture)) for picture in pictures]
            for reading in function(case, case.picture):
                sure = is_certain or reading.on_record
                score = _scored(id, unit, case, reading, drawn, withheld, is_certain=sure)
                if score.value is not None and not two_waves:
                    case.noise[score.metric, score.subject] = _noise(case, reading, score, () if sure else drawn, again)
                yield score

        return metric(id)(measure)

    return register


def withheld(metric_id: str, subject: Subject, unit: str, n: int, reason: str) -> Score:
    """Score that the data cannot bear, with the reason."""
    return Score(
        metric=metric_id,
        subject=subject,
        value=None,
        unit=unit,
        n=n,
        state=State.NOT_ENOUGH_EVIDENCE,
        reason=reason,
    )


def _values(metric_id: str, readings: Iterator[Reading]) -> Values:
    return {
        (_name(metric_id, reading), reading.subject): reading.value for reading in readings if reading.value is not None
    }


def _name(metric_id: str, reading: Reading) -> str:
    return f"{metric_id}.{reading.part}" if reading.part else metric_id


def _completed_pairs(case: Case) -> Iterator[tuple[Case, Picture]]:
    """Pictures of this wave and the one before completed together, among the people of both."""
    earlier = case.earlier
    if earlier is None:
        return
    most = case.settings.whole("resamples.together")
    count = min(max(len(case.draws), len(earlier.draws)), most)
    both = completed_together(
        earlier.picture.multiplex, case.picture.multiplex, case.settings, count=count, seed=len(case.wave.people)
    )
    for before, now in both:
        yield (
            replace(case, earlier=replace(earlier, picture=Picture(before, case.settings))),
            Picture(now, case.settings),
        )


def _is_known(case: Case, layers: frozenset[Layer] | None) -> bool:
    return case.nothing_is_missing if layers is None else case.all_is_known_of(layers)


def _scored(
    metric_id: str, unit: str, case: Case, reading: Reading, drawn: list[Values], reason: str, *, is_certain: bool
) -> Score:
    name = _name(metric_id, reading)
    if reading.value is None or reason:
        why = reading.reason if reading.value is None else reason
        return withheld(name, reading.subject, reading.unit or unit, reading.n, why)
    values = [draw[name, reading.subject] for draw in drawn if (name, reading.subject) in draw]
    if not is_certain and (unsure := _why_unsure(case, drawn, values)):
        return withheld(name, reading.subject, reading.unit or unit, reading.n, unsure)
    told = np.array([reading.value] if is_certain else values)
    value = middle(told) if len(told) else reading.value
    low, high = interval(told) if len(told) else (value, value)
    limits = "" if len(told) else NOT_DRAWN
    if reading.no_interval and not is_certain:
        limits = f"no interval: {reading.no_interval}"
    estimated = "" if value == reading.value else f"{ESTIMATED}; as reported {reading.value:.3g}"
    return Score(
        metric=name,
        subject=reading.subject,
        value=value,
        unit=reading.unit or unit,
        n=reading.n,
        interval=None if limits else (low - reading.margin[0], high + reading.margin[1]),
        inputs=reading.inputs,
        label="; ".join(part for part in (case.picture.core_ties.label, limits, estimated) if part),
    )


def _noise(case: Case, reading: Reading, score: Score, drawn: Sequence[Values], again: Sequence[Values]) -> Noise:
    """How far off a number read off the network may be; see `Noise`."""
    key, value = (score.metric, score.subject), score.value or 0.0
    told = EXACT if reading.on_record or _is_measured(case) else UNTOLD
    found = [values[key] for values in again if key in values]
    if told is UNTOLD and len(found) > len(again) / 2:
        networks = np.zeros(len(again))
        networks[[key in values for values in again]] = np.array(found) - np.mean(found)
        told = Noise(networks=networks)
    unknown = np.array([values.get(key, value) - value for values in drawn])
    low, high = score.interval or (value, value)
    margin = reading.margin
    if len(unknown) and len(unknown) < len(case.draws):
        unknown, margin = np.empty(0), (value - low, high - value)
    return replace(told, unknown=unknown, margin=margin, friendship=reading.friendship)


def _is_measured(case: Case) -> bool:
    """Contact was measured, by logs or a list without direction, and would come out the same again."""
    source = case.picture.multiplex.source.get(Layer.COMMUNICATION)
    return source is not None and source.measured_once


def _why_unsure(case: Case, drawn: list[Values], values: list[float]) -> str:
    """Why nothing tells how far off a number may be for the answers that are missing, or ""."""
    if drawn and len(values) < len(drawn) / 2:
        return "answers are missing, and most networks completed for them do not bear this number"
    n_answered = int(case.picture.multiplex.answered.sum())
    return "" if drawn or n_answered > 1 else f"{n_answered} people answered: nothing tells how far off it is"
