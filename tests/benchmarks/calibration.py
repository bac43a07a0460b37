"""How often 90 % intervals hold the value everybody's answers would have given.

Takes fully observed networks, hides the answers of some people, runs the audit's own estimators on
what is left, and compares with the full data. Run: ``python tests/benchmarks/calibration.py
[--replicates N] [--keep FOLDER [--most N]] [--tune] [--write]``; `--write` puts the figures into the
manual page ``alliancenet/help/uncertainty.md``, `--keep` keeps what was measured of each network in a
folder and goes on from there, at most N networks at a time, and `--tune` runs the networks that the
numbers of the method and its limits are chosen on, with other seeds, and prints the same tables.
"""

import argparse
import itertools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from calibration_tables import SHARES, Held, Said, tables
from hidings import Example, examples, multiplex_of, silent_people, training
from scipy.sparse import csr_array

from alliancenet.graph.backends import betweenness_either
from alliancenet.graph.network import Network
from alliancenet.graph.nonresponse import interval, middle
from alliancenet.metrics import cohesion, counterparts, participants, redundancy
from alliancenet.metrics.case import Case, Scores
from alliancenet.metrics.picture import Picture
from alliancenet.model.multiplex import Layer, Multiplex
from alliancenet.model.register import Alliance, AllianceId, Organisation, Person, Register
from alliancenet.model.wave import Reports, Wave
from alliancenet.multiplex.resampling import completed
from alliancenet.settings import changed, default_settings

MANUAL = Path(__file__).resolve().parents[2] / "alliancenet/help/uncertainty.md"
TEMPLATE = Path(__file__).with_name("uncertainty.template.md")
AS_USUAL = default_settings()
SHOWN_ANYWAY = {
    "confidence": {"high": 0.0, "medium": 0.0}, "counterpart.min_people": 1, "ei.ties_when_missing": 1,
    "silent.central": 1e9, "silent.very_central": 1e9, "silent.close": 1e9,
}  # fmt: skip
MEASURES: dict[str, tuple[str, Callable[[Case], Scores]]] = {
    "E-I": ("ei_index", cohesion.ei_index),
    "redundancy": ("redundancy", redundancy.redundancy),
    "density": ("density", cohesion.density),
    "core share": ("core_share", participants.core_share),
    "counterpart coverage": ("counterpart_coverage", counterparts.counterpart_coverage),
}


def reports_of(multiplex: Multiplex, layer: Layer) -> Reports:
    """The answers behind a layer, one row each."""
    ends = np.concatenate([multiplex.pairs, multiplex.pairs[:, ::-1]])
    value = multiplex.reports[layer].T.ravel()
    told = np.nan_to_num(value) > 0
    return Reports(respondent=ends[told, 0], alter=ends[told, 1], value=value[told], source=multiplex.source[layer])


def case_of(multiplex: Multiplex, draws: tuple[Picture, ...]) -> Case:
    """The smallest case that the structural metrics read, nothing withheld."""
    settings, people = changed(AS_USUAL, SHOWN_ANYWAY), multiplex.people
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


@dataclass(frozen=True)
class Hiding:
    """One network with the answers of some people hidden."""

    full: Case
    left: Case
    silent: np.ndarray
    central: bool
    share: float

    @classmethod
    def of(cls, example: Example, central: bool, share: float, seed: int) -> "Hiding":
        silent = silent_people(example, share, central, np.random.default_rng(seed))
        full = case_of(multiplex_of(example, np.zeros_like(silent)), ())
        seen = multiplex_of(example, silent)
        drawn = completed(seen, AS_USUAL, count=AS_USUAL.whole("resamples.count"), seed=seed)
        pictures = tuple(Picture(multiplex, AS_USUAL) for multiplex in drawn)
        return cls(full, case_of(seen, pictures), silent, central, share)

    def numbers(self) -> Iterator[Held]:
        """Numbers of the alliance and its parts, then those of people for whom they are not certain."""
        usual = replace(self.left, settings=AS_USUAL, measured={}, drawn={})
        for name, (_, measure) in MEASURES.items():
            truth = {(score.metric, score.subject): score.value for score in measure(self.full)}
            printed = {(score.metric, score.subject) for score in measure(usual) if score.is_ok}
            for score in measure(self.left):
                key = score.metric, score.subject
                aim = truth.get(key)
                if aim is not None and score.interval is not None and score.value is not None:
                    _, _, reported = score.label.partition("as reported ")
                    yield self._held(
                        name, aim, score.value, score.interval, float(reported or score.value), key in printed
                    )
        for name, of in PEOPLE.items():
            drawn = np.stack([of(picture) for picture in self.left.draws])
            truth_of, reported_of = of(self.full.picture), of(self.left.picture)
            for person in np.flatnonzero((np.ptp(drawn, axis=0) > 0) | self.silent):
                values, reported = drawn[:, person], float(reported_of[person])
                yield self._held(name, float(truth_of[person]), middle(values), interval(values), reported, False)

    def _held(
        self, name: str, aim: float, value: float, ends: tuple[float, float], reported: float, printed: bool
    ) -> Held:
        return Held(
            name=name, central=self.central, share=self.share, held=bool(ends[0] - 1e-9 <= aim <= ends[1] + 1e-9),
            printed=printed, error=float(value - aim), reported_error=float(reported - aim),
            prominence=self.left.silent_prominence or 0.0, core_ties=len(self.left.picture.core_pairs),
        )  # fmt: skip

    def roles(self) -> Iterator[Said]:
        """Roles of people for whom they are not certain."""
        for name, of in ROLES.items():
            chance = np.mean([of(picture) for picture in self.left.draws], axis=0)
            truth = of(self.full.picture)
            for person in np.flatnonzero((chance > 0) & (chance < 1) | self.silent):
                yield Said(name, self.central, self.share, float(chance[person]), bool(truth[person]))


def measured(example: Example, replicates: int, first_seed: int) -> tuple[list[Held], list[Said]]:
    """All hidings of one network."""
    numbers: list[Held] = []
    roles: list[Said] = []
    for central, share, replicate in itertools.product((False, True), SHARES, range(replicates)):
        hiding = Hiding.of(example, central, share, first_seed + 1000 * replicate + int(100 * share))
        numbers.extend(hiding.numbers())
        roles.extend(hiding.roles())
    return numbers, roles


def kept(folder: Path, at: int, make: Callable[[], tuple[list[Held], list[Said]]]) -> tuple[list[Held], list[Said]]:
    """What was measured of a network, from the folder where it is there, else made and put there."""
    file = folder / f"{at:02d}.json"
    if not file.exists():
        file.write_text(json.dumps([[asdict(record) for record in part] for part in make()]))
    numbers, roles = json.loads(file.read_text())
    return [Held(**number) for number in numbers], [Said(**role) for role in roles]


def main() -> None:
    """Run all conditions, print the page, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=12)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--most", type=int, default=1000)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    start, networks, first_seed = (
        time.process_time(),
        training() if chosen.tune else examples(),
        5_000 if chosen.tune else 90_000,
    )
    numbers: list[Held] = []
    roles: list[Said] = []
    names, made = [], 0
    for at, network in enumerate(networks):
        example = network()
        is_new = chosen.keep is None or not (chosen.keep / f"{at:02d}.json").exists()
        if is_new and made == chosen.most:
            raise SystemExit(f"{at} of {len(networks)} networks are measured; go on with the same command")
        made += is_new
        names.append(example.name)
        run = partial(measured, example, chosen.replicates, first_seed)
        found = run() if chosen.keep is None else kept(chosen.keep, at, run)
        numbers.extend(found[0])
        roles.extend(found[1])
    parts = {
        "networks": "\n".join(f"- {name}" for name in names),
        "replicates": str(chosen.replicates),
        "draws": str(AS_USUAL.whole("resamples.count")),
        **tables(numbers, roles),
    }
    text = TEMPLATE.read_text()
    for name, part in parts.items():
        text = text.replace("{{" + name + "}}", part)
    if chosen.write and not chosen.tune:
        MANUAL.write_text(text)
    print(text)
    print(f"{time.process_time() - start:.0f} s CPU")


if __name__ == "__main__":
    main()
