"""How long a portfolio review takes from audit files; prints CPU seconds.

Usage::

    python tests/benchmarks/bench_portfolio.py [--alliances 200] [--waves 8] [--people 200]

Files are synthetic but of the shape and size real audits have: people, ties of three layers, scores
of every metric the review reads. "Cold" reads a folder that has no index, e.g. of audits copied
together, where parsing JSON dominates; "warm" is every later review, and the first one in a folder
that `alliancenet audit -o` wrote.
"""

import argparse
import random
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from built_audits import a_person, a_score, an_audit
from built_portfolios import a_register, a_sponsor, an_alliance, integrated, kpis, meeting, member, profile, rated

from alliancenet.files.seal import sealed
from alliancenet.model.audit import DrawnTie, ParticipantRole
from alliancenet.model.portfolio import Economics, PortfolioRecords
from alliancenet.model.register import Person
from alliancenet.portfolio.measures import read_metrics
from alliancenet.portfolio.opening import holdings_of
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import to_json as review_json
from alliancenet.portfolio.shelf.reading import INDEX_FILE, read_shelf
from alliancenet.settings import default_settings
from alliancenet.store.audit_file import file_name, to_json


def main() -> None:
    """Write the files, time the steps, print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("alliances", 200), ("waves", 8), ("people", 200)):
        parser.add_argument(f"--{name}", type=int, default=default)
    size = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        total = write_files(folder, size)
        register, records = a_project(size)
        print(
            f"{size.alliances} alliances × {size.waves} waves × {size.people} people: {total / 1e6:,.0f} MB of audits"
        )
        timed("cold: read every file, write the index", lambda: read_shelf(folder))
        print(f"  index: {(folder / INDEX_FILE).stat().st_size / 1e6:.1f} MB")
        before = time.process_time()
        shelf = timed("warm: digests of every file, the rest from the index", lambda: read_shelf(folder))
        holdings, _ = timed("holdings", lambda: holdings_of(register, records, default_settings(), shelf))
        made = timed("review", lambda: review(holdings, "bench"))
        timed("as JSON", lambda: review_json(made))
        print(f"  warm in all: {time.process_time() - before:.2f} s CPU")


def timed(what, work):
    began = time.process_time()
    result = work()
    print(f"  {what}: {time.process_time() - began:.2f} s CPU")
    return result


def write_files(folder, size):
    """One real audit document, its names and numbers changed for each alliance and wave."""
    rng = random.Random(1)
    text = to_json([a_big_audit(size.people, rng)]).partition(', "seal"')[0] + "}"
    total = 0
    for number in range(size.alliances):
        for wave in range(size.waves):
            closes = date(2022, 4, 1) + timedelta(days=182 * wave)
            shell = an_audit(f"a{number:03d}", wave=f"w{wave}")
            made = text.replace('"@alliance"', f'"a{number:03d}"').replace('"@wave"', f'"w{wave}"')
            made = made.replace('"2026-03-20"', f'"{closes}"').replace("61.5", f"{40 + rng.random() * 50:.4f}")
            path = folder / file_name(shell)
            path.write_text(sealed(made), encoding="utf-8")
            total += path.stat().st_size
    return total


def a_big_audit(people, rng):
    roster = tuple(
        replace(
            a_person(
                n, "own" if n % 2 else "partner", role=ParticipantRole.CORE if n % 3 else ParticipantRole.PERIPHERAL
            ),
            id=f"p{n:04d}",
        )
        for n in range(people)
    )
    ties = tuple(
        DrawnTie(source=f"p{min(pair):04d}", target=f"p{max(pair):04d}", layer=layer, status="confirmed", value=4.0)
        for layer in ("communication", "advice", "trust")
        for pair in {tuple(sorted(rng.sample(range(people), 2))) for _ in range(people * 6)}
    )
    scores = tuple(
        a_score(metric, 61.5, "@alliance", unit="points 0-100", interval=(58, 66)) for metric in sorted(read_metrics())
    )
    audit = an_audit("@alliance", wave="@wave")
    return replace(audit, people=roster, ties=ties, scores=scores)


def a_project(size):
    names = [f"a{n:03d}" for n in range(size.alliances)]
    sponsors = [a_sponsor(f"s{n}") for n in range(20)] + [a_sponsor("lee", "partner")]
    crowd = [
        Person(id=f"{name}-{n}", organisation="own" if n % 2 else "partner", level="operating")
        for name in names
        for n in range(size.people)
    ]
    register = a_register(
        *(an_alliance(name, tier=1 + n % 3, objectives=kpis(60, 70, 50, 40)) for n, name in enumerate(names)),
        people=[*sponsors, *crowd],
        memberships=[
            *(member(person.id, person.id.partition("-")[0]) for person in crowd),
            *(member(f"s{n % 20}", name) for n, name in enumerate(names)),
            *(member("lee", name) for name in names),
        ],
        touchpoints=[
            meeting(date(2025, 6, 1) + timedelta(days=n), f"s{k % 20}", "lee", alliance=name)
            for k, name in enumerate(names)
            for n in range(0, 360, 30)
        ],
    )
    depths = [integrated(name, 25 * (n % 5)) for n, name in enumerate(names)]
    days = [date(2022, 4, 1) + timedelta(days=182 * wave) for wave in range(size.waves)]
    records = PortfolioRecords(
        ratings=tuple(
            rated(*[(n + wave) % 5] * 5, alliance=name, day=day)
            for n, name in enumerate(names)
            for wave, day in enumerate(days)
        ),
        resources=tuple(resource for resource, _ in depths),
        spectrum=tuple(position for _, position in depths),
        economics=tuple(
            Economics(alliance=name, day=day, value=float(n + 1), contribution=float(n % 7 - 2))
            for n, name in enumerate(names)
            for day in days
        ),
        profile=tuple(
            entry
            for n, name in enumerate(names)
            for entry in profile(name, "market", *(f"m{(n * k) % 40}" for k in (1, 3, 7, 11)))
        ),
    )
    return register, records


if __name__ == "__main__":
    main()
