"""What rows name an alliance is told apart, what names none is not, and the parts add up to the partner."""

from dataclasses import replace
from random import Random

import pytest

from alliancenet.economics import event_stream
from alliancenet.economics.by_alliance import alliance_shares_of
from alliancenet.economics.for_portfolio import with_computed
from alliancenet.economics.overview import economics_review
from alliancenet.economics.sheets.by_alliance import share_lines
from alliancenet.errors import InputError
from alliancenet.model.register import Alliance, AllianceId
from alliancenet.settings import changed, default_settings

from .firms import ledger_of, register_of

MEMBERS = {"north": "a", "south": "a", "east": "b"}
LINES = ("net_sales", "net_margin", "direct_cost", "time_cost", "contribution")


def register():
    alliances = {
        AllianceId(name): Alliance(id=AllianceId(name), name=name, organisations=("own", partner))
        for name, partner in MEMBERS.items()
    }
    return replace(register_of("a", "b", "c"), alliances=alliances)


def files(seed: int = 1):
    """Sales, costs and visits of two quarters; those of `a` name north, south or nothing, those of `c` nothing."""
    rng = Random(seed)
    rows = [
        (partner, f"202{5 + place % 2}-0{1 + place % 3}-1{place % 9}", rng.choice(names), rng.randint(1, 9_999), place)
        for place in range(60)
        for partner, names in (("a", ("north", "south", "")), ("b", ("east",)), ("c", ("",)))
    ]
    sales = "".join(f"{p},{day},{alliance},{n},{n // 3},{p}{place}\n" for p, day, alliance, n, place in rows)
    costs = "".join(f"{p},{day},{alliance},{n / 100},travel\n" for p, day, alliance, n, _ in rows)
    events = "".join(f"{p},{day},{alliance},visit,{n / 7:.3f}\n" for p, day, alliance, n, _ in rows)
    return {
        "sales.csv": "partner,date,alliance,amount,product_cost,document\n" + sales,
        "costs.csv": "partner,date,alliance,amount,kind\n" + costs,
        "events.csv": "partner,date,alliance,activity,count\n" + events,
        "resources.csv": "resource,period,cost,capacity_minutes\nr,2025-Q1,99999.97,9000000\n"
        "r,2026-Q1,77777.77,9000000\n",
        "activities.csv": "activity,resource,minutes,minutes_low,minutes_high\nvisit,r,7,6,9\n",
    }


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return ledger_of(tmp_path_factory.mktemp("firms"), files(), register=register(), periods=1)


def test_parts_add_up_to_the_partner_to_the_minor_unit(ledger):
    shares = [share for share in alliance_shares_of(ledger) if share.partner == "a"]
    assert [share.alliance for share in shares] == ["north", "south", ""]
    place = ledger.place("a")
    totals = ledger.totals
    whole = (totals.sales, totals.margin, totals.direct, totals.time, totals.contribution)
    for name, of_partner in zip(LINES, whole, strict=True):
        assert sum(share.statement.lines[name].value for share in shares) == of_partner[place]


def test_an_alliance_has_what_names_it(ledger):
    """Against the file, row by row."""
    rows = [line.split(",") for line in files()["sales.csv"].splitlines()[1:]]
    named = [row for row in rows if row[1].startswith("2026")]
    for share in alliance_shares_of(ledger):
        own = [row for row in named if (row[0], row[2]) == (share.partner, share.alliance)]
        assert share.statement.lines["net_sales"].value == 100 * sum(int(row[3]) for row in own)
        assert share.statement.lines["net_margin"].value == 100 * sum(int(row[3]) - int(row[4]) for row in own)


def test_the_time_of_an_alliance_is_its_minutes_at_the_rate_of_the_resource(ledger):
    rows = [line.split(",") for line in files()["events.csv"].splitlines()[1:]]
    for share in alliance_shares_of(ledger):
        own = [
            float(row[4])
            for row in rows
            if row[1].startswith("2026") and (row[0], row[2]) == (share.partner, share.alliance)
        ]
        line = share.statement.lines["time_cost"]
        assert line.value == pytest.approx(7_777_777 / 9_000_000 * 7 * sum(own), abs=2)
        assert line.low < line.value < line.high


def test_a_partner_whose_rows_name_none_is_not_told_apart(ledger):
    assert {share.partner for share in alliance_shares_of(ledger)} == {"a", "b"}


def test_the_text_says_that_the_rest_is_not_spread(ledger):
    text = "\n".join(share_lines(alliance_shares_of(ledger), "EUR"))
    assert "(names no alliance)" in text
    assert "never spread" in text


def test_what_of_the_partner_is_unknown_is_unknown_of_its_alliances(tmp_path):
    lacking = {name: text for name, text in files().items() if name != "costs.csv"}
    shares = alliance_shares_of(ledger_of(tmp_path, lacking, register=register(), periods=1))
    assert all(share.statement.lines["contribution"].value is None for share in shares)
    assert all("costs.csv is missing" in share.statement.lines["contribution"].reason for share in shares)


def test_a_missing_product_cost_is_unknown_for_its_alliance_alone(tmp_path):
    one = files()
    one["sales.csv"] += "a,2026-02-02,north,500,,late\n"
    shares = alliance_shares_of(ledger_of(tmp_path, one, register=register(), periods=1))
    known = {share.alliance: share.statement.lines["net_margin"].value is not None for share in shares}
    assert known == {"north": False, "south": True, "": True, "east": True}


def test_without_a_named_alliance_there_is_nothing_to_tell(tmp_path):
    nameless = files()
    for name in MEMBERS:
        nameless = {file: text.replace(f",{name},", ",,") for file, text in nameless.items()}
    assert alliance_shares_of(ledger_of(tmp_path, nameless, register=register())) is None


@pytest.mark.parametrize("name", ["sales.csv", "costs.csv", "events.csv"])
def test_an_alliance_the_partner_is_not_in_is_refused(name, tmp_path):
    one = files()
    one[name] = one[name].replace("b,2026-02-11,east", "b,2026-02-11,north", 1)
    assert one[name] != files()[name]
    with pytest.raises(InputError, match="its partner is not in it"):
        ledger_of(tmp_path, one, register=register())


def test_a_table_that_is_streamed_gives_the_same(ledger, tmp_path, monkeypatch):
    streamed = []

    def watched(*given):
        streamed.append(event_stream.streamed_events(*given))
        return streamed[-1]

    monkeypatch.setattr("alliancenet.economics.time_files.streamed_events", watched)
    settings = changed(default_settings(), {"economics.stream": {"bytes": 0, "memory_mb": 200}})
    shares = alliance_shares_of(ledger_of(tmp_path, files(), register=register(), settings=settings))
    assert streamed[0] is not None
    assert shares == alliance_shares_of(ledger)


def contributions(ledger):
    """What the portfolio takes over, by alliance; and what it warns of."""
    records, warnings = with_computed(
        ledger.folder, ledger.project.register, ledger.project.records, ledger.settings, ledger.as_of
    )
    found = {}
    for record in records.economics:
        found.setdefault(record.alliance, []).append(record.contribution)
    return found, records, [str(told) for told in warnings]


def test_an_alliance_has_what_names_it_where_its_partner_has_several(ledger):
    found, records, warnings = contributions(ledger)
    review = economics_review(ledger.books, ledger.settings, ledger.as_of)
    # the computed periods are those after the last unknown one: here the last alone
    for name, earned in (
        ("north", review.by_alliance["a", "north"]),
        ("south", review.by_alliance["a", "south"]),
        ("east", review.earned["b"]),
    ):
        assert found[name] == [earned[-1].value]
    assert found["north"][0] + found["south"][0] != pytest.approx(2 * review.earned["a"][-1].value)
    assert {record.alliance for record in records.economics if record.stop_gain is not None} <= {"east"}
    assert not any("no row names" in told for told in warnings)


def test_a_partner_of_several_alliances_is_counted_for_none_where_no_row_names_one(tmp_path):
    unnamed = {
        name: text.replace(",north,", ",,").replace(",south,", ",,").replace(",east,", ",,")
        for name, text in files().items()
    }
    found, _, warnings = contributions(ledger_of(tmp_path, unnamed, register=register(), periods=1))
    assert set(found) == {"east"}
    told = [warning for warning in warnings if "no row names" in warning]
    assert len(told) == 2
    assert "a has 2 alliances (north, south), and no row names north" in told[0]
