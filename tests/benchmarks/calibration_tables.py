"""Tables of what a calibration run measured."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

SHARES = (0.1, 0.2, 0.3, 0.4)
AIM = (0.88, 0.93)
PRINTED = ("E-I", "redundancy", "density", "core share", "counterpart coverage")
NUMBERS = ("degree", *PRINTED, "betweenness")
CORE_TIES = (0, 20, 40, 80, 10**9)
PROMINENCE = (0.0, 0.9, 1.1, 1.3, 1.6, 99.0)


@dataclass(frozen=True)
class Held:
    """One number of one hiding: was the full-data value in its interval, and how far off was it."""

    name: str
    central: bool
    share: float
    held: bool
    printed: bool
    error: float
    reported_error: float | None
    prominence: float
    core_ties: int


@dataclass(frozen=True)
class Said:
    """One role of one person in one hiding: how sure the draws were, and what is true."""

    role: str
    central: bool
    share: float
    chance: float
    holds: bool


def tables(numbers: Sequence[Held], roles: Sequence[Said]) -> dict[str, str]:
    """Parts of the manual page, by name."""
    usual = [held for held in numbers if held.share <= 0.3]
    at_random = [held for held in usual if not held.central]
    parts = {
        "random": _by_share(numbers, False, NUMBERS, _coverage),
        "central": _by_share(numbers, True, NUMBERS, _coverage),
        "printed_random": _by_share(numbers, False, PRINTED, _printed),
        "printed_central": _by_share(numbers, True, PRINTED, _printed),
        "errors_random": _by_share(numbers, False, NUMBERS, _errors),
        "errors_central": _by_share(numbers, True, NUMBERS, _errors),
        "prominence": _binned(usual, PROMINENCE, lambda one: one.prominence),
        "core_ties": _binned(at_random, CORE_TIES, lambda one: one.core_ties),
        "roles": _roles(roles),
        "reliability": _reliability(roles),
        "verdict": _verdict(numbers),
    }
    return {name: "\n".join(lines) for name, lines in parts.items()}


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _head(*cells: str) -> list[str]:
    return ["| " + " | ".join(cells) + " |", "|---" * len(cells) + "|"]


def _coverage(found: Sequence[Held]) -> str:
    return percent(float(np.mean([held.held for held in found]))) if found else ""


def _printed(found: Sequence[Held]) -> str:
    """Coverage of the intervals the audit would print, and the share of cases in which it does."""
    shown = [held for held in found if held.printed]
    return f"{_coverage(shown) or '-'} of {percent(len(shown) / len(found))}"


def _errors(found: Sequence[Held]) -> str:
    return f"{np.mean([held.reported_error for held in found]):+.2f} / {np.mean([held.error for held in found]):+.2f}"


def _by_share(
    numbers: Sequence[Held], central: bool, names: Sequence[str], cell: Callable[[Sequence[Held]], str]
) -> list[str]:
    lines = _head("number", *(f"{percent(share)} missing" for share in SHARES))
    for name in names:
        found = [
            [held for held in numbers if (held.name, held.central, held.share) == (name, central, s)] for s in SHARES
        ]
        lines.append(f"| {name} | " + " | ".join(map(cell, found)) + " |")
    return lines


def _binned(numbers: Sequence[Held], edges: Sequence[float], of: Callable[[Held], float]) -> list[str]:
    """Coverage by bin of something the audit can see."""
    heads = [f"{low:g} to {high:g}" for low, high in itertools.pairwise(edges)]
    heads[0], heads[-1] = f"below {edges[1]:g}", f"{edges[-2]:g} and above"
    lines = _head("number", *heads)
    for name in NUMBERS:
        named = [held for held in numbers if held.name == name]
        bins = [[held for held in named if low <= of(held) < high] for low, high in itertools.pairwise(edges)]
        lines.append(f"| {name} | " + " | ".join(map(_coverage, bins)) + " |")
    return lines


def reliability(said: Sequence[Said]) -> tuple[float, float, list[tuple[float, float, int]]]:
    """Brier score, expected calibration error over ten bins, and the bins."""
    chance, holds = (
        np.array([sentence.chance for sentence in said]),
        np.array([float(sentence.holds) for sentence in said]),
    )
    place = np.minimum((chance * 10).astype(int), 9)
    bins = [
        (float(chance[place == at].mean()), float(holds[place == at].mean()), int((place == at).sum()))
        for at in range(10)
        if (place == at).any()
    ]
    error = sum(abs(said_of - true_of) * count for said_of, true_of, count in bins) / len(said)
    return float(((chance - holds) ** 2).mean()), float(error), bins


def _roles(roles: Sequence[Said]) -> list[str]:
    lines = _head("role", "who is missing", "share missing", "people", "Brier score", "calibration error")
    for name, central in itertools.product(("core", "spanner"), (False, True)):
        for shares in (*((share,) for share in SHARES), SHARES[:3]):
            said = [
                sentence
                for sentence in roles
                if (sentence.role, sentence.central) == (name, central) and sentence.share in shares
            ]
            brier, error, _ = reliability(said)
            missing = percent(shares[0]) if len(shares) == 1 else "10 to 30 %"
            who = "central first" if central else "at random"
            lines.append(f"| {name} | {who} | {missing} | {len(said):,} | {brier:.3f} | {error:.3f} |")
    return lines


def _reliability(roles: Sequence[Said]) -> list[str]:
    lines = _head("role", *(f"{at / 10:.1f}-{(at + 1) / 10:.1f}" for at in range(10)))
    for name in ("core", "spanner"):
        said = [
            sentence
            for sentence in roles
            if sentence.role == name and not sentence.central and sentence.share in SHARES[:3]
        ]
        cells = [f"{chance:.2f} → {share:.2f} ({count})" for chance, share, count in reliability(said)[2]]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def _verdict(numbers: Sequence[Held]) -> list[str]:
    """What is reached and what is not, in sentences."""
    lines = []
    for name, central in itertools.product(NUMBERS, (False, True)):
        named = [held for held in numbers if (held.name, held.central) == (name, central)]
        found = {share: float(np.mean([held.held for held in named if held.share == share])) for share in SHARES}
        low = [percent(share) for share, held in found.items() if held < AIM[0] - 0.005]
        high = [percent(share) for share, held in found.items() if held > AIM[1] + 0.005]
        parts = [f"too short at {', '.join(low)}"] * bool(low) + [f"too long at {', '.join(high)}"] * bool(high)
        if parts:
            who = "central people missing" if central else "missing at random"
            lines.append(f"- {name}, {who}: {'; '.join(parts)}.")
    return lines
