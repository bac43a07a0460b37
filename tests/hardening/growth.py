"""How audits grow: CPU and memory by people, and what is said where missing answers are of too many people."""

import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from bench_audit import write_edge_list
from commands import RUN, run

SILENT = 0.15


def audited(folder: Path, people: int):
    """CPU seconds, peak memory in MiB, and the audit of an edge list some of whose people are silent."""
    folder.mkdir()
    write_edge_list(folder, people, SILENT)
    files = ("--people", str(folder / "people.csv"), "--ties", str(folder / "ties.csv"), "--firm", "firm")
    spent, peak, _ = _measured("audit", *files, "-o", str(folder / "out"))
    return spent, peak, _audit(next((folder / "out").glob("*.audit.json")))


def audited_twice(folder: Path, people: int):
    """CPU seconds, peak memory in MiB, longest wait for a line of progress in seconds, and the later of two audits."""
    folder.mkdir()
    write_two_waves(folder / "p", people)
    spent, peak, waited = _measured("audit", str(folder / "p"), "-o", str(folder / "out"))
    return spent, peak, waited, _audit(folder / "out" / "north--w2.audit.json")


def reviewed(folder: Path, alliances: int):
    """CPU seconds, peak MiB and longest wait of a review of many alliances on one register; of how many."""
    folder.mkdir()
    write_many_alliances(folder / "p", alliances)
    spent, peak, waited = _measured("portfolio", str(folder / "p"), "-o", str(folder / "out"))
    text = next((folder / "out").glob("*.json")).read_text(encoding="utf-8")
    return spent, peak, waited, len(set(re.findall(r'"(a\d{4})"', text)))


def write_many_alliances(folder: Path, alliances: int) -> None:
    """A register of many alliances with goals, ten people each and one wave."""
    folder.mkdir()
    names = [f"a{at:04}" for at in range(alliances)]
    people = [(f"{name}-{at}", "fa" if at % 2 else "fb", name) for name in names for at in range(10)]
    goals = "".join(
        f'      - {{name: "Goal {at} of this alliance", kind: financial, floor: 0, target: 100, actual: {50 + 5 * at},'
        f' unit: "% of plan"}}\n'
        for at in range(6)
    )
    listed = "".join(
        f'  - id: {name}\n    name: "Alliance {name}: cameras and lenses"\n    organisations: [fa, fb]\n'
        f"    start: 2022-03-01\n    stage: operation\n    form: alliance\n    tier: {1 + at % 3}\n"
        f"    agreement_end: 2028-12-31\n    exit_plan: true\n    objectives:\n{goals}"
        for at, name in enumerate(names)
    )
    tables = {
        "alliancenet.yaml": "format: alliancenet-project/1\nname: many\n",
        "organisations.csv": "id,name,own\nfa,A,yes\nfb,B,no\n",
        "alliances.yaml": f"alliances:\n{listed}",
        "waves.csv": "id,alliance,open,close\nw1,,2026-04-01,2026-04-20\n",
        "people.csv": "id,organisation,level\n" + "".join(f"{one},{firm},operating\n" for one, firm, _ in people),
        "memberships.csv": "person,alliance\n" + "".join(f"{one},{name}\n" for one, _, name in people),
    }
    for file, text in tables.items():
        (folder / file).write_text(text)


def scheduled(folder: Path, events: int):
    """CPU seconds, peak memory in MiB and longest wait for a line of a build of a calendar of so many events."""
    run("init", folder, "--example", "traces")
    calendar = folder / "logs" / "ferry_meetings.ics"
    people = [row.split(",")[5] for row in (folder / "people.csv").read_text().splitlines()[1:] if "@" in row]
    draw = random.Random(events)
    with calendar.open("w") as file:
        file.write("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Brightwater//Calendar 16.0//EN\n")
        for at in range(events):
            one, other = draw.sample(people, 2)
            day = f"2026{1 + at % 4:02}{1 + at % 27:02}T{8 + at % 9:02}"
            file.write(
                f"BEGIN:VEVENT\nUID:e{at}@b.example\nORGANIZER:mailto:{one}\n"
                f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{other}\nDTSTART:{day}0000Z\nDTEND:{day}3000Z\nEND:VEVENT\n"
            )
        file.write("END:VCALENDAR\n")
    return _measured("comms", "build", str(folder), "--out", str(folder / "build"))


def write_two_waves(folder: Path, people: int) -> None:
    """Two firms asked twice: about twelve contacts a person, a third of them new in the second wave, some silent."""
    folder.mkdir()
    draw = random.Random(people)
    names = [f"{'ab'[at % 2]}{at}" for at in range(people)]
    tables = {
        "alliancenet.yaml": "format: alliancenet-project/1\nname: two waves\n",
        "organisations.csv": "id,name,own\nfa,A,yes\nfb,B,no\n",
        "alliances.yaml": "alliances:\n  - {id: north, name: North, organisations: [fa, fb]}\n",
        "waves.csv": "id,alliance,open,close\nw1,,2025-04-01,2025-04-20\nw2,,2026-04-01,2026-04-20\n",
        "people.csv": "id,organisation,level\n" + "".join(f"{name},f{name[0]},operating\n" for name in names),
        "memberships.csv": "person,alliance\n" + "".join(f"{name},north\n" for name in names),
    }
    for file, text in tables.items():
        (folder / file).write_text(text)
    ties = {(a, b) for a in names for b in draw.sample(names, 6) if a != b}
    with (folder / "answers.csv").open("w") as answers, (folder / "responses.csv").open("w") as responses:
        answers.write("wave,alliance,respondent,item,alter,value\n")
        responses.write("wave,alliance,respondent,status,submitted\n")
        for wave in ("w1", "w2"):
            answered = {name for name in names if draw.random() >= SILENT}
            for name in names:
                state = "complete" if name in answered else "none"
                responses.write(f"{wave},north,{name},{state},\n")
            for a, b in sorted(ties | {(b, a) for a, b in ties}):
                if a in answered:
                    answers.writelines(f"{wave},north,{a},NET{item},{b},{draw.choice((2, 3, 4))}\n" for item in (1, 2))
            gone = set(draw.sample(sorted(ties), len(ties) // 3))
            ties = (ties - gone) | {(a, draw.choice(names)) for a, _ in gone}
            ties = {(a, b) for a, b in ties if a != b}


def _measured(*arguments):
    """CPU seconds, peak MiB and the longest wait for a line on the error stream, with what comes before the first."""
    process = subprocess.Popen([*RUN, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    last, waited = time.monotonic(), 0.0
    for _ in process.stderr:
        waited, last = max(waited, time.monotonic() - last), time.monotonic()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, waited


def _audit(path: Path):
    return json.loads(path.read_text())["audits"][0]


def said_of_redundancy(audit):
    """Confidence, and state or interval of redundancy: what the reader learns about silence."""
    return f"confidence {audit['confidence']}, redundancy {said_of(audit, 'redundancy')}"


def said_of(audit, metric):
    """A number with its interval, or why it is withheld."""
    score = next(score for score in audit["scores"] if score["metric"] == metric)
    return f"{score['value']}, {score['interval']}" if score["state"] == "ok" else score["reason"]
