"""What to do first: each a sentence, why, who and by when; made from findings and the review's proposals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alliancenet.language import marked, say
from alliancenet.model.finding import Concern, Severity
from alliancenet.model.limits import Limits
from alliancenet.model.review import AllianceReview, PortfolioReview, ProposedAction
from alliancenet.model.sponsors import SponsorLoad
from alliancenet.privacy import AuditView, FindingView, ReaderRole, ReviewView
from alliancenet.report import words
from alliancenet.report.clauses import CLAUSES, levels_below, teams_in
from alliancenet.report.headlines import crowded
from alliancenet.report.standing import Standing, is_a_fact, standing_of
from alliancenet.report.tables.overview import weight

_SENTENCES = 2
_STILL_GOOD = frozenset({"grow", "defend", "maintain", "launch support"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to do.

    Parameters
    ----------
    key : tells it from every other, the same from audit to audit.
    alliance : id, "" for the portfolio as a whole; `target` leads to its page.
    code, subject : the finding behind it, empty for a proposal of the review.
    wave : audit it comes from.
    owner : "" when nobody is on record.
    limits : of the audit or review it comes from.
    """

    key: str
    title: str
    why: str
    limits: Limits
    alliance: str = ""
    name: str = ""
    target: tuple[str, ...] = ()
    code: str = ""
    subject: str = ""
    wave: str = ""
    owner: str = ""
    severity: Severity = Severity.HIGH

    @property
    def named(self) -> str:
        """The title with the alliance it is about, for a page about several."""
        if not self.name or self.title.startswith(self.name):
            return self.title
        return words.under_name(self.name, self.title)

    @property
    def days(self) -> int:
        """Days until it should be done."""
        return round(self.limits.action_days[self.severity.value])

    @property
    def days_later(self) -> int:
        """Days after which it is shown again when it is put off."""
        return round(self.limits.action_days["later"])


def for_alliance(view: AuditView, owner: str = "") -> tuple[Advice, ...]:
    """What to do in one alliance, one for each kind of finding that is a fact, worst first."""
    by_code: dict[str, list[FindingView]] = {}
    for found in sorted(view.findings, key=weight):
        if is_a_fact(found) and found.concern is not Concern.PERSON and found.severity is not Severity.INFO:
            by_code.setdefault(found.code, []).append(found)
    known = {code: place for place, code in enumerate(CLAUSES)}
    order = sorted(by_code.values(), key=lambda same: (-same[0].severity.rank, known.get(same[0].code, len(known))))
    return tuple(_of_findings(view, same, owner) for same in order)


def _of_findings(view: AuditView, same: Sequence[FindingView], owner: str) -> Advice:
    first = same[0]
    return Advice(
        key=f"{view.alliance.id}:{first.code}",
        title=_what_to_do(view, same),
        why=_why([found.sentence for found in same]) + _although(view, first.code),
        limits=view.limits,
        alliance=view.alliance.id,
        name=words.short(view.alliance.name),
        target=("alliance", view.alliance.id, view.wave.id),
        code=first.code,
        subject=first.subject.id,
        wave=view.wave.id,
        owner=owner,
        severity=first.severity,
    )


def _what_to_do(view: AuditView, same: Sequence[FindingView]) -> str:
    """The first step of what is recommended, with the levels it is about where it names none."""
    step = words.capital(words.retold(same[0].recommendation).partition(";")[0].partition(". ")[0].rstrip("."))
    if same[0].code in {"G-FLOOR", "G-DROP"} and (levels := _worst_levels(view, same)):
        names = words.listed([words.level_in(level) for level in levels])
        return say("Raise {levels} integration: agree with the partner on one step this quarter", levels=names)
    if same[0].code == "N-COUNTERPART" and (teams := teams_in(same)):
        return say("Bring the two {teams} together, with a named counterpart for everybody", teams=teams)
    return step


def _worst_levels(view: AuditView, same: Sequence[FindingView]) -> tuple[str, ...]:
    return levels_below(view, [found for found in same if found.severity is same[0].severity])


def _although(view: AuditView, code: str) -> str:
    """What seems to say the opposite, told in the same breath: meetings on record, and people who do not see them."""
    if code != "N-COUNTERPART" or any(found.code in {"S-IDLE", "S-NONE"} for found in view.findings):
        return ""
    seen = [view.score("sponsor_visibility", firm.id) for firm in view.alliance.firms]
    values = [score.value for score in seen if score is not None and score.value is not None]
    met = [view.score("sponsor_score", firm.id) for firm in view.alliance.firms]
    if len(values) < 2 or max(values) >= view.limits.red_below or not all(score and score.is_ok for score in met):
        return ""
    told = words.listed([f"{value:.0f}" for value in values])
    although = say(
        "Sponsors’ meetings are on record, yet people of neither side see their sponsor ({points} of 100).", points=told
    )
    return f" {although}"


def _why(sentences: Iterable[str]) -> str:
    told = list(dict.fromkeys(words.sentence(words.retold(sentence)) for sentence in sentences))
    more = len(told) - _SENTENCES
    rest = [say("And {count} more.", count=words.counted(more))] if more > 0 else []
    return " ".join([*told[:_SENTENCES], *rest])


def for_portfolio(views: Sequence[AuditView], review: ReviewView | None) -> tuple[Advice, ...]:
    """What to do over the portfolio: trouble first, then people who carry too much, then the rest.

    Parameters
    ----------
    views : the newest audit of each alliance.
    review : None for readers who may not see it; then what the findings alone tell.

    Notes
    -----
    What is known to be bad comes before what is not measured: "measure first" is never the only thing
    said of an alliance with a finding.
    """
    reviewed = {alliance.id: alliance for alliance in review.review.alliances} if review else {}
    place = {one.subject: i for i, one in enumerate(review.review.actions)} if review else {}
    ordered = sorted(views, key=lambda view: (_urgency(view), place.get(view.alliance.id, 0), _health(view)))
    trouble = [view for view in ordered if standing_of(view) is Standing.ACT]
    watched = [view for view in ordered if standing_of(view) is Standing.WATCH]
    others = [view for view in ordered if standing_of(view) in {Standing.ON_TRACK, Standing.NOT_MEASURED}]
    counted_in = review.review.money if review else ""
    urgent = _first_of(trouble, reviewed, counted_in)
    # an executive hears of two alliances and then of the executives; a manager of the alliances
    heard = 2 if review is not None and review.reader.role is ReaderRole.EXECUTIVE else len(urgent)
    found = [
        *urgent[:heard],
        *_loads(review),
        *urgent[heard:],
        *_first_of(watched, reviewed, counted_in),
        *_crowding(review),
        *_first_of(others, reviewed, counted_in),
        *_of_portfolio(review),
    ]
    return tuple({advice.key: advice for advice in found}.values())


def _urgency(view: AuditView) -> int:
    return list(Standing).index(standing_of(view))


def _health(view: AuditView) -> float:
    score = view.score("health")
    return 101.0 if score is None or score.value is None else score.value


def _first_of(views: Sequence[AuditView], reviewed: Mapping[str, AllianceReview], counted_in: str) -> list[Advice]:
    made = []
    for view in views:
        one = reviewed.get(view.alliance.id)
        proposal = _of_proposal(view, one, counted_in) if one is not None else None
        steps = for_alliance(view, one.action.owner if one and one.action else "")
        if proposal is not None:
            made.append(proposal)
        elif steps:
            made.append(steps[0])
    return made


def _of_proposal(view: AuditView, one: AllianceReview, counted_in: str) -> Advice | None:
    """The review's proposal, where it says more than the worst finding; None where the finding says it."""
    action, name = one.action, words.short(view.alliance.name)
    if action is None:
        return None
    title = _TITLES.get(action.proposal, "")
    step = action.sentence.rpartition("next step: ")[2] if "next step: " in action.sentence else ""
    if step:
        what = step.removeprefix("look inside first: the own ").replace("cost to serve this partner", "")
        first = say("start by looking at our own cost of serving it") if what != step else words.retold(step)
        title = say("{name} loses money: {step}", name=name, step=first)
    elif title:
        title = say(title, name=name)
    if not title or (action.proposal in _STILL_GOOD and standing_of(view) is not Standing.ON_TRACK):
        return None
    health = view.score("health")
    is_known = health is not None and health.value is not None
    known = say("Health is {points} of 100.", points=words.value_of(health)) if is_known else ""
    why = " ".join(filter(None, [_money(one, counted_in), known, _result(one)]))
    return Advice(
        key=f"{one.id}:{action.rule}",
        title=title,
        why=why or words.sentence(words.retold(action.sentence)),
        limits=view.limits,
        alliance=one.id,
        name=name,
        target=("alliance", view.alliance.id, view.wave.id),
        wave=view.wave.id,
        owner=action.owner,
        severity=Severity.HIGH if standing_of(view) is Standing.ACT else Severity.LOW,
    )


_TITLES = {
    "measure first": marked("{name}: ask those who did not answer once more, so that it can be judged"),
    "grow": marked(
        "{name}: the relationship and its results are good and there is room for more; agree on the next step"
    ),
    "defend": marked("{name}: the partner could leave easily; agree what makes it stay"),
    "renegotiate": marked(
        "{name}: people work well together, the deal does not pay; renegotiate its scope or its economics"
    ),
    "re-launch": marked("{name}: neither the relationship nor its results are good; launch it anew"),
    "restructure or exit: executive decision": marked("{name}: restructure it, or leave"),
    "prune candidate": marked("{name}: decide whether to end it"),
}


def _money(one: AllianceReview, counted_in: str) -> str:
    scores = [score for part in one.card for score in part.scores if score.metric == "contribution"]
    if not scores or scores[0].value is None:
        return ""
    amount = words.money_in(scores[0].value, counted_in)
    return say("It contributed {amount} in the last period on record.", amount=amount)


def _result(one: AllianceReview) -> str:
    if one.performance.value is None:
        return ""
    return say("Performance is {points} of 100.", points=words.value_of(one.performance))


def _loads(review: ReviewView | None) -> list[Advice]:
    if review is None:
        return []
    return [_of_load(load, review.review) for load in review.review.sponsors.loads if load.state == "breach"]


def _of_load(load: SponsorLoad, review: PortfolioReview) -> Advice:
    """One alarm for one executive, however many alliances it concerns."""
    count, who = len(load.alliances), load.name or say("One executive")
    heavy, most = review.sponsors.heavy, review.sponsors.most
    why = say("{who} sponsors {count} alliances that require a sponsor", who=who, count=words.counted(count))
    if heavy and most:
        why = say(
            "{load}; more than {heavy} is heavy, {most} is the maximum",
            load=why,
            heavy=words.counted(heavy),
            most=words.counted(most),
        )
    return Advice(
        key=f"load:{load.person}",
        title=say("Hand some of {who}’s {count} alliances to a colleague", who=who, count=words.counted(count)),
        why=f"{why}.",
        limits=review.limits,
        subject=load.person,
        owner=load.name,
        severity=Severity.HIGH,
    )


def _crowding(review: ReviewView | None) -> list[Advice]:
    if review is None or review.review.tier_cap.in_force <= review.review.tier_cap.places:
        return []
    cap = review.review.tier_cap
    text = crowded(cap.in_force, cap.places)
    return [
        Advice(
            key="tier_cap",
            title=say("Decide which alliances stay in tier 1"),
            why=words.sentence(text),
            limits=review.review.limits,
            severity=Severity.MEDIUM,
        )
    ]


def _of_portfolio(review: ReviewView | None) -> list[Advice]:
    if review is None:
        return []
    names = {alliance.id: words.short(alliance.name) for alliance in review.review.alliances}
    return [_of_whole(action, names, review.review.limits) for action in review.review.portfolio_actions]


def _of_whole(action: ProposedAction, names: Mapping[str, str], limits: Limits) -> Advice:
    ids = action.subject.split("|")
    sentence = words.retold(action.sentence)
    for id_ in sorted(ids, key=len, reverse=True):
        sentence = sentence.replace(id_, names.get(id_, id_))
    both = words.listed([names.get(id_, id_) for id_ in ids])
    title = sentence if len(ids) == 1 else say("{names}: combine or share", names=both)
    return Advice(
        key=f"{action.rule}:{action.subject}",
        title=words.capital(title),
        why=words.sentence(sentence),
        limits=limits,
        owner=action.owner,
        severity=Severity.LOW,
    )
