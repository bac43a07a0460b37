"""Write the manual's page on equality with other programs from the reference files.

Run ``python tests/authority_table.py`` with ``../shared`` beside the repository; it replaces
``alliancenet/help/authorities.md``.
"""

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "support"))

from authorities import compare, is_weighted, network, not_offered, our_value, records

from alliancenet.graph.change import wave_change
from alliancenet.graph.core_periphery import core_periphery
from alliancenet.graph.key_players import key_players
from alliancenet.graph.qap import qap_correlation, qap_regression

# ruff: noqa: E501

PAGE = Path(__file__).resolve().parents[1] / "alliancenet/help/authorities.md"
HEAD = """# Equal to the authorities

Our value beside that of an independent program, for every published network we have reference values of. This page
is written by `tests/authority_table.py`; the same comparison runs as a test. "values" are the cells of a map, one per
person, role or group; the difference is then the largest of them, relative where it is linear algebra, absolute
where the authority printed rounded digits.

"""
NOTES = """
## Where we do not follow an authority

| what | we follow | because |
|---|---|---|
| participation of somebody without ties, z in a group without spread | no number (null) | bctpy writes 0 for what does not exist |
| Gould-Fernandez, network-level spread of representative and gatekeeper | exact moments | sna's is 5 to 35 percent too large; enumeration of every small network confirms ours |
| Gould-Fernandez, spread and z of undirected networks | exact moments of an undirected network | sna takes the two directions of a tie for independent |
| Gould-Fernandez, network-level spread of coordinator and total | sna | so that z equals the one other program that prints it; it leaves out paths that share two ties and is too large: with 20 to 100 people by about 1 percent up to a density of 0.2, 1 to 9 percent at 0.5; `chance_of_network(..., exact=True)` gives the exact one |
| least-upper-boundedness | sna's program | its manual words the bound the other way round; the numbers in print come from the program |
| transitivity of a directed network | UCINET, sna: directed two-paths | igraph drops direction silently |
| mean local clustering | networkx, SNAP: fewer than two neighbours count 0 | igraph leaves them out |
| k-core | direction ignored, as UCINET prints | igraph's and sna's default counts a mutual pair twice |
| constraint, effective size | both scopes under two names | igraph: whole network; UCINET: ego network |
| reciprocity | 2M/(2M+A) and M/(M+A) | sna's default calls an empty network perfectly reciprocal |
| betweenness on weights | length Σ 1/weight, equal lengths equal (igraph's tolerance) | networkx compares floats exactly; igraph reads `weight` as a distance |
| MRQAP t | ordinary standard error, as sna | UCINET's R port prints a robust one |
"""


def shown(value: object) -> str:
    """A value for one cell of the table."""
    if isinstance(value, dict):
        return f"{_leaves(value):,} values"
    if isinstance(value, list):
        return f"{len(value):,} listed"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _leaves(value: object) -> int:
    return sum(map(_leaves, value.values())) if isinstance(value, dict) else 1


def described() -> tuple[dict[str, list[tuple[str, ...]]], dict[str, str]]:
    """Rows by metric, and what is not compared with its reason."""
    rows, left_out = defaultdict(list), {}
    for record in records():
        reason = not_offered(record)
        name = record["metric"]
        if reason:
            left_out[name.split(" ")[0].removeprefix("published.")] = reason
            continue
        found = compare(record)
        if not found.equal:
            sys.exit(f"{record['graph']} {name}: off by {found.largest}")
        rows[_title(record)].append(
            (_where(record), shown(our_value(record)), shown(record["value"]), f"{found.largest:.1g}")
        )
    return rows, left_out


def _where(record: dict) -> str:
    return " ".join([record["graph"], *record["metric"].split(" ")[1:]])


def _title(record: dict) -> str:
    name = record["metric"].removeprefix("published.").split(" ")[0]
    return f"{name} ({_program(record['authority'])})"


def _program(authority: str) -> str:
    for word, name in (
        ("bctpy", "bctpy 0.6.1"), ("UCINET 6.849", "UCINET 6.849, printed"), ("xucinet", "UCINET's R port, printed"),
        ("SNAP", "SNAP, printed"), ("Stanford", "printed course output"), ("sna::", "R sna 2.7.1"),
        ("igraph", "R igraph 1.3.5"), ("arithmetic", "arithmetic"), ("exact", "exact rational arithmetic"),
    ):  # fmt: skip
        if word in authority:
            return name
    return "own code of the reference files"


def inferred() -> dict[str, list[tuple[str, ...]]]:
    """Rows of QAP, MRQAP, wave change and core/periphery."""
    rows = defaultdict(list)
    for record in records(("qap", "change", "core_periphery", "key_players")):
        rule = _INFERRED.get(record["metric"])
        if rule:
            rows[rule.__doc__.split(";")[0]] += [(f"{record['graph']}{part}", *cells) for part, *cells in rule(record)]
    return rows


def _dense(name: str) -> np.ndarray:
    return network(name, is_weighted(name)).weights.toarray()


def _correlation(record: dict) -> list[tuple[str, ...]]:
    """qap r (R sna 2.7.1); one row."""
    first, second = record["graph"].split(" ~ ")
    directed = network(first).directed or network(second).directed
    found = qap_correlation(_dense(first), _dense(second), directed=directed, permutations=0)
    return [_cells("", found.r, record["value"]["r"])]


def _jaccard(record: dict) -> list[tuple[str, ...]]:
    """jaccard of two layers (arithmetic); one row."""
    first, second = record["graph"].split(" ~ ")
    directed = network(first).directed or network(second).directed
    found = qap_correlation(_dense(first), _dense(second), directed=directed, permutations=0)
    return [_cells("", found.jaccard, record["value"])]


def _regression(record: dict) -> list[tuple[str, ...]]:
    """mrqap coefficients, t and R2 (R sna 2.7.1); one row for each."""
    outcome, predictors = record["graph"].split(" on ")
    names = predictors.split(" + ")
    found = qap_regression(_dense(outcome), {name: _dense(name) for name in names}, permutations=0)
    value = record["value"]
    cells = [_cells(": R2", found.r2, value["r_squared"])]
    for name, part in found.coefficients.items():
        cells.append(_cells(f": b {name}", part.b, value["coefficients"][name]))
        cells.append(_cells(f": t {name}", part.t, value["t"][name]))
    return cells


def _change(record: dict) -> list[tuple[str, ...]]:
    """jaccard of two waves (arithmetic); one row."""
    first, second = record["graph"].split(" -> ")
    return [_cells("", wave_change(network(first), network(second)).jaccard, record["value"]["jaccard"])]


def _core(record: dict) -> list[tuple[str, ...]]:
    """core/periphery correlation, both patterns (exhaustive search, or best known); one row."""
    pattern = record["metric"].removeprefix("core_periphery_")
    fit = core_periphery(network(record["graph"]), patterns=(pattern,), permutations=0)[pattern]
    return [_cells(f", {pattern}", fit.rho, record["value"]["correlation"])]


def _key_set(record: dict) -> list[tuple[str, ...]]:
    """key players' fragmentation, F and distance-weighted dF (exhaustive search); one row."""
    _, _, kind, size = record["metric"].split("_")
    objective = "fragmentation" if kind == "F" else "distance_fragmentation"
    found = key_players(network(record["graph"]), int(size[1:]), objective)
    members = sorted(network(record["graph"]).ids[i] for i in found.members)
    if record["value"]["n_optimal"] == len(record["value"]["sets"]):
        assert members in [sorted(best) for best in record["value"]["sets"]], members
    return [_cells(f", {kind}, {size[1:]} people", found.value, record["value"]["value"])]


def _cells(part: str, ours: float, theirs: float) -> tuple[str, ...]:
    if abs(ours - theirs) > 1e-6 * max(1, abs(theirs)) and ours < theirs:
        sys.exit(f"{ours} is below {theirs}")
    return part, shown(float(ours)), shown(float(theirs)), f"{abs(ours - theirs):.1g}"


_INFERRED = {
    "qap_correlation": _correlation,
    "jaccard_layers": _jaccard,
    "mrqap_ols": _regression,
    "wave_change": _change,
    "core_periphery_one": _core,
    "core_periphery_ignore": _core,
    **{f"key_players_{kind}_k{size}": _key_set for kind in ("F", "dF") for size in (1, 2, 3)},
}


def page() -> str:
    """The whole page."""
    rows, left_out = described()
    for title, more in inferred().items():
        rows[title] += more
    count = sum(map(len, rows.values()))
    parts = [
        HEAD,
        f"{count:,} comparisons, {len(rows)} kinds of values; every one agrees to what its definition demands.\n",
    ]
    for title, cells in rows.items():
        parts.append(f"\n## {title}\n\n| network | ours | theirs | difference |\n|---|---|---|---|\n")
        parts += [f"| {' | '.join(row)} |\n" for row in cells]
    parts.append(NOTES)
    parts.append("\n## In the reference files, but not offered or not compared\n\n| value | why |\n|---|---|\n")
    parts += [f"| {name} | {reason} |\n" for name, reason in left_out.items()]
    return "".join(parts)


if __name__ == "__main__":
    if not records():
        sys.exit("the reference values are not beside the repository")
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
