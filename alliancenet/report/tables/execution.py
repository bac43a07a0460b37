"""Tables of the review of execution, made of a view."""

from collections.abc import Iterable
from dataclasses import replace

from alliancenet.language import digits, marked, say
from alliancenet.model.execution import (
    Design,
    TestedIntervention,
    TrialStage,
    TrialVerdict,
)
from alliancenet.model.finding import Severity
from alliancenet.model.score import Score
from alliancenet.privacy.execution_view import ExecutionView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Column, Row, Table
from alliancenet.report.tables.benchmarks import benchmarks, in_digits
from alliancenet.report.tables.review_cells import columns
from alliancenet.report.tables.satisfaction import impact, past_due, satisfaction

_TONE = {
    TrialVerdict.WORKS: "green",
    TrialVerdict.NO_USE: "red",
    TrialVerdict.NOT_TOLD: "amber",
    TrialVerdict.WITHHELD: "withheld",
}
_MARK = {TrialVerdict.WORKS: "●", TrialVerdict.NO_USE: "▲", TrialVerdict.NOT_TOLD: "◆"}
_DESIGN = {
    Design.RANDOMISED: marked("drawn by lot"),
    Design.COMPARISON: marked("with a comparison"),
    Design.BEFORE_AFTER: marked("before and after only"),
}
_ORDER = (TrialStage.OVER, TrialStage.UNDER_WAY, TrialStage.PLANNED, TrialStage.TAKEN_OUT)
AFTERWARDS = marked("written afterwards")
_COUNTED = {
    "role_match": marked("encounters"),
    "paired_sessions": marked("sessions"),
    "led_by_others_than_lawyers": marked("sessions with a lead on record"),
    "managers_over_lawyers": marked("encounters of managers or lawyers among themselves"),
}
"""What the shares of a negotiation are shares of."""


def verdict_of(test: TestedIntervention) -> str:
    """Verdict, or where a test stands as long as it has none."""
    if test.stage is not TrialStage.OVER:
        return say(test.stage.value, context="test")
    return say(test.verdict.value, context="test") if test.verdict.value else say("no result")


def _way(test: TestedIntervention) -> str:
    return say("up", context="way") if test.is_up else say("down", context="way")


def tests(view: ExecutionView) -> Table:
    """Every test with its interval and verdict: those that are over first, the newest of them on top."""
    ordered = sorted(
        view.review.tests, key=lambda test: (_ORDER.index(test.stage), -test.end.toordinal(), test.id, test.metric)
    )
    return Table(
        name="tests",
        caption=say("What was tried, and what came of it"),
        columns=columns(
            "test:Test!",
            "hypothesis:Hypothesis~",
            "metric:Metric",
            "window:Window!",
            "design:Design",
            "units:Units!",
            "effect:Effect#",
            "wanted:Wanted#",
            "detectable:It can see#",
            "verdict:Verdict",
            "why:Why~",
            "decision:Decided",
            "owner:Owner",
        ),
        rows=tuple(_test(test) for test in ordered),
        empty=say("No test is on record: write the first into execution/interventions.csv, before it starts."),
    )


def _test(test: TestedIntervention) -> Row:
    estimate = test.estimate
    spread = ""
    if estimate is not None and estimate.low is not None and estimate.high is not None:
        spread = say(
            "{in_digits} to {in_digits2}, 90 % interval",
            in_digits=in_digits(estimate.low),
            in_digits2=in_digits(estimate.high),
        )
        if estimate.p is not None:
            ways = words.plural(estimate.choices, "way")
            spread += say(
                "; as much by chance alone in {share_of} of {ways} to choose the arms",
                share_of=_share_of(estimate.p),
                ways=ways,
            )
    notes = [say(AFTERWARDS)] if test.is_afterwards else []
    kept = (
        say("kept in the journal on {registered}", registered=words.table_day(test.registered))
        if test.registered
        else say("not kept in the journal yet")
    )
    sign = 1 if test.is_up else -1
    return (
        Cell(
            text=test.id,
            detail=say(AFTERWARDS) if test.is_afterwards else "",
            tone="amber" if test.is_afterwards else "",
        ),
        Cell(text=words.sentence(test.hypothesis), detail=kept),
        Cell(text=words.title_of(test.metric), detail=_way(test)),
        Cell(
            text=say("{start} to {end}", start=words.table_day(test.start), end=words.table_day(test.end)),
            order=test.end.isoformat(),
            detail=say("decided on {decided_on}", decided_on=words.table_day(test.decided_on)),
        ),
        Cell(text=say(_DESIGN[test.design])),
        Cell(text=_arms(test)),
        Cell(text=in_digits(estimate.value), order=sign * estimate.value, detail=spread)
        if estimate
        else Cell(text=words.NONE, tone="withheld"),
        Cell(text=in_digits(test.minimum_effect), order=test.minimum_effect),
        Cell(
            text=in_digits(test.detectable),
            order=test.detectable,
            detail=say("{needed} units an arm for the effect wanted", needed=test.needed) if test.needed else "",
        ),
        Cell(
            text=verdict_of(test),
            tone=_TONE.get(test.verdict, ""),
            mark=_MARK.get(test.verdict, ""),
            detail=", ".join(notes),
        ),
        Cell(
            text=words.sentence(words.retold(test.reason)) if test.reason else "",
            detail="; ".join(map(words.retold, test.labels)),
        ),
        Cell(text=test.decision or words.NONE, detail=test.said),
        Cell(text=test.owner or words.NONE),
    )


def _share_of(p: float) -> str:
    return f"{100 * p:.0f} %" if p >= 0.1 else f"{100 * p:.1f} %"


def _arms(test: TestedIntervention) -> str:
    if test.treated is None:
        return words.NONE
    is_over = test.stage is TrialStage.OVER and test.estimate is not None
    treated = test.treated.used if is_over else test.treated.units
    if test.comparison is None or test.design is Design.BEFORE_AFTER:
        return str(treated)
    return say("{treated} and {used}", treated=treated, used=test.comparison.used if is_over else test.comparison.units)


def findings(view: ExecutionView) -> Table:
    """What the records say is amiss, with what to do."""
    return Table(
        name="execution_findings",
        caption=say("What to do"),
        columns=columns("severity:Severity", "code:Code!", "about:About", "found:What was found~", "do:What to do~"),
        rows=tuple(
            (
                Cell(
                    text=words.severity(Severity(found.severity)),
                    order=-float(Severity(found.severity).rank),
                    mark=words.SEVERITY_MARK[Severity(found.severity)],
                    tone=found.severity,
                ),
                Cell(text=found.code, target=("finding", found.code)),
                Cell(text=view.review.names.get(found.subject, words.plain(found.subject)) or say("all")),
                Cell(text=words.sentence(words.retold(found.sentence))),
                Cell(text=words.retold(found.recommendation)),
            )
            for found in view.review.findings
        ),
        empty=say("Nothing of what is on record calls for something to be done."),
    )


def rewards(view: ExecutionView) -> Table:
    """Roles against what they are paid by."""
    kinds = [
        kind
        for kind in ("relationship", "retention", "satisfaction", "customers", "margin", "other", "volume")
        if any(element.kind == kind for role in view.review.rewards for element in role.elements)
    ]
    return Table(
        name="rewards",
        caption=say("What roles are paid for: share of variable pay"),
        columns=(
            *columns("role:Role", "group:Group"),
            *(Column(key=kind, title=words.capital(kind), is_number=True) for kind in kinds),
            *columns("alignment:Alignment#"),
        ),
        rows=tuple(
            (
                Cell(
                    text=role.role, detail="" if role.people is None else words.plural(role.people, "person", "people")
                ),
                Cell(text=role.group),
                *(
                    _share(sum(element.share for element in role.elements if element.kind == kind), kind)
                    for kind in kinds
                ),
                Cell(
                    text=words.value_of(role.alignment),
                    order=role.alignment.value,
                    tone="red" if role.is_misaligned else "green",
                    mark="▲" if role.is_misaligned else "●",
                    detail=say("points away from the relationship") if role.is_misaligned else "",
                ),
            )
            for role in view.review.rewards
        ),
        empty=say("No pay scheme is on record: execution/schemes.csv."),
    )


def _share(share: float, kind: str) -> Cell:
    tone = "red" if kind == "volume" and share > 0.5 else ""
    return Cell(text=f"{100 * share:.0f} %" if share else "", order=share, tone=tone)


def negotiations(view: ExecutionView) -> Table:
    """Shares of each negotiation and the ties it left."""
    return Table(
        name="negotiations",
        caption=say("Who met whom before the signature"),
        columns=columns(
            "negotiation:Negotiation",
            "signed:Signed!",
            "sessions:Sessions#",
            "match:Counterparts met#",
            "paired:Functions on both sides#",
            "led:Not led by lawyers#",
            "balance:Managers over lawyers#",
            "formed:Ties formed#",
            "carried:Still in touch#",
            "notes:Notes~",
        ),
        rows=tuple(
            (
                Cell(text=view.review.names.get(found.id, found.id)),
                Cell(text=words.table_day(found.signed_on) if found.signed_on else say("not signed")),
                Cell(text=str(len(found.sessions)), order=float(len(found.sessions))),
                *map(_counted, found.scores),
                Cell(text=str(found.formed), order=float(found.formed)),
                _carried(found.carried, found.wave, found.not_asked),
                Cell(text="; ".join(found.labels)),
            )
            for found in view.review.negotiations
        ),
        empty=say("No negotiation is on record: execution/negotiations.csv."),
    )


def _counted(score: Score) -> Cell:
    """A share of everything on record, with both counts: nothing was drawn from anything."""
    if score.value is None:
        return score_cell(score)
    of = say(
        "{round} of {n} {get}",
        round=digits(f"{round(score.value * score.n):,}"),
        n=digits(f"{score.n:,}"),
        get=say(_COUNTED[part]) if (part := score.metric.partition(".")[2]) in _COUNTED else say("on record"),
    )
    return Cell(
        text=words.value_of(score), order=score.value, detail="; ".join(filter(None, (of, words.label_of(score))))
    )


def _carried(carried: int | None, wave: str, not_asked: int) -> Cell:
    if carried is None:
        why = say("no wave after the signature asked") if not wave else say("nothing may be told of the pairs")
        return Cell(text=say("not known"), tone="withheld", detail=why)
    more = say(", of {not_asked} nothing is known", not_asked=not_asked) if not_asked else ""
    return Cell(text=str(carried), order=float(carried), detail=say("in wave {wave}{more}", wave=wave, more=more))


def sessions(view: ExecutionView) -> Table:
    """Sessions of all negotiations, and what was missing in each."""
    return Table(
        name="sessions",
        caption=say("Session by session"),
        columns=columns(
            "negotiation:Negotiation",
            "day:Day!",
            "people:People#",
            "encounters:Encounters across#",
            "matched:Of one function#",
            "unpaired:On one side only",
            "led:Led by",
        ),
        rows=tuple(
            (
                Cell(text=view.review.names.get(found.id, found.id)),
                Cell(text=words.table_day(session.day)),
                Cell(text=str(session.people), order=float(session.people)),
                _known(session.encounters, say("by attendance") if session.by_attendance else ""),
                _known(session.matched),
                Cell(text=", ".join(session.unpaired)),
                Cell(text=session.led_by or say("nobody marked")),
            )
            for found in view.review.negotiations
            for session in found.sessions
        ),
        empty=say("No session is on record."),
    )


def _known(value: int | None, detail: str = "") -> Cell:
    if value is None:
        return Cell(text=say("not known"), tone="withheld")
    return Cell(text=str(value), order=float(value), detail=detail)


def pairs(view: ExecutionView) -> Table:
    """Manager pairs that met twice and more by the signature; for readers who know people."""
    state = {True: say("in touch"), False: say("not in touch"), None: say("not known")}
    return Table(
        name="negotiated_ties",
        caption=say("Ties of managers formed by the signature"),
        columns=columns("negotiation:Negotiation", "one:One", "other:Other", "now:In the first wave"),
        rows=tuple(
            (
                Cell(text=view.review.names.get(found.id, found.id)),
                Cell(text=one),
                Cell(text=other),
                Cell(text=state[touched], tone="red" if touched is False else ""),
            )
            for found in view.review.negotiations
            for one, other, touched in found.pairs
        ),
        empty=say("No pair of managers of both firms met in two sessions."),
    )


def loop(view: ExecutionView) -> Table:
    """How far proposals got."""
    found = view.review.loop
    steps = found.steps if found else ()
    return Table(
        name="loop",
        caption=say("From proposal to measurement"),
        columns=columns("step:Step", "count:How many#", "share:Share#", "days:Days, median#"),
        rows=tuple(
            (
                Cell(text=words.capital(step.step)),
                Cell(text=say("{count} of {of}", count=step.count, of=step.of), order=float(step.count)),
                Cell(text=f"{100 * step.count / step.of:.0f} %" if step.of else words.NONE),
                Cell(text=words.NONE if step.days is None else in_digits(step.days), order=step.days),
            )
            for step in steps
        ),
        empty=words.sentence(words.retold(found.reason))
        if found and found.reason
        else say("Nothing was proposed yet."),
    )


def rounds(view: ExecutionView) -> Table:
    """What became of the proposals of each quarter's audits, the newest first."""
    found = view.review.loop
    return Table(
        name="loop_rounds",
        caption=say("Quarter by quarter: what became of the audits’ proposals"),
        columns=columns(
            "day:Audits as of!",
            "proposals:Proposals#",
            "decided:Decided#",
            "owned:With an owner#",
            "done:Done#",
            "gone:No longer proposed#",
        ),
        rows=tuple(
            (
                Cell(
                    text=words.table_day(round_.day),
                    detail=say("until {until}", until=round_.until) if round_.until else say("so far"),
                ),
                Cell(text=str(round_.proposals), order=float(round_.proposals)),
                *(Cell(text=str(count), order=float(count)) for count in (round_.decided, round_.owned, round_.done)),
                Cell(text=say("the next audit tells"), tone="withheld")
                if round_.gone is None
                else Cell(
                    text=say("{gone} of {proposals}", gone=round_.gone, proposals=round_.proposals),
                    order=float(round_.gone),
                ),
            )
            for round_ in reversed(found.rounds if found else ())
        ),
        empty=say("No audit lies in the folder: --audits FOLDER."),
    )


def coverage(view: ExecutionView) -> Table:
    """What the records speak of."""
    found = view.review.loop
    return Table(
        name="coverage",
        caption=say("Partners each kind of record speaks of, last two periods"),
        columns=columns(
            "source:Record", "file:File", "partners:Partners#", "age:Days old#", "missing:Says nothing of~"
        ),
        rows=tuple(
            (
                Cell(text=words.capital(source.source)),
                Cell(text=source.file),
                Cell(text=say("not kept"), tone="withheld")
                if source.partners is None
                else Cell(
                    text=say("{partners} of {of}", partners=source.partners, of=source.of), order=float(source.partners)
                ),
                Cell(text=words.NONE if source.age is None else str(source.age), order=source.age),
                Cell(text=_some(view.review.names.get(name, name) for name in source.missing)),
            )
            for source in (found.coverage if found else ())
        ),
        empty=say("Coverage is worked out with a folder of audits: --audits FOLDER."),
    )


def _some(names: Iterable[str], most: int = 6) -> str:
    known = list(names)
    more = say(" and {what} more", what=len(known) - most) if len(known) > most else ""
    return ", ".join(known[:most]) + more


def telling(view: ExecutionView) -> Table:
    """How far the telling got, by firm and level."""
    found = view.review.telling
    return Table(
        name="telling",
        caption=say("Whom the strategy was told, last year"),
        columns=columns(
            "alliance:Alliance",
            "firm:Firm",
            "level:Level",
            "reach:Reached#",
            "acts:Acts#",
            "leaders:By leaders#",
            "last:Last!",
        ),
        rows=tuple(
            (
                Cell(text=view.review.names.get(reach.alliance, reach.alliance)),
                Cell(text=view.review.names.get(reach.firm, reach.firm)),
                Cell(text=words.unit(reach.level)),
                _reach(reach.share),
                Cell(text=str(reach.acts), order=float(reach.acts)),
                Cell(text=str(reach.by_leaders), order=float(reach.by_leaders)),
                Cell(text=words.table_day(reach.last) if reach.last else say("never on record")),
            )
            for reach in (found.reach if found else ())
        ),
        empty=say("No act of telling the strategy is on record: execution/strategy_acts.csv."),
    )


def _reach(share: Score) -> Cell:
    cell = score_cell(share)
    if share.value is None:
        return cell
    people = words.plural(share.n, "person", "people")
    return replace(
        cell, detail="; ".join(filter(None, (say("{people} on the roster", people=people), words.label_of(share))))
    )


def known(view: ExecutionView) -> Table:
    """What people say they know of the strategy, by firm."""
    found = view.review.telling
    return Table(
        name="strategy_known",
        caption=say("How well people say they know it"),
        columns=columns("alliance:Alliance", "firm:Firm", "level:Level", "known:Points 0-100#"),
        rows=tuple(
            (
                Cell(text=view.review.names.get(alliance, alliance)),
                Cell(text=view.review.names.get(score.subject.id, score.subject.id)),
                Cell(text=words.plain(score.metric.partition(".")[2]) or say("all")),
                score_cell(score, "person", "people"),
            )
            for alliance, score in (found.known if found else ())
        ),
        empty=say("Nobody was asked: `alliancenet survey show telling` shows the questions."),
    )


def acts(view: ExecutionView) -> Table:
    """Acts of telling, the newest first."""
    found = view.review.telling
    return Table(
        name="strategy_acts",
        caption=say("Acts of telling the strategy"),
        columns=columns(
            "day:Day!",
            "alliance:Alliance",
            "firm:Firm",
            "level:Level",
            "means:How",
            "teller:Who told",
            "reached:Reached#",
            "message:What~",
        ),
        rows=tuple(
            (
                Cell(text=words.table_day(act.day)),
                Cell(text=view.review.names.get(act.alliance, act.alliance)),
                Cell(text=view.review.names.get(act.firm, act.firm)),
                Cell(text=(words.unit(act.level) if act.level else "") or say("all")),
                Cell(text=say(words.plain(act.means), context="means") if act.means else words.NONE),
                Cell(text=act.teller or words.NONE),
                _known(act.reached, "" if act.of is None else say("of {of} on the roster", of=act.of)),
                Cell(text=act.message),
            )
            for act in (found.acts if found else ())
        ),
        empty=say("No act is on record."),
    )


def forms(view: ExecutionView) -> Table:
    """Forms of alliances, the newest first within each."""
    return Table(
        name="forms",
        caption=say("Forms over time"),
        columns=columns(
            "alliance:Alliance",
            "form:Form",
            "since:Since!",
            "days:Days#",
            "why:Why~",
            "around:What changed around it~",
            "by:Decided by",
        ),
        rows=tuple(
            (
                Cell(text=view.review.names.get(history.alliance, history.alliance)),
                Cell(text=words.form(step.form), detail=step.scope),
                Cell(text=words.table_day(step.since)),
                Cell(text=f"{step.days:,}", order=float(step.days), detail=say("so far") if step.until is None else ""),
                Cell(text=step.reason or words.NONE),
                Cell(text="; ".join(step.around) or words.NONE),
                Cell(text=step.decided_by or words.NONE),
            )
            for history in view.review.forms
            for step in reversed(history.steps)
        ),
        empty=say("No form is on record: execution/forms.csv."),
    )


def all_tables(view: ExecutionView) -> tuple[Table, ...]:
    """Every table this reader may read, in the order of the page."""
    by_part = {
        "tests": (tests,),
        "satisfaction": (satisfaction, impact, past_due),
        "rewards": (rewards,),
        "negotiations": (negotiations, sessions, *((pairs,) if view.reader.knows_people else ())),
        "benchmarks": (benchmarks,),
        "loop": (loop, rounds, coverage),
        "telling": (telling, known, acts),
        "forms": (forms,),
    }
    return (findings(view), *(make(view) for part, made in by_part.items() if part in view.parts for make in made))
