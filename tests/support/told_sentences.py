"""Every sentence the pages make of audits, and what may stand in none of them."""

import re
from collections.abc import Iterable

from alliancenet.report import facets, headlines, home, words
from alliancenet.report.advice import for_alliance, for_portfolio
from alliancenet.report.standing import is_a_fact
from alliancenet.report.tables.overview import holds_in, newest

FORBIDDEN = {
    "private words": r"people and deal work|next step of the ladder|cannot be told|\bnot told\b|completed networks"
    r"|seen half|said half|last met never|are a load|the limit\b|\bC\d+\b|holds \d+ for",
    "an own limit": r"(?<!our )\bown limit",
    "a doubled space": r"  ",
    "one of many": r"(?<!tier )(?<![\d.,–−-])\b1 (?:[a-z-]+ ){0,2}"
    r"(?:spanners|pairs|people|roles|ties|dependencies|departures|alliances|firms|levels|groups|issues|contacts|reviews)\b",
    "one and are": r"\b[Oo]ne [a-z]+ are\b",
    "a code in front": r"^[A-Z]-[A-Z]{2,}",
    "minus zero": r"(?<!\d)[−-]0(?![.,]?\d)",
    "two ends": r"[.?!]\.$|\.\.",
}


def sentences_of(views):
    """Headings, reasons, advice, tiles and findings as the pages print them."""
    latest = newest(views)
    yield headlines.home(latest).sentence
    yield headlines.home(latest).below
    for now in latest:
        older = [view for view in views if view.alliance.id == now.alliance.id and view is not now]
        before = older[-1] if older else None
        yield headlines.alliance(now, before).sentence
        yield from headlines.why_this_colour(now, before)
        for advice in for_alliance(now):
            yield from (advice.title, advice.why)
        yield from (words.sentence(found.sentence) for found in now.findings)
        yield from filter(None, (holds_in(found) for found in now.findings if not is_a_fact(found) or found.holds))
        yield from (words.source(found.source) for found in now.findings)
    for advice in for_portfolio(latest, None):
        yield from (advice.title, advice.why)
    for tile in home.tiles(views):
        yield from (tile.title, tile.moved)
    for cure in facets.cures(latest):
        yield cure.cure


def faults_of(sentences: Iterable[str]) -> list[tuple[str, str]]:
    """What is wrong with which sentence."""
    return [
        (name, sentence)
        for sentence in dict.fromkeys(sentences)
        for name, pattern in FORBIDDEN.items()
        if re.search(pattern, sentence)
    ]
