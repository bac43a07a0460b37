"""Values by channel, size and moment, and what a value hangs on, as text."""

from collections.abc import Iterator

from alliancenet.economics.layout import in_columns, named
from alliancenet.economics.lifetime.acquiring import Acquisition
from alliancenet.economics.lifetime.sensitivity import Tornado
from alliancenet.model.currencies import in_words


def acquisition_lines(found: Acquisition, currency: str) -> Iterator[str]:
    """Groups, then differences."""
    rows = [("won by", "", "partners", "cost of winning", "value less that, mean", "")]
    for group in found.groups:
        mean = f"withheld: {group.reason}"
        if group.mean is not None and group.low is not None and group.high is not None:
            ends = f"{in_words(group.low, currency)} to {in_words(group.high, currency)}"
            mean = f"{in_words(group.mean, currency)} (90 % interval {ends})"
        cost = in_words(group.cost, currency)
        verdict = "not yet: each costs more than it brings" if group.verdict else ""
        rows.append((group.by, group.group, str(group.n), cost, mean, verdict))
    yield from in_columns(rows)
    for apart in found.differences:
        if not apart.low <= 0 <= apart.high:
            ends = f"{in_words(apart.low, currency)} to {in_words(apart.high, currency)}"
            told = f"{in_words(apart.difference, currency)} (90 % interval {ends})"
            yield f"  {apart.by}: {apart.first} less {apart.second} {told}"
    if found.without_value:
        yield f"In no mean, since the value is not known: {named(found.without_value)}"


def tornado_lines(tornado: Tornado, currency: str) -> Iterator[str]:
    """One row an input, widest first."""
    if tornado.reason:
        yield f"What its value hangs on: not told, {tornado.reason}"
        return
    yield f"What its value hangs on, at a constant rate of keeping {in_words(tornado.value, currency)}:"
    rows = [("  input", "moved", "value from", "to", "0 at")]
    for swing in tornado.swings:
        ends = (in_words(swing.low, currency), in_words(swing.high, currency))
        rows.append((f"  {swing.input}", swing.moved, *ends, swing.zero or "-"))
    yield from in_columns(rows)
