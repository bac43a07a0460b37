"""Who answered what, and what all answered alike, is told by no page, table or file to anybody.

Projects that differ in answers alone are audited and read whole, as every reader and in every language: all addresses
that pages lead to, with their tables, and every file. The addresses are held to the routes of the viewer: one that is
read by nobody, and has no reason here, fails. Nobody is asked whom they trust: the one number that joins this with what
people say of the firm is guarded as a whole, in `test_interference`.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from alliancenet_web.app import create_app
from click.testing import CliRunner
from werkzeug.exceptions import HTTPException

from alliancenet.cli import alliancenet
from alliancenet.language import ENGLISH, LANGUAGES
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.resources import unpack_example

pytestmark = pytest.mark.slow

R = ReaderRole
PARTNER = "calder"
NETWORK, TRUST_IN_PEOPLE = "NET", "NET5"
NOT_READ = {
    "static": "files of the program, the same for everybody",
    "entry.style": "a file of the program",
    "entry.start": "lets in, tells nothing",
    "entry.sign_in": "lets in, tells nothing",
    "entry.sign_out": "a form",
    "entry.password": "only for who has an account: holds the reader's own name",
    "actions.decide": "a form",
    "actions.change": "a form",
    "files.staffing": "made of the plan of staffing, which reads no answer: test_execution_worlds",
    "manual.read": "texts of the program",
}
DESK = ("project", "work", "sheets", "surveys", "handover")  # who works there has the files of answers themselves
DRAWN_ALIKE = {"pdf", "pptx"}  # from the same tables as the workbook, seconds each: tests/export holds them together


@dataclass(frozen=True)
class Place:
    """A project and its audits."""

    project: Path
    audits: Path


def asked(*words):
    ended = CliRunner().invoke(alliancenet, [str(word) for word in words])
    assert ended.exit_code == 0, ended.output


def a_place(folder, change):
    """The example with economics and execution, its answers changed, audited and reviewed in every way there is."""
    place = Place(folder / "p", folder / "audits")
    unpack_example("economics", place.project)
    path = place.project / "answers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row for row in change(rows, firms_of(place.project)) if row["item"] != TRUST_IN_PEOPLE)
    asked("audit", place.project, "-o", place.audits, "--resamples", 0)
    for command in ("portfolio", "execution", "learn"):
        keep = ("--keep",) if command == "learn" else ("-o", place.audits)
        asked(command, place.project, "--audits", place.audits, *keep)
    asked("economics", place.project, "-o", place.audits)
    return place


def firms_of(project):
    with (project / "people.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: (row["organisation"], row["level"]) for row in csv.DictReader(file)}


def as_it_is(rows, firms):
    return rows


def said_by_another(rows, firms):
    """Two people of one firm and level who answered in the same waves and alliances have said what the other said."""
    asked_in = {}
    for row in rows:
        asked_in.setdefault(row["respondent"], set()).add((row["wave"], row["alliance"]))
    alike = {}
    for person in sorted(asked_in):
        alike.setdefault((firms[person], frozenset(asked_in[person])), []).append(person)
    pairs = [group[:2] for group in alike.values() if len(group) > 1]
    instead = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    assert instead
    return [
        row
        if row["item"].startswith(NETWORK)
        else {**row, "respondent": instead.get(row["respondent"], row["respondent"])}
        for row in rows
    ]


def all_alike(answer):
    """One firm answers the questions about trust alike, everybody the same."""

    def change(rows, firms):
        firm = sorted({firm for firm, _ in firms.values()})[0]
        return [
            {**row, "value": answer}
            if row["item"].startswith("CLI-TRU") and firms[row["respondent"]][0] == firm
            else row
            for row in rows
        ]

    return change


def _is_about_trust(row):
    return row["item"].startswith("CLI-TRU")


def another_mean(rows, firms):
    """What may be told is another: each answer to a question about openness is turned round."""
    return [{**row, "value": str(6 - int(row["value"]))} if row["item"] == "CLI-OPN1" else row for row in rows]


WORLDS = {
    "as it is": as_it_is,
    "said by another": said_by_another,
    "all said 1": all_alike("1"),
    "all said 5": all_alike("5"),
    "another mean": another_mean,
}


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worlds")
    places = {name: a_place(folder / str(number), change) for number, (name, change) in enumerate(WORLDS.items())}
    return {name: create_app(place.audits) for name, place in places.items()}


def client_of(app, role):
    client, sessions = app.test_client(), app.extensions["desk"].sessions
    session = sessions.open("reader", Reader(role=role, firm=PARTNER if role is R.PARTNER else ""))
    client.set_cookie(sessions.cookie, session.key)
    return client


def plain(answer):
    """What an answer tells, without what names the input as a whole, the session or the moment."""
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
            text = "\n".join(parts.read(name).decode() for name in sorted(parts.namelist()) if name.endswith(".xml"))
    else:
        text = answer.text
    text = re.sub(r'name="form_token" value="[^"]*"', "", text)
    return re.sub(r"\b[0-9a-f]{8,64}\b", "DIGEST", text)


def read_whole(app, role, language):
    """What every address tells that a reader's pages lead to, with tables and files; and the routes that were read."""
    client, waiting, told, routes = client_of(app, role), ["/"], {}, set()
    match = app.url_map.bind("localhost").match
    while waiting:
        address = waiting.pop()
        if address in told or address.rpartition(".")[2].partition("?")[0] in DRAWN_ALIKE:
            continue
        try:
            endpoint, _ = match(address.partition("?")[0])
        except HTTPException:
            continue
        if endpoint in NOT_READ:
            continue
        answer = client.get(address, headers={"Accept-Language": language})
        told[address] = plain(answer)
        routes.add(endpoint)
        if "html" in answer.mimetype:
            links = re.findall(r'href="(/[^"#]*)"', answer.text)
            waiting += [link.replace("&amp;", "&") for link in links if _is_told_apart(link)]
    return told, routes


def _is_told_apart(link):
    """A page, or a table of it; another order or choice of its rows tells nothing else."""
    query = link.partition("?")[2]
    return not query or query.startswith("csv=")


@pytest.fixture(scope="module")
def read(apps):
    kept = {}

    def whole(world, role, language):
        if (world, role, language) not in kept:
            kept[world, role, language] = read_whole(apps[world], role, language)
        return kept[world, role, language]

    return whole


# what readers of groups read in every language, everybody else in one
ASKED = [(role, ENGLISH) for role in R] + [
    (role, code) for role in (R.EXECUTIVE, R.PARTNER) for code in LANGUAGES if code != ENGLISH
]
ALIKE = [("as it is", "said by another"), ("all said 1", "all said 5")]


@pytest.mark.parametrize(("role", "language"), ASKED)
@pytest.mark.parametrize(("one", "other"), ALIKE, ids=["who said it", "what all said"])
def test_no_page_table_or_file_differs(read, role, language, one, other):
    (first, _), (second, _) = read(one, role, language), read(other, role, language)
    assert len(first) > 10
    assert [address for address in first.keys() | second.keys() if first.get(address) != second.get(address)] == []


@pytest.mark.parametrize("role", R)
def test_what_may_be_told_differs(read, role):
    first, second = read("as it is", role, ENGLISH)[0], read("another mean", role, ENGLISH)[0]
    assert [address for address in first if first[address] != second.get(address)]


def test_every_route_is_read_or_has_a_reason(apps, read):
    routes = {rule.endpoint for rule in apps["as it is"].url_map.iter_rules()}
    found = set().union(*(read("as it is", role, ENGLISH)[1] for role in R))
    desk = {name for name in routes if name.partition(".")[0] in DESK}
    assert routes - found - desk == set(NOT_READ) & routes
    assert set(NOT_READ) <= routes
