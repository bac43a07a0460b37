"""Telling the strategy (S74) and the change of form over time (S75), from records."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from alliancenet.execution.records import Act, Form
from alliancenet.language import stored, stored_n
from alliancenet.model.catalogue import CARDS
from alliancenet.model.execution import FormHistory, FormStep, StrategyAct, Telling, TellingReach
from alliancenet.model.portfolio import PortfolioRecords
from alliancenet.model.register import AllianceId, Level, Register
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.model.settings import Settings


def telling_of(
    acts: Sequence[Act], register: Register, known: Mapping[str, Sequence[Score]], settings: Settings, as_of: date
) -> Telling:
    """Acts, how far they got by firm and level in the last year, and what people say they know.

    Parameters
    ----------
    known : by alliance, scores of its firms on how well people know the strategy.

    Notes
    -----
    Reach is that of the act that reached most: adding acts would count who came twice as two people.
    """
    window = [act for act in acts if as_of - timedelta(days=settings.whole("telling.days")) < act.day <= as_of]
    told = {act.alliance for act in acts}
    reach = [
        _reach(alliance, firm, level, acts, window, register, as_of)
        for alliance in register.alliances
        if str(alliance) in told
        for firm, level in _groups(register, alliance, as_of)
    ]
    return Telling(
        acts=tuple(
            StrategyAct(
                day=act.day,
                alliance=act.alliance,
                firm=act.firm,
                level=act.level,
                means=act.means,
                teller=act.teller,
                reached=act.reached,
                of=_roster(register, act.alliance, act.firm, act.level, act.day),
                message=act.message,
            )
            for act in sorted(acts, key=lambda act: act.day, reverse=True)
        ),
        reach=tuple(reach),
        known=tuple((alliance, score) for alliance, scores in known.items() for score in scores),
    )


def _groups(register: Register, alliance: AllianceId, as_of: date) -> Iterator[tuple[str, str]]:
    """Firms of an alliance, and of each the levels with people on the roster."""
    people = register.roster(alliance, as_of, as_of)
    for firm in register.alliances[alliance].organisations:
        levels = {person.level for person in people if person.organisation == firm}
        yield from ((str(firm), level.value) for level in Level if level in levels)


def _roster(register: Register, alliance: str, firm: str, level: str, day: date) -> int | None:
    people = [
        person
        for person in register.roster(AllianceId(alliance), day, day)
        if person.organisation == firm and level in ("", person.level)
    ]
    return len(people) or None


def _reach(
    alliance: AllianceId,
    firm: str,
    level: str,
    acts: Sequence[Act],
    window: Sequence[Act],
    register: Register,
    as_of: date,
) -> TellingReach:
    """An act without a level was for the whole firm, and counts for each of its levels."""
    ever = [act for act in acts if act.alliance == alliance and act.firm == firm and act.level in ("", level)]
    own = [act for act in ever if act in window]
    shares: list[float] = []
    too_many = 0
    for act in own:
        size = _roster(register, str(alliance), firm, act.level, act.day)
        if act.reached is None or size is None:
            continue
        if act.reached > size:
            too_many += 1
            continue
        shares.append(act.reached / size)
    metric = "telling_reach"
    subject = Subject(kind=SubjectKind.FIRM, id=firm)
    reason = ""
    if not own:
        shares = [0.0]
    elif not shares:
        reason = (
            "more people were reached than are on the roster" if too_many else "how many it reached is not on record"
        )
    return TellingReach(
        alliance=str(alliance),
        firm=firm,
        level=level,
        acts=len(own),
        last=max((act.day for act in ever if act.day <= as_of), default=None),
        share=Score(
            metric=metric,
            subject=subject,
            value=None if reason else max(shares),
            unit=CARDS[metric].says,
            n=_roster(register, str(alliance), firm, level, as_of) or 0,
            state=State.NOT_ENOUGH_EVIDENCE if reason else State.OK,
            reason=reason,
            label="no act on record in the last year" if not own else "",
        ),
        by_leaders=sum(act.is_leader is True for act in own),
    )


def forms_of(
    forms: Sequence[Form],
    register: Register,
    records: PortfolioRecords,
    moved: Callable[[str, date, date], Iterator[str]],
    settings: Settings,
    as_of: date,
) -> tuple[FormHistory, ...]:
    """Forms of each alliance up to a day, with what changed around each change.

    Parameters
    ----------
    moved : what audits say of an alliance between two days, in sentences.
    """
    found: dict[str, list[Form]] = {}
    for form in forms:
        if form.since <= as_of:
            found.setdefault(form.alliance, []).append(form)
    return tuple(
        _history(alliance, steps, register, records, moved, settings, as_of) for alliance, steps in found.items()
    )


def _history(
    alliance: str,
    forms: Sequence[Form],
    register: Register,
    records: PortfolioRecords,
    moved: Callable[[str, date, date], Iterator[str]],
    settings: Settings,
    as_of: date,
) -> FormHistory:
    steps = []
    for place, form in enumerate(forms):
        until = forms[place + 1].since if place + 1 < len(forms) else None
        around = timedelta(days=settings.whole("forms.around_days"))
        window = form.since - around, min(form.since + around, as_of)
        told = (*_around(alliance, window, register, records), *moved(alliance, *window)) if place else ()
        steps.append(
            FormStep(
                form=form.form,
                scope=form.scope,
                since=form.since,
                until=until,
                days=((until or as_of) - form.since).days,
                reason=form.reason,
                decided_by=form.decided_by,
                around=told,
            )
        )
    days: dict[str, int] = {}
    for step in steps:
        days[step.form] = days.get(step.form, 0) + step.days
    registered = register.alliances[AllianceId(alliance)].form
    return FormHistory(
        alliance=alliance,
        steps=tuple(steps),
        in_form=tuple(sorted(days.items(), key=lambda entry: -entry[1])),
        changes=sum(before.form != after.form for before, after in pairwise(forms)),
        differs=registered if registered and registered != forms[-1].form else "",
    )


def _around(alliance: str, window: tuple[date, date], register: Register, records: PortfolioRecords) -> Iterator[str]:
    """What the register and the portfolio's files hold between two days."""
    first, last = window
    for decision in records.decisions:
        if decision.alliance == alliance and first <= decision.day <= last:
            yield stored(
                "{on_day}: {kind_word} decided", on_day=decision.day, kind_word=decision.kind.value.replace("_", " ")
            )
    issues = [issue for issue in register.issues if issue.alliance == alliance and first <= issue.opened <= last]
    if issues:
        yield stored_n("{n} issue opened", "{n} issues opened", len(issues))
    end = register.alliances[AllianceId(alliance)].agreement_end
    if end is not None and first <= end <= last:
        yield stored("{on_day}: the agreement ended", on_day=end)
    people = register.roster(AllianceId(alliance), first, last)
    left = [person for person in people if person.left is not None and first <= person.left <= last]
    if left:
        yield stored_n("{n} person left", "{n} people left", len(left))
