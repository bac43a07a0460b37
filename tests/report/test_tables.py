"""Tables, their order, and what leaves as CSV."""

import csv
import io
from dataclasses import replace

import pytest
from built_audits import HOSTILE, a_finding, a_score, a_withheld_score, about, an_audit, some_scores
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.files.safe_cell import safe_cell
from alliancenet.model.catalogue import Unit
from alliancenet.model.finding import Severity
from alliancenet.model.score import Band, SubjectKind
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for, views_for
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.figures.cards import level_card, perception_card
from alliancenet.report.gathered import grouped
from alliancenet.report.table import Cell, Column, Table, to_csv
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet.report.tables import overview as tables
from alliancenet.report.tables import voices
from alliancenet.report.trends import trends


def one_column(*cells):
    return Table(name="t", caption="", columns=(Column(key="a", title="A"),), rows=tuple((cell,) for cell in cells))


def test_numbers_sort_as_numbers_and_missing_ones_last():
    table = one_column(Cell(text="10", order=10), Cell(text="withheld", tone="withheld"), Cell(text="9", order=9))
    up = [row[0].text for row in table.sorted_by("a").rows]
    down = [row[0].text for row in table.sorted_by("a", descending=True).rows]
    assert (up, down) == (["9", "10", "withheld"], ["10", "9", "withheld"])


def test_a_filter_keeps_rows_that_hold_every_word():
    table = one_column(Cell(text="Nordwind", detail="n 4"), Cell(text="Sole Mare"))
    assert [row[0].text for row in table.holding("N 4 nord").rows] == ["Nordwind"]


@given(st.text())
def test_no_text_leaves_as_a_formula(text):
    cell = next(csv.reader(io.StringIO(to_csv(one_column(Cell(text=text))).partition("\r\n")[2])), [""])
    assert not "".join(cell[:1]).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", " =1", HOSTILE[7]])
def test_formula_starts_get_an_apostrophe(text):
    assert safe_cell(text).startswith("'")


def test_a_minus_sign_is_written_so_that_no_spreadsheet_calculates():
    assert words.number(-0.62, Unit.INDEX) == "−0.62"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.345, Unit.SHARE, "34\u00a0%"),
        (3.0, Unit.PEOPLE, "3"),
        (71.4, Unit.POINTS, "71"),
        (2.345, Unit.LINKS, "2.35"),
    ],
)
def test_numbers_are_said_by_their_unit(value, unit, said):
    assert words.number(value, unit) == said


def test_a_number_shows_interval_count_and_how_it_was_measured():
    cell = score_cell(a_score(value=62, interval=(51, 70), n=14, label="by ties only"))
    assert (cell.text, cell.detail) == ("62", "51 to 70, n\u00a014, by ties only")


def test_a_withheld_number_shows_its_reason_and_no_value():
    cell = score_cell(a_withheld_score("climate", reason="fewer than 5 answers"))
    assert (cell.text, cell.detail, cell.order) == ("not enough evidence", "fewer than 5 answers", None)


def test_what_was_never_measured_differs_from_what_is_withheld():
    assert score_cell(None).text == "not measured"


def test_the_newest_wave_is_the_one_that_closed_last():
    audits = [an_audit(wave="b"), an_audit(wave="a")]
    assert [view.wave.id for view in tables.newest(views_for(audits, LOCAL_READER))] == ["b"]


def test_one_high_finding_outweighs_any_number_of_medium_ones():
    calm = an_audit("calm", findings=tuple(a_finding(f"N-{i}", severity=Severity.MEDIUM) for i in range(40)))
    urgent = an_audit("urgent", findings=(a_finding(),))
    views = tables.most_urgent_first(views_for([calm, urgent], LOCAL_READER))
    assert [view.alliance.id for view in views] == ["urgent", "calm"]


def test_a_finding_to_check_is_not_called_urgent():
    doubtful = an_audit(findings=(a_finding(to_check=True, holds=0.5),))
    assert "none is known to need attention now" in tables.headline(views_for([doubtful], LOCAL_READER))


def test_the_same_finding_in_two_alliances_is_said_once():
    groups = grouped(views_for([an_audit(), an_audit("cold", "Cold Peak")], LOCAL_READER))
    assert [[len(said.views) for said in group.said] for group in groups] == [[2], [2], [2]]


def test_findings_of_one_code_stand_together_with_one_proposal():
    found = [a_finding(subject=about("nordwind"), sentence=f"level {level} is low") for level in range(3)]
    (group,) = grouped(views_for([an_audit(findings=tuple(found))], LOCAL_READER))
    assert ([said.found.sentence for said in group.said], len(group.proposals)) == (
        ["level 0 is low", "level 1 is low", "level 2 is low"],
        1,
    )


def test_the_portfolio_names_the_weakest_level():
    row = tables.portfolio(views_for([an_audit()], LOCAL_READER)).rows[0]
    assert any(cell.detail == "cultural, seen half only" for cell in row)


def test_hidden_groups_are_said_to_be_withheld():
    view = view_for(an_audit(), Reader(role=ReaderRole.EXECUTIVE))
    cells = [cell for row in alliance_tables.role_counts(view).rows for cell in row]
    assert any(cell.text == "withheld" for cell in cells)


def two_waves(before, after):
    scores = [
        (replace(a_score("health", health[0], interval=health[1], unit="points 0-100"), answering_error=1.0),)
        for health in (before, after)
    ]
    audits = [an_audit(wave=f"2026-{i}", scores=score) for i, score in enumerate(scores)]
    return trends(views_for(audits, LOCAL_READER)).rows[0][-1].text


def test_a_fall_beyond_answering_again_is_called_a_fall():
    assert two_waves((80, (78, 82)), (60, (57, 63))) == "fell by 20"


def test_a_fall_within_answering_again_is_not():
    assert two_waves((80, (70, 90)), (72, (60, 80))) == "no more than answering again"


def test_every_score_of_an_alliance_stands_in_some_table():
    view = view_for(an_audit(scores=(*some_scores("nordwind"), a_score("brand_new_metric", 1))), LOCAL_READER)
    made = (
        alliance_tables.structure,
        alliance_tables.counterparts,
        alliance_tables.sponsors,
        alliance_tables.other_measures,
        alliance_tables.levels,
        voices.climate,
        voices.firm_measures,
        voices.quality,
    )
    said = {row[0].text for make in made for row in make(view).rows}
    by_side = dict((*voices.SPECTRUM, *voices.CAPABILITY))
    columns = {column.title for make in (voices.spectrum, voices.capability) for column in make(view).columns}
    said |= {words.title_of(metric) for metric, title in by_side.items() if title in columns}
    in_cards = ("integration", "perception_gap")
    levels = {words.title_of(score.metric) for score in view.scores if score.metric.startswith(in_cards)}
    assert {words.title_of(score.metric) for score in view.scores} <= said | levels


def test_what_silence_is_taken_to_mean_stands_side_by_side_with_the_spread():
    kinds = ("observed", "one_sided", "reconstruction", "imputation", "spread")
    scores = [
        a_score(f"nonresponse.density.{kind}", value, unit="share of ordered pairs 0-1", interval=(value, value + 0.1))
        for kind, value in zip(kinds, (0.2, 0.21, 0.22, 0.25, 0.05), strict=True)
    ]
    (row,) = alliance_tables.silence(view_for(an_audit(scores=tuple(scores)), LOCAL_READER)).rows
    assert [cell.text for cell in row[1:]] == ["20\u00a0%", "21\u00a0%", "22\u00a0%", "25\u00a0%", "5\u00a0%"]
    assert row[5].detail.startswith("5\u00a0% to 15\u00a0%")


def test_both_firms_views_stand_side_by_side_with_their_gap():
    card = perception_card(view_for(an_audit(), LOCAL_READER))
    row = card.table.rows[0]
    assert [cell.text for cell in row] == ["Climate, trust", "71", "44", "1.10"]
    assert "established" in row[3].detail
    assert card.points[0] == (71, 44)


def test_the_dumbbell_carries_the_interval_of_each_firm():
    said = [
        a_score("climate.trust", value, firm, SubjectKind.FIRM, interval=(value - 5, value + 5))
        for value, firm in ((60, "own"), (80, "partner"))
    ]
    card = perception_card(view_for(an_audit(scores=tuple(said)), LOCAL_READER))
    assert card.spans == (((55, 65), (75, 85)),)


def test_people_a_reader_cannot_tell_apart_are_counted_and_not_listed():
    view = view_for(an_audit(), Reader(role=ReaderRole.HR))
    assert alliance_tables.people(view).rows == ()
    assert alliance_tables.role_counts(view).rows


def test_people_who_can_be_told_apart_have_a_row_each():
    audit = an_audit()
    assert len(alliance_tables.people(view_for(audit, LOCAL_READER)).rows) == len(audit.people)


def test_a_difference_of_points_has_no_colour():
    told = [
        a_score("climate.trust", 20),
        a_score("capability.benchmark", 5),
        a_score("integration_change.tactical", -12),
    ]
    view = view_for(an_audit(scores=tuple(told)), LOCAL_READER)
    assert list(map(words.band_of, view.scores)) == [Band.RED, None, None]


def test_one_reason_for_all_levels_is_said_once():
    levels = ("strategic", "tactical")
    told = [
        a_withheld_score(f"integration.{level}", reason="the seen half is missing: too few answered")
        for level in levels
    ]
    told += [a_withheld_score(f"integration_seen.{level}", reason="too few answered") for level in levels]
    card = level_card(view_for(an_audit(scores=tuple(told)), LOCAL_READER))
    assert card.reason == "too few answered"
    assert not any(cell.detail for row in card.table.rows for cell in row)
