"""Wallets, depth, spread, offers and prospects: worked-out values, planted cases, refusals (E11-E14)."""

from datetime import date

import numpy as np
import pytest
from economics.firms import golden_files, ledger_of

from alliancenet.economics.growth.depth import depth_of
from alliancenet.economics.growth.offers import offer_lines, offers_of
from alliancenet.economics.growth.screen import screen_lines, screen_of
from alliancenet.economics.growth.spread import common_movement, herfindahl, spreads_of
from alliancenet.economics.growth.told import depth_lines, spread_lines, wallet_lines
from alliancenet.economics.growth.wallet import growth_gain, wallets_of
from alliancenet.errors import InputError

DAY = date(2026, 3, 31)
WALLET = "partner,category,period,spend,spend_low,spend_high,source,source_date,target,programme\n"
HEADS = {"costs.csv": "partner,date,amount,kind\n", "events.csv": "partner,date,activity\n"}


def golden_with(path, **files):
    return ledger_of(
        path, golden_files() | {f"{name}.csv": text for name, text in files.items()}, *"ABCDEFGHIJKL", as_of=DAY
    )


def test_the_worked_out_gain_of_a_larger_share():
    assert growth_gain(400, 0.25, 0.35, 0.30, 5 / 40, 2) == pytest.approx(5)


def wallets(path, rows):
    return wallets_of(golden_with(path, wallet=WALLET + rows))


def test_a_share_has_the_bounds_of_the_spend(tmp_path):
    share = wallets(tmp_path, "C,all,2026-Q1,1000,800,1200,interview,2026-01-05,,\n").shares[0]
    assert (share.share, share.low, share.high) == pytest.approx((0.48, 0.40, 0.60))


def test_growth_is_ranked_by_its_low_end_and_never_summed(tmp_path):
    rows = "A,all,2026-Q1,2000,1300,9000,guess,2026-01-05,,\nB,all,2026-Q1,2000,1900,2100,books,2026-01-05,,\n"
    found = wallets(tmp_path, rows)
    assert [growth.share.partner for growth in found.growth] == ["B", "A"]
    assert found.growth[0].low <= found.growth[0].gain <= found.growth[0].high
    assert not any("total" in line for line in wallet_lines(found, "EUR"))


def test_who_loses_money_is_listed_apart(tmp_path):
    found = wallets(tmp_path, "L,all,2026-Q1,5000,,,books,2026-01-05,,\n")
    assert [growth.share.partner for growth in found.repair_first] == ["L"]
    assert not found.growth


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,all,2026-Q1,500,,,x,2026-01-05,,", "spend is lower than what we sold"),
        ("A,all,2020-Q1,500,,,x,2026-01-05,,", "the period is not closed, or lies before"),
        ("A,glass,2026-Q1,5000,,,x,2026-01-05,,", "no line of sales.csv has the category glass"),
    ],
)
def test_a_share_that_cannot_be_told_is_withheld(tmp_path, row, reason):
    share = wallets(tmp_path, row + "\n").shares[0]
    assert share.share is None
    assert reason in share.reason


def test_an_old_source_is_said_to_be_old(tmp_path):
    found = wallets(tmp_path, "A,all,2026-Q1,2000,,,x,2023-01-05,,\nB,all,2026-Q1,2000,,,x,2025-01-05,,\n")
    assert [share.is_old for share in found.shares] == [True, False]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("A,all,2026-Q1,-5,,,x,2026-01-05,,", "spend: less than 0"),
        ("A,all,2026-Q1,5,9,,x,2026-01-05,,", "spend_low: not in order"),
        ("A,all,2026-Q1,5,,,,2026-01-05,,", "source: the cell is empty"),
        ("A,all,2026-Q1,5,,,x,soon,,", "source_date: 'soon'"),
        ("A,all,2026-Q1,5,,,x,2026-01-05,1.5,", "target: '1.5'"),
        ("Z,all,2026-Q1,5,,,x,2026-01-05,,", "partner: 'Z' is unknown"),
    ],
)
def test_a_wallet_that_cannot_be_is_refused(tmp_path, row, told):
    with pytest.raises(InputError) as error:
        wallets(tmp_path, row + "\n")
    assert told in str(error.value)


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    with pytest.raises(InputError) as error:
        golden_with(
            tmp_path,
            wallet=WALLET + "Z,all,2026-Q1,x,,,,soon,,\n",
            states="partner,period,state\nA,2026-Q1,ally\n",
            levers="id,goal,lever\np,win,service\n",
        )
    assert len(error.value.problems) >= 6


def categories(count=7, without=0):
    """Partners that all buy frames and glass, one of which does not buy glass."""
    rows = ["partner,date,amount,product_cost,category\n"]
    for number in range(count):
        rows += [f"p{number},2026-02-01,100,50,frames\n"]
        rows += [] if number == without else [f"p{number},2026-02-01,100,50,glass\n"]
    return "".join(rows), [f"p{number}" for number in range(count)]


def test_what_most_peers_buy_and_a_partner_does_not_is_open(tmp_path):
    text, names = categories()
    size = "partner,scheme,category\n" + "".join(f"{name},size,small\n" for name in names)
    ledger = ledger_of(tmp_path, {"sales.csv": text, "categories.csv": size}, *names, as_of=DAY)
    found = {depth.partner: depth for depth in depth_of(ledger)}
    assert found["p0"].open == ("glass",)
    assert found["p0"].gap == -1
    assert found["p1"].open == ()
    assert any("glass" in line for line in depth_lines(list(found.values()), "EUR"))


def test_depth_is_not_compared_with_fewer_than_five_peers(tmp_path):
    text, names = categories(4)
    size = "partner,scheme,category\n" + "".join(f"{name},size,small\n" for name in names)
    ledger = ledger_of(tmp_path, {"sales.csv": text, "categories.csv": size}, *names, as_of=DAY)
    assert all(depth.gap is None and not depth.open for depth in depth_of(ledger))


def answers(partner, count, points):
    return "".join(f"{partner}-{number},{partner},overall,{points}\n" for number in range(count))


def test_depth_tells_what_else_is_known_of_a_partner_against_its_peers(tmp_path):
    files = golden_files()
    lines = files["sales.csv"].splitlines()
    files["sales.csv"] = "\n".join([lines[0] + ",category", *(line + ",glass" for line in lines[1:])]) + "\n"
    files["categories.csv"] = "partner,scheme,category\n" + "".join(f"{name},size,one\n" for name in "ABCDEFGHIJKL")
    files["wallet.csv"] = WALLET + "A,all,2026-Q1,1680,,,books,2026-01-05,,\n"
    heads = "respondent,partner,quality,performance\n"
    files["qualities.csv"] = heads + answers("A", 5, 4) + answers("B", 4, 4)
    found = {depth.partner: depth for depth in depth_of(ledger_of(tmp_path, files, *"ABCDEFGHIJKL", as_of=DAY))}
    assert (found["A"].wallet.value, found["B"].wallet.value) == (0.5, None)
    assert (found["A"].satisfaction.value, found["B"].satisfaction.value) == (75, None)  # four people are too few
    assert found["A"].satisfaction.gap is None
    assert (found["A"].contribution.value, found["A"].contribution.gap) == (
        240_00,
        240_00 - 5_00,
    )  # the median of the other eleven
    assert (found["A"].alliances, found["A"].levels.value) == (0, None)


def spread_by(path, scheme, files):
    found = spreads_of(golden_with(path, **files))
    return next(spread for spread in found if spread.scheme == scheme)


def region(*names):
    rows = zip("ABCDEFGHIJKL", names, strict=True)
    return "partner,scheme,category\n" + "".join(f"{partner},region,{name}\n" for partner, name in rows)


def test_the_index_of_shares_and_its_other_forms():
    assert herfindahl([0.5, 0.25, 0.25]) == pytest.approx(0.375)
    assert herfindahl([0.25] * 4) == pytest.approx(0.25)


def test_spread_over_partners_is_that_of_their_sales(tmp_path):
    found = spread_by(tmp_path, "partner", {})
    sales = np.array([840, 660, 480, 300, 240, 200, 120, 90, 75, 60, 340, 680])
    assert found.herfindahl == pytest.approx(float(((sales / sales.sum()) ** 2).sum()))
    assert found.effective == pytest.approx(1 / found.herfindahl)
    assert found.shares[0] == ("A", pytest.approx(840 / 4085))


def test_three_categories_are_never_called_concentrated_and_five_may_be(tmp_path):
    three = spread_by(tmp_path, "region", {"categories": region(*(["north"] * 10), "south", "west")})
    five = spread_by(tmp_path, "region", {"categories": region(*(["north"] * 8), "south", "west", "east", "sea")})
    assert three.herfindahl > 0.33
    assert not three.is_warned
    assert five.is_warned


def test_partners_without_a_category_are_named(tmp_path):
    found = spread_by(tmp_path, "region", {"categories": "partner,scheme,category\nA,region,north\n"})
    assert "B" in found.without_category


def test_what_moves_apart_counts_once_and_what_moves_together_more():
    random = np.random.default_rng(1)
    apart = random.normal(size=(4000, 3))
    together = apart[:, :1] + np.zeros((1, 3))
    weights = np.full(3, 1 / 3)
    assert common_movement(apart, weights, shrink=False)[0] == pytest.approx(1, abs=0.05)
    assert common_movement(together, weights, shrink=False)[0] == pytest.approx(3)


def test_few_periods_pull_correlations_towards_none():
    changes = np.random.default_rng(2).normal(size=(9, 6))
    free = common_movement(changes, np.full(6, 1 / 6), shrink=False)[0]
    shrunk, weight = common_movement(changes, np.full(6, 1 / 6), shrink=True)
    assert 0 < weight <= 1
    assert abs(shrunk - 1) < abs(free - 1)


def test_too_few_periods_tell_nothing_of_moving_together(tmp_path):
    found = spread_by(tmp_path, "partner", {})
    assert found.together.ratio is None
    assert any("moving together: not told" in line for line in spread_lines([found], "EUR"))


OFFER = "offering,element,kind,price_increment,cost_increment,premium,used_by\n"
MENU = OFFER + (
    "care,sensors,core,,,,\ncare,manual,standard,,,,0.95\ncare,hotline,standard,,,,0.2\n"
    "care,night shift,optional,700,300,,0.4\ncare,spares,optional,500,600,,0.6\n"
)


def test_prices_of_elements_that_exceed_the_premium_pass_and_by_how_much(tmp_path):
    menu = offers_of(golden_with(tmp_path, offers=MENU + "care,all,bundle,,,1000,\n")).menus[0]
    assert (menu.passes, menu.over) == (True, 200_00)
    assert menu.unbundle == ("hotline",)
    assert menu.into_core == ("manual",)
    assert menu.under_cost == ("spares",)


def test_prices_of_elements_below_the_premium_fail_and_by_how_much(tmp_path):
    offers = offers_of(golden_with(tmp_path, offers=MENU + "care,all,bundle,,,1500,\n"))
    assert (offers.menus[0].passes, offers.menus[0].over) == (False, -300_00)
    assert any("prices do not hold" in line for line in offer_lines(offers, "EUR"))


def test_a_menu_without_a_premium_cannot_be_checked(tmp_path):
    menu = offers_of(golden_with(tmp_path, offers=MENU)).menus[0]
    assert menu.passes is None
    assert menu.reason


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("care,all,bundle,,,,", "no premium of the bundle"),
        ("care,x,core,,,5,", "a premium of an element"),
        ("care,x,optional,,,,", "no price of an optional element"),
        ("care,x,core,,,,2", "used_by: '2'"),
        ("care,x,side,,,,", "kind: 'side' is unknown"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(tmp_path, row, told):
    with pytest.raises(InputError) as error:
        golden_with(tmp_path, offers=OFFER + row + "\n")
    assert told in str(error.value)


RIVALS = "rival,spectrum,source,date,low,high\n"


def test_room_to_flare_out_is_how_far_rivals_reach_beyond_us(tmp_path, monkeypatch):
    from alliancenet.economics import signs

    monkeypatch.setattr(
        signs.RelationshipSigns, "at", lambda _, name, day: {"spectrum": {"A": 40.0, "B": 60.0}.get(name, 50.0)}
    )
    rows = "north,30,talk,2025-10-01,20,35\nsouth,70,report,2025-11-01,,\n"
    band = offers_of(golden_with(tmp_path, rivals=RIVALS + rows)).bandwidth
    assert (band.own, band.industry, band.room) == ((40, 60), (20, 70), (20, 10))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("north,130,talk,2025-10-01,,", "spectrum: '130'"),
        ("north,30,,2025-10-01,,", "source: the cell is empty"),
        ("north,30,talk,2025-10-01,40,", "low: not in order"),
    ],
)
def test_a_rival_that_cannot_be_is_refused(tmp_path, row, told):
    with pytest.raises(InputError) as error:
        golden_with(tmp_path, rivals=RIVALS + row + "\n")
    assert told in str(error.value)


PROSPECT = "prospect,segment,value_seen,need_fit,demands,usable,serving,contribution\n"


def segments():
    """Nine partners of a segment that loses, nine of one that earns."""
    sales, costs, cut = (
        ["partner,date,amount,product_cost\n"],
        ["partner,date,amount,kind\n"],
        ["partner,scheme,category\n"],
    )
    names = [f"{kind}{number}" for kind in ("bad", "good") for number in range(9)]
    for number, name in enumerate(names):
        bad = name.startswith("bad")
        sales.append(f"{name},2026-02-01,{1000 + number},600\n")
        costs.append(f"{name},2026-02-01,{(700 if bad else 100) + number},other\n")
        cut.append(f"{name},segment,{'bad' if bad else 'good'}\n")
    files = {"sales.csv": "".join(sales), "costs.csv": "".join(costs), "categories.csv": "".join(cut)}
    return HEADS | files, names


def screened(path, rows):
    files, names = segments()
    return screen_of(ledger_of(path, files | {"prospects.csv": PROSPECT + rows}, *names, as_of=DAY))


def test_a_prospect_of_a_segment_that_loses_is_screened_out(tmp_path):
    found = screened(tmp_path, "newco,bad,80,90,4,2,,\nbestco,good,80,90,4,2,,\n")
    assert [(prospect.prospect, prospect.is_out) for prospect in found] == [("bestco", False), ("newco", True)]
    assert found[0].contribution.n == 9
    assert any("a loss is forecast" in line for line in screen_lines(found, "EUR"))


def test_a_score_is_the_mean_of_five_criteria(tmp_path):
    found = screened(tmp_path, "bestco,good,80,90,4,2,,\n")[0]
    points = {name: value for name, value, _ in found.criteria}
    assert points["demands of use elsewhere"] == 50
    assert found.score == pytest.approx(np.mean(list(points.values())))


def test_a_small_segment_leaves_a_guess_of_the_owner(tmp_path):
    found = screened(tmp_path, "newco,tiny,80,90,4,2,0.2,100\n")[0]
    assert found.contribution.n == 0
    assert found.contribution.value == 100_00


def test_three_criteria_bear_no_score(tmp_path):
    found = screened(tmp_path, "newco,,80,90,4,2,,\n")[0]
    assert found.score is None
    assert "3 of five criteria" in found.reason
