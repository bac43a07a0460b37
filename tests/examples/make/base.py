"""What the example `economics` holds of its customers beside the books: states, wallets, qualities, programmes."""

from random import Random

from books import AWAY, CUSTOMERS, LOSES, QUARTERS, SEEMS, text_of

PARTNERS = (LOSES, *(name for name, _, _ in CUSTOMERS))
STATES = ("stranger", "acquaintance", "friend", "partner")
_REGIONS = ("north", "north", "middle", "south", "west", "east")
_QUALITIES = {"fast answers": (1.0, 4.3), "clear invoices": (1.0, 2.2), "brochures": (0.05, 4.2), "gifts": (0.05, 2.1), "site tours": (0.05, 3.1)}
"""Effect on the overall judgement, and mean performance of 1 to 5."""


def base_files() -> dict[str, str]:
    """Further files of `economics/`, by name."""
    rng = Random("economics/base")
    files = {
        "states": _states(rng),
        "state_values": [
            ("state", "margin", "cost", "source"),
            ("stranger", 0, 150, "controlling"),
            ("acquaintance", 9_000, 6_500, "controlling"),
            ("friend", 24_000, 7_000, "controlling"),
            ("partner", 36_000, 8_000, "controlling"),
        ],
        "state_goals": [
            ("state", "rate", "goal"),
            ("acquaintance", "conversion", 0.02),
            ("friend", "conversion", 0.6),
            ("partner", "defence", 0.9),
        ],
        "wallet": _wallet(),
        "acquisition": _acquisition(),
        "categories": _categories(),
        "qualities": _qualities(rng),
        "offers": [
            ("offering", "element", "kind", "price_increment", "cost_increment", "premium", "used_by"),
            ("full care", "sensors", "core", "", "", "", ""),
            ("full care", "manual", "standard", "", "", "", 0.96),
            ("full care", "hotline", "standard", "", "", "", 0.35),
            ("full care", "night shift", "optional", 900, 500, "", 0.5),
            ("full care", "spare parts", "optional", 400, 450, "", 0.6),
            ("full care", "bundle", "bundle", "", "", 1_600, ""),
        ],
        "value_elements": [
            ("element", "partner", "difference", "own_view", "counts", "proof", "worth"),
            ("fewer returns", "yarrow", 1.5, 2, 5, "documented", 6_000),
            ("same-day answers", "yarrow", 2, 1, 4, "accepted_by_partner", 3_000),
            ("price", "yarrow", -1, -1, 4, "documented", 2_500),
            ("design", "yarrow", -1, 2, 2, "claimed", 500),
        ],
        "prospects": [
            ("prospect", "segment", "value_seen", "need_fit", "demands", "usable", "serving", "contribution"),
            ("Juniper Mills", "", 70, 80, 4, 3, 0.10, 14_000),
            ("Heron Optics", "", 60, 70, 6, 1, 0.45, -9_000),
        ],
        "ladder": [
            ("partner", "step", "since"),
            (LOSES, "collaborative", "2022-03-01"),
            ("yarrow", "preferred", "2023-06-01"),
        ],
        "joint_goals": [
            ("partner", "goal", "due", "met", "weight"),
            (LOSES, "halve the changes after ordering", "2025-12-31", "no", 2),
            (LOSES, "two launches", "2025-09-30", "yes", 1),
            ("yarrow", "forecast shared each month", "2025-12-31", "yes", 1),
        ],
        "demands": [
            ("partner", "values_service", "pays_for_service", "presses_price", "date"),
            (LOSES, 5, 1, 5, "2026-02-10"),
            (SEEMS, 4, 2, 4, "2026-02-10"),
            ("yarrow", 5, 5, 2, "2026-02-10"),
            ("pinwheel", 5, 4, 2, "2026-02-10"),
            ("zephyr", 2, 1, 5, "2026-02-10"),
        ],
        "joint_value": [
            ("partner", "side", "kind", "benefit", "worth", "source", "evaluated_on"),
            (LOSES, "own", "technical", "low-light expertise", "", "interview", "2024-11-05"),
            (LOSES, "theirs", "service", "repairs within a day", 90_000, "interview", "2024-11-05"),
            ("yarrow", "own", "economic", "margin", 37_000, "books", "2025-12-03"),
            ("yarrow", "theirs", "economic", "fewer returns", 6_000, "its controlling", "2025-12-03"),
        ],
        "served": _served(),
        "coverage": [("class", "served_by"), ("large", "dedicated"), ("middle", "team"), ("small", "remote")],
        "account_teams": [
            ("partner", "function", "person", "in_planning"),
            (LOSES, "sales", "key account 1", "yes"),
            (LOSES, "technical", "", ""),
            ("yarrow", "sales", "key account 2", "no"),
        ],
        "insights": [
            ("partner", "topic", "known", "question", "owner", "date"),
            (LOSES, "business", "yes", "", "", "2026-01-20"),
            (LOSES, "plans", "no", "which cameras come after 2027?", "key account", "2026-06-30"),
            ("yarrow", "rivals", "no", "who else supplies it?", "key account", "2026-05-31"),
        ],
        "levers": [
            ("id", "goal", "lever", "name", "owner", "trigger", "segment", "aim", "start", "end", "budget"),
            ("volume", "use", "pricing", "Volume rebate", "sales", "", "heavy", "raise", "2026-01-01", "2026-12-31", 20_000),
            ("menu", "use", "pricing", "Menu prices", "sales", "", "heavy", "lower", "2026-01-01", "2026-12-31", 4_000),
            ("forecast", "retain", "service", "Shared forecast", "service", "", "partner", "raise", "2026-01-01", "", 8_000),
            ("visits", "use", "cross_selling", "Joint visits", "sales", "", "friend", "raise", "2026-01-01", "", 6_000),
            ("offer", "acquire", "event", "Fair follow-up", "sales", "a visit at the fair", "", "raise", "", "", 15_000),
        ],
        "alliance_candidates": [
            ("candidate", "criterion", "side", "rating", "reason", "question"),
            ("Kestrel Lenses", "cultures", "own", 2, "decides by committee", ""),
            ("Kestrel Lenses", "people", "own", 5, "known for ten years", ""),
            ("Kestrel Lenses", "people", "theirs", 5, "", ""),
            ("Kestrel Lenses", "priorities", "own", 4, "", ""),
            ("Kestrel Lenses", "skills", "own", 5, "coatings", ""),
            ("Kestrel Lenses", "benefit", "theirs", "", "", "what do they expect to earn?"),
        ],
        "defections": [
            ("partner", "date", "event", "reason", "to_rival", "preventable"),
            ("alder", "2024-09-30", "left", "late answers", "yes", "yes"),
            ("alder", "2025-01-15", "won_back", "", "", ""),
            ("gosling", "2024-12-30", "left", "price", "yes", "no"),
            ("gosling", "2025-04-10", "won_back", "", "", ""),
            ("zephyr", "2025-06-30", "reduced", "price", "yes", "no"),
            ("gosling", "2025-11-15", "reduced", "late answers", "", "yes"),
        ],
        "rivals": [
            ("rival", "spectrum", "source", "date", "low", "high"),
            ("Lumen Direct", 15, "its web shop", "2025-10-01", 10, 25),
            ("Farsight", 80, "trade press", "2025-11-01", "", ""),
        ],
    }
    return {f"economics/{name}.csv": text_of(rows[0], rows[1:]) for name, rows in files.items()}


def _states(rng: Random) -> list[tuple[object, ...]]:
    """Those that began as acquaintances move up, two leave for a quarter; the two that lose money never move."""
    rows: list[tuple[object, ...]] = [("partner", "period", "state", "reason", "won_back")]
    for number, name in enumerate(PARTNERS):
        state = 1 if name in (LOSES, SEEMS) else (1, 1, 2, 2, 3)[number % 5]
        was_away = False
        for year, quarter in QUARTERS:
            reason = AWAY.get((name, (year, quarter)), "")
            rows.append(
                (name, f"{year}-Q{quarter}", "lost" if reason else STATES[state], reason, "yes" if was_away else "")
            )
            was_away = bool(reason)
            if name not in (LOSES, SEEMS) and state < 3 and rng.random() < 0.14:
                state += 1
    return rows


def _wallet() -> list[tuple[object, ...]]:
    head = ("partner", "category", "period", "spend", "spend_low", "spend_high", "source", "source_date", "programme")
    return [
        head,
        ("yarrow", "all", "2026-Q1", 300_000, 260_000, 340_000, "buyer's own figure", "2026-02-15", 2_000),
        ("fathom", "all", "2026-Q1", 180_000, 110_000, 420_000, "market study", "2025-06-01", 2_000),
        ("umber", "all", "2026-Q1", 70_000, "", "", "market study", "2022-06-01", 500),
        (LOSES, "all", "2026-Q1", 900_000, 800_000, 1_000_000, "market study", "2025-06-01", 5_000),
        ("zephyr", "all", "2026-Q1", 30_000, "", "", "guess", "2025-06-01", 0),
    ]


def _acquisition() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("partner", "cost", "date", "channel")]
    for number, name in enumerate(PARTNERS):
        by_fair = number % 2 == 0
        day = f"{2021 + number % 3}-05-{10 + number % 15}"
        rows.append((name, 450_000 if by_fair else 9_000, day, "fair" if by_fair else "referral"))
    return rows


def _categories() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("partner", "scheme", "category")]
    for number, name in enumerate(PARTNERS):
        rows.append((name, "region", _REGIONS[number % 6]))
        rows.append((name, "load", "heavy" if name in (LOSES, SEEMS) else "usual"))
    return rows


def _qualities(rng: Random) -> list[tuple[object, ...]]:
    """Four people of each partner; what moves their judgement is fast answers and clear invoices."""
    rows: list[tuple[object, ...]] = [("respondent", "partner", "quality", "performance")]
    for name in PARTNERS:
        own = rng.gauss(0, 0.2)
        for person in range(1, 5):
            values = {
                quality: min(max(round(level + own + rng.gauss(0, 0.8)), 1), 5)
                for quality, (_, level) in _QUALITIES.items()
            }
            overall = 3.2 + sum(effect * (values[quality] - level) for quality, (effect, level) in _QUALITIES.items())
            values["overall"] = min(max(round(overall + rng.gauss(0, 0.4)), 1), 5)
            rows += [(f"{name}-{person}", name, quality, value) for quality, value in values.items()]
    return rows


def _served() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("partner", "class", "served_by", "since")]
    for number, name in enumerate(PARTNERS):
        size = "large" if name == LOSES else ("small", "middle")[number % 2]
        way = {"large": "dedicated", "middle": "team", "small": "remote"}[size]
        # the one that only seems to lose is small and has a team of its own
        rows.append((name, size, "dedicated" if name == SEEMS else way, ""))
    return rows
