"""Two layers or two waves of the same people set against each other, as plain maps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from alliancenet.errors import InputError, Problem
from alliancenet.graph.change import wave_change
from alliancenet.graph.cut import Cut, cut_network
from alliancenet.graph.network import Network
from alliancenet.graph.qap import qap_correlation, qap_regression
from alliancenet.graph.rows import Rows

_SAME = 1e-12  # of the variance explained: what is left is rounding
_MOST_PEOPLE = 5_000  # each network is a dense array here: 200 MB at this size (own limit)


def compared_layers(
    rows: Rows, cut: Cut, first: str, second: str, *, permutations: int = 10_000, seed: int = 0
) -> dict[str, Any]:
    """How alike two layers are: `jaccard`, `r`, `p_high`, `p_low`; see `qap_correlation`.

    `reasons` says why one of them is None.

    Parameters
    ----------
    rows : people and ties; see `alliancenet.graph.rows.read_rows`.
    cut : rules for both layers; its own layers are not used.
    """
    one, other = (layer(rows, cut, name) for name in (first, second))
    found = qap_correlation(
        one.weights.toarray(),
        other.weights.toarray(),
        directed=one.directed or other.directed,
        permutations=permutations,
        seed=seed,
    )
    return {
        "layers": [first, second],
        "jaccard": found.jaccard,
        "r": found.r,
        "p_high": found.p_high,
        "p_low": found.p_low,
        "reasons": _why(
            jaccard=found.jaccard is None and "no layer has a tie",
            r=found.r is None and "in one of the layers all pairs are alike",
            p=found.p_high is None and ("there is no r" if found.r is None else "no permutations were asked for"),
        ),
    }


def regressed_layers(
    rows: Rows, cut: Cut, names: Sequence[str], *, permutations: int = 10_000, seed: int = 0
) -> dict[str, Any]:
    """One layer explained by others: name to `b`, `t`, `p`, and `r2`; see `qap_regression`.

    Parameters
    ----------
    names : the layer to explain, then the layers that explain it.
    """
    outcome, *predictors = (layer(rows, cut, name) for name in names)
    found = qap_regression(
        outcome.weights.toarray(),
        {name: one.weights.toarray() for name, one in zip(names[1:], predictors, strict=True)},
        directed=outcome.directed,
        permutations=permutations,
        seed=seed,
    )
    is_exact = found.r2 is not None and found.r2 > 1 - _SAME
    coefficients = {
        name: {"b": part.b, "t": None if is_exact else part.t, "p": None if is_exact else part.p}
        for name, part in found.coefficients.items()
    }
    missing = {name: None for name in names[1:] if name not in coefficients}
    reason = found.reason or ("the fit is exact: no error is left to judge a coefficient by" if is_exact else "")
    return {**coefficients, **missing, "r2": found.r2, **({"reason": reason} if reason else {})}


def changed_waves(
    rows: Rows, cut: Cut, first: str, second: str, status: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, Any]:
    """What changed between two waves; see `wave_change`. `reasons` says why a share is None.

    Parameters
    ----------
    status : by wave, id to status of those without a usable answer.
    """
    _check_size(rows)
    networks = [cut_network(rows, replace(cut, wave=wave)).network for wave in (first, second)]
    known = status or {}
    found = wave_change(*networks, status_first=known.get(first, {}), status_second=known.get(second, {}))
    return {
        "waves": [first, second],
        "new": found.new,
        "lost": found.lost,
        "kept": found.kept,
        "jaccard": found.jaccard,
        "hamming": found.hamming,
        "kept_share": found.kept_share,
        "pairs": found.pairs,
        "joiners": {"people": list(found.joiners), "ties": found.joiner_ties},
        "leavers": {"people": list(found.leavers), "ties": found.leaver_ties},
        "beyond_noise": {
            "p": found.noise.p,
            "pairs": found.noise.pairs,
            "changed": found.noise.changed,
            "reason": found.noise.reason,
        },
        "reasons": _why(
            jaccard=found.jaccard is None and "no pair observed in both waves has a tie in one of them",
            kept_share=found.kept_share is None and "no pair observed in both waves has a tie in the first",
        ),
    }


def _why(**missing: str | bool) -> dict[str, str]:
    """Reasons by name of what is missing; False for what is there."""
    return {name: reason for name, reason in missing.items() if isinstance(reason, str)}


def layer(rows: Rows, cut: Cut, name: str) -> Network:
    """Network of one layer; an `InputError` when there are too many people to compare layers."""
    _check_size(rows)
    return cut_network(rows, replace(cut, layers=(name,))).network


def _check_size(rows: Rows) -> None:
    if len(rows.ids) > _MOST_PEOPLE:
        needed = f"at most {_MOST_PEOPLE:,} people: every pair of people is a cell"
        raise InputError([Problem(file=rows.file, found=f"{len(rows.ids):,} people to compare", needed=needed)])


def status_of(cells: Sequence[tuple[int, Mapping[str, str]]], rows: Rows, file: str) -> dict[str, dict[str, str]]:
    """Who did not answer, by wave; from the rows of a table `wave,id,status`.

    Parameters
    ----------
    cells : row number and cells of each row.
    rows : the people and the waves that exist.
    file : name of the table in messages.

    Raises
    ------
    InputError
        Unknown people, unknown waves, empty status, and somebody twice in one wave.
    """
    people, waves = set(rows.ids), set(rows.wave if rows.wave is not None else ())
    found: dict[str, dict[str, str]] = {}
    problems = []
    for number, cell in cells:
        faults = {
            "id": "" if cell["id"] in people else f"'{cell['id']}' is not among the people",
            "wave": "" if cell["wave"] in waves else f"there is no wave '{cell['wave']}'",
            "status": "" if cell["status"] else "the cell is empty",
        }
        problems += [
            Problem(file=file, row=number, key=key, found=fault, needed=_NEEDED[key])
            for key, fault in faults.items()
            if fault
        ]
        of_wave = found.setdefault(cell["wave"], {})
        if cell["id"] in of_wave:
            problems.append(
                Problem(file=file, row=number, key="id", found=f"'{cell['id']}' twice", needed="once in a wave")
            )
        of_wave[cell["id"]] = cell["status"]
    if problems:
        raise InputError(problems)
    return found


_NEEDED = {
    "id": "an id of the people",
    "wave": "a wave of the ties",
    "status": "'nonrespondent' (did not answer) or 'left', 'absent' (was not there)",
}
