"""Every gap rule: cases that fire, cases that stay quiet, told in YAML."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from told_sentences import faults_of

from alliancenet.files.fields import read_fields
from alliancenet.metrics.sponsors import SponsorOnRecord
from alliancenet.model.facts import Difference, FactName
from alliancenet.model.finding import Audience, Severity
from alliancenet.model.register import AllianceId, Organisation, OrganisationId, Person, PersonId, RolePair
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.report import words
from alliancenet.rules import FAMILIES
from alliancenet.rules.rule import RULES, Measured, apply_rule
from alliancenet.settings import default_settings

CASES = Path(__file__).with_name("cases")
NAMES = {"a": "Alpha", "b": "Beta"}
ALLIANCE = Subject(kind=SubjectKind.ALLIANCE, id="x")
WITHHELD = {"withheld": State.NOT_ENOUGH_EVIDENCE, "suppressed": State.SUPPRESSED}


def cases(kind):
    told = [read_fields(path).value for path in sorted(CASES.glob("*.yaml"))]
    return [
        pytest.param(rule["code"], case, id=f"{rule['code']}: {case['name']}") for rule in told for case in rule[kind]
    ]


def subject_of(text):
    kind, _, name = text.partition(" ")
    return Subject(kind=SubjectKind(kind), id=name)


def score_of(key, told, case):
    metric, _, about = key.partition(" @ ")
    subject = subject_of(about) if about else ALLIANCE
    state = WITHHELD.get(told, State.OK)
    return Score(
        metric=metric,
        subject=subject,
        value=None if told in WITHHELD else float(told),
        unit="as the rule reads it",
        n=case.get("n", 20),
        interval=tuple(case["interval"]) if "interval" in case else None,
        state=state,
        reason="" if state is State.OK else "withheld in this case",
        label=case.get("label", ""),
        inputs=tuple(case.get("inputs", {}).get(key, ())),
    )


def side_of(firm, told):
    words = told.split()
    sponsor = Person(id=PersonId(f"s{firm}"), organisation=OrganisationId(firm))
    return SponsorOnRecord(
        firm=Organisation(id=OrganisationId(firm), name=NAMES[firm]),
        is_known=words[0] != "unknown",
        sponsors=(sponsor,) if words[0] in {"active", "idle"} else (),
        last_meeting=date(2026, 4, 1) if words[0] == "active" else None,
        days_since=23 if words[0] == "active" else 228 if words[-1] == "long" else None,
        is_active=words[0] == "active",
        has_plan="without" not in words,
    )


def role_pair(role):
    return RolePair(alliance=AllianceId("x"), role=role, person=PersonId("p1"), partner=None)


def measured_of(case):
    scores = [score_of(key, told, case) for key, told in case.get("scores", {}).items()]
    lists = dict(case.get("lists", {}))
    for name in ("unmatched_roles", "silent_role_pairs"):
        lists[name] = [role_pair(role) for role in lists.get(name, [])]
    lists["differences"] = [
        Difference(**{**told, "fact": FactName(told["fact"])}) for told in lists.get("differences", [])
    ]
    lists["busiest"] = {subject_of(pair): person for pair, person in lists.get("busiest", {}).items()}
    return replace(
        Measured(
            subject=ALLIANCE,
            tier=str(case.get("tier", 1)),
            settings=default_settings(),
            scores={(score.metric, score.subject): score for score in scores},
            firm_names=NAMES,
            requires_sponsor=case.get("requires_sponsor", True),
            sponsor_sides=[side_of(firm, told) for firm, told in case.get("sponsors", {}).items()],
        ),
        **lists,
    )


@pytest.mark.parametrize(("code", "case"), cases("fires"))
def test_rule_fires_and_says_why(code, case):
    findings, _ = apply_rule(RULES[code], measured_of(case))
    assert [case["says"] in found.sentence for found in findings] == [True]
    assert findings[0].severity == case.get("severity", findings[0].severity)


@pytest.mark.parametrize(("code", "case"), cases("fires"))
def test_a_finding_is_more_severe_than_its_rule_only_where_the_manual_says_when(code, case):
    findings, _ = apply_rule(RULES[code], measured_of(case))
    assert {finding.severity for finding in findings} <= {
        RULES[code].severity,
        *([Severity.HIGH] * bool(RULES[code].high_when)),
    }


@pytest.mark.parametrize(("code", "case"), cases("fires"))
def test_no_sentence_for_everybody_says_what_the_own_firm_asks_by_tier(code, case):
    findings, _ = apply_rule(RULES[code], measured_of(case))
    assert [
        finding.sentence
        for finding in findings
        if "tier" in finding.sentence and finding.audience is Audience.EVERYBODY
    ] == []


@pytest.mark.parametrize(("code", "case"), cases("fires"))
def test_what_a_rule_says_has_no_private_words_and_its_grammar_holds(code, case):
    findings, _ = apply_rule(RULES[code], measured_of(case))
    assert faults_of(words.sentence(finding.sentence) for finding in findings) == []


@pytest.mark.parametrize(("code", "case"), cases("quiet"))
def test_rule_stays_quiet(code, case):
    findings, not_looked = apply_rule(RULES[code], measured_of(case))
    assert findings == []
    reasons = " ".join(unlooked.reason for unlooked in not_looked)
    assert case.get("not_looked", "") in reasons
    if "not_looked" not in case:
        assert "withheld in this case" not in reasons


def test_every_rule_has_cases_and_every_case_a_rule():
    assert {path.stem for path in CASES.glob("*.yaml")} == set(RULES)


def test_every_family_on_the_disk_is_registered():
    folder = Path(FAMILIES[0].__file__).parent
    on_disk = {path.stem for path in folder.glob("*.py")} - {"__init__", "rule", "measuring", "context"}
    assert {family.__name__.rpartition(".")[2] for family in FAMILIES} == on_disk


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_card_is_complete(rule):
    assert len(rule.code) <= 14
    assert "Why it matters" in rule.text
    assert "When it is wrong" in rule.text
    assert rule.recommendation
    assert rule.source
