"""Core/periphery, QAP and change against the reference values of independent programs."""

import csv
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from alliancenet.graph.change import compare_waves, wave_change
from alliancenet.graph.core_periphery import core_periphery
from alliancenet.graph.network import Network
from alliancenet.graph.qap import qap_correlation, qap_regression

SHARED = Path(__file__).resolve().parents[3] / "shared"
needs_shared = pytest.mark.skipif(
    not (SHARED / "reference").exists(), reason="the reference values are not beside the repository"
)


@cache
def records(name):
    path = SHARED / "reference" / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else []


def rows(dataset, name):
    with (SHARED / "data" / dataset / name).open() as file:
        return list(csv.DictReader(file))


@cache
def network(name):
    spec = records("graphs")[name]
    people = rows(spec["dataset"], "nodes.csv")
    if spec.get("nodes") == "with_group":
        people = [row for row in people if row[spec["group"]]]
    place = {row["id"]: at for at, row in enumerate(people)}
    layers = [spec["layer"]] if isinstance(spec["layer"], str) else spec["layer"]
    ties = np.zeros((len(place), len(place)))
    for row in rows(spec["dataset"], "edges.csv"):
        ends = (row["source"], row["target"])
        kept = row["layer"] in layers and str(spec.get("wave", row["wave"])) == row["wave"]
        if kept and float(row["weight"]) >= spec.get("min_weight", 0) and set(ends) <= place.keys():
            ties[place[ends[0]], place[ends[1]]] = float(row["weight"]) if spec["weighted"] else 1
    np.fill_diagonal(ties, 0)
    if not spec["directed"]:
        ties = np.minimum(ties, ties.T) if spec.get("symmetrize") == "min" else np.maximum(ties, ties.T)
    return Network(ids=tuple(place), weights=csr_array(ties), directed=spec["directed"])


def dense(name):
    return network(name).weights.toarray()


def of_metric(file, *metrics):
    found = [record for record in records(file) if record["metric"] in metrics]
    return pytest.mark.parametrize("record", found, ids=[f"{r['graph']} {r['metric']}" for r in found])


@pytest.mark.slow
@needs_shared
@of_metric("core_periphery", "core_periphery_one", "core_periphery_ignore")
def test_the_core_is_the_best_known_or_better(record):
    pattern = record["metric"].removeprefix("core_periphery_")
    graph = network(record["graph"])
    fit = core_periphery(graph, patterns=(pattern,), permutations=0)[pattern]
    members = sorted(person for person, core in zip(graph.ids, fit.core, strict=True) if core)
    best = record["value"]["correlation"]
    assert fit.rho >= best - 1e-9
    assert fit.rho > best + 1e-9 or members in [sorted(core) for core in record["value"]["cores"]]


@pytest.mark.slow
@needs_shared
@of_metric("qap", "qap_correlation")
def test_qap_correlation_equals_sna(record):
    first, second = record["graph"].split(" ~ ")
    directed = network(first).directed or network(second).directed
    found = qap_correlation(dense(first), dense(second), directed=directed, permutations=4000)
    assert found.r == pytest.approx(record["value"]["r"], rel=1e-9)
    for share, name in ((found.p_high, "p_high"), (found.p_low, "p_low")):
        both_errors = 2.6 * np.sqrt(share * (1 - share) * (1 / 2000 + 1 / 4000))  # sna drew 2,000
        assert share == pytest.approx(record["value"][name], abs=max(0.002, both_errors))


@needs_shared
@of_metric("qap", "jaccard_layers")
def test_the_jaccard_of_two_layers_is_plain_arithmetic(record):
    first, second = record["graph"].split(" ~ ")
    directed = network(first).directed or network(second).directed
    found = qap_correlation(dense(first), dense(second), directed=directed, permutations=0)
    assert found.jaccard == pytest.approx(record["value"], rel=1e-9)


@pytest.mark.slow
@needs_shared
@of_metric("qap", "mrqap_ols")
def test_mrqap_equals_sna(record):
    outcome, names = record["graph"].split(" on ")
    predictors = {name: dense(name) for name in names.split(" + ")}
    found = qap_regression(dense(outcome), predictors, permutations=1000)
    value = record["value"]
    assert found.r2 == pytest.approx(value["r_squared"], rel=1e-9)
    for name, coefficient in found.coefficients.items():
        assert coefficient.b == pytest.approx(value["coefficients"][name], rel=1e-9)
        assert coefficient.t == pytest.approx(value["t"][name], rel=1e-9)
        assert coefficient.p == pytest.approx(value["p_abs"][name], abs=0.03)


@needs_shared
@of_metric("change", "wave_change")
def test_wave_change_is_plain_arithmetic(record):
    first, second = record["graph"].split(" -> ")
    found, value = wave_change(network(first), network(second)), record["value"]
    counts = (found.new, found.lost, found.kept, found.hamming, found.pairs)
    assert counts == tuple(value[key] for key in ("n01", "n10", "n11", "hamming", "pairs"))
    assert found.jaccard == pytest.approx(value["jaccard"], rel=1e-9)
    assert found.kept_share == pytest.approx(value["kept_share"], rel=1e-9)


@needs_shared
def test_change_leaves_out_rows_and_cells_nobody_observed():
    record = next(r for r in records("change") if r["metric"] == "wave_change_observed")
    waves = [students(wave) for wave in ("1", "2")]
    found = compare_waves(*waves)
    value = record["value"]["observed"]
    counts = (found.new, found.lost, found.kept, found.hamming, found.pairs)
    assert counts == tuple(value[key] for key in ("n01", "n10", "n11", "hamming", "pairs"))


@needs_shared
@of_metric("change", "observed_dyad_density")
def test_density_is_over_observed_cells_only(record):
    ties = students(record["graph"][-1])
    off = ~np.eye(len(ties), dtype=bool)
    assert np.nanmean(ties[off]) == pytest.approx(record["value"]["density_observed"], rel=1e-9)
    assert (~np.isnan(ties[off])).sum() == record["value"]["observed_pairs"]


def students(wave):
    ids = [row["id"] for row in rows("vandebunt_students", "nodes.csv")]
    ties = np.zeros((len(ids), len(ids)))
    for row in rows("vandebunt_students", "edges.csv"):
        if row["wave"] == wave:
            ties[ids.index(row["source"]), ids.index(row["target"])] = 1
    for row in rows("vandebunt_students", "nonresponse.csv"):
        if row["wave"] == wave:
            ties[ids.index(row["id"])] = np.nan
    for row in rows("vandebunt_students", "missing_ties.csv"):
        if row["wave"] == wave:
            ties[ids.index(row["source"]), ids.index(row["target"])] = np.nan
    return ties
