"""Every null of the metrics document has its reason, in `reasons` or beside it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.graph.document import metrics_document
from alliancenet.graph.metrics import Metrics
from alliancenet.graph.network import network_of_matrix

GROUPS = {
    "none named": lambda n: None,
    "nobody": lambda n: [""] * n,
    "one": lambda n: ["X"] * n,
    "two": lambda n: ["XY"[place % 2] for place in range(n)],
    "some without": lambda n: [("X", "Y", "")[place % 3] for place in range(n)],
    "each their own": lambda n: [f"g{place}" for place in range(n)],
}


def a_document(n, share, groups, *, directed=True, permutations=0, only=(), seed=0):
    ties = (np.random.default_rng(seed).random((n, n)) < share).astype(float)
    np.fill_diagonal(ties, 0)
    ties = ties if directed else np.maximum(ties, ties.T)
    network = network_of_matrix(ties.tolist(), groups=GROUPS[groups](n), directed=directed)
    return metrics_document(Metrics(network, permutations=permutations, core_permutations=permutations), only=only)


def nulls(value, path):
    """Paths of nulls without a reason beside them."""
    if value is None:
        yield path
    elif isinstance(value, dict) and "reason" not in value:
        for key, inner in value.items():
            yield from nulls(inner, [*path, key])


def unexplained(document):
    rows = [(["network"], document["network"])]
    rows += [([section], row) for section in ("groups", "people") for row in document[section].values()]
    return {
        ".".join(path)
        for start, row in rows
        for path in nulls(row, start)
        if not any(".".join(path[:length]) in document["reasons"] for length in range(2, len(path) + 1))
    }


@pytest.mark.parametrize("groups", GROUPS)
@given(
    n=st.integers(1, 7),
    share=st.sampled_from([0, 0.2, 0.6, 1]),
    directed=st.booleans(),
    permutations=st.sampled_from([0, 3]),
    seed=st.integers(0, 99),
)
@settings(max_examples=15, deadline=None)
def test_every_null_has_a_reason(groups, n, share, directed, permutations, seed):
    found = a_document(n, share, groups, directed=directed, permutations=permutations, seed=seed)
    assert unexplained(found) == set()


def test_a_reason_is_given_only_where_a_number_is_missing():
    found = a_document(6, 0.6, "two", permutations=3)
    assert "network.density" not in found["reasons"]
    assert "people.degree" not in found["reasons"]


def test_an_untested_core_says_that_nothing_was_rewired():
    cores = a_document(6, 0.5, "two")["network"]["core_periphery"]
    assert {(core["p"], "permutations is 0" in core["reason"]) for core in cores.values()} == {(None, True)}


def test_a_core_without_a_correlation_says_so():
    cores = a_document(4, 0, "two", permutations=3)["network"]["core_periphery"]
    assert {(core["rho"], core["reason"]) for core in cores.values()} == {(None, "no split has a correlation")}


def test_a_tested_core_has_no_reason():
    cores = a_document(6, 0.5, "two", permutations=3)["network"]["core_periphery"]
    assert all(core["p"] is not None and "reason" not in core for core in cores.values())


def test_a_missing_group_column_is_the_reason_of_everything_about_groups():
    found = a_document(4, 0.6, "none named")["reasons"]
    assert {found[key] for key in ("network.ei", "network.redundancy", "people.brokerage")} == {
        "no group column was named"
    }


def test_only_what_is_printed_is_explained():
    assert set(a_document(1, 0, "one", only=("density",))["reasons"]) == {"network.density"}
