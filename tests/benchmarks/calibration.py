"""How often 90 % intervals hold the value everybody's answers would have given.

Takes fully observed networks, hides the answers of some people, runs the audit's own estimators on
what is left, and compares with the full data. Run: ``python tests/benchmarks/calibration.py
[--replicates N] [--draws N] [--write]``; `--write` puts the figures into the manual page
``alliancenet/help/uncertainty.md``.
"""

import argparse
import csv
import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from alliancenet.graph.backends import betweenness_either
from alliancenet.graph.network import Network
from alliancenet.graph.nonresponse import interval
from alliancenet.metrics import cohesion, counterparts, participants, redundancy
from alliancenet.metrics.case import Case, Scores
from alliancenet.metrics.picture import Picture
from alliancenet.model.multiplex import Layer, LayerSource, Measure, Multiplex, Origin
from alliancenet.model.register import Alliance, AllianceId, Level, Organisation, OrganisationId, Person, Register
from alliancenet.model.wave import Reports, Wave
from alliancenet.network.resampling import completed, silent_prominence
from alliancenet.settings import Settings, changed, default_settings

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "../shared/data"
MANUAL = ROOT / "alliancenet/help/uncertainty.md"
STEPS = LayerSource(measure=Measure.STEPS, origin=Origin.SURVEY)
TIES = LayerSource(measure=Measure.TIES, origin=Origin.EDGE_LIST)
SHARES = (0.1, 0.2, 0.3, 0.4)
SHOWN_ANYWAY = {"confidence": {"high": 0.0, "medium": 0.0}, "counterpart.min_people": 1}
MEASURES: dict[str, tuple[str, Callable[[Case], Scores]]] = {
    "E-I": ("ei_index", cohesion.ei_index),
    "redundancy": ("redundancy", redundancy.redundancy),
    "density": ("density", cohesion.density),
    "core share": ("core_share", participants.core_share),
    "counterpart coverage": ("counterpart_coverage", counterparts.counterpart_coverage),
}
AIM = (0.88, 0.93)
NUMBERS = ("degree", *MEASURES, "betweenness")
CORE_TIES = (0, 20, 40, 80, 10**9)
PROMINENCE = (0.0, 0.9, 1.1, 1.3, 1.6, 99.0)


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


def observed(name: str, dataset: str, layer: str, firms: str, level: str, wave: str = "", least: float = 1) -> Example:
    """One layer of a published network; people outside its two largest groups are left out."""
    with (DATA / dataset / "nodes.csv").open() as file:
        people = list(csv.DictReader(file))
    groups = [row[firms] for row in people]
    largest = sorted(set(groups) - {""}, key=lambda one: (-groups.count(one), one))[:2]
    people = [row for row in people if row[firms] in largest]
    place = {row["id"]: at for at, row in enumerate(people)}
    ties = np.zeros((len(place), len(place)))
    with (DATA / dataset / "edges.csv").open() as file:
        for row in csv.DictReader(file):
            ends = (place.get(row["source"]), place.get(row["target"]))
            if row["layer"] == layer and row["wave"] == wave and float(row["weight"]) >= least and None not in ends:
                ties[ends] = 1
    firm = np.array([largest.index(row[firms]) for row in people])
    return Example(name, {Layer.COMMUNICATION: ties}, TIES, firm, tuple(row[level] if level else "" for row in people))


def examples() -> list[Example]:
    """Simulated alliances, and the published networks where they lie beside the repository."""
    found = [
        simulated("simulated: warm, 20 + 20", 11, (20, 20), 0.6, 0.5),
        simulated("simulated: cold, 25 + 20", 12, (25, 20), 1.4, 0.5),
        simulated("simulated: noisy reports, 30 + 30", 13, (30, 30), 0.8, 0.9),
        simulated("simulated: large, 60 + 40", 14, (60, 40), 1.2, 0.6),
    ]
    if DATA.exists():
        found += [
            observed("law firm, advice", "lazega_lawfirm", "advice", "office", "status"),
            observed("law firm, co-work", "lazega_lawfirm", "cowork", "office", "status"),
            observed("law firm, friendship", "lazega_lawfirm", "friendship", "office", "status"),
            observed("law firm by practice, advice", "lazega_lawfirm", "advice", "practice", "status"),
            observed("researchers, friends", "freeman_eies", "acquaintance", "discipline", "", "2", 3),
            observed("managers, advice", "krackhardt_hightech", "advice", "department", "level"),
            observed("pupils, friends", "glasgow_s50", "friendship", "smoke_1", "", "1"),
            observed("pupils, friends, two years on", "glasgow_s50", "friendship", "smoke_3", "", "3"),
            observed("researchers, friends before", "freeman_eies", "acquaintance", "discipline", "", "1", 3),
            observed("camp, nearest three", "camp92", "top3", "gender", "role", "3"),
        ]
    return found


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


def reports_of(multiplex: Multiplex, layer: Layer) -> Reports:
    """The answers behind a layer, one row each."""
    ends = np.concatenate([multiplex.pairs, multiplex.pairs[:, ::-1]])
    value = multiplex.reports[layer].T.ravel()
    told = np.nan_to_num(value) > 0
    return Reports(respondent=ends[told, 0], alter=ends[told, 1], value=value[told], source=multiplex.source[layer])


def case_of(multiplex: Multiplex, draws: tuple[Picture, ...], settings: Settings) -> Case:
    """The smallest case that the structural metrics read."""
    people = multiplex.people
    alliance = Alliance(id=AllianceId("x"), name="x", organisations=multiplex.firms)
    register = Register(
        organisations={firm: Organisation(id=firm, name=firm) for firm in multiplex.firms},
        people={
            person: Person(id=person, organisation=multiplex.firms[firm], level=level)
            for person, firm, level in zip(people, multiplex.firm, multiplex.level, strict=True)
        },
        alliances={alliance.id: alliance},
    )
    wave = Wave(
        id="1", alliance=alliance.id, people=people, opens=None, closes=None, window_days=90,
        responded=multiplex.answered, complete=multiplex.complete,
        reports={layer: reports_of(multiplex, layer) for layer in multiplex.reports},
    )  # fmt: skip
    return Case(
        register=register, alliance=alliance, wave=wave, settings=settings,
        picture=Picture(multiplex, settings), draws=draws,
    )  # fmt: skip


def betweenness(picture: Picture) -> np.ndarray:
    n = len(picture.multiplex.people)
    first, second = picture.core_pairs.T
    ties = np.zeros((n, n))
    ties[first, second] = ties[second, first] = 1
    return betweenness_either(Network(ids=picture.multiplex.people, weights=csr_array(ties), directed=False))


PEOPLE: dict[str, Callable[[Picture], np.ndarray]] = {
    "degree": lambda picture: picture.core_tie_count.astype(float),
    "betweenness": betweenness,
}
ROLES: dict[str, Callable[[Picture], np.ndarray]] = {
    "core": lambda picture: picture.is_core,
    "spanner": participants.is_spanner,
}


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


@dataclass
class Tally:
    """What was seen of one statistic under one condition."""

    drawn: list[bool] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    width: list[float] = field(default_factory=list)
    error: list[float] = field(default_factory=list)
    observed_error: list[float] = field(default_factory=list)

    def add(self, truth: float, values: np.ndarray, shown: tuple[float, float] | None, observed: float | None) -> None:
        """One number: the truth, its draws, the interval the audit prints, the value observed."""
        low, high = interval(values)
        self.drawn.append(low - 1e-9 <= truth <= high + 1e-9)
        self.width.append(high - low)
        self.error.append(float(np.mean(values)) - truth)
        if shown is not None and observed is not None:
            self.shown.append(shown[0] - 1e-9 <= truth <= shown[1] + 1e-9)
            self.observed_error.append(observed - truth)


Condition = tuple[bool, float]


class Report:
    """Tallies by statistic and condition; role probabilities with what they turned out to be."""

    def __init__(self) -> None:
        self.tallies: dict[tuple[str, Condition], Tally] = defaultdict(Tally)
        self.roles: dict[tuple[str, Condition], list[tuple[float, bool]]] = defaultdict(list)
        self.by_prominence: dict[tuple[str, int], list[bool]] = defaultdict(list)
        self.by_core_ties: dict[tuple[str, int], list[bool]] = defaultdict(list)

    def run(self, example: Example, condition: Condition, seed: int, draws: int) -> None:
        """One hiding of answers."""
        settings = changed(default_settings(), SHOWN_ANYWAY)
        central, share = condition
        before = {name: len(self.tallies[name, condition].drawn) for name in NUMBERS}
        silent = silent_people(example, share, central, np.random.default_rng(seed))
        full = case_of(multiplex_of(example, np.zeros_like(silent)), (), settings)
        seen = multiplex_of(example, silent)
        pictures = tuple(Picture(one, settings) for one in completed(seen, settings, count=draws, seed=seed))
        left = case_of(seen, pictures, settings)
        for name, (metric, measure) in MEASURES.items():
            truth = {(score.metric, score.subject): score.value for score in measure(full)}
            shown = {(score.metric, score.subject): score for score in measure(left)}
            for key, aim in truth.items():
                values = np.array([one[key] for one in left.drawn[metric] if key in one])
                if aim is not None and len(values) > len(left.drawn[metric]) / 2:
                    self.tallies[name, condition].add(aim, values, shown[key].interval, shown[key].value)
        self._people(condition, full.picture, left.picture, pictures, silent)
        if share <= 0.3:
            known = {name: self.tallies[name, condition].drawn[begin:] for name, begin in before.items()}
            _add_to_bin(self.by_prominence, PROMINENCE, silent_prominence(seen) or 0.0, known)
            if not central:
                _add_to_bin(self.by_core_ties, CORE_TIES, len(left.picture.core_pairs), known)

    def _people(
        self, condition: Condition, full: Picture, seen: Picture, pictures: tuple[Picture, ...], silent: np.ndarray
    ) -> None:
        for name, of in PEOPLE.items():
            drawn, truth, observed = np.stack([of(one) for one in pictures]), of(full), of(seen)
            for person in np.flatnonzero((np.ptp(drawn, axis=0) > 0) | silent):
                values, value = drawn[:, person], float(observed[person])
                low, high = np.quantile(values, [0.05, 0.95])
                shown = (min(low, value), max(high, value))
                self.tallies[name, condition].add(float(truth[person]), values, shown, value)
        for name, holds in ROLES.items():
            chance = np.mean([holds(picture) for picture in pictures], axis=0)
            uncertain = (chance > 0) & (chance < 1) | silent
            self.roles[name, condition].extend(zip(chance[uncertain], holds(full)[uncertain], strict=True))


def _add_to_bin(
    bins: dict[tuple[str, int], list[bool]], edges: Sequence[float], value: float, held: dict[str, list[bool]]
) -> None:
    place = int(np.searchsorted(edges, value, side="right")) - 1
    for name, one in held.items():
        bins[name, place].extend(one)


def reliability(pairs: list[tuple[float, bool]]) -> tuple[float, float, list[tuple[float, float, int]]]:
    """Brier score, expected calibration error over ten bins, and the bins."""
    said, was = (np.array(part, dtype=float) for part in zip(*pairs, strict=True))
    place = np.minimum((said * 10).astype(int), 9)
    bins = [
        (float(said[place == at].mean()), float(was[place == at].mean()), int((place == at).sum()))
        for at in range(10)
        if (place == at).any()
    ]
    error = sum(abs(chance - share) * count for chance, share, count in bins) / len(said)
    return float(((said - was) ** 2).mean()), float(error), bins


def percent(share: float) -> str:
    if np.isnan(share):
        raise ValueError("a number was never measured: the audit no longer gives it for these networks")
    return f"{100 * share:.0f} %"


def coverage_table(report: Report, central: bool, part: str) -> list[str]:
    lines = ["| number | " + " | ".join(f"{percent(share)} missing" for share in SHARES) + " |"]
    lines.append("|---" * (1 + len(SHARES)) + "|")
    for name in NUMBERS:
        cells = [percent(float(np.mean(getattr(report.tallies[name, (central, share)], part)))) for share in SHARES]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def error_table(report: Report, central: bool) -> list[str]:
    lines = ["| number | " + " | ".join(f"{percent(share)} missing" for share in SHARES) + " |"]
    lines.append("|---" * (1 + len(SHARES)) + "|")
    for name in NUMBERS:
        found = [report.tallies[name, (central, share)] for share in SHARES]
        cells = [f"{np.mean(one.observed_error):+.2f} / {np.mean(one.error):+.2f}" for one in found]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def binned_table(bins: dict[tuple[str, int], list[bool]], edges: Sequence[float]) -> list[str]:
    """Coverage by bin of something the audit can see, 10 to 30 % missing."""
    heads = [f"{low:g} to {high:g}" for low, high in itertools.pairwise(edges)]
    heads[0], heads[-1] = f"below {edges[1]:g}", f"{edges[-2]:g} and above"
    lines = ["| number | " + " | ".join(heads) + " |", "|---" * (1 + len(heads)) + "|"]
    for name in NUMBERS:
        held = [bins[name, place] for place in range(len(heads))]
        lines.append(f"| {name} | " + " | ".join(percent(float(np.mean(one))) if one else "" for one in held) + " |")
    return lines


def role_table(report: Report) -> list[str]:
    lines = [
        "| role | who is missing | share missing | people | Brier score | calibration error |",
        "|---|---|---|---|---|---|",
    ]
    for name in ROLES:
        for central in (False, True):
            for shares in ((0.1,), (0.2,), (0.3,), (0.4,), (0.1, 0.2, 0.3)):
                pairs = [pair for share in shares for pair in report.roles[name, (central, share)]]
                brier, error, _ = reliability(pairs)
                missing = percent(shares[0]) if len(shares) == 1 else "10 to 30 %"
                who = "central first" if central else "at random"
                lines.append(f"| {name} | {who} | {missing} | {len(pairs):,} | {brier:.3f} | {error:.3f} |")
    return lines


def reliability_table(report: Report) -> list[str]:
    lines = [
        "| role | " + " | ".join(f"{at / 10:.1f}-{(at + 1) / 10:.1f}" for at in range(10)) + " |",
        "|---" * 11 + "|",
    ]
    for name in ROLES:
        pairs = [pair for share in SHARES[:3] for pair in report.roles[name, (False, share)]]
        cells = [f"{chance:.2f} → {share:.2f} ({count})" for chance, share, count in reliability(pairs)[2]]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def verdict(report: Report) -> list[str]:
    """What is reached and what is not, in sentences."""
    lines = []
    for name in NUMBERS:
        for central in (False, True):
            found = [float(np.mean(report.tallies[name, (central, share)].drawn)) for share in SHARES]
            low = [percent(share) for share, held in zip(SHARES, found, strict=True) if held < AIM[0] - 0.005]
            high = [percent(share) for share, held in zip(SHARES, found, strict=True) if held > AIM[1] + 0.005]
            who = "central people missing" if central else "missing at random"
            if low or high:
                parts = [f"too short at {', '.join(low)}"] * bool(low) + [f"too long at {', '.join(high)}"] * bool(high)
                lines.append(f"- {name}, {who}: {'; '.join(parts)}.")
    return lines


def page(report: Report, names: list[str], replicates: int, draws: int) -> str:
    """The manual page."""
    template = Path(__file__).with_name("uncertainty.template.md").read_text()
    parts = {
        "networks": "\n".join(f"- {name}" for name in names),
        "replicates": str(replicates),
        "draws": str(draws),
        "random": "\n".join(coverage_table(report, False, "drawn")),
        "central": "\n".join(coverage_table(report, True, "drawn")),
        "shown_random": "\n".join(coverage_table(report, False, "shown")),
        "errors_random": "\n".join(error_table(report, False)),
        "errors_central": "\n".join(error_table(report, True)),
        "roles": "\n".join(role_table(report)),
        "reliability": "\n".join(reliability_table(report)),
        "prominence": "\n".join(binned_table(report.by_prominence, PROMINENCE)),
        "core_ties": "\n".join(binned_table(report.by_core_ties, CORE_TIES)),
        "verdict": "\n".join(verdict(report)),
    }
    for name, text in parts.items():
        template = template.replace("{{" + name + "}}", text)
    return template


def main() -> None:
    """Run all conditions, print the page, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=12)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    report, start, found = Report(), time.process_time(), examples()
    for example in found:
        for condition in ((central, share) for central in (False, True) for share in SHARES):
            for replicate in range(chosen.replicates):
                report.run(example, condition, 90_000 + 1000 * replicate + int(100 * condition[1]), chosen.draws)
    text = page(report, [example.name for example in found], chosen.replicates, chosen.draws)
    if chosen.write:
        MANUAL.write_text(text)
    print(text)
    print(f"{time.process_time() - start:.0f} s CPU")


if __name__ == "__main__":
    main()
