"""Audits built by hand for the telling wing's tests: every record type, readable defaults."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from alliancenet.model.audit import (
    AllianceSummary,
    Audit,
    Confidence,
    DrawnTie,
    FirmSummary,
    InputFile,
    Introduction,
    Participant,
    ParticipantRole,
    UnitContact,
    UnitKind,
    UnitState,
    WaveSummary,
)
from alliancenet.model.finding import Audience, Finding, NotLooked, Severity
from alliancenet.model.limits import Limits
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.settings import default_settings

LEVELS = ("senior", "project_leader", "operating", "operating", "operating")
FAMILIES = ("strategic", "tactical", "operational", "interpersonal", "cultural")


def about(alliance, kind=SubjectKind.ALLIANCE):
    return Subject(kind=kind, id=alliance)


def a_score(metric="redundancy", value=3.0, subject="nordwind", kind=SubjectKind.ALLIANCE, **fields):
    fields = {"unit": "points", "n": 24, **fields}
    return Score(metric=metric, value=value, subject=about(subject, kind), **fields)


def a_withheld_score(metric, subject="nordwind", reason="no survey answers in this wave", n=0):
    return Score(
        metric=metric,
        value=None,
        subject=about(subject),
        unit="points",
        n=n,
        state=State.NOT_ENOUGH_EVIDENCE,
        reason=reason,
    )


def a_person(number, firm, *, role=ParticipantRole.PERIPHERAL, spanner=False, level=None, **fields):
    angle = number * 0.55
    fields = {
        "core_ties": 3 if role is ParticipantRole.CORE else 0,
        "cross_firm_core_ties": 1 if role is ParticipantRole.CORE else 0,
        "name": f"Person {number} of {firm}",
        "position": ((-150 if firm == "own" else 150) + 90 * (angle % 1.3), 70 * ((angle * 1.7) % 3) - 100),
        **fields,
    }
    return Participant(
        id=f"{firm}-{number:02d}",
        firm=firm,
        level=level or LEVELS[number % len(LEVELS)],
        role=role,
        spanner=spanner,
        **fields,
    )


def some_people(*, core=(7, 6), peripheral=(6, 5), isolates=(1, 1), unknown=(1, 0)):
    """Two firms: `own` and `partner`; one spanner on each side."""
    people = []
    for side, firm in enumerate(("own", "partner")):
        roles = (
            [ParticipantRole.CORE] * core[side]
            + [ParticipantRole.PERIPHERAL] * peripheral[side]
            + [ParticipantRole.ISOLATE] * isolates[side]
            + [ParticipantRole.UNKNOWN] * unknown[side]
        )
        for number, role in enumerate(roles):
            spanner = None if role is ParticipantRole.UNKNOWN else number == 0
            people.append(a_person(number, firm, role=role, spanner=spanner))
    return tuple(people)


def some_ties(people):
    """A ring inside each firm, three bridges, and one tie nobody confirmed."""
    core = [person for person in people if person.role is ParticipantRole.CORE]
    own = [person.id for person in core if person.firm == "own"]
    partner = [person.id for person in core if person.firm == "partner"]
    pairs = list(zip(own, own[1:] + own[:1], strict=True)) + list(zip(partner, partner[1:] + partner[:1], strict=True))
    pairs += list(zip(own[:3], partner[:3], strict=True))
    ties = [
        DrawnTie(source=one, target=other, layer=layer, status="confirmed", value=4.0)
        for one, other in pairs
        for layer in ("communication", "core")
    ]
    quiet = [person.id for person in people if person.role is ParticipantRole.PERIPHERAL]
    ties += [
        DrawnTie(source=person, target=own[0], layer="communication", status="one_sided", value=2.0)
        for person in quiet[:5]
        if own
    ]
    return tuple(ties)


def some_scores(alliance, seen=(82, 71, 64, 77, 58)):
    scores = [
        a_score("redundancy", 3, alliance, unit="people", interval=(2, 4), label="by ties only"),
        a_score("redundancy.target", 4, alliance, unit="people"),
        a_score("concentration", 0.34, alliance, unit="share 0-1, lower is better", n=13),
        a_score("ei_index", -0.62, alliance, unit="-1 to 1", n=31),
        a_score("sponsor_score", 60, alliance, interval=None, n=2),
        a_score("sponsor_score", 100, "own", SubjectKind.FIRM, n=1),
        a_score("sponsor_score", 20, "partner", SubjectKind.FIRM, n=1),
        a_score("health.network", 74, alliance, interval=(66, 81)),
        a_withheld_score("health.climate", alliance),
        a_score("counterpart_coverage", 0.8, "senior", SubjectKind.LEVEL, unit="share of the level's people 0-1", n=5),
    ]
    for firm, points in (("own", 71), ("partner", 44)):
        scores.append(a_score("climate.trust", points, firm, SubjectKind.FIRM, unit="points 0-100", n=12))
    scores.append(
        a_score("perception_gap.trust", 1.1, "own|partner", SubjectKind.PAIR, unit="steps", label="established")
    )
    for level, value in zip(FAMILIES, seen, strict=True):
        scores += [
            a_withheld_score(f"integration.{level}", alliance, reason="the said half needs a survey"),
            a_score(f"integration_seen.{level}", value, alliance, interval=(value - 8, value + 7)),
            a_withheld_score(f"integration_said.{level}", alliance),
        ]
    return tuple(scores)


def a_finding(code="N-ONEBRIDGE", *, severity=Severity.HIGH, subject=None, sentence=None, **fields):
    return Finding(
        code=code,
        severity=severity,
        subject=subject or about("nordwind"),
        sentence=sentence or "3 departures would cut every cross-firm core tie; tier 1 asks for 4",
        recommendation="Introduce a second pair of people on each side before the next review.",
        source="Hutt & Speh, ch. 4; own limit",
        **{"evidence": (a_score(),), "audience": Audience.EVERYBODY, **fields},
    )


def some_unit_contacts(units=("operating", "senior")):
    """Operating people of both firms in touch, seniors not; units of nine and three people."""
    sizes = dict(zip(units, (9, 3), strict=True))
    return tuple(
        UnitContact(
            kind=UnitKind.LEVEL,
            firms=("own", "partner"),
            units=(level, other),
            people=(sizes[level], sizes[other]),
            in_touch=(0, 0) if level == units[1] else (7, 2),
            pairs=0 if level == units[1] else 8,
            needed=4 if level == units[0] else 0,
            met=3 if level == units[0] else 0,
            expected=level == other,
            state=UnitState.NONE if level == units[1] else UnitState.THIN,
        )
        for level in units
        for other in units
    )


def limits(**fields):
    """Shipped limits, with some replaced."""
    return replace(Limits.of(default_settings()), **fields)


def an_audit(alliance="nordwind", name="Nordwind and Sole Mare", wave="2026-1", **fields):
    people = fields.pop("people", None) or some_people()
    defaults = {
        "alliance": AllianceSummary(
            id=alliance,
            name=name,
            firms=tuple(
                FirmSummary(
                    id=firm,
                    name=firm_name,
                    own=firm == "own",
                    people=sum(person.firm == firm for person in people),
                    answered=sum(person.firm == firm for person in people) - 1,
                )
                for firm, firm_name in (("own", "Nordwind"), ("partner", "Sole Mare"))
            ),
            tier=1,
            stage="operation",
        ),
        "wave": WaveSummary(id=wave, opens=date(2026, 3, 2), closes=date(2026, 3, 20), window_days=90),
        "confidence": Confidence.HIGH,
        "settings_digest": "5e" * 32,
        "tool_version": "0.1.0",
        "inputs": (
            InputFile(file="people.csv", sha256="ab" * 32),
            InputFile(file="net.csv", sha256="cd" * 32),
        ),
        "scores": some_scores(alliance),
        "people": people,
        "findings": (
            a_finding(subject=about(alliance)),
            a_finding(
                "N-HUB",
                severity=Severity.MEDIUM,
                subject=about("own-00", SubjectKind.PERSON),
                sentence="one person holds 41 % of the 13 core ties between Nordwind and Sole Mare",
                people=("own-00",),
                title="One person holds too much",
                holds=0.71,
                to_check=True,
            ),
            a_finding(
                "S-QUIET",
                severity=Severity.MEDIUM,
                subject=about("partner", SubjectKind.FIRM),
                sentence="no senior touchpoint of Sole Mare in 100 days",
            ),
        ),
        "not_looked": (NotLooked(code="P-ASYM", reason="needs at least 5 answers per firm to the climate survey"),),
        "ties": some_ties(people),
        "unit_contacts": some_unit_contacts(),
        "core_ties": (("own-00", "partner-00"), ("own-01", "partner-01"), ("own-00", "own-01")),
        "introductions": (
            Introduction(people=("own-00", "partner-05"), reasons=("no tie joins the two firms",), through="own-01"),
        ),
        "assumptions": ("ties without a direction are taken as mutual",),
        "limits": limits(),
    }
    return Audit(**{**defaults, **fields})


# Every payload sets a flag when it runs; the browser tests look for the flag.
HOSTILE = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "</script><script>window.ran=1</script>",
    '"><svg onload=window.ran=1>',
    "' autofocus onfocus=window.ran=1 x='",
    "href <a href=javascript:window.ran=1>click</a>",
    "{{7*7}} {% raw %} ${7*7}",
    '=HYPERLINK("http://evil.test";"x")',
    "javascript:window.ran=1",
    "</style><style>*{display:none}</style>",
    "]]> --> <!-- \u202e rtl \u0007",
)


def a_hostile_audit(alliance="hostile"):
    """Every text field carries payloads."""
    text = iter(HOSTILE * 40)
    nasty = " ".join(HOSTILE)
    people = tuple(
        Participant(
            id=f"{next(text)} {number}",
            firm="own" if number % 2 else "partner",
            level=next(text),
            role=ParticipantRole.CORE,
            spanner=True,
            core_ties=2,
            cross_firm_core_ties=1,
            name=next(text),
            roles=(next(text),),
            may_be_named=True,
            position=(number * 30.0, (number % 5) * 40.0),
        )
        for number in range(14)
    )
    ties = tuple(
        DrawnTie(
            source=one.id,
            target=other.id,
            layer="communication" if one.firm == "own" else HOSTILE[2],
            status="confirmed",
            value=3.0,
        )
        for one, other in pairwise(people)
    )
    subject = about(alliance)
    finding = Finding(
        code="N-<b>X",
        severity=Severity.HIGH,
        subject=subject,
        sentence=nasty,
        evidence=(Score(metric=nasty, value=1.0, unit=nasty, n=3, subject=subject, label=nasty, inputs=(nasty,)),),
        recommendation=nasty,
        source=nasty,
    )
    return Audit(
        alliance=AllianceSummary(
            id=alliance,
            name=nasty,
            firms=(
                FirmSummary(id="own", name=HOSTILE[0], own=True, people=7, answered=7),
                FirmSummary(id="partner", name=HOSTILE[3], own=False, people=7, answered=7),
            ),
            tier=2,
            stage=HOSTILE[1],
        ),
        wave=WaveSummary(id=HOSTILE[0], opens=None, closes=None, window_days=90),
        confidence=Confidence.LOW,
        settings_digest=nasty,
        tool_version=nasty,
        inputs=(InputFile(file=nasty, sha256=nasty),),
        scores=(
            Score(metric="redundancy", value=2.0, unit=nasty, n=3, subject=subject, label=nasty),
            Score(
                metric="integration.strategic",
                value=None,
                unit="points",
                n=0,
                subject=subject,
                state=State.SUPPRESSED,
                reason=nasty,
            ),
            Score(metric=nasty, value=2.0, unit=nasty, n=3, subject=subject),
        ),
        people=people,
        findings=(finding,),
        not_looked=(NotLooked(code=nasty, reason=nasty),),
        ties=ties,
        unit_contacts=some_unit_contacts((HOSTILE[0], HOSTILE[3])),
        introductions=(Introduction(people=(people[0].id, people[1].id), reasons=HOSTILE, through=people[2].id),),
        label=nasty,
        assumptions=(nasty,),
        limits=limits(named_for=("alliance_manager", "hr")),
    )


def a_hostile_review():
    """A portfolio review in which every text carries every payload."""
    from built_portfolios import a_holding, a_register, an_alliance, kpis

    from alliancenet.portfolio.review import review
    from alliancenet.portfolio.review_file import from_document, to_document

    register = a_register(an_alliance("north", objectives=kpis(80, 70, 90)), an_alliance("south"))
    document = to_document(review(a_holding(register), "0.1.0"))
    document["portfolio"] = _poisoned(document["portfolio"])
    return from_document(document)


def a_hostile_execution():
    """A review of execution in which every text carries every payload."""
    from alliancenet.model.execution import (
        BenchmarkGap,
        Design,
        ExecutionFinding,
        ExecutionReview,
        FormHistory,
        FormStep,
        Negotiation,
        PayElement,
        RewardedRole,
        Satisfaction,
        SatisfactionOfPartner,
        StrategyAct,
        Telling,
        TestedEstimate,
        TestedIntervention,
        TrialStage,
        TrialVerdict,
    )

    nasty, day = " ".join(HOSTILE), date(2026, 1, 5)
    score = Score(
        metric="satisfaction", subject=about("x"), value=3.0, unit=nasty, n=6, interval=(2.0, 4.0), label=nasty
    )
    partner = SatisfactionOfPartner(
        partner="x", name=nasty, scores=(score,) * 3, complaints=1, badly=1, at_risk=1, to_call=((nasty, day),)
    )
    reward = RewardedRole(
        role=nasty,
        group=nasty,
        people=1,
        elements=(PayElement(measure=nasty, kind="volume", share=1.0, fit=0),),
        alignment=replace(score, metric="reward_alignment"),
        on_volume=1.0,
        is_misaligned=True,
    )
    gap = BenchmarkGap(
        dimension=nasty, title=nasty, who=nasty, subject="x", ours=1.0, theirs=2.0, unit=nasty, gap=-1.0, low=None,
        high=None, is_behind=True, source=nasty, day=day, n=3, is_old=True,
    )  # fmt: skip
    act = StrategyAct(
        day=day, alliance="x", firm="x", level=nasty, means=nasty, teller=nasty, reached=1, of=2, message=nasty
    )
    step = FormStep(
        form=nasty, scope=nasty, since=day, until=None, days=9, reason=nasty, decided_by=nasty, around=(nasty,)
    )
    plan = {"id": nasty, "metric": nasty, "hypothesis": nasty, "is_up": True, "design": Design.COMPARISON}
    test = TestedIntervention(
        **plan, decided_on=day, start=day, end=day, stage=TrialStage.OVER, minimum_effect=1.0, owner=nasty, said=nasty,
        decision=nasty, verdict=TrialVerdict.WORKS, reason=nasty, labels=(nasty,),
        estimate=TestedEstimate(value=2.0, low=1.0, high=3.0, p=0.1, choices=15, at_all=True),
    )  # fmt: skip
    negotiation = Negotiation(
        id="x", alliance="x", signed_on=day, sessions=(), formed=1, carried=1, not_asked=0, wave=nasty, labels=(nasty,),
        scores=tuple(replace(score, metric=f"negotiation.{part}") for part in ("role_match", "b", "c", "d")),
        pairs=((nasty, nasty, True),),
    )  # fmt: skip
    finding = ExecutionFinding(
        code=nasty, severity="high", title=nasty, part="rewards", subject="x", sentence=nasty, recommendation=nasty
    )
    return ExecutionReview(
        as_of=day,
        project=nasty,
        names={"x": nasty},
        limits=Limits.of(default_settings()),
        tests=(test,),
        satisfaction=Satisfaction(
            first=day,
            last=day,
            responses=6,
            overall=(score, score, score),
            partners=(partner,),
            at_risk=1,
            past_due=(),
            handled_well=replace(score, metric="complaints_handled_well", value=0.5, interval=(0.1, 0.9)),
        ),
        rewards=(reward,),
        negotiations=(negotiation,),
        benchmarks=(gap,),
        missing=(nasty,),
        telling=Telling(acts=(act,), reach=(), known=()),
        forms=(FormHistory(alliance="x", steps=(step,), in_form=((nasty, 9),), changes=0, differs=nasty),),
        findings=(finding,),
        remarks=(nasty,),
        tool_version=nasty,
    )


_FREE_TEXT = {
    "headline",
    "name",
    "sentence",
    "reason",
    "to_next",
    "buys",
    "proposal",
    "gap",
    "seen",
    "state",
    "text",
    "label",
    "partners",
    "tool_version",
    "organisation",
    "action",
    "note",
    "owner",
    "partner",
    "rule",
}


def _poisoned(value, name=""):
    if isinstance(value, dict):
        is_score = "metric" in value
        return {key: part if is_score and key == "state" else _poisoned(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_poisoned(part, name) for part in value]
    return " ".join(HOSTILE) if isinstance(value, str) and name in _FREE_TEXT else value
