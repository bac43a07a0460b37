"""Bad input: every fault of every file at once, with row and what to do; what is read in spite of its looks."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.economics.books import last_day_on_record
from alliancenet.economics.money import COMMA, POINT, conventions_of, minor_units, plain_minor_units
from alliancenet.economics.periods import Periods
from alliancenet.economics.reading import read_books
from alliancenet.errors import InputError
from alliancenet.files.dates import FIRST_YEAR, LAST_YEAR
from alliancenet.model.currencies import exact_text, in_words
from alliancenet.settings import default_settings

from .firms import GOLDEN, TDABC, folder_of, golden_files, register_of, review_of, value

SALES = "partner,date,amount,product_cost\n"


def faults(path, files, plan="{currency: EUR}"):
    with pytest.raises(InputError) as caught:
        read_books(folder_of(path, TDABC | files, plan), register_of("a", "b"), default_settings())
    return [str(problem) for problem in caught.value.problems if problem.fatal]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("sales.csv", SALES + "a,2026-01-05,1,0\nzz,2026-01-05,1,0\n", "row 3, partner: 'zz' is unknown"),
        ("sales.csv", SALES + "a,soon,1,0\n", "row 2, date: 'soon'"),
        ("sales.csv", SALES + "a,2026-01-05,much,0\n", "row 2, amount: 'much'"),
        ("sales.csv", SALES + "a,2026-01-05,,0\n", "row 2, amount: the cell is empty"),
        ("sales.csv", SALES + 'a,2026-01-05,"1,234",0\n', "is 1,234 or 1.234"),
        ("sales.csv", SALES + 'a,2026-01-05,"1,5",0\na,2026-01-05,1.5,0\n', "two ways to write decimals"),
        ("sales.csv", SALES + "a,2026-01-05,1e30,0\n", "row 2, amount: '1e30'"),
        ("sales.csv", SALES + "a,2026-01-05," + "9" * 30 + ",0\n", "beyond all bounds"),
        ("sales.csv", "partner,date,amount,currency\na,2026-01-05,1,USD\n", "no rate for USD on 2026-01-05"),
        ("sales.csv", "partner,date,amount,currency\na,2026-01-05,1,Euro\n", "'Euro' is no currency"),
        ("sales.csv", "partner,date,amount,document\na,2026-01-05,1,D\na,2026-01-05,1,D\n", "row 3, document"),
        ("sales.csv", "partner,date,amount,discount\na,2026-01-05,1,-2\n", "row 2, discount: less than 0"),
        ("sales.csv", "partner,date,amount,kind\na,2026-01-05,1,gift\n", "row 2, kind: 'gift' is unknown"),
        ("sales.csv", "partner,date\na,2026-01-05\n", "amount: the column is missing"),
        ("costs.csv", "partner,date,amount,kind\na,2026-01-05,1,\n", "row 2, kind: the cell is empty"),
        ("events.csv", "partner,date,activity\na,2026-01-05,dance\n", "row 2, activity: 'dance' is unknown"),
        ("events.csv", "partner,date,activity,count\na,2026-01-05,order,-1\n", "row 2, count: '-1'"),
        ("events.csv", "partner,date,activity,id\na,2026-01-05,order,1\na,2026-01-05,order,1\n", "row 3, id"),
        ("resources.csv", "resource,period,cost,capacity_minutes\nservice,2026-1,1,1\n", "a quarter such as 2026-Q1"),
        ("resources.csv", "resource,period,cost\nservice,2026-Q1,1\n", "row 2, capacity_minutes: no minutes"),
        ("resources.csv", "resource,period,cost,people,paid_minutes,practical_share\nservice,2026-Q1,1,1,1,2\n", "'2'"),
        (
            "activities.csv",
            "activity,resource,minutes,minutes_low\norder,service,5,6\n",
            "row 2, minutes_low: not in order",
        ),
        ("activities.csv", "activity,resource,minutes\norder,nobody,5\n", "row 2, resource: 'nobody' is unknown"),
        ("activities.csv", "activity,resource,minutes\norder,service,5\norder,service,6\n", "two standards hold"),
        ("rates.csv", "currency,from,rate\nUSD,2026-01-01,0\n", "row 2, rate"),
        ("behaviours.csv", "partner,behaviour,answer\na,B99,high\n", "row 2, behaviour: 'B99' is unknown"),
    ],
)
def test_a_fault_says_where_and_what(tmp_path, name, text, told):
    assert any(told in fault for fault in faults(tmp_path, {name: text}))


def test_faults_of_all_files_come_at_once(tmp_path):
    bad = {"sales.csv": SALES + "zz,soon,much,0\n", "costs.csv": "partner,date,amount,kind\nzz,2026-01-05,1,other\n"}
    told = " ".join(faults(tmp_path, bad))
    assert all(
        part in told for part in ("sales.csv, row 2, partner", "row 2, date", "row 2, amount", "costs.csv, row 2")
    )


def test_a_thousand_faults_of_one_kind_are_listed_shortly(tmp_path):
    rows = "".join(f"x{number},2026-01-05,1,0\n" for number in range(1000))
    told = faults(tmp_path, {"sales.csv": SALES + rows})
    assert len([fault for fault in told if "partner" in fault]) <= 21


@pytest.mark.parametrize("plan", ["{}", "{currency: Euro}", "{currency: [EUR]}", "{currency: EUR, period: week}", "7"])
def test_a_plan_that_cannot_be_used_is_refused(tmp_path, plan):
    assert faults(tmp_path, {}, plan)


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1234.50", 1234_50),
        ('"1,234.50"', 1234_50),
        ('"1.234,50"', 1234_50),
        ('"1\u00a0234,50"', 1234_50),
        ("1'234.50", 1234_50),
        ("120.00-", -120_00),
        ("(120.00)", -120_00),
        ("-120.00", -120_00),
        ("\u2212120.00", -120_00),
    ],
)
def test_an_amount_is_read_as_people_write_it(tmp_path, written, cents):
    files = TDABC | {"sales.csv": f"partner,date,amount,product_cost\na,2026-01-05,{written},0\n"}
    assert value(review_of(tmp_path, files, "a", "b"), "a", "net_sales") == cents


@given(st.decimals(-(10**9), 10**9, places=2))
def test_what_is_written_is_read_again_by_its_own_convention(number):
    text = f"{number:,.2f}"
    assert POINT.read(text) == number
    assert COMMA.read(text.translate(str.maketrans(",.", ".,"))) == number


@given(
    st.lists(st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,3})?", fullmatch=True), min_size=1),
    st.sampled_from(["EUR", "JPY"]),
)
def test_the_short_cut_for_plain_amounts_reads_what_the_long_way_reads(texts, currency):
    quick = plain_minor_units(texts, currency)
    if quick is not None:
        (convention,) = conventions_of(texts)
        assert quick == [minor_units(convention.read(text), currency) for text in texts]


def test_two_readings_are_told_apart_by_another_row():
    assert conventions_of(["1,234"]) == (POINT, COMMA)
    assert conventions_of(["1,234", "1,5"]) == (COMMA,)
    assert conventions_of(["12", "7"]) == (POINT,)
    assert conventions_of(["1,5", "1.5"]) == ()


@given(st.integers(-(10**13), 10**13), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_minor_units_survive_being_written(minor, currency):
    assert minor_units(Decimal(exact_text(minor, currency)), currency) == minor


@pytest.mark.parametrize(
    ("minor", "text"), [(0, "0 EUR"), (-1, "-0.0100 EUR"), (123_456_00, "123 k EUR"), (99_999_99, "100 k EUR")]
)
def test_money_is_told_with_three_digits_and_never_as_minus_zero(minor, text):
    assert in_words(minor, "EUR") == text


@given(st.integers(FIRST_YEAR * 12, LAST_YEAR * 12), st.sampled_from([12, 4, 1]))
def test_a_period_is_found_again_by_its_name_and_its_days(number, a_year):
    periods = Periods(a_year)
    number = number * a_year // 12
    assert periods.named(periods.name(number)) == number
    assert periods.of(periods.first_day(number)) == periods.of(periods.last_day(number)) == number
    assert periods.last_closed(periods.last_day(number)) == number
    assert periods.last_closed(periods.first_day(number)) in (number, number - 1)


def workbook_of(path, name: str, text: str):
    """The same table as a workbook in the folder of the books."""
    import xlsxwriter

    (path / "economics").mkdir(exist_ok=True)
    with xlsxwriter.Workbook(str(path / "economics" / name)) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(text.splitlines()):
            sheet.write_row(row, 0, line.split(","))


def test_a_workbook_is_read_as_the_table_it_holds(tmp_path):
    files = golden_files()
    workbook_of(tmp_path, "sales.xlsx", files.pop("sales.csv"))
    assert review_of(tmp_path, files, *GOLDEN).curve.peak == pytest.approx(173.134, abs=5e-4)


def test_a_workbook_beside_the_table_is_a_fault(tmp_path):
    files = golden_files()
    workbook_of(tmp_path, "sales.xlsx", files["sales.csv"])
    with pytest.raises(InputError, match=r"economics/sales.xlsx: sales.csv stands beside it"):
        review_of(tmp_path, files, *GOLDEN)


def test_a_fault_in_a_workbook_names_the_workbook(tmp_path):
    workbook_of(
        tmp_path, "wallet.xlsx", "partner,category,period,spend,source,source_date\nZ,all,2026-Q1,1,x,2026-01-01"
    )
    with pytest.raises(InputError, match=r"economics/wallet.xlsx, row 2, partner: 'Z' is unknown"):
        review_of(tmp_path, golden_files(), *GOLDEN)


def several(*amounts: float) -> dict[str, str]:
    rows = "".join(f"A,2026-02-{day:02d},{amount},1\n" for day, amount in enumerate(amounts, 1))
    return golden_files() | {"sales.csv": "partner,date,amount,product_cost\n" + rows}


def test_a_row_that_outweighs_all_others_is_pointed_at_and_counted(tmp_path):
    review = review_of(tmp_path, several(10, 11, 9, 10, 10_000), *GOLDEN)
    assert any("row 6, amount: 1,000 times the usual row of A" in str(remark) for remark in review.remarks)
    assert value(review, "A", "net_sales") == 10_040_00


def test_rows_of_usual_size_are_not_pointed_at(tmp_path):
    review = review_of(tmp_path, several(10, 50, 9, 80, 90), *GOLDEN)
    assert not any("the usual row" in str(remark) for remark in review.remarks)


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ("", date(2026, 3, 31)),
        ("A,2031-02-01,7,0,1\n", date(2026, 3, 31)),
        ("A,2026-11-02,7,0,1\n", date(2026, 11, 30)),
    ],
)
def test_a_day_to_come_does_not_make_what_is_on_record_unknown(tmp_path, more, day):
    files = golden_files()
    files["sales.csv"] += more
    books = read_books(folder_of(tmp_path, files), register_of(*GOLDEN), default_settings())
    assert last_day_on_record(books, date(2026, 11, 30)) == day


COSTS = "partner,date,amount,kind\n"
FREIGHT = "a,2026-01-20,100,freight\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (FREIGHT * 2, "1 row is equal to one further up"),
        ("", "only a header row"),
        (FREIGHT + "a,2026-02-20,100,freight\n", None),
    ],
    ids=["twice", "none", "two of their own"],
)
def test_costs_that_stand_twice_or_not_at_all_are_said(tmp_path, rows, said):
    books = read_books(
        folder_of(tmp_path, TDABC | {"costs.csv": COSTS + rows}, "{currency: EUR}"), register_of("a", "b"),
        default_settings(),
    )  # fmt: skip
    remarks = [str(remark) for remark in books.remarks if remark.file == "economics/costs.csv"]
    assert [said in remark for remark in remarks] == ([True] if said else [])
