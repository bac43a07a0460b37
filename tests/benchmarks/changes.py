"""How often a change is told of no change, how often of one, and how often the numbers of two waves hold.

Prints one table from simulated alliances: ``python tests/benchmarks/changes.py [--pairs N] [--training]``.
Figures are reported on seeds the limits were not chosen on; `--training` runs those they were.
"""

import argparse
import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from simulated import KINDS, REPORTED_FROM, answered, audits, case_of, changed, healthy

from alliancenet.metrics.change import core_ties_kept
from alliancenet.model.audit import Audit
from alliancenet.model.comparison import Verdict
from alliancenet.score_changes import score_changes

SIZE = 25  # people a side
ON_RECORD = "on record"
TOLD = (Verdict.ROSE, Verdict.FELL)


@dataclass
class Share:
    """How many of how many."""

    yes: int = 0
    of: int = 0

    def count(self, holds: Iterable[bool]) -> None:
        for hold in holds:
            self.yes += bool(hold)
            self.of += 1

    @property
    def text(self) -> str:
        if not self.of:
            return "-"
        share = self.yes / self.of
        error = math.sqrt(max(share * (1 - share), 0.25 / self.of) / self.of)
        return f"{100 * share:5.1f} % ({self.yes} of {self.of}, standard error {100 * error:.1f})"


@dataclass
class Table:
    """Figures in the order they were first counted."""

    rows: dict[str, Share] = field(default_factory=dict)

    def count(self, name: str, *holds: bool) -> None:
        self.rows.setdefault(name, Share()).count(holds)

    def lines(self) -> Iterator[str]:
        width = max(map(len, self.rows))
        return (f"{name:{width}}  {share.text}" for name, share in self.rows.items())


def no_change(table: Table, seed: int, silent: float) -> None:
    """The same truth answered twice."""
    truth = healthy(KINDS[seed % len(KINDS)], SIZE, seed=seed)
    waves = [answered(truth, seed=seed, silent=silent), answered(truth, seed=seed + 50_000, silent=silent, wave=2)]
    before, after = audits(truth, waves)
    label = f"no change, {silent:.0%} missing: "
    unsure = [change for change in after.changes if change.method != ON_RECORD]
    table.count(label + "scores called at the 10 % level", *(change.p < after.limits.change_level for change in unsure))
    table.count(label + "audits with any change told", any(change.told for change in unsure))
    compared = [
        change.verdict in TOLD
        for change in score_changes(before, after)
        if change.verdict is not Verdict.NOT_COMPARABLE
    ]
    table.count(label + "scores `compare` calls rise or fall", *compared)
    for code in ("G-DROP", "N-DROP"):
        table.count(label + f"{code} fires", fires(after, code))


def fires(audit: Audit, code: str) -> bool:
    """Does a rule speak, and not only to be checked."""
    return any(finding.code == code and not finding.to_check for finding in audit.findings)


def half_a_step(table: Table, seed: int) -> None:
    """Every climate item half a step up, everybody answering."""
    truth = healthy(KINDS[seed % len(KINDS)], SIZE, seed=seed)
    later = changed(truth, seed=seed, said=0.5)
    _, after = audits(later, [answered(truth, seed=seed), answered(later, seed=seed + 50_000, wave=2)])
    found = {(change.metric, change.subject.kind): change for change in after.changes}
    dimensions = [
        change for (metric, kind), change in found.items() if metric.startswith("climate.") and kind == "alliance"
    ]
    table.count(
        "half a step up: climate dimensions called at the 10 % level",
        *(dimension.p < after.limits.change_level for dimension in dimensions),
    )
    table.count("half a step up: climate dimensions told", *(dimension.told for dimension in dimensions))
    table.count("half a step up: climate as a whole told", found["climate", "alliance"].told)


def faded(table: Table, seed: int) -> None:
    """Six of ten close ties gone."""
    truth = healthy(KINDS[seed % len(KINDS)], SIZE, seed=seed)
    later = changed(truth, seed=seed, faded=0.6)
    _, after = audits(later, [answered(truth, seed=seed), answered(later, seed=seed + 50_000, wave=2)])
    table.count("six of ten ties faded: N-DROP fires", fires(after, "N-DROP"))


def kept(table: Table, seed: int, fading: float) -> None:
    """Does the interval of core ties kept hold what all answers give, with 20 % missing in each wave."""
    truth = healthy(KINDS[seed % len(KINDS)], (20, 30)[seed % 2], seed=seed)
    later = changed(truth, seed=seed, faded=fading) if fading else truth
    both = [
        [answered(truth, seed=seed, silent=silent), answered(later, seed=seed + 50_000, silent=silent, wave=2)]
        for silent in (0.0, 0.2)
    ]
    aim, found = (
        core_ties_kept(case_of(truth, waves, resamples=count))[0] for waves, count in zip(both, (0, 100), strict=True)
    )
    if aim.value is not None and found.interval is not None:
        holds = found.interval[0] - 1e-9 <= aim.value <= found.interval[1] + 1e-9
        table.count(f"core ties kept, 20 % missing, {fading:.0%} faded: interval holds the value of all answers", holds)


def main() -> None:
    """Run all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--training", action="store_true")
    chosen = parser.parse_args()
    first, start, table = 0 if chosen.training else REPORTED_FROM, time.process_time(), Table()
    for seed in range(first, first + chosen.pairs):
        for silent in (0.0, 0.2):
            no_change(table, seed, silent)
        half_a_step(table, seed)
        faded(table, seed)
        for fading in (0.0, 0.4):
            kept(table, seed, fading)
    print("\n".join(table.lines()))
    print(f"{chosen.pairs} pairs of waves, {2 * SIZE} people; {time.process_time() - start:.0f} s CPU")


if __name__ == "__main__":
    main()
