"""A second simulator, to which nothing was tuned: ties from a latent space, answers from graded responses.

Nothing of how `simulated_truth` makes alliances and answers is used: people lie in a plane, differ in how many
they are in touch with, firms differ in size, loose contacts are forgotten by one end, answers come of a satisfaction and
a habit of agreeing, and who is silent is a team at a time, the seniors sooner, or the dissatisfied sooner.
Only the records of a project and the gaps planted in them are shared. Prints one table:
``python tests/benchmarks/latent.py [--alliances N] [--silent N] [--gaps N] [--pairs N] [--write]``; figures of
the manual's page are of seeds from `REPORTED_FROM` on, `--write` keeps them.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator

import numpy as np
from how_often_right import ALL, Row, codes_of, held, keep, printed
from simulated import (
    ASKED_OF_CONTACTS,
    CLOSES,
    FOUND_BY,
    HERE,
    REPORTED_FROM,
    SURVEY,
    Truth,
    audited,
    audits,
    names_of,
    planted,
    usual,
)
from simulated_truth import FUNCTIONS, GOALS, reversed_items

from alliancenet.compare import compare
from alliancenet.model.comparison import Verdict
from alliancenet.model.finding import Severity
from alliancenet.model.multiplex import Layer
from alliancenet.model.register import Level
from alliancenet.model.wave import Opinions, Reports, Wave

SILENCE = ("team", "senior", "dissatisfied")
GAPS = ("one bridge", "perception gap", "personal conflict", "no counterpart at a level", "neglected governance")
CONTACT_FROM = (0.0, 0.7, 1.3, 1.9, 2.6)  # strength of a tie from which contact is at step 1, 2, ... 5


def latent(seed: int) -> Truth:
    """Alliance in order: two firms of unequal size, in mixed teams that lie in a plane."""
    rng = np.random.default_rng([seed, 21])
    sizes = rng.integers(9, 33, 2)
    firm = np.repeat([0, 1], sizes)
    level = tuple(one for size in sizes for one in _levels(int(size), rng))
    strength = _strength(firm, level, rng)
    met = _counterparts(firm, np.array(level), rng)
    strength = np.where(met, np.maximum(strength, rng.uniform(2.2, 3.2)), strength)
    return Truth(
        kind="latent", tier=int(rng.choice((1, 2, 3), p=(0.25, 0.5, 0.25))), firm=firm, level=level,
        function=tuple(FUNCTIONS[number % 3] for size in sizes for number in rng.permutation(int(size))),
        ties=_ties(strength, level, rng), said={item: np.repeat(mean, 2) for item, mean in usual().items()},
        mood=rng.normal(0, 0.9, len(firm)), style=np.zeros(2), worse=False, span=1.0, slip=1.0,
        leaning=np.tile(rng.permutation([8.0, 7.0, 6.0, 1.5, 1.2, 1.0, 0.8, 0.5]), (2, 1)),
        present=np.ones(len(firm), dtype=bool),
    )  # fmt: skip


def _levels(size: int, rng: np.random.Generator) -> list[str]:
    seniors, leaders = max(2, int(rng.binomial(size, 0.12))), max(2, int(rng.binomial(size, 0.2)))
    return [Level.SENIOR] * seniors + [Level.PROJECT_LEADER] * leaders + [Level.OPERATING] * (size - seniors - leaders)


def _strength(firm: np.ndarray, level: tuple[str, ...], rng: np.random.Generator) -> np.ndarray:
    """Float array (n, n), symmetric: how strong each tie is; from 0 on there is one."""
    n = len(firm)
    teams = max(2, n // 9)
    centre = rng.normal(0, 1.2, (teams, 2))
    place = centre[rng.integers(0, teams, n)] + rng.normal(0, 0.5, (n, 2))
    apart = np.linalg.norm(place[:, None] - place[None, :], axis=2)
    sociable = rng.normal(0, 0.5, n)
    ranks = np.array(level)
    alike = ranks[:, None] == ranks[None, :]
    rare = (ranks == Level.SENIOR) | (ranks == Level.PROJECT_LEADER)
    noise = rng.normal(0, 0.5, (n, n))
    across = firm[:, None] != firm[None, :]
    return (
        1.8 + sociable[:, None] + sociable[None, :] - 1.5 * apart - 0.4 * across
        + (0.5 + 1.3 * (rare[:, None] & rare[None, :])) * alike + (noise + noise.T) / np.sqrt(2)
    )  # fmt: skip


def _counterparts(firm: np.ndarray, level: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Bool array (n, n): everybody has somebody of the own level across, for else it were not in order."""
    found = np.zeros((len(firm), len(firm)), dtype=bool)
    for rank in sorted(set(level)):
        sides = [rng.permutation(np.flatnonzero((firm == side) & (level == rank))) for side in (0, 1)]
        most = max(map(len, sides))
        one, other = (np.resize(side, most) for side in sides)
        found[one, other] = found[other, one] = True
    return found


def _ties(strength: np.ndarray, level: tuple[str, ...], rng: np.random.Generator) -> dict[Layer, np.ndarray]:
    n = len(strength)
    ties = {}
    is_tie = (strength > 0) & ~np.eye(n, dtype=bool)
    contact = np.digitize(strength, CONTACT_FROM).astype(float)
    senior = np.array(level) == Level.SENIOR
    contact = np.where(senior[:, None] | senior[None, :], np.minimum(contact, 3.0), contact)
    ties[Layer.COMMUNICATION] = np.where(is_tie, contact, 0.0)
    starts = {Layer.IMPORTANCE: (2.4, 1.0), Layer.CLOSENESS: (2.1, 1.0), Layer.FRIENDSHIP: (1.2, 0.7),
              Layer.TRUST: (3.3, 0.5), Layer.INFORMATION_QUALITY: (4.1, 0.2)}  # fmt: skip
    for layer, (start, slope) in starts.items():
        spread = rng.normal(0, 0.4, (n, n))
        ties[layer] = np.where(is_tie, start + slope * strength + (spread + spread.T) / np.sqrt(2), 0.0)
    strong = is_tie & (strength > 2.2)
    ties[Layer.WORK_FLOW] = np.where(strong & (rng.random((n, n)) < 0.25), 4.6, np.where(is_tie, 2.0, 0.0))
    ties[Layer.ADVICE] = np.where(strong & (rng.random((n, n)) < 0.35), 4.2, np.where(is_tie, 1.8, 0.0))
    ties[Layer.WANTED_CHANGE] = (is_tie & (rng.random((n, n)) < 0.05)).astype(float)
    return ties


def told(truth: Truth, seed: int, *, silent: float = 0.0, how: str = "team", wave: int = 1) -> Wave:
    """One round of asking; the same truth may be asked again with another seed.

    Parameters
    ----------
    how : who is silent sooner, one of `SILENCE`.
    """
    slips, silence = (np.random.default_rng([seed, stream, wave]) for stream in (24, 25))
    n = len(truth.firm)
    answers = ~_silent(truth, silent, how, silence)
    names = names_of(truth)
    weight = truth.leaning[truth.firm] * np.random.default_rng([seed, 26]).gamma(4, 0.25, (n, len(GOALS)))
    picks = [slips.choice(len(GOALS), 3, replace=False, p=row / row.sum()) for row in weight]
    return Wave(
        id=str(wave), alliance=HERE, people=tuple(names), opens=CLOSES[wave], closes=CLOSES[wave], window_days=90,
        responded=answers, complete=answers, reports=_reports(truth, answers, slips),
        opinions=_opinions(truth, answers, slips),
        choices={"GOAL1": {
            name: tuple(GOALS[goal] for goal in chosen)
            for name, chosen, does in zip(names, picks, answers, strict=True) if does
        }},
    )  # fmt: skip


def _silent(truth: Truth, share: float, how: str, rng: np.random.Generator) -> np.ndarray:
    """Whole groups of colleagues, seniors three times as often, or the dissatisfied."""
    near = truth.ties[Layer.CLOSENESS]
    found = np.zeros(len(truth.firm), dtype=bool)
    for side in (0, 1):
        members = np.flatnonzero(truth.firm == side)
        sooner = {
            "team": near[rng.choice(members)][members] + rng.normal(0, 1.0, len(members)),
            "senior": 1.1 * (np.array(truth.level)[members] == Level.SENIOR) + rng.gumbel(size=len(members)),
            "dissatisfied": -truth.mood[members] + rng.normal(0, 0.9, len(members)),
        }[how]
        found[members[np.argsort(-sooner)[: round(share * len(members))]]] = True
    return found


def _reports(truth: Truth, answers: np.ndarray, rng: np.random.Generator) -> dict[Layer, Reports]:
    n = len(truth.firm)
    habit = rng.normal(0, 0.25, n)
    contact = truth.ties[Layer.COMMUNICATION]
    steps = np.where(contact > 0, np.clip(np.round(contact + habit[:, None] + rng.normal(0, 0.45, (n, n))), 1, 5), 0)
    is_forgotten = (contact <= 2) & (rng.random((n, n)) < 0.2)
    row, column = np.nonzero((steps > 0) & ~is_forgotten & answers[:, None])
    found = {Layer.COMMUNICATION: Reports(respondent=row, alter=column, value=steps[row, column], source=SURVEY)}
    declines = rng.random(n) < 0.03
    # for everybody, so that silence hides answers and changes none
    slips = {layer: rng.normal(0, 0.4, (n, n)) for layer in ASKED_OF_CONTACTS}
    for layer in ASKED_OF_CONTACTS:
        meant = truth.ties[layer][row, column]
        if layer is Layer.WANTED_CHANGE:
            value = (meant >= 0.5).astype(float)
        else:
            value = np.clip(np.round(meant + habit[row] + slips[layer][row, column]), 1, 5)
        if layer is Layer.FRIENDSHIP:
            value = np.where(declines[row], np.nan, value)
        found[layer] = Reports(respondent=row, alter=column, value=value, source=SURVEY)
    return found


def _opinions(truth: Truth, answers: np.ndarray, rng: np.random.Generator) -> Opinions:
    """Graded responses: a step is passed the sooner, the better the item, the person, and the luck."""
    n, who = len(truth.firm), np.flatnonzero(answers)
    agreeing = rng.normal(0, 0.3, n)
    columns = []
    for item, mean in truth.said.items():
        sign = -1 if item in reversed_items() else 1
        # logits: a step of the mean is worth 1.6 of them, and every step lies 1.6 above the one below
        meant = 1.6 * (mean[truth.firm] - 3) + sign * truth.mood + agreeing + rng.logistic(0, 0.7, n)
        steps = 1.0 + (meant[:, None] > 1.6 * (np.arange(4) - 1.5)).sum(axis=1)
        columns.append(np.where(rng.random(n) < 0.04, np.nan, steps)[who])
    return Opinions(
        items=tuple(truth.said), respondent=np.tile(who, len(columns)),
        item=np.repeat(np.arange(len(columns)), len(who)), value=np.concatenate(columns),
    )  # fmt: skip


def in_order(seeds: range, silent: int) -> Iterator[Row]:
    """False alarms, and of the first `silent` alliances whether intervals hold what all answers give."""
    grave: dict[str, Counter[str]] = {condition: Counter() for condition in (ALL, *SILENCE)}
    fired: dict[str, Counter[str]] = {condition: Counter() for condition in (ALL, *SILENCE)}
    asked, covered = Counter[str](), dict[tuple[str, str], list[bool]]()
    for number, seed in enumerate(seeds):
        truth, how = latent(seed), SILENCE[seed % len(SILENCE)]
        made = {ALL: audited(truth, [told(truth, seed)])}
        if number < silent:
            made[how] = audited(truth, [told(truth, seed, silent=0.2, how=how)])
            for name, holds in held(made[ALL], made[how]):
                covered.setdefault((name, how), []).append(holds)
        for condition, audit in made.items():
            asked[condition] += 1
            fired[condition].update(codes_of(audit))
            grave[condition].update({finding.severity.value for finding in audit.findings if not finding.to_check})
    for condition in (ALL, *SILENCE):
        for severity in (Severity.HIGH, Severity.MEDIUM, Severity.LOW):
            yield ("severity", severity.value, condition, grave[condition][severity.value], asked[condition])
        yield from (
            ("false alarms", code, condition, n, asked[condition]) for code, n in fired[condition].most_common()
        )
    names = sorted({name for name, _ in covered})
    for name in names:
        every = [holds for (other, _), of in covered.items() if other == name for holds in of]
        yield ("coverage", name, "20 % silent, however", sum(every), len(every))
        yield from (
            ("coverage", name, f"20 % silent, {how}", sum(covered[name, how]), len(covered[name, how]))
            for how in SILENCE
            if (name, how) in covered
        )


def gaps(seeds: range) -> Iterator[Row]:
    """Planted gaps found."""
    for gap in GAPS:
        truths = [planted(latent(seed), gap, seed) for seed in seeds]
        found = [
            bool(FOUND_BY[gap] & codes_of(audited(truth, [told(truth, seed)])))
            for seed, truth in zip(seeds, truths, strict=True)
        ]
        yield ("found alone", gap, ALL, sum(found), len(found))


def twice(seeds: range) -> Iterator[Row]:
    """The same truth asked twice: what is called a change."""
    called = compared = moved = 0
    for seed in seeds:
        truth = latent(seed)
        before, after = audits(truth, [told(truth, seed), told(truth, seed + 1, wave=2)])
        known = [change.verdict for change in compare(before, after).scores]
        known = [verdict for verdict in known if verdict is not Verdict.NOT_COMPARABLE]
        moves = sum(verdict in {Verdict.ROSE, Verdict.FELL} for verdict in known)
        called, compared, moved = called + moves, compared + len(known), moved + bool(moves)
    yield ("changes", "scores called rise or fall", "nothing changed", called, compared)
    yield ("changes", "audits with any rise or fall told", "nothing changed", moved, len(seeds))


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alliances", type=int, default=100)
    parser.add_argument("--silent", type=int, default=60)
    parser.add_argument("--gaps", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--first", type=int, default=REPORTED_FROM)
    parser.add_argument("--write", action="store_true")
    chosen, start, found = parser.parse_args(), time.process_time(), list[Row]()

    def seeds(count: int, offset: int) -> range:
        return range(chosen.first + offset, chosen.first + offset + count)

    print("| table | what | condition | count | share ± standard error |\n|---|---|---|---|---|")
    for part in (
        in_order(seeds(chosen.alliances, 0), chosen.silent), gaps(seeds(chosen.gaps, 1_000)), twice(seeds(chosen.pairs, 2_000))
    ):  # fmt: skip
        for row in part:
            found.append((f"second: {row[0]}", *row[1:]))
            print(printed(row), flush=True)
    print(f"{time.process_time() - start:.0f} s CPU")
    if chosen.write:
        keep(found)


if __name__ == "__main__":
    main()
