"""The registry of what is measured on a case, and how a reading of the network becomes a score."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps

import numpy as np

from alliancenet.graph.nonresponse import interval, middle
from alliancenet.metrics.case import Case, Scores, Values
from alliancenet.metrics.noise import EXACT, UNTOLD, Noise
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.withholding import silent_are_central, silent_are_close, too_few_answers, why_no_contact
from alliancenet.model.audit import Confidence
from alliancenet.model.catalogue import CARDS, Card
from alliancenet.model.multiplex import CORE_LAYERS, Layer
from alliancenet.model.score import Score, State, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value read off one picture, before it has an interval.

    Parameters
    ----------
    part : what follows the metric's id after a dot, or "".
    value : None when the picture cannot bear it; `reason` then says why.
    margin : how much lower and higher the number may be for gaps no completed picture fills.
    on_record : read off records alone: silent people do not change it.
    no_interval : why completed networks give it no interval, in words after "no interval: ".
    contested : why it cannot be told where most completed networks say that it is not nothing although it
        is as reported, or the reverse; "" where their middle stands for it.
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
    no_interval: str = ""
    contested: str = ""


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
            why = (
                too_few_answers(case, needs)
                or ("" if own_sources else why_no_contact(case))
                or silent_are_central(case, withheld_above)
            )
            most = case.settings.whole("resamples.slow") if slow else None
            drawn = [values_of(id, function(case, picture)) for picture in case.draws[:most]]
            if drawn and len(drawn) == len(case.draws):
                case.drawn[id] = drawn
            is_certain = case.nothing_is_missing if reads is None else case.all_is_known_of(reads)
            pictures = () if slow else case.answered_again
            again = [values_of(id, function(case, picture)) for picture in pictures]
            unsure = silent_are_close(case) if reads == CORE_LAYERS else ""
            for read in function(case, case.picture):
                sure, reading = is_certain or read.on_record, replace(read, no_interval=read.no_interval or unsure)
                score = scored(id, unit, case, reading, drawn, is_certain=sure)
                if score.value is not None:
                    case.estimates[score.metric, score.subject] = score
                    case.noise[score.metric, score.subject] = _noise(case, reading, score, () if sure else drawn, again)
                yield _without_value(score, why) if why and reading.value is not None else score

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


def values_of(metric_id: str, readings: Iterator[Reading]) -> Values:
    """Values of some readings that have one, by metric and subject."""
    return {
        (_name(metric_id, reading), reading.subject): reading.value for reading in readings if reading.value is not None
    }


def _name(metric_id: str, reading: Reading) -> str:
    return f"{metric_id}.{reading.part}" if reading.part else metric_id


def _without_value(score: Score, reason: str) -> Score:
    return withheld(score.metric, score.subject, score.unit, score.n, reason)


def scored(metric_id: str, unit: str, case: Case, reading: Reading, drawn: list[Values], *, is_certain: bool) -> Score:
    """Score of a reading: known where it is certain, else the middle and the interval of what was drawn."""
    name = _name(metric_id, reading)
    if reading.value is None:
        return withheld(name, reading.subject, reading.unit or unit, reading.n, reading.reason)
    values = [draw[name, reading.subject] for draw in drawn if (name, reading.subject) in draw]
    if not is_certain and (unsure := _why_unsure(case, drawn, values)):
        return withheld(name, reading.subject, reading.unit or unit, reading.n, unsure)
    told = np.array([reading.value] if is_certain else values)
    value = middle(told) if len(told) else reading.value
    if reading.contested and bool(value) is not bool(reading.value):
        return withheld(name, reading.subject, reading.unit or unit, reading.n, reading.contested)
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
    return replace(told, unknown=unknown, margin=margin)


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
