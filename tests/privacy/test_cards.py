"""Closed by default: what has no card, or a card nobody understands, reaches nobody."""

import json
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from built_audits import a_finding, a_score, an_audit, limits, some_people

from alliancenet.export import alliance_report
from alliancenet.model.catalogue import Exposure, Section, Unit
from alliancenet.model.finding import Audience, Finding
from alliancenet.model.score import State, SubjectKind
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for
from alliancenet.report.page import html_report
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet.report.text import summary
from alliancenet.store.limits import strictest
from tests.conftest import card

EXECUTIVE = Reader(role=ReaderRole.EXECUTIVE)
PARTNER = Reader(role=ReaderRole.PARTNER, firm="partner")
EVERYBODY = [Reader(role=role, firm="partner") for role in ReaderRole]
LOYALTY = a_score("loyalty", 71.37, "partner", SubjectKind.FIRM, n=2)


def printed(view):
    """All a reader could lay hands on: the view, the page, the summary, and the workbook."""
    with ZipFile(BytesIO(alliance_report.to_xlsx(view))) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    return "\n".join([json.dumps(repr(view)), html_report([view]), summary([view]), *sheets])


def an_audit_of(*scores, **fields):
    return an_audit(scores=scores, findings=(), **fields)


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.role)
def test_a_measure_without_a_card_reaches_nobody(reader):
    text = printed(view_for(an_audit_of(LOYALTY), reader))
    assert [word for word in ("loyalty", "Loyalty", "71.4", "71.37") if word in text] == []


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.role)
def test_an_opinion_of_two_people_reaches_nobody(reader, planted):
    planted(card("loyalty", Exposure.SAID, section=Section.CLIMATE))
    view = view_for(an_audit_of(LOYALTY), reader)
    assert [(score.value, score.state) for score in view.scores] == [(None, State.SUPPRESSED)]
    assert "71.37" not in printed(view)


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.role)
def test_an_exposure_nobody_knows_is_hidden(reader, planted):
    planted(card("loyalty", "gossip"))
    assert "oyalty" not in printed(view_for(an_audit_of(replace(LOYALTY, n=80)), reader))


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.role)
def test_a_finding_on_a_measure_nobody_knows_keeps_its_number_to_itself(reader):
    found = a_finding(sentence="loyalty is 71.37", title="Loyalty is low", evidence=(LOYALTY,))
    (view,) = view_for(an_audit(findings=(found,)), reader).findings
    assert (view.sentence, view.evidence) == ("Loyalty is low", ())


def test_how_many_measures_are_unknown_is_said():
    view = view_for(an_audit_of(LOYALTY, replace(LOYALTY, metric="zeal.trust")), LOCAL_READER)
    assert "Measures this version does not know, shown to nobody: 2." in view.withheld


def test_a_planted_measure_stands_in_the_table_of_its_section_with_its_title_and_unit(planted):
    planted(card("loyalty", title="Loyalty to the alliance", unit=Unit.SHARE, says="share of people 0-1"))
    view = view_for(an_audit_of(a_score("loyalty", 0.371)), LOCAL_READER)
    rows = [[cell.text for cell in row] for row in alliance_tables.other_measures(view).rows]
    assert [(row[0], row[2]) for row in rows] == [("Loyalty to the alliance", "37\u00a0%")]


@pytest.mark.parametrize("kind", [SubjectKind.ALLIANCE, SubjectKind.PAIR])
@pytest.mark.parametrize(("n", "state"), [(9, State.SUPPRESSED), (10, State.OK)])
def test_what_two_firms_said_needs_the_smallest_group_in_each(kind, n, state):
    subject = "nordwind" if kind is SubjectKind.ALLIANCE else "own|partner"
    score = a_score("contract_congruence", 60, subject, kind, n=n, inputs=("secrecy: only Nordwind believes it",))
    (seen,) = view_for(an_audit_of(score), LOCAL_READER).scores
    assert seen.state is state
    assert bool(seen.inputs) is (state is State.OK)


@pytest.mark.parametrize(("n", "shown"), [(7, 0), (8, 0), (11, 0), (12, 1)])
def test_the_projects_own_minimum_hides_groups_the_usual_one_would_show(n, shown):
    audit = an_audit_of(a_score("climate.trust", 60, "own", SubjectKind.FIRM, n=n), limits=limits(min_n=12))
    assert sum(score.is_ok for score in view_for(audit, EXECUTIVE).scores) == shown


@pytest.mark.parametrize(("least", "hidden"), [(5, 0), (12, 2)])
def test_the_table_of_roles_goes_by_the_projects_minimum(least, hidden):
    people = some_people(core=(8, 8), peripheral=(7, 7), isolates=(0, 0), unknown=(0, 0))
    audit = an_audit(people=people, limits=limits(min_n=least))
    counts = {(group.firm, group.group): group.people for group in view_for(audit, EXECUTIVE).role_counts}
    assert [counts[firm, "core"] for firm in ("own", "partner")].count(None) == hidden


def test_what_is_withheld_names_the_projects_minimum():
    assert any("at least 12 people" in line for line in view_for(an_audit(limits=limits(min_n=12)), EXECUTIVE).withheld)


NOBODY = "No names of people in the network: the project names them to nobody (privacy.named_for)."
TOLD = (
    "No names of people in the network: people were told before they answered that only these see names: facilitator."
)


@pytest.mark.parametrize(("roles", "sentence"), [((), NOBODY), (("facilitator",), TOLD)])
def test_why_there_are_no_names_is_said_as_it_is(roles, sentence):
    view = view_for(an_audit(limits=limits(named_for=roles)), Reader(role=ReaderRole.HR))
    assert sentence in view.withheld


def test_an_audit_of_an_earlier_version_is_told_by_the_strictest_limits():
    scores = (a_score("climate.trust", 60, "own", SubjectKind.FIRM, n=9),)
    audit = replace(an_audit(scores=scores), limits=strictest())
    view = view_for(audit, EXECUTIVE)
    assert not any(score.is_ok for score in view.scores)
    assert any("does not say its limits" in line for line in view.withheld)


@pytest.mark.parametrize("name", ["Frontier Instruments", "tier 1 Ltd", "S-Works"])
def test_a_firms_name_decides_nothing_of_what_a_partner_reads(name):
    def told(called):
        alliance = an_audit().alliance
        firms = tuple(replace(firm, name=called) if firm.own else firm for firm in alliance.firms)
        findings = (a_finding("N-HUB", sentence=f"one person holds 41 % of the ties of {called}", title="Too much"),)
        audit = an_audit(alliance=replace(alliance, name=called, firms=firms), findings=findings)
        return [found.sentence.replace(called, "X") for found in view_for(audit, PARTNER).findings]

    assert told(name) == told("Fjord")


@pytest.mark.parametrize(
    ("audience", "sentences"),
    [
        (Audience.EVERYBODY, ["3 departures"]),
        (Audience.TITLE_FOR_PARTNERS, ["One bridge"]),
        (Audience.OWN_FIRM, []),
    ],
)
def test_a_partner_reads_of_a_finding_what_its_audience_says(audience, sentences):
    found = a_finding(sentence="3 departures", title="One bridge", audience=audience)
    assert [finding.sentence for finding in view_for(an_audit(findings=(found,)), PARTNER).findings] == sentences


def test_a_finding_that_says_no_audience_is_not_for_partners():
    found = Finding(**{name: getattr(a_finding(), name) for name in Finding.__slots__ if name != "audience"})
    assert view_for(an_audit(findings=(found,)), PARTNER).findings == ()
