"""What logs tell besides contact: do they agree with the survey, how fast and when people answer."""

from collections.abc import Iterator, Sequence

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.registry import metric, withheld
from alliancenet.model.catalogue import CARDS
from alliancenet.model.multiplex import Layer
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.model.wave import Answering

_UNIT = CARDS["log_agreement"].says
_HOURS = CARDS["reply_hours"].says
_AFTER = CARDS["after_hours"].says
_Z90 = 1.6449  # standard normal, 90 % two-sided


@metric("log_agreement")
def log_agreement(case: Case) -> Iterator[Score]:
    """Rank correlation of contact in the survey and in the logs; and pairs and people only one of them has.

    Notes
    -----
    Over pairs the logs can tell of and of whom at least one answered. `both`, `only_survey`,
    `only_logs` count pairs with some contact in the source named; `people_only_survey` people
    with contact in the survey whom the logs did not see, `people_only_logs` people the logs saw
    and nobody named; people who opted out of logs stand in neither. Counts are exact; the
    correlation's interval takes each person for one independent observation, since pairs share
    people.
    """
    logs, asked = case.wave.logs, case.wave.reports.get(Layer.COMMUNICATION)
    if logs is None or asked is None or asked.source.measured_once:
        reason = "there are no logs" if logs is None else "contact was not asked"
        yield withheld("log_agreement", case.subject, _UNIT, 0, reason)
        return
    pairs, said, seen = _steps_of_both(case)
    counts = {
        "both": (said > 0) & (seen > 0),
        "only_survey": (said > 0) & (seen == 0),
        "only_logs": (said == 0) & (seen > 0),
    }
    for name, chosen in counts.items():
        yield _counted(case, name, int(chosen.sum()), "pairs", len(said))
    in_survey = _in_contact(case) & ~np.array([person.opted_out for person in case.roster], dtype=bool)
    yield _counted(case, "people_only_survey", int((in_survey & ~logs.known).sum()), "people", int(in_survey.sum()))
    yield _counted(case, "people_only_logs", int((logs.known & ~in_survey).sum()), "people", int(logs.known.sum()))
    if len(said) < 3 or np.ptp(said) == 0 or np.ptp(seen) == 0:
        yield withheld("log_agreement", case.subject, _UNIT, len(said), "the pairs do not vary in one source")
        return
    from scipy.stats import spearmanr

    value = float(spearmanr(said, seen).statistic)
    yield Score(
        metric="log_agreement",
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=len(said),
        interval=_bonett_wright(value, len(np.unique(pairs))),
        inputs=("communication layer", "logs"),
    )


def _counted(case: Case, part: str, count: int, unit: str, n: int) -> Score:
    return Score(
        metric=f"log_agreement.{part}",
        subject=case.subject,
        value=float(count),
        unit=unit,
        n=n,
        interval=(float(count), float(count)),
        inputs=("communication layer", "logs"),
    )


def _in_contact(case: Case) -> BoolArray:
    """People with contact in the survey alone, by their own answer or somebody else's."""
    asked = case.wave.reports[Layer.COMMUNICATION]
    told = (asked.value > 0) & case.wave.responded[asked.respondent]
    return np.isin(np.arange(len(case.wave.people)), np.concatenate([asked.respondent[told], asked.alter[told]]))


def _bonett_wright(value: float, n: int) -> tuple[float, float]:
    """90 % interval of a rank correlation over n independent observations."""
    if n <= 3:
        return (-1.0, 1.0)
    if abs(value) >= 1:
        return (value, value)
    half = _Z90 * np.sqrt((1 + value**2 / 2) / (n - 3))
    return float(np.tanh(np.arctanh(value) - half)), float(np.tanh(np.arctanh(value) + half))


def _steps_of_both(case: Case) -> tuple[IntArray, FloatArray, FloatArray]:
    """Pairs both can tell about, and their step by the survey and by the logs."""
    logs = case.wave.logs
    if logs is None:
        return np.empty((0, 2), dtype=np.int64), np.empty(0), np.empty(0)
    n_people, answered = len(case.wave.people), case.wave.responded
    first, second = np.triu_indices(n_people, k=1)
    told = logs.coverage.tells_of(first, second) & (answered[first] | answered[second])
    pairs = np.column_stack([first[told], second[told]])
    said = _looked_up(case.picture.multiplex.pairs, case.picture.mean_contact, pairs, n_people)
    seen = _looked_up(logs.pairs, logs.step, pairs, n_people)
    known = ~np.isnan(said)
    return pairs[known], said[known], seen[known]


def _looked_up(listed: IntArray, values: FloatArray, pairs: IntArray, n_people: int) -> FloatArray:
    """Values of the wanted pairs; 0 for pairs not listed."""
    found = np.zeros(n_people * n_people)
    found[listed[:, 0] * n_people + listed[:, 1]] = values
    return np.asarray(found[pairs[:, 0] * n_people + pairs[:, 1]])


@metric("reply_hours")
def reply_hours(case: Case) -> Iterator[Score]:
    """Hours until half of the messages that got an answer from another firm had it, from logs.

    Notes
    -----
    By pair of firms, by firm that answers and by level that answers; never by person. A message
    answers the last one between the same two people when that went the other way at most
    `logs.reply_days` before; nights and weekends are in it. n counts answers. The interval takes
    each person who wrote for one independent answer: it is wide rather than narrow.
    """
    for one, reason in _groups(case):
        n = sum(replies for _, replies in one.delays)
        if reason:
            yield _hidden("reply_hours", one.subject, _HOURS, reason)
        elif not n:
            yield withheld("reply_hours", one.subject, _HOURS, 0, "nobody answered within the days that count")
        else:
            half = _Z90 / 2 / np.sqrt(one.writers)
            low, middle, high = (_delay_at(one, share) for share in (0.5 - half, 0.5, 0.5 + half))
            yield _told("reply_hours", one, middle, _HOURS, n, (low, high))


@metric("after_hours")
def after_hours(case: Case) -> Iterator[Score]:
    """Share of messages to other firms written outside working hours at the sender's place, from logs.

    Notes
    -----
    By pair of firms, by firm and by level that writes; never by person. Working hours are
    `logs.work_hours`, Monday to Friday, without public holidays. n counts messages of senders
    whose firm has a zone in the project. The interval takes each person who wrote for one
    independent message: it is wide rather than narrow.
    """
    for one, reason in _groups(case):
        if reason:
            yield _hidden("after_hours", one.subject, _AFTER, reason)
        elif not one.timed:
            missing = "no time zone is declared for the firm (`logs: zones:` in the project)"
            yield withheld("after_hours", one.subject, _AFTER, 0, missing)
        else:
            share = one.after_hours / one.timed
            yield _told("after_hours", one, share, _AFTER, one.timed, _wilson(share, one.writers))


def _groups(case: Case) -> Iterator[tuple[Answering, str]]:
    """Groups with the reason why they are not shown, or ""; a shown group never gives a hidden one away.

    Notes
    -----
    Firms and levels add up to the same messages: where one pair of firms is too small, none of
    them is shown, and a level that is too small takes the next smallest with it.
    """
    found = () if case.wave.logs is None else case.wave.logs.answering
    least = case.settings.whole("suppression.min_n")
    too_few = f"fewer than {least} people wrote or were written to"
    pairs_are_small = any(reply.fewest < least for reply in found if reply.subject.kind is SubjectKind.PAIR)
    levels = _hidden_levels([reply for reply in found if reply.subject.kind is SubjectKind.LEVEL], least)
    for reply in found:
        if reply.fewest < least:
            yield reply, too_few
        elif reply.subject.kind is not SubjectKind.PAIR and (pairs_are_small or reply.subject in levels):
            yield reply, f"hidden with another group, of which {too_few}"
        else:
            yield reply, ""


def _hidden_levels(levels: Sequence[Answering], least: int) -> frozenset[Subject]:
    by_size = sorted(levels, key=lambda one: (one.fewest, one.subject.id))
    small = [answering.subject for answering in by_size if answering.fewest < least]
    return frozenset(answering.subject for answering in by_size[: 2 if len(small) == 1 else len(small)])


def _delay_at(one: Answering, share: float) -> float:
    """Hours within which this share of the answers came, to the quarter hour."""
    delays = np.array([delay for delay, _ in one.delays])
    passed = np.cumsum([replies for _, replies in one.delays])
    place = int(np.searchsorted(passed, max(share, 0.0) * passed[-1]))
    return float(delays[min(place, len(delays) - 1)]) / 4


def _wilson(share: float, n: int) -> tuple[float, float]:
    square = _Z90**2 / n
    middle = (share + square / 2) / (1 + square)
    half = float(np.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _told(name: str, one: Answering, value: float, unit: str, n: int, interval: tuple[float, float]) -> Score:
    inputs = ("logs", f"{one.writers} people who wrote")
    return Score(metric=name, subject=one.subject, value=value, unit=unit, n=n, interval=interval, inputs=inputs)


def _hidden(name: str, subject: Subject, unit: str, reason: str) -> Score:
    return Score(metric=name, subject=subject, value=None, unit=unit, n=0, state=State.SUPPRESSED, reason=reason)
