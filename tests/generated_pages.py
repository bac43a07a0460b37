"""Write the manual's pages that are made from the code: findings, metrics, settings, the Python library.

Run with ``--write`` to write them; a test compares them with what stands on the disk.
"""

import inspect
import re
import sys
from pathlib import Path
from types import FunctionType

import how_often_right_page
import published_values

import alliancenet
import alliancenet.metrics
import alliancenet.rules
from alliancenet.execution.findings import EXECUTION_RULES, ExecutionRule
from alliancenet.metrics import FAMILIES as MEASURE_FAMILIES
from alliancenet.metrics.registry import MEASURES
from alliancenet.model.catalogue import CARDS, Card, Exposure
from alliancenet.resources import examples, manual
from alliancenet.rules import FAMILIES as RULE_FAMILIES
from alliancenet.rules.context import CONTEXT, Context
from alliancenet.rules.rule import RULES, Rule
from alliancenet.settings import default_settings

FAMILIES = (*MEASURE_FAMILIES, *RULE_FAMILIES)


_READERS = {
    Exposure.STRUCTURE: "everybody",
    Exposure.SAID: "everybody, from the smallest group on",
    Exposure.LOGS: "everybody; groups only where no handful opted out, joined or left",
    Exposure.ROLES: "everybody; by firm or level only who knows people",
    Exposure.OWN_FIRM: "the own firm; a partner only its own",
    Exposure.TIER: "the own firm",
    Exposure.RESTRICTED: "nobody, but as a count from the smallest group on",
}


def pages() -> dict[Path, str]:
    """Text of every generated page, by path."""
    rules = {**RULES, **EXECUTION_RULES}
    made = {manual() / "findings" / f"{code}.md": _finding(rule) for code, rule in rules.items()}
    made |= {manual() / "findings" / f"{code}.md": _context(context) for code, context in CONTEXT.items()}
    made[manual() / "how-often-right.md"] = how_often_right_page.page()
    made[manual() / "published-values.md"] = published_values.page()
    made[manual() / "findings.md"] = _finding_list()
    made[manual() / "measures.md"] = _metric_list()
    made[manual() / "settings.md"] = _settings_list()
    made[manual() / "python.md"] = _library()
    return made


def _finding(rule: Rule | ExecutionRule) -> str:
    text = rule.text.replace("\n--------------\n", "\n").replace("\n----------------\n", "\n")
    text = text.replace("Why it matters\n", "## Why it matters\n\n").replace(
        "When it is wrong\n", "## When it is wrong\n\n"
    )
    return (
        f"# {rule.code}: {rule.title}\n\nSeverity: {rule.severity}{_raised(rule)}\n\n{text}\n\n"
        f"## What to do\n\n{rule.recommendation}\n{how_often_right_page.rates_of(rule.code)}"
        f"\n## Source\n\n{rule.source}\n"
    )


def _raised(rule: Rule | ExecutionRule) -> str:
    return f"; high when {rule.high_when}" if isinstance(rule, Rule) and rule.high_when else ""


def _context(context: Context) -> str:
    told = f"Context, no finding any more: read `{context.measure}`."
    return f"# {context.code}: {context.title}\n\n{told}\n\n{context.text}\n"


def _finding_list() -> str:
    rules = {**RULES, **EXECUTION_RULES}
    told = {code: (rule.severity.value + ", or high" * bool(_raised(rule)), rule.title) for code, rule in rules.items()}
    told |= {code: ("context", context.title) for code, context in CONTEXT.items()}
    rows = [f"| {code} | {severity} | {title} |" for code, (severity, title) in sorted(told.items())]
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
    rows = [
        f"| `{card.id}` | {card.text} | {_unit(card)} | {_READERS[card.exposure]} | {card.smallest_n} | {card.source} |"
        for card in sorted(CARDS.values(), key=lambda one: one.id)
        if card.id.partition(".")[0] in MEASURES
    ]
    return "\n".join(
        [
            "# Measures of an audit",
            "",
            "Each number in an audit file names one of these, with its part after a dot; a part of another",
            "unit or for other readers has a line of its own. A measure that stands in no line is shown to nobody.",
            "",
            "| id | what it is | unit | who reads it | smallest n | source |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _unit(card: Card) -> str:
    return f"{card.says}; {card.better} is better" if card.better and card.better not in card.says else card.says


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


def _library() -> str:
    """Every public name with its signature and docstring, then the tutorial."""
    public = [name for name in alliancenet.__all__ if not name.startswith("_")]
    functions = [name for name in public if inspect.isfunction(getattr(alliancenet, name))]
    classes = [name for name in public if name not in functions]
    tutorial = (examples() / "tutorial.py").read_text("utf-8").rstrip()
    return "\n".join(
        [
            _LIBRARY,
            "## Functions",
            "",
            *(_section(name) for name in functions),
            "## Results and errors",
            "",
            *(_section(name) for name in classes),
            "## Tutorial: from two CSV files to a chart",
            "",
            "```python",
            tutorial,
            "```",
            "",
        ]
    )


_LIBRARY = """# From Python

```python
import alliancenet as an

project = an.read_project("my_alliances")  # every fault of every file at once, as a table
audits = an.audit(project, seed=1)  # in a notebook, `audits` alone draws them
audit = audits["north", "2026-04"]
audit.scores.to_frame()  # metric, subject, value, low, high, n, unit, state, reason
audit.findings.to_frame()
audit.people.to_frame()
an.to_networkx(audit, layer="communication")
an.metrics(graph, by="firm").to_frame()  # networkx, igraph, pandas edge list, scipy or numpy matrix
an.compare(before, after).to_frame()
an.view(audits, role="executive").report("report.html")
```

`import alliancenet` loads nothing heavy; names are loaded when they are first used. Types are shipped (`py.typed`).

**Privacy.** An `Audit` and its tables are the analyst's own raw material: they name people by id and hold numbers of
groups too small to be told. They are for the machine that holds the answers. `view` is the gate: it makes what one
reader may see, and only a view can be printed as a report. Friendship never leaves as ties, whoever asks.

A number that cannot be told has no value, and `state` and `reason` say why: unknown is never 0.
"""


def _section(name: str) -> str:
    """Heading with the signature, the docstring's text, and its example as code."""
    thing = getattr(alliancenet, name)
    signature = _signature(thing) if inspect.isfunction(thing) else ""
    text = _SECTION.sub(r"**\1**\n", inspect.cleandoc(thing.__doc__ or ""))
    text, _, example = text.partition("**Examples**\n")
    text = _RAISED.sub(r"- `\1`: \2", _FIELD.sub(r"- `\1`: \2", text))
    code = f"\n\n```python\n{example.strip()}\n```" if example else ""
    members = "" if inspect.isfunction(thing) or issubclass(thing, Exception) else _members(thing)
    return f"### `{name}{signature}`\n\n{text.strip()}{members}{code}\n"


def _members(thing: type) -> str:
    lines = []
    for name, member in vars(thing).items():
        is_call, text = inspect.isfunction(member), inspect.getdoc(member)
        if not name.startswith("_") and text and (is_call or isinstance(member, property)):
            lines.append(f"- `.{name}{'()' if is_call else ''}`: {text.splitlines()[0]}")
    return "\n\n" + "\n".join(lines) if lines else ""


def _signature(function: FunctionType) -> str:
    """Parameters with their defaults, without types, which `help()` shows."""
    parts, starred = [], False
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        parts.append(name if parameter.default is parameter.empty else f"{name}={parameter.default!r}")
    return f"({', '.join(parts)})"


_SECTION = re.compile(r"^(Parameters|Attributes|Raises|Returns|Notes|Examples)\n-+$", re.MULTILINE)
_FIELD = re.compile(r"^(\w[\w, ]*) : (.*(?:\n    .*)*)", re.MULTILINE)
_RAISED = re.compile(r"^([A-Z]\w+)\n    (.*)", re.MULTILINE)


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
