"""One offline HTML page: no script, no outside resource, everything a reader may see."""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alliancenet.language import say, say_html, say_n
from alliancenet.privacy import AuditView
from alliancenet.report import gathered, manual, words
from alliancenet.report.figures import cards
from alliancenet.report.figures import logs as log_trend
from alliancenet.report.figures import network as graph
from alliancenet.report.figures.profile import profile_table
from alliancenet.report.table import Row, Table
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet.report.tables import overview as tables
from alliancenet.report.tables import units, unseen, voices
from alliancenet.visible import visible_value

TEMPLATES = Path(__file__).with_name("templates")
MOST_DRAWN = 400


class Anchors:
    """Where things lie inside the one page."""

    prints = True

    def __init__(self, views: Sequence[AuditView]) -> None:
        self._places = {(view.alliance.id, view.wave.id): f"a{i}" for i, view in enumerate(views)}
        codes = {found.code for view in views for found in view.findings}
        self.codes = {code: f"f{i}" for i, code in enumerate(sorted(codes))}

    def href(self, target: tuple[str, ...]) -> str:
        """Anchor of an alliance or a finding's explanation, "" where the page has none."""
        if target[:1] == ("alliance",):
            place = self._places.get((target[1], target[2]), "")
        else:
            place = self.codes.get(target[1], "") if len(target) > 1 else ""
        return f"#{place}" if place else ""

    def place(self, view: AuditView) -> str:
        """Anchor of an alliance's section."""
        return self._places[view.alliance.id, view.wave.id]

    def sort(self, *_: Any) -> None:
        """Paper does not sort."""

    def csv(self, _: Any) -> str:
        """Paper holds no files."""
        return ""

    def finder(self, _: Any) -> None:
        """Paper is not filtered."""

    def arranged(self, table: Table) -> Table:
        """Paper keeps the order."""
        return table

    def rows(self, table: Table) -> tuple[Row, ...]:
        """Paper shows every row."""
        return table.rows

    def turns(self, _: Any) -> tuple[()]:
        """Paper has no pages to turn inside a table."""
        return ()


def html_report(views: Sequence[AuditView]) -> str:
    """Report of all audits as one HTML page that opens offline.

    Parameters
    ----------
    views : audits as the reader may see them; the newest wave of each alliance gets a section.

    Notes
    -----
    A meta policy allows the page's own style by its digest and nothing else, so text from
    people and files stays text. The same views give the same bytes.
    """
    newest = tables.most_urgent_first(tables.newest(views))
    style = _style()
    see = Anchors(newest)
    page = environment().get_template("report.html")
    return page.render(
        views=newest,
        style=style,
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        see=see,
        explanations=[(code, place, manual.finding_html(code)) for code, place in see.codes.items()],
        headline=tables.headline(newest),
        most_drawn=MOST_DRAWN,
        parts_to_open=_parts_to_open,
        sides=_sides,
        common=_withheld_from_all(newest),
    )


def _withheld_from_all(views: Sequence[AuditView]) -> tuple[str, ...]:
    """Sentences on what is withheld that hold for every alliance: said once, not in each section."""
    if len(views) < 2:
        return ()
    return tuple(sentence for sentence in views[0].withheld if all(sentence in view.withheld for view in views))


def _sides(view: AuditView) -> list[tuple[str, Table]]:
    """Short tables of what the firms' offices and contract holders said, those that hold anything."""
    found = (
        ("Kind of relationship", voices.spectrum(view)),
        ("Profile of the relationship", profile_table(view)),
        ("Unwritten expectations", voices.expectations(view)),
        ("Alliance capability", voices.capability(view)),
        ("Roles and the partner’s rating", voices.roles(view)),
    )
    return [(title, table) for title, table in found if table.rows]


def _parts_to_open(view: AuditView) -> list[tuple[str, Table]]:
    """Long tables of an alliance that stand folded, those that hold anything."""
    found = (
        ("Climate", voices.climate(view)),
        *((f"Open answers: {asked}", table) for asked, table in voices.answers_to_each_question(view).items()),
        ("Expectations, lists and results", voices.firm_measures(view)),
        ("Structure", alliance_tables.structure(view)),
        ("Counterparts", alliance_tables.counterparts(view)),
        ("Units that should talk and hardly do", units.missing(view)),
        ("Sponsors", alliance_tables.sponsors(view)),
        ("People and their place in the network", alliance_tables.people(view)),
        ("Data quality", voices.quality(view)),
        ("What silence makes of the numbers", alliance_tables.silence(view)),
        ("Other measures", alliance_tables.other_measures(view)),
        ("What could not be looked at", unseen.not_looked([view])),
    )
    return [(title, table) for title, table in found if table.rows]


@cache
def environment() -> Environment:
    """Templates of this room, escaping everything, with the makers of tables and figures."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible_value,
    )
    made.globals.update(makers())
    return made


def makers() -> dict[str, Any]:
    """Names every template knows: modules that turn views into tables, cards and drawings."""
    return {
        "words": words,
        "say": say,
        "say_n": say_n,
        "say_html": say_html,
        "tables": tables,
        "alliance_tables": alliance_tables,
        "cards": cards,
        "gathered": gathered,
        "graph": graph,
        "voices": voices,
        "log_trend": log_trend,
    }


@cache
def _style() -> str:
    text = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).strip()
