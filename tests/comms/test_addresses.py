"""Addresses: out of headers, to their normal form, to people."""

import time

import pytest

from alliancenet.comms.addresses import Member, addresses_in, build_directory, normal
from alliancenet.comms.events import Fate


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@x.example", ("a@x.example",)),
        ('"Smith; Jo, Jr" <Jo@X.example>, kim@x.example', ("jo@x.example", "kim@x.example")),
        ("Smith, Jo <jo@x.example>; b@x.example", ("jo@x.example", "b@x.example")),
        ('"says \\"hi\\", ok" <a@x.example>', ("a@x.example",)),
        ('"john doe"@x.example', ("john_doe@x.example",)),
        ('"never closed <a@x.example>', ("a@x.example",)),
        ("team: a@x.example, b@x.example;", ("a@x.example", "b@x.example")),
        ("undisclosed-recipients:;", ()),
        ("jo@fake.example <real@x.example>", ("real@x.example",)),
        ("a@x.example, A@X.EXAMPLE, a+tag@x.example", ("a@x.example",)),
        ("=?utf-8?q?Ann=2C_A?= <a@x.example>", ("a@x.example",)),
        ("", ()),
    ],
)
def test_addresses_are_found_among_names(text, found):
    assert addresses_in(text) == found


@pytest.mark.parametrize("text", ['"' * 200_000, '\\"' * 100_000, "<" * 200_000, "a <" * 70_000, ":" * 200_000])
def test_hostile_headers_take_linear_time(text):
    began = time.process_time()
    addresses_in(text)
    assert time.process_time() - began < 2


def test_plus_tags_and_case_are_one_address():
    assert normal(" Ann+alliance@ACME.example ") == "ann@acme.example"


def test_a_changed_domain_is_known_under_both_names():
    people = [Member(id="ann")]
    directory = build_directory(people, [("ann@new.example", "ann")], alias_domains={"OLD.example": "new.example"})
    assert directory.person_of == {"ann@new.example": 0, "ann@old.example": 0}


def test_an_address_of_two_people_counts_for_neither():
    directory = build_directory([Member(id="a"), Member(id="b")], [("x@y.example", "a"), ("x@y.example", "b")])
    assert directory.person_of["x@y.example"] == -Fate.SHARED_MAILBOX.code
    assert directory.clashes == ("x@y.example",)


def test_a_list_without_members_is_dropped_and_counted():
    directory = build_directory([], [], lists={"all@acme.example": []})
    assert directory.person_of["all@acme.example"] == -Fate.DISTRIBUTION_LIST.code


def test_addresses_of_people_on_no_roster_are_ignored():
    assert build_directory([Member(id="a")], [("x@y.example", "stranger")]).person_of == {}
