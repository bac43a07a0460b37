"""What is planted in the shipped portfolio is what the pages say."""

import pytest
from alliancenet_web.app import create_app
from click.testing import CliRunner

from alliancenet.cli import alliancenet
from alliancenet.resources import examples


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Read a page of the viewer over the shipped portfolio, audited and reviewed by the command line."""
    folder = tmp_path_factory.mktemp("example")
    project = str(examples() / "portfolio")
    for command in (
        ["audit", project, "-o", str(folder), "--resamples", "10"],
        ["portfolio", project, "--audits", str(folder)],
    ):
        output = [] if command[0] == "audit" else ["-o", str(folder)]
        done = CliRunner().invoke(alliancenet, [*command, *output])
        assert done.exit_code == 0, done.output
    app = create_app(folder)
    client = app.test_client()
    client.get(f"/start?token={app.extensions['desk'].sessions.start_token}")
    return lambda path: client.get(path).text


def row_of(page, table, words):
    """Cells of the first row of a table that begins with these words, as text."""
    body = page.partition(f'id="{table}"')[2].partition("</table>")[0]
    return next(row for row in body.split("<tr>") if words in row)


def test_the_falling_alliance_is_a_mover(read):
    row = row_of(read("/tiers?find_movers=kestrel health"), "movers", "Kestrel")
    assert "↓" in row or "−" in row


def test_the_inactive_sponsor_is_the_least_covered_side(read):
    first = read("/sponsors").partition('id="sponsor_sides"')[2].partition("<tbody>")[2].partition("</tr>")[0]
    assert "Harbor" in first
    assert "The sponsor is not active" in first


def test_the_overloaded_executive_is_named_with_six_alliances(read):
    assert "breach" in row_of(read("/tiers"), "sponsor_loads", "Odalys Brambleton")


def test_the_crowded_top_tier_is_said(read):
    assert "there is room for no more than 2" in read("/tiers")


def test_the_candidate_that_fails_the_divestment_test_is_not_pruned(read):
    row = row_of(read("/tiers"), "actions", "Willow")
    assert "the divestment test does not hold as a whole" in row
    assert "prune" not in row


def test_the_alliance_nobody_answered_about_shows_no_health(read):
    assert "not enough evidence" in row_of(read("/"), "portfolio", "Thimble")


def test_pages_without_the_network_stay_light(read):
    assert all(len(read(path).encode()) < 150_000 for path in ("/", "/tiers", "/findings", "/alliance/harbor/2026-04"))
