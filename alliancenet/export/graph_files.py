"""GraphML and CSV of the people and ties a reader may see, for other network programs."""

import csv
import io
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from alliancenet.export.stamp import audit_stamp, printable
from alliancenet.files.safe_cell import safe_cell
from alliancenet.privacy import AuditView, PersonView

_NODE_KEYS = ("label", "firm", "level", "role", "spanner", "core_ties", "cross_firm_core_ties")
_EDGE_KEYS = ("layer", "status", "value")
_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def to_graphml(view: AuditView) -> str:
    """Text of a GraphML file, one edge per pair and layer.

    Notes
    -----
    Unknown is left out, not written as 0 or false.
    """
    return "".join(_graphml(view))


def _graphml(view: AuditView) -> Iterator[str]:
    stamp = audit_stamp(view)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_NAMESPACE}">\n'
    yield f"<desc>{_text(f'{stamp.title}; {stamp.line}; SHA-256 {stamp.digest}')}</desc>\n"
    for place, names in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name in names:
            kind = "double" if name == "value" else "int" if name.endswith("ties") else "string"
            yield f'<key id="{place}_{name}" for="{place}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="undirected">\n'
    for person in view.people:
        values = _values("node", _person(view, person), _NODE_KEYS)
        yield f"<node id={quoteattr(printable(person.key))}>{values}</node>\n"
    for tie in view.ties:
        ends = f"source={quoteattr(printable(tie.source))} target={quoteattr(printable(tie.target))}"
        values = _values("edge", (tie.layer, tie.status, "" if tie.value is None else f"{tie.value:.12g}"), _EDGE_KEYS)
        yield f"<edge {ends}>{values}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _values(place: str, values: Iterable[str], names: Iterable[str]) -> str:
    pairs = zip(names, values, strict=True)
    return "".join(f'<data key="{place}_{name}">{_text(value)}</data>' for name, value in pairs if value)


def _text(text: str) -> str:
    return escape(printable(text))


def _person(view: AuditView, person: PersonView) -> tuple[str, ...]:
    return (
        person.label,
        view.firm_name(person.firm),
        person.level,
        person.role.value,
        "" if person.spanner is None else "yes" if person.spanner else "no",
        "" if person.core_ties is None else str(person.core_ties),
        "" if person.cross_firm_core_ties is None else str(person.cross_firm_core_ties),
    )


def people_csv(view: AuditView) -> str:
    """CSV text with one row per person; unknown is an empty cell."""
    rows = ((person.key, *_person(view, person)) for person in view.people)
    return _csv(("id", *_NODE_KEYS), rows)


def ties_csv(view: AuditView) -> str:
    """CSV text with one row per pair and layer; a pair has no direction, as its type says."""
    rows = (
        (tie.source, tie.target, tie.layer, tie.status, "" if tie.value is None else f"{tie.value:.12g}", "undirected")
        for tie in view.ties
    )
    return _csv(("source", "target", *_EDGE_KEYS, "type"), rows)


def _csv(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe_cell(printable(cell)) for cell in row] for row in rows)
    return out.getvalue()
