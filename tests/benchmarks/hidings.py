"""Fully observed networks, and what an audit sees of them once some people's answers are hidden."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from alliancenet.model.multiplex import Layer, LayerSource, Measure, Multiplex, Origin
from alliancenet.model.register import Level, OrganisationId

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
STEPS = LayerSource(measure=Measure.STEPS, origin=Origin.SURVEY)
TIES = LayerSource(measure=Measure.TIES, origin=Origin.EDGE_LIST)


@dataclass(frozen=True)
class Example:
    """A fully observed network: table of reports (n, n) by layer, firm and level of each person."""

    name: str
    reports: dict[Layer, np.ndarray]
    source: LayerSource
    firm: np.ndarray
    level: tuple[str, ...]


def simulated(name: str, seed: int, sizes: tuple[int, int], across: float, noise: float) -> Example:
    """Two firms whose people report on shared ties, each with a habit of their own and some noise."""
    rng = np.random.default_rng(seed)
    n = sum(sizes)
    firm = np.repeat([0, 1], sizes)
    level = rng.choice([Level.SENIOR, Level.PROJECT_LEADER, Level.OPERATING], n, p=[0.15, 0.25, 0.6])
    same_level = level[:, None] == level[None, :]
    cross = firm[:, None] != firm[None, :]
    activity = rng.normal(0, 0.7, n)
    tie = rng.normal(0, 1, (n, n))
    tie = (tie + tie.T) / np.sqrt(2) + activity[:, None] + activity[None, :] + 0.5 * same_level - across * cross
    habit = rng.normal(0, 0.5, n)
    said = tie + habit[:, None] + rng.normal(0, noise, (n, n)) - 1.2
    contact = np.clip(np.ceil(said * 2), 0, 5)
    reports = {Layer.COMMUNICATION: contact}
    for layer, shift in ((Layer.IMPORTANCE, 2.3), (Layer.CLOSENESS, 2.0), (Layer.FRIENDSHIP, 1.0)):
        value = np.clip(np.round(shift + said + rng.normal(0, 0.7, (n, n))), 1, 5)
        reports[layer] = np.where(contact > 0, value, 0.0)
    return Example(name, reports, STEPS, firm, tuple(level))


def listed(example: Example, least: float) -> Example:
    """Only who names whom, from contact of at least this step."""
    named = (example.reports[Layer.COMMUNICATION] >= least).astype(float)
    return Example(example.name, {Layer.COMMUNICATION: named}, TIES, example.firm, example.level)


def observed(
    name: str,
    dataset: str,
    layer: str,
    firms: str,
    level: str = "",
    wave: str = "",
    least: float = 1,
    only: Sequence[str] = (),
) -> Example:
    """One layer of a published network; people outside its two largest groups, or `only`, are left out."""
    with (DATA / dataset / "nodes.csv").open() as file:
        people = [row for row in csv.DictReader(file) if row["id"] not in _silent_in(dataset, wave)]
    groups = [row[firms] for row in people]
    largest = only or sorted(set(groups) - {""}, key=lambda one: (-groups.count(one), one))[:2]
    people = [row for row in people if row[firms] in largest]
    place = {row["id"]: at for at, row in enumerate(people)}
    ties = np.zeros((len(place), len(place)))
    with (DATA / dataset / "edges.csv").open() as file:
        for row in csv.DictReader(file):
            ends = (place.get(row["source"]), place.get(row["target"]))
            if row["layer"] == layer and row["wave"] == wave and float(row["weight"]) >= least and None not in ends:
                ties[ends] = 1
    np.fill_diagonal(ties, 0)
    firm = np.array([largest.index(row[firms]) for row in people])
    return Example(name, {Layer.COMMUNICATION: ties}, TIES, firm, tuple(row[level] if level else "" for row in people))


def _silent_in(dataset: str, wave: str) -> set[str]:
    file = DATA / dataset / "nonresponse.csv"
    if not file.exists():
        return set()
    with file.open() as rows:
        return {row["id"] for row in csv.DictReader(rows) if row["wave"] == wave}


def examples() -> list[Callable[[], Example]]:
    """Networks the manual reports on: simulated, and published ones where they lie beside the repository."""
    law, friends = "lazega_lawfirm", "freeman_eies"
    found = [
        lambda: simulated("simulated: warm, 20 + 20", 11, (20, 20), 0.6, 0.5),
        lambda: simulated("simulated: cold, 25 + 20", 12, (25, 20), 1.4, 0.5),
        lambda: simulated("simulated: noisy reports, 30 + 30", 13, (30, 30), 0.8, 0.9),
        lambda: simulated("simulated: large, 60 + 40", 14, (60, 40), 1.2, 0.6),
    ]
    published = [
        lambda: observed("law firm, advice", law, "advice", "office", "status"),
        lambda: observed("law firm, co-work", law, "cowork", "office", "status"),
        lambda: observed("law firm, friendship", law, "friendship", "office", "status"),
        lambda: observed("law firm by practice, advice", law, "advice", "practice", "status"),
        lambda: observed("researchers, friends", friends, "acquaintance", "discipline", "", "2", 3),
        lambda: observed("managers, advice", "krackhardt_hightech", "advice", "department", "level"),
        lambda: observed("pupils, friends", "glasgow_s50", "friendship", "smoke_1", "", "1"),
        lambda: observed("pupils, friends, two years on", "glasgow_s50", "friendship", "smoke_3", "", "3"),
        lambda: observed("researchers, friends before", friends, "acquaintance", "discipline", "", "1", 3),
        lambda: observed("camp, nearest three", "camp92", "top3", "gender", "role", "3"),
    ]
    return found + published * DATA.exists()


def training() -> list[Callable[[], Example]]:
    """Networks the numbers of the method and its limits were chosen on; none of them is reported on."""
    students, mail = "vandebunt_students", "email_eu_core"
    found = [
        lambda: simulated("simulated: 15 + 15", 101, (15, 15), 0.5, 0.5),
        lambda: simulated("simulated: 30 + 18", 102, (30, 18), 1.0, 0.7),
        lambda: simulated("simulated: 50 + 40", 103, (50, 40), 1.5, 0.5),
        lambda: simulated("simulated: 22 + 22", 104, (22, 22), 0.3, 0.9),
        lambda: simulated("simulated: 35 + 35", 105, (35, 35), 0.8, 0.3),
        lambda: listed(simulated("simulated list: 12 + 10", 106, (12, 10), 0.6, 0.6), 2),
        lambda: listed(simulated("simulated list: 25 + 20", 107, (25, 20), 1.0, 0.6), 3),
        lambda: listed(simulated("simulated list: 40 + 30", 108, (40, 30), 0.8, 0.8), 3),
        lambda: listed(simulated("simulated list: 18 + 14", 109, (18, 14), 0.4, 0.4), 3),
    ]
    published = [
        lambda: observed("students by years", students, "friendly_or_closer", "program_years", "", "1"),
        lambda: observed("students by years, later", students, "friendly_or_closer", "program_years", "", "2"),
        lambda: observed("students by sex, later", students, "friendly_or_closer", "sex", "", "2"),
        lambda: observed("mail, departments 0 and 10", mail, "email", "department", only=("0", "10")),
        lambda: observed("mail, departments 9 and 17", mail, "email", "department", only=("9", "17")),
    ]
    return found + published * DATA.exists()


def multiplex_of(example: Example, silent: np.ndarray) -> Multiplex:
    """What the audit would see had the silent people not answered."""
    told = {layer: np.where(silent[:, None], np.nan, table) for layer, table in example.reports.items()}
    contact = np.nan_to_num(told[Layer.COMMUNICATION])
    pairs = np.argwhere(np.triu((contact > 0) | (contact.T > 0), 1))
    first, second = pairs.T
    return Multiplex(
        people=tuple(f"p{at:03d}" for at in range(len(silent))),
        firms=(OrganisationId("a"), OrganisationId("b")),
        firm=example.firm,
        level=example.level,
        answered=~silent,
        complete=~silent,
        pairs=pairs,
        reports={layer: np.column_stack([table[first, second], table[second, first]]) for layer, table in told.items()},
        source=dict.fromkeys(told, example.source),
    )


def silent_people(example: Example, share: float, central: bool, rng: np.random.Generator) -> np.ndarray:
    """Who does not answer: at random, or those named most first."""
    n = len(example.firm)
    order = rng.permutation(n)
    if central:
        named = (example.reports[Layer.COMMUNICATION] > 0).sum(axis=0)
        order = order[np.argsort(-named[order], kind="stable")]
        order = np.concatenate([rng.permutation(order[: int(n * share * 1.25)]), order[int(n * share * 1.25) :]])
    silent = np.zeros(n, dtype=bool)
    silent[order[: max(1, round(share * n))]] = True
    return silent
