"""One page to hand on: what an executive reads of an alliance, or of the portfolio, from two metres."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from alliancenet.export.document import compiled
from alliancenet.export.portfolio_report import scatter
from alliancenet.export.stamp import Stamp, audit_stamp, printable, review_stamp
from alliancenet.privacy import AuditView
from alliancenet.privacy.review_view import ReviewView
from alliancenet.report import advice, headlines, home, words
from alliancenet.report.drawing import drawn
from alliancenet.report.figures.bridge import bridge
from alliancenet.report.figures.dial import dial
from alliancenet.report.figures.ladder import ladder
from alliancenet.report.moves import moved
from alliancenet.report.tables.overview import newest

_STEPS, _MOVES, _ROWS = 3, 6, 14
_TEMPLATE = Path(__file__).with_name("one_page.typ")


def of_alliance(view: AuditView, before: AuditView | None = None, owner: str | None = None) -> bytes:
    """PDF of one page about an alliance: how it stands and why, the bridge, what to do, what changed.

    Parameters
    ----------
    before : the audit before, None for the first.
    owner : who answers for the alliance, "" for nobody; None where this reader may not know.
    """
    said, stamp = headlines.alliance(view, before), audit_stamp(view)
    found, carried = dial(view), bridge(view)
    levels = ladder(view)
    changes = moved(before, view)[:_MOVES]
    content = {
        "kind": "alliance",
        "headline": said.sentence,
        "below": said.below,
        "left": {
            "title": "Health",
            "svg": drawn("pictures.html", "dial", found),
            "alt": f"Health {found.text} of 100",
            "said": list(headlines.why_this_colour(view, before)),
        },
        "right": None
        if carried is None
        else {
            "title": "What the bridge hangs on",
            "svg": drawn("pictures.html", "bridge", carried),
            "alt": "The bridge between the firms",
            "said": [_bridge_said(carried.people)],
        },
        "steps": _steps(advice.for_alliance(view, owner or "")[:_STEPS], with_name=False, with_owner=owner is not None),
        "picture": {
            "title": "Five levels, said and seen",
            "svg": drawn("pictures.html", "ladder", levels),
            "alt": "Five levels of integration, said and seen",
            "said": [
                "Bar: the level. Tick: seen, contacts on record and in the network. Circle: said, answers of people."
            ],
        },
        "moves": [[move.what, move.before, move.after, move.direction] for move in changes],
        "since": words.month_of(before.wave) if before else "",
        "tiles": [],
        "rows": [],
        "columns": [],
    }
    return _made(content, stamp)


def _bridge_said(people: int | None) -> str:
    if people is None:
        return "There is not enough data to say what the bridge hangs on."
    if not people:
        return "No core tie joins the two firms."
    many = "person" if people == 1 else "people"
    return f"Every core tie between the firms runs through {words.counted(people)} {many}."


def of_portfolio(views: Sequence[AuditView], review: ReviewView) -> bytes:
    """PDF of one page about the portfolio: four numbers, what to decide, health and performance, levels.

    Parameters
    ----------
    views : every audit of every alliance this reader may see.
    """
    last = newest(views)
    said, stamp = headlines.home(last, review), review_stamp(review)
    asked = {alliance.id for alliance in review.review.alliances if alliance.sponsors.required}
    rows = home.worst_first(last)[:_ROWS]
    content = {
        "kind": "portfolio",
        "headline": said.sentence,
        "below": said.below,
        "left": None,
        "right": None,
        "tiles": [[tile.title, tile.big, tile.of, tile.moved, tile.tone] for tile in home.tiles(views, asked)],
        "steps": _steps(advice.for_portfolio(last, review)[:_STEPS], with_name=True, with_owner=True),
        "picture": {
            "title": "Health and performance",
            "svg": scatter(review),
            "alt": "Health and performance of each alliance; the table holds the health",
            "said": ["Area: annual value. Line: since the last audit. Colour: health, with what holds it back."],
        },
        "moves": [
            [f"{move.name}: {words.lower_first(move.what)}", move.before, move.after, move.direction]
            for move in home.movers(review)[:_MOVES]
        ],
        "since": "the audit before",
        "columns": ["Alliance", "Health", "Strategic", "Tactical", "Operational", "Interpersonal", "Cultural"],
        "rows": [
            [
                [words.short(row.view.alliance.name), row.standing.value],
                [row.health, ""],
                *([cell.text, cell.tone] for cell in row.cells),
            ]
            for row in rows
        ],
    }
    return _made(content, stamp)


def _steps(found: Sequence[advice.Advice], *, with_name: bool, with_owner: bool) -> list[list[str]]:
    return [
        [
            step.named if with_name else step.title,
            step.why,
            (f"{step.owner or 'nobody on record'}, " if with_owner else "") + f"within {step.days} days",
        ]
        for step in found
    ]


def _made(content: Mapping[str, object], stamp: Stamp) -> bytes:
    told = {**content, "stamp": {"title": stamp.title, "classification": stamp.classification, "line": stamp.line}}
    return compiled(json.dumps(_printable(told)), stamp, _TEMPLATE)


def _printable(value: object) -> object:
    """Every text without what cannot be set; drawings keep their line breaks."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(part) for key, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, list) else value
