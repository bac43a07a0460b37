"""Skills each side brings, position as each side rates it, and the market at the announcement (S24, S25)."""

from datetime import date

import pytest
from built_portfolios import a_holding, a_register, an_alliance
from small_projects import a_project, read_small

from alliancenet.errors import InputError
from alliancenet.model.portfolio import AnnouncementGain, PositionRating
from alliancenet.model.register import Complement
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import from_document, to_document
from alliancenet.privacy import Reader, ReaderRole, review_for
from alliancenet.report.tables import governance
from alliancenet.sources.portfolio_register import read_portfolio_records

HEAD = "alliance,date,kind,organisation,value,error,source\n"
ALLIANCES = """\
alliances:
  - id: first_alliance
    organisations: [our_firm, partner_firm]
    complements:
"""


def rating(value, organisation="own", day=date(2026, 1, 1)):
    return PositionRating(alliance="north", organisation=organisation, day=day, value=value, source="committee")


def gain(value, error=None, day=date(2024, 9, 2)):
    return AnnouncementGain(alliance="north", day=day, gain=value, error=error, source="investor relations")


def reviewed(register=None, **records):
    return review(a_holding(register, **records), "0.1.0")


def rows(table, found):
    view = review_for(found, Reader(role=ReaderRole.EXECUTIVE))
    return [[(cell.text, cell.detail) for cell in row] for row in table(view).rows]


def test_the_newest_rating_of_each_side_and_the_market_stand_side_by_side():
    ratings = (rating(2, day=date(2025, 1, 1)), rating(4), rating(3, "partner"))
    ((_, performance, ours, theirs, market),) = rows(
        governance.outcome, reviewed(positions=ratings, announcements=(gain(-0.014, 0.006),))
    )
    assert performance[0] == "not enough evidence"
    assert (ours[0], theirs[0], market[0]) == ("4", "3", "−1.4\u00a0%")
    assert market[1] == "standard error 0.6\u00a0%; 2024-09-02: investor relations"


def test_a_side_that_did_not_rate_is_not_on_record_and_not_zero():
    ((_, _, ours, theirs, market),) = rows(governance.outcome, reviewed(positions=(rating(5),)))
    assert [ours[0], theirs[0], market[0]] == ["5", "not on record", "not on record"]


def test_a_rating_after_the_day_of_the_review_is_not_known_yet():
    assert reviewed(positions=(rating(5, day=date(2026, 12, 1)),)).alliances[0].positions == ()


def test_skills_are_told_side_by_side_and_a_side_without_any_is_said():
    skills = (Complement(organisation="own", skill="optics"), Complement(organisation="own", skill="software"))
    found = reviewed(a_register(an_alliance(complements=skills)))
    (row,) = rows(governance.register, found)
    assert ("Nordwind: optics, software; Sole Mare: not on record", "") in row


def test_the_review_file_keeps_them():
    found = reviewed(positions=(rating(4),), announcements=(gain(0.01),))
    again = from_document(to_document(found))
    assert (again.alliances[0].positions, again.alliances[0].market) == (
        found.alliances[0].positions,
        found.alliances[0].market,
    )


def test_skills_of_both_sides_are_read(tmp_path):
    text = ALLIANCES + "".join(
        f"      - {{organisation: {firm}, skill: {skill}}}\n"
        for firm, skill in (("our_firm", "optics"), ("partner_firm", "pumps"))
    )
    (alliance,) = read_small(tmp_path, alliances_yaml=text).register.alliances.values()
    assert [(part.organisation, part.skill) for part in alliance.complements] == [
        ("our_firm", "optics"),
        ("partner_firm", "pumps"),
    ]


def test_a_side_without_a_skill_is_a_warning(tmp_path):
    text = ALLIANCES + "      - {organisation: our_firm, skill: optics}\n"
    problems = read_small(tmp_path, alliances_yaml=text).problems
    assert [problem.found for problem in problems] == ["no skill of partner_firm, while others have some"]


def test_a_skill_of_a_stranger_and_one_without_words_are_refused_together(tmp_path):
    text = ALLIANCES + "      - {organisation: nobody, skill: optics}\n      - {organisation: our_firm}\n"
    with pytest.raises(InputError) as refused:
        read_small(tmp_path, alliances_yaml=text)
    told = "\n".join(map(str, refused.value.problems))
    assert "one of: our_firm, partner_firm" in told
    assert "complements.1.skill" in told


def test_faults_of_outcomes_are_told_all_at_once(tmp_path):
    project = a_project(tmp_path)
    (project / "portfolio").mkdir()
    lines = (
        "first_alliance,2026-01-01,position,our_firm,6,,committee",
        "first_alliance,2026-01-02,position,,4,,committee",
        "first_alliance,2026-01-03,announcement,,1.4,,bank",
        "first_alliance,2026-01-04,announcement,,,,bank",
        "first_alliance,2026-01-05,rumour,,4,,bank",
        "first_alliance,2026-01-06,position,our_firm,4,,",
        "nowhere,2026-01-07,announcement,,0.1,-1,bank",
    )
    (project / "portfolio" / "outcomes.csv").write_text(HEAD + "".join(f"{line}\n" for line in lines))
    register = read_small(tmp_path / "plain").register
    with pytest.raises(InputError) as refused:
        read_portfolio_records(project, register)
    told = "\n".join(map(str, refused.value.problems))
    needed = (
        "a number from 1 to 5",
        "the id of organisations.csv",
        "a number from -1 to 1",
        "or leave the row out",
        "'rumour' is unknown",
        "who says so",
        "'nowhere' is unknown",
        "a number from 0 to 1",
    )
    assert [word for word in needed if word not in told] == []
