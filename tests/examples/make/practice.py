"""`execution/` of the example `economics`: a test that works, one of no use, people at risk, pay that points away."""

import csv
import io
from random import Random

from books import CUSTOMERS, LOSES, QUARTERS

PARTNERS = (LOSES, *(name for name, _, _ in CUSTOMERS))
NAMES = [f"{year}-Q{quarter}" for year, quarter in QUARTERS]
VISITED = ("tern", "hollowmere", "gable", "sedge", "umber", "wicket")
NOT_VISITED = ("marrow", "pinwheel", "quillon", "tamarack", "vesper", "yarrow")
LETTER = ("zephyr", "alder", "bramble", "cinder")
NO_LETTER = ("drumlin", "ember", "fathom", "gosling", "tern", "marrow", "quillon", "sedge")
AT_RISK = ("calder", "hollowmere")
_PLANS = (
    ("id", "hypothesis", "metric", "direction", "decided_on", "start", "end", "minimum_effect", "design", "owner", "decision"),
    ("early_visit", "a visit of field service before the order makes deliveries come on time", "on_time", "up",
     "2025-06-20", "2025-07-01", "2026-03-31", 3, "randomised", "bw-la005", ""),
    ("letter", "a quarterly letter makes partners order more often", "orders", "up",
     "2025-03-10", "2025-04-01", "2026-03-31", 3, "comparison", "bw-la006", "stopped in April 2026"),
    ("portal", "the new portal cuts questions", "questions", "down",
     "2026-02-15", "2025-10-01", "2026-03-31", 1, "before_after", "bw-la007", ""),
    ("second_contact", "a second contact person makes deliveries come on time", "on_time", "up",
     "2026-04-10", "2026-07-01", "2027-03-31", 1, "comparison", "bw-la004", ""),
)  # fmt: skip


def practice_files() -> dict[str, str]:
    """Files of `execution/`, by name."""
    rng = Random("economics/practice")
    return {
        "execution/interventions.csv": _text(_PLANS[0], _PLANS[1:]),
        "execution/intervention_units.csv": _text(("intervention", "unit", "arm"), _arms()),
        "execution/outcomes.csv": _text(("unit", "metric", "period", "value"), _outcomes(rng)),
        "execution/satisfaction.csv": _text(
            (
                *("partner", "respondent", "date", "SAT1", "SAT2", "SAT3", "SAT4", "SAT5", "SATO"),
                *("complaint", "staff", "JOB"),
            ),
            _satisfaction(rng),
        ),
        "execution/partner_ratings.csv": _text(("partner", "integration", "novelty"), _ratings()),
        "execution/schemes.csv": _text(
            ("role", "measure", "share_of_variable_pay", "kind", "person_count", "group"), _SCHEMES
        ),
        "execution/negotiations.csv": _text(
            ("negotiation", "date", "person", "firm", "function", "lead", "met", "signed_on"), _sessions()
        ),
        "execution/benchmarks.csv": _text(
            ("dimension", "value", "unit", "who", "source", "date", "low", "high", "n"), _BENCHMARKS
        ),
        "execution/strategy_acts.csv": _text(
            ("date", "alliance", "firm", "level", "means", "teller", "by_leader", "reached", "message"), _ACTS
        ),
        "execution/forms.csv": _text(("alliance", "since", "form", "scope", "reason", "decided_by"), _FORMS),
    }


def _arms() -> list[tuple[object, ...]]:
    treated = {"early_visit": VISITED, "letter": LETTER, "portal": PARTNERS[:6], "second_contact": PARTNERS[2:5]}
    others = {"early_visit": NOT_VISITED, "letter": NO_LETTER, "second_contact": PARTNERS[5:10]}
    return [
        *((test, unit, "treated") for test, units in treated.items() for unit in units),
        *((test, unit, "comparison") for test, units in others.items() for unit in units),
    ]


def _outcomes(rng: Random) -> list[tuple[object, ...]]:
    """Deliveries on time in per cent and orders by quarter, questions by month; only the visit changes any."""
    rows: list[tuple[object, ...]] = []
    for place, unit in enumerate(PARTNERS):
        level, size = 80 + 8 * rng.random(), 14 + place % 5
        for month in range(24):
            period = f"{2024 + (3 + month) // 12}-{(3 + month) % 12 + 1:02d}"
            rows.append((unit, "questions", period, round(40 - month + 4 * rng.random())))
        for number, period in enumerate(NAMES):
            visited = 6.5 if unit in VISITED and number >= NAMES.index("2025-Q3") else 0.0
            rows.append((unit, "on_time", period, round(level + visited + 3 * (rng.random() - 0.5), 1)))
            rows.append((unit, "orders", period, round(size + 2 * (rng.random() - 0.5))))
    return rows


def _satisfaction(rng: Random) -> list[tuple[object, ...]]:
    """Six people of each partner and six of ours who serve it; where ours like their work, so do theirs."""
    rows: list[tuple[object, ...]] = []
    for place, partner in enumerate(PARTNERS):
        mood = 2.6 + 2 * ((place * 7) % len(PARTNERS)) / len(PARTNERS)
        for number in range(6):
            day = f"2026-02-{3 + number:02d}"
            drivers = [_step(mood + 1.6 * (rng.random() - 0.5)) for _ in range(5)]
            overall = _step(mood + 1.2 * (rng.random() - 0.5))
            complaint = "handled_well" if rng.random() < 0.25 else "none"
            if number == 5 and partner in AT_RISK:
                overall, complaint = 4, "handled_badly"
            rows.append((partner, f"{partner}-{number + 1}", day, *drivers, overall, complaint, "no", ""))
        for number in range(6):
            job = _step(mood + 1.2 * (rng.random() - 0.5))
            rows.append((partner, f"ours-{partner}-{number + 1}", "2026-02-20", *[""] * 7, "yes", job))
    return rows


def _ratings() -> list[tuple[object, ...]]:
    """How far each partner takes part in what we make, and how new to it what we deliver is, as the owners rate it."""
    return [(partner, 4 if place % 2 else 2, 5 if place % 4 < 2 else 3) for place, partner in enumerate(PARTNERS)]


def _step(value: float) -> int:
    return min(5, max(1, round(value)))


_SCHEMES: tuple[tuple[object, ...], ...] = (
    ("field sales", "units sold", 0.8, "volume", 14, "front_line"),
    ("field sales", "days of stock", 0.2, "other", 14, "front_line"),
    ("key account manager", "margin of valued customers", 0.5, "margin", 4, "front_line"),
    ("key account manager", "customers kept", 0.3, "retention", 4, "front_line"),
    ("key account manager", "satisfaction", 0.2, "satisfaction", 4, "front_line"),
    ("head of sales", "number of valued customers", 0.6, "customers", 1, "management"),
    ("head of sales", "turnover", 0.4, "volume", 1, "management"),
)


def _sessions() -> list[tuple[object, ...]]:
    """Managers met managers in every session, and lawyers, who are on no roster, lawyers in the last two."""
    rows: list[tuple[object, ...]] = []
    days = ("2021-11-09", "2021-12-02", "2022-01-18", "2022-02-15")
    ours, theirs = ("bw-la001", "bw-la004", "bw-la005"), ("ca-la001", "ca-la004", "ca-la005")
    for number, day in enumerate(days):
        for one, other in zip(ours, theirs, strict=True):
            leads = "yes" if one == "bw-la001" else "no"
            rows.append(("lantern", day, one, "", "manager", leads, other, "2022-02-21"))
            rows.append(("lantern", day, other, "", "manager", "no", one, "2022-02-21"))
        if number > 1:
            rows.append(("lantern", day, "counsel_b", "brightwater", "lawyer", "no", "counsel_c", "2022-02-21"))
            rows.append(("lantern", day, "counsel_c", "calder", "lawyer", "no", "counsel_b", "2022-02-21"))
    return rows


_BENCHMARKS: tuple[tuple[object, ...], ...] = (
    ("satisfaction.responsiveness", 4.4, "steps", "best in class", "trade association, customer survey", "2025-09-30", 4.2, 4.6, 310),
    ("satisfaction.responsiveness", 3.4, "steps", "local rival", "mystery calls by an agency", "2026-01-31", "", "", 40),
    ("health", 70, "points", "peers of the alliance network", "round of eleven firms", "2025-11-15", 62, 78, 11),
    ("climate.trust", 68, "points", "peers of the alliance network", "round of eleven firms", "2022-05-15", "", "", 9),
    ("on_time", 95, "per cent", "best in class", "trade association, logistics panel", "2025-12-31", "", "", 26),
)  # fmt: skip
_ACTS: tuple[tuple[object, ...], ...] = (
    ("2025-09-15", "lantern", "brightwater", "", "meeting", "bw-la001", "yes", 12, "what Lantern is for until 2028"),
    ("2025-10-02", "lantern", "calder", "senior", "one_to_one", "ca-la001", "yes", 3, "the same, told by the sponsor"),
    ("2025-10-20", "lantern", "calder", "project_leader", "workshop", "ca-la004", "no", 4, "who decides what"),
    ("2024-01-20", "lantern", "calder", "operating", "newsletter", "", "no", 5, "kick-off"),
)
_FORMS: tuple[tuple[object, ...], ...] = (
    ("lantern", "2022-03-01", "joint_project", "one camera for rail", "try each other out", "bw-la001"),
    ("lantern", "2023-06-01", "supply_agreement", "sensors for three cameras", "the pilot sold", "bw-la001"),
    ("lantern", "2025-11-01", "alliance", "joint development and service", "both depend on the sensor", "bw-la001"),
)


def _text(head: tuple[str, ...], rows: "list[tuple[object, ...]] | tuple[tuple[object, ...], ...]") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
