"""Every command with streams that take nothing, other code pages, and signals: one sentence, no traceback.

The commands are those of the command line's own table (`scenarios.leaves`): what writes is laid out by `scenarios`,
what only reads stands in `reading`; `test_kills.py` holds both to the table.
"""

import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import warm
from commands import is_one_sentence, leftovers, snapshot
from scenarios import WAVE, Writer, nothing, writers

SIGNALS = {"Ctrl-C": signal.SIGINT, "SIGTERM": signal.SIGTERM}
CODE_PAGES = ("cp1252", "ascii")


def reading(world) -> dict[str, Writer]:
    """Commands that only read, with what they are given."""
    of = world.of
    audits = of("audits")
    calls = {
        "check": (of("healthy"),),
        "explain": ("N-ONEBRIDGE",),
        "survey check": (of("climate.yaml"),),
        "survey list": (),
        "metrics": ("--ties", of("ties.csv"), "--people", of("nodes.csv")),
        "survey show": ("net",),
        "collect status": (of("opened"), *WAVE),
        "comms scan": (of("traces") / "logs",),
        "tiers": (of("healthy"), "--audits", audits),
        "customers": (of("economics"),),
        "compare": (audits, audits),
        "lessons": ("N-ONEBRIDGE", "--project", of("healthy")),
        "privacy show": (of("healthy"),),
        "help": ("privacy",),
        "accounts list": (of("accounts.json"),),
    }
    return {name: Writer(name, nothing, lambda _, words=words: words) for name, words in calls.items()}


def every(world) -> dict[str, Writer]:
    """All commands but those that serve."""
    return writers(world) | reading(world)


def tried(world, folder: Path, seed: int = 0) -> Iterator[tuple[str, int, list[str]]]:
    """What was tried, of how many commands, and of which the end was another than it should be."""
    commands, draw = every(world), random.Random(seed)
    for output in ("full", "closed", "gone"):
        yield f"standard output {output}", *_each(commands, folder, lambda c, p, o=output: _with_output(c, p, o))
    for page in CODE_PAGES:
        yield f"code page {page}", *_each(commands, folder, lambda c, p, page=page: _with_page(c, p, page))
    for name, number in SIGNALS.items():
        yield name, *_each(commands, folder, lambda c, p, n=number: _with_signal(c, p, n, draw))


def _each(commands, folder, attempt):
    faults = []
    for name, command in commands.items():
        place = folder / "place"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        command.start(place)
        fault = attempt(command, place)
        faults += [f"{name}: {fault}"] if fault else []
    return len(commands), faults


def _run(command, place, **about):
    return warm.run(*command.command.split(), *command.arguments(place), place=place, typed=command.typed, **about)


def _with_output(command, place, output):
    ended = _run(command, place, output=output)
    if "Traceback" in ended.err or ended.code == 3:
        return f"code {ended.code}, {ended.err[-200:]!r}"
    if output == "closed":
        return "" if is_one_sentence(ended) else f"code {ended.code}, {ended.err[-200:]!r}"
    # whoever prints nothing has nothing to be told
    allowed = {0, 2, 141} if output == "gone" else {0, 2}
    if ended.code not in allowed:
        return f"code {ended.code}, {ended.err[-200:]!r}"
    return "" if ended.code != 2 or "rror: " in ended.err or "problem: " in ended.err else f"{ended.err[-200:]!r}"


def _with_page(command, place, page):
    ended = _run(command, place, encoding=page)
    fine = ended.code == 0 or is_one_sentence(ended)
    return "" if fine else f"code {ended.code}, {ended.err[-200:]!r}"


def _with_signal(command, place, number, draw):
    """At a moment of its duration; what stands there is as before or as after, never with something half done."""
    whole = _run(command, place)
    if whole.code != 0 and not is_one_sentence(whole):
        return f"code {whole.code} when left alone, {whole.err[-200:]!r}"
    shutil.rmtree(place)
    place.mkdir()
    command.start(place)
    before = snapshot(place)
    ended = _run(command, place, kill_after=draw.uniform(0.05, 0.8) * whole.took, with_signal=number)
    if not ended.hit:
        return ""
    expected = {whole.code, 130} if number == signal.SIGINT else {whole.code, -number}
    if ended.code not in expected:
        return f"code {ended.code}, {ended.err[-200:]!r}"
    if "Traceback" in ended.err or (ended.code == 130 and "interrupted" not in ended.err):
        return f"{ended.err[-200:]!r}"
    lost = [name for name in before if not (place / name).exists() and command.over]
    left = leftovers(place) if number == signal.SIGINT and not command.slow else []
    return f"lost {lost[:3]}, left {left[:3]}" if lost or left else ""
