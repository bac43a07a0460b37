"""The sentence on top of a page: the answer to the reader's question, made by rules from what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alliancenet.language import marked, say, say_n
from alliancenet.model.comparison import Verdict
from alliancenet.model.finding import Concern, Severity
from alliancenet.model.score import Band
from alliancenet.privacy import AuditView, FindingView, ReviewView
from alliancenet.report import words
from alliancenet.report.clauses import clause_of, clauses
from alliancenet.report.moves import changes
from alliancenet.report.sides import ours_first
from alliancenet.report.standing import Standing, is_a_fact, standing_of
from alliancenet.report.tables.alliance import LEVEL_NAMES

MOST_REASONS = 2
BRIDGE_RULES = frozenset({"N-NOBRIDGE", "N-ONEBRIDGE", "N-THINBRIDGE"})
"""Rules that find a bridge which rests on too few people."""
_OLD = 31  # days from which a page says how old it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The answer, and under it of what and of when."""

    sentence: str
    below: str


def home(views: Sequence[AuditView], review: ReviewView | None = None, today: date | None = None) -> Headline:
    """What a portfolio asks of its reader.

    Parameters
    ----------
    views : the newest audit of each alliance.
    review : for readers who may see it; says since when a sponsor has met nobody.
    today : for a page that is read later than it was made; says how old what it tells is.
    """
    if not views:
        return Headline(sentence=say("There is no audit yet."), below="")
    standings = [standing_of(view) for view in views]
    need = [view for view, standing in zip(views, standings, strict=True) if standing is Standing.ACT]
    parts = [_who_needs(need, len(views))]
    parts += [part for part in (_sponsors(views, review), _load(review), _crowded(review)) if part][:1]
    unmeasured = [view for view, standing in zip(views, standings, strict=True) if standing is Standing.NOT_MEASURED]
    closes = [view.wave.closes for view in views if view.wave.closes]
    below = [_as_of(max([*closes, *([review.review.as_of] if review else [])]), today)] if closes else []
    if unmeasured:
        names = words.listed([words.short(view.alliance.name) for view in unmeasured[:3]])
        if len(unmeasured) > 3:
            names = say("{name} and {count} more", name=names, count=len(unmeasured) - 3)
        below.append(say("{names} cannot be judged yet: not enough data to say", names=names))
    return Headline(sentence=words.sentence(joined(parts)), below=" ".join(f"{part}." for part in below))


def has_thin_bridge(view: AuditView) -> bool:
    """It is a fact that the bridge of an alliance rests on too few people, or on nobody."""
    return any(found.code in BRIDGE_RULES and is_a_fact(found) for found in view.findings)


def joined(clauses: Sequence[str]) -> str:
    """Clauses as one sentence: "…, and …"."""
    sentence = clauses[0] if clauses else ""
    for clause in clauses[1:]:
        sentence = say("{clause}, and {next}", clause=sentence, next=clause)
    return sentence


def _as_of(day: date, today: date | None) -> str:
    """The day all days of a page are counted to."""
    ago = (today - day).days if today else 0
    if ago > _OLD:
        return say("As of {day}, the day of the newest audit or record, {ago} days ago", day=words.day(day), ago=ago)
    return say("As of {day}, the day of the newest audit or record", day=words.day(day))


def _who_needs(need: Sequence[AuditView], total: int) -> str:
    if total == 1:
        name = words.short(need[0].alliance.name) if need else ""
        return say("{name} needs you", name=name) if need else say("the alliance does not need you now")
    if not need:
        return say("none of {total} alliances needs you now", total=words.counted(total))
    return say_n(
        "{n} of {total} alliances needs you",
        "{n} of {total} alliances need you",
        len(need),
        n=words.counted(len(need)),
        total=words.counted(total),
    )


def _sponsors(views: Sequence[AuditView], review: ReviewView | None) -> str:
    """Own sponsors who are missing, leave or have met nobody in time; days where the review tells them."""
    idle, missing = 0, 0
    for view in views:
        own = {firm.id for firm in view.alliance.firms if firm.own}
        found = [
            finding for finding in _urgent(view, Concern.SPONSOR) if finding.subject.id in {*own, view.alliance.id}
        ]
        idle += any(finding.code == "S-IDLE" for finding in found)
        missing += any(finding.code != "S-IDLE" for finding in found)
    if missing:
        return say_n(
            "{n} of them has no lasting sponsor on our side",
            "{n} of them have no lasting sponsor on our side",
            missing,
            n=words.counted(missing),
        )
    if not idle:
        return ""
    if since := _longest_silence(review):
        return say_n(
            "{n} of our sponsors has not met the partner for {days} days",
            "{n} of our sponsors have not met the partner for {days} days",
            idle,
            n=words.counted(idle),
            days=since,
        )
    return say_n(
        "{n} of our sponsors has not met the partner in time",
        "{n} of our sponsors have not met the partner in time",
        idle,
        n=words.counted(idle),
    )


def _longest_silence(review: ReviewView | None) -> int:
    if review is None:
        return 0
    met = [
        (review.review.as_of - side.last_touchpoint).days
        for alliance in review.review.alliances
        for side in alliance.sponsors.sides
        if alliance.sponsors.required and side.own and side.active is False and side.last_touchpoint
    ]
    return max(met, default=0)


def _load(review: ReviewView | None) -> str:
    over = [load for load in review.review.sponsors.loads if load.state == "breach"] if review else []
    if not over:
        return ""
    most = max(len(load.alliances) for load in over)
    return say("one executive sponsors {count} of them", count=words.counted(most))


def _crowded(review: ReviewView | None) -> str:
    cap = review.review.tier_cap if review else None
    if cap is None or cap.in_force <= cap.places:
        return ""
    return f"{crowded(cap.in_force, cap.places)}"


def crowded(held: int, places: int) -> str:
    """Say that tier 1 is full, as a clause."""
    return say_n(
        "{n} alliance is in tier 1; the rule of the portfolio allows {places}",
        "{n} alliances are in tier 1; the rule of the portfolio allows {places}",
        held,
        n=words.counted(held),
        places=words.counted(places),
    )


def alliance(view: AuditView, before: AuditView | None = None) -> Headline:
    """How one alliance stands, and why, in one sentence.

    Parameters
    ----------
    before : the audit before, None for the first.
    """
    name, standing = words.short(view.alliance.name), standing_of(view)
    reasons = reasons_of(view, before)[:MOST_REASONS]
    sentence = _stands(view, standing, name, joined(reasons))
    return Headline(sentence=words.sentence(sentence), below=_below(view))


def _stands(view: AuditView, standing: Standing, name: str, why: str) -> str:
    """How an alliance stands and why, before it is made a sentence."""
    if standing is Standing.ON_TRACK:
        return say("{name} is on track: {why}", name=name, why=_strength(view))
    if standing is Standing.NOT_MEASURED:
        return say("{name} cannot be judged yet: {why}", name=name, why=why or say("there is not enough data to say"))
    if standing is Standing.WATCH:
        return say("Watch {name}: {why}", name=name, why=why) if why else say("Watch {name}", name=name)
    return say("{name} is in trouble: {why}", name=name, why=why) if why else say("{name} is in trouble", name=name)


def reasons_of(view: AuditView, before: AuditView | None) -> tuple[str, ...]:
    """Clauses that say why: what fell, then what was found, worst first."""
    if standing_of(view) is Standing.NOT_MEASURED:
        return clauses(view, [found for found in view.findings if found.concern is Concern.DATA])
    found: list[str] = []
    said: set[str] = set()
    for severity in (Severity.HIGH, Severity.MEDIUM):
        facts = [
            finding
            for finding in view.findings
            if finding.severity is severity and is_a_fact(finding) and _is_near(finding)
        ]
        found += clauses(view, [fact for fact in facts if fact.code not in said])
        said |= {fact.code for fact in facts}
    return tuple(dict.fromkeys([*filter(None, [_fall(view, before)]), *found]))


def _is_near(found: FindingView) -> bool:
    return found.concern in {Concern.RELATIONSHIP, Concern.SPONSOR}


def _fall(view: AuditView, before: AuditView | None) -> str:
    """What people say fell since the audit before, beyond noise."""
    if before is None:
        return ""
    when, known = words.only_month_of(before.wave), changes(before, view)
    for metric, clause, far_clause in (
        (
            "climate.trust",
            marked("people trust each other less than in {when}"),
            marked("people trust each other far less than in {when}"),
        ),
        (
            "climate",
            marked("people find the climate worse than in {when}"),
            marked("people find the climate far worse than in {when}"),
        ),
    ):
        change = known.get(metric)
        points = abs(change.difference or 0.0) if change is not None else 0.0
        if change is not None and change.verdict is Verdict.FELL and points >= view.limits.least_points:
            return say(far_clause if points >= view.limits.far_points else clause, when=when)
    return ""


def _strength(view: AuditView) -> str:
    """What an alliance in order stands on."""
    parts = []
    health, size = view.score("health"), view.score("redundancy")
    if health is not None and health.value is not None:
        parts.append(say("health is {points} of 100", points=words.value_of(health)))
    if size is not None and size.value:
        people = words.counted(int(size.value))
        parts.append(
            say("the bridge rests on {people} people", people=people)
            if size.value > 1
            else say("the bridge rests on one person")
        )
    return joined(parts) or say("nothing asks for you now")


def _below(view: AuditView) -> str:
    firms = [firm.name for firm in ours_first(view)]
    people, answered = (sum(getattr(firm, what) for firm in view.alliance.firms) for what in ("people", "answered"))
    both = len(firms) > 1
    parts = [say("{firm} with {others}", firm=firms[0], others=words.listed(firms[1:])) if both else "".join(firms)]
    parts += [say("tier {tier}", tier=view.alliance.tier)] if view.alliance.tier else []
    parts += [say("stage {stage}", stage=words.stage(view.alliance.stage))] if view.alliance.stage else []
    parts.append(
        say("seen in logs alone")
        if view.alliance.by_logs_alone
        else say("{answered} of {people} people answered", answered=answered, people=people)
    )
    return " · ".join([*parts, words.month_of(view.wave)])


def why_this_colour(view: AuditView, before: AuditView | None = None) -> tuple[str, ...]:
    """Sentences beside the dial: what it was, and the reason for the colour."""
    health = view.score("health")
    if health is None or health.value is None:
        known = health is not None and health.reason
        reason = words.retold(health.reason) if health is not None and known else say("not enough data to say")
        return (words.sentence(say("There is not enough data to say how healthy it is: {reason}", reason=reason)),)
    told = []
    then = before.score("health") if before else None
    if before is not None and then is not None and then.value is not None:
        month = words.month_of(before.wave)
        told.append(say("{points} in {month}.", points=words.value_of(then), month=month))
    told.append(words.sentence(_reason(view, health.band)))
    if standing_of(view) is Standing.ACT and words.band_of(health) is not Band.RED:
        urgent = _urgent(view, Concern.RELATIONSHIP)
        told.append(words.sentence(say("It needs you all the same: {why}", why=clauses(view, urgent)[0])))
    return tuple(told)


def _reason(view: AuditView, band: str) -> str:
    limits = view.limits
    scores = ((level, view.score(f"integration.{level}")) for level in LEVEL_NAMES)
    low = [
        f"{words.level_in(level)} ({words.value_of(score)})"
        for level, score in scores
        if score is not None and words.band_of(score) is Band.RED
    ]
    gates = {found.code for found in view.findings if is_a_fact(found)}
    if band == Band.GREEN:
        held = (
            say("nothing about the relationship itself holds it back")
            if not gates
            else say("the findings below are beside it")
        )
        return say("Green: {points} or more, and {held}", points=f"{limits.green_from:.0f}", held=held)
    names = {Band.RED: marked("Red"), Band.AMBER: marked("Amber")}
    colour = say(names.get(Band(band), marked("No colour")) if band else marked("No colour"))
    causes = []
    if low:
        causes.append(
            say_n(
                "{levels} integration is below {points}",
                "{levels} integration are below {points}",
                len(low),
                levels=words.listed(low),
                points=f"{limits.red_below:.0f}",
            )
        )
    causes += [
        clause_of(view, code, view.findings)
        for code in ("H-CONFLICT", "N-ONEBRIDGE", "N-NOBRIDGE", "S-IDLE", "S-NONE")
        if code in gates
    ]
    if causes:
        why = words.listed(causes[:2])
        return say("{colour} because {why}", colour=colour, why=why)
    below = limits.red_below if band == Band.RED else limits.green_from
    return (
        say("{colour} because the mean of its parts is below {points}", colour=colour, points=f"{below:.0f}")
        if band != Band.GREY
        else say("No colour: too little is known")
    )


def _urgent(view: AuditView, concern: Concern) -> list[FindingView]:
    return [
        found
        for found in view.findings
        if found.concern is concern and found.severity is Severity.HIGH and is_a_fact(found)
    ]
