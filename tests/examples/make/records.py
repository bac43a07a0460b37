"""What the portfolio's committee has on record: goals, ratings, linkages, money, decisions."""

from dataclasses import dataclass, replace

from opinions import GOALS
from plans import OWN_FIRM, Plan

Rows = list[dict[str, object]]
DAYS = ("2025-09-30", "2026-03-31")
LINKAGES = (
    "data exchange",
    "shared planning calendar",
    "joint test bench",
    "joint service desk",
    "shared warehouse",
    "one team room",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is on record about one alliance.

    Parameters
    ----------
    ratings : TIE1 to TIE5, 0-4; the last is what we learn.
    linked : how many of the six linkages are in place.
    spectrum : situation and connection, 1-5, as both firms see them.
    full_time : people who work on it full time.
    hours : hours of executives in half a year.
    budget, value, contribution : million kroner in half a year; a contribution per half-year.
    wallet : share of the partner's spend in the category.
    goal : the corporate goal it serves.
    technology : what it works on.
    """

    ratings: tuple[int, int, int, int, int]
    linked: int
    spectrum: tuple[float, float]
    full_time: int
    hours: int
    budget: float
    value: float
    contribution: tuple[float, float]
    wallet: float
    goal: str
    technology: str


RECORDS = {
    "lantern": Record(
        ratings=(4, 4, 3, 3, 3), linked=6, spectrum=(4, 4), full_time=12, hours=120, budget=6.0, value=40,
        contribution=(7.1, 7.9), wallet=0.5, goal="image", technology="low-light optics",
    ),
    "kestrel": Record(
        ratings=(4, 3, 3, 3, 2), linked=3, spectrum=(4, 3.5), full_time=9, hours=110, budget=4.5, value=28,
        contribution=(4.2, 2.0), wallet=0.7, goal="weather", technology="wind sensing",
    ),
    "harbor": Record(
        ratings=(3, 3, 2, 2, 2), linked=4, spectrum=(3, 3.5), full_time=7, hours=20, budget=3.0, value=19,
        contribution=(2.5, 2.6), wallet=0.65, goal="weather", technology="radio telemetry",
    ),
    "mosaic": Record(
        ratings=(3, 3, 3, 3, 2), linked=4, spectrum=(3.5, 3.5), full_time=7, hours=100, budget=3.2, value=22,
        contribution=(2.9, 3.1), wallet=0.6, goal="image", technology="surface inspection",
    ),
    "cobalt": Record(
        ratings=(4, 4, 4, 3, 3), linked=6, spectrum=(4.5, 4.5), full_time=30, hours=160, budget=14.0, value=90,
        contribution=(12.4, 13.0), wallet=0.8, goal="chemistry", technology="paint chemistry",
    ),
    "sparrow": Record(
        ratings=(2, 2, 2, 3, 2), linked=3, spectrum=(3, 3), full_time=4, hours=60, budget=1.9, value=11,
        contribution=(1.0, 0.8), wallet=0.7, goal="service", technology="hand-held testing",
    ),
    "willow": Record(
        ratings=(1, 1, 1, 1, 3), linked=2, spectrum=(1.5, 2.5), full_time=3, hours=130, budget=3.6, value=4,
        contribution=(-1.1, -1.4), wallet=0.9, goal="", technology="garden lighting",
    ),
    "thimble": Record(
        ratings=(2, 1, 2, 2, 2), linked=2, spectrum=(2.5, 2), full_time=2, hours=12, budget=0.8, value=3,
        contribution=(0.1, 0.2), wallet=0.4, goal="chemistry", technology="micro-pumps",
    ),
}  # fmt: skip
GOAL_NAMES = {
    "image": "Lead in industrial imaging",
    "weather": "Grow in weather measurement",
    "chemistry": "Enter process chemistry",
    "service": "Sell service, not devices",
    "space": "Win a first customer in space",
}


# Lantern and Mosaic want the same things from two partners: half or more in common.
PROFILES = (
    ("lantern", "market", "factory cameras"),
    ("lantern", "need", "image sensors"),
    ("mosaic", "market", "factory cameras"),
    ("mosaic", "need", "image sensors"),
    ("harbor", "need", "weatherproof housings"),
    ("kestrel", "need", "weatherproof housings"),
)
DECISIONS = (
    ("willow", "2025-11-20", "conversion_refused", "asked for a minimum order; Gable & Moss declined"),
    ("kestrel", "2024-05-06", "relaunch", "new steering after the first turbine delay"),
)
CHECKLISTS = (
    ("kestrel", "relaunch", "agree again what the alliance is for", "", "alliance manager", "2026-05-15"),
    ("kestrel", "relaunch", "name counterparts at every level", "", "alliance manager", "2026-04-10"),
    ("kestrel", "relaunch", "one page of roles and responsibilities", "2026-04-02", "project leader", "2026-04-10"),
)
PROPOSALS = (
    ("pelican", "Pelican: space-grade optics", "Meridian Orbital", "space", "partner", "head of alliances"),
    ("otter", "Otter: river gauges", "", "weather", "undecided", ""),
)
GATES = (
    ("pelican", "presentation", "2025-12-04", "go on"),
    ("pelican", "discussion", "2026-02-12", "go on"),
    ("pelican", "evaluation", "2026-03-30", ""),
    ("otter", "presentation", "2025-11-06", ""),
)
LESSONS = (
    (
        "pairs-first",
        "2024-11-12",
        "kestrel",
        "Name pairs of counterparts before the kick-off; the bridge then survives the first departures.",
        "N-DROP;N-THINBRIDGE;N-COUNTERPART",
        3,
    ),
    (
        "sponsor-diary",
        "2025-03-18",
        "harbor",
        "Put the sponsors' meetings of a year into both diaries on the day the plan is signed.",
        "S-IDLE",
        2,
    ),
    (
        "say-it-early",
        "2025-06-24",
        "sparrow",
        "Bring a third person to the first meeting after a quarrel; agree how to disagree.",
        "H-CONFLICT",
        1,
    ),
    (
        "second-name",
        "2025-02-11",
        "mosaic",
        "Give whoever carries the contact a second name on both sides, and let the two visit the partner together.",
        "N-ONEBRIDGE;N-NOBRIDGE;N-OVERLOAD",
        2,
    ),
    (
        "one-step",
        "2025-05-06",
        "willow",
        "Raise one level at a time: a joint plan for the weakest, looked at after a quarter, moved more than five plans.",
        "G-FLOOR;G-ZERO;G-DROP",
        1,
    ),
    (
        "share-the-load",
        "2025-09-02",
        "",
        "An executive gave two alliances to a colleague who had met both partners; nobody of the partners minded.",
        "S-LOAD;S-UNSEEN",
        1,
    ),
    (
        "their-example",
        "2025-11-19",
        "mosaic",
        "Let the side that sees less begin with an example; defending one's own view first closed two meetings.",
        "P-GAP;P-BLIND",
        1,
    ),
)


def record_files(plans: tuple[Plan, ...]) -> dict[str, Rows]:
    """Rows of `portfolio/*.csv`."""
    rows: dict[str, Rows] = {
        "goals.csv": [{"id": id_, "name": name, "owner": "board"} for id_, name in GOAL_NAMES.items()]
    }
    for plan in plans:
        for name, some in _rows_of(plan, RECORDS[plan.id]).items():
            rows.setdefault(name, []).extend(some)
    for name, some in _shared_rows().items():
        rows.setdefault(name, []).extend(some)
    return {f"portfolio/{name}": some for name, some in rows.items()}


def _shared_rows() -> dict[str, Rows]:
    """Rows that are not one for each alliance."""
    heads = {
        "profiles.csv": (("alliance", "kind", "name"), PROFILES),
        "decisions.csv": (("alliance", "date", "kind", "note"), DECISIONS),
        "checklists.csv": (("alliance", "checklist", "item", "done", "owner", "due"), CHECKLISTS),
        "proposals.csv": (("id", "name", "partner", "goal", "choice", "owner"), PROPOSALS),
        "gates.csv": (("proposal", "gate", "entered", "decision"), GATES),
        "lessons.csv": (("id", "date", "alliance", "lesson", "codes", "reused"), LESSONS),
    }
    return {name: [dict(zip(head, row, strict=True)) for row in some] for name, (head, some) in heads.items()}


def _rows_of(plan: Plan, record: Record) -> dict[str, Rows]:
    about = {"alliance": plan.id}
    return {
        "profiles.csv": [
            *([{**about, "kind": "goal", "name": record.goal}] if record.goal else []),
            {**about, "kind": "technology", "name": record.technology},
        ],
        "ratings.csv": [
            {
                **about,
                "date": DAYS[1],
                **{f"TIE{number}": value for number, value in enumerate(record.ratings, start=1)},
                "owner": "portfolio committee",
            }
        ],
        "spectrum.csv": [_spectrum(plan, record, firm) for firm in (OWN_FIRM[0], plan.partner[0])],
        "linkages.csv": [
            {**about, "linkage": name, "needed": "yes", "since": "2025-01-15" if number < record.linked else ""}
            for number, name in enumerate(LINKAGES)
        ],
        "governance.csv": [{**about, "date": DAYS[0], "exists": "yes" if plan.tier < 3 else "no"}],
        "resources.csv": [
            {
                **about,
                "date": day,
                "people_time": round(0.55 * plan.people[0], 1),
                "dedicated": record.full_time,
                "executive_hours": record.hours,
                "budget": record.budget,
            }
            for day in DAYS
        ],
        "economics.csv": [
            {**about, "date": day, "value": record.value, "contribution": gain, "share_of_wallet": record.wallet}
            for day, gain in zip(DAYS, record.contribution, strict=True)
        ],
        "kpis.csv": _kpis(plan),
    }


def _spectrum(plan: Plan, record: Record, firm: str) -> dict[str, object]:
    situation, connection = record.spectrum
    values = {f"REL{number}": situation if number <= 4 else connection for number in range(1, 9)}
    return {"alliance": plan.id, "organisation": firm, "date": DAYS[1], **values}


def _kpis(plan: Plan) -> Rows:
    later = replace(plan, **plan.later)
    return [
        {"alliance": plan.id, "objective": goal, "date": day, "actual": actual(now, number)}
        for day, now in zip(DAYS, (plan, later), strict=True)
        for number, goal in enumerate(GOALS[:6])
    ]


def actual(plan: Plan, number: int) -> str:
    """Where an objective stands, in per cent of plan."""
    return f"{min(100, max(0, plan.performance + (-6, 4, 8, -4, 2, -8)[number])):g}"
