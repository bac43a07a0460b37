"""Satisfaction, complaints, and whether staff and partners are satisfied together (S19)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from scipy.special import stdtrit

from alliancenet.arrays import FloatArray
from alliancenet.economics.lifetime.keeping import wilson
from alliancenet.execution.records import DRIVERS, PartnerRating, SatisfactionAnswer
from alliancenet.execution.weighing import driver_metric, impact_of_drivers
from alliancenet.model.catalogue import CARDS
from alliancenet.model.execution import OpenComplaint, Satisfaction, SatisfactionOfPartner
from alliancenet.model.register import Record, Register
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.model.settings import Settings

INDEX, OVERALL = "satisfaction", "satisfaction.overall"
_UPPER = 0.95
_LEAST_DRIVERS = 4
_NO_CAUSE = "goes together; which moves which is not known"


def satisfaction_of(
    answers: Sequence[SatisfactionAnswer],
    register: Register,
    settings: Settings,
    as_of: date,
    ratings: Sequence[PartnerRating] = (),
) -> Satisfaction | None:
    """Satisfaction over the last year; None where nobody answered in it.

    Parameters
    ----------
    ratings : how far partners take part and how new to them what we deliver is.

    Notes
    -----
    The newest answer of each person counts. Numbers of a partner need the smallest group; the number of
    all partners is the mean of those that may be told, so that nothing of a small one follows from it.
    """
    newest = _newest(answers, as_of, settings.whole("satisfaction.days"))
    customers = [answer for answer in newest if not answer.is_staff]
    if not customers:
        return None
    least = settings.whole("suppression.min_n")
    by_partner = _by_partner(customers)
    partners = tuple(
        _of_partner(str(firm.id), firm.name, by_partner[str(firm.id)], least, settings)
        for firm in register.organisations.values()
        if str(firm.id) in by_partner
    )
    return Satisfaction(
        first=min(answer.day for answer in customers),
        last=max(answer.day for answer in customers),
        responses=len(customers),
        overall=tuple(_of_all(partners)),
        partners=partners,
        handled_well=_handled_well(customers, least),
        at_risk=sum(len(partner.to_call) for partner in partners),
        past_due=tuple(_past_due(register, as_of)),
        links=tuple(_links(newest, register, settings, as_of, ratings)),
        impact=impact_of_drivers(customers, settings),
    )


def _by_partner(answers: Sequence[SatisfactionAnswer]) -> dict[str, list[SatisfactionAnswer]]:
    found: dict[str, list[SatisfactionAnswer]] = {}
    for answer in answers:
        found.setdefault(answer.partner, []).append(answer)
    return found


def _newest(answers: Sequence[SatisfactionAnswer], as_of: date, days: int) -> list[SatisfactionAnswer]:
    found: dict[tuple[str, str, bool], SatisfactionAnswer] = {}
    for answer in sorted(answers, key=lambda answer: answer.day):
        if as_of - timedelta(days=days) < answer.day <= as_of:
            found[answer.partner, answer.respondent, answer.is_staff] = answer
    return list(found.values())


def _of_partner(
    partner: str, name: str, answers: Sequence[SatisfactionAnswer], least: int, settings: Settings
) -> SatisfactionOfPartner:
    subject = Subject(kind=SubjectKind.FIRM, id=partner)
    risky = [answer for answer in answers if _is_at_risk(answer, settings.number("satisfaction.satisfied"))]
    return SatisfactionOfPartner(
        partner=partner,
        name=name,
        scores=tuple(_mean_score(metric, subject, values, least) for metric, values in _values(answers)),
        complaints=sum(answer.complaint in ("handled_well", "handled_badly") for answer in answers),
        badly=sum(answer.complaint == "handled_badly" for answer in answers),
        at_risk=len(risky),
        to_call=tuple((answer.respondent, answer.day) for answer in risky),
    )


def _is_at_risk(answer: SatisfactionAnswer, satisfied: float) -> bool:
    """Satisfied, and a complaint was handled badly: such people leave without a word."""
    return answer.overall is not None and answer.overall >= satisfied and answer.complaint == "handled_badly"


def _values(answers: Sequence[SatisfactionAnswer]) -> Iterator[tuple[str, list[float]]]:
    """Answers by measure: index, overall, then driver by driver."""
    indices = [np.mean(list(answer.drivers.values())) for answer in answers if len(answer.drivers) >= _LEAST_DRIVERS]
    yield INDEX, [float(value) for value in indices]
    yield OVERALL, [answer.overall for answer in answers if answer.overall is not None]
    for driver in DRIVERS:
        yield driver_metric(driver), [answer.drivers[driver] for answer in answers if driver in answer.drivers]


def _mean_score(metric: str, subject: Subject, values: Sequence[float], least: int) -> Score:
    unit = CARDS[INDEX].says
    if len(values) < least or np.ptp(values) == 0:
        reason = "too few, or too alike, to tell without telling on people"
        return Score(
            metric=metric, subject=subject, value=None, unit=unit, n=len(values), state=State.SUPPRESSED, reason=reason
        )
    middle, half = float(np.mean(values)), _half(np.array(values))
    return Score(
        metric=metric,
        subject=subject,
        value=middle,
        unit=unit,
        n=len(values),
        interval=(max(1.0, middle - half), min(5.0, middle + half)),
    )


def _half(values: FloatArray) -> float:
    return float(stdtrit(len(values) - 1, _UPPER) * values.std(ddof=1) / np.sqrt(len(values)))


def _of_all(partners: Sequence[SatisfactionOfPartner]) -> Iterator[Score]:
    """Mean of the partners that may be told, each counting once."""
    for place, first in enumerate(partners[0].scores):
        told = [partner.scores[place].value for partner in partners]
        known = np.array([value for value in told if value is not None], dtype=np.float64)
        subject = Subject(kind=SubjectKind.FIRM, id="")
        if len(known) < 2:
            reason = f"{len(known)} of {len(partners)} partners may be told; 2 are needed"
            yield Score(
                metric=first.metric,
                subject=subject,
                value=None,
                unit=first.unit,
                n=len(known),
                state=State.NOT_ENOUGH_EVIDENCE,
                reason=reason,
            )
            continue
        middle, half = float(known.mean()), _half(known)
        yield Score(
            metric=first.metric,
            subject=subject,
            value=middle,
            unit=first.unit,
            n=len(known),
            interval=(max(1.0, middle - half), min(5.0, middle + half)),
            label=f"of {len(known)} partners, each counting once",
        )


def _handled_well(answers: Sequence[SatisfactionAnswer], least: int) -> Score:
    told = [answer.complaint == "handled_well" for answer in answers if answer.complaint not in ("", "none")]
    metric, unit = "complaints_handled_well", CARDS["complaints_handled_well"].says
    subject = Subject(kind=SubjectKind.FIRM, id="")
    if len(told) < least:
        return Score(
            metric=metric,
            subject=subject,
            value=None,
            unit=unit,
            n=len(told),
            state=State.NOT_ENOUGH_EVIDENCE,
            reason=f"{len(told)} complaints; {least} are needed",
        )
    return Score(
        metric=metric,
        subject=subject,
        value=sum(told) / len(told),
        unit=unit,
        n=len(told),
        interval=wilson(sum(told), len(told)),
    )


def _past_due(register: Register, as_of: date) -> Iterator[OpenComplaint]:
    """Issues whose day has passed, the oldest first."""
    late = [
        issue
        for issue in register.issues
        if issue.due is not None and issue.due < as_of and (issue.closed is None or issue.closed > as_of)
    ]
    for issue in sorted(late, key=lambda issue: (issue.opened, issue.alliance)):
        assert issue.due is not None
        yield OpenComplaint(
            alliance=str(issue.alliance),
            opened=issue.opened,
            due=issue.due,
            age=(as_of - issue.opened).days,
            severity=issue.severity,
        )


def _links(
    answers: Sequence[SatisfactionAnswer],
    register: Register,
    settings: Settings,
    as_of: date,
    ratings: Sequence[PartnerRating],
) -> Iterator[Score]:
    """Over all partners, and where contact, integration or novelty are on record, where each is high and low."""
    pairs = dict(_pairs(answers, settings.whole("suppression.min_n")))
    yield _link(list(pairs.values()), settings)
    meetings = _meetings(register, as_of, settings.whole("satisfaction.days"))
    if meetings is not None:
        yield from _where("contact", {partner: float(meetings[partner]) for partner in pairs}, pairs, settings)
    for what in ("integration", "novelty"):
        rated = {rating.partner: value for rating in ratings if (value := getattr(rating, what)) is not None}
        if rated:
            yield from _where(what, rated, pairs, settings)


def _where(
    what: str, values: Mapping[str, float], pairs: Mapping[str, tuple[float, float]], settings: Settings
) -> Iterator[Score]:
    """The link among partners above the median of something, or at it where nobody is above, and among the others."""
    known = {partner: values[partner] for partner in pairs if partner in values}
    if len(set(known.values())) < 2:
        return  # all alike: there are no two halves
    middle, most = float(np.median(list(known.values()))), max(known.values())

    def is_above(value: float) -> bool:
        return value > middle or value == middle == most

    halves = [[pairs[partner] for partner in known if is_above(known[partner]) is is_high] for is_high in (True, False)]
    least = settings.whole("satisfaction.link_partners")
    if min(map(len, halves)) < least:
        counts = " and ".join(map(str, map(len, halves)))
        yield _no_link(
            len(known), f"{counts} partners; {least} are needed on either side", f"where {what} is high, and where low"
        )
        return
    for side, half in zip(("high", "low"), halves, strict=True):
        yield _link(half, settings, f"where {what} is {side}")


def _pairs(answers: Sequence[SatisfactionAnswer], least: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """Mean job satisfaction of our people and mean satisfaction of theirs, of partners with enough of both."""
    for partner, own in sorted(_by_partner(answers).items()):
        jobs = [answer.job for answer in own if answer.job is not None]
        overall = [answer.overall for answer in own if not answer.is_staff and answer.overall is not None]
        if len(jobs) >= least and len(overall) >= least:
            yield partner, (float(np.mean(jobs)), float(np.mean(overall)))


def _meetings(register: Register, as_of: date, days: int) -> Counter[str] | None:
    """Meetings of the last year with somebody of each partner; None where nobody keeps them."""
    if Record.TOUCHPOINTS not in register.kept:
        return None
    found = Counter[str]()
    for point in register.touchpoints:
        if as_of - timedelta(days=days) < point.date <= as_of:
            there = (register.people[person] for person in point.attendees if person in register.people)
            found.update({str(person.organisation) for person in there})
    return found


def _link(pairs: Sequence[tuple[float, float]], settings: Settings, where: str = "") -> Score:
    """Rank correlation over partners, with the interval of partners drawn anew."""
    least, partners = settings.whole("suppression.min_n"), settings.whole("satisfaction.link_partners")
    values = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    if len(pairs) < partners or (np.ptp(values, axis=0) == 0).any():
        told = f"{len(pairs)} {'partner' if len(pairs) == 1 else 'partners'}"
        return _no_link(len(pairs), f"{told} with {least} answers of ours and of theirs; {partners} are needed", where)
    rng = np.random.default_rng(0)
    drawn = values[rng.integers(len(values), size=(settings.whole("satisfaction.draws"), len(values)))]
    found = rank_correlations(drawn[..., 0], drawn[..., 1])
    low, high = np.nanquantile(found, [0.05, 0.95])
    value = float(rank_correlations(values[None, :, 0], values[None, :, 1])[0])
    return Score(
        metric="staff_link",
        subject=Subject(kind=SubjectKind.FIRM, id=""),
        value=value,
        unit=CARDS["staff_link"].says,
        n=len(pairs),
        interval=(min(float(low), value), max(float(high), value)),
        label=f"{where}; {_NO_CAUSE}" if where else _NO_CAUSE,
    )


def _no_link(n: int, reason: str, where: str) -> Score:
    return Score(
        metric="staff_link",
        subject=Subject(kind=SubjectKind.FIRM, id=""),
        value=None,
        unit=CARDS["staff_link"].says,
        n=n,
        state=State.NOT_ENOUGH_EVIDENCE,
        reason=reason,
        label=where,
    )


def rank_correlations(first: FloatArray, second: FloatArray) -> FloatArray:
    """Spearman's correlation of each row of two arrays (n_rows, n); NaN where a row is all alike."""
    from scipy.stats import rankdata

    ranks = [rankdata(values, axis=1) for values in (first, second)]
    a, b = (values - values.mean(axis=1, keepdims=True) for values in ranks)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((a * b).sum(axis=1) / np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1)))
