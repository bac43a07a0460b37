"""How often an audit is right about alliances whose truth is known; prints one table.

Run: ``python tests/benchmarks/how_often_right.py [--share S] [--part NAME] [--tune] [--write]``. All of it takes
about a quarter of an hour of one core; ``--share .1`` runs a tenth of the alliances, ``--part`` one of the five parts,
whose figures then take the place of those kept of it. ``--tune`` runs the seeds limits are chosen on. ``--write`` keeps
the figures in ``how_often_right.json``, of which the manual's page "How often is it right?" and the rates on the pages
of findings are made (``python tests/generated_pages.py --write``).
"""

import argparse
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from simulated import FOUND_BY, GAPS, REPORTED_FROM, Truth, answered, at_random, audited, audits, changed, planted

from alliancenet.compare import compare
from alliancenet.model.audit import Audit
from alliancenet.model.comparison import Verdict
from alliancenet.model.finding import Severity
from alliancenet.model.score import SubjectKind
from alliancenet.rules.rule import RULES
from alliancenet.score_changes import parts_of

sys.path.insert(0, str(Path(__file__).parents[1]))

from how_often_right_page import DATA, Row, error, kept

WHOLE = SubjectKind.ALLIANCE
ALL, RANDOM, CENTRAL = "everybody answers", "20 % silent, anybody", "20 % silent, central people sooner"
ANSWERING = {ALL: {}, RANDOM: {"silent": 0.2}, CENTRAL: {"silent": 0.2, "central": True}}
COVERED = (
    "redundancy", "ei_index", "density", "core_share", "counterpart_coverage", "climate", "integration_said.tactical",
    "integration_index", "health",
)  # fmt: skip


def _audit(truth: Truth, seed: int, condition: str) -> Audit:
    return audited(truth, [answered(truth, seed, **ANSWERING[condition])])


def codes_of(audit: Audit) -> set[str]:
    """Codes of the findings that are told as facts."""
    return {finding.code for finding in audit.findings if not finding.to_check}


def in_order(seeds: Sequence[int]) -> Iterator[Row]:
    """False alarms on alliances in order, and how often intervals hold what everybody's answers give."""
    fired: dict[str, Counter[str]] = {condition: Counter() for condition in ANSWERING}
    grave: dict[str, Counter[str]] = {condition: Counter() for condition in ANSWERING}
    shifts: dict[str, list[bool]] = {condition: [] for condition in ANSWERING}
    covered: dict[tuple[str, str], list[bool]] = {}
    told, by_style, silent_lines = Counter[str](), {}, 0
    for seed in seeds:
        truth = at_random(seed)
        full: Audit | None = None
        for condition in ANSWERING:
            audit = _audit(truth, seed, condition)
            codes = codes_of(audit)
            if truth.style.any():
                shifts[condition].append("P-SCALE" in codes)
            fired[condition].update(codes - ({"P-SCALE"} if truth.style.any() else set()))
            grave[condition].update({finding.severity.value for finding in audit.findings if not finding.to_check})
            if condition == ALL:
                full = audit
                style = "the partner answers .6 lower" if truth.style.any() else "both firms use the scale alike"
                by_style.setdefault(style, []).append(audit)
                silent_lines += any(score.metric == "quality.straight_lines" and score.value for score in audit.scores)
                told.update({score.metric for score in audit.scores if score.is_ok})
            elif full is not None:
                for name, holds in held(full, audit):
                    covered.setdefault((name, condition), []).append(holds)
    n = len(seeds)
    for condition in ANSWERING:
        yield ("found alone", "scale used differently", condition, sum(shifts[condition]), len(shifts[condition]))
        yield from (("false alarms", code, condition, fired[condition][code], n) for code in sorted(RULES))
        yield from (
            ("severity", severity.value, condition, grave[condition][severity.value], n)
            for severity in reversed(Severity)
        )
    yield from (("coverage", name, condition, sum(of), len(of)) for (name, condition), of in sorted(covered.items()))
    yield ("careless", "straight-line warning although nobody was careless", ALL, silent_lines, n)
    yield ("told", "E-I index", ALL, told["ei_index"], n)
    for style, found in sorted(by_style.items()):
        gaps = sum(finding.code == "P-GAP" for audit in found for finding in audit.findings)
        yield ("styles", "established perception gaps an alliance", style, gaps, len(found))
        yield ("styles", "findings an alliance", style, sum(len(audit.findings) for audit in found), len(found))


def held(full: Audit, audit: Audit) -> Iterator[tuple[str, bool]]:
    """Whether each printed interval holds what all answers give, where both are made of the same parts."""
    everybody = {(score.metric, score.subject): score for score in full.scores}
    found = {(score.metric, score.subject): score for score in audit.scores}
    for key, score in found.items():
        aim = everybody.get(key)
        is_asked = score.metric in COVERED and score.subject.kind is WHOLE
        if not is_asked or not score.is_ok or score.interval is None or aim is None or aim.value is None:
            continue
        if parts_of(key, everybody) == parts_of(key, found):
            low, high = score.interval
            yield score.metric, low - 1e-9 <= aim.value <= high + 1e-9


def gaps_alone(seeds: Sequence[int]) -> Iterator[Row]:
    """Planted gaps found, one an alliance."""
    for gap, condition in itertools.product(GAPS, (ALL, RANDOM)):
        made = [_audit(planted(at_random(seed), gap, seed), seed, condition) for seed in seeds]
        yield ("found alone", gap, condition, sum(bool(FOUND_BY[gap] & codes_of(audit)) for audit in made), len(made))
        if condition == RANDOM:
            spoken = [FOUND_BY[gap] & _spoken_of(audit) for audit in made]
            yield ("spoken of", gap, condition, sum(map(bool, spoken)), len(spoken))


def _spoken_of(audit: Audit) -> set[str]:
    """Codes of what was found, or is to check, or said to be untellable."""
    return {finding.code for finding in audit.findings} | {unseen.code for unseen in audit.not_looked}


def gaps_in_pairs(seeds: Sequence[int]) -> Iterator[Row]:
    """Planted gaps found, two an alliance."""
    found: dict[str, list[bool]] = {gap: [] for gap in GAPS}
    for seed, (one, other) in itertools.product(seeds, itertools.combinations(GAPS, 2)):
        own = seed + 1000 * sorted(GAPS).index(one) + 20_000 * sorted(GAPS).index(other)
        codes = codes_of(_audit(planted(planted(at_random(own), one, own), other, own), own, ALL))
        for gap in (one, other):
            found[gap].append(bool(FOUND_BY[gap] & codes))
    yield from (("found in pairs", gap, ALL, sum(of), len(of)) for gap, of in found.items())


def two_waves(seeds: Sequence[int]) -> Iterator[Row]:
    """What is called a change: the same truth answered again, and half a step of true change of what is meant."""
    for name, said in (("nothing changed", 0.0), ("half a step up", 0.5)):
        called = compared = moved = found = asked = falls = 0
        for seed in seeds:
            truth = at_random(seed, size=25)
            later = changed(truth, seed, said=said)
            before, after = audits(later, [answered(truth, seed), answered(later, seed + 1, wave=2)])
            verdicts = {(change.metric, change.subject): change.verdict for change in compare(before, after).scores}
            known = [verdict for verdict in verdicts.values() if verdict is not Verdict.NOT_COMPARABLE]
            moves = [verdict for verdict in known if verdict in {Verdict.ROSE, Verdict.FELL}]
            called, compared, moved = called + len(moves), compared + len(known), moved + bool(moves)
            falls += bool({"G-DROP", "N-DROP"} & codes_of(after))
            climate = [one for (metric, about), one in verdicts.items() if (metric, about.kind) == ("climate", WHOLE)]
            found, asked = found + (Verdict.ROSE in climate), asked + len(climate)
        yield ("changes", "scores called rise or fall", name, called, compared)
        yield ("changes", "audits with any rise or fall told", name, moved, len(seeds))
        yield ("changes", "audits with G-DROP or N-DROP", name, falls, len(seeds))
        yield ("changes", "climate called a rise", name, found, asked)


def careless(seeds: Sequence[int]) -> Iterator[Row]:
    """One careless person in each firm: are they seen, and is a bridge still found to hang on one person."""
    seen = bridge = 0
    for seed in seeds:
        truth = planted(at_random(seed), "one bridge", seed)
        audit = audited(truth, [answered(truth, seed, careless=1)])
        seen += any(score.metric == "quality.straight_lines" and (score.value or 0) >= 2 for score in audit.scores)
        bridge += bool(FOUND_BY["one bridge"] & codes_of(audit))
    yield ("careless", "both careless people seen", "one in each firm", seen, len(seeds))
    yield ("careless", "one bridge found", "one in each firm", bridge, len(seeds))


PARTS: dict[str, tuple[Callable[[Sequence[int]], Iterator[Row]], int, int]] = {
    "in_order": (in_order, 300, 0),
    "gaps_alone": (gaps_alone, 20, 1_000),
    "gaps_in_pairs": (gaps_in_pairs, 2, 2_000),
    "two_waves": (two_waves, 30, 3_000),
    "careless": (careless, 30, 4_000),
}
"""What is run, on how many seeds at most, and where these start."""


def rows(share: float, first: int, parts: Sequence[str] = tuple(PARTS)) -> Iterator[Row]:
    """Everything, or some parts, on seeds from `first` on."""
    for part in parts:
        run, count, offset = PARTS[part]
        yield from run(range(first + offset, first + offset + max(2, round(share * count))))


def keep(found: Sequence[Row]) -> None:
    """Keep figures in place of those of the same things."""
    now = {row[:3]: row for row in found}
    before = [now.pop(row[:3], row) for row in kept()]
    DATA.write_text("[\n" + ",\n".join(json.dumps(row) for row in [*before, *now.values()]) + "\n]\n")


def printed(row: Row) -> str:
    """One line: what, how many, of how many, share and its error; a mean where things are counted per alliance."""
    table, name, condition, count, of = row
    if table == "styles":
        return f"| {table} | {name} | {condition} | {count:g} in {of} | {count / max(of, 1):.1f} |"
    return f"| {table} | {name} | {condition} | {count:g} of {of} | {count / max(of, 1):.1%} ± {error(count, of):.1%} |"


def main() -> None:
    """Run, print, and keep where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--part", choices=PARTS, nargs="+", default=tuple(PARTS))
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    start, found = time.process_time(), []
    print("| table | what | condition | count | share ± standard error |\n|---|---|---|---|---|")
    for row in rows(chosen.share, 0 if chosen.tune else REPORTED_FROM, chosen.part):
        found.append(row)
        if row[0] != "false alarms" or row[3]:
            print(printed(row), flush=True)
    print(f"{time.process_time() - start:.0f} s CPU")
    if chosen.write and not chosen.tune:
        keep(found)


if __name__ == "__main__":
    main()
