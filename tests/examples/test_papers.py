"""What only some were asked comes back from its exports: contract, spectrum, lists, capability, names gone."""

import re

import pytest

from alliancenet import resources
from alliancenet.auditing import audit_project
from alliancenet.model.finding import Severity
from alliancenet.privacy import Reader, ReaderRole, view_for
from alliancenet.sources.project import read_project
from alliancenet.survey.readers.detect import read_export

OURS, THEIRS = "brightwater", "gruenwald"
OF_SOME = {
    "two_firms/survey/kiln_2026-04_contract_survey_monkey.csv": ("survey_monkey", 20, 14),
    "two_firms/survey/kiln_2026-04_owners_google_forms.csv": ("google_forms", 28, 2),
    "portfolio/survey/lantern_2026-04_capability_qualtrics.csv": ("qualtrics", 46, 3),
}
ONE_SIDED = [
    "early warning owed by Brightwater Instruments: only Grünwald Keramik believes it",
    "first offer owed by Brightwater Instruments: only Grünwald Keramik believes it",
    "executive access owed by Brightwater Instruments: only Grünwald Keramik believes it",
    "priority in shortage owed by Brightwater Instruments: only Grünwald Keramik believes it",
    "public credit owed by Grünwald Keramik: only Brightwater Instruments believes it",
]
LINES = [f"{scale}{number}" for scale in ("REL", "LNK", "LAU") for number in range(1, 13)]
LAST = "2026-04"


@pytest.fixture(scope="module")
def projects():
    return {name: read_project(resources.examples() / name) for name in ("two_firms", "portfolio")}


@pytest.fixture(scope="module")
def audits(projects):
    places = (("two_firms", "kiln"), ("portfolio", "lantern"), ("portfolio", "harbor"), ("portfolio", "mosaic"))
    return {
        alliance: audit_project(projects[example], alliance=alliance, wave=LAST, resamples=0)[0]
        for example, alliance in (*places, ("portfolio", "sparrow"))
    }


def wave_of(project, alliance):
    return next(wave for wave in project.waves if (wave.alliance, wave.id) == (alliance, LAST))


def steps(wave, firm, items):
    said = {answer.item: answer.value for answer in wave.organisation_answers if answer.organisation == firm}
    return "".join("-" if said[item] == "not_needed" else said[item] for item in items if item in said)


def value(audit, metric, subject=""):
    (score,) = (score for score in audit.scores if score.metric == metric and score.subject.id in (subject, audit.alliance.id))
    return score.value


def sentences(audit, code):
    return [found.sentence for found in audit.findings if found.code == code]


@pytest.mark.parametrize("name", OF_SOME)
def test_a_form_of_a_few_is_read_as_its_platform_wrote_it(name):
    export = read_export(resources.examples() / name)
    assert (export.platform, len(export.questions), len(export.respondents)) == OF_SOME[name]


@pytest.mark.parametrize(
    ("firm", "said"),
    [
        (OURS, "33334554" + "0220-222" + "222222202211"),
        (THEIRS, "32322222" + "0120-222" + "222222202212"),
    ],
)
def test_what_the_owners_of_the_relationship_rated_is_read_line_by_line(firm, said, projects):
    assert steps(wave_of(projects["two_firms"], "kiln"), firm, LINES) == said


def test_the_expectations_of_seven_people_of_each_firm_are_read(projects):
    wave = wave_of(projects["two_firms"], "kiln")
    opinions = wave.opinions
    asked = [at for at, item in enumerate(opinions.items) if item.startswith("PSY-")]
    rows = [
        who for who, item in zip(opinions.respondent.tolist(), opinions.item.tolist(), strict=True) if item in asked
    ]
    assert (len(asked), len(set(rows)), len(rows)) == (20, 14, 14 * 20)


def test_the_one_sided_expectations_are_found_and_no_other(audits):
    (score,) = (score for score in audits["kiln"].scores if score.metric == "contract_congruence" and score.inputs[0][0] != "c")
    assert (score.value, sorted(score.inputs)) == (55, sorted(ONE_SIDED))


def test_the_over_designed_side_is_found_and_the_other_fits(audits):
    (found,) = sentences(audits["kiln"], "V-SPECTRUM")
    assert found.startswith("as Brightwater Instruments sees it the relationship is over-designed: 1.5 steps more")
    assert value(audits["kiln"], "spectrum.fit", THEIRS) == -0.5


def test_the_sides_stand_in_different_kinds_of_relationship(audits):
    (found,) = sentences(audits["kiln"], "V-MODE")
    assert "Brightwater Instruments: collaborative; Grünwald Keramik: transactional" in found
    assert value(audits["kiln"], "spectrum.position", audits["kiln"].alliance.id) is None


def test_a_linkage_counts_only_where_both_sides_see_it_in_place(audits):
    score = next(score for score in audits["kiln"].scores if score.metric == "checklist.linkages")
    assert (round(score.value, 1), score.n, sum(line.startswith("open: ") for line in score.inputs)) == (57.1, 7, 3)
    assert len(sentences(audits["kiln"], "V-LINKAGES")) == 1
    assert value(audits["kiln"], "checklist.launch") == 75


def test_the_self_assessment_of_the_office_is_one_level_below_what_its_portfolio_asks(audits):
    assert value(audits["lantern"], "capability.level", OURS) == 2
    assert sentences(audits["lantern"], "V-CAPABILITY") == [
        "alliance capability is 1 level below target (defined, managed is asked for)"
    ]


def test_the_raters_disagree_about_careers_alone(audits):
    (found,) = sentences(audits["lantern"], "V-RATERS")
    assert found == "two raters of Brightwater Instruments are far apart on CAP9: 1 and 3"


def test_the_evidence_stands_beside_its_line(projects):
    told = wave_of(projects["portfolio"], "lantern").organisation_answers
    beside = {(answer.item, answer.value, answer.organisation): answer.evidence for answer in told if answer.evidence}
    assert len(beside) == 7
    assert beside["CAP9", "1", OURS] == "Nobody has been promoted for alliance work yet"


def test_the_own_and_the_partner_firm_are_rated_apart(audits):
    levels = {score.subject.id: score.value for score in audits["lantern"].scores if score.metric == "capability.level"}
    assert levels == {OURS: 2, "calder": 3}


def test_two_firms_have_what_was_planted_and_nothing_of_high_severity(audits):
    codes = {found.code for found in audits["kiln"].findings if found.severity is Severity.MEDIUM}
    assert codes == {"G-ASYM", "P-GAP", "G-SEEN", "V-CONTRACT", "V-SPECTRUM", "V-MODE", "V-LINKAGES"}
    assert not any(found.severity is Severity.HIGH for found in audits["kiln"].findings)


@pytest.mark.parametrize(
    ("example", "alliance"), [("portfolio", "harbor"), ("portfolio", "mosaic"), ("two_firms", "kiln")]
)
def test_names_in_open_answers_are_gone_in_every_spelling(example, alliance, projects, audits):
    people = projects[example].register.people.values()
    spelt = {text for person in people for text in (person.name, *person.aliases) if " " in text}
    names = {part for text in spelt for part in re.findall(r"[^\W\d_]{3,}", text)}
    raw = [text for said in wave_of(projects[example], alliance).texts.values() for _, text in said]
    shown = [answer.text for answer in audits[alliance].open_answers]
    named = [text for text in raw if names & set(re.findall(r"[^\W\d_]+", text))]
    assert len(named) >= 3
    assert sum("[name]" in text for text in shown) >= len(named)
    assert not any(names & set(re.findall(r"[^\W\d_]+", text)) for text in shown)


def test_the_partner_reads_open_answers_too_but_no_other_firms_capability(audits):
    view = view_for(audits["lantern"], Reader(role=ReaderRole.PARTNER, firm="calder"))
    firms = {score.subject.id for score in view.scores if score.metric.startswith("capability")}
    assert firms == {"calder"}


def test_a_form_of_a_few_does_not_make_the_others_silent(projects):
    told = [problem.found for problem in projects["portfolio"].problems if problem.file.startswith("lantern")]
    assert not any("did not answer" in found for found in told)


def test_the_index_stands_against_the_benchmark_with_its_source_and_day(audits):
    (score,) = (score for score in audits["lantern"].scores if score.metric == "capability.benchmark")
    assert (score.value, score.subject.id) == (5, OURS)
    assert "Ring of alliance offices" in score.label
    assert "2025-11-30" in score.label
