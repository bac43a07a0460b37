"""Write the example projects: the same bytes every time.

Run ``python tests/examples/make/generate.py`` to write them anew, ``--to DIR`` to write them elsewhere.
Everything is invented: firms, people, answers. Only ``random.random`` is used, whose numbers do not
change between versions of Python.
"""

import argparse
import csv
import io
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

sys.dont_write_bytecode = True  # a cache beside the examples would be shipped with them

from base import base_files
from bonds import ratings_of_firms
from books import CUSTOMERS, book_files, plan_lines
from exports import Round, exports, paper_exports
from log_files import log_files, logs_yaml
from opinions import GOALS, opinions
from papers import BENCHMARK, CAPABILITY
from people import Actor, actors_of, rows_of_people
from plans import ECONOMICS, EXAMPLES, OWN_FIRM, PORTFOLIO, STAFFING, WAVES, Example, Plan
from positions import staffing_files
from practice import practice_files
from records import actual, record_files
from rosters import THEIR_FILE, merge_decisions, their_roster
from sayings import sayings
from ties import planted, reports

Rows = list[dict[str, object]]
FIRST_DAY, LAST_DAY = date(2024, 10, 1), date(2026, 4, 24)
KINDS = ("financial", "financial", "strategic", "operational", "financial", "operational", "strategic", "strategic")


def main() -> None:
    """Write every example below a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parents[3] / "examples")
    folder = parser.parse_args().to
    for example in EXAMPLES:
        for name, content in files_of(example).items():
            path = folder / example.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def files_of(example: Example) -> dict[str, bytes]:
    """Content of every file of an example, by name."""
    rows: dict[str, Rows] = {"organisations.csv": [_firm_row(OWN_FIRM, own=True)]}
    others: dict[str, str | bytes] = {}
    numbered = 1
    for plan in example.alliances:
        some_rows, some_files = _alliance(example, plan, numbered)
        for name, some in some_rows.items():
            rows.setdefault(name, []).extend(some)
        others |= some_files
        numbered += sum(plan.people)
    rows["people.csv"] = list({row["id"]: row for row in rows["people.csv"]}.values())
    rows["waves.csv"] = [
        {"id": id_, "alliance": "", "open": opens, "close": closes, "window_days": 90}
        for id_, opens, closes in WAVES[-example.waves :]
    ]
    if example is PORTFOLIO:
        rows.update(record_files(example.alliances))
    if example is ECONOMICS:
        rows["organisations.csv"] += [_firm_row(firm) for firm in CUSTOMERS]
        others |= book_files() | base_files() | practice_files()
    if example is STAFFING:
        rows.update(staffing_files())
    texts = {
        "README.md": _readme(example),
        "alliancenet.yaml": _project_yaml(example, others),
        "alliances.yaml": "alliances:\n" + "".join(_alliance_yaml(plan) for plan in example.alliances),
        **others,
        **{name: _csv(some) for name, some in sorted(rows.items()) if some},
    }
    return {name: text.encode() if isinstance(text, str) else text for name, text in texts.items()}


def _project_yaml(example: Example, others: Iterable[str]) -> str:
    exports = [name.removesuffix(".map.yaml") for name in others if name.endswith(".map.yaml")]
    lines = ["format: alliancenet-project/1", f"name: {example.title}"]
    if example is PORTFOLIO:
        lines.append("money: million DKK")
    if any(CAPABILITY in plan.papers for plan in example.alliances):
        lines.append(f"capability_benchmark: {BENCHMARK}")
    if THEIR_FILE in others:
        lines += ["files:", "  - {file: people.csv, kind: people}", f"  - {{file: {THEIR_FILE}, kind: people}}"]
    elif exports:
        lines += ["files:"]
    lines += [f"  - {{file: {name}, kind: survey_export}}" for name in exports]
    if example is STAFFING:
        lines += ["settings:", "  staffing.enabled: true"]
    books = plan_lines() if example is ECONOMICS else ""
    return "\n".join([*lines, *logs_yaml(example, others)]) + "\n" + books


def _alliance(example: Example, plan: Plan, first_number: int) -> tuple[dict[str, Rows], dict[str, str | bytes]]:
    """Rows for the tables of an example, and files of its own."""
    rng = Random(f"{example.folder}/{plan.id}")
    actors = actors_of(plan, first_number)
    rows = {
        "organisations.csv": [_firm_row(plan.partner)],
        "people.csv": rows_of_people(plan, actors, rng),
        "memberships.csv": [
            {"person": actor.id, "alliance": plan.id, "share_of_time": _share(actor)} for actor in actors
        ],
        "role_pairs.csv": _role_pairs(plan, actors),
        "touchpoints.csv": _touchpoints(plan, actors, rng),
        "issues.csv": _issues(plan, actors, rng),
    }
    files: dict[str, str | bytes] = {}
    rounds = _rounds(example, plan, actors, rng)
    if plan.their_names:
        files[THEIR_FILE] = _csv(their_roster(plan, actors))
        files["merge.yaml"] = merge_decisions(plan, actors)
    if plan.platforms:
        files |= exports(plan, actors, rounds)
    elif plan.asked:
        rows |= _answer_rows(plan, actors, rounds)
    files |= paper_exports(plan, actors, rounds[-1])
    if plan.logs:
        files |= log_files(plan, actors, [wave.truths for wave in rounds])
    return rows, files


def _answer_rows(plan: Plan, actors: list[Actor], rounds: list[Round]) -> dict[str, Rows]:
    """Answers in our own table."""
    columns = ("wave", "alliance", "respondent", "item", "alter", "value")
    answers: Rows = []
    status: Rows = []
    for wave in rounds:
        for place, other, item, value in wave.told:
            alter = "" if other < 0 else actors[other].id
            cells = (wave.wave, plan.id, actors[place].id, item, alter, value)
            answers.append(dict(zip(columns, cells, strict=True)))
        for place, actor in enumerate(actors):
            day = wave.days.get(place, "")
            told = {"status": "complete" if day else "none", "submitted": day}
            status.append({"wave": wave.wave, "alliance": plan.id, "respondent": actor.id, **told})
    return {"answers.csv": answers, "responses.csv": status}


def _rounds(example: Example, plan: Plan, actors: list[Actor], rng: Random) -> list[Round]:
    """What is true and what is told in every wave."""
    found: list[Round] = []
    truths: dict = {}
    for number, (wave, opens, _) in enumerate(WAVES[-example.waves :]):
        now = replace(plan, **plan.later) if number else plan
        truths = planted(now, actors, truths, rng)
        who = _respondents(now, actors, rng)
        told = sorted((one, other, item, value) for one, other, item, value in reports(truths, who, rng))
        about = [(one, -1, item, value) for one, item, value in opinions(now, actors, who, rng)]
        days = {}
        for place in range(len(actors)):
            day = opens + timedelta(days=1 + int(rng.random() * 20))
            if place in who:
                days[place] = day
        written = sayings(now, actors, who, wave) if plan.writes else ()
        if example is ECONOMICS:
            about += [(one, -1, item, value) for one, item, value in ratings_of_firms(actors)]
        everything = sorted((*told, *about, *written), key=lambda row: (row[0], row[1]))
        found.append(Round(wave=wave, told=tuple(everything), days=days, truths=truths))
    return found


def _respondents(plan: Plan, actors: list[Actor], rng: Random) -> set[int]:
    """People who answer: those with a role do unless very few do, then everybody by lot."""
    who: set[int] = set()
    for firm, rate in enumerate(plan.rate):
        places = [place for place, actor in enumerate(actors) if actor.firm == firm]
        lots = {place: rng.random() - (1 if actors[place].roles and rate > 0.6 else 0) for place in places}
        who.update(sorted(places, key=lambda place: lots[place])[: round(rate * len(places))])
    return who


def _firm_row(firm: tuple[str, str, str], *, own: bool = False) -> dict[str, object]:
    return {"id": firm[0], "name": firm[1], "own": "yes" if own else "no", "country": firm[2]}


def _share(actor: Actor) -> str:
    return {"senior": "0.05", "project_leader": "0.5", "operating": "0.7"}[actor.level]


def _role_pairs(plan: Plan, actors: list[Actor]) -> Rows:
    sides = [[actor for actor in actors if actor.firm == firm and actor.roles] for firm in (0, 1)]
    return [
        {"alliance": plan.id, "role": one.roles[0], "person": one.id, "partner": other.id}
        for one, other in zip(*sides, strict=False)
    ]


def _touchpoints(plan: Plan, actors: list[Actor], rng: Random) -> Rows:
    seniors, leaders = (
        [[actor.id for actor in actors if actor.firm == firm and actor.level == level] for firm in (0, 1)]
        for level in ("senior", "project_leader")
    )
    rows: Rows = []
    day = FIRST_DAY
    for month in range(19):
        day = FIRST_DAY + timedelta(days=30 * month + int(rng.random() * 9))
        if plan.planning and rng.random() < plan.planning:
            rows.append(_meeting(day, plan, "joint_planning", [*leaders[0][:2], *leaders[1][:2]]))
        if month % 3 == 2:
            idle = plan.sponsor_idle_from is not None and day > plan.sponsor_idle_from
            frozen = idle and not plan.planning
            if not frozen:
                ours = seniors[0][1] if idle else seniors[0][0]
                rows.append(_meeting(day + timedelta(days=4), plan, "sponsor", [ours, seniors[1][0]]))
            rows.append(_meeting(day + timedelta(days=9), plan, "review", [leaders[0][0], leaders[1][0]]))
    return [row for row in rows if str(row["date"]) <= str(LAST_DAY)]


def _meeting(day: date, plan: Plan, kind: str, attendees: list[str]) -> dict[str, object]:
    return {"date": day, "alliance": plan.id, "type": kind, "attendees": ";".join(attendees)}


def _issues(plan: Plan, actors: list[Actor], rng: Random) -> Rows:
    owners = [actor.id for actor in actors if actor.level == "project_leader"]
    quick = 0.9 if plan.conflict < 2.5 else 0.4
    rows: Rows = []
    for _ in range(12):
        opened = FIRST_DAY + timedelta(days=int(rng.random() * 560))
        in_time = rng.random() < quick
        closed = opened + timedelta(days=2 + int(rng.random() * (5 if in_time else 40)))
        rows.append(
            {
                "alliance": plan.id,
                "opened": opened,
                "due": opened + timedelta(days=14),
                "closed": closed if closed <= LAST_DAY else "",
                "severity": ("low", "medium", "high")[int(rng.random() * 3)],
                "owner": owners[int(rng.random() * len(owners))],
                "plan_met": "yes" if in_time else "no",
            }
        )
    return sorted(rows, key=lambda row: str(row["opened"]))


def _alliance_yaml(plan: Plan) -> str:
    lines = [
        f"  - id: {plan.id}",
        f'    name: "{plan.name}"',
        f"    organisations: [{OWN_FIRM[0]}, {plan.partner[0]}]",
        f"    start: {plan.start}",
        f"    stage: {plan.stage}",
        f"    form: {plan.form}",
        f"    tier: {plan.tier}",
        "    agreement_end: 2028-12-31",
        "    exit_plan: true",
    ]
    if plan.sponsor_plans:
        lines.append(f"    sponsor_plans: {{{OWN_FIRM[0]}: 2026-02-02, {plan.partner[0]}: 2026-02-16}}")
    if any(plan.skills):
        lines.append("    complements:")
        firms = (OWN_FIRM[0], plan.partner[0])
        lines += [
            f'      - {{organisation: {firm}, skill: "{skill}"}}'
            for firm, skills in zip(firms, plan.skills, strict=True)
            for skill in skills
        ]
    lines.append("    objectives:")
    now = replace(plan, **plan.later)
    for number, (goal, kind) in enumerate(zip(GOALS, KINDS, strict=True)):
        measured = f", actual: {actual(now, number)}" if number < 6 else ""
        lines.append(f'      - {{name: "{goal}", kind: {kind}, floor: 0, target: 100{measured}, unit: "% of plan"}}')
    return "\n".join(lines) + "\n"


def _csv(rows: Rows) -> str:
    text = io.StringIO()
    names = dict.fromkeys(name for row in rows for name in row)
    writer = csv.DictWriter(text, fieldnames=list(names), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


PLATFORM_NAMES = {
    "qualtrics": "Qualtrics (CSV, three header rows)",
    "microsoft_forms": "Microsoft Forms (XLSX)",
    "microsoft_forms_german": "Microsoft Forms (CSV, German)",
    "google_forms": "Google Forms (CSV)",
    "survey_monkey": "SurveyMonkey (CSV, two header rows)",
    "limesurvey": "LimeSurvey (CSV, codes)",
}
LOG_NAMES = {
    "exchange": "an Exchange message trace (UTF-16)",
    "mbox": "an mbox archive",
    "workspace": "a Google Workspace e-mail log search",
    "calendar": "an iCalendar file",
    "slack": "a Slack export",
}


def _readme(example: Example) -> str:
    names = "\n".join(f"- `{plan.id}`: {plan.name}, with {plan.partner[1]}" for plan in example.alliances)
    finds = "\n".join(f"- {line}" for line in example.finds)
    sources = "\n".join(f"- `{plan.id}`: {line}" for plan in example.alliances if (line := _sources_of(plan)))
    return (
        f"# {example.title}\n\nEverything here is invented: firms, people, answers. Written by"
        " `examples/generate.py`; run it to write the folder anew.\n\n"
        f"{names}\n\n## What a good audit must find\n\n{finds}\n\n"
        + (f"## As the platforms wrote it\n\n{sources}\n\n" if sources else "")
        + _try_it(example)
    )


def _sources_of(plan: Plan) -> str:
    words = []
    if plan.platforms:
        asked = " and ".join(PLATFORM_NAMES[platform] for platform in plan.platforms)
        words.append(f"answers from {asked} in `survey/`, the mapping beside each export")
    for paper in plan.papers:
        asked = ", ".join(name.replace("_", " ") for name in paper.instruments)
        words.append(f"what a few were asked ({asked}) from {PLATFORM_NAMES[paper.platform]}")
    if plan.logs:
        words.append(f"{', '.join(LOG_NAMES[log] for log in plan.logs)} in `logs/`: metadata only, no subject, no text")
    return "; ".join(words)


def _try_it(example: Example) -> str:
    if example is STAFFING:
        return (
            "Try it:\n\n```sh\nalliancenet audit examples/staffing -o my_audits\n"
            "alliancenet staffing examples/staffing -o my_audits\nalliancenet serve my_audits\n```\n"
        )
    if example is ECONOMICS:
        return (
            "Try it:\n\n```sh\nalliancenet audit examples/economics -o my_audits\n"
            "alliancenet economics examples/economics --as-of 2026-04-30 -o my_audits\n"
            "alliancenet execution examples/economics --as-of 2026-04-30 -o my_audits\n"
            "alliancenet learn examples/economics --as-of 2026-04-30\nalliancenet serve my_audits\n```\n"
        )
    if not any(plan.logs for plan in example.alliances):
        return f"Try it: `alliancenet audit examples/{example.folder} -o my_audits`\n"
    return (
        "Try it; until the logs are built, the audit says that it goes without them:\n\n```sh\n"
        f"alliancenet init mine --example {example.folder}\nalliancenet comms scan mine/logs\n"
        "alliancenet comms build mine\nalliancenet audit mine -o my_audits\n```\n"
    )


if __name__ == "__main__":
    main()
