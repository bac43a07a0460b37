"""Tiers, proposals and resources: what the portfolio review says."""

from flask import Blueprint, Response

from alliancenet.language import say
from alliancenet.report import answers, words
from alliancenet.report.figures import review as review_figures
from alliancenet.report.headlines import Headline
from alliancenet.report.tables import review as review_tables
from alliancenet_web.desk import desk, reader
from alliancenet_web.links import page
from alliancenet_web.tongue import spoken

pages = Blueprint("review", __name__)


@pages.get("/tiers")
@spoken
def tiers() -> Response | str:
    """Tiers with their reasons, proposals, sponsors, resources, goals and the pipeline."""
    view = desk().store.review(reader())
    if view is None:
        return page("no_review.html", ())
    tables = (*review_tables.all_tables(view), review_tables.action_inputs(view), review_figures.matrix(view))
    reason = words.sentence(words.retold(view.review.tier_cap.reason))
    below = f"{say('As of {day}', day=words.day(view.review.as_of))}. {reason}"
    headline = Headline(sentence=answers.tiers(view), below=below)
    return page("tiers.html", tables, view=view, headline=headline, left_behind=desk().store.left_behind())
