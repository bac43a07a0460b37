"""A stand-alone page of an alliance's network: drawn by pyvis, with everything from outside taken out.

pyvis leaves links to outside files in its page even when asked for one whole page, and shows parts
of it as markup. So labels go in as data only, every link and outside script is dropped, the page
forbids all scripts but its own by their digests, and it is refused when an outside resource is left.
"""

import base64
import hashlib
import html
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from types import ModuleType
from typing import Any

from alliancenet.errors import OutsideResource
from alliancenet.export.stamp import Stamp, audit_stamp, printable
from alliancenet.privacy import AuditView
from alliancenet.report.figures.network import Graph, graph_of
from alliancenet.report.table import Table
from alliancenet.report.tables import alliance as alliance_tables

# Okabe and Ito's colours that reach a contrast of 3:1 on white
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_SCRIPT = re.compile(r"(<script\b[^>]*>.*?</script>)", re.DOTALL | re.IGNORECASE)
_DROPPED = re.compile(
    r"<!--.*?-->|<link\b[^>]*>|<center>.*?</center>|</?html>|<meta\b[^>]*>", re.DOTALL | re.IGNORECASE
)
_LOADING = frozenset({"src", "href", "srcset", "data", "action", "poster", "background"})
_STYLE = """
body { font: 16px/1.5 sans-serif; margin: 1rem auto; max-width: 70rem; padding: 0 1rem; color: #1f242b; }
#mynetwork { float: none !important; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid #bbb; }
"""


def to_network_html(view: AuditView, layer: str = "") -> str:
    """Text of one HTML file that opens offline.

    Parameters
    ----------
    view : what one reader may see; a reader who sees groups only gets a page without people.
    layer : only ties of this layer; all of them by default.

    Raises
    ------
    OutsideResource
        When something in the page would be loaded from elsewhere.
    """
    graph = graph_of(view, layer)
    tables = (alliance_tables.people(view), alliance_tables.ties(view, layer))
    page = _whole_page(_drawn(graph), graph, tables, audit_stamp(view))
    left = sorted(outside_resources(page))
    if left:
        raise OutsideResource(f"network page: would load {', '.join(left[:3])}; the file was not written")
    return page


def _drawn(graph: Graph) -> str:
    net = _network_class()(height="640px", width="100%", cdn_resources="in_line")
    net.toggle_physics(False)
    for node in graph.nodes:
        net.add_node(
            node.key,
            label=printable(node.label),
            x=node.x,
            y=node.y,
            shape=node.shape,
            color=_COLOURS[node.firm_index],
            borderWidth=4 if node.spanner else 1,
            size=14 if node.role == "core" else 8,
            font={"size": 9},
        )
    for edge in graph.edges:
        net.add_edge(
            edge.source,
            edge.target,
            color="#444444" if edge.is_cross else "#aaaaaa",
            dashes=not edge.is_confirmed,
            smooth=False,
        )
    return str(net.generate_html())


def _network_class() -> Any:
    """The class of pyvis that draws, without the notebook it imports: IPython, jedi and what they need.

    A page needs none of them. Inside a notebook IPython is loaded already, and stays as it is.
    """
    stand_ins = {name: ModuleType(name) for name in ("IPython", "IPython.display") if "IPython" not in sys.modules}
    for module in stand_ins.values():
        module.IFrame = None  # type: ignore[attr-defined]
    sys.modules.update(stand_ins)
    try:
        from pyvis.network import Network
    finally:
        for name in stand_ins:
            del sys.modules[name]
    return Network


def _whole_page(drawn: str, graph: Graph, tables: Sequence[Table], stamp: Stamp) -> str:
    parts = [_kept(part) for part in _SCRIPT.split(drawn)]
    hashes = " ".join(f"'sha256-{_digest(part)}'" for part in parts if part.startswith("<script"))
    policy = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
    head = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(printable(stamp.title))}</title><style>{_STYLE}</style>"
    )
    body = "".join(parts)
    body = re.sub(r"<head>", lambda _: head, body, count=1)
    before = "<body><main>" + "".join(_intro(graph, stamp))
    body = re.sub(r"<body>", lambda _: before, body, count=1)
    after = "".join(map(_table, tables)) + "</main></body></html>"
    start, _, _ = body.rpartition("</body>")
    return start + after + "\n"


def _kept(part: str) -> str:
    if part[:7].lower() != "<script":
        return _DROPPED.sub("", part)
    opening = part[: part.index(">") + 1]
    return "" if "src=" in opening.lower() else "<script>" + part[len(opening) :]


def _digest(script: str) -> str:
    content = script[len("<script>") : -len("</script>")]
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _intro(graph: Graph, stamp: Stamp) -> Iterator[str]:
    yield f"<h1>{html.escape(printable(stamp.title))}</h1><p>{html.escape(stamp.line)}</p>"
    firms = "; ".join(f"{firm.name}: {firm.shape}" for firm in graph.firms)
    drawn = f"{len(graph.nodes)} people, {len(graph.edges) + graph.left_out} pairs with a tie. {firms}."
    if graph.left_out:
        drawn += (
            f" Drawn are {len(graph.edges)} pairs, those between firms first; {graph.left_out} are in the table only."
        )
    yield f"<p>{html.escape(printable(drawn))} Large: core. Thick border: boundary spanner."
    yield " Dashed: not confirmed by both. The tables below hold the same.</p>"


def _table(table: Table) -> str:
    if not table.rows:
        return f"<h2>{html.escape(printable(table.caption))}</h2><p>{html.escape(printable(table.empty))}</p>"
    heads = "".join(f'<th scope="col">{html.escape(column.title)}</th>' for column in table.columns)
    rows = "".join(f"<tr>{''.join(_cells(row))}</tr>" for row in table.rows)
    caption = html.escape(printable(table.caption))
    return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(row: Iterable[object]) -> Iterator[str]:
    for cell in row:
        text = " ".join(
            filter(None, (getattr(cell, "mark", ""), getattr(cell, "text", ""), getattr(cell, "detail", "")))
        )
        yield f"<td>{html.escape(printable(text))}</td>"


def outside_resources(page: str) -> set[str]:
    """Addresses the page's markup or styles would load; text and scripts' own strings are not markup."""
    finder = _Finder()
    finder.feed(page)
    return finder.found


class _Finder(HTMLParser):
    """Walks the markup; what stands in a script is text to it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note every attribute that loads something that is not data."""
        self._in_style = tag == "style"
        for name, value in attrs:
            address = (value or "").strip()
            if name in _LOADING and address and not address.startswith(("data:", "#")):
                self.found.add(f"<{tag} {name}={address[:80]}>")
            if name == "style":
                self._look_at_style(address)

    def handle_endtag(self, tag: str) -> None:
        """Leave a style."""
        self._in_style = False if tag == "style" else self._in_style

    def handle_data(self, data: str) -> None:
        """Look at styles for addresses."""
        if self._in_style:
            self._look_at_style(data)

    def _look_at_style(self, text: str) -> None:
        for address in re.findall(r"url\(\s*['\"]?([^)'\"]+)|@import\s+['\"]?([^;'\"]+)", text):
            found = "".join(address).strip()
            if found and not found.startswith(("data:", "#")):
                self.found.add(f"style: {found[:80]}")
