"""S: executive sponsors."""

from collections.abc import Iterator, Sequence

from alliancenet.language import stored, stored_n
from alliancenet.metrics.sponsors import SponsorOnRecord
from alliancenet.model.finding import Audience, Concern, Severity
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.rules.rule import Hit, Look, NotEnough, rule

_SOURCE = "Hutt & Speh, ch. 4; limits: own limit"


@rule(
    code="S-NONE",
    audience=Audience.TITLE_FOR_PARTNERS,
    concern=Concern.SPONSOR,
    title="No executive sponsor",
    severity=Severity.HIGH,
    recommendation="Name a senior sponsor and let the two sponsors meet within the quarter.",
    source=_SOURCE,
)
def no_executive_sponsor(look: Look) -> Iterator[Hit]:
    """An alliance of tier 1 or 2 has no current senior sponsor on one side.

    Why it matters
    --------------
    Without visible backing from the top the team doubts the alliance and its own careers.

    When it is wrong
    ----------------
    When the sponsor is not on the register, or stands there without the senior level.
    """
    for side in _required_sides(look):
        if not side.is_named:
            yield Hit(
                subject=_firm(side),
                sentence=stored(
                    "{firm} has no executive sponsor for this tier {tier} alliance",
                    firm=side.firm.name,
                    tier=look.measured.tier,
                ),
            )


@rule(
    code="S-IDLE",
    audience=Audience.TITLE_FOR_PARTNERS,
    concern=Concern.SPONSOR,
    title="The sponsor is not active",
    severity=Severity.HIGH,
    recommendation="Put a meeting of the two sponsors in the calendar now; offer to change the sponsor.",
    source=_SOURCE,
)
def sponsor_is_not_active(look: Look) -> Iterator[Hit]:
    """The named sponsor attended no senior meeting across firms in the tier's window.

    Why it matters
    --------------
    A name on a chart is not sponsorship: more than a quarter of executives are hands-off.

    When it is wrong
    ----------------
    When meetings are held and not logged.
    """
    for side in _required_sides(look):
        if side.is_named and not side.is_active:
            window = look.settings.table("sponsor.window_days")[look.measured.tier]
            yield Hit(
                subject=_firm(side),
                sentence=stored(
                    "{met_said}; tier {tier} asks for a meeting within {days} days",
                    met_said=_met(side),
                    tier=look.measured.tier,
                    days=f"{window:.0f}",
                ),
                people=[person.id for person in side.sponsors],
            )


@rule(
    code="S-PLAN",
    audience=Audience.TITLE_FOR_PARTNERS,
    concern=Concern.SPONSOR,
    title="No current sponsor action plan",
    severity=Severity.LOW,
    recommendation="Agree on three actions for the sponsor until the next review, with dates.",
    source="Hutt & Speh, table 4.4; window: own limit",
)
def no_current_action_plan(look: Look) -> Iterator[Hit]:
    """The sponsor is named, but no action plan is dated inside the tier's window.

    Why it matters
    --------------
    A plan is what makes sponsorship something that can be kept or missed.

    When it is wrong
    ----------------
    When plans are kept elsewhere.
    """
    for side in _required_sides(look):
        if side.is_named and side.has_plan is False:
            yield Hit(
                subject=_firm(side),
                sentence=stored("the sponsor of {firm} has no action plan of this period", firm=side.firm.name),
                people=[person.id for person in side.sponsors],
            )


@rule(
    code="S-UNSEEN",
    audience=Audience.EVERYBODY,
    concern=Concern.SPONSOR,
    title="People do not see their senior leaders take part",
    severity=Severity.LOW,
    recommendation="Let the sponsor open the next joint meeting, and tell people what the seniors agreed on.",
    source="Hutt & Speh, ch. 4; limit: own limit",
)
def people_do_not_see_their_sponsor(look: Look) -> Iterator[Hit]:
    """People of a firm rate how far they see their senior leaders taking part in the red band.

    Why it matters
    --------------
    A sponsor who meets the partner and whom nobody at home sees gives the alliance no backing at home.

    When it is wrong
    ----------------
    When the sponsor took over in the last weeks.
    """
    limit = look.settings.table("bands")["red_below"]
    for score, value in look.each("sponsor_visibility", SubjectKind.FIRM):
        if value < limit:
            name = look.measured.firm_names.get(score.subject.id, score.subject.id)
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "people of {firm} see little of their senior leaders in the alliance: {points} of 100",
                    firm=name,
                    points=f"{value:.0f}",
                ),
                evidence=(score,),
            )


@rule(
    code="S-LOAD",
    audience=Audience.OWN_FIRM,
    concern=Concern.PERSON,
    title="An executive sponsors too many alliances",
    severity=Severity.MEDIUM,
    recommendation="Hand some of these alliances to another executive.",
    source="own limit (Cisco reported 2.0 alliances per executive, then 1.55)",
    high_when="one executive sponsors more than five (`sponsor.load`)",
)
def executive_sponsors_too_many(look: Look) -> Iterator[Hit]:
    """An executive sponsors more than three alliances that require a sponsor.

    Why it matters
    --------------
    Attention is what a sponsor gives; it does not divide well.

    When it is wrong
    ----------------
    When some of the alliances are steered together.
    """
    limits = look.settings.table("sponsor.load")
    for score, load in look.each("sponsor_load", SubjectKind.PERSON):
        if load > limits["warn"]:
            yield Hit(
                subject=look.measured.subject,
                sentence=stored(
                    "one of the sponsors holds {count} alliances that require a sponsor; "
                    "more than {heavy} is heavy, {most} is the maximum",
                    count=f"{load:.0f}",
                    heavy=f"{limits['warn']:.0f}",
                    most=f"{limits['breach']:.0f}",
                ),
                evidence=(score,),
                people=(score.subject.id,),
                is_urgent=load > limits["breach"],
            )


@rule(
    code="S-LEAVING",
    audience=Audience.TITLE_FOR_PARTNERS,
    concern=Concern.SPONSOR,
    title="A sponsor leaves without a successor",
    severity=Severity.HIGH,
    recommendation="Name the successor now, and let both sponsors introduce them to the partner together.",
    source=_SOURCE,
)
def sponsor_leaves_without_successor(look: Look) -> Iterator[Hit]:
    """A sponsor leaves within 90 days and no successor is on record.

    Why it matters
    --------------
    A gap at the top is seen at once by everybody below.

    When it is wrong
    ----------------
    When the successor is known and not yet registered.
    """
    leaving = look.measured.leaving_sponsors
    if leaving:
        yield Hit(
            subject=look.measured.subject,
            sentence=stored_n(
                "{n} of the sponsors leave within {days} days and no successor is named",
                "{n} of the sponsors leave within {days} days and no successor is named",
                len(leaving),
                days=look.settings.whole("sponsor.leaving_days"),
            ),
            people=leaving,
        )


def _required_sides(look: Look) -> Sequence[SponsorOnRecord]:
    if look.measured.requires_sponsor is None:
        raise NotEnough("no tier is given, so nobody can say whether a sponsor is required")
    if not look.measured.requires_sponsor:
        return ()
    known = [side for side in look.measured.sponsor_sides if side.is_known]
    if not known:
        raise NotEnough("roles are not on record for any firm")
    look.skipped.extend(
        f"{side.firm.name}: roles are not on record" for side in look.measured.sponsor_sides if not side.is_known
    )
    return known


def _met(side: SponsorOnRecord) -> str:
    """Since when the sponsor has met nobody, counted to the audit."""
    if side.days_since is None:
        return stored(
            "no meeting of the sponsor of {firm} with a senior of the partner is on record", firm=side.firm.name
        )
    return stored(
        "at the audit, the sponsor of {firm} had met no senior of the partner for {days} days",
        firm=side.firm.name,
        days=side.days_since,
    )


def _firm(side: SponsorOnRecord) -> Subject:
    return Subject(kind=SubjectKind.FIRM, id=side.firm.id)
