"""Sections, four cells and the board: pictures and tables hold the same numbers, and each what the command tells."""

import re
from dataclasses import replace

import pytest
from built_earnings import some_earnings

from alliancenet.model.impact import ImpactReview, ImpactSegment, Interval, QualityCell
from alliancenet.model.levers import LeverCell, LeversBoard, Programme, ProgrammeFlag
from alliancenet.model.sheets import LedgerSheet, SheetCell, SheetColumn, SheetKind, SheetNote, SheetRow
from alliancenet.privacy import Reader, ReaderRole, earnings_for
from alliancenet.report.figures import four_cells, levers
from alliancenet.report.money.impact import impact_headline, impact_tiles
from alliancenet.report.money.levers import levers_headline, levers_tiles
from alliancenet.report.tables import impact as impact_tables
from alliancenet.report.tables import levers as lever_tables
from alliancenet.report.tables.sheets import partner_sheets, sheet_notes, sheet_table, silent_sections

EXECUTIVE = Reader(role=ReaderRole.EXECUTIVE)


def view_of(**fields):
    return earnings_for(some_earnings(**fields), EXECUTIVE)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def a_cell(quality, impact, performance, cell, told=True):
    return QualityCell(
        quality=quality,
        impact=Interval(value=impact, low=impact - 0.05, high=impact + 0.05),
        performance=Interval(value=performance, low=performance - 4, high=performance + 4),
        cell=cell,
        is_told=told,
    )


def a_segment(*cells, kind="relative weights", r2=0.6, reason=""):
    return ImpactSegment(
        scheme="all",
        segment="all",
        people=40,
        partners=10,
        kind=kind,
        r2=r2,
        performance_cut=50.0,
        impact_cut=0.25,
        cells=cells,
        reason=reason,
    )


PLANTED = a_segment(
    a_cell("invoices", 0.5, 28, "fix now"),
    a_cell("answers", 0.45, 82, "keep and improve"),
    a_cell("tours", 0.02, 50, "let go", told=False),
)


def an_impact(segment=PLANTED):
    return ImpactReview(scale=(1.0, 5.0), segments=(segment,), differences=())


def test_the_planted_cells_are_drawn_filled_and_the_one_on_the_edge_hollow():
    dots = {dot.label: dot for dot in four_cells.four_cells(PLANTED).dots}
    assert {name: (dot.is_told, dot.tone) for name, dot in dots.items()} == {
        "invoices": (True, "loss"),
        "answers": (True, "gain"),
        "tours": (False, ""),
    }


def test_what_is_to_be_mended_lies_right_of_and_below_the_cuts():
    picture = four_cells.four_cells(PLANTED)
    bad = next(dot for dot in picture.dots if dot.tone == "loss")
    assert (bad.x > picture.cut_x, bad.y > picture.cut_y) == (True, True)


def test_a_dot_stands_inside_its_intervals():
    for dot in four_cells.four_cells(PLANTED).dots:
        assert dot.across[0] <= dot.x <= dot.across[1]
        assert dot.up[1] <= dot.y <= dot.up[0]


@pytest.mark.parametrize(
    "segment",
    [
        a_segment(),
        replace(PLANTED, impact_cut=None),
        a_segment(QualityCell(quality="x", performance=None, impact=None)),
    ],
    ids=["no cells", "no cut", "no impact"],
)
def test_without_impact_there_is_no_picture(segment):
    assert four_cells.four_cells(segment) is None


def test_the_heading_names_what_to_mend_first():
    said = impact_headline(view_of(impact=an_impact())).sentence
    assert said == (
        "Mend “invoices” first: it matters to customers and is met badly (28 of 100); what else matters to them, "
        "“answers”, is met well."
    )


@pytest.mark.parametrize(
    ("segment", "says"),
    [
        (a_segment(a_cell("answers", 0.45, 82, "keep and improve")), "What matters to customers is met: “answers”."),
        (a_segment(a_cell("tours", 0.2, 50, "let go", told=False)), "all lie on the edge"),
        (
            a_segment(kind="", reason="12 answers (30 are needed)"),
            "cannot be said for lack of data: 12 answers (30 are needed).",
        ),
    ],
    ids=["all well", "on the edge", "too few"],
)
def test_the_heading_says_what_cannot_be_told(segment, says):
    assert says in impact_headline(view_of(impact=an_impact(segment))).sentence


def test_without_answers_the_page_says_which_file_would_tell():
    view = view_of(impact=None)
    assert "nobody was asked" in impact_headline(view).sentence
    assert (impact_tiles(view), impact_tables.qualities(view).rows) == ((), ())


def test_the_table_of_qualities_holds_every_point_of_the_picture():
    told = {
        row[1].text: (row[3].order, row[2].order) for row in impact_tables.qualities(view_of(impact=an_impact())).rows
    }
    assert told == {"invoices": (0.5, 28), "answers": (0.45, 82), "tours": (0.02, 50)}


def test_a_withheld_segment_shows_neither_people_nor_partners():
    hidden = replace(a_segment(kind="", r2=None, reason="withheld: fewer than 5 people"), people=0, partners=0)
    row = impact_tables.segments(view_of(impact=an_impact(hidden))).rows[0]
    assert [cell.text for cell in row[1:3]] == ["–", "–"]


BOARD = LeversBoard(
    cells=tuple(
        LeverCell(
            goal=goal,
            lever=lever,
            programmes=(
                Programme(id="rebate", goal=goal, lever=lever, name="Rebate", budget=1_000),
                Programme(id="menu", goal=goal, lever=lever, name="Menu", aim="lower", test="t1"),
            )
            if (goal, lever) == ("use", "pricing")
            else (),
        )
        for goal in ("acquire", "use", "retain")
        for lever in ("service", "pricing", "cross_selling", "event")
    ),
    flags=(ProgrammeFlag(programme="rebate", flag="raises use of a segment that loses 9 EUR at best"),),
    budget=None,
    without_budget=1,
)


def test_the_board_draws_twelve_cells_and_the_odd_programme_red():
    picture = levers.board(BOARD)
    assert (len(picture.boxes), sum(box.is_empty for box in picture.boxes)) == (12, 11)
    lines = [(text, is_odd) for box in picture.boxes for _, text, is_odd in box.lines]
    assert lines == [("Rebate", True), ("Menu ↓", False)]


def test_the_heading_of_levers_names_the_odd_programme_and_goals_nothing_is_done_for():
    said = levers_headline(view_of(levers=BOARD)).sentence
    assert said == (
        "Two programmes fill one of twelve cells; look at Rebate: it raises use of a segment that loses 9 EUR at best; "
        "nothing is done to acquire and retain."
    )


def test_a_budget_that_is_not_known_is_not_nothing():
    tile = levers_tiles(view_of(levers=BOARD))[2]
    assert tile.moved == "1 without a budget are not in it"
    rows = {row[0].text: row[6].text for row in lever_tables.programmes(view_of(levers=BOARD)).rows}
    assert rows["Menu"] == "not enough data to say"


def test_the_verdict_of_a_test_stands_beside_its_programme_for_who_may_see_it():
    told = lever_tables.programmes(view_of(levers=BOARD), {"t1": "works"})
    assert [row[7].text for row in told.rows] == ["no test", "works"]
    assert [row[7].text for row in lever_tables.programmes(view_of(levers=BOARD)).rows] == ["no test", "no verdict yet"]


def test_no_programme_is_no_empty_board():
    view = view_of(levers=None)
    assert (levers.board(None), levers_tiles(view), levers_headline(view).sentence) == (
        None,
        (),
        "No programme is on record.",
    )


def a_sheet(*cells, kind=SheetKind.MONEY):
    return LedgerSheet(
        name="x",
        title="X",
        command="economics",
        needs="x.csv",
        is_known=True,
        columns=(SheetColumn(key="partner", title="Partner"), SheetColumn(key="value", title="Value", kind=kind)),
        rows=tuple(
            SheetRow(partner="calder", cells=(SheetCell(text="Calder", partner="calder"), cell)) for cell in cells
        ),
        notes=(SheetNote(text="of calder", partner="calder"), SheetNote(text="of all")),
    )


GAIN = SheetCell(number=2_810_000.0, low=2_010_000.0, high=3_600_000.0, interval="bounds")
SHARE = SheetCell(number=0.1234, low=0.1, high=0.2, interval="90 % interval")


@pytest.mark.parametrize(
    ("kind", "cell", "text", "detail"),
    [
        (SheetKind.MONEY, GAIN, "28.1 k EUR", "20.1 k EUR to 36.0 k EUR, bounds"),
        (SheetKind.MONEY, SheetCell(number=-30_000.0), "−300 EUR", ""),
        (SheetKind.SHARE, SHARE, "12.3 %", "10.0 to 20.0 %, 90 % interval"),
        (SheetKind.POINTS, SheetCell(number=61.6), "62", ""),
        (SheetKind.NUMBER, SheetCell(number=1204.0), "1,204", ""),
        (SheetKind.NUMBER, SheetCell(number=0.3352), "0.335", ""),
        (SheetKind.MONEY, SheetCell(text="its spend is not known"), "its spend is not known", ""),
        (SheetKind.SHARE, SheetCell(text="-"), "–", ""),
    ],
)  # fmt: skip
def test_a_number_is_told_by_its_kind_with_its_interval(kind, cell, text, detail):
    told = sheet_table(view_of(), a_sheet(cell, kind=kind)).rows[0][1]
    assert (plain(told.text), plain(told.detail)) == (text, detail)


def test_what_is_not_known_is_sorted_last_and_never_as_nothing():
    table = sheet_table(
        view_of(), a_sheet(SheetCell(text="not known"), SheetCell(number=-100.0), SheetCell(number=0.0))
    )
    order = [row[1].text for row in table.sorted_by("value").rows]
    assert [plain(text) for text in order] == ["−1.00 EUR", "0 EUR", "not known"]


def test_the_page_of_a_partner_holds_its_rows_and_notes_alone():
    view = view_of(sheets=(a_sheet(SheetCell(number=1.0)),))
    ((about, table),) = partner_sheets(view, "calder")
    assert ([note.text for note in about.notes], [column.key for column in table.columns]) == (["of calder"], ["value"])
    assert list(partner_sheets(view, "tern")) == []


def test_a_section_without_files_says_which_it_needs():
    bare = replace(a_sheet(), is_known=False)
    view = view_of(sheets=(bare,))
    assert silent_sections(view.review, "economics") == ["X (x.csv)"]
    assert sheet_table(view, bare).empty == "Nothing on record: it needs x.csv."


def test_every_partner_named_in_a_section_of_the_example_leads_to_its_page():
    view = view_of()
    for sheet in view.review.sheets:
        table = sheet_table(view, sheet)
        for row, told in zip(sheet.rows, table.rows, strict=True):
            named = [cell.partner for cell in row.cells if cell.partner]
            assert [cell.target[1] for cell in told if cell.target] == named


def test_the_example_tells_every_section_with_files_and_names_no_partner_by_its_id():
    view = view_of()
    known = {sheet.name for sheet in view.review.sheets if sheet.is_known}
    assert known >= {"wallet", "spread", "offers", "joint", "strength", "ladder", "demand", "coverage", "teams", "next"}
    texts = [row[1].text for row in sheet_notes(view).rows]
    ids = [partner.id for partner in view.review.partners]
    assert not [text for text in texts for name in ids if re.search(rf"\b{name}\b", text)]


def test_an_owner_who_is_a_person_of_the_register_is_told_by_no_id():
    from alliancenet.economics.sheets.building import SheetNames

    names = SheetNames(names={}, partner_of={}, people=frozenset({"bw-la004"}))
    assert (names.owner("bw-la004"), names.owner("key account"), names.owner("")) == (
        "a person on the register",
        "key account",
        "nobody on record",
    )
