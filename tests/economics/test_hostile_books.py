"""Tables as other programs and people break them: refused in a sentence that says where, or read as what they mean."""

import gzip
import time

import pytest

from alliancenet.economics.reading import read_books
from alliancenet.errors import InputError
from alliancenet.settings import default_settings

from .firms import AS_OF, TDABC, folder_of, register_of

HEAD = "partner,date,amount,product_cost,document\n"
ROW = "a,2026-01-05,100.00,50.00,D1\n"
STATES = "partner,period,state\n"
WALLET = "partner,category,period,spend,spend_low,spend_high,source,source_date\n"
REFUSED = {
    "empty file": ("sales.csv", b"", "the file is empty"),
    "blanks only": ("sales.csv", b"  \n\n \n", "the file is empty"),
    "NUL in a cell": ("sales.csv", (HEAD + "a,2026-01-05,1,1,x\0y\n").encode(), "holds a NUL character"),
    "nothing but NUL": ("sales.csv", b"\0" * 4096, "holds a NUL character"),
    "a lone quotation mark": ("sales.csv", (HEAD + 'a,2026-01-05,"1,1,D\n' + ROW * 5000).encode(), "closing one"),
    "columns of something else": ("sales.csv", b"a,b\n1,2\n", "amount: the column is missing"),
    "a column twice": ("sales.csv", (HEAD.strip() + ",amount\n" + ROW.strip() + ",7\n").encode(), "stands twice"),
    "100,000 columns": ("sales.csv", ",".join(f"c{n}" for n in range(100_000)).encode(), "at most 200 columns"),
    "a row too long": ("sales.csv", (HEAD + ROW.strip() + ",9\n").encode(), "6 cells"),
    "a row too short": ("sales.csv", (HEAD + "a,2026-01-05\n").encode(), "row 2, amount: the cell is empty"),
    "no workbook": ("sales.xlsx", b"PK\3\4 and no more", "sales.xlsx"),
    "no archive": ("sales.csv.gz", b"\x1f\x8b and no more", "cannot be unpacked"),
    "an archive that unpacks without end": ("sales.csv.gz", gzip.compress(b"0" * 40_000_000), "times its size"),
    "a formula for a partner": ("sales.csv", (HEAD + "=1+1,2026-01-05,1,1,D\n").encode(), "'=1+1' is unknown"),
    "the own firm": ("sales.csv", (HEAD + "own,2026-01-05,1,1,D\n").encode(), "'own' is unknown"),
    "31 February": ("sales.csv", (HEAD + "a,2026-02-31,1,1,D\n").encode(), "date: '2026-02-31'"),
    "the year 26": ("sales.csv", (HEAD + "a,0026-02-03,1,1,D\n").encode(), "date: '0026-02-03'"),
    "days or months": ("sales.csv", (HEAD + "a,03/04/2026,1,1,D\n").encode(), "can be read two ways"),
    "no number": ("sales.csv", (HEAD + "a,2026-01-05,NaN,1,D\n").encode(), "amount: 'NaN'"),
    "infinite": ("sales.csv", (HEAD + "a,2026-01-05,inf,1,D\n").encode(), "amount: 'inf'"),
    "a sign of a currency": ("sales.csv", (HEAD + "a,2026-01-05,€100,1,D\n").encode(), "amount: '€100'"),
    "thousands as k": ("sales.csv", (HEAD + "a,2026-01-05,12k,1,D\n").encode(), "amount: '12k'"),
    "a currency in small letters": (
        "costs.csv",
        b"partner,date,amount,kind,currency\na,2026-01-05,1,other,eur\n",
        "'eur'",
    ),
    "a rate of the own currency": ("rates.csv", b"currency,from,rate\nEUR,2026-01-01,1\n", "other than the reporting"),
    "two rates of a day": (
        "rates.csv",
        b"currency,from,rate\nUSD,2026-01-01,1\nUSD,2026-01-01,2\n",
        "one rate for each",
    ),
    "a share of 80": ("activities.csv", b"activity,resource,minutes,avoidable\norder,service,8,80\n", "from 0 to 1"),
    "a count below 0": (
        "events.csv",
        b"partner,date,activity,count\na,2026-01-05,order,-3\n",
        "from 0 to 1,000,000,000",
    ),
    "a month for a quarter": (
        "resources.csv",
        b"resource,period,cost,capacity_minutes\nservice,2026-03,1,1\n",
        "2026-Q1",
    ),
    "back after a loss": ("states.csv", (STATES + "a,2025-Q1,lost\na,2025-Q2,friend\n").encode(), "won_back"),
    "a state nobody knows": ("states.csv", (STATES + "a,2025-Q1,foe\n").encode(), "'foe' is unknown"),
    "ends the wrong way": ("wallet.csv", (WALLET + "a,all,2026-Q1,9,12,15,x,2026-01-01\n").encode(), "not in order"),
    "spends less than nothing": ("wallet.csv", (WALLET + "a,all,2026-Q1,-9,,,x,2026-01-01\n").encode(), "less than 0"),
    "an estimate of nobody": ("wallet.csv", (WALLET + "a,all,2026-Q1,9,,,,\n").encode(), "source: the cell is empty"),
    "over before it began": ("contracts.csv", b"partner,start,end\na,2026-01-01,2025-01-01\n", "lies before start"),
    "not renewed, no end": ("contracts.csv", b"partner,start,renewed\na,2026-01-01,no\n", "the day it ended"),
    "11 of 10": ("qualities.csv", b"respondent,partner,quality,performance\nr,a,q,11\n", "from 0 to 10"),
    "a goal nobody knows": ("levers.csv", b"id,goal,lever,name\nx,please,service,N\n", "'please' is unknown"),
}
READ = {
    "with a byte order mark": ("\ufeff" + HEAD + ROW).encode(),
    "as UTF-16": (HEAD + ROW).encode("utf-16"),
    "as cp1252": (HEAD + ROW.replace("D1", "Grün")).encode("cp1252"),
    "headings in capitals": (HEAD.upper() + ROW).encode(),
    "headings with blanks": (HEAD.replace(",", " , ") + ROW).encode(),
    "semicolons and decimal commas": (HEAD + ROW).replace(",", ";").replace(".00", ",00").encode(),
    "a cell of a million letters": (HEAD + ROW.replace("D1", "x" * 100_000)).encode(),
    "lines of an old Mac": (HEAD + ROW).replace("\n", "\r").encode(),
    "a column more": (HEAD.strip() + ",mood\n" + ROW.strip() + ",fine\n").encode(),
    "a formula for a document": (HEAD + ROW.replace("D1", '"=HYPERLINK(""x"")"')).encode(),
    "a day of another notation": (HEAD + ROW.replace("2026-01-05", "25.01.2026")).encode(),
}


def put(path, name, content):
    """A project with one file written otherwise."""
    kept = {own: text for own, text in TDABC.items() if own.partition(".")[0] != name.partition(".")[0]}
    folder = folder_of(path, kept)
    (folder / "economics" / name).write_bytes(content)
    return folder


def told(folder):
    with pytest.raises(InputError) as caught:
        read_books(folder, register_of("a", "b"), default_settings())
    return [str(problem) for problem in caught.value.problems if problem.fatal]


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_table_is_refused_with_the_place_and_what_is_needed(tmp_path, name):
    file, content, expected = REFUSED[name]
    faults = told(put(tmp_path, file, content))
    assert any(expected in fault for fault in faults), faults
    assert faults[0].startswith(f"economics/{file}"), faults


@pytest.mark.parametrize("name", READ)
def test_an_odd_table_is_read_as_what_it_means(tmp_path, name):
    books = read_books(put(tmp_path, "sales.csv", READ[name]), register_of("a", "b"), default_settings())
    assert books.sales[["net", "cost"]].to_numpy().tolist() == [[100_00, 50_00]]
    assert books.sales["day"].max().date() < AS_OF


def test_two_hundred_thousand_faults_are_told_in_a_moment(tmp_path):
    rows = "".join(f"x{number},2026-01-05,1,1,D{number}\n" for number in range(200_000))
    folder = put(tmp_path, "sales.csv", (HEAD + rows).encode())
    began = time.process_time()
    faults = told(folder)
    assert len(faults) == 21
    assert "199,980 more" in faults[-1]
    assert time.process_time() - began < 30  # it took a minute for each 200,000 while each was looked up by likeness
