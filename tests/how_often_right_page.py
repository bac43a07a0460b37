"""The manual's page "How often is it right?", and the rates on the pages of findings, from the kept figures."""

import json
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "benchmarks" / "how_often_right.json"
TEMPLATE = Path(__file__).parent / "benchmarks" / "how_often_right.template.md"
Row = tuple[str, str, str, float, int]
"""Table, what is counted, under which condition, how many, of how many."""


def kept() -> tuple[Row, ...]:
    """Rows of the last run that was kept."""
    return tuple(tuple(row) for row in json.loads(DATA.read_text("utf-8")))


def error(count: float, of: int) -> float:
    """Standard error of a share, two of each kind added, so that 0 of 100 is not certain (Agresti & Coull 1998)."""
    share = (count + 2) / (of + 4)
    return float(np.sqrt(share * (1 - share) / (of + 4)))


def rates_of(code: str) -> str:
    """How often a rule speaks of alliances in order: a section for its page; "" where it was not measured."""
    told = [row for row in kept() if row[:2] == ("false alarms", code)]
    if not told:
        return ""
    lines = [f"- {condition}: {_share(count, of)}" for _, _, condition, count, of in told]
    return "\n## How often it speaks of alliances in order\n\n" + "\n".join([*lines, "", _HOW, ""])


def page() -> str:
    """The whole page."""
    rows = kept()
    text = TEMPLATE.read_text("utf-8")
    for name, tables in _TABLES.items():
        text = text.replace("{{" + name + "}}", _table([row for row in rows if row[0] in tables and _is_told(row)]))
    return text


_HOW = (
    "Simulated, with the settings as shipped; share ± standard error (`alliancenet help how-often-right`). Yours "
    "are not simulated: take it as a sign of how loud the rule is."
)
_TABLES = {
    "found": ("found alone", "found in pairs"),
    "alarms": ("false alarms", "severity"),
    "styles": ("styles",),
    "careless": ("careless", "told"),
    "coverage": ("coverage",),
    "changes": ("changes",),
    "spoken": ("spoken of",),
    "second": (
        "second: severity",
        "second: false alarms",
        "second: found alone",
        "second: coverage",
        "second: changes",
    ),
}


def _is_told(row: Row) -> bool:
    return not row[0].endswith("false alarms") or row[3] > 0


def _share(count: float, of: int) -> str:
    return f"{count / max(of, 1):.1%} ± {error(count, of):.1%} ({count:g} of {of})"


def _table(rows: list[Row]) -> str:
    if not rows:
        return "Not in the run that was kept."
    lines = ["| what | condition | how often |", "|---|---|---|"]
    for table, name, condition, count, of in rows:
        told = f"{count / max(of, 1):.1f} each ({of} alliances)" if table == "styles" else _share(count, of)
        lines.append(f"| {name}{', with another gap' if table == 'found in pairs' else ''} | {condition} | {told} |")
    return "\n".join(lines)
