"""One fact, one place: what surveys and files both state, by one rule, for the audit and the tiers."""

from datetime import date

import pytest
from small_projects import a_project

from alliancenet.auditing import audit_project
from alliancenet.portfolio.checklists import checklist_states
from alliancenet.portfolio.holdings import Holdings
from alliancenet.portfolio.sponsors import sponsor_reviews
from alliancenet.portfolio.tiers.rounds import decide_tiers
from alliancenet.privacy import Reader, ReaderRole, view_for
from alliancenet.sources.project import read_project

# the template's only wave closes on 2026-04-21
AFTER = date(2026, 4, 30)
ITEMS = [f"REL{n}" for n in range(1, 9)]


def answered(*rows):
    return {"answers_csv": "respondent,item,value\n" + "".join(f"{row}\n" for row in rows)}


def rated(person, step):
    return [f"{person},{item},{step}" for item in ITEMS]


def on_file(firm, day, step):
    return f"first_alliance,{firm},{day},{','.join([str(step)] * 8)}\n"


def project_of(folder, *rows, **records):
    """The template with answers for firms, and files of the portfolio."""
    path = a_project(folder, **answered(*rows))
    (path / "portfolio").mkdir()
    for name, text in records.items():
        (path / "portfolio" / f"{name}.csv").write_text(text, "utf-8")
    return read_project(path)


def spectrum_file(*lines):
    return {"spectrum": f"alliance,organisation,date,{','.join(ITEMS)}\n{''.join(lines)}"}


def tier_of(project, day=AFTER):
    (decision,), _ = decide_tiers(holdings_of(project, day))
    return decision


def holdings_of(project, day=AFTER):
    return Holdings(
        register=project.register,
        records=project.records,
        settings=project.settings,
        as_of=day,
        answered=project.answered,
    )


def part_of(project, name, day=AFTER):
    return next(line for line in tier_of(project, day).depth.inputs if line.startswith(name))


def audit_of(project):
    return audit_project(project, resamples=0)[0]


def score_of(audit, metric, subject="first_alliance"):
    return next(score for score in audit.scores if (score.metric, score.subject.id) == (metric, subject))


def differences(audit):
    return [finding.sentence for finding in audit.findings if finding.code == "D-SOURCES"]


def test_an_answer_newer_than_the_file_counts_for_the_tier(tmp_path):
    files = spectrum_file(on_file("our_firm", "2026-01-31", 5))
    project = project_of(tmp_path, *rated("o1", 3), **files)
    assert part_of(project, "spectrum") == (
        "spectrum: 25 × (3.00 - 1) = 50.0 (one side), from the survey of 2026-spring (2026-04-21)"
    )


def test_a_file_newer_than_the_answer_counts_for_the_tier(tmp_path):
    files = spectrum_file(on_file("our_firm", "2026-04-25", 5))
    project = project_of(tmp_path, *rated("o1", 3), **files)
    assert part_of(project, "spectrum") == "spectrum: 25 × (5.00 - 1) = 100.0 (one side)"


def test_on_the_same_day_the_file_counts(tmp_path):
    files = spectrum_file(on_file("our_firm", "2026-04-21", 5))
    assert "100.0" in part_of(project_of(tmp_path, *rated("o1", 3), **files), "spectrum")


def test_what_is_only_answered_counts_for_the_tier(tmp_path):
    project = project_of(tmp_path, *rated("o1", 2), "o2,LNK1,2", "o2,LNK2,0", "o2,TIE6,3", "o2,TIE7,yes")
    depth = tier_of(project).depth
    assert depth.value == pytest.approx((50 + 75 + 100 + 25) / 4)
    assert all("from the survey of 2026-spring" in line for line in depth.inputs)


def test_what_is_only_on_file_counts_in_the_audit(tmp_path):
    files = spectrum_file(on_file("our_firm", "2026-01-31", 4), on_file("partner_firm", "2026-01-31", 4))
    files["linkages"] = "alliance,linkage,needed,since\nfirst_alliance,a,yes,2025-01-01\nfirst_alliance,b,yes,\n"
    files["checklists"] = "alliance,checklist,item,done\nfirst_alliance,launch,x,2025-02-01\n"
    audit = audit_of(project_of(tmp_path, "o2,INT-TA1,4", **files))
    assert score_of(audit, "spectrum.position").value == 75
    assert score_of(audit, "checklist.linkages").value == 50
    assert score_of(audit, "checklist.launch").value == 100
    assert "source: portfolio/linkages.csv (2025-01-01)" in score_of(audit, "checklist.linkages").inputs


def test_a_file_dated_after_the_wave_is_not_known_to_its_audit(tmp_path):
    files = spectrum_file(on_file("our_firm", "2026-04-25", 5))
    audit = audit_of(project_of(tmp_path, *rated("o1", 3), **files))
    assert score_of(audit, "spectrum.position", "our_firm").value == 50


@pytest.mark.parametrize("day", ["2026-01-31", "2026-04-21"])
def test_the_audit_and_the_tier_tell_the_same_place(day, tmp_path):
    files = spectrum_file(on_file("our_firm", day, 5), on_file("partner_firm", day, 4.5))
    project = project_of(tmp_path, *rated("o1", 3), *rated("p1", 3.0), **files)
    told = score_of(audit_of(project), "spectrum.position").value
    assert f"= {told:.1f} (" in part_of(project, "spectrum", date(2026, 4, 21))


def test_a_difference_is_a_finding_that_names_both_sources(tmp_path):
    files = spectrum_file(on_file("our_firm", "2026-01-31", 5))
    (sentence,) = differences(audit_of(project_of(tmp_path, *rated("o1", 3), **files)))
    assert "REL8 3 in the survey of 2026-spring (2026-04-21) is used" in sentence
    assert "REL8 5 in portfolio/spectrum.csv (2026-01-31) is not" in sentence


@pytest.mark.parametrize(("role", "is_told"), [("facilitator", True), ("partner", False)])
def test_what_the_own_firm_keeps_on_file_is_not_told_to_a_partner(role, is_told, tmp_path):
    files = spectrum_file(on_file("our_firm", "2026-01-31", 5))
    audit = audit_of(project_of(tmp_path, *rated("o1", 3), **files))
    told = view_for(audit, Reader(role=ReaderRole(role), firm="partner_firm"))
    assert any("REL8 5" in finding.sentence for finding in told.findings) is is_told


def test_half_a_step_apart_is_no_difference(tmp_path):
    files = spectrum_file(on_file("our_firm", "2026-01-31", 3.5))
    assert differences(audit_of(project_of(tmp_path, *rated("o1", 3), **files))) == []


RATINGS = "alliance,date,TIE1,TIE2,TIE3,TIE4,TIE5,owner\nfirst_alliance,2025-06-30,4,4,4,4,4,board\n"
LOW = [f"o1,TIE{n},1" for n in range(1, 6)]


def test_the_committee_decides_on_importance_whatever_a_survey_says_later(tmp_path):
    importance = tier_of(project_of(tmp_path, *LOW, ratings=RATINGS)).importance
    assert importance.value == 100
    assert "by board" in importance.inputs
    assert any(line.startswith("the survey of 2026-spring (2026-04-21) says TIE1 1") for line in importance.inputs)


def test_another_answer_than_the_committees_is_a_finding(tmp_path):
    (sentence,) = differences(audit_of(project_of(tmp_path, *LOW, ratings=RATINGS)))
    assert "TIE1 4" in sentence.partition(" is used")[0]


def test_without_a_committee_a_survey_counts_and_is_said_to_be_unconfirmed(tmp_path):
    importance = tier_of(project_of(tmp_path, *LOW)).importance
    assert importance.value == 25
    assert "not confirmed by the committee" in importance.inputs


def test_importance_is_the_own_firms_to_say(tmp_path):
    project = project_of(tmp_path, *[f"p1,TIE{n},4" for n in range(1, 6)])
    assert tier_of(project).importance.value is None


def test_a_list_answered_line_by_line_is_the_one_the_review_shows(tmp_path):
    rows = ["respondent,item,value", "o1,LAU1,2", "o1,LAU2,1"]
    project = project_of(tmp_path, *rows[1:])
    (launch,) = checklist_states(holdings_of(project), "first_alliance")
    assert (launch.checklist, launch.done, launch.total) == ("launch", 1, 2)


def sponsor_of(project):
    holdings = holdings_of(project)
    (review,) = sponsor_reviews(holdings, holdings.alliances, {"first_alliance": 1})
    return next(side for side in review.sides if side.own)


def test_a_plan_and_a_meeting_that_were_answered_count_for_the_sponsor(tmp_path):
    project = project_of(tmp_path, "o2,SPO3,2026-04-11", "o2,SPO4,2026-04-01")
    side = sponsor_of(project)
    assert (side.last_touchpoint, side.plan_current) == (date(2026, 4, 11), True)
    assert score_of(audit_of(project), "sponsor_score", "our_firm").value == 100


def test_a_meeting_nobody_logged_is_a_finding(tmp_path):
    (sentence,) = differences(audit_of(project_of(tmp_path, "o2,SPO3,2026-04-11")))
    assert sentence.startswith("Sponsor's last meeting of Our Firm: 2026-04-11 in the survey of 2026-spring is used")


def test_a_sponsor_who_is_nobody_of_the_roster_is_told(tmp_path):
    project = project_of(tmp_path, "o2,SPO1,zz")
    assert ["SPO1: 'zz': not used" in str(problem) for problem in project.problems] == [True]


def test_faults_of_the_portfolios_files_come_with_all_others(tmp_path):
    from alliancenet.errors import InputError

    with pytest.raises(InputError) as refused:
        project_of(tmp_path, "zz,CAP1,3", ratings=RATINGS.replace("4,4,4,4,4", "9,4,4,4,4"))
    assert {problem.file for problem in refused.value.problems} == {"answers.csv", "portfolio/ratings.csv"}
