"""Write the manual's pages that are made from the code: findings, metrics, settings.

Run with ``--write`` to write them; a test compares them with what stands on the disk.
"""

import inspect
import sys
from pathlib import Path

from alliancenet.metrics import FAMILIES as MEASURE_FAMILIES
from alliancenet.metrics.registry import METRICS
from alliancenet.resources import manual
from alliancenet.rules import FAMILIES as RULE_FAMILIES
from alliancenet.rules.rule import RULES, Rule
from alliancenet.settings import default_settings

FAMILIES = (*MEASURE_FAMILIES, *RULE_FAMILIES)


def pages() -> dict[Path, str]:
    """Text of every generated page, by path."""
    made = {manual() / "findings" / f"{code}.md": _finding(rule) for code, rule in RULES.items()}
    made[manual() / "findings.md"] = _finding_list()
    made[manual() / "measures.md"] = _metric_list()
    made[manual() / "settings.md"] = _settings_list()
    return made


def _finding(rule: Rule) -> str:
    text = rule.text.replace("\n--------------\n", "\n").replace("\n----------------\n", "\n")
    text = text.replace("Why it matters\n", "## Why it matters\n\n").replace(
        "When it is wrong\n", "## When it is wrong\n\n"
    )
    return (
        f"# {rule.code}: {rule.title}\n\nSeverity: {rule.severity}\n\n{text}\n\n"
        f"## What to do\n\n{rule.recommendation}\n\n## Source\n\n{rule.source}\n"
    )


def _finding_list() -> str:
    rows = [f"| {code} | {rule.severity} | {rule.title} |" for code, rule in sorted(RULES.items())]
    return "\n".join(
        [
            "# Findings",
            "",
            "`alliancenet explain CODE` shows a page for each. Codes are never renamed and never reused.",
            "",
            "| code | severity | title |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _metric_list() -> str:
    rows = []
    for card in sorted(METRICS.values(), key=lambda one: one.id):
        first = inspect.cleandoc(card.text).splitlines()[0]
        rows.append(f"| `{card.id}` | {first} | {card.unit} | {card.smallest_n} | {card.source} |")
    return "\n".join(
        [
            "# Measures of an audit",
            "",
            "Each number in an audit file names one of these, with its part after a dot.",
            "",
            "| id | what it is | unit | smallest n | source |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _settings_list() -> str:
    rows = [
        f"| `{entry.key}` | `{entry.value}` | {entry.unit} | {entry.reason} | {entry.source} |"
        for entry in default_settings().entries.values()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Every limit, once. A project changes one by writing `key: value` under `settings:` in its",
            "`alliancenet.yaml`. *Own limit* means: our number, uncalibrated; nobody has published one.",
            "",
            "| key | value | unit | reason | source |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def main() -> int:
    """Write the pages, or name those that differ."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--write" in sys.argv:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages()[path], "utf-8")
        return 0
    for path in stale:
        print(f"{path.name} is stale: run python tests/generated_pages.py --write")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
