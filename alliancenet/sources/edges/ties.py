"""Ties of an edge list: `source,target` and optionally `layer,wave,weight`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from alliancenet.errors import InputError, Problem
from alliancenet.files.entry import shown
from alliancenet.files.folding import column_key, folded
from alliancenet.files.table import CsvTable
from alliancenet.graph.rows import STRONGEST, joined_spellings, not_there, undirected_rows
from alliancenet.graph.spelling import one_spelling, places_of
from alliancenet.model.multiplex import Layer, LayerSource, Measure, Origin
from alliancenet.model.wave import Reports
from alliancenet.sources.checks import counted, listed, warning
from alliancenet.sources.edges.columns import UNKNOWN
from alliancenet.sources.edges.people import EdgePeople

if TYPE_CHECKING:
    import pandas as pd

ONLY_WAVE = "1"
_MOST_NAMED = 12
_KEY = ["layer", "wave", "source", "target"]
_NOT_RETURNED = "no pair stands in both directions"


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeTies:
    """Reports by wave and layer; waves in their order.

    Parameters
    ----------
    waves : per wave id the reports of each layer.
    reporters : positions of people who stand as source of a tie in a directed layer.
    silent : positions of people of whose own pairs the file knows none, as it says itself.
    assumptions : what had to be assumed, in sentences.
    """

    waves: Mapping[str, Mapping[Layer, Reports]]
    reporters: frozenset[int]
    assumptions: tuple[str, ...]
    silent: frozenset[int] = frozenset()


def parse_layer_map(pairs: Sequence[str]) -> dict[str, Layer]:
    """Read ``LAYER=communication`` pairs of the command line.

    Raises
    ------
    InputError
        For pairs without ``=`` and targets that are no layer, all at once.
    """
    problems = []
    found: dict[str, Layer] = {}
    for pair in pairs:
        name, mark, target = pair.partition("=")
        if mark and target.strip() in set(Layer):
            found[name.strip()] = Layer(target.strip())
        else:
            problems.append(
                Problem(
                    file="--map",
                    found=f"'{pair}'",
                    needed=f"LAYER=NAME, where NAME is one of {', '.join(Layer)}",
                    action="for example --map cowork=communication",
                )
            )
    if problems:
        raise InputError(problems)
    return found


def ties_of(
    table: CsvTable,
    people: EdgePeople,
    layer_map: Mapping[str, Layer],
    directed: bool | None,
    problems: list[Problem],
    *,
    needs_contact: bool = True,
) -> EdgeTies | None:
    """Ties as reports, or None with problems added.

    Parameters
    ----------
    table : one row per tie.
    people : who there is.
    layer_map : layer of the file -> layer of the audit.
    directed : True or False overrides what the pairs themselves show, for every layer.
    needs_contact : a table without communication is a fault.

    Notes
    -----
    Self ties and ties of people without a firm are dropped and counted. Rows that repeat a tie
    are merged, the largest weight stands. Cost: O(rows log rows).
    """
    before = len(problems)
    frame = _coded(table, people, problems)
    frame["weight"] = _weights(table, problems)
    waves, layers = (_one_spelling(table, column, problems) for column in ("wave", "layer"))
    has_type = "type" in table.frame.columns
    declared_once = undirected_rows(np.array(table.column("type"), dtype=object)) if has_type else None
    problems.extend(_wave_faults(table))
    targets = _targets(table.file, layers, layer_map, problems, needs_contact)
    if any(problem.fatal for problem in problems[before:]):
        return None
    frame["wave"] = waves
    frame["layer"] = [targets.get(name) for name in layers]
    frame["once"] = False if declared_once is None else declared_once
    frame = _kept(table, frame[frame["layer"].notna()], problems)
    sentences = _layer_words(targets)
    by_wave: dict[str, dict[Layer, Reports]] = {wave or ONLY_WAVE: {} for wave in _in_order(waves)}
    reporters: set[int] = set()
    for layer, part in frame.groupby("layer", sort=True):
        says = declared_once is not None and directed is None
        if says and part["once"].any() and not part["once"].all():
            sentences.append(f"Of the {layer} layer, ties of type 'undirected' count as said by both ends.")
            part = _both_ways(part)  # noqa: PLW2901
        once = _is_once(part, len(people.ids), directed, says=says)
        if once:
            why = "as asked" if directed is not None else "its type says so" if says else _NOT_RETURNED
            sentences.append(_once_words(str(layer), why))
        else:
            reporters.update(int(person) for person in part["source"].unique())
        merged = _unordered(part) if once else part
        known = part["weight"].dropna()
        measure = Measure.TIES if bool((known == 1).all()) else Measure.WEIGHTS
        source = LayerSource(measure=measure, origin=Origin.EDGE_LIST, measured_once=once)
        for wave, rows in merged.groupby("wave", sort=True):
            by_wave[str(wave) or ONLY_WAVE][Layer(str(layer))] = _reports(rows, source)
        for reports in by_wave.values():
            reports.setdefault(Layer(str(layer)), _reports(merged.iloc[:0], source))
    silent = _silent(frame)
    return EdgeTies(waves=by_wave, reporters=frozenset(reporters - silent), assumptions=tuple(sentences), silent=silent)


def _silent(frame: "pd.DataFrame") -> frozenset[int]:
    """Who stands as source of unknown pairs and of no other."""
    unknown = frame["weight"].isna()
    return frozenset(map(int, set(frame["source"][unknown]) - set(frame["source"][~unknown])))


def _is_once(part: "pd.DataFrame", n_people: int, directed: bool | None, *, says: bool) -> bool:
    """Whether a layer is undirected: as asked, as its rows say, or because no pair stands both ways."""
    if directed is not None:
        return not directed
    return bool(part["once"].all()) if says else _is_measured_once(part, n_people)


def _both_ways(part: "pd.DataFrame") -> "pd.DataFrame":
    """Undirected ties of a mixed layer, once for each end."""
    import pandas as pd

    back = part[part["once"]].rename(columns={"source": "target", "target": "source"})
    return _largest_of(pd.concat([part, back[part.columns]]).assign(once=False), [*_KEY, "once"])


def _one_spelling(table: CsvTable, column: str, problems: list[Problem]) -> list[str]:
    if column not in table.frame.columns:
        return table.column(column)
    found = one_spelling(np.array(table.column(column), dtype=object))
    if found.joined:
        problems.append(joined_spellings(table.file, column, found.joined))
    words: list[str] = found.words.tolist()
    return words


def without_unknown(table: CsvTable, problems: list[Problem]) -> CsvTable:
    """Ties for measures that know tie and no tie alone: pairs nobody knows of count as none, and that is said."""
    if UNKNOWN not in table.frame.columns:
        return table
    known = table.frame[UNKNOWN] == ""
    if not known.all():
        found = f"{counted(int((~known).sum()), 'pair', 'pairs')} nobody knows of count as no tie in these measures"
        problems.append(warning(table.file, found, "an audit, which keeps unknown apart from absent"))
    return replace(table, frame=table.frame[known].drop(columns=UNKNOWN))


def _coded(table: CsvTable, people: EdgePeople, problems: list[Problem]) -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame(index=table.frame.index)
    strangers: dict[str, tuple[int, str]] = {}
    for column in ("source", "target"):
        cells = table.frame[column]
        codes = places_of(cells, people.ids)
        frame[column] = codes
        for name, row in _first_rows(cells[codes < 0]).items():
            if name not in people.left_out and row < strangers.get(name, (row + 1, ""))[0]:
                strangers[name] = (row, column)
    found = sorted((row, column, name) for name, (row, column) in strangers.items())
    problems.extend(listed([_stranger(table, people, row, column, name) for row, column, name in found]))
    return frame


def _first_rows(cells: "pd.Series[Any]") -> dict[str, int]:
    first = cells.drop_duplicates()
    return dict(zip(map(str, first), first.index.astype(int).tolist(), strict=True))


def _stranger(table: CsvTable, people: EdgePeople, row: int, column: str, name: str) -> Problem:
    found = not_there(name, people.ids, "among the people")
    action = "add the person to the people file or correct the id"
    return table.problem(row, column, found, "an id of the people file", action)


def _weights(table: CsvTable, problems: list[Problem]) -> "pd.Series[Any]":
    import pandas as pd

    unknown = np.array([bool(mark) for mark in table.column(UNKNOWN)], dtype=bool)
    if not any(table.column("weight")):
        return pd.Series(np.where(unknown, np.nan, 1.0), index=table.frame.index)
    cells = table.frame["weight"]
    weights = pd.to_numeric(cells, errors="coerce").astype(float)
    extreme = np.isfinite(weights) & ((weights > STRONGEST) | ((weights > 0) & (weights < 1 / STRONGEST)))
    bad = (~np.isfinite(weights) | (weights < 0) | extreme) & ~unknown
    problems.extend(
        listed(
            [
                table.problem(
                    row,
                    "weight",
                    shown(str(cell)) if cell else "the cell is empty",
                    f"0, or {1 / STRONGEST:g} to {STRONGEST:g}" if is_extreme else "a number of 0 or more is needed",
                    "write decimals with a point; leave out rows that are no tie",
                )
                for row, cell, is_extreme in zip(
                    table.frame.index[bad].tolist(), cells[bad], extreme[bad].tolist(), strict=True
                )
            ]
        )
    )
    return weights


def _wave_faults(table: CsvTable) -> list[Problem]:
    waves = table.column("wave")
    if not any(waves) or all(waves):
        return []
    rows = zip(table.frame.index, waves, strict=True)
    found = [
        table.problem(int(row), "wave", "the cell is empty", "the wave of each tie") for row, wave in rows if not wave
    ]
    return listed(found)


def _targets(
    file: str, layers: Sequence[str], layer_map: Mapping[str, Layer], problems: list[Problem], needs_contact: bool
) -> dict[str, Layer | None]:
    found = sorted(set(layers))
    layer_map = {
        next((name for name in found if folded(name) == folded(given)), given): layer
        for given, layer in layer_map.items()
    }
    taken = set(layer_map.values())
    known = {column_key(str(layer)): layer for layer in Layer}
    targets: dict[str, Layer | None] = {}
    for name in found:
        natural = Layer.COMMUNICATION if found == [""] else known.get(column_key(name))
        targets[name] = layer_map.get(name) or (natural if natural not in taken else None)
    if found == [""] and layer_map:
        problems.append(_no_layers(file, sorted(layer_map)))
        return targets
    named = ", ".join(shown(name) for name in found[:_MOST_NAMED])
    problems.extend(
        Problem(file="--map", found=f"there is no layer '{name}'", needed=f"one of {file}: {named}")
        for name in layer_map
        if name not in targets
    )
    if needs_contact and Layer.COMMUNICATION not in targets.values():
        problems.append(
            Problem(
                file=file,
                key="layer",
                found=f"no layer is known to be communication (found: {named})",
                needed="the layer that says who is in contact with whom",
                action=f"for example --map {next((name for name in found if name), 'LAYER')}=communication",
            )
        )
    return targets


def _no_layers(file: str, given: Sequence[str]) -> Problem:
    """Say that layers were named for a file that tells none apart."""
    return Problem(
        file="--map",
        found=f"{', '.join(map(shown, given))}: {file} has no column of layers, so all its ties are communication",
        needed="no --map for such a file, or a column named layer",
        action="leave --map out; if the ties are of several kinds, add a column `layer` that says which",
    )


def _kept(table: CsvTable, frame: "pd.DataFrame", problems: list[Problem]) -> "pd.DataFrame":
    no_firm = (frame["source"] < 0) | (frame["target"] < 0)
    selves = (frame["source"] == frame["target"]) & ~no_firm
    none = (frame["weight"] == 0) & ~no_firm & ~selves
    frame = frame[~(no_firm | selves | none)]
    merged = _largest_of(frame, [*_KEY, "once"])
    counts = (
        (int(no_firm.sum()), "of people without a firm", "dropped"),
        (int(selves.sum()), "from a person to the same person", "dropped"),
        (int(none.sum()), "of weight 0", "read as no tie"),
        (int(frame["weight"].isna().sum()), "of whom the file says nobody knows", "unknown, not absent"),
        (len(frame) - len(merged), "beside another of the same tie", "merged, the largest weight stands"),
    )
    problems.extend(
        warning(table.file, f"{counted(count, 'row', 'rows')} {what}: {done}", "nothing, if that is meant")
        for count, what, done in counts
        if count
    )
    return merged


def _is_measured_once(part: "pd.DataFrame", n_people: int) -> bool:
    forward = part["source"] < part["target"]
    low, high = part[["source", "target"]].min(axis=1), part[["source", "target"]].max(axis=1)
    wave = part["wave"].astype("category").cat.codes.astype(np.int64)
    key = (wave * n_people + low) * n_people + high
    return not bool(np.isin(key[forward], key[~forward]).any())


def _unordered(part: "pd.DataFrame") -> "pd.DataFrame":
    ends = part[["source", "target"]]
    turned = part.assign(source=ends.min(axis=1), target=ends.max(axis=1))
    return _largest_of(turned, ["wave", "source", "target"])


def _largest_of(frame: "pd.DataFrame", key: list[str]) -> "pd.DataFrame":
    return frame.groupby(key, sort=True)["weight"].max().reset_index()


def _reports(rows: "pd.DataFrame", source: LayerSource) -> Reports:
    return Reports(
        respondent=rows["source"].to_numpy(np.int64),
        alter=rows["target"].to_numpy(np.int64),
        value=rows["weight"].to_numpy(np.float64),
        source=source,
    )


def _layer_words(targets: Mapping[str, Layer | None]) -> list[str]:
    words = [
        f"Layer '{name}' is read as {target}." for name, target in targets.items() if name and target and name != target
    ]
    if unused := [repr(name) for name, target in targets.items() if target is None]:
        words.append(f"Not used, because no --map says what they are: {', '.join(unused)}.")
    return words


def _once_words(layer: str, why: str) -> str:
    end = "measured once, so the other end confirms nothing"
    return f"The {layer} layer is read as undirected ({why}): {end}."


def _in_order(waves: Sequence[str]) -> list[str]:
    def key(wave: str) -> tuple[bool, float, str]:
        number = wave.replace(".", "", 1).isdecimal()
        return (not number, float(wave) if number else 0.0, wave)

    return sorted(set(waves), key=key)
