"""A project becomes audits: the only place where metrics and rules are run."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version

import numpy as np

from alliancenet.files.digest import data_digest
from alliancenet.instruments.used import is_text, reads, told, unread
from alliancenet.metrics import FAMILIES as MEASURE_FAMILIES
from alliancenet.metrics.case import Case
from alliancenet.metrics.change_error import answering_error, change_error
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.registry import MEASURES
from alliancenet.metrics.units import introductions, pairs_unmet, unit_contacts
from alliancenet.metrics.withholding import confidence_of
from alliancenet.model.audit import (
    Audit,
    InputFile,
    OpenAnswer,
    ProjectMark,
    WaveSummary,
)
from alliancenet.model.change import Change
from alliancenet.model.finding import Audience, Finding, NotLooked
from alliancenet.model.instrument import Kind
from alliancenet.model.limits import Limits
from alliancenet.model.multiplex import Multiplex
from alliancenet.model.register import AllianceId, OrganisationId, PersonId
from alliancenet.model.score import Score, Subject, SubjectKind
from alliancenet.model.wave import Wave
from alliancenet.multiplex.build import build_multiplex
from alliancenet.multiplex.careless import without_careless
from alliancenet.multiplex.drawing import drawn_ties
from alliancenet.multiplex.reanswering import answered_again
from alliancenet.multiplex.resampling import completed
from alliancenet.participation import alliance_summary, participants
from alliancenet.privacy.open_answers import tellable
from alliancenet.rules import FAMILIES as RULE_FAMILIES
from alliancenet.rules.measuring import measured_from
from alliancenet.rules.rule import RULES, apply_rule, found_again, holding_share, with_values
from alliancenet.score_changes import Moved, changes_told, followed, in_order, parts_of, why_not
from alliancenet.settings import Settings
from alliancenet.sources.loaded import Project
from alliancenet.survey.quality import careless_about_people
from alliancenet.survey.redaction import redacted

FAMILIES = (*MEASURE_FAMILIES, *RULE_FAMILIES)
"""Importing a family fills the registries; the list keeps the import from looking unused."""

_Z90 = 1.6449  # standard normal, 90 % two-sided


def audit_project(
    project: Project,
    *,
    alliance: AllianceId | None = None,
    wave: str | None = None,
    resamples: int | None = None,
    seed: int = 0,
    progress: Callable[[int, int, str], None] | None = None,
    known: Callable[[str, str], Audit | None] | None = None,
    done: Callable[[Audit], None] | None = None,
) -> tuple[Audit, ...]:
    """Audit every alliance and wave of a project.

    Parameters
    ----------
    alliance, wave : only this alliance, only this wave; all by default.
    resamples : completed networks drawn per audit; what the settings give by default.
    seed : of the resampling; the same input and seed give the same audits.
    progress : told before each audit how many are done, of how many, and which one is next.
    known : the audit of an alliance and wave that an earlier run of the same input made, or None.
    done : told of each audit that was made.

    Returns
    -------
    Audits by alliance id, then by the day the wave closed.
    """
    chosen = [
        (one_id, position)
        for one_id in sorted(project.register.alliances)
        if alliance in (None, one_id)
        for position, one in enumerate(project.waves_of(one_id))
        if wave in (None, one.id)
    ]
    audits: list[Audit] = []
    cases: dict[tuple[AllianceId, int], Case] = {}
    bare: dict[tuple[AllianceId, int], Case] = {}
    for place, (one_id, position) in enumerate(chosen):
        made = None if known is None else known(one_id, project.waves_of(one_id)[position].id)
        if made is not None:
            audits.append(made)
            continue
        if progress is not None:
            progress(place, len(chosen), project.register.alliances[one_id].name)
        earlier = cases.pop((one_id, position - 1), None)
        case = build_case(project, one_id, position, resamples=resamples, seed=seed, earlier=earlier)
        case = replace(case, others=_of_other_alliances(project, case, bare))
        audits.append(audit_case(case, project.inputs, project.mark))
        if done is not None:
            done(audits[-1])
        cases = {(one_id, position): case}
    return tuple(audits)


def build_case(
    project: Project,
    alliance: AllianceId,
    position: int,
    *,
    resamples: int | None = 0,
    seed: int = 0,
    earlier: Case | None = None,
) -> Case:
    """Return the case of one wave of an alliance, with the wave before it as `earlier`.

    Parameters
    ----------
    position : place of the wave among the alliance's waves, oldest first.
    resamples : completed networks to draw when answers are missing, of this wave and of the one
        before; None for what the settings give for so many people.
    seed : of the first wave; each wave after it draws with the next one.
    earlier : the case of the wave before, built in the same way; built here where it is None. What
        was measured of it need not be measured again.
    """
    waves = project.waves_of(alliance)
    wave = waves[position]
    register, settings = project.register, project.settings
    careless = careless_about_people(wave, project.instruments, settings)
    multiplex = build_multiplex(register, register.alliances[alliance], without_careless(wave, careless))
    if earlier is None and position:
        bare = build_case(project, alliance, position - 1)
        before = bare.picture.multiplex
        earlier = replace(
            bare,
            draws=_draws(settings, before, resamples, seed + position - 1),
            answered_again=_again(settings, before, seed + position - 1),
        )
    return Case(
        register=register,
        alliance=register.alliances[alliance],
        wave=wave,
        settings=settings,
        picture=Picture(multiplex, settings),
        draws=_draws(settings, multiplex, resamples, seed + position),
        answered_again=_again(settings, multiplex, seed + position) if len(waves) > 1 else (),
        earlier=earlier and _without_draws_before(earlier),
        instruments=project.instruments,
        records=project.records,
        answered=project.answered,
    )


def _of_other_alliances(project: Project, case: Case, bare: dict[tuple[AllianceId, int], Case]) -> tuple[Case, ...]:
    """Last wave of each other alliance that closed before this one and that enough of the same people answered.

    Parameters
    ----------
    bare : cases built for this before, by alliance and place; filled here.

    Notes
    -----
    Numbers of two alliances can be subtracted only where fewer than `suppression.min_n` of a firm's
    people differ, so that at least half as many answered both. Of waves that closed on one day the
    alliance with the lower id comes first.
    """
    mine, least = _answering(project, case.wave), case.settings.whole("suppression.min_n") / 2
    found = []
    for other in sorted(project.register.alliances.keys() - {case.alliance.id}):
        before = [
            position
            for position, wave in enumerate(project.waves_of(other))
            if _turn(wave) < _turn(case.wave)
            and any(len(people & mine.get(firm, set())) >= least for firm, people in _answering(project, wave).items())
        ]
        for position in before[-1:]:
            if (other, position) not in bare:
                bare[other, position] = build_case(project, other, position)
            found.append(bare[other, position])
    return tuple(found)


def _turn(wave: Wave) -> tuple[date, AllianceId]:
    return (wave.closes or date.max, wave.alliance)


def _answering(project: Project, wave: Wave) -> dict[OrganisationId, set[PersonId]]:
    """People of each firm who answered questions on the alliance."""
    answering: dict[OrganisationId, set[PersonId]] = {}
    for row in set() if wave.opinions is None else set(wave.opinions.respondent.tolist()):
        person = wave.people[row]
        answering.setdefault(project.register.people[person].organisation, set()).add(person)
    return answering


def _without_draws_before(case: Case) -> Case:
    """Return the case with the draws of its earlier wave let go: only two waves' are ever read, and they are large."""
    return case if case.earlier is None else replace(case, earlier=replace(case.earlier, draws=()))


def _draws(settings: Settings, multiplex: Multiplex, resamples: int | None, seed: int) -> tuple[Picture, ...]:
    count = _usual_resamples(settings, len(multiplex.people)) if resamples is None else resamples
    return tuple(Picture(drawn, settings) for drawn in completed(multiplex, settings, count=count, seed=seed))


def _again(settings: Settings, multiplex: Multiplex, seed: int) -> tuple[Picture, ...]:
    """Networks answered again: fewer than completed ones, for only their spread is read."""
    count = settings.whole("resamples.again")
    return tuple(Picture(drawn, settings) for drawn in answered_again(multiplex, settings, count=count, seed=seed))


def _usual_resamples(settings: Settings, n_people: int) -> int:
    affordable = settings.whole("resamples.people") // max(n_people, 1)
    return max(settings.whole("resamples.least"), min(settings.whole("resamples.count"), affordable))


def audit_case(case: Case, inputs: Sequence[InputFile] = (), project: ProjectMark | None = None) -> Audit:
    """Measure a case, apply every rule, and put it all together."""
    scores = tuple(sorted(_with_errors(case, _all_scores(case)), key=lambda score: (score.metric, score.subject)))
    findings, not_looked = _findings(case, scores)
    contacts = unit_contacts(case)
    return Audit(
        alliance=alliance_summary(case),
        wave=WaveSummary(
            id=case.wave.id,
            opens=case.wave.opens,
            closes=case.wave.closes,
            window_days=case.wave.window_days,
        ),
        confidence=confidence_of(case),
        settings_digest=case.settings.digest,
        tool_version=version("alliancenet"),
        inputs=tuple(sorted(inputs, key=lambda one: one.file)),
        scores=scores,
        people=participants(case),
        findings=findings,
        not_looked=not_looked,
        ties=drawn_ties(case.picture.multiplex),
        label=case.picture.core_ties.label,
        assumptions=(*case.wave.assumptions, *filter(None, [told(unread(case.instruments, case.wave))])),
        limits=Limits.of(case.settings),
        open_answers=_open_answers(case),
        log_trend=() if case.wave.logs is None else case.wave.logs.trend,
        project=project,
        unit_contacts=contacts,
        introductions=introductions(case, contacts),
        unmet_needs=pairs_unmet(case),
        changed_since="" if case.earlier is None else case.earlier.wave.id,
        changes=_changes(case, scores),
        core_ties=tuple((case.wave.people[one], case.wave.people[other]) for one, other in case.picture.core_pairs),
    )


def _open_answers(case: Case) -> tuple[OpenAnswer, ...]:
    """Open answers that may be told, in the order of their digests, which tells nothing of who wrote them."""
    questions = {
        item.id: next(iter(item.text.values())) for instrument in case.instruments for item in instrument.items
    }
    found = []
    for item, written in case.wave.texts.items():
        texts = redacted((text for _, text in written), case.register.people.values())
        for (person, _), text in zip(written, texts, strict=True):
            firm = case.register.people[person].organisation
            found.append(OpenAnswer(item=item, question=questions.get(item, item), firm=firm, text=text))
    told = tellable(found, case.settings.whole("suppression.min_n"))
    return tuple(sorted(told, key=lambda one: (one.item, data_digest(one.text), one.firm)))


def _all_scores(case: Case) -> Iterable[Score]:
    for measure in MEASURES.values():
        yield from measure(case)


def _with_errors(case: Case, scores: Iterable[Score]) -> Iterator[Score]:
    """Scores with what the same people answering again would make of them."""
    for score in scores:
        is_told = score.is_ok and score.subject.kind is not SubjectKind.PERSON
        yield replace(score, answering_error=answering_error(case.noise_of(score))) if is_told else score


def _changes(case: Case, scores: Iterable[Score]) -> tuple[Change, ...]:
    """What moved since the wave before, of every score that can be compared, with its own error."""
    if case.earlier is None:
        return ()
    firms = [firm.id for firm in case.firms]
    now, before = followed(firms, scores), followed(firms, _all_scores(case.earlier))
    moved = []
    for key in sorted(now.keys() & before.keys(), key=in_order):
        if why_not(before[key], now[key]) or parts_of(key, before) != parts_of(key, now):
            continue
        error = change_error(case, now[key], before[key])
        if error is not None:
            moved.append(
                Moved(
                    metric=key[0],
                    subject=key[1],
                    before=before[key].value or 0.0,
                    after=now[key].value or 0.0,
                    error=error.error,
                    freedom=error.freedom,
                    method=error.method,
                    n=min(now[key].n, before[key].n),
                )
            )
    return changes_told(moved, case.settings.number("change.level"))


def _findings(case: Case, scores: Sequence[Score]) -> tuple[tuple[Finding, ...], tuple[NotLooked, ...]]:
    measured = measured_from(case, scores)
    findings: list[Finding] = []
    not_looked: list[NotLooked] = []
    for rule in RULES.values():
        if rule.audience is Audience.MONEY:
            continue  # what partners earn is no part of an audit
        found, skipped = apply_rule(rule, measured)
        findings.extend(found)
        not_looked.extend(skipped)
    draws = [with_values(measured, values) for values in _drawn_values(case, findings)]
    again = {code: found_again(RULES[code], draws) for code in {finding.code for finding in findings}}
    checked = [_checked(finding, holding_share(finding, again[finding.code]), case) for finding in findings]
    order = sorted(checked, key=lambda one: (one.to_check, -one.severity.rank, one.code, one.subject))
    return tuple(order), tuple(sorted(not_looked, key=lambda one: (one.code, one.reason)))


def _drawn_values(case: Case, findings: Sequence[Finding]) -> list[dict[tuple[str, Subject], float]]:
    """Draw the evidence of findings: from the completed networks, or within its interval."""
    evidence = {(score.metric, score.subject): score for finding in findings for score in finding.evidence}
    structural = {key for draws in case.drawn.values() for values in draws for key in values}
    spread = [
        (key, score.value or 0.0, (score.interval[1] - score.interval[0]) / (2 * _Z90))
        for key, score in evidence.items()
        if key not in structural and score.interval is not None and score.interval[0] < score.interval[1]
    ]
    count = len(case.draws) or (case.settings.whole("resamples.count") if spread else 0)
    noise = np.random.default_rng(0).standard_normal((count, len(spread)))
    drawn = [{key: value + error * z for (key, value, error), z in zip(spread, row, strict=True)} for row in noise]
    for position in range(len(case.draws)):
        for draws in case.drawn.values():
            drawn[position].update({key: draws[position][key] for key in evidence.keys() & draws[position].keys()})
    return drawn


def _checked(finding: Finding, holds: float | None, case: Case) -> Finding:
    least = case.settings.number("resamples.holds")
    return replace(finding, holds=holds, to_check=holds is not None and holds < least)


reads("open answers", lambda instrument, item: instrument.kind is Kind.PEOPLE and is_text(instrument, item))
