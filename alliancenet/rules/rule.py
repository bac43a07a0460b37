"""The registry of gap rules, and what a rule may look at."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from alliancenet.language import stored
from alliancenet.metrics.sponsors import SponsorOnRecord
from alliancenet.model.facts import Difference
from alliancenet.model.finding import Audience, Concern, Finding, NotLooked, Severity
from alliancenet.model.register import RolePair
from alliancenet.model.score import Score, Subject, SubjectKind
from alliancenet.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An alliance as measured: scores, and lists of the people and roles behind them.

    Parameters
    ----------
    tier : as settings tables name it; the assumed one where none was given.
    scores : by metric id (with its part) and subject.
    firm_names : by firm id.
    roster_sizes : people on the roster, by firm id.
    requires_sponsor : the tier asks for executive sponsors; None when no tier is given.
    differences : facts that a survey and a file tell differently.
    currency : of amounts of money; "" where none are looked at.
    span : closed periods the amounts are of, in words.
    missing_key_people : people in key roles who did not answer, by firm, of `key_people` of it.
    core_tie_counts : core ties each person of a firm holds, by firm.
    carriers : people whose departure cuts the core ties of two firms, by pair.
    unmet_needs : cross-firm dependencies that are unmet, of `known_needs`; None when nobody was asked.
    """

    subject: Subject
    tier: str
    settings: Settings
    scores: Mapping[tuple[str, Subject], Score]
    firm_names: Mapping[str, str] = field(default_factory=dict)
    roster_sizes: Mapping[str, int] = field(default_factory=dict)
    confidence: str = "high"
    missing_key_people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key_people: Mapping[str, int] = field(default_factory=dict)
    isolates: Sequence[str] = ()
    core_tie_counts: Mapping[str, Sequence[int]] = field(default_factory=dict)
    carriers: Mapping[Subject, Sequence[str]] = field(default_factory=dict)
    busiest: Mapping[Subject, str] = field(default_factory=dict)
    unmatched_roles: Sequence[RolePair] = ()
    silent_role_pairs: Sequence[RolePair] = ()
    level_skips: Sequence[tuple[str, str]] = ()
    unmet_needs: Sequence[tuple[str, str]] | None = None
    known_needs: int = 0
    sponsor_sides: Sequence[SponsorOnRecord] = ()
    requires_sponsor: bool | None = None
    leaving_sponsors: Sequence[str] = ()
    overloaded: Sequence[str] = ()
    differences: Sequence[Difference] = ()
    currency: str = ""
    span: str = ""


class NotEnough(Exception):
    """What a rule needs cannot be told; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a rule found, before its card is added.

    Parameters
    ----------
    is_urgent : high, whatever the rule's own severity; the rule's `high_when` says when.
    audience : in place of the rule's own.
    """

    subject: Subject
    sentence: str
    evidence: tuple[Score, ...] = ()
    people: Sequence[str] = ()
    is_urgent: bool = False
    audience: Audience | None = None


@dataclass(slots=True)
class Look:
    """One rule's look at what was measured; remembers what it could not see."""

    measured: Measured
    skipped: list[str] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        """Limits in force."""
        return self.measured.settings

    def score(self, metric: str, subject: Subject | None = None) -> Score:
        """Return a score that may be read; without subject, the alliance's.

        Raises
        ------
        NotEnough
            When it was not measured or is withheld.
        """
        found = self.measured.scores.get((metric, subject or self.measured.subject))
        if found is None:
            raise NotEnough(stored("{metric_code} was not measured", metric_code=metric))
        if not found.is_ok:
            raise NotEnough(found.reason or stored("{metric_code} is withheld", metric_code=metric))
        return found

    def each(self, metric: str, kind: SubjectKind) -> list[tuple[Score, float]]:
        """Scores of a metric that may be read with their values, by subject.

        Raises
        ------
        NotEnough
            When there are none; those withheld beside others are remembered.
        """
        found = [
            score
            for (name, subject), score in sorted(self.measured.scores.items(), key=lambda entry: entry[0])
            if name == metric and subject.kind is kind
        ]
        readable = [(score, score.value) for score in found if score.value is not None]
        reasons = {score.subject: score.reason for score in found if not score.is_ok}
        if not readable and len(set(reasons.values())) == 1:
            raise NotEnough(next(iter(reasons.values())))
        why = [f"{self.firms(subject)}: {reason}" for subject, reason in reasons.items()]
        if not readable:
            raise NotEnough("; ".join(why) or f"{metric} was not measured")
        self.skipped.extend(why)
        return readable

    def parts(self, metric: str) -> list[tuple[Score, float]]:
        """Scores of every part of a metric that may be read with their values, by part and subject.

        Raises
        ------
        NotEnough
            When there are none.
        """
        found = [
            (score, score.value)
            for (name, _), score in sorted(self.measured.scores.items(), key=lambda entry: entry[0])
            if name.startswith(f"{metric}.") and score.value is not None
        ]
        if not found:
            raise NotEnough(stored("{metric_code} was not measured", metric_code=metric))
        return found

    def firms(self, subject: Subject) -> str:
        """Names of the firms of a pair joined by "and", the name of one firm, or what else the subject is called."""
        return " and ".join(self.measured.firm_names.get(firm, firm) for firm in subject.id.split("|"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A gap rule with its card.

    Parameters
    ----------
    code : stable, never renamed, never reused.
    audience : who may read its findings.
    concern : what its findings are about.
    high_when : when its findings are high although its severity is lower, as a clause; "" for never.
    look : yields a hit for every gap found.
    """

    code: str
    title: str
    severity: Severity
    recommendation: str
    source: str
    audience: Audience
    look: Callable[[Look], Iterator[Hit]]
    concern: Concern = Concern.RELATIONSHIP
    high_when: str = ""

    @property
    def text(self) -> str:
        """Why it matters, and when it is wrong."""
        return inspect.getdoc(self.look) or ""


RULES: dict[str, Rule] = {}
FoundSubjects = frozenset[tuple[Subject, frozenset[str]]]
"""Subjects a rule finds, each with the metrics of its evidence."""


def rule(
    *,
    code: str,
    title: str,
    severity: Severity,
    recommendation: str,
    source: str,
    audience: Audience,
    concern: Concern = Concern.RELATIONSHIP,
    high_when: str = "",
) -> Callable[[Callable[[Look], Iterator[Hit]]], Callable[[Look], Iterator[Hit]]]:
    """Register a gap rule under its code."""

    def register(function: Callable[[Look], Iterator[Hit]]) -> Callable[[Look], Iterator[Hit]]:
        if code in RULES:
            raise ValueError(f"the code {code} is taken by '{RULES[code].title}'")
        RULES[code] = Rule(
            code=code,
            title=title,
            severity=severity,
            recommendation=recommendation,
            source=source,
            audience=audience,
            concern=concern,
            high_when=high_when,
            look=function,
        )
        return function

    return register


def apply_rule(one: Rule, measured: Measured) -> tuple[list[Finding], list[NotLooked]]:
    """Findings of a rule, and why it could not look where it could not."""
    look = Look(measured)
    try:
        hits = list(one.look(look))
    except NotEnough as reason:
        return [], [NotLooked(code=one.code, reason=str(reason))]
    skipped = [NotLooked(code=one.code, reason=reason) for reason in dict.fromkeys(look.skipped)]
    return [_finding(one, hit) for hit in hits], skipped


def found_again(one: Rule, draws: Iterable[Measured]) -> list[FoundSubjects]:
    """What a rule finds in each of some completed networks."""
    return [_found(one, measured) for measured in draws]


def holding_share(finding: Finding, draws: Sequence[FoundSubjects]) -> float | None:
    """Share of the completed networks in which its rule finds the same; None without draws.

    The same: about the same subject, on evidence at least half of which the two have in common.

    Parameters
    ----------
    draws : what the rule finds in each, of `found_again`.
    """
    if not draws:
        return None
    about, evidence = finding.subject, _metrics(finding.evidence)
    held = [
        any(subject == about and 2 * len(other & evidence) >= len(other | evidence) for subject, other in found)
        for found in draws
    ]
    return sum(held) / len(draws)


def with_values(measured: Measured, values: Mapping[tuple[str, Subject], float]) -> Measured:
    """What would have been measured with these values in place of the observed ones."""
    drawn = {
        key: replace(measured.scores[key], value=value) for key, value in values.items() if measured.scores[key].is_ok
    }
    return replace(measured, scores={**measured.scores, **drawn})


def _found(one: Rule, measured: Measured) -> FoundSubjects:
    try:
        return frozenset((hit.subject, _metrics(hit.evidence)) for hit in one.look(Look(measured)))
    except NotEnough:
        return frozenset()


def _metrics(evidence: Sequence[Score]) -> frozenset[str]:
    return frozenset(score.metric for score in evidence)


def _finding(one: Rule, hit: Hit) -> Finding:
    return Finding(
        code=one.code,
        severity=Severity.HIGH if hit.is_urgent else one.severity,
        subject=hit.subject,
        sentence=hit.sentence,
        evidence=hit.evidence,
        recommendation=one.recommendation,
        source=one.source,
        title=one.title,
        people=tuple(hit.people),
        audience=hit.audience or one.audience,
        concern=one.concern,
    )
