"""What the examples' READMEs promise, asked of the audit."""

from datetime import date

import pytest
from told_sentences import faults_of, sentences_of

from alliancenet import resources
from alliancenet.auditing import audit_project
from alliancenet.model.audit import Confidence, ParticipantRole
from alliancenet.model.finding import Severity
from alliancenet.model.register import Role
from alliancenet.model.score import SubjectKind
from alliancenet.privacy import Reader, ReaderRole, views_for
from alliancenet.report import headlines
from alliancenet.report.standing import Standing, standing_of
from alliancenet.report.tables.overview import newest
from alliancenet.sources.project import read_project

LAST = "2026-04"


def audits_of(example):
    audits = audit_project(read_project(resources.examples() / example), resamples=0)
    return {(audit.alliance.id, audit.wave.id): audit for audit in audits}


@pytest.fixture(scope="module")
def portfolio():
    return audits_of("portfolio")


@pytest.fixture(scope="module")
def singles():
    return {name: next(iter(audits_of(name).values())) for name in ("healthy", "cold", "one_bridge")}


def codes(audit, least=Severity.INFO):
    return {finding.code for finding in audit.findings if finding.severity.rank >= least.rank}


def value(audit, metric, kind=SubjectKind.ALLIANCE):
    (score,) = (score for score in audit.scores if score.metric == metric and score.subject.kind is kind)
    return score.value


def core_share(audit):
    core = sum(person.role is ParticipantRole.CORE for person in audit.people)
    return core / len(audit.people)


def alliances_with(portfolio, code, wave=LAST):
    return {alliance for (alliance, id_), audit in portfolio.items() if id_ == wave and code in codes(audit)}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("healthy", set()),
        ("cold", {"S-IDLE", "H-LOW", "G-FLOOR"}),
        ("one_bridge", {"N-ONEBRIDGE", "G-FLOOR"}),
    ],
)
def test_of_high_severity_is_what_was_planted_and_nothing_else(name, found, singles):
    assert codes(singles[name], Severity.HIGH) == found


def test_of_high_severity_in_the_portfolio_is_what_was_planted_and_nothing_else(portfolio):
    overloaded = {alliance: {"S-LOAD"} for alliance in ("lantern", "kestrel", "mosaic", "cobalt", "sparrow", "willow")}
    expected = {
        **overloaded,
        "kestrel": {"S-LOAD", "G-FLOOR", "N-COUNTERPART"},  # what is left of the fallen bridge
        "sparrow": {"S-LOAD", "H-CONFLICT"},
        "willow": {"S-LOAD", "G-FLOOR"},
        "harbor": {"S-IDLE"},
        "thimble": set(),
    }
    last = {alliance: audit for (alliance, wave), audit in portfolio.items() if wave == LAST}
    assert {alliance: codes(audit, Severity.HIGH) for alliance, audit in last.items()} == expected


def test_the_healthy_alliance_would_survive_several_departures(singles):
    assert value(singles["healthy"], "redundancy") >= 5


def test_the_cold_alliance_is_found_cold(singles):
    assert {"S-IDLE", "G-ZERO", "N-THINBRIDGE", "N-COUNTERPART", "G-FLOOR"} <= codes(singles["cold"])


def test_no_sponsor_of_the_cold_alliance_met_anybody(singles):
    idle = [finding.subject.id for finding in singles["cold"].findings if finding.code == "S-IDLE"]
    assert sorted(idle) == ["brightwater", "fennimore"]


def test_the_one_bridge_is_found(singles):
    audit = singles["one_bridge"]
    assert "N-ONEBRIDGE" in codes(audit, Severity.HIGH)
    assert value(audit, "redundancy") == 1


def test_the_one_bridge_has_several_ties_all_of_one_person(singles):
    across = [person.cross_firm_core_ties for person in singles["one_bridge"].people if person.cross_firm_core_ties]
    assert max(across) == len(across) - 1 >= 5
    assert "N-BUSIEST" in codes(singles["one_bridge"])


@pytest.mark.parametrize("name", ["cold", "healthy"])
def test_only_the_one_bridge_hangs_on_one_person(name, singles):
    assert not {"N-ONEBRIDGE", "N-BUSIEST"} & codes(singles[name])


def test_nobody_but_the_falling_alliance_falls(portfolio):
    assert alliances_with(portfolio, "N-DROP") == {"kestrel"}


def test_the_falling_alliance_was_in_order_before(portfolio):
    assert "N-THINBRIDGE" not in codes(portfolio["kestrel", "2025-10"])
    assert "N-THINBRIDGE" in codes(portfolio["kestrel", LAST])
    assert value(portfolio["kestrel", LAST], "redundancy") < value(portfolio["kestrel", "2025-10"], "redundancy") / 2


def test_the_inactive_sponsor_is_found_and_only_there(portfolio):
    found = [
        (audit.alliance.id, finding.subject.id)
        for audit in portfolio.values()
        for finding in audit.findings
        if finding.code == "S-IDLE"
    ]
    assert found == [("harbor", "brightwater")]


def test_the_overloaded_executive_is_found_in_each_of_six_alliances(portfolio):
    assert alliances_with(portfolio, "S-LOAD") == {"lantern", "kestrel", "mosaic", "cobalt", "sparrow", "willow"}


def test_the_top_tier_is_crowded():
    register = read_project(resources.examples() / "portfolio").register
    assert sum(alliance.tier == 1 for alliance in register.alliances.values()) == 5


def test_the_partner_that_sees_far_less_is_found_and_only_there(portfolio):
    assert alliances_with(portfolio, "G-ASYM") == {"mosaic"}


def test_disagreements_that_became_personal_are_found_and_only_there(portfolio):
    assert alliances_with(portfolio, "H-CONFLICT") == {"sparrow"}


def test_too_few_answers_are_found_and_nothing_is_claimed(portfolio):
    audit = portfolio["thimble", LAST]
    assert audit.confidence is Confidence.LOW
    assert "D-THIN" in codes(audit)
    assert value(audit, "redundancy") is None
    assert alliances_with(portfolio, "D-THIN") == {"thimble"}


def test_the_prune_candidate_performs_badly_but_still_teaches():
    from alliancenet.sources.portfolio_register import read_portfolio_records

    folder = resources.examples() / "portfolio"
    register = read_project(folder).register
    records, warnings = read_portfolio_records(folder, register)
    losing = {economics.alliance for economics in records.economics if economics.contribution is not None and economics.contribution < 0}
    teaches = {rating.alliance: rating.answers["TIE5"] for rating in records.ratings}
    assert (warnings, losing, teaches["willow"]) == ((), {"willow"}, 3)


def test_steady_alliances_stay_steady(portfolio):
    for alliance in ("lantern", "cobalt"):
        assert codes(portfolio[alliance, LAST], Severity.HIGH) <= {"S-LOAD"}


def test_the_cut_separates_a_core_everywhere(portfolio, singles):
    told = [audit for audit in (*portfolio.values(), *singles.values()) if audit.confidence is not Confidence.LOW]
    assert all(0.1 <= core_share(audit) <= 0.7 for audit in told)
    assert not any("D-GUARD" in codes(audit) for audit in told)


def test_about_85_percent_answer(portfolio):
    firms = [
        firm for (alliance, _), audit in portfolio.items() if alliance != "thimble" for firm in audit.alliance.firms
    ]
    share = sum(firm.answered for firm in firms) / sum(firm.people for firm in firms)
    assert 0.83 <= share <= 0.9


def test_one_person_sponsors_six_alliances_on_record():
    register = read_project(resources.examples() / "portfolio").register
    day = date(2026, 4, 24)
    sponsored = [
        alliance
        for alliance in register.alliances
        for person in register.roster(alliance, day, day)
        if person.id == "bw-exec" and Role.EXECUTIVE_SPONSOR in person.roles
    ]
    assert len(sponsored) == 6


def views_of(portfolio, role, firm=""):
    ordered = [portfolio[key] for key in sorted(portfolio)]
    return views_for(ordered, Reader(role=role, firm=firm))


@pytest.fixture(scope="module")
def executive(portfolio):
    return views_of(portfolio, ReaderRole.EXECUTIVE)


def test_exactly_the_planted_alliances_need_somebody(executive):
    standing = {view.alliance.id: standing_of(view) for view in newest(executive)}
    assert {name for name, stands in standing.items() if stands is Standing.ACT} == {"kestrel", "sparrow", "willow"}


def test_those_in_order_are_on_track_and_the_sponsor_who_met_nobody_is_watched(executive):
    standing = {view.alliance.id: standing_of(view) for view in newest(executive)}
    assert {standing[name] for name in ("lantern", "cobalt")} == {Standing.ON_TRACK}
    assert {standing[name] for name in ("harbor", "mosaic")} == {Standing.WATCH}
    assert standing["thimble"] is Standing.NOT_MEASURED


def test_the_first_page_says_how_many_and_that_a_sponsor_has_met_nobody(executive):
    said = headlines.home(newest(executive)).sentence
    assert said == "Three of eight alliances need you, and one of our sponsors has not met the partner in time."


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("kestrel", "people trust each other far less than in October"),
        ("kestrel", "the two senior teams are hardly in touch"),
        ("sparrow", "disagreements have become personal"),
        ("willow", "people on both sides rate the way the firms work together as poor"),
        ("harbor", "the sponsor of Brightwater Instruments has not met the partner in time"),
        ("mosaic", "Marrow Lane Motors sees far less integration than Brightwater Instruments"),
        ("thimble", "too few people answered"),
    ],
)
def test_the_heading_of_an_alliance_says_what_was_planted(executive, name, says):
    before, now = (view for view in executive if view.alliance.id == name)
    assert says in headlines.alliance(now, before).sentence


@pytest.mark.parametrize(
    ("role", "firm"), [(ReaderRole.EXECUTIVE, ""), (ReaderRole.ALLIANCE_MANAGER, ""), (ReaderRole.PARTNER, "ostrich")]
)
def test_no_sentence_has_private_words_or_broken_grammar(portfolio, role, firm):
    assert faults_of(sentences_of(views_of(portfolio, role, firm))) == []


def test_no_sentence_of_the_single_examples_has_private_words_or_broken_grammar(singles):
    assert faults_of(sentences_of(views_for(singles.values(), Reader(role=ReaderRole.EXECUTIVE)))) == []
