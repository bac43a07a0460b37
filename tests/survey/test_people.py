"""Rosters joined: nobody is lost, nobody doubled, and nothing happens by likeness alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliancenet.errors import InputError, Problem
from alliancenet.model.addresses import address_in
from alliancenet.model.register import OrganisationId, Person, PersonId
from alliancenet.settings import default_settings
from alliancenet.survey.directory import PeopleDirectory
from alliancenet.survey.merge_file import merge_text, pair_lines, read_merge_file
from alliancenet.survey.names import likeness
from alliancenet.survey.people import Decisions, Merged, Roster, in_order, merge_rosters
from alliancenet.survey.tally import RowTally, tally_of

PAIR = "format: alliancenet-merge/1\npairs:\n  - {{first: {}, second: {{file: b, id: '2'}}, same: {}}}\n"


def person(key: str, name: str = "", *addresses: str, firm: str = "a", aliases: tuple[str, ...] = ()) -> Person:
    return Person(id=PersonId(key), organisation=OrganisationId(firm), name=name, addresses=addresses, aliases=aliases)


def own(*people: Person) -> Roster:
    return Roster(file="own.csv", people=people)


def theirs(*people: Person) -> Roster:
    return Roster(file="partner.csv", people=people)


def fates(merged: Merged) -> list[dict]:
    return [dict(tally.fates) for tally in merged.tallies]


def test_shared_address_joins():
    merged = merge_rosters(
        [own(person("p1", "Anna", "x@a.b")), theirs(person("77", "Ann", "X@a.b"))], settings=default_settings()
    )
    assert [person.id for person in merged.people] == ["p1"]
    assert fates(merged) == [{"new": 1}, {"matched by address": 1}]


def test_an_address_at_a_firm_of_ones_own_name_is_an_address():
    assert address_in("Otto Schmidt <schmidt@schmidt.example>") == "schmidt@schmidt.example"


@pytest.mark.parametrize(
    "address",
    ["n/a", "N/A", "-", "TBD", "none@none.example", "no-reply@a.b", "x@x.x", "test@test.example", "keine Angabe"],
)
def test_a_placeholder_joins_nobody(address):
    merged = merge_rosters(
        [own(person("p1", "", address)), theirs(person("77", "", address))], settings=default_settings()
    )
    assert len(merged.people) == 2


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (person("77", "Bert Carl", "team@a.b"), "the same address, but the names differ (Anna Berg, Bert Carl)"),
        (
            person("77", "Anna Berg", "team@a.b", firm="b"),
            "the same address, but the firms differ (a, b): which counts from when",
        ),
    ],
)
def test_one_address_of_two_names_or_firms_is_a_question(other, why):
    merged = merge_rosters([own(person("p1", "Anna Berg", "team@a.b")), theirs(other)], settings=default_settings())
    assert (len(merged.people), [match.why for match in merged.likely]) == (2, [why])


def test_a_person_of_two_firms_who_is_said_to_be_one_is_told():
    rosters = [own(person("p1", "Anna", "x@a.b")), theirs(person("77", "Anna", "x@a.b", firm="b"))]
    yes = Decisions(same=frozenset({in_order(("own.csv", "p1"), ("partner.csv", "77"))}))
    merged = merge_rosters(rosters, yes, settings=default_settings())
    assert len(merged.people) == 1
    assert "one person of two firms" in merged.problems[0].found


def test_alias_joins_with_the_other_roster_s_id():
    merged = merge_rosters(
        [own(person("p1", aliases=("77",))), theirs(person("77"), person("78"))], settings=default_settings()
    )
    assert merged.ids["partner.csv", "77"] == "p1"
    assert fates(merged)[1] == {"matched by alias": 1, "new": 1}


def test_same_id_joins_only_when_ids_are_shared():
    rosters = [own(person("p1", "Anna")), theirs(person("p1", "ANNA"))]
    assert len(merge_rosters(rosters, settings=default_settings()).people) == 2
    assert len(merge_rosters(rosters, same_ids=True, settings=default_settings()).people) == 1


def test_other_person_of_a_taken_id_gets_the_file_s_name_behind():
    merged = merge_rosters([own(person("p1", "Anna")), theirs(person("p1", "Bert"))], settings=default_settings())
    assert merged.ids["partner.csv", "p1"] == "p1@partner"


def test_same_name_alone_never_joins_but_is_proposed():
    merged = merge_rosters(
        [own(person("p1", "Anna Berg")), theirs(person("77", "Berg, Anna"))], settings=default_settings()
    )
    assert len(merged.people) == 2
    assert [(match.first, match.second, match.likeness) for match in merged.likely] == [
        (("own.csv", "p1"), ("partner.csv", "77"), 100)
    ]


def test_decision_yes_joins_and_no_parts():
    rosters = [own(person("p1", "Anna", "x@a.b")), theirs(person("77", "Anna"), person("78", "Bert", "x@a.b"))]
    pair, other = (("own.csv", "p1"), ("partner.csv", "77")), (("own.csv", "p1"), ("partner.csv", "78"))
    merged = merge_rosters(
        rosters, Decisions(same=frozenset({pair}), different=frozenset({other})), settings=default_settings()
    )
    assert merged.ids["partner.csv", "77"] == "p1"
    assert merged.ids["partner.csv", "78"] == "78"
    assert merged.likely == ()


def test_shared_mailbox_joins_nobody_and_is_said():
    merged = merge_rosters(
        [own(person("p1", "Anna", "team@a.b"), person("p2", "Bert", "team@a.b")), theirs()], settings=default_settings()
    )
    assert len(merged.people) == 2
    assert fates(merged)[0] == {"ambiguous": 2}
    assert "p1, p2" in merged.problems[0].found


def test_a_mailbox_that_would_make_two_people_one_is_asked_about():
    rosters = [
        own(person("p1", "Anna", "anna@a.b"), person("p2", "Bert", "team@a.b")),
        theirs(person("77", "", "anna@a.b", "team@a.b")),
    ]
    asked = {
        (match.first[1], match.second[1]): match.why
        for match in merge_rosters(rosters, settings=default_settings()).likely
    }
    assert asked == dict.fromkeys([("p1", "77"), ("p2", "77")], "the same address, which others have too")
    no = Decisions(different=frozenset({in_order(("own.csv", "p2"), ("partner.csv", "77"))}))
    assert merge_rosters(rosters, no, settings=default_settings()).ids["partner.csv", "77"] == "p1"


def test_row_that_stands_twice_is_dropped_once():
    merged = merge_rosters([own(person("p1", "Anna"), person("p1", "Anna")), theirs()], settings=default_settings())
    assert fates(merged)[0] == {"new": 1, "dropped: the id stands twice": 1}


def test_one_id_for_two_people_is_fatal():
    merged = merge_rosters([own(person("p1", "Anna"), person("p1", "Bert")), theirs()], settings=default_settings())
    assert merged.problems[0].fatal


def test_details_of_the_first_roster_stay_and_blanks_are_filled():
    first = person("p1", "Anna", "x@a.b")
    second = replace(person("77", "Anna Berg", "x@a.b", "y@a.b"), level="senior")
    (joined,) = merge_rosters([own(first), theirs(second)], settings=default_settings()).people
    assert (joined.name, joined.level, joined.addresses) == ("Anna", "senior", ("x@a.b", "y@a.b"))
    assert set(joined.aliases) == {"77", "Anna Berg"}


def test_opting_out_in_one_roster_is_enough():
    first, second = person("p1", "", "x@a.b"), replace(person("77", "", "x@a.b"), opted_out=True)
    assert merge_rosters([own(first), theirs(second)], settings=default_settings()).people[0].opted_out


def test_tally_that_loses_a_row_is_refused():
    with pytest.raises(AssertionError, match="3 rows"):
        RowTally(source="x", total=3, fates={"new": 2})


def test_tally_sentence_adds_up():
    assert tally_of("x.csv", 3, ["new", "new", "ambiguous"]).sentence == "x.csv: 3 = 2 new + 1 ambiguous"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Jürgen Müller", "Mueller, Juergen"),
        ("Jürgen Müller", "MULLER Jurgen"),
        ("Dr. Zoë Álvarez", "Zoe Alvarez"),
        ("Paul O'Neill", "oneill paul"),
        ("Ewa Łukasik", "ewa.lukasik@nordwind.example"),
        ("Søren Ærø", "Soren Aero"),
    ],
)
def test_accents_order_and_titles_make_no_difference(first, second):
    assert likeness(first, second) == 100


def test_a_hyphen_may_be_written_as_nothing_or_as_a_space():
    assert likeness("Hans-Peter Oehrlich", "Öhrlich, Hanspeter") == 100
    assert likeness("Hans-Peter Oehrlich", "Hans Peter Öhrlich") == 100


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ("Anna Berg", "A. Berg", 90, 95),
        ("Katharina Winter", "Katarina Winter", 90, 99),
        ("Anna Berg", "Paul Stein", 0, 60),
        ("", "Anna", 0, 0),
    ],
)
def test_likeness_of_other_spellings(first, second, low, high):
    assert low <= likeness(first, second) <= high


def test_directory_follows_id_alias_address_name():
    directory = PeopleDirectory([person("p1", "Anna Berg", "x@a.b", aliases=("77",))], {"Frau Berg": "p1"})
    found = [directory.find(text) for text in ("P1", "77", "X@a.b", "anna  berg", "Frau Berg", "Ann Berg", "")]
    rules = ["id", "alias", "address", "name", "alias", "unknown", "no identity"]
    assert [rule for _, rule in found] == rules


def test_name_of_two_people_is_ambiguous():
    directory = PeopleDirectory([person("p1", "Anna Berg"), person("p2", "Anna Berg")])
    assert directory.find("Anna Berg") == (None, "ambiguous")


def test_merge_file_comes_back_as_decided(tmp_path):
    rosters = [
        own(person("p1", "Anna Berg"), person("p2", "Léa Roux")),
        theirs(person("7", "Berg, Anna"), person("8", "Lea Roux")),
    ]
    text = merge_text(merge_rosters(rosters, settings=default_settings()).likely)
    path = tmp_path / "merge.yaml"
    head, _, tail = text.rpartition('same: "?"')
    path.write_text(f"{head}same: yes{tail}", encoding="utf-8")
    problems: list[Problem] = []
    decisions = read_merge_file(path, problems)
    merged = merge_rosters(rosters, decisions, settings=default_settings())
    assert len(merged.people) == 3
    assert len(merged.likely) == 1
    assert "1 likely matches are not decided" in problems[0].found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("pairs: []\n", "`format: alliancenet-merge/1`"),
        (
            PAIR.format("{file: a, id: '1'}", "maybe"),
            "'maybe'",
        ),
        (
            PAIR.format("{file: a}", "yes"),
            "the file and the id",
        ),
    ],
)
def test_fault_of_a_merge_file_is_said(tmp_path, text, fault):
    path = tmp_path / "merge.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        read_merge_file(path, [])


def test_empty_merge_file_is_valid(tmp_path):
    path = tmp_path / "merge.yaml"
    path.write_text(merge_text([]), encoding="utf-8")
    assert read_merge_file(path, []) == Decisions()
    assert pair_lines([]) == ""


FIRST = ("Anna", "Jürgen", "Zoë", "Łukasz", "Märta", "Paolo", "Chloé", "Ingrid")
LAST = ("Berg", "Müller", "Álvarez", "Nowak", "O'Neill", "Rossi", "Søndergaard", "Weiß")
FOLD = str.maketrans("üëÉéöäÁáŁłøßåÅ", "ueEeoaAaLlosaA")


@st.composite
def two_rosters(draw):
    """People of an alliance as two firms list them, and which rows are one person.

    Each person has a name of their own, so that alike names are the same person; the partner's
    rows bring the address, or only the name in another spelling or order.
    """
    names = draw(
        st.lists(
            st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST)),
            min_size=1,
            max_size=12,
            unique_by=(lambda n: n[0], lambda n: n[1]),
        )
    )
    first, second, truth = [], [], []
    for number, (called, family) in enumerate(names):
        kind = draw(st.sampled_from(["own", "partner", "by address", "by name"]))
        address = (f"p{number}@a.example",) if kind == "by address" else ()
        if kind != "partner":
            first.append(person(f"p{number}", f"{called} {family}", *address))
        if kind != "own":
            spelt = draw(
                st.sampled_from(
                    [
                        f"{called} {family}",
                        f"{family}, {called}",
                        f"{called} {family}".translate(FOLD),
                        f"DR. {called} {family}",
                    ]
                )
            )
            second.append(person(f"{number}", spelt, *address))
        truth.append(kind)
    for rows in (first, second):
        if rows and draw(st.booleans()):
            rows.append(draw(st.sampled_from(rows)))
    return draw(st.permutations(first)), draw(st.permutations(second)), truth


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(two_rosters())
def test_nobody_is_lost_and_nobody_doubled(drawn):
    first, second, truth = drawn
    rosters = [own(*first), theirs(*second)]
    before = merge_rosters(rosters, settings=default_settings())
    assert len(before.people) == len(truth) + truth.count("by name")
    assert set(before.ids) == {("own.csv", person.id) for person in first} | {
        ("partner.csv", person.id) for person in second
    }
    assert [tally.total for tally in before.tallies] == [len(first), len(second)]
    all_yes = Decisions(same=frozenset(in_order(match.first, match.second) for match in before.likely))
    after = merge_rosters(rosters, all_yes, settings=default_settings())
    assert len(after.people) == len(truth)
    assert all(
        after.ids["partner.csv", str(person.id)] == f"p{person.id}"
        for person in second
        if truth[int(person.id)] != "partner"
    )


@settings(max_examples=60, deadline=None)
@given(two_rosters(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(drawn, random):
    first, second, _ = drawn
    merged = merge_rosters([own(*first), theirs(*second)], settings=default_settings())
    random.shuffle(first)
    random.shuffle(second)
    assert merge_rosters([own(*first), theirs(*second)], settings=default_settings()) == merged


def test_two_firms_export_is_matched_without_loss():
    from alliancenet.cli.survey_mapping import roster_of

    samples = Path(__file__).parent / "samples"
    merged = merge_rosters(
        [roster_of(samples / f"roster_{firm}.csv", []) for firm in ("nordwind", "suedstern")],
        settings=default_settings(),
    )
    assert fates(merged) == [{"new": 6}, {"new": 3, "matched by address": 2, "matched by alias": 1}]
    assert [match.names for match in merged.likely] == [("Jürgen Müller", "Mueller, Juergen")]


def test_a_roster_that_says_nothing_of_rights_withdraws_none():
    rights = frozenset({"may_be_named", "public_role"})
    ours = replace(person("n1", "Ada Moss", "a@n.example"), may_be_named=True, public_role=True)
    silent = replace(ours, id=PersonId("x1"), may_be_named=False, public_role=False, unsaid=rights)
    says_no = replace(silent, unsaid=frozenset({"public_role"}))
    for other, named in ((silent, True), (says_no, False)):
        found = merge_rosters([own(ours), theirs(other)], settings=default_settings())
        (joined,) = found.people
        assert (joined.may_be_named, joined.public_role) == (named, True)
        assert any("one roster says yes and another no" in str(problem) for problem in found.problems) is not named


def test_one_id_for_two_people_of_two_rosters_is_told():
    rosters = [own(person("n1", "Ada Moss")), theirs(person("n1", "Ed Lark", firm="b"))]
    found = merge_rosters(rosters, settings=default_settings())
    assert [str(one.id) for one in found.people] == ["n1", "n1@partner"]
    assert any("stand for somebody else in an earlier roster (n1)" in str(problem) for problem in found.problems)
