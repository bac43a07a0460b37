"""How long a large survey takes, and how much memory a large export needs; prints, asserts nothing.

    python tests/benchmarks/bench_survey.py

The first figure is the target of 3 s CPU for 300 people × 300 names × 9 network items from a
Qualtrics CSV; the second the target of 1 GB for an export of 50 MB. Each runs in a process of its own.
"""

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

PEOPLE = 300
ITEMS = tuple(f"NET{number}" for number in range(1, 10))
META = (
    *("StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecordedDate"),
    *("ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference"),
    *("LocationLatitude", "LocationLongitude", "DistributionChannel", "UserLanguage"),
)


def write_export(path: Path, instrument, comment_bytes: int = 0) -> None:
    """A Qualtrics CSV in which everybody rates everybody, with comments to make it longer."""
    rng = random.Random(20260401)
    names = [f"p{number:03d}" for number in range(PEOPLE)]
    items = [instrument.item(item) for item in ITEMS]
    words = [[point.label.get("en", point.code) for point in item.scale.points] for item in items]
    comments = [f"C{number}" for number in range(40)] if comment_bytes else []
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        head = [*META, *(f"{item.id}_{name}" for item in items for name in names), *comments]
        writer.writerow(head)
        wording = [f"{item.text['en']} - Person {name}" for item in items for name in names]
        writer.writerow([*META, *wording, *("Anything else?" for _ in comments)])
        writer.writerow([f'{{"ImportId":"{code}"}}' for code in head])
        for name in names:
            begun = ["2026-03-01 10:00:00", "2026-03-01 10:20:00", "IP Address", "", "100", "1200", "True"]
            row = [*begun, "2026-03-01 10:20:00", f"R_{name}", "", "", f"{name}@a.example", name, "", "", "email", "EN"]
            row += [rng.choice(choices) for choices in words for _ in names]
            row += [f"{rng.random()} " * (comment_bytes // 20) for _ in comments]
            writer.writerow(row)


def read_all(path: Path) -> None:
    """Read, merge and turn into columns; prints CPU seconds and peak memory of this process."""
    started = time.process_time()
    from alliancenet.instruments.reading import read_instrument, shipped_instruments
    from alliancenet.model.register import OrganisationId, Person, PersonId
    from alliancenet.survey.answers import answers_from
    from alliancenet.survey.mapping import read_mapping
    from alliancenet.survey.people import Roster, merge_rosters
    from alliancenet.survey.quality import quality_of
    from alliancenet.survey.readers.detect import read_export

    imported = time.process_time()
    net = read_instrument(shipped_instruments()["net"])
    mapping_file = path.with_suffix(".yaml")
    lines = [f"  - {{columns: '{item}_*', item: {item}}}" for item in ITEMS]
    mapping_file.write_text("\n".join(["format: alliancenet-mapping/1", "roster:", *lines]), encoding="utf-8")
    half = PEOPLE // 2
    rosters = [
        Roster(
            file=f"{firm}.csv",
            people=tuple(
                Person(
                    id=PersonId(f"p{number:03d}"),
                    organisation=OrganisationId(firm),
                    name=f"Person {number}",
                    addresses=(f"p{number:03d}@a.example",),
                )
                for number in numbers
            ),
        )
        for firm, numbers in (("A", range(half)), ("B", range(half - 20, PEOPLE)))
    ]
    export = read_export(path)
    read = time.process_time()
    merged = merge_rosters(rosters)
    joined = time.process_time()
    answers = answers_from(
        [(export, read_mapping(mapping_file, [net]))],
        [net],
        merged.people,
        opens=date(2026, 3, 1),
        closes=date(2026, 3, 31),
    )
    quality_of(answers, [net], merged.people)
    done = time.process_time()
    reports = sum(len(report.value) for report in answers.reports.values())
    print(
        f"  {reports:,} reports of {int(answers.responded.sum())} people\n"
        f"  CPU: imports {imported - started:.2f} s, export {read - imported:.2f} s, people {joined - read:.2f} s,"
        f" columns and quality {done - joined:.2f} s, whole process {done:.2f} s\n"
        f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"
    )


def main() -> None:
    """Write both exports, read each in a fresh process."""
    from alliancenet.instruments.reading import read_instrument, shipped_instruments

    net = read_instrument(shipped_instruments()["net"])
    with tempfile.TemporaryDirectory() as folder:
        for name, comment_bytes in (("300 × 300 × 9 from Qualtrics", 0), ("the same with comments", 4_000)):
            path = Path(folder) / "export.csv"
            write_export(path, net, comment_bytes)
            print(f"{name}, {path.stat().st_size / 1e6:.1f} MB", flush=True)
            subprocess.run([sys.executable, __file__, str(path)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        read_all(Path(sys.argv[1]))
    else:
        main()
