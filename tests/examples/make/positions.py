"""Positions to fill with people who agreed, and the log of three roles: what is planted in the example of staffing."""

Rows = list[dict[str, object]]

STYLES = tuple(f"FIT-Y{number}" for number in range(1, 7))
SKILLS = ("domain", "negotiation", "project_work", "communication", "conflict", "partner_culture")


def _position(
    id_: str, title: str, alliance: str, stage: str, time: float, needs: str, *, style: str = "", **more: str
) -> dict[str, object]:
    """`needs` holds a digit per skill, `style` one per answer."""
    return {
        "position": id_,
        "title": title,
        "alliance": alliance,
        "stage": stage,
        "time_needed": time,
        "level": more.get("level", "project_leader"),
        "counterparts": more.get("counterparts", ""),
        "languages": more.get("languages", "en"),
        "pair": more.get("pair", ""),
        "open_from": "2026-12-01",
        **{f"need_{skill}": step for skill, step in zip(SKILLS, needs, strict=True)},
        **_styled(style),
    }


def _styled(style: str) -> dict[str, object]:
    return {item: style[place] if style else "" for place, item in enumerate(STYLES)}


POSITIONS = (
    _position(
        *("lights-lead", "Alliance manager for Beacon", "beacon", "launch", 0.4, "143413"),
        style="244233",
        counterparts="sa-be004;sa-be005",
        pair="beacon office",
    ),
    _position(
        *("lights-deputy", "Deputy alliance manager for Beacon", "beacon", "launch", 0.2, "132312"),
        style="244233",
        counterparts="sa-be004",
        pair="beacon office",
    ),
    _position(
        *("lights-projects", "Project leader for Beacon", "beacon", "operation", 0.5, "324221"),
        counterparts="sa-be006;sa-be007",
    ),
    _position(
        *("gauges-repair", "Relaunch of Heron", "heron", "relaunch", 0.3, "133344"),
        counterparts="ma-he004",
        languages="nl",
    ),
    _position(*("gauges-quality", "Quality of Heron", "heron", "operation", 0.3, "412210"), level="operating"),
    _position(*("gauges-tokyo", "Heron’s desk in Tokyo", "heron", "operation", 0.2, "211221"), languages="ja"),
)


def _candidate(
    person: str, free: float, have: str, manager: str, style: str, line: str, **more: str
) -> dict[str, object]:
    return {
        "person": person,
        "languages": more.get("languages", "en;da"),
        "free_time": free,
        "conflicts": more.get("conflicts", ""),
        "line_manager": line,
        "would_leave": more.get("would_leave", ""),
        "manager_agrees": "yes",
        **{f"have_{skill}": step for skill, step in zip(SKILLS, have, strict=True)},
        **{f"manager_{skill}": step for skill, step in zip(SKILLS, manager, strict=True)},
        **_styled(style),
    }


CANDIDATES = (
    # the best for two positions, with time for one: the plan needs her where nobody else qualifies
    _candidate("bw-be004", 0.4, "244444", "243434", "244233", "north", languages="en;da;nl"),
    _candidate("bw-be005", 0.4, "243413", "133412", "334232", "north"),
    _candidate("bw-be006", 0.6, "323322", "324221", "422334", "south"),
    # carries the bridge of Heron: cannot leave it for Beacon, however well she would fit there
    _candidate("bw-he005", 0.6, "344332", "334332", "", "south", would_leave="heron"),
    _candidate("bw-he006", 0.3, "432211", "432211", "333333", "south"),
    _candidate("bw-he010", 0.3, "322210", "312110", "", "west"),
    _candidate("bw-he004", 0.2, "132313", "132312", "244234", "west", conflicts="marrowby"),
    # withdrew, and never asked: their rows are not read
    _candidate("bw-be007", 1.0, "444444", "444444", "244233", "west", languages="en;ja"),
    _candidate("bw-he007", 1.0, "444444", "444444", "244233", "west"),
)
WITHDREW, NEVER_AGREED = "bw-be007", "bw-he007"
ON_TIES = ("bw-be004", "bw-be005", "bw-be006", "bw-he006")
_ROLE_LOG = ("alliance", "role", "kind", "date", "partner", "project", "rating", "rater")


_OUTCOME = ("alliance", "date", "kind", "organisation", "value", "error", "source")
OUTCOMES = (
    ("beacon", "2026-04-20", "position", "brightwater", 4, "", "strategy office, by market share in six harbours"),
    ("beacon", "2026-04-20", "position", "saltmarsh", 3, "", "their head of sales, in the steering meeting"),
    ("beacon", "2024-09-02", "announcement", "", 0.014, 0.006, "investor relations, market model over 220 days"),
)
_SPECTRUM = ("alliance", "organisation", "date", *(f"REL{number}" for number in range(1, 9)))
SPECTRUM = (
    ("beacon", "brightwater", "2026-03-31", 4, 2, 5, 4, 4, 3, 3, 4),
    ("beacon", "saltmarsh", "2026-03-31", 2, 2, 3, 4, 4, 2, 3, 3),
)


def staffing_files() -> dict[str, Rows]:
    """Rows of `staffing/*.csv`, of the role log, and of two files of the portfolio."""
    return {
        "staffing/positions.csv": list(POSITIONS),
        "staffing/candidates.csv": list(CANDIDATES),
        "staffing/consents.csv": _consents(),
        "portfolio/outcomes.csv": [dict(zip(_OUTCOME, row, strict=True)) for row in OUTCOMES],
        "portfolio/spectrum.csv": [dict(zip(_SPECTRUM, row, strict=True)) for row in SPECTRUM],
        "role_log.csv": [dict(zip(_ROLE_LOG, row, strict=True)) for row in (*_beacon(), *_heron())],
    }


def _consents() -> Rows:
    agreed = [str(candidate["person"]) for candidate in CANDIDATES if candidate["person"] not in {WITHDREW, NEVER_AGREED}]
    rows: Rows = [
        {"person": person, "purpose": "staffing", "given": "2026-04-27", "withdrawn": ""} for person in agreed
    ]
    rows.append({"person": WITHDREW, "purpose": "staffing", "given": "2026-04-27", "withdrawn": "2026-05-04"})
    rows += [{"person": person, "purpose": "staffing_ties", "given": "2026-04-27", "withdrawn": ""} for person in ON_TIES]
    return rows


def _ratings(alliance: str, role: str, day: str, steps: str, prefix: str, project: str = "") -> list[tuple[str, ...]]:
    return [
        (alliance, role, "rating", day, "", project, step, f"{prefix}{number:03d}")
        for number, step in enumerate(steps, start=1)
    ]


def _beacon() -> list[tuple[str, ...]]:
    """Everything by the book, and the partner does not feel it."""
    rows = [
        ("beacon", "relationship", "expectations", "2025-11-12", "", "", "", ""),
        ("beacon", "relationship", "action_plan", "2026-01-20", "", "", "", ""),
        *_ratings("beacon", "relationship", "2026-03-10", "323213", "sa-be"),
    ]
    for number in range(1, 6):
        month, project = number + 4, f"quay {number}"
        days = {"conditions": 1, "start": 5, "closed": 24, "feedback": 28}
        rows += [
            ("beacon", "project", kind, f"2025-{month:02d}-{day:02d}", "", project, "", "")
            for kind, day in days.items()
            if (number, kind) != (5, "feedback")
        ]
    return [*rows, *_ratings("beacon", "project", "2025-10-15", "43544", "sa-be", "quay 4")]


def _heron() -> list[tuple[str, ...]]:
    """Nobody wrote down what the partner expects, and the partner is satisfied."""
    return [
        ("heron", "relationship", "action_plan", "2024-02-01", "", "", "", ""),
        *_ratings("heron", "relationship", "2026-02-16", "545443", "ma-he"),
        *_ratings("heron", "problem", "2026-02-16", "424354", "ma-he"),
    ]
