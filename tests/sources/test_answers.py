"""Columns of answers against a plain reading, row by row."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st
from small_projects import read_small

from alliancenet.model.multiplex import Layer

PEOPLE = ("o1", "o2", "o3", "p1", "p2", "p3")
HEAD = "respondent,item,alter,value\n"
VALUES = {
    "NET0": ("yes", "no"),
    "NET1": ("0", "1", "5", ""),
    "NET5": ("1", "5", "prefer_not_to_say"),
    "INT-OP1": ("1", "3", "cannot_say"),
}
ROW = st.sampled_from(sorted(VALUES)).flatmap(
    lambda item: st.tuples(
        st.sampled_from(PEOPLE), st.just(item), st.sampled_from(PEOPLE), st.sampled_from(VALUES[item])
    )
)


def clean(rows):
    """Rows a project accepts: nobody about oneself, each question once, no alter for opinions."""
    found = {}
    for one, item, other, value in rows:
        alter = "" if item == "INT-OP1" else other
        if one != alter:
            found.setdefault((one, item, alter), value)
    return [(*key, value) for key, value in found.items()]


def number(value):
    return float(value) if value.isdecimal() else math.nan


def read_plainly(rows):
    """Trust, communication and opinions as dictionaries; the gate speaks where NET1 does not.

    After "yes" a frequency nobody gave is unknown; where only the gate was asked, contact is yes or no.
    """
    trust = {(one, other): number(value) for one, item, other, value in rows if item == "NET5"}
    contact = {(one, other): number(value) for one, item, other, value in rows if item == "NET1"}
    is_only_gate = not contact
    for one, item, other, value in rows:
        if item == "NET0" and value == "no" and math.isnan(contact.get((one, other), math.nan)):
            contact[one, other] = 0.0
        elif item == "NET0":
            contact.setdefault((one, other), 1.0 if is_only_gate else math.nan)
    said = {one: number(value) for one, item, _, value in rows if item == "INT-OP1"}
    return trust, contact, said


def same(found, wanted):
    return found.keys() == wanted.keys() and all(
        found[key] == wanted[key] or (math.isnan(found[key]) and math.isnan(wanted[key])) for key in wanted
    )


def reported(wave, layer):
    if layer not in wave.reports:
        return {}
    part = wave.reports[layer]
    ends = zip(part.respondent, part.alter, part.value, strict=True)
    pairs = [((wave.people[one], wave.people[other]), float(value)) for one, other, value in ends]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


@given(rows=st.lists(ROW, min_size=1, max_size=40).map(clean).filter(bool), order=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_answers_are_read_as_a_plain_reading_would_whatever_their_order(tmp_path_factory, rows, order):
    trust, contact, said = read_plainly(rows)
    order.shuffle(rows)
    text = HEAD + "".join(f"{','.join(row)}\n" for row in rows)
    (wave,) = read_small(tmp_path_factory.mktemp("answers"), answers_csv=text).waves
    assert same(reported(wave, Layer.TRUST), trust)
    assert same(reported(wave, Layer.COMMUNICATION), contact)
    opinions = wave.opinions
    pairs = zip(opinions.respondent, opinions.value, strict=True) if opinions else ()
    assert same({wave.people[one]: float(value) for one, value in pairs}, said)
