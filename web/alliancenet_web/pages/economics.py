"""What relationships earn: over all partners, partner by partner, and who stays."""

from flask import Blueprint, Response, abort

from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.privacy import EarningsView
from alliancenet.report.figures import profit_matrix, statement, strength, values, whale
from alliancenet.report.money import customers as customer_words
from alliancenet.report.money import economics as words_of_all
from alliancenet.report.money import partner as partner_words
from alliancenet.report.money.decisions import no_way_out, ways_out
from alliancenet.report.tables import customers as customer_tables
from alliancenet.report.tables import economics as tables
from alliancenet.report.tables import partner as partner_tables
from alliancenet.report.tables.overview import newest
from alliancenet.report.tables.sheets import known_sheets, partner_sheets, sheet_tables, silent_sections
from alliancenet_web.desk import desk, reader, views
from alliancenet_web.links import page
from alliancenet_web.pages.actions import about_money, still_to_decide
from alliancenet_web.store import key_of
from alliancenet_web.tongue import spoken

pages = Blueprint("economics", __name__)
DECISIONS = 3


@pages.get("/economics")
@spoken
def economics() -> Response | str:
    """Where profit is made and lost, what to decide, the curve and the matrix, capacity."""
    found = desk().store.earnings(reader())
    if found is None:
        return page("no_economics.html", ())
    decided = still_to_decide(about_money(desk().store.review(reader())))
    return page(
        "economics.html",
        (*tables.of_economics(found), *sheet_tables(found, "economics")),
        headline=words_of_all.headline(found),
        tiles=words_of_all.tiles(found),
        open_advice=decided[:DECISIONS],
        n_advice=len(decided),
        curve=whale.whale(found.review),
        matrix=profit_matrix.profit_matrix(found.review),
        review=found.review,
        figures={"whale": whale, "matrix": profit_matrix},
        sheets=known_sheets(found.review, "economics"),
        silent=silent_sections(found.review, "economics"),
    )


@pages.get("/customers")
def customers() -> Response | str:
    """Who stays, and what each partner is worth from here on."""
    found = desk().store.earnings(reader())
    if found is None:
        return page("no_economics.html", ())
    return page(
        "customers.html",
        (
            customer_tables.base(found),
            customer_tables.values(found),
            customer_tables.kept(found),
            customer_tables.models(found),
            *sheet_tables(found, "customers"),
        ),
        headline=customer_words.customers_headline(found),
        tiles=customer_words.customers_tiles(found),
        worth=values.values(found.review),
        living=values.survival(found.review.keeping),
        review=found.review,
        base=strength.base(found.review),
        bucket=customer_words.bucket_sentence(found.review),
        climbs=customer_words.climb_sentences(found.review),
        figures={"worth": values, "strength": strength},
        sheets=known_sheets(found.review, "customers"),
        silent=silent_sections(found.review, "customers"),
    )


@pages.get("/economics/<key>")
def partner(key: str) -> Response | str:
    """What one partner earns us, why, what to talk about, and what stopping would change."""
    found = desk().store.earnings(reader())
    if found is None:
        abort(404)
    one = next((partner for partner in found.review.partners if key_of(partner.id) == key), None) or abort(404)
    about = tuple(partner_sheets(found, one.id))
    advice = about_money(desk().store.review(reader()))
    return page(
        "partner.html",
        (
            partner_tables.statement(found, one),
            partner_tables.periods(found, one),
            partner_tables.behaviours(found, one),
            partner_tables.evidence(found, [one.id]),
            *(table for _, table in about),
        ),
        headline=partner_words.partner_headline(found, one),
        tiles=partner_words.partner_tiles(found, one),
        partner=one,
        review=found.review,
        open_advice=[advice for advice in still_to_decide(advice) if advice.subject == one.id],
        alliances=[view for view in newest(views()) if view.alliance.id in one.alliances],
        waterfall=statement.waterfall(found.review, one),
        bars=statement.by_period(found.review, one.periods),
        behaviours=statement.behaviour_bars(found.review, one),
        stopping=statement.stop_range(found.review, one.stop) if one.stop else None,
        ways=ways_out(found.review, one.loss) if one.loss else (),
        no_way=no_way_out(one.loss) if one.loss else "",
        figures={"statement": statement},
        beside=_beside(found, one),
        sheets=[sheet for sheet, _ in about],
        going_on=partner_words.going_on(found, one),
    )


def _beside(found: EarningsView, one: PartnerEarnings) -> tuple[PartnerEarnings | None, PartnerEarnings | None]:
    """The partners before and after this one in the order of the curve."""
    order = _order(found.review)
    place = order.index(one) if one in order else -1
    if place < 0:
        return None, None
    return (order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None)


def _order(review: EarningsReview) -> list[PartnerEarnings]:
    known = {partner.id: partner for partner in review.partners}
    return [known[point.partner] for point in review.curve.points if point.partner in known]
