"""Exports of ERP, CRM, ticket and time systems: recognised, matched with a count of every row, asked where unsure."""

from datetime import date

import pytest
from click.testing import CliRunner

from alliancenet.adding.adding import add_files
from alliancenet.adding.question import GivenAnswers
from alliancenet.cli import alliancenet
from alliancenet.economics.overview import economics_review
from alliancenet.economics.reading import read_books
from alliancenet.errors import InputError
from alliancenet.files.table import FileSays
from alliancenet.settings import default_settings
from alliancenet.sources.project import read_part

PROJECT = (
    "format: alliancenet-project/1\neconomics: {currency: EUR, complete_from: 2026-01-01, complete_to: 2026-03-31}\n"
)
FIRMS = """id,name,own
north,North Instruments,yes
calder,Calder & Quill Optics,no
yarrow,Yarrow Foods,no
ember,Ember Kilns,no
"""
SAP = """VBELN;POSNR;FKDAT;KUNAG;Name 1;MATNR;NETWR;WAERK;WAVWR;FKART;Sachbearbeiter
9001;10;05.01.2026;10001;Calder & Quill Optics AB;S1;1.200,50;EUR;900,00;F2;mmueller
9001;20;05.01.2026;10001;Calder & Quill Optics AB;S2;300,00;EUR;200,00;F2;mmueller
9002;10;16.02.2026;10001;Calder & Quill Optics AB;S1;120,00-;EUR;90,00-;G2;mmueller
9003;10;17.02.2026;10002;YARROW FOODS;S1;1.000,00;EUR;700,00;F2;mmueller
"""
SALESFORCE = """"Account Name","Close Date","Amount","Amount Currency","Stage","Opportunity Owner","Opportunity ID"
"calder","2026-02-03","1380.50","EUR","Closed Won","Ann Other","006A"
"Yarrow Foods","2026-02-13","1000","EUR","Closed Won","Ann Other","006B"
"Ember Kilns","2026-03-03","5000","EUR","Closed Lost","Ann Other","006C"
"""
HUBSPOT = """Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company,Pipeline
1,Spring,closedwon,2026-02-03 10:11,Ann Other,1380.50,Calder & Quill Optics,direct
2,Lent,closedwon,2026-02-13 09:00,Ann Other,1000,Yarrow Foods GmbH,direct
"""
DYNAMICS = """Posting Date,Document No.,Sell-to Customer No.,Sell-to Customer Name,Quantity,Unit Cost (LCY),Line Amount
2026-01-05,PSI1,C10,Calder & Quill Optics,10,101.00,1380.50
2026-02-17,PSI2,C20,Yarrow Foods,7,100.00,1000.00
"""
PACES = {
    "SAP list of billing lines": (SAP, 1380.5, 1010.0),
    "Salesforce report of opportunities": (SALESFORCE, 1380.5, None),
    "HubSpot deals": (HUBSPOT, 1380.5, None),
    "Business Central invoice lines": (DYNAMICS, 1380.5, 1010.0),
}


def project_of(path, activities=""):
    (path / "economics").mkdir(parents=True)
    (path / "alliancenet.yaml").write_text(PROJECT)
    (path / "organisations.csv").write_text(FIRMS)
    (path / "alliances.yaml").write_text("alliances: []\n")
    if activities:
        (path / "economics" / "activities.csv").write_text(activities)
    return path


def put(project, name, text, *given):
    export = project.parent / name
    export.write_text(text)
    return add_files(project, [export], GivenAnswers(given), FileSays())


def books_of(project):
    return read_books(project, read_part(project, ("organisations",)).register(), default_settings())


def sales_of(project):
    review = economics_review(books_of(project), default_settings(), date(2026, 4, 1), 1)
    return {statement.partner: statement for statement in review.statements}


def told(outcome, start):
    return next(line.strip() for line in outcome.told if line.strip().startswith(start))


@pytest.mark.parametrize("name", PACES)
def test_the_same_sales_of_four_systems_give_the_same_statement(tmp_path, name):
    text, calder, cost = PACES[name]
    project = project_of(tmp_path / "p")
    assert put(project, "export.csv", text).questions == []
    found = sales_of(project)
    assert found["calder"].lines["net_sales"].value == round(100 * calder)
    assert found["yarrow"].lines["net_sales"].value == 100_000
    assert found["calder"].lines["product_cost"].value == (None if cost is None else round(100 * cost))


@pytest.mark.parametrize("name", PACES)
def test_every_row_stands_in_one_class_and_the_classes_add_up(tmp_path, name):
    project = project_of(tmp_path / "p")
    line = told(put(project, "export.csv", PACES[name][0]), "partners:")
    counts = [
        int(part.split()[0])
        for part in line.removeprefix("partners: ").rpartition(":")[0].split(", ")
        if part[0].isdigit()
    ]
    assert sum(counts) == int(line.rpartition(": ")[2].split()[0]) == len(PACES[name][0].splitlines()) - 1


def test_names_of_people_are_not_read(tmp_path):
    project = project_of(tmp_path / "p")
    put(project, "sap.csv", SAP)
    assert "Sachbearbeiter" in told_ignored(project, "sap.csv")


def told_ignored(project, name):
    from alliancenet.files.table_map import map_beside, read_table_map

    return read_table_map(map_beside(project / "economics" / name)).ignore


def test_the_number_of_a_customer_gives_way_to_its_name_where_only_that_is_known(tmp_path):
    line = told(put(project_of(tmp_path / "p"), "sap.csv", SAP), "partner: ")
    assert line.startswith("partner: Name 1")


@pytest.mark.parametrize(
    ("written", "proposed"),
    [("Yarow Foods", "yarrow"), ("Calder and Quill Optics", "calder"), ("Ember Klins", "ember")],
)
def test_a_name_spelt_otherwise_is_asked_with_a_proposal_and_never_taken(tmp_path, written, proposed):
    (question,) = put(project_of(tmp_path / "p"), "sap.csv", SAP.replace("YARROW FOODS", written)).questions
    assert (question.key, question.proposal) == (f"partner.{written}", proposed)


def test_an_answer_is_written_and_remembered_for_the_next_export(tmp_path):
    project = project_of(tmp_path / "p")
    text = SAP.replace("YARROW FOODS", "Yarow Foods")
    assert put(project, "sap.csv", text, "partner.Yarow Foods=yarrow").questions == []
    assert '"Yarow Foods": "yarrow"' in (project / "economics" / "sap.csv.map.yaml").read_text("utf-8")
    (project / "economics" / "sap.csv").rename(project / "old.csv")
    (project / "economics" / "sap.csv.map.yaml").rename(project / "old.csv.map.yaml")
    later = put(project, "later.csv", text.replace("900", "800"))
    assert later.questions == []
    assert "as answered before" in told(later, "partners:")


@pytest.mark.parametrize("stage", ["Closed Won", "closedwon", "Gewonnen", "won"])
def test_deals_that_are_not_won_are_no_sales(tmp_path, stage):
    project = project_of(tmp_path / "p")
    put(project, "deals.csv", SALESFORCE.replace("Closed Won", stage))
    assert sorted(sales_of(project)) == ["calder", "yarrow"]


def test_which_stage_is_sold_is_asked_where_none_is_known(tmp_path):
    project = project_of(tmp_path / "p")
    text = SALESFORCE.replace("Closed Won", "Stufe 9")
    (question,) = put(project, "deals.csv", text).questions
    assert (question.key, question.choices) == ("won", ("Stufe 9", "Closed Lost"))
    assert put(project, "deals.csv", text, "won=Stufe 9").questions == []


def test_two_columns_that_may_be_the_amount_and_differ_are_asked(tmp_path):
    text = "Customer,Invoice date,Net amount,Line amount\ncalder,2026-01-05,100,119\nyarrow,2026-01-06,50,59.50\n"
    (question,) = put(project_of(tmp_path / "p"), "erp.csv", text).questions
    assert (question.key, set(question.choices)) == ("amount", {"Net amount", "Line amount"})
    assert "differ" in question.why


def test_two_columns_that_hold_the_same_are_not_asked(tmp_path):
    text = "Customer,Invoice date,Net amount,Line amount\ncalder,2026-01-05,100,100\nyarrow,2026-01-06,50,50\n"
    assert put(project_of(tmp_path / "p"), "erp.csv", text).questions == []


@pytest.mark.parametrize(
    ("word", "sign"), [("G2", -1), ("RE", -1), ("Credit Memo", -1), ("Gutschrift", -1), ("F2", 1), ("Rechnung", 1)]
)
def test_kinds_of_billing_documents_are_known(tmp_path, word, sign):
    project = project_of(tmp_path / "p")
    head = "VBELN;FKDAT;KUNAG;NETWR;WAERK;FKART"
    text = f"{head}\n1;05.01.2026;calder;500,00;EUR;F2\n2;06.01.2026;calder;100,00;EUR;{word}\n"
    assert put(project, "sap.csv", text).questions == []
    assert sales_of(project)["calder"].lines["net_sales"].value == 50_000 + sign * 10_000


def test_a_kind_nobody_knows_is_asked(tmp_path):
    text = "VBELN;FKDAT;KUNAG;NETWR;WAERK;FKART\n1;05.01.2026;calder;500,00;EUR;ZX9\n"
    (question,) = put(project_of(tmp_path / "p"), "sap.csv", text).questions
    assert (question.key, question.choices) == ("kind.ZX9", ("invoice", "credit", "order", "left out"))


def test_equal_lines_without_a_document_are_two_sales(tmp_path):
    project = project_of(tmp_path / "p")
    put(project, "erp.csv", "Customer,Invoice date,Net amount\ncalder,2026-01-05,100\ncalder,2026-01-05,100\n")
    assert sales_of(project)["calder"].lines["net_sales"].value == 20_000


ACTIVITIES = "activity,resource,minutes\nrepair,service,60\nvisit,sales,90\n"
RESOURCES = "resource,period,cost,capacity_minutes\nservice,2026-Q1,1000,1000\nsales,2026-Q1,1000,1000\n"
TIMES = {
    "Jira, seconds": "Issue key,Issue Type,Created,Organization,Time Spent\nA-1,repair,2026-02-02,calder,5400\n",
    "Toggl, a clock": "User,Client,Task,Start date,Duration\nAnn,Calder & Quill Optics,repair,2026-02-02,01:30:00\n",
    "Harvest, hours": "Date,Client,Project,Task,Hours,First Name\n2026-02-02,calder,Lantern,repair,1.5,Ann\n",
    "minutes": "Date,Customer,Task,Minutes\n2026-02-02,Calder & Quill Optics,repair,90\n",
}


@pytest.mark.parametrize("name", TIMES)
def test_ninety_minutes_are_ninety_minutes_whatever_the_unit(tmp_path, name):
    project = project_of(tmp_path / "p", ACTIVITIES)
    (project / "economics" / "resources.csv").write_text(RESOURCES)
    outcome = put(project, "times.csv", TIMES[name], "times.csv:kind=events")
    assert outcome.questions == []
    assert list(books_of(project).events.frame["minutes"]) == [90.0]


def test_a_ticket_system_without_times_is_counted_at_standard_times(tmp_path):
    project = project_of(tmp_path / "p", ACTIVITIES)
    rows = ("1,calder,2026-02-02,repair,ann", "2,calder,2026-02-03,repair,ann")
    text = "\n".join(("Ticket ID,Organization,Created at,Type,Assignee", *rows, ""))
    assert put(project, "zendesk.csv", text).questions == []
    events = books_of(project).events.frame
    assert (events["rows"].sum(), events["is_measured"].any()) == (2, False)


@pytest.mark.parametrize(("task", "proposed"), [("repairs", "repair"), ("Visits", "visit"), ("gardening", "")])
def test_a_task_that_is_no_activity_is_asked(tmp_path, task, proposed):
    text = f"Date,Client,Task,Hours\n2026-02-02,calder,{task},1.5\n"
    (question,) = put(project_of(tmp_path / "p", ACTIVITIES), "times.csv", text).questions
    assert (question.key, question.proposal) == (f"activity.{task}", proposed)


def with_stranger(amount):
    return SAP + f"9009;10;18.02.2026;10009;Somebody Else;S1;{amount};EUR;1,00;F2;mmueller\n"


def test_sales_of_nobody_on_record_are_counted_and_said(tmp_path):
    project = project_of(tmp_path / "p")
    outcome = put(project, "sap.csv", with_stranger("100,00"))
    assert told(outcome, "not matched:") == "not matched: Somebody Else (1)"
    books = books_of(project)
    assert books.matched == pytest.approx(2620.5 / 2720.5)  # what was billed and credited, without signs
    assert any("1 row belongs to nobody on record" in str(remark) for remark in books.remarks)


@pytest.mark.parametrize(("amount", "is_withheld"), [("100,00", False), ("600,00", False), ("9.000,00", True)])
def test_too_few_matched_sales_withhold_every_figure_over_all_partners(tmp_path, amount, is_withheld):
    project = project_of(tmp_path / "p")
    put(project, "sap.csv", with_stranger(amount))
    review = economics_review(books_of(project), default_settings(), date(2026, 4, 1), 1)
    reason = "of the sales belong to partners on record; 80% are needed"
    assert (reason in review.curve.reason, reason in review.matrix.reason) == (is_withheld, is_withheld)
    assert review.statements[0].lines["net_sales"].value == 138_050  # one partner is known as before


def test_an_open_question_refuses_the_books_until_it_is_answered(tmp_path):
    project = project_of(tmp_path / "p")
    put(project, "sap.csv", SAP.replace("YARROW FOODS", "Yarow Foods"))
    with pytest.raises(InputError, match="not answered yet"):
        books_of(project)


def test_two_exports_of_one_kind_are_refused_with_both_names(tmp_path):
    project = project_of(tmp_path / "p")
    put(project, "sap.csv", SAP)
    put(project, "deals.csv", SALESFORCE)
    with pytest.raises(InputError, match=r"deals\.csv stands beside it"):
        books_of(project)


def test_the_command_asks_answers_and_goes_on(tmp_path):
    project = project_of(tmp_path / "p")
    export = tmp_path / "sap.csv"
    export.write_text(SAP.replace("YARROW FOODS", "Yarow Foods"))
    words = ["economics", "map", str(project), str(export)]
    asked = CliRunner().invoke(alliancenet, words)
    assert asked.exit_code != 0
    assert "partner.Yarow Foods" in str(asked.exception)
    assert "alliancenet economics map" in asked.output
    done = CliRunner().invoke(alliancenet, [*words, "--accept"])
    assert done.exit_code == 0, done.output
    assert "Next: alliancenet economics" in done.output


@pytest.mark.parametrize(
    ("text", "says"),
    [("a,b\n1,2\n", "no list"), ("just words", "no table")],
    ids=["columns nobody knows", "no table"],
)
def test_a_file_that_is_no_export_is_refused_with_what_is_needed(tmp_path, text, says):
    project = project_of(tmp_path / "p")
    with pytest.raises(InputError) as refused:
        put(project, "x.csv", text)
    assert "alliancenet help formats" in str(refused.value) or says in str(refused.value)


def test_the_command_needs_a_project(tmp_path):
    export = tmp_path / "sap.csv"
    export.write_text(SAP)
    result = CliRunner().invoke(alliancenet, ["economics", "map", str(tmp_path), str(export)])
    assert result.exit_code == 2
    assert "it is no project" in result.output


def test_answering_what_a_file_is_as_proposed_is_enough(tmp_path):
    project = project_of(tmp_path / "p", ACTIVITIES)
    text = "User,Email,Client,Task,Start date,End date,Duration\nAnn,a@x.org,calder,repair,2026-02-02,2026-02-02,1:30\n"
    (question,) = put(project, "times.csv", text).questions
    assert (question.key, question.proposal) == ("kind", "events")
    assert put(project, "times.csv", text, "times.csv:kind=events").questions == []
