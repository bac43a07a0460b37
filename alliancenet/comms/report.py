"""What a scan or a build found, in lines for the terminal."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from alliancenet.comms.scan import Scan

_MOST_DOMAINS = 10


def scan_report(found: Scan) -> str:
    """One log: kind, rows, window, people, and what was met on the way."""
    lines = [f"{found.path}: {found.kind}"]
    if found.rows is not None:
        lines.append(f"  rows {found.rows:,}" + (f", events {found.events:,}" if found.events is not None else ""))
    if found.first is not None and found.last is not None:
        lines.append(f"  from {found.first:%Y-%m-%d} to {found.last:%Y-%m-%d} (UTC), {found.addresses:,} addresses")
    if found.events is None:
        lines.append(f"  columns: {', '.join(found.columns)}")
        lines.append("  map them: --columns time=… --columns sender=… --columns recipients=… --zone …")
    lines += [f"  lost {number:,}: {reason}" for reason, number in found.lost.items()]
    lines += [f"  note {number:,}: {reason}" for reason, number in found.notes.items()]
    return "\n".join(lines)


def build_report(folder: Path) -> str:
    """A finished build: sources, what was counted, what was dropped and why, unknown domains."""
    summary = json.loads((folder / "build.json").read_text("utf-8"))
    return "\n".join(_build_lines(folder, summary))


def _build_lines(folder: Path, summary: Mapping[str, Any]) -> Iterator[str]:
    for source in summary["sources"]:
        rows = f": {source['rows']:,} rows" if "rows" in source else ""
        yield f"{source['file']}: {source['kind']}{rows}"
        for label in ("lost", "notes"):
            yield from (f"  {label} {number:,}: {reason}" for reason, number in source.get(label, {}).items())
    yield from (f"unreadable rows {number:,}: {reason}" for reason, number in summary["unreadable_rows"].items())
    yield f"events {summary['events']:,} = {summary['counted']:,} counted + {_sum(summary['dropped']):,} dropped"
    yield from (f"  {number:,} {reason}" for reason, number in summary["dropped"].items())
    dropped = _sum(summary["dropped_recipients"])
    reached = summary["recipients"] - dropped
    yield f"recipients {summary['recipients']:,} = {reached:,} counted + {dropped:,} dropped"
    yield from (f"  {number:,} {reason}" for reason, number in summary["dropped_recipients"].items())
    if summary["opted_out"]:
        yield f"people who opted out: {summary['opted_out']:,}, left out before anything was added up"
    if summary["clashing_addresses"]:
        yield f"addresses claimed by two people: {summary['clashing_addresses']:,}, counted for nobody"
    for pair in summary["clocks"]:
        yield (
            f"clocks: {pair['second']} is {pair['seconds_ahead']:,} s ahead of {pair['first']}"
            f" (median of {pair['messages']:,} messages in both)"
        )
    yield from _domain_lines(summary["unknown_domains"])
    yield f"built: {folder}"


def _domain_lines(domains: Mapping[str, list[int]]) -> Iterator[str]:
    if not domains:
        return
    yield f"addresses on no roster, {len(domains):,} domains (sent, received):"
    for name, (sent, received) in list(domains.items())[:_MOST_DOMAINS]:
        yield f"  {name or '(no domain)'}: {sent:,}, {received:,}"


def _sum(counts: Mapping[str, int]) -> int:
    return sum(counts.values())
